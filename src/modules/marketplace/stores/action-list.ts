import { ACTION_VERSION, type VersionedAction } from "./actions"
import { type Database, rowsOf } from "./database"
import { type ListPage, readPage } from "./pages"

export type ActionFilter = {
  ids?: string[]
  connection_id?: string[]
  marketplace_order_id?: string[]
  fulfillment_id?: string[]
  type?: string[]
  state?: string[]
  problem?: string[]
}

export function listActions(database: Database, filter: ActionFilter, page: ListPage) {
  const columns = {
    id: filter.ids,
    connection_id: filter.connection_id,
    marketplace_order_id: filter.marketplace_order_id,
    fulfillment_id: filter.fulfillment_id,
    type: filter.type,
    state: filter.state,
    problem_code: filter.problem,
  }
  const asked = Object.entries(columns).filter(([, values]) => values !== undefined)
  const where = ["deleted_at is null", ...asked.map(([column]) => `${column} = any(?)`)].join(" and ")
  const listed = { table: "marketplace_action", where, bindings: asked.map(([, values]) => values) }
  return readPage<VersionedAction>(
    database,
    { row: "a", columns: `a.*, ${ACTION_VERSION} as version` },
    listed,
    page
  )
}

/** Returns which of these parcel numbers were planned or sent before, each with its order. Skipped ones never went. */
export const findDeclared = (
  database: Database,
  tracking_numbers: string[]
): Promise<{ tracking_number: string; marketplace_order_id: string }[]> =>
  rowsOf(
    database,
    `select distinct p.parcel ->> 'tracking_number' as tracking_number, a.marketplace_order_id
       from marketplace_action a
       cross join lateral jsonb_array_elements(coalesce(a.params -> 'parcels', '[]'::jsonb)) as p(parcel)
      where a.type = 'ship' and a.deleted_at is null and a.state <> 'skipped'
        and a.params -> 'parcels' @> any(:parcels::jsonb[]) and p.parcel ->> 'tracking_number' = any(:numbers)`,
    {
      numbers: tracking_numbers,
      parcels: tracking_numbers.map((tracking_number) => JSON.stringify([{ tracking_number }])),
    }
  )

export type AttemptRow = {
  action_id: string
  at: Date
  outcome: string
  status: number | null
  message: string | null
  sent: Record<string, unknown> | null
  duration_ms: number
}

/** The latest attempts of each action, oldest first. */
export const listAttempts = (database: Database, action_ids: string[], each: number): Promise<AttemptRow[]> =>
  rowsOf<AttemptRow>(
    database,
    `select action_id, at, outcome, status, message, sent, duration_ms from (
       select t.*, row_number() over (partition by action_id order by at desc, id desc) as place
         from marketplace_action_attempt t
        where action_id = any(?) and deleted_at is null) latest
      where place <= ? order by at, id`,
    [action_ids, each]
  )
