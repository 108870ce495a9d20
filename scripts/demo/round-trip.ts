import { setTimeout as wait } from "node:timers/promises"
import type { ExpectedOrder } from "../../sandbox/expected"
import type { Sandbox } from "../../sandbox/server"
import { connect, importAll, readBack } from "./connect"
import { differenceOf, expectedFigures, shipmentDifferenceOf, type ShippedOrder } from "./figures"
import type { DemoMarket } from "./markets"
import { readOrders, readShipmentStates } from "./read-store"
import type { MarketReport } from "./report"
import { packAndShip } from "./ship"
import type { StoreApi } from "./store-api"

/** A parcel that its event does not send goes out with the job, every minute. */
const ARRIVAL_TIMEOUT_MS = 75_000
const CONFIRMATION_TIMEOUT_MS = 30_000

export type Opened = {
  market: DemoMarket
  connection_id: string
  expected: ExpectedOrder[]
  counts: Awaited<ReturnType<typeof importAll>>
}

/** Makes orders at the marketplace, connects the store, and imports. */
export async function bringIn(
  store: StoreApi,
  sandbox: Sandbox,
  market: DemoMarket,
  seeds: number,
  say: (text: string) => void
): Promise<Opened> {
  const expected = sandbox.control[market.id].seed({ seed: seeds, count: market.orders })
  say(`${expected.length} orders of every kind are made there; the one without an id is an error in the log`)
  const { id: connection_id } = await connect(store, market, say)
  const counts = await importAll(store, connection_id)
  say(`imported: ${counts.seen} seen, ${counts.created} created in ${counts.runs} runs`)
  return { market, connection_id, expected, counts }
}

export async function report(
  store: StoreApi,
  sandbox: Sandbox,
  { market, connection_id, expected, counts }: Opened,
  shipped: ShippedOrder[]
): Promise<MarketReport> {
  const ids = expected.flatMap(({ external_id }) => external_id ?? [])
  const rows = await readOrders(store, connection_id, ids)
  const withoutId = sandbox.control[market.id]
    .expected()
    .filter(({ external_id }) => external_id === null).length
  const differences = [
    ...expected.flatMap((order) =>
      order.external_id ? (differenceOf(order, rows.get(order.external_id)) ?? []) : []
    ),
    ...shipped.flatMap((one) => shipmentDifferenceOf(one) ?? []),
    ...(counts.failed === withoutId
      ? []
      : [`${market.name}: ${counts.failed} entries failed, ${withoutId} have no id`]),
  ]
  const found = [...rows.values()]
  const held = found.filter(({ is_imported, problem_code }) => !is_imported && problem_code)
  const inState = (...states: string[]) =>
    found.filter((row) => !row.is_imported && !held.includes(row) && states.includes(row.state)).length
  const unseen = expected.filter(({ external_id }) => external_id && !rows.has(external_id)).length
  return {
    name: market.name,
    differences,
    held,
    expected: expectedFigures(expected, market.shipments.length, unseen),
    found: {
      orders: expected.length,
      seen: rows.size + expected.length - ids.length,
      imported: found.filter(({ is_imported }) => is_imported).length,
      held: held.length,
      to_accept: inState("to_accept"),
      waiting: inState("waiting"),
      not_ours: inState("canceled", "ignored"),
      unreadable: expected.length - ids.length,
      shipped: shipped.filter(({ ledger }) => ledger?.shipments.length).length,
      confirmed: shipped.filter(({ action_state }) => action_state === "confirmed").length,
    },
  }
}

export async function ship(
  store: StoreApi,
  sandbox: Sandbox,
  { market, connection_id, expected }: Opened,
  say: (text: string) => void
): Promise<ShippedOrder[]> {
  const rows = await readOrders(
    store,
    connection_id,
    expected.flatMap(({ external_id }) => external_id ?? [])
  )
  const shipped: (Pick<ShippedOrder, "expected" | "shipment"> & { external_id: string; row_id: string })[] =
    []
  for (const shipment of market.shipments) {
    const order = expected.find(({ kind }) => kind === shipment.kind)
    const row = rows.get(order?.external_id ?? "")
    if (!order || !row?.is_imported || !row.order_id) {
      say(`no order of the kind ${shipment.kind} was imported: nothing to ship`)
      continue
    }
    await packAndShip(store, row.order_id, shipment.number)
    const { external_id } = row
    const arrived = await arrival(sandbox, market.id, external_id)
    const parcel = arrived?.shipments[0]
    say(
      parcel
        ? `${external_id} (${shipment.kind}): ${parcel.carrier} ${parcel.number} has arrived there`
        : `${external_id} (${shipment.kind}): nothing has arrived there`
    )
    shipped.push({ expected: order, shipment, external_id, row_id: row.id })
  }
  const states = await confirmations(store, connection_id, shipped)
  say(`${[...states.values()].filter((state) => state === "confirmed").length} shipments are confirmed`)
  return shipped.map(({ external_id, row_id, ...one }) => ({
    ...one,
    ledger: sandbox.control[market.id].ledger({ external_id })[0],
    action_state: states.get(row_id) ?? null,
  }))
}

/** What the marketplace counted for the order, as soon as there is something. */
async function arrival(sandbox: Sandbox, market: DemoMarket["id"], external_id: string) {
  for (const deadline = Date.now() + ARRIVAL_TIMEOUT_MS; ; await wait(50)) {
    const [entry] = sandbox.control[market].ledger({ external_id })
    const isThere = entry && (entry.shipments.length > 0 || entry.refused_shipments.length > 0)
    if (isThere || Date.now() > deadline) {
      return entry
    }
  }
}

/** Reads the orders back until every shipment is confirmed, or nothing more can be expected. */
async function confirmations(
  store: StoreApi,
  connection_id: string,
  shipped: { external_id: string; row_id: string }[]
): Promise<Map<string, string>> {
  for (const deadline = Date.now() + CONFIRMATION_TIMEOUT_MS; ; await wait(1000)) {
    await readBack(
      store,
      connection_id,
      shipped.map(({ external_id }) => external_id)
    )
    const states = await readShipmentStates(
      store,
      shipped.map(({ row_id }) => row_id)
    )
    const isOver = shipped.every(({ row_id }) => states.get(row_id) === "confirmed")
    if (isOver || Date.now() > deadline) {
      return states
    }
  }
}
