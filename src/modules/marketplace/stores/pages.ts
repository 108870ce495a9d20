import { type Database, rowsOf } from "./database"

/** Where a page ended: what its last row is ordered by, as PostgreSQL writes it, and the row's id. */
export type Place = { value: string | null; id: string }

/**
 * A page of a list that is ordered by one column, nulls last, then by id. With `after`, it begins behind that place, and `skip`
 * only says how many are before it: however far behind, no row before it is read where an index has this order.
 */
export type ListPage = { take: number; skip: number; order: Record<string, string>; after?: Place }

/** What is read of one table. Its texts hold no values. */
type Listed = { table: string; where: string; bindings: unknown[] }

const TYPES: Record<string, "text" | "numeric" | undefined> = {
  external_id: "text",
  external_sku: "text",
  state: "text",
  total: "numeric",
  type: "text",
}

/** What a column is compared as; what is not named is a time. */
export const compared = (column: string): "text" | "numeric" | "timestamptz" => TYPES[column] ?? "timestamptz"

/** A select of `id` and `at`, what it is ordered by; and the order of `page` for what is joined to it. */
function pageOf(
  { table, where, bindings }: Listed,
  { take, skip, order, after }: ListPage
): { select: string; bindings: unknown[]; order: string } {
  const [column, direction] = Object.entries(order)[0]
  const rows = `select id, "${column}" as at from ${table} where ${where}`
  const inOrder = `order by "${column}" ${direction} nulls last, id`
  const page = { order: `order by page.at ${direction} nulls last, id` }
  if (!after) {
    return { ...page, select: `${rows} ${inOrder} limit ? offset ?`, bindings: [...bindings, take, skip] }
  }
  const { value, id } = after
  const nulls = `${rows} and "${column}" is null`
  if (value === null) {
    const select = `${nulls} and id > ? ${inOrder} limit ?`
    return { ...page, select, bindings: [...bindings, id, take] }
  }
  const [behind, at] = [direction === "DESC" ? "<" : ">", `?::${compared(column)}`]
  // An index finds where the first part begins: by one column, since the other has its own direction.
  const first = `${rows} and "${column}" ${behind}= ${at} and ("${column}" ${behind} ${at} or id > ?) ${inOrder} limit ?`
  return {
    ...page,
    select: `select * from ((${first}) union all (${nulls} ${inOrder} limit ?)) page ${page.order} limit ?`,
    bindings: [...bindings, value, value, id, take, ...bindings, take, take],
  }
}

/** So many are counted; of more, the planner's estimate is given, and never less than what was seen. */
const COUNTED = 10_000

async function countListed(
  database: Database,
  { table, where, bindings }: Listed,
  seen: number
): Promise<number> {
  const [{ counted }] = await rowsOf<{ counted: number }>(
    database,
    `select count(*)::int as counted from (select 1 from ${table} where ${where} limit ?) first`,
    [...bindings, COUNTED + 1]
  )
  if (counted <= COUNTED) return counted
  const [{ "QUERY PLAN": plan }] = await rowsOf<{ "QUERY PLAN": [{ Plan: { "Plan Rows": number } }] }>(
    database,
    `explain (format json) select 1 from ${table} where ${where}`,
    bindings
  )
  return Math.max(counted, seen, plan[0].Plan["Plan Rows"])
}

/**
 * Reads a page: `columns` of `row`, as they call it. `next` is the place behind which the next page begins, null where nothing
 * is behind this one.
 */
export async function readPage<Row extends { id: string }>(
  database: Database,
  { row, columns }: { row: string; columns: string },
  listed: Listed,
  page: ListPage
): Promise<{ rows: Row[]; count: number; next: Place | null }> {
  // One more than is shown says whether another page follows.
  const { select, bindings, order } = pageOf(listed, { ...page, take: page.take + 1 })
  const read = await rowsOf<Row & { page_at: string | null }>(
    database,
    // The page is found by ids first: those before it are not read.
    `select ${columns}, page.at::text as page_at from (${select}) page join ${listed.table} ${row} using (id) ${order}`,
    bindings
  )
  const shown = read.slice(0, page.take)
  const last = shown.at(-1)
  const next = last && read.length > page.take ? { value: last.page_at, id: last.id } : null
  const rows = shown.map(({ page_at: _, ...row }) => row as unknown as Row)
  return { rows, count: await countListed(database, listed, page.skip + read.length), next }
}
