import { generateEntityId } from "@medusajs/framework/utils"
import type { ActionState } from "../../../orders/actions"
import { ACTION_VERSION, type ActionRow } from "./actions"
import { type Database, rowsOf } from "./database"
import { type StoredProblem, problemValues, SETS_PROBLEM } from "./order-problems"

export type NewAction = {
  connection_id: string
  marketplace_order_id: string
  type: ActionRow["type"]
  fulfillment_id: string | null
  intent_key: string
  state: ActionState
  params: Record<string, unknown>
  problem: StoredProblem | null
  /** When the first try is due, in seconds from now; null for never. */
  due_in_seconds: number | null
  /** A person wants it sent although exactly this was tried before. */
  is_wanted_again?: boolean
  /** The version of the row that this was planned over, "" where there was none: another one is not overwritten. */
  over?: string
}

/** States in which an action may still be planned again: nothing was sent yet. */
const UNSENT = ["pending", "retrying", "needs_attention", "skipped"]

/**
 * Writes an intent, or renews it while nothing of it was sent. One intent is one row, whoever plans it and however often.
 * An intent of another type under the same key (the opposite decision) is replaced only after it was skipped.
 * A failed action that is planned with the same content keeps its pause or problem, unless a person wants it again.
 * Returns the row as it is now, of whatever type, and whether this call changed it.
 */
export async function writeIntent(
  database: Database,
  action: NewAction
): Promise<{ row: ActionRow; changed: boolean; problem_is_new: boolean; is_outdated: boolean }> {
  const values = {
    id: generateEntityId("", "mpact"),
    connection_id: action.connection_id,
    marketplace_order_id: action.marketplace_order_id,
    type: action.type,
    fulfillment_id: action.fulfillment_id,
    intent_key: action.intent_key,
    state: action.state,
    params: JSON.stringify(action.params),
    ...problemValues(action.problem),
    due_in_seconds: action.due_in_seconds,
    unsent: UNSENT,
    is_wanted_again: action.is_wanted_again ?? false,
    over: action.over ?? null,
  }
  const inserted = await rowsOf<ActionRow>(
    database,
    `insert into marketplace_action
       (id, connection_id, marketplace_order_id, type, fulfillment_id, intent_key, state, params, problem_code,
        problem_params, problem_since, next_attempt_at, created_at, updated_at)
     values (:id, :connection_id, :marketplace_order_id, :type, :fulfillment_id, :intent_key, :state, :params::jsonb,
             :problem_code, :problem_params::jsonb, case when :problem_code::text is not null then now() end,
             now() + make_interval(secs => :due_in_seconds::float8), now(), now())
     on conflict (intent_key) do nothing returning *`,
    values
  )
  if (inserted[0]) {
    return { row: inserted[0], changed: true, problem_is_new: action.problem !== null, is_outdated: false }
  }
  const updated = await rowsOf<ActionRow & { before_code: string | null }>(
    database,
    `with before as (
       select id, problem_code as before_code from marketplace_action where intent_key = :intent_key for update)
     update marketplace_action a
        set type = :type, state = :state, params = :params::jsonb, ${SETS_PROBLEM},
            next_attempt_at = now() + make_interval(secs => :due_in_seconds::float8), updated_at = now()
       from before
      where a.id = before.id and a.unsettled_since is null and a.sent_at is null and a.state = any(:unsent)
        and (a.type = :type or a.state = 'skipped')
        and (a.claimed_until is null or a.claimed_until < now())
        and (:over::text is null or ${ACTION_VERSION} = :over)
        and (a.type <> :type or a.params is distinct from :params::jsonb or a.state is distinct from :state
             or a.problem_code is distinct from :problem_code
             or a.problem_params is distinct from :problem_params::jsonb or :is_wanted_again)
        and (:is_wanted_again
             or not (a.state in ('retrying', 'needs_attention') and :state = 'pending' and a.params = :params::jsonb))
      returning a.*, before.before_code`,
    values
  )
  if (updated[0]) {
    const { before_code, ...row } = updated[0]
    const problem_is_new = row.problem_code !== null && row.problem_code !== before_code
    return { row, changed: true, problem_is_new, is_outdated: false }
  }
  const [{ is_outdated, ...row }] = await rowsOf<ActionRow & { is_outdated: boolean | null }>(
    database,
    `select a.*, ${ACTION_VERSION} <> :over::text as is_outdated from marketplace_action a where intent_key = :intent_key`,
    values
  )
  return { row, changed: false, problem_is_new: false, is_outdated: is_outdated ?? false }
}

/** Writes down what the labels of a parcel that was sent say now, where nothing follows from it. */
export async function noteLabels(database: Database, id: string, labels: object): Promise<void> {
  await rowsOf(database, "update marketplace_action set params = params || ?::jsonb where id = ?", [
    JSON.stringify(labels),
    id,
  ])
}

/** Returns the time by the database's clock. */
export async function readClock(database: Database): Promise<Date> {
  const [{ now }] = await rowsOf<{ now: Date }>(database, "select now() as now")
  return now
}
