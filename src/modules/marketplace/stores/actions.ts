import { generateEntityId } from "@medusajs/framework/utils"
import { type Database, rowsOf } from "./database"

export type ActionState =
  "pending" | "sending" | "sent" | "confirmed" | "retrying" | "needs_attention" | "skipped" | "done_elsewhere"

export type ActionRow = {
  id: string
  connection_id: string
  marketplace_order_id: string
  type: "accept" | "refuse" | "ship" | "cancel"
  fulfillment_id: string | null
  intent_key: string
  state: ActionState
  params: Record<string, unknown>
  problem_code: string | null
  problem_params: Record<string, unknown> | null
  attempts: number
  next_attempt_at: Date | null
  unsettled_since: Date | null
  sent_at: Date | null
  confirmed_at: Date | null
  claimed_by: string | null
  created_at: Date
}

export type Problem = { code: string; params: Record<string, unknown> }

export type NewAction = {
  connection_id: string
  marketplace_order_id: string
  type: ActionRow["type"]
  fulfillment_id: string | null
  intent_key: string
  state: ActionState
  params: Record<string, unknown>
  problem: Problem | null
  /** When the first try is due, in seconds from now; null for not by itself. */
  due_in_seconds: number | null
  /** A person wants it sent although exactly this was tried before. */
  is_wanted_again?: boolean
  /** The database's time (as text) from which on everything was read for this plan: a newer one is not overwritten. */
  read_at?: string
}

/** States in which an action may still be planned anew: nothing went out yet. */
const UNSENT = ["pending", "retrying", "needs_attention", "skipped"]

/**
 * Writes an intent, or renews it while nothing of it was sent. One intent is one row, whoever plans it and however often.
 * An intent of another type under the same key (the opposite decision) is replaced only after it was skipped.
 * What failed already and is planned just the same keeps its pause or its problem, unless somebody wants it again.
 * Answers the row as it is now, of whatever type, and whether this call changed it.
 */
export async function planAction(
  database: Database,
  action: NewAction
): Promise<{ row: ActionRow; changed: boolean; problem_is_new: boolean; is_outdated: boolean }> {
  const values = [
    action.state,
    JSON.stringify(action.params),
    action.problem?.code ?? null,
    action.problem ? JSON.stringify(action.problem.params) : null,
    action.due_in_seconds,
  ]
  const isWantedAgain = action.is_wanted_again ?? false
  const readAt = action.read_at ?? null
  const inserted = await rowsOf<ActionRow>(
    database,
    `insert into marketplace_action
       (id, connection_id, marketplace_order_id, type, fulfillment_id, intent_key, state, params, problem_code,
        problem_params, next_attempt_at, created_at, updated_at)
     values (?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?, ?::jsonb, now() + make_interval(secs => ?::float8), now(), now())
     on conflict (intent_key) do nothing returning *`,
    [
      generateEntityId("", "mpact"),
      action.connection_id,
      action.marketplace_order_id,
      action.type,
      action.fulfillment_id,
      action.intent_key,
      ...values,
    ]
  )
  if (inserted[0]) {
    return { row: inserted[0], changed: true, problem_is_new: action.problem !== null, is_outdated: false }
  }
  const updated = await rowsOf<ActionRow & { before_code: string | null }>(
    database,
    `with before as (select id, problem_code as before_code from marketplace_action where intent_key = ? for update)
     update marketplace_action a
        set type = ?, state = ?, params = ?::jsonb, problem_code = ?, problem_params = ?::jsonb,
            next_attempt_at = now() + make_interval(secs => ?::float8), updated_at = now()
       from before
      where a.id = before.id and a.unsettled_since is null and a.sent_at is null and a.state = any(?)
        and (a.type = ? or a.state = 'skipped')
        and (a.claimed_until is null or a.claimed_until < now())
        and (?::timestamptz is null or a.updated_at <= ?::timestamptz)
        and (a.type <> ? or a.params is distinct from ?::jsonb or a.state is distinct from ?
             or a.problem_code is distinct from ? or a.problem_params is distinct from ?::jsonb or ?)
        and (? or not (a.state in ('retrying', 'needs_attention') and ? = 'pending' and a.params = ?::jsonb))
      returning a.*, before.before_code`,
    [
      action.intent_key,
      action.type,
      ...values,
      UNSENT,
      action.type,
      readAt,
      readAt,
      action.type,
      values[1],
      values[0],
      values[2],
      values[3],
      isWantedAgain,
      isWantedAgain,
      values[0],
      values[1],
    ]
  )
  if (updated[0]) {
    const { before_code, ...row } = updated[0]
    const problem_is_new = row.problem_code !== null && row.problem_code !== before_code
    return { row, changed: true, problem_is_new, is_outdated: false }
  }
  const [{ is_outdated, ...row }] = await rowsOf<ActionRow & { is_outdated: boolean | null }>(
    database,
    "select *, updated_at > ?::timestamptz as is_outdated from marketplace_action where intent_key = ?",
    [readAt, action.intent_key]
  )
  return { row, changed: false, problem_is_new: false, is_outdated: is_outdated ?? false }
}

