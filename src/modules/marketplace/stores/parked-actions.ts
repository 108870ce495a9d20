import type { ActionRow } from "./actions"
import { type Database, rowsOf } from "./database"
import { CLEARS_PROBLEM, setsProblem } from "./order-problems"

/** Waits, and is not being sent. */
const PARKABLE = `deleted_at is null and state in ('pending', 'retrying', 'sent', 'sending')
  and (claimed_until is null or claimed_until < now())`

/**
 * Parks the waiting actions of a deleted connection: each shows the reason and is not tried any more. An unsettled call
 * stays unsettled, a sent one keeps its time, and a call in progress is parked when it has ended. Returns the actions.
 */
export const parkActions = (database: Database, connection_id: string): Promise<ActionRow[]> =>
  rowsOf<ActionRow>(
    database,
    `update marketplace_action
        set state = 'needs_attention', ${setsProblem("'connection_gone'", "'{}'::jsonb")},
            next_attempt_at = null, claimed_until = null, claimed_by = null, updated_at = now()
      where connection_id = ? and ${PARKABLE} returning *`,
    [connection_id]
  )

/** The account is connected again: parked actions continue, and what was sent is read back. */
export async function resumeActions(database: Database, connection_id: string): Promise<void> {
  await rowsOf(
    database,
    `update marketplace_action
        set state = case when sent_at is null then 'retrying' else 'sent' end, ${CLEARS_PROBLEM},
            next_attempt_at = now(), updated_at = now()
      where connection_id = ? and deleted_at is null and state = 'needs_attention'
        and problem_code = 'connection_gone'`,
    [connection_id]
  )
}

/** Returns deleted connections on which actions still wait. */
export const listLeftBehind = (database: Database): Promise<{ id: string }[]> =>
  rowsOf(
    database,
    `select c.id from marketplace_connection c
      where c.deleted_at is not null
        and exists (select 1 from marketplace_action where connection_id = c.id and ${PARKABLE})`
  )
