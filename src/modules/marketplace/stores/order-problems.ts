import { type Database, idsOf, rowsOf } from "./database"

export type StoredProblem = { code: string; params: Record<string, unknown> }

/** Sets the problem of an order or an action to these expressions. The same code keeps its start; null clears it. */
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

/**
 * Names what an order `o` shows as its problem, with its items, its values and its moment; null where it shows none. How many
 * orders wait for the same decision is counted again in each run.
 */
export const PROBLEM_VERSION = `case when o.problem_code is not null then left(encode(sha256(convert_to(concat_ws(' ', o.problem_code,
  case when o.problem_code <> 'mass_cancellation' then o.problem_params::text end, o.marks -> 'shown' ->> 'key',
  extract(epoch from o.problem_since)::text), 'UTF8')), 'hex'), 24) end`

/** An order with the version of the problem that was shown; null for whatever it shows now. */
export type SeenProblem = { id: string; version: string | null }

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
 * looked at again: what else is to be shown of them comes then. Returns what was shown, and whether it was as it was seen:
 * only then it is cleared.
 */
export const acknowledgeProblems = (
  database: Database,
  seen: SeenProblem[]
): Promise<
  {
    id: string
    connection_id: string
    code: string
    params: Record<string, unknown> | null
    is_as_seen: boolean
  }[]
> =>
  rowsOf(
    database,
    `with shown as (
       select o.id, o.connection_id, o.problem_code as code, o.problem_params as params,
              coalesce(seen.version, ${PROBLEM_VERSION}) = ${PROBLEM_VERSION} as is_as_seen
         from marketplace_order o join unnest(:ids::text[], :versions::text[]) as seen (id, version) on seen.id = o.id
        where o.imported_at is not null and o.problem_code is not null and o.problem_code <> 'mass_cancellation'
        order by o.id for update of o),
     noted as (
       update marketplace_order o
          set ${CLEARS_PROBLEM}, updated_at = now(), applied_hash = null,
              marks = coalesce(marks, '{}'::jsonb) - 'shown' || case when marks -> 'shown' ->> 'code' = code
                then jsonb_build_object('noted', coalesce(marks -> 'noted', '[]'::jsonb) || (marks -> 'shown' -> 'key'))
                else '{}'::jsonb end
         from shown where o.id = shown.id and shown.is_as_seen)
     select * from shown`,
    { ids: seen.map(({ id }) => id), versions: seen.map(({ version }) => version) }
  )

/**
 * Decides on cancellations that wait for a person, each once: of two persons the second finds nothing left. A confirmed
 * one is applied by the next run; a discarded one leaves the order as it is, until it changes again there. Returns those
 * that waited, and whether each was as it was seen: only then it is decided.
 */
export const decideCancellations = (
  database: Database,
  which: { connection_id: string | null; seen: SeenProblem[] | null },
  decision: "confirm" | "discard"
): Promise<{ id: string; connection_id: string; is_as_seen: boolean }[]> =>
  rowsOf(
    database,
    `with waiting as (
       select o.id, o.connection_id, coalesce(seen.version, ${PROBLEM_VERSION}) = ${PROBLEM_VERSION} as is_as_seen
         from marketplace_order o
         left join unnest(:ids::text[], :versions::text[]) as seen (id, version) on seen.id = o.id
        where o.problem_code = 'mass_cancellation' and (:connection_id::text is null or o.connection_id = :connection_id)
          and (:is_all or seen.id is not null)
        order by o.id for update of o),
     decided as (
       update marketplace_order o
          set ${CLEARS_PROBLEM}, updated_at = now(),
              applied_hash = case when :decision = 'discard' then snapshot_hash else applied_hash end,
              marks = coalesce(marks, '{}'::jsonb) - 'shown' || case when :decision = 'confirm'
                then jsonb_build_object('cancellation_confirmed', snapshot_hash) else '{}'::jsonb end
         from waiting where o.id = waiting.id and waiting.is_as_seen)
     select * from waiting`,
    {
      decision,
      connection_id: which.connection_id,
      is_all: which.seen === null,
      ids: (which.seen ?? []).map(({ id }) => id),
      versions: (which.seen ?? []).map(({ version }) => version),
    }
  )