// Every index of these tables leaves deleted rows out: a query that does not say so reads the whole table.

/**
 * Due, and the first unfinished one of its order: a correction must not overtake what it corrects. One that waits for
 * its time without having been tried holds nobody up.
 */
const DUE = `a.connection_id = ? and a.deleted_at is null and a.state in ('pending', 'retrying', 'sending', 'sent')
  and (a.claimed_until is null or a.claimed_until < now())
  and a.next_attempt_at <= now()
  and not exists (
    select 1 from marketplace_action earlier
     where earlier.marketplace_order_id = a.marketplace_order_id and earlier.deleted_at is null and earlier.id <> a.id
       and (earlier.state in ('retrying', 'sending')
            or (earlier.state = 'pending' and earlier.next_attempt_at <= now()))
       and (earlier.created_at, earlier.id) < (a.created_at, a.id))`

export async function hasDueActions(database: Database, connection_id: string): Promise<boolean> {
  const rows = await rowsOf(database, `select 1 from marketplace_action a where ${DUE} limit 1`, [
    connection_id,
  ])
  return rows.length > 0
}

/**
 * Claims what is due to be sent, oldest first. An action that was `sending` when its worker died is claimed again, to be
 * read back; a `sent` one that no list has shown is claimed to be looked for, after what the marketplace does not have.
 */
export const claimActions = (
  database: Database,
  filter: { connection_id: string; ids?: string[]; limit: number; claim_seconds: number; owner: string }
): Promise<ActionRow[]> =>
  rowsOf<ActionRow>(
    database,
    `with due as (
       select a.id from marketplace_action a
        where ${DUE} and (?::boolean is false or a.id = any(?))
        order by a.state = 'sent', a.created_at, a.id limit ? for update skip locked),
     claimed as (
       update marketplace_action a
          set state = case when a.state = 'sent' then 'sent' else 'sending' end,
              claimed_until = now() + make_interval(secs => ?), claimed_by = ?
         from due where a.id = due.id returning a.*)
     select * from claimed order by state = 'sent', created_at, id`,
    [
      filter.connection_id,
      filter.ids !== undefined,
      filter.ids ?? [],
      filter.limit,
      filter.claim_seconds,
      filter.owner,
    ]
  )

/**
 * Written before the call: if the worker dies in it, the next one knows that the marketplace must be read first. Answers
 * whether it may be made: not by a worker that was overtaken, and not on a connection that was deleted or disabled since.
 */
export async function markCalling(
  database: Database,
  id: string,
  owner: string,
  claim_seconds: number,
  params: Record<string, unknown>
): Promise<boolean> {
  const rows = await rowsOf(
    database,
    `update marketplace_action
        set unsettled_since = now(), params = ?::jsonb, claimed_until = now() + make_interval(secs => ?)
      where id = ? and claimed_by = ? and state = 'sending'
        and exists (select 1 from marketplace_connection c
                     where c.id = connection_id and c.deleted_at is null and c.is_enabled) returning id`,
    [JSON.stringify(params), claim_seconds, id, owner]
  )
  return rows.length === 1
}

/** Gives claimed actions back that were not worked on. */
export async function releaseActions(database: Database, ids: string[], owner: string): Promise<void> {
  await database.raw(
    `update marketplace_action
        set state = case when state = 'sending' then 'retrying' else state end, claimed_until = null, claimed_by = null
      where id = any(?) and claimed_by = ?`,
    [ids, owner]
  )
}

export type ActionOutcome = {
  state: ActionState
  /** Left out: as they are. */
  params?: Record<string, unknown>
  problem: Problem | null
  retry_seconds: number | null
  /** `keep` while the outcome is open, `clear` when it is certain that nothing happened there. */
  unsettled: "keep" | "clear"
  sent?: boolean
  confirmed?: boolean
}

/** States in which an action goes on by itself. */
const OPEN: readonly ActionState[] = ["pending", "retrying", "sent"]

/**
 * Writes how a claimed action ended. What is not finished on a connection that was deleted meanwhile is parked (see
 * `parkActions`). Answers the row, or null when another worker took it over meanwhile.
 */
