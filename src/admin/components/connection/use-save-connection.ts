import { toast } from "@medusajs/ui"
import { useState } from "react"
import { useTranslation } from "react-i18next"
import { useUpdateConnection } from "../../hooks/api/connections"
import type { Connection, ConnectionFields } from "../../../api/admin/marketplaces/connections/types"
import type { BothValues } from "../meanwhile"
import { useFieldWords } from "./use-change-words"

type Values = Map<string, unknown>

/** A connection's values by the names of the history's fields, as far as `changes` has them. */
function valuesOf(source: Connection | ConnectionFields, changes: ConnectionFields): Values {
  const values: Values = new Map()
  for (const [name, value] of Object.entries(changes)) {
    const of = (source as Record<string, unknown>)[name]
    if (name === "settings") {
      for (const [section, fields] of Object.entries(value as Connection["settings"])) {
        for (const field of Object.keys(fields)) {
          const own = (of as Connection["settings"] | undefined)?.[section]?.[field]
          values.set(`settings.${section}.${field}`, own ?? null)
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

/**
 * Saves what was changed in a form of the connection as it was when the form was opened. What another user saved of the
 * same fields since is shown beside it, and the next save replaces it; other fields are not in the way.
 */
export function useSaveConnection(connection: Connection, onSaved: () => void) {
  const { t } = useTranslation("marketplaces")
  const describe = useFieldWords(connection)
  const [opened] = useState(connection)
  const [theirs, setTheirs] = useState<Connection>()
  const [fields, setFields] = useState<BothValues[]>([])
  const update = useUpdateConnection(connection.id)

  const inTheWay = (changes: ConnectionFields, now: Connection): BothValues[] => {
    const [before, saved, typed] = [opened, now, changes].map((source) => valuesOf(source, changes))
    return [...typed].flatMap(([field, mine]) => {
      const isOther = !isSame(before.get(field), saved.get(field)) && !isSame(saved.get(field), mine)
      // A secret is shown by no sign of it: another one may be saved under the same.
      if (!isOther && !field.startsWith("credentials.")) return []
      const { label, words } = describe(field)
      return { label, theirs: words(saved.get(field)), mine: words(mine) }
    })
  }

  const save = (changes: ConnectionFields, version = (theirs ?? opened).version) =>
    update.mutate(
      { ...changes, version },
      {
        onSuccess: (answer) => {
          if (!("code" in answer)) {
            toast.success(t("state.saved"))
            onSaved()
            return
          }
          const both = inTheWay(changes, answer.connection)
          setTheirs(answer.connection)
          setFields(both)
          if (!both.length) save(changes, answer.connection.version)
        },
      }
    )
  return { opened, save, isSaving: update.isPending, error: update.error, fields, onTake: onSaved }
}
