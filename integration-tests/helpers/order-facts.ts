import type { Connected } from "./market-store"
import type { MarketTest } from "./market-test"

type Row = {
  id: string
  connection_id: string
  external_id: string
  order_id: string
  state: string
  state_reason: string | null
  problem_code: string | null
  applied_hash: string
  snapshot_hash: string
}
type StoreOrder = {
  status: string
  payment_status: string
  shipping_address: { address_1: string }
  fulfillments: { delivered_at: string | null }[]
}
/** What the store and our row hold of one order. */
export type OrderFacts = { row: Row; order: StoreOrder; reserved: number }

export function orderFacts(store: MarketTest) {
  async function facts(external_id: string): Promise<OrderFacts> {
    const [row] = await store.sql<Row>("select * from marketplace_order where external_id = $1", [
      external_id,
    ])
    const { body } = await store.app.api<{ order: StoreOrder }>(
      "GET",
      `/admin/orders/${row.order_id}?fields=id,status,payment_status,*shipping_address,*fulfillments`
    )
    const reserved = await store.sql<{ quantity: string }>(
      `select quantity from reservation_item where deleted_at is null
          and line_item_id in (select item_id from order_item where order_id = $1)`,
      [row.order_id]
    )
    const pieces = reserved.reduce((sum, { quantity }) => sum + Number(quantity), 0)
    return { row, order: body.order, reserved: pieces }
  }
  /** Asks for these orders alone; the run ends well. */
  async function pullAgain(connected: Connected, external_ids: string[]): Promise<void> {
    expect((await store.pullIds(connected, external_ids)).state).toBe("done")
  }
  return { facts, pullAgain }
}
