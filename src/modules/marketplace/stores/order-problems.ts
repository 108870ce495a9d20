import { type Database, idsOf, rowsOf } from "./database"

export type StoredProblem = { code: string; params: Record<string, unknown> }

/** Sets an order's problem to these expressions. The same code keeps its start; null clears it. */
export const setsProblem = (
  code: string,
  params: string
) => `problem_code = ${code}, problem_params = ${params},
  problem_since = case when ${code} is null then null when problem_code = ${code} then problem_since else now() end`

/** Sets it to what `problemValues` gives. */
export const SETS_PROBLEM = setsProblem(":problem_code::text", ":problem_params::jsonb")

export const CLEARS_PROBLEM = "problem_code = null, problem_params = null, problem_since = null"

export const problemValues = (problem: StoredProblem | null) => ({
  problem_code: problem?.code ?? null,
  problem_params: problem ? JSON.stringify(problem.params) : null,
})

/** Sets the problem of these orders, or clears it. Returns the orders whose problem is another than before. */
export function setProblem(
  database: Database,
  orders: { ids: string[] } | { connection_id: string },
  problem: StoredProblem | null,
  where: { codes?: string[]; state?: string } = {}
): Promise<string[]> {
  const conditions = [
    "ids" in orders ? "id = any(:ids)" : "connection_id = :connection_id",
    ...(where.codes ? ["problem_code = any(:codes)"] : []),
    ...(where.state ? ["state = :state"] : []),
  ]
  return idsOf(
    database,
    `update marketplace_order set ${SETS_PROBLEM}, updated_at = now()
      where ${conditions.join(" and ")}
        and (problem_code is distinct from :problem_code::text or problem_params is distinct from :problem_params::jsonb)
      returning id`,
    { ...orders, ...where, ...problemValues(problem) }
  )
}

/**
 * Clears what is shown on orders in the store, except what only a decision ends, and remembers what it was. They are
 * looked at again: what else is to be shown of them comes then. Returns what was shown.
 */
export const acknowledgeProblems = (
  database: Database,
  ids: string[]
): Promise<{ id: string; connection_id: string; code: string; params: Record<string, unknown> | null }[]> =>
  rowsOf(
    database,
    `with noted as (
       select id, problem_code as code, problem_params as params from marketplace_order
        where id = any(?) and imported_at is not null and problem_code is not null
          and problem_code <> 'mass_cancellation' for update)
     update marketplace_order o
        set ${CLEARS_PROBLEM}, updated_at = now(), applied_hash = null,
            marks = coalesce(marks, '{}'::jsonb) - 'shown' || case when marks -> 'shown' ->> 'code' = code
              then jsonb_build_object('noted', coalesce(marks -> 'noted', '[]'::jsonb) || (marks -> 'shown' -> 'key'))
              else '{}'::jsonb end
       from noted where o.id = noted.id
     returning o.id, o.connection_id, noted.code, noted.params`,
    [ids]
  )

/** Returns the orders whose cancellation waits for a decision. */
export const listUndecidedCancellations = (
  database: Database,
  filter: { connection_id?: string; ids?: string[] }
): Promise<string[]> =>
  idsOf(
    database,
    `select id from marketplace_order
      where problem_code = 'mass_cancellation' and (:connection_id::text is null or connection_id = :connection_id)
        and (:ids::text[] is null or id = any(:ids))`,
    { connection_id: filter.connection_id ?? null, ids: filter.ids ?? null }
  )
