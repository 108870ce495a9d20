import type { CatalogProduct } from "../../sandbox/catalog"
import { sendMarketplaceActionsWorkflow } from "../../src/workflows/send-actions"
import type { Answer } from "./call"
import { settled } from "./jobs"
import type { Connected } from "./market-store"
import type { MarketTest } from "./market-test"
import type { PackedItem } from "./ship-order"
import { until } from "./until"
import type { Label } from "./warehouse"

/** The sandbox's names of the calls that declare a shipment. */
export const SHIPMENTS = {
  cdiscount: "POST /orders/{orderId}/shipments",
  rakuten: "importitemshippingstatus",
}

type Line = {
  external_ids: string[]
  sku: string
  quantity: number
  line_item_id: string
  variant_id: string
}
export type Imported = { id: string; order_id: string; external_id: string; lines: Line[] }
export type Action = {
  id: string
  fulfillment_id: string
  state: string
  params: Record<string, unknown>
  problem_code: string | null
  intent_key: string
  unsettled_since: Date | null
  sent_at: Date | null
}

export const items = (...lines: Line[]): PackedItem[] =>
  lines.map(({ line_item_id, quantity }) => ({ id: line_item_id, quantity }))
export const refusal = ({ status, body }: Answer<{ message: string }>) => [status, body.message]

/** Orders that are sold, packed and shipped, and what becomes of their parcels at the marketplace. */
export function parcels(market: MarketTest) {
  const { sql } = market

  /** One order as the marketplace made it; a test may still change it there. */
  function sell(connected: Connected, kind: string, catalog?: readonly CatalogProduct[]): string {
    const request = { seed: ++seeds, count: 1, kinds: [kind], ...(catalog && { catalog }) }
    return market.seedNow(connected, request)[0].external_id ?? ""
  }
  async function imported(connected: Connected, external_id: string): Promise<Imported> {
    await market.pullAll(connected)
    const [row] = await sql<Imported & { problem_code: string }>(
      "select id, order_id, external_id, lines, problem_code from marketplace_order where external_id = $1",
      [external_id]
    )
    if (!row?.order_id) throw new Error(`${external_id} was not imported: ${row?.problem_code}`)
    return row
  }
  const bought = (connected: Connected, kind: string, catalog?: readonly CatalogProduct[]) =>
    imported(connected, sell(connected, kind, catalog))

  /** Packs and ships; returns the fulfillment's id. */
  async function ship(order: Imported, packed: PackedItem[], ...labels: Label[]) {
    const id = await market.hands.pack(order.order_id, packed)
    await market.hands.ship(order.order_id, id, packed, labels)
    return id
  }

  const actions = (order: Imported) =>
    sql<Action>("select * from marketplace_action where marketplace_order_id = $1 order by created_at, id", [
      order.id,
    ])
  const actionOf = async (order: Imported, fulfillment_id: string) =>
    (await actions(order)).find(
      (one) => one.fulfillment_id === fulfillment_id && !one.intent_key.includes("correction")
    )
  /** Waits until the fulfillment's action is in this state, and returns it. */
  const inState = (order: Imported, fulfillment_id: string, state: string) =>
    until(`${fulfillment_id} is ${state}`, async () => {
      const action = await actionOf(order, fulfillment_id)
      return action?.state === state ? action : null
    })
  /** The same with a problem or a wait, which the code names. */
  const withProblem = (order: Imported, fulfillment_id: string, code: string) =>
    until(`${fulfillment_id} has ${code}`, async () => {
      const action = await actionOf(order, fulfillment_id)
      return action?.problem_code === code ? action : null
    })

  const ledger = (connected: Connected, order: Imported) => {
    const [found] = market.sandbox.control[connected.market.id].ledger({ external_id: order.external_id })
    return {
      shipments: found?.shipments ?? [],
      duplicates: found?.duplicate_shipments ?? [],
      refused: found?.refused_shipments ?? [],
    }
  }
  const numbers = (connected: Connected, order: Imported) =>
    ledger(connected, order).shipments.map(({ number, item_ids }) => [number, [...item_ids].sort()])

  /** No process is sending, nor is about to. An action is shown as sent a little before its sender ends. */
  const idle = async ({ id }: Connected) => {
    await settled(market.app)
    await until("no process is sending", async () => {
      const [{ free }] = await sql<{ free: boolean }>(
        "select send_lease_owner is null as free from marketplace_connection where id = $1",
        [id]
      )
      return free
    })
  }
  /** Works on what is due, and is the only one to. */
  async function send(connected: Connected): Promise<void> {
    await idle(connected)
    await sendMarketplaceActionsWorkflow(market.app.container).run({ input: { connection_id: connected.id } })
    await idle(connected)
  }
  /** Makes everything that is not finished due, and works on it. */
  async function drive(connected: Connected): Promise<void> {
    await sql(
      `update marketplace_action set next_attempt_at = now() - interval '1 second'
        where connection_id = $1 and state in ('sent', 'retrying')`,
      [connected.id]
    )
    await send(connected)
  }
  /** The marketplace's effects show up, and we look. */
  async function later(connected: Connected, minutes = 1): Promise<void> {
    market.sandbox.control.time({ advance_minutes: minutes })
    await drive(connected)
  }
  /** What the operator enters for a parcel. */
  const provide = (order: Imported, fulfillment_id: string, body: unknown) =>
    market.api<{ action: Action }>("POST", `/orders/${order.id}/shipments/${fulfillment_id}`, body)

  return {
    sell,
    imported,
    bought,
    ship,
    actions,
    actionOf,
    inState,
    withProblem,
    ledger,
    numbers,
    idle,
    send,
    drive,
    later,
    provide,
  }
}

let seeds = 9000
