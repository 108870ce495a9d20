import { generateEntityId } from "@medusajs/framework/utils"
import type { ActionState } from "../../../orders/actions"
import type { ActionRow, Checkpoint } from "./actions"
import { type Database, hasRow, rowsOf } from "./database"
import { CLEARS_PROBLEM, problemValues, setsProblem, type StoredProblem } from "./order-problems"

/**
 * Due, and the first unfinished one of its order: a correction must not overtake what it corrects. One that waits for
 * its time without having been tried holds nothing up.
 */
const DUE = `a.connection_id = :connection_id and a.deleted_at is null and a.state in ('pending', 'retrying', 'sending', 'sent')
  and (a.claimed_until is null or a.claimed_until < now())
  and a.next_attempt_at <= now()
  and not exists (
    select 1 from marketplace_action earlier
     where earlier.marketplace_order_id = a.marketplace_order_id and earlier.deleted_at is null and earlier.id <> a.id
       and (earlier.state in ('retrying', 'sending')
            or (earlier.state = 'pending' and earlier.next_attempt_at <= now()))
       and (earlier.created_at, earlier.id) < (a.created_at, a.id))`

/** Whether a connection has an action to send now. */
export const hasDueActions = (database: Database, connection_id: string): Promise<boolean> =>
  hasRow(database, `select 1 from marketplace_action a where ${DUE} limit 1`, { connection_id })

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
        where ${DUE} and (:ids::text[] is null or a.id = any(:ids))
        order by a.state = 'sent', a.created_at, a.id limit :limit for update skip locked),
     claimed as (
       update marketplace_action a
          set state = case when a.state = 'sent' then 'sent' else 'sending' end,
              claimed_until = now() + make_interval(secs => :claim_seconds), claimed_by = :owner
         from due where a.id = due.id returning a.*)
     select * from claimed order by state = 'sent', created_at, id`,
    { ...filter, ids: filter.ids ?? null }
  )

/**
 * Written before the call: if the worker dies in it, the next one knows that the marketplace must be read first. Returns
 * whether it may be made: not by a worker that was overtaken, and not on a connection that was deleted or disabled since.
 */
export const markCalling = (
  database: Database,
  id: string,
  owner: string,
  claim_seconds: number,
  params: Record<string, unknown>
): Promise<boolean> =>
  hasRow(
    database,
    `update marketplace_action
        set unsettled_since = now(), params = ?::jsonb, claimed_until = now() + make_interval(secs => ?)
      where id = ? and claimed_by = ? and state = 'sending'
        and exists (select 1 from marketplace_connection c
                     where c.id = connection_id and c.deleted_at is null and c.is_enabled) returning id`,
    [JSON.stringify(params), claim_seconds, id, owner]
  )

/**
 * Written between two calls of one action: whoever repeats it goes on after this step. Returns whether the next may be
 * made, as `markCalling` does.
 */
export const markStep = (
  database: Database,
  id: string,
  owner: string,
  claim_seconds: number,
  checkpoint: Checkpoint
): Promise<boolean> =>
  hasRow(
    database,
    `update marketplace_action
        set checkpoint = ?::jsonb, claimed_until = now() + make_interval(secs => ?)
      where id = ? and claimed_by = ? and state = 'sending' returning id`,
    [JSON.stringify(checkpoint), claim_seconds, id, owner]
  )

/** Gives claimed actions back that were not worked on. */
export async function releaseActions(database: Database, ids: string[], owner: string): Promise<void> {
  await rowsOf(
    database,
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
  problem: StoredProblem | null
  retry_seconds: number | null
  /** `keep` while the outcome is open, `clear` when it is certain that nothing happened there. */
  unsettled: "keep" | "clear"
  sent?: boolean
  confirmed?: boolean
}

/** States in which an action continues automatically. */
const OPEN: readonly ActionState[] = ["pending", "retrying", "sent"]

/**
 * Writes how a claimed action ended. What is not finished on a connection that was deleted meanwhile is parked (see
 * `parkActions`). Returns the row, or null when another worker took it over meanwhile.
 */
export async function writeOutcome(
  database: Database,
  id: string,
  owner: string,
  outcome: ActionOutcome
): Promise<ActionRow | null> {
  const rows = await rowsOf<ActionRow>(
    database,
    `with gone as (
       select a.id from marketplace_action a join marketplace_connection c on c.id = a.connection_id
        where a.id = :id and c.deleted_at is not null and :is_open)
     update marketplace_action a
        set state = case when gone.id is null then :state else 'needs_attention' end,
            params = coalesce(:params::jsonb, params),
            ${setsProblem(
              "(case when gone.id is null then :problem_code::text else 'connection_gone' end)",
              "case when gone.id is null then :problem_params::jsonb else '{}'::jsonb end"
            )},
            next_attempt_at = case when gone.id is null then now() + make_interval(secs => :retry_seconds::float8) end,
            claimed_until = null, claimed_by = null,
            unsettled_since = case when :is_unsettled then unsettled_since else null end,
            sent_at = case when :is_sent then now() else sent_at end,
            confirmed_at = case when :is_confirmed then coalesce(confirmed_at, now()) else confirmed_at end,
            updated_at = now()
       from (select 1) one left join gone on true
      where a.id = :id and claimed_by = :owner returning a.*`,
    {
      id,
      owner,
      is_open: OPEN.includes(outcome.state),
      state: outcome.state,
      params: outcome.params ? JSON.stringify(outcome.params) : null,
      ...problemValues(outcome.problem),
      retry_seconds: outcome.retry_seconds,
      is_unsettled: outcome.unsettled === "keep",
      is_sent: outcome.sent ?? false,
      is_confirmed: outcome.confirmed ?? false,
    }
  )
  return rows[0] ?? null
}

export type NewAttempt = {
  outcome: "done" | "already" | "refused" | "retry" | "unknown" | "absent" | "confirmed"
  status: number | null
  message: string | null
  sent: Record<string, unknown> | null
  duration_ms: number
}

export async function recordAttempt(
  database: Database,
  action_id: string,
  attempt: NewAttempt
): Promise<void> {
  await rowsOf(
    database,
    `insert into marketplace_action_attempt
       (id, action_id, at, outcome, status, message, sent, duration_ms, created_at, updated_at)
     values (:id, :action_id, now(), :outcome, :status, :message, :sent::jsonb, :duration_ms, now(), now())`,
    {
      id: generateEntityId("", "mptry"),
      action_id,
      outcome: attempt.outcome,
      status: attempt.status,
      message: attempt.message,
      sent: attempt.sent ? JSON.stringify(attempt.sent) : null,
      duration_ms: Math.round(attempt.duration_ms),
    }
  )
  await rowsOf(database, "update marketplace_action set attempts = attempts + 1 where id = ?", [action_id])
}

/** A snapshot can be stored before the answer to the call that it shows is written down: by so much at most. */
const ANSWER_SECONDS = 600

/**
 * Returns actions that were sent, or whose call ended without an answer, and whose order came with a newer snapshot since the
 * call: they may be confirmed without any call. So may acceptances end that wait for a person. One that was sent just now is
 * compared with what came during its call too.
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
      where a.connection_id = :connection_id and a.deleted_at is null
        and (o.seen_at > coalesce(a.sent_at, a.unsettled_since, a.updated_at)
             or (a.sent_at > now() - make_interval(secs => :answer) and o.seen_at > a.sent_at - make_interval(secs => :answer)))
        and (a.state = 'sent' or (a.state in ('retrying', 'needs_attention') and a.unsettled_since is not null)
             or (a.state = 'needs_attention' and a.type = 'accept'))
        and (a.claimed_until is null or a.claimed_until < now()) and a.id > :after
        and a.problem_code is distinct from 'correction_not_shown'
      order by a.id limit :limit`,
    { connection_id, after, limit, answer: ANSWER_SECONDS }
  )

