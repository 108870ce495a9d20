import { generateEntityId } from "@medusajs/framework/utils"
import { type Database, idsOf, rowsOf } from "../../marketplace/stores/database"
import { IS_FREE, settleClaimed } from "./claims"

export type PanelOrderRow = {
  id: string
  account_id: string
  order_id: string
  order_number: string
  pushed_at: Date | null
  content_hash: string | null
  problem_code: string | null
  problem_params: Record<string, unknown> | null
  problem_since: Date | null
  attempts: number
  next_attempt_at: Date | null
  created_at: Date
}

/** One that is worked on. `is_settling`: what was sent lately may still appear there. */
export type TakenPanelOrder = PanelOrderRow & { is_settling: boolean }

/** An order that entered the store longer ago is not waiting for its label. */
const OPEN_DAYS = 60

/** A service stores what it is sent a little later. */
const SETTLING = "interval '10 minutes'"

export type NewPanelOrder = Pick<PanelOrderRow, "account_id" | "order_id" | "order_number">

/** Writes that these orders are to stand in the panel; what is known already is looked at again. */
export async function planPanelOrders(database: Database, orders: NewPanelOrder[]): Promise<string[]> {
  const ids: string[] = []
  for (const order of orders) {
    ids.push(
      ...(await idsOf(
        database,
        `insert into marketplace_label_panel_order (id, account_id, order_id, order_number, attempts, next_attempt_at)
         values (:id, :account_id, :order_id, :order_number, 0, now())
         on conflict (order_id) where deleted_at is null
         do update set next_attempt_at = now(), updated_at = now() returning id`,
        { ...order, id: generateEntityId("", "mplpan") }
      ))
    )
  }
  return ids
}

export const panelOrdersOf = (database: Database, order_ids: string[]): Promise<PanelOrderRow[]> =>
  rowsOf(
    database,
    "select * from marketplace_label_panel_order where order_id = any(?) and deleted_at is null",
    [order_ids]
  )

export const loadPanelOrders = (database: Database, ids: string[]): Promise<PanelOrderRow[]> =>
  rowsOf(database, "select * from marketplace_label_panel_order where id = any(?) and deleted_at is null", [
    ids,
  ])

/** Those that wait for a person, the oldest first. */
export const heldPanelOrders = (database: Database, limit: number): Promise<PanelOrderRow[]> =>
  rowsOf(
    database,
    `select * from marketplace_label_panel_order where problem_code is not null and deleted_at is null
      order by problem_since, id limit ?`,
    [limit]
  )

/** Orders that changed in the store. */
export const wakePanelOrders = (database: Database, order_ids: string[]): Promise<string[]> =>
  idsOf(
    database,
    `update marketplace_label_panel_order set next_attempt_at = now(), updated_at = now()
      where order_id = any(?) and deleted_at is null returning id`,
    [order_ids]
  )

const STANDS = "(o.pushed_at is not null or o.problem_code is not null)"
const HAS_NO_LABEL = `not exists (select 1 from marketplace_label_request r
  where r.order_id = o.order_id and r.state <> 'canceled' and r.deleted_at is null)`

/**
 * What was not looked at for so long: of these orders, or, without any, what stands in a panel. An event of the store may
 * have been lost, and some of its changes have none.
 */
export const wakeStalePanelOrders = (
  database: Database,
  where: { order_ids: string[] | null; minutes: number; limit: number }
): Promise<string[]> =>
  idsOf(
    database,
    `update marketplace_label_panel_order set next_attempt_at = now()
      where id in (select o.id from marketplace_label_panel_order o
                    where o.next_attempt_at is null and o.updated_at < now() - make_interval(mins => :minutes)
                      and (o.order_id = any(:order_ids) and (${STANDS} or ${HAS_NO_LABEL})
                           or :order_ids::text[] is null and o.pushed_at is not null)
                      and o.deleted_at is null
                    order by o.updated_at limit :limit)
      returning id`,
    where
  )

