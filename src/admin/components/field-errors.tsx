import { createContext, type ReactNode, useContext, useEffect, useRef, useState } from "react"
import { useTranslation } from "react-i18next"
import type { WrongFieldAnswer } from "../../api/admin/marketplaces/types"
import { wrongFieldsOf } from "../lib/request"
import { Tip } from "./tip"

type Shown = { wrong: WrongFieldAnswer[]; register: (name: string) => () => void }

const Context = createContext<Shown>({ wrong: [], register: () => () => undefined })

const isAt = (field: string, name: string) => field === name || field.startsWith(`${name}.`)

/** Shows what the store says of a form's fields at these; what is about no field that is shown, above them. */
export const FieldErrors = ({ error, children }: { error: unknown; children: ReactNode }) => {
  const text = useText()
  const wrong = wrongFieldsOf(error)
  const ref = useRef<HTMLDivElement>(null)
  const [names, setNames] = useState<string[]>([])
  const [register] = useState(() => (name: string) => {
    setNames((before) => [...before, name])
    return () => setNames((before) => before.filter((one) => one !== name))
  })
  // What was typed is looked at, or typed again, where it is wrong.
  useEffect(() => {
    if (wrongFieldsOf(error).length) ref.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus()
  }, [error])
  const elsewhere = wrong.filter(({ field }) => !names.some((name) => isAt(field, name)))
  return (
    <Context.Provider value={{ wrong, register }}>
      <div ref={ref} className="flex flex-col gap-y-6">
        {elsewhere.map((one) => (
          <div key={one.field + one.code} role="alert">
            <Tip variant="error" label={one.field}>
              {text(one)}
            </Tip>
          </div>
        ))}
        {children}
      </div>
    </Context.Provider>
  )
}

/** What is wrong with the field of this name, in words; null where nothing is. */
export function useFieldError(name: string | undefined): string | null {
  const { wrong, register } = useContext(Context)
  const text = useText()
  useEffect(() => (name ? register(name) : undefined), [name, register])
  const found = name ? wrong.find(({ field }) => isAt(field, name)) : undefined
  return found ? text(found) : null
}

function useText() {
  const { t, i18n } = useTranslation("marketplaces")
  return ({ code, params, message }: WrongFieldAnswer): string => {
    const isText = params.origin === "string" || params.origin === "array"
    if (code === "too_small" && isText && Number(params.minimum) === 1) return t("invalid.missing")
    if (code === "too_small" || code === "too_big") {
      return t(`invalid.${code}.${isText ? params.origin : "number"}`, params)
    }
    if (code === "invalid_value") return t("invalid.invalid_value", params)
    return i18n.language.startsWith("en") ? message : t("invalid.other")
  }
}