export async function settleAction(
  database: Database,
  id: string,
  owner: string,
  outcome: ActionOutcome
): Promise<ActionRow | null> {
  const rows = await rowsOf<ActionRow>(
    database,
    `with gone as (
       select a.id from marketplace_action a join marketplace_connection c on c.id = a.connection_id
        where a.id = ? and c.deleted_at is not null and ?)
     update marketplace_action a
        set state = case when gone.id is null then ? else 'needs_attention' end,
            params = coalesce(?::jsonb, params),
            problem_code = case when gone.id is null then ? else 'connection_gone' end,
            problem_params = case when gone.id is null then ?::jsonb else '{}'::jsonb end,
            next_attempt_at = case when gone.id is null then now() + make_interval(secs => ?::float8) end,
            claimed_until = null, claimed_by = null,
            unsettled_since = case when ? then unsettled_since else null end,
            sent_at = case when ? then now() else sent_at end,
            confirmed_at = case when ? then coalesce(confirmed_at, now()) else confirmed_at end, updated_at = now()
       from (select 1) one left join gone on true
      where a.id = ? and claimed_by = ? returning a.*`,
    [
      id,
      OPEN.includes(outcome.state),
      outcome.state,
      outcome.params ? JSON.stringify(outcome.params) : null,
      outcome.problem?.code ?? null,
      outcome.problem ? JSON.stringify(outcome.problem.params) : null,
      outcome.retry_seconds,
      outcome.unsettled === "keep",
      outcome.sent ?? false,
      outcome.confirmed ?? false,
      id,
      owner,
    ]
  )
  return rows[0] ?? null
}

export type Attempt = {
  outcome: "done" | "already" | "refused" | "retry" | "unknown" | "absent" | "confirmed"
  status: number | null
  message: string | null
  sent: Record<string, unknown> | null
  duration_ms: number
}

export async function recordAttempt(database: Database, action_id: string, attempt: Attempt): Promise<void> {
  await database.raw(
    `insert into marketplace_action_attempt
       (id, action_id, at, outcome, status, message, sent, duration_ms, created_at, updated_at)
     values (?, ?, now(), ?, ?, ?, ?::jsonb, ?, now(), now())`,
    [
      generateEntityId("", "mptry"),
      action_id,
      attempt.outcome,
      attempt.status,
      attempt.message,
      attempt.sent ? JSON.stringify(attempt.sent) : null,
      Math.round(attempt.duration_ms),
    ]
  )
  await database.raw(`update marketplace_action set attempts = attempts + 1 where id = ?`, [action_id])
}

/**
 * Actions that were sent, or whose call ended without an answer, and whose order came with a newer snapshot since: they
 * may be confirmed without any call.
 */
export const listUnconfirmed = (
  database: Database,
  connection_id: string,
  after: string,
  limit: number
): Promise<ActionRow[]> =>
  rowsOf<ActionRow>(
    database,
    `select a.* from marketplace_action a
       join marketplace_order o on o.id = a.marketplace_order_id
      where a.connection_id = ? and a.deleted_at is null and o.seen_at > coalesce(a.sent_at, a.unsettled_since)
        and (a.state = 'sent' or (a.state in ('retrying', 'needs_attention') and a.unsettled_since is not null))
        and (a.claimed_until is null or a.claimed_until < now()) and a.id > ?
        and a.problem_code is distinct from 'correction_not_shown'
      order by a.id limit ?`,
    [connection_id, after, limit]
  )

/** Confirms an action that was sent, or may have been; answers whether this call did it. */
export async function confirmAction(database: Database, id: string): Promise<boolean> {
  const rows = await rowsOf(
    database,
    `update marketplace_action
        set state = 'confirmed', confirmed_at = now(), unsettled_since = null, next_attempt_at = null,
            problem_code = null, problem_params = null, claimed_until = null, claimed_by = null, updated_at = now()
      where id = ? and (state in ('sent', 'sending')
                        or (state in ('retrying', 'needs_attention') and unsettled_since is not null))
      returning id`,
    [id]
  )
  return rows.length === 1
}

/**
 * What waits on a connection that is deleted is not silently left: it says so, and is not tried any more. What a call
 * left open stays open, and what was sent keeps that it was; a call that is being made is parked when it has ended.
 * Answers the actions.
 */
export const parkActions = (database: Database, connection_id: string): Promise<ActionRow[]> =>
  rowsOf<ActionRow>(
    database,
    `update marketplace_action
        set state = 'needs_attention', problem_code = 'connection_gone', problem_params = '{}'::jsonb,
            next_attempt_at = null, claimed_until = null, claimed_by = null, updated_at = now()
      where connection_id = ? and deleted_at is null and state in ('pending', 'retrying', 'sent', 'sending')
        and (claimed_until is null or claimed_until < now())
      returning *`,
    [connection_id]
  )

/** The account is connected again: what was parked goes on, and what was sent is looked for. */
export async function resumeActions(database: Database, connection_id: string): Promise<void> {
  await database.raw(
    `update marketplace_action
        set state = case when sent_at is null then 'retrying' else 'sent' end, problem_code = null,
            problem_params = null, next_attempt_at = now(), updated_at = now()
      where connection_id = ? and deleted_at is null and state = 'needs_attention'
        and problem_code = 'connection_gone'`,
    [connection_id]
  )
}
