import { brand } from "../../../marketplaces/brand"
import { ACTION_VERSION, type ActionRow, listActionsOf } from "./actions"
import { type NewAction, writeIntent } from "./plan-actions"
import { CLEARS_PROBLEM } from "./order-problems"
import { lockOrders } from "./orders"
import { type Database, rowsOf, type TransactionalDatabase } from "./database"

/** Two decisions exclude each other; this one is the other kind than the one that was asked for. */
export class OppositeDecision extends Error {
  constructor(readonly existing: ActionRow) {
    super("The opposite has been decided.")
    this.name = "OppositeDecision"
  }
}
export const isOppositeDecision = brand(OppositeDecision, "OppositeDecision")

/**
 * Writes the decisions on one order, all of them or none. Accept and refuse share the intent keys, so of two people who
 * decide at once the database lets one through: the other gets `OppositeDecision`, or finds that it is decided already.
 * `judge` sees the orders and their actions as they are until these are written, and throws where they forbid it.
 * Returns the rows and whether this call changed each.
 */
export const planDecisions = (
  database: TransactionalDatabase,
  decisions: NewAction[],
  judge?: (actions: ActionRow[], orders: Awaited<ReturnType<typeof lockOrders>>) => void
): Promise<{ row: ActionRow; changed: boolean }[]> =>
  decideOn(database, [...new Set(decisions.map((one) => one.marketplace_order_id))], (actions, orders) => {
    judge?.(actions, orders)
    return decisions
  })

/** The same, for decisions that follow from the orders and their actions as they are until these are written. */
export const decideOn = (
  database: TransactionalDatabase,
  ids: string[],
  decide: (actions: ActionRow[], orders: Awaited<ReturnType<typeof lockOrders>>) => NewAction[]
): Promise<{ row: ActionRow; changed: boolean }[]> =>
  database.transaction(async (transaction) => {
    const orders = await lockOrders(transaction, ids)
    const decisions = decide(await listActionsOf(transaction, ids), orders)
    const planned: { row: ActionRow; changed: boolean }[] = []
    // One order of keys everywhere, so that two deciders cannot wait for each other.
    for (const decision of [...decisions].sort((a, b) => (a.intent_key < b.intent_key ? -1 : 1))) {
      const { row, changed } = await writeIntent(transaction, decision)
      if (row.type !== decision.type) throw new OppositeDecision(row)
      planned.push({ row, changed })
    }
    return planned
  })

/**
 * Makes actions due now that are open, given up or skipped. What a call left open stays open: the marketplace is read
 * before anything is repeated. One that was sent and did not show for a day is sent again if it still does not.
 * Returns the rows that it applies to; not those that are being sent or are done, or are another than their version says.
 */
export const redriveActions = (
  database: Database,
  ids: string[],
  versions: Readonly<Record<string, string>> = {}
): Promise<ActionRow[]> =>
  rowsOf<ActionRow>(
    database,
    `update marketplace_action a
        set state = case when state = 'sent'
                          and coalesce(problem_code, '') not in ('sent_not_confirmed', 'correction_not_shown')
                         then state else 'retrying' end, next_attempt_at = now(), attempts = 0,
            ${CLEARS_PROBLEM}, updated_at = now(),
            params = params - 'decided_by_hand' - 'decided_reason'
      where id = any(:ids) and state in ('pending', 'retrying', 'sending', 'sent', 'needs_attention', 'skipped')
        and (claimed_until is null or claimed_until < now())
        and coalesce(:versions::jsonb ->> a.id, ${ACTION_VERSION}) = ${ACTION_VERSION}
      returning *`,
    { ids, versions: JSON.stringify(versions) }
  )

/**
 * A person ends an action: it shall not be sent (`skipped`), or was done on the marketplace's own site (`done_elsewhere`).
 * Returns the row, or null when it is being sent, in a state that cannot be ended so, or another than `version` says.
 */
export async function closeAction(
  database: Database,
  { id, version }: { id: string; version?: string },
  state: "skipped" | "done_elsewhere",
  reason: string
): Promise<ActionRow | null> {
  const open = ["pending", "retrying", "sending", "needs_attention"]
  const [row] = await rowsOf<ActionRow>(
    database,
    `update marketplace_action a
        set state = :state, next_attempt_at = null, ${CLEARS_PROBLEM}, claimed_until = null,
            claimed_by = null, updated_at = now(),
            params = params || jsonb_build_object('decided_by_hand', true, 'decided_reason', :reason::text)
      where id = :id and state = any(:from) and (claimed_until is null or claimed_until < now())
        and (:state <> 'skipped' or sent_at is null) and coalesce(:version::text, ${ACTION_VERSION}) = ${ACTION_VERSION}
      returning *`,
    {
      id,
      version: version ?? null,
      state,
      reason,
      from: state === "skipped" ? open : [...open, "sent", "skipped"],
    }
  )
  return row ?? null
}