/** Confirms an action that was sent, or may have been. Returns whether this call did it. */
export const confirmAction = (database: Database, id: string): Promise<boolean> =>
  hasRow(
    database,
    `update marketplace_action
        set state = 'confirmed', confirmed_at = now(), unsettled_since = null, next_attempt_at = null,
            ${CLEARS_PROBLEM}, claimed_until = null, claimed_by = null, updated_at = now()
      where id = ? and (state in ('sent', 'sending')
                        or (state in ('retrying', 'needs_attention') and unsettled_since is not null))
      returning id`,
    [id]
  )

/** Ends an action whose order ended, with the reason. Returns whether this call did it. */
export const endAction = (database: Database, id: string, reason: string): Promise<boolean> =>
  hasRow(
    database,
    `update marketplace_action
        set state = 'skipped', params = params || jsonb_build_object('skipped', ?::text), unsettled_since = null,
            next_attempt_at = null, ${CLEARS_PROBLEM}, updated_at = now()
      where id = ? and state in ('pending', 'retrying', 'sent', 'needs_attention')
        and (claimed_until is null or claimed_until < now())
      returning id`,
    [reason, id]
  )

/** Whether a call of this action may have had its effect: it was taken, got no answer, or was looked for. */
export const mayHaveActed = (database: Database, id: string): Promise<boolean> =>
  hasRow(
    database,
    `select 1 from marketplace_action_attempt
      where action_id = ? and deleted_at is null and outcome in ('unknown', 'absent', 'done', 'already') limit 1`,
    [id]
  )
