import { type ActionState, type ActionType, SENT_STATES } from "../../../orders/actions"
import { type Database, rowsOf } from "./database"

export type ActionRow = {
  id: string
  connection_id: string
  marketplace_order_id: string
  type: ActionType
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
  checkpoint: Checkpoint | null
  created_at: Date
}

/** A step that was done of an action, and of which content. */
export type Checkpoint = { step: string; content: Record<string, unknown> }

/** Names the content of an action `a` as it is now: with its state, its problem, and whether its outcome is open. */
export const ACTION_VERSION = `left(encode(sha256(convert_to(concat_ws(' ', a.state, a.unsettled_since is not null, a.problem_code,
  a.problem_params::text, a.params::text), 'UTF8')), 'hex'), 24)`

/** `version` is another once the action is. */
export type VersionedAction = ActionRow & { version: string }

/** The items that an action is about; of an acceptance, those that it accepts. */
export const itemIdsOf = ({ params }: Pick<ActionRow, "params">) =>
  (params.item_external_ids ?? []) as string[]

/** The items that an acceptance refuses. */
export const refusedIdsOf = ({ params }: Pick<ActionRow, "params">) =>
  (params.refused_item_external_ids ?? []) as string[]

/** The items that a decision speaks of. */
export const decidedIdsOf = (action: Pick<ActionRow, "params">) => [
  ...itemIdsOf(action),
  ...refusedIdsOf(action),
]

/** `wasSent` of an action `a`. */
export const WAS_SENT = `(a.sent_at is not null or a.state in (${SENT_STATES.map((state) => `'${state}'`).join(", ")}))`

// Every index of these tables leaves deleted rows out: a query that does not say so reads the whole table.

/** Returns the actions of these orders, of these types or of all, the oldest first. */
export const listActionsOf = (
  database: Database,
  marketplace_order_ids: string[],
  types: ActionRow["type"][] = ["accept", "refuse", "ship", "cancel"]
): Promise<VersionedAction[]> =>
  rowsOf<VersionedAction>(
    database,
    `select a.*, ${ACTION_VERSION} as version from marketplace_action a
      where marketplace_order_id = any(?) and deleted_at is null and type = any(?) order by created_at, id`,
    [marketplace_order_ids, types]
  )

/** Returns actions. `is_orphan`: their connection was deleted. */
export const loadActions = (
  database: Database,
  ids: string[]
): Promise<(VersionedAction & { is_orphan: boolean })[]> =>
  rowsOf(
    database,
    `select a.*, ${ACTION_VERSION} as version, c.deleted_at is not null as is_orphan from marketplace_action a
       left join marketplace_connection c on c.id = a.connection_id where a.id = any(?)`,
    [ids]
  )

/** Returns the action that was planned with this intent. */
export async function loadIntended(database: Database, intent_key: string): Promise<ActionRow> {
  const [row] = await rowsOf<ActionRow>(database, "select * from marketplace_action where intent_key = ?", [
    intent_key,
  ])
  return row
}

/** Returns orders of which an action needs attention for one of these problems, after `after`, by id. */
export const listOrdersToReplan = (
  database: Database,
  connection_id: string,
  problem_codes: readonly string[],
  after: string,
  limit: number
): Promise<{ id: string }[]> =>
  rowsOf(
    database,
    `select distinct marketplace_order_id as id from marketplace_action
      where connection_id = ? and deleted_at is null and state = 'needs_attention' and problem_code = any(?)
        and marketplace_order_id > ? order by 1 limit ?`,
    [connection_id, problem_codes, after, limit]
  )

/** Returns which of these orders have an action that a person declared done. */
export const listDoneElsewhere = async (
  database: Database,
  connection_id: string,
  external_ids: string[]
): Promise<string[]> => {
  const rows = await rowsOf<{ external_id: string }>(
    database,
    `select distinct o.external_id from marketplace_action a
       join marketplace_order o on o.id = a.marketplace_order_id
      where a.connection_id = ? and a.deleted_at is null and a.state = 'done_elsewhere' and o.external_id = any(?)`,
    [connection_id, external_ids]
  )
  return rows.map(({ external_id }) => external_id)
}

/** Returns the order whose marketplace counts the parcel of a fulfillment as shipped, or may do so any moment. */
export async function findShipped(
  database: Database,
  fulfillment_id: string
): Promise<{ marketplace_id: string; external_id: string; is_certain: boolean } | undefined> {
  const [shipped] = await rowsOf<{ marketplace_id: string; external_id: string; is_certain: boolean }>(
    database,
    `select o.marketplace_id, o.external_id,
            ${WAS_SENT} as is_certain
       from marketplace_action a join marketplace_order o on o.id = a.marketplace_order_id
      where a.fulfillment_id = ? and a.deleted_at is null and a.type = 'ship'
        and (${WAS_SENT} or a.unsettled_since is not null or a.state = 'sending')
      order by 3 desc limit 1`,
    [fulfillment_id]
  )
  return shipped
}
