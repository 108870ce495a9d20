import type { ProblemParams } from "../../../orders/problems"
import { type Database, rowsOf } from "./database"
import { isFree } from "./lease-columns"
import { DEADLINE, HAS_DEADLINE } from "./order-list"

// What persons are notified of.

const NAME = "coalesce(o.external_reference, o.external_id) as reference"

type Settings = { settings: Record<string, unknown> }
type Subject = Settings & { id: string; connection_id: string; connection_name: string; reference: string }

export type DueOrder = Subject & {
  state: string
  accept_by: Date | null
  ship_by: Date | null
  /** The date, and whether it is near or missed: a new date, or a date that is missed by now, is notified again. */
  noticed: string
}

/** Returns orders that are due until `soon` and were not notified yet, the most urgent first. */
export const listDeadlines = (
  database: Database,
  { now, soon, limit }: { now: Date; soon: Date; limit: number }
): Promise<DueOrder[]> =>
  rowsOf(
    database,
    `select * from (
       select o.id, c.id as connection_id, c.name as connection_name, c.settings, o.state, o.accept_by, o.ship_by,
              ${NAME}, o.marks ->> 'deadline_notified' as notified, due,
              to_char(due at time zone 'utc', 'YYYYMMDDHH24MI') || case when due > :now then 'near' else 'missed' end
                as noticed
         from marketplace_order o join marketplace_connection c on c.id = o.connection_id and c.deleted_at is null,
              lateral (select ${DEADLINE} as due) dates
        where not o.is_test and o.${HAS_DEADLINE}) owed
      where due <= :soon and notified is distinct from noticed order by due limit :limit`,
    { now, soon, limit }
  )

export type ConnectionDay = Settings & {
  id: string
  name: string
  imported: number
  to_accept: number
  to_fix: number
  at_risk: number
  overdue: number
}

/** Returns for each connection what was imported in the last day and what waits now; none where that is nothing. */
export const listDays = (
  database: Database,
  { now, soon }: { now: Date; soon: Date }
): Promise<ConnectionDay[]> =>
  rowsOf(
    database,
    `select c.id, c.name, c.settings,
            count(*) filter (where o.imported_at > now() - interval '1 day')::int as imported,
            count(*) filter (where o.state = 'to_accept')::int as to_accept,
            count(*) filter (where o.problem_code is not null)::int as to_fix,
            count(*) filter (where ${DEADLINE} between :now and :soon)::int as at_risk,
            count(*) filter (where ${DEADLINE} < :now)::int as overdue
       from marketplace_connection c join marketplace_order o on o.connection_id = c.id and not o.is_test
      where c.deleted_at is null and o.deleted_at is null
        and (o.imported_at > now() - interval '1 day' or o.problem_code is not null or o.${HAS_DEADLINE})
      group by c.id`,
    { now, soon }
  )

type Cause = { code: string; params: ProblemParams | null; since: Date | null }
export type SubjectProblem = Subject & Cause
export type NewProblem = SubjectProblem & {
  /** The connection's last run, whose news are announced together. */
  run_id: string | null
  /** What `markNotified` takes: another problem, or the same of another SKU, is news again. */
  noticed: string
}

const PROBLEM = `concat_ws(' ', o.problem_code, to_char(o.problem_since at time zone 'utc', 'YYYYMMDDHH24MISSMS'),
  o.problem_params ->> 'sku')`

/** Whether an order `o` shows, for at most a day, what no one was notified of. */
const IS_NEWS = `o.problem_code is not null and o.problem_since > now() - interval '1 day' and not o.is_test
  and o.deleted_at is null and o.marks ->> 'problem_notified' is distinct from ${PROBLEM}`

/** Whether orders of a connection `c` do. */
export const HAS_NEWS = `exists (select 1 from marketplace_order o where o.connection_id = c.id and ${IS_NEWS})`

/**
 * Returns what orders have shown for at most a day and no one was notified of: of the connection with this id, or of the order
 * with it, or of all (null). None of a connection whose run is under way, since its news are announced together at the end.
 */
export const listNewProblems = (
  database: Database,
  { of, limit }: { of: string | null; limit: number }
): Promise<NewProblem[]> =>
  rowsOf(
    database,
    `select o.id, o.connection_id, c.name as connection_name, c.settings, c.last_run_id as run_id, ${NAME},
            o.problem_code as code, o.problem_params as params, o.problem_since as since, ${PROBLEM} as noticed
       from marketplace_order o join marketplace_connection c on c.id = o.connection_id and c.deleted_at is null
      where ${IS_NEWS} and ${isFree("pull")}
        ${of === null ? "" : "and c.id in (select :of union select connection_id from marketplace_order where id = :of)"}
      order by o.problem_since, o.id limit :limit`,
    { of, limit }
  )

/** Keeps in mind that people were notified of these problems. */
export async function markNotified(database: Database, problems: NewProblem[]): Promise<void> {
  await rowsOf(
    database,
    `update marketplace_order o
        set marks = coalesce(o.marks, '{}'::jsonb) || jsonb_build_object('problem_notified', news.noticed)
       from jsonb_to_recordset(?::jsonb) as news (id text, noticed text) where o.id = news.id`,
    [JSON.stringify(problems.map(({ id, noticed }) => ({ id, noticed })))]
  )
}

export type ActionProblem = SubjectProblem & { action_id: string }

/**
 * Returns what needs a person in the action with this id, or in all parcels of the last day (null), with the orders that they
 * are about, the longest waiting first. No decision is among them: before it the buyer may be unknown, and what a marketplace
 * says of it could not be stripped.
 */
export const listActionProblems = (
  database: Database,
  { of, limit }: { of: string | null; limit: number }
): Promise<ActionProblem[]> =>
  rowsOf(
    database,
    `select a.id as action_id, o.id, a.connection_id, c.name as connection_name, c.settings, ${NAME},
            a.problem_code as code, a.problem_params as params, coalesce(a.problem_since, a.updated_at) as since
       from marketplace_action a join marketplace_order o on o.id = a.marketplace_order_id
       join marketplace_connection c on c.id = a.connection_id
      where a.deleted_at is null and a.problem_code is not null
        and ${
          of === null
            ? `a.state in ('needs_attention', 'sent', 'retrying')
               and (a.state = 'needs_attention' or a.problem_code = 'sent_not_confirmed')
               and a.type = 'ship' and a.problem_since > now() - interval '1 day'`
            : "a.id = :of"
        }
      order by since, a.id limit :limit`,
    { of, limit }
  )

export type ConnectionProblem = Settings & Cause & { id: string; name: string; status: string }

/** Returns why the connection with this id is not well, or which of all are not since the last day (null). */
export const listConnectionProblems = (
  database: Database,
  { of }: { of: string | null }
): Promise<ConnectionProblem[]> =>
  rowsOf(
    database,
    `select id, name, settings, health_status as status, health_code as code, health_params as params,
            health_since as since
       from marketplace_connection
      where health_code is not null and deleted_at is null
        and ${of === null ? "health_since > now() - interval '1 day'" : "id = :of"}`,
    { of }
  )
