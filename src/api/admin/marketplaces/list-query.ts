import { MedusaError } from "@medusajs/framework/utils"
import { DateTime } from "luxon"
import { z } from "@medusajs/framework/zod"
import { compared, type Place } from "../../../modules/marketplace/stores/pages"

export type PageQuery = { limit: number; offset: number; order?: string; q?: string; after?: string }

/** `-created_at` as the module's services want it; only the named columns can be ordered by. */
export function paging({ limit, offset, order, after }: PageQuery, columns: string[], fallback: string) {
  const wanted = order ?? fallback
  const column = wanted.replace(/^-/, "")
  if (!columns.includes(column)) {
    throw new MedusaError(
      MedusaError.Types.INVALID_DATA,
      `order: one of ${columns.join(", ")}, "-" before it for descending.`
    )
  }
  return {
    take: limit,
    skip: offset,
    order: { [column]: wanted.startsWith("-") ? "DESC" : "ASC", id: "ASC" },
    ...(after !== undefined && { after: placeIn(after, wanted) }),
  }
}

const cursorSchema = z.tuple([
  z.string(),
  z.string().max(1000).nullable(),
  z.string().regex(/^[\w-]{1,100}$/),
])

/** Where the next page begins, for the query's `after`; null: there is none. It names the order that it belongs to. */
export const cursorOf = ({ order }: PageQuery, fallback: string, place: Place | null): string | null =>
  place && Buffer.from(JSON.stringify([order ?? fallback, place.value, place.id])).toString("base64url")

function placeIn(cursor: string, wanted: string): Place {
  const read = parsed(Buffer.from(cursor, "base64url").toString())
  const { data } = cursorSchema.safeParse(read)
  if (!data || data[0] !== wanted || !isOf(wanted.replace(/^-/, ""), data[1])) {
    throw new MedusaError(MedusaError.Types.INVALID_DATA, "after: the `next` of a page in the same order.")
  }
  return { value: data[1], id: data[2] }
}

const parsed = (json: string): unknown => {
  try {
    return JSON.parse(json)
  } catch {
    return undefined
  }
}

/** As PostgreSQL writes times and numbers: nothing else reaches a statement that compares them. */
function isOf(column: string, value: string | null): boolean {
  if (value === null) return true
  switch (compared(column)) {
    case "text":
      return !value.includes("\0")
    case "numeric":
      return /^-?\d{1,40}(\.\d{1,40})?$/.test(value)
    case "timestamptz":
      return /[+-](0\d|1[0-4])(:\d\d)?$/.test(value) && DateTime.fromSQL(value).isValid
  }
}
