import { type Database, rowsOf } from "../../marketplace/stores/database"

/** Columns of the row alone: it is judged again after waiting for its lock. */
export const IS_FREE = "(claimed_until is null or claimed_until < now()) and deleted_at is null"

type Claimed = "marketplace_label_request" | "marketplace_label_panel_order"

/**
 * Writes what became of a claimed row and gives it back; whoever wanted it looked at meanwhile has set an earlier time, which
 * stays. False: it was another's meanwhile, and nothing was written.
 */
export async function settleClaimed(
  database: Database,
  table: Claimed,
  { id, owner }: { id: string; owner: string },
  { next_in_seconds, ...change }: Record<string, unknown> & { next_in_seconds: number | null },
  json_columns: readonly string[]
): Promise<boolean> {
  const names = Object.keys(change)
  const set = names.map((name) => `"${name}" = :${name}${json_columns.includes(name) ? "::jsonb" : ""}`)
  if (names.includes("problem_code")) {
    set.push(
      "problem_since = case when :problem_code::text is null then null when problem_code = :problem_code then problem_since else now() end"
    )
  }
  const values = Object.entries(change).map(([name, value]) => [
    name,
    json_columns.includes(name) && value !== null ? JSON.stringify(value) : value,
  ])
  const rows = await rowsOf(
    database,
    `update ${table}
        set ${set.map((one) => `${one}, `).join("")}
            next_attempt_at = case when next_attempt_at < claimed_until then next_attempt_at
                                   else now() + make_interval(secs => :next_in_seconds::float8) end,
            claimed_by = null, claimed_until = null, updated_at = now()
      where id = :id and claimed_by = :owner and deleted_at is null returning id`,
    { ...Object.fromEntries(values), id, owner, next_in_seconds }
  )
  return rows.length > 0
}
