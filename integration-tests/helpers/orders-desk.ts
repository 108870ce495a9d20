import type { LineFacts } from "../../src/orders/line-facts"
import { DEFAULT_CATALOG } from "../../sandbox/catalog"
import type { ExpectedOrder } from "../../sandbox/expected"
import type { Connected } from "./market-store"
import type { MarketTest } from "./market-test"
import type { ShownProblem } from "./marketplace-api"
import type { MarketplaceCase } from "./marketplace-cases"
import { until } from "./until"

/** An article that the store has and that nothing is wrong with. */
export const GOOD = DEFAULT_CATALOG[0]

export type Action = {
  id: string
  type: string
  state: string
  params: Record<string, unknown>
  attempts: { outcome: string; status: number | null; message: string | null; duration_ms: number }[]
  problem: { code: string; message: string } | null
}
export type Order = {
  id: string
  external_id: string
  state: string
  state_reason: string | null
  problem: ShownProblem | null
  deadline: { code: string } | null
  order_id: string | null
  display_id: number | null
  total: number
  lines: {
    external_ids: string[]
    sku: string
    variant_id: string | null
    line_item_id: string | null
    is_negotiated?: true
    unit_price: number | null
    here?: LineFacts
  }[]
  actions: Action[]
  history: { event: string; actor: string; data: Record<string, unknown> | null }[]
  amounts: Record<string, number | null>
  snapshot: { is_masked: boolean; content: unknown }
}
export type Result = { id: string; outcome: string; message: string | null }

/** Orders as the operator sees and decides them, the marketplace's record of the decisions, and the stock that they hold. */
export function ordersDesk(market: MarketTest) {
  const get = <Body>(path: string) => market.desk.get<Body>(path)
  const post = <Body>(path: string, body?: unknown) => market.desk.post<Body>(path, body)
  const refused = (method: string, path: string, body?: unknown) => market.desk.refused(method, path, body)

  const list = async (query: Record<string, string | number>) => {
    const search = new URLSearchParams()
    for (const [key, value] of Object.entries(query)) search.set(key, String(value))
    return (await get<{ orders: Order[] }>(`/orders?${search}`)).orders
  }
  const ofConnection = ({ id }: Connected, query: Record<string, string | number> = {}) =>
    list({ connection_id: id, limit: 200, ...query })
  const read = async (id: string, query = "") => (await get<{ order: Order }>(`/orders/${id}${query}`)).order
  const idOf = async (external_id: string | null) => (await list({ external_id: external_id ?? "" }))[0].id
  const idsOf = (orders: ExpectedOrder[]) => Promise.all(orders.map(({ external_id }) => idOf(external_id)))

  /** The marketplace's effects of what was sent show up, and we see them. */
  async function later(connected: Connected): Promise<void> {
    for (let step = 0; step < 3; step++) {
      market.sandbox.control.time({ advance_minutes: 1 })
      await market.pullAll(connected)
    }
  }

  const decisions = ({ id }: MarketplaceCase, external_id: string | null) => {
    const [ledger] = market.sandbox.control[id].ledger({ external_id: external_id ?? "" })
    return { made: ledger?.decisions ?? [], repeated: ledger?.duplicate_decisions ?? [] }
  }
  const decided = (connected: Connected, orders: ExpectedOrder[], count = orders.length) =>
    until("the marketplace has the decisions", () => {
      const made = orders.flatMap(({ external_id }) => decisions(connected.market, external_id).made)
      return made.length >= count ? made : null
    })
  /** Changes nothing but the marketplace's own time of change, where there is one. */
  const touch = ({ id }: MarketplaceCase, external_id: string) =>
    id === "cdiscount" && market.sandbox.control.cdiscount.act({ external_id, action: "touch" })
  /** Orders that wait for an answer, changed just now. */
  function toAccept(connected: Connected, count: number, kind = "to_accept", catalog = [GOOD]) {
    const request = { seed: ++seeds, count, kinds: [kind], catalog }
    return market.seedNow(connected, request)
  }

  const reservations = (external_id: string | null) =>
    market.sql<{ id: string; line_item_id: string; quantity: number }>(
      "select id, line_item_id, quantity::float8 from reservation_item where external_id = $1 and deleted_at is null order by id",
      [external_id]
    )
  async function reservedOf(sku: string): Promise<{ reserved: number; counted: number }> {
    const item = market.store.variants.find((variant) => variant.sku === sku)?.inventory_item_id
    const [row] = await market.sql<{ reserved: number; counted: number }>(
      `select l.reserved_quantity::float8 as reserved, coalesce(sum(r.quantity), 0)::float8 as counted
         from inventory_level l left join reservation_item r on r.inventory_item_id = l.inventory_item_id and r.deleted_at is null
        where l.inventory_item_id = $1 group by l.id`,
      [item]
    )
    return row
  }
  const expectReserved = async (sku: string, quantity: number) =>
    expect(await reservedOf(sku)).toEqual({ reserved: quantity, counted: quantity })
  /** Without an event: only the next pull sees it. */
  const setStockQuietly = (sku: string, stocked: number) =>
    market.sql(
      `update inventory_level l set stocked_quantity = $2::numeric,
              raw_stocked_quantity = jsonb_build_object('value', $2::text, 'precision', 20)
         from inventory_item i where i.id = l.inventory_item_id and i.sku = $1`,
      [sku, stocked]
    )

  return {
    get,
    post,
    refused,
    list,
    ofConnection,
    read,
    idOf,
    idsOf,
    later,
    decisions,
    decided,
    touch,
    toAccept,
    reservations,
    reservedOf,
    expectReserved,
    setStockQuietly,
  }
}

let seeds = 5000
