import { MedusaError } from "@medusajs/framework/utils"

export type PageQuery = { limit: number; offset: number; order?: string; q?: string }

/** `-created_at` as the module's services want it; only the named columns can be ordered by. */
export function paging({ limit, offset, order }: PageQuery, columns: string[], fallback: string) {
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
  }
}

/** For `ilike`: the signs that mean something in a pattern are taken literally. */
export const contains = (q: string) => `%${q.replace(/[\\%_]/g, "\\$&")}%`
