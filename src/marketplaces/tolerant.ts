import { z } from "zod"

/** A place of a document that has not the expected shape. Empty for the document itself. */
export type OddPlace = (string | number)[]

/**
 * Reads a document although parts of it are odd: what does not fit is taken out, as little of it as will do, and named.
 * A field that may not be missing takes its parent with it; null where that goes up to the whole document.
 */
export function readTolerantly<T>(
  schema: z.ZodType<T>,
  document: unknown
): { value: T; odd: OddPlace[] } | { error: z.ZodError } {
  let result = schema.safeParse(document)
  if (result.success) {
    return { value: result.data, odd: [] }
  }
  // Copied as far as it is emptied: what is read tolerantly may be large.
  const copies = new WeakSet<object>()
  const copied = <Value>(value: Value): Value => {
    if (typeof value !== "object" || value === null || copies.has(value)) return value
    const copy = (Array.isArray(value) ? [...(value as unknown[])] : { ...value }) as Value & object
    copies.add(copy)
    return copy
  }
  const copy = copied(document)
  const odd = new Map<string, OddPlace>()
  // Each round empties a place or goes one level up, so this ends.
  while (!result.success) {
    // A value that breaks two rules of its place is emptied once.
    const paths = new Map(result.error.issues.map(({ path }) => [path.join("."), path]))
    for (const path of paths.values()) {
      const place = emptied(
        copy,
        path.map((key) => (typeof key === "number" ? key : String(key))),
        copied
      )
      if (place.length === 0) {
        return { error: result.error }
      }
      odd.set(place.join("."), place)
    }
    result = schema.safeParse(copy)
  }
  const isInside = (place: OddPlace) =>
    place.some((_, depth) => depth > 0 && odd.has(place.slice(0, depth).join(".")))
  return { value: result.data, odd: [...odd.values()].filter((place) => !isInside(place)) }
}

/** Empties the place, or the nearest above it that is not empty yet, and returns which it was. */
function emptied(document: unknown, path: OddPlace, copied: <Value>(value: Value) => Value): OddPlace {
  for (let length = path.length; length > 0; length--) {
    const above = path.slice(0, length - 1)
    const key = path[length - 1]
    const found = valueAt(document, above)
    if (isObject(found) && Object.hasOwn(found, key) && found[key] !== null) {
      const parent = above.reduce<unknown>((value, step) => {
        if (isObject(value)) value[step] = copied(value[step])
        return isObject(value) ? value[step] : undefined
      }, document)
      if (isObject(parent)) parent[key] = null
      return path.slice(0, length)
    }
  }
  return []
}

const isObject = (value: unknown): value is Record<string | number, unknown> =>
  typeof value === "object" && value !== null

/** What stands at a place; undefined where there is no such place. */
export function valueAt(document: unknown, path: OddPlace): unknown {
  return path.reduce<unknown>(
    (value, key) => (isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined),
    document
  )
}
