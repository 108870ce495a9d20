import type { Setting } from "./setting-sections"

/** What makes one map of another: the entries that are new or changed, and null for those that go. */
export function patchOf<Value>(
  before: Record<string, unknown>,
  after: Record<string, Value>
): Record<string, Value | null> {
  const changed = Object.entries(after).filter(([key, value]) => before[key] !== value)
  const gone = Object.keys(before).filter((key) => !(key in after))
  return Object.fromEntries([...changed, ...gone.map((key): [string, null] => [key, null])])
}

/** A stored value as the text of its control. */
export function toText(kind: Setting["kind"], value: unknown): string {
  if (value === null || value === undefined) return ""
  if (kind === "list" && Array.isArray(value)) return value.join(", ")
  if (kind === "map" && typeof value === "object") {
    return Object.entries(value)
      .map(([key, entry]) => `${key} = ${typeof entry === "string" ? entry : JSON.stringify(entry)}`)
      .join("\n")
  }
  return kind === "date" ? String(value).slice(0, 10) : String(value)
}

/**
 * What is typed as the value to store. An empty text is null; a list is split at commas, a map has one `key = value` a
 * line. `empty` is what nothing at all means for a list that cannot be null.
 */
export function fromText(kind: Setting["kind"], text: string, empty: unknown = null): unknown {
  const trimmed = text.trim()
  if (kind === "map") {
    const lines = trimmed.split("\n").filter((line) => line.includes("="))
    return Object.fromEntries(
      lines.map((line) => {
        const at = line.indexOf("=")
        return [line.slice(0, at).trim(), line.slice(at + 1).trim()]
      })
    )
  }
  if (!trimmed) return empty
  if (kind === "number") return Number(trimmed.replace(",", "."))
  if (kind === "list") {
    return trimmed
      .split(",")
      .map((item) => item.trim())
      .filter(Boolean)
  }
  return trimmed
}
