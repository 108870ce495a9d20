import type { Marketplace, SettingField } from "../../../api/admin/marketplaces/types"

/** What makes one map of another: the entries that are new or changed, and null for those that go. */
export function patchOf<Value>(
  before: Record<string, unknown>,
  after: Record<string, Value>
): Record<string, Value | null> {
  const changed = Object.entries(after).filter(([key, value]) => before[key] !== value)
  const gone = Object.keys(before).filter((key) => !(key in after))
  return Object.fromEntries([...changed, ...gone.map((key): [string, null] => [key, null])])
}

/** The settings that a form has: some switches are turned on a way of their own. */
export const withoutSwitches = (fields: SettingField[]) => fields.filter(({ type }) => type !== "activation")

/** The adapter's own settings, those that only count where offers are sent or the others. */
export const adapterFields = (
  { setting_fields, offer_settings }: Pick<Marketplace, "setting_fields" | "offer_settings">,
  areOfOffers: boolean
) => setting_fields.filter(({ name }) => offer_settings.includes(name) === areOfOffers)

/** An option in words, which may be its value. */
export const optionLabel = ({ option_labels }: Pick<SettingField, "option_labels">, option: string) =>
  option_labels?.[option] ?? option

/** Whether a list without entries leaves nothing out. */
export const emptyMeansAll = ({ type, default: standard }: SettingField) =>
  (type === "list" || type === "countries") && standard === null

/** A stored value as the text of its control. */
export function toText(type: SettingField["type"], value: unknown): string {
  if (value === null || value === undefined) return ""
  if (Array.isArray(value)) return value.join(", ")
  if (type === "map" && typeof value === "object") {
    return Object.entries(value)
      .map(([key, entry]) => `${key} = ${typeof entry === "string" ? entry : JSON.stringify(entry)}`)
      .join("\n")
  }
  return type === "date" ? String(value).slice(0, 10) : String(value)
}

/**
 * What is typed as the value to store. An empty text is an empty list or text where the default is one, otherwise the
 * default; a list is split at commas, a map has one `key = value` a line.
 */
export function fromText({ type, items, default: standard }: SettingField, text: string): unknown {
  const trimmed = text.trim()
  if (type === "map") {
    const lines = trimmed.split("\n").filter((line) => line.includes("="))
    return Object.fromEntries(
      lines.map((line) => {
        const at = line.indexOf("=")
        return [line.slice(0, at).trim(), line.slice(at + 1).trim()]
      })
    )
  }
  if (!trimmed) return Array.isArray(standard) ? [] : typeof standard === "string" ? "" : standard
  if (type === "number") return Number(trimmed.replace(",", "."))
  if (type === "list" || type === "countries") {
    const parts = trimmed.split(",").map((item) => item.trim())
    return parts.filter(Boolean).map((item) => (items === "number" ? Number(item) : item))
  }
  return trimmed
}