/** What stands in the panel of these accounts, or may be to stand there: a setting was changed. What has its label is left. */
export const wakePanelAccounts = (database: Database, account_ids: string[]): Promise<string[]> =>
  idsOf(
    database,
    `update marketplace_label_panel_order o set next_attempt_at = now(), updated_at = now()
      where account_id = any(:account_ids) and deleted_at is null
        and (${STANDS} or created_at > now() - make_interval(days => :days) and ${HAS_NO_LABEL})
      returning id`,
    { account_ids, days: OPEN_DAYS }
  )

/** What the service says something of. */
export const wakePanelNumbers = (
  database: Database,
  account_id: string,
  { order_numbers, order_ids }: { order_numbers: string[]; order_ids: string[] }
): Promise<string[]> =>
  idsOf(
    database,
    `update marketplace_label_panel_order set next_attempt_at = now(), updated_at = now()
      where account_id = :account_id and deleted_at is null
        and (order_number = any(:order_numbers) or order_id = any(:order_ids)) returning id`,
    { account_id, order_numbers, order_ids }
  )

const IS_DUE = `next_attempt_at <= now() and ${IS_FREE}`

export const countDuePanelOrders = async (database: Database): Promise<number> =>
  (
    await rowsOf<{ count: number }>(
      database,
      `select count(*)::int as count from marketplace_label_panel_order where ${IS_DUE}`
    )
  )[0].count

/** Takes what is due next. It is due again when the claim ends; an earlier time that is set meanwhile stays. */
export async function takePanelOrder(
  database: Database,
  values: { owner: string; seconds: number }
): Promise<TakenPanelOrder | null> {
  const [row] = await rowsOf<TakenPanelOrder>(
    database,
    `update marketplace_label_panel_order
        set claimed_by = :owner, claimed_until = now() + make_interval(secs => :seconds),
            next_attempt_at = now() + make_interval(secs => :seconds)
      where id = (select id from marketplace_label_panel_order where ${IS_DUE}
                   order by next_attempt_at, id limit 1 for update skip locked)
      returning *, coalesce(pushed_at > now() - ${SETTLING}, false) as is_settling`,
    values
  )
  return row ?? null
}

/** Before the call: from now on it may stand there. False where another process has it. */
export const markPushing = async (database: Database, id: string, owner: string): Promise<boolean> =>
  (
    await idsOf(
      database,
      `update marketplace_label_panel_order
          set pushed_at = now(), content_hash = null, updated_at = now()
        where id = :id and claimed_by = :owner and deleted_at is null returning id`,
      { id, owner }
    )
  ).length > 0

export type PanelOrderChange = Partial<
  Pick<
    PanelOrderRow,
    "account_id" | "pushed_at" | "content_hash" | "problem_code" | "problem_params" | "attempts"
  >
> & { next_in_seconds: number | null }

export const settlePanelOrder = (
  database: Database,
  id: string,
  owner: string,
  change: PanelOrderChange
): Promise<boolean> =>
  settleClaimed(database, "marketplace_label_panel_order", { id, owner }, change, ["problem_params"])

/** What older problems say: a service's words may be of a buyer. */
export const purgePanelOrders = (database: Database, account_id: string, days: number): Promise<unknown[]> =>
  rowsOf(
    database,
    `update marketplace_label_panel_order set problem_params = '{}'::jsonb
      where account_id = :account_id and problem_params <> '{}'::jsonb and deleted_at is null
        and problem_since < now() - make_interval(days => :days)`,
    { account_id, days }
  )

/** Of orders whose buyer is forgotten: they say nothing of him any more, and leave the panel. */
export const purgePanelOrdersOf = (database: Database, order_ids: string[]): Promise<unknown[]> =>
  rowsOf(
    database,
    `update marketplace_label_panel_order
        set problem_params = case when problem_params is null then null else '{}'::jsonb end, next_attempt_at = now()
      where order_id = any(?) and deleted_at is null`,
    [order_ids]
  )
