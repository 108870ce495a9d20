import type { StoredOrder } from "./figures"
import type { StoreApi } from "./store-api"

export type MarketplaceOrderRow = StoredOrder & {
  id: string
  order_id: string | null
  /** Why it is held, as the admin shows it. */
  problem: string | null
}

type Problem = { code: string; message: string }
type ShownOrder = {
  id: string
  external_id: string
  state: string
  problem: Problem | null
  imported_at: string | null
  order_id: string | null
}

/** So many are named in one call. */
const AT_ONCE = 50

const inBatches = <Item>(items: Item[]): Item[][] =>
  Array.from({ length: Math.ceil(items.length / AT_ONCE) }, (_, batch) =>
    items.slice(batch * AT_ONCE, (batch + 1) * AT_ONCE)
  )

function queryOf(name: string, values: string[], others: Record<string, string>): string {
  const query = new URLSearchParams(others)
  values.forEach((value) => query.append(`${name}[]`, value))
  return query.toString()
}

/** What the store has of these marketplace orders. */
export async function readOrders(
  store: StoreApi,
  connection_id: string,
  external_ids: string[]
): Promise<Map<string, MarketplaceOrderRow>> {
  const rows: MarketplaceOrderRow[] = []
  for (const ids of inBatches(external_ids)) {
    const query = queryOf("external_id", ids, { connection_id, limit: String(AT_ONCE) })
    const { orders } = await store.call<{ orders: ShownOrder[] }>(
      "GET",
      `/admin/marketplaces/orders?${query}`
    )
    const totals = await readTotals(
      store,
      orders.flatMap(({ order_id }) => order_id ?? [])
    )
    rows.push(
      ...orders.map(({ id, external_id, state, problem, imported_at, order_id }) => ({
        id,
        external_id,
        state,
        problem_code: problem?.code ?? null,
        problem: problem?.message ?? null,
        is_imported: imported_at !== null,
        order_id,
        total: totals.get(order_id ?? "") ?? null,
      }))
    )
  }
  return new Map(rows.map((row) => [row.external_id, row]))
}

async function readTotals(store: StoreApi, ids: string[]): Promise<Map<string, number>> {
  if (!ids.length) return new Map()
  const query = queryOf("id", ids, { fields: "id,total", limit: String(AT_ONCE) })
  const { orders } = await store.call<{ orders: { id: string; total: number }[] }>(
    "GET",
    `/admin/orders?${query}`
  )
  return new Map(orders.map(({ id, total }) => [id, total]))
}

/** The state of the last shipment that was sent, by marketplace order. */
export async function readShipmentStates(store: StoreApi, ids: string[]): Promise<Map<string, string>> {
  const query = queryOf("marketplace_order_id", ids, { type: "ship", order: "created_at", limit: "100" })
  const { actions } = await store.call<{
    actions: { marketplace_order_id: string; state: string; problem: Problem | null }[]
  }>("GET", `/admin/marketplaces/actions?${query}`)
  return new Map(
    actions.map(({ marketplace_order_id, state, problem }) => [
      marketplace_order_id,
      problem ? `${state} (${problem.code})` : state,
    ])
  )
}
