import { generateEntityId } from "@medusajs/framework/utils"
import { type Database, idsOf, rowsOf } from "../../marketplace/stores/database"

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
}

/** One that is worked on. `is_settling`: what was sent lately may still appear there. */
export type TakenPanelOrder = PanelOrderRow & { is_settling: boolean }

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
  rowsOf(database, "select * from marketplace_label_panel_order where order_id = any(?)", [order_ids])

export const loadPanelOrders = (database: Database, ids: string[]): Promise<PanelOrderRow[]> =>
  rowsOf(database, "select * from marketplace_label_panel_order where id = any(?)", [ids])

/** Orders that changed in the store. */
export const wakePanelOrders = (database: Database, order_ids: string[]): Promise<string[]> =>
  idsOf(
    database,
    `update marketplace_label_panel_order set next_attempt_at = now(), updated_at = now()
      where order_id = any(?) returning id`,
    [order_ids]
  )

/** All that stand in the panel of these accounts, or wait for it: a setting was changed. */
export const wakePanelAccounts = (database: Database, account_ids: string[]): Promise<string[]> =>
  idsOf(
    database,
    `update marketplace_label_panel_order set next_attempt_at = now(), updated_at = now()
      where account_id = any(?) returning id`,
    [account_ids]
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
      where account_id = :account_id and pushed_at is not null
        and (order_number = any(:order_numbers) or order_id = any(:order_ids)) returning id`,
    { account_id, order_numbers, order_ids }
  )

/** Columns of the row alone: it is judged again after waiting for its lock. */
const IS_DUE = "next_attempt_at <= now() and (claimed_until is null or claimed_until < now())"

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
        where id = :id and claimed_by = :owner returning id`,
      { id, owner }
    )
  ).length > 0

export type PanelOrderChange = Partial<
  Pick<
    PanelOrderRow,
    "account_id" | "pushed_at" | "content_hash" | "problem_code" | "problem_params" | "attempts"
  >
> & { next_in_seconds: number | null }

/** Writes what became of a claimed order and gives it back. False: it was another's meanwhile, and nothing was written. */
export async function settlePanelOrder(
  database: Database,
  id: string,
  owner: string,
  { next_in_seconds, problem_params, ...change }: PanelOrderChange
): Promise<boolean> {
  const set = Object.keys(change).map((name) => `"${name}" = :${name}`)
  if (problem_params !== undefined) set.push("problem_params = :problem_params::jsonb")
  if (change.problem_code !== undefined) {
    set.push(
      "problem_since = case when :problem_code::text is null then null when problem_code = :problem_code then problem_since else now() end"
    )
  }
  const rows = await rowsOf(
    database,
    `update marketplace_label_panel_order
        set ${set.map((one) => `${one}, `).join("")}
            next_attempt_at = case when next_attempt_at < claimed_until then next_attempt_at
                                   else now() + make_interval(secs => :next_in_seconds::float8) end,
            claimed_by = null, claimed_until = null, updated_at = now()
      where id = :id and claimed_by = :owner returning id`,
    {
      id,
      owner,
      next_in_seconds,
      ...change,
      ...(problem_params !== undefined && {
        problem_params: problem_params && JSON.stringify(problem_params),
      }),
    }
  )
  return rows.length > 0
}

/** What the problems of older ones say: a service's words may be of a buyer. */
export const purgePanelOrders = (database: Database, account_id: string, days: number): Promise<unknown[]> =>
  rowsOf(
    database,
    `update marketplace_label_panel_order set problem_params = '{}'::jsonb
      where account_id = :account_id and problem_params <> '{}'::jsonb
        and updated_at < now() - make_interval(days => :days)`,
    { account_id, days }
  )
