import { toast } from "@medusajs/ui"
import { useState } from "react"
import { useTranslation } from "react-i18next"
import type { BothValues } from "./meanwhile"

type Values = Map<string, unknown>
type BySection = Record<string, Record<string, unknown>>

/** A thing's values by the names of the history's fields, as far as `changes` has them. */
function valuesOf(source: object, changes: object): Values {
  const values: Values = new Map()
  for (const [name, value] of Object.entries(changes)) {
    const of = (source as Record<string, unknown>)[name]
    if (name === "settings") {
      for (const [section, fields] of Object.entries(value as BySection)) {
        for (const field of Object.keys(fields)) {
          values.set(
            `settings.${section}.${field}`,
            (of as BySection | undefined)?.[section]?.[field] ?? null
          )
        }
      }
    } else if (name === "credentials") {
      for (const field of Object.keys(value as object)) {
        const own = (of as Record<string, string> | undefined)?.[field]
        // What is typed is not shown.
        values.set(`credentials.${field}`, source === changes ? "•••" : (own ?? null))
      }
    } else if (name === "shipping_option_ids") {
      values.set(
        "shipping_options",
        (of as string[] | undefined)?.map((id) => ({ id }))
      )
    } else {
      values.set(name, of)
    }
  }
  return values
}

const isSame = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other)

type Saved<Thing, Fields> = {
  /** As it is now. */
  thing: Thing
  /** What a form of it is saved with, and what the store answers: the thing that another user saved meanwhile, or the new one. */
  send: (
    changes: Fields & { version: string },
    onAnswer: (answer: { isConflict: boolean; now: Thing }) => void
  ) => void
  describe: (field: string) => { label: string; words: (value: unknown) => string }
  onSaved: () => void
}

/**
 * Saves what was changed in a form of something with a version as it was when the form was opened. What another user saved
 * of the same fields since is shown beside it, and the next save replaces it; other fields are not in the way.
 */
export function useSave<Thing extends { version: string }, Fields extends object>({
  thing,
  send,
  describe,
  onSaved,
}: Saved<Thing, Fields>) {
  const { t } = useTranslation("marketplaces")
  const [opened] = useState(thing)
  const [theirs, setTheirs] = useState<Thing>()
  const [fields, setFields] = useState<BothValues[]>([])

  const inTheWay = (changes: Fields, now: Thing): BothValues[] => {
    const [before, saved, typed] = [opened, now, changes].map((source) => valuesOf(source, changes))
    return [...typed].flatMap(([field, mine]) => {
      const isOther = !isSame(before.get(field), saved.get(field)) && !isSame(saved.get(field), mine)
      // A secret is shown by no sign of it: another one may be saved under the same.
      if (!isOther && !field.startsWith("credentials.")) return []
      const { label, words } = describe(field)
      return { label, theirs: words(saved.get(field)), mine: words(mine) }
    })
  }

  const save = (changes: Fields, version = (theirs ?? opened).version): void =>
    send({ ...changes, version }, ({ isConflict, now }) => {
      if (!isConflict) {
        toast.success(t("state.saved"))
        onSaved()
        return
      }
      const both = inTheWay(changes, now)
      setTheirs(now)
      setFields(both)
      if (!both.length) save(changes, now.version)
    })
  return { opened, save, fields, onTake: onSaved }
}
