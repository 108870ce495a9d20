import type { ExpectedOrder } from "../sandbox/expected"
import { MARKETPLACE_MODULE } from "../src/modules/marketplace"
import type MarketplaceModuleService from "../src/modules/marketplace/service"
import type { ShownLabel } from "../src/api/admin/labels/types"
import { LABEL_MODULE } from "../src/modules/label"
import type LabelModuleService from "../src/modules/label/service"
import { type CrashPoint, LABEL_POINTS, PULL_POINTS, SHIP_POINTS, type Stop } from "./helpers/crash-points"
import { settled } from "./helpers/jobs"
import { labelDesk } from "./helpers/label-desk"
import type { Connected } from "./helpers/market-store"
import { marketTest } from "./helpers/market-test"
import { MARKETPLACES, type MarketplaceCase } from "./helpers/marketplace-cases"
import { parcels } from "./helpers/parcels"
import { colissimoNumber, shipOrder } from "./helpers/ship-order"
import { expectExactlyOnce, expectNoStrays } from "./helpers/store-figures"
import { until } from "./helpers/until"

type Case = { connected: Connected; orders: ExpectedOrder[] }
type Trace = Record<string, unknown>

/** What a process that was killed at this point has left in the store, for `count` orders. */
const LEFT_BEHIND: Record<(typeof PULL_POINTS)[number], Trace> = {
  "after the first snapshots": {
    orders: false,
    reserved: false,
    paid: false,
    linked: false,
    imported: false,
  },
  "after the orders are created": {
    orders: true,
    reserved: false,
    paid: false,
    linked: false,
    imported: false,
  },
  "after the stock is reserved": {
    orders: true,
    reserved: true,
    paid: false,
    linked: false,
    imported: false,
  },
  "after the payments are created": {
    orders: true,
    reserved: true,
    paid: true,
    linked: false,
    imported: false,
  },
  "before the state is written": { orders: true, reserved: true, paid: true, linked: true, imported: false },
  "before the cursor is written": { orders: true, reserved: true, paid: true, linked: true, imported: true },
}

const store = marketTest({ seconds: 180 })
const desk = labelDesk(store)
const { bought } = parcels(store)
/** A packed order, and the account that makes its label, for each point. */
const packed = new Map<CrashPoint, { account_id: string; fulfillment_id: string; order_id: string }>()

/** One process is killed while each of its connections stands at another point; the app that is up goes on. */
describe("A process that is killed", () => {
  const cases = new Map<string, Case>()
  const caseOf = (market: MarketplaceCase, point: CrashPoint) => cases.get(`${market.id} ${point}`) as Case

  beforeAll(async () => {
    const starting = store.startChild()
    const stops: Stop[] = []
    for (const market of MARKETPLACES) {
      for (const point of [...PULL_POINTS, ...SHIP_POINTS]) {
        const connected = await store.connect(market)
        const count = point === "after the first snapshots" ? market.orders_per_page + 5 : 3
        const orders = store.seedOrders(connected, { count })
        cases.set(`${market.id} ${point}`, { connected, orders })
        stops.push({ connection_id: connected.id, point })
      }
    }
    // This process plans the shipments and leaves the sending to the one that is killed.
    const service = store.app.container.resolve<MarketplaceModuleService>(MARKETPLACE_MODULE)
    const { acquireLease } = service.leases
    service.leases.acquireLease = async (id, kind, owner, seconds) =>
      kind === "send" ? null : acquireLease(id, kind, owner, seconds)
    const { takeDueWork } = service.work
    service.work.takeDueWork = async (lease, values) => (lease === "send" ? null : takeDueWork(lease, values))
    for (const market of MARKETPLACES) {
      for (const point of SHIP_POINTS) await planShipments(caseOf(market, point))
    }
    const { requests } = store.app.container.resolve<LabelModuleService>(LABEL_MODULE)
    const { takeRequest } = requests
    stops.push(...(await planLabels(requests)))
    const { run, kill } = await starting
    await run("integration-tests/helpers/crash-points.ts", "workUntil", stops)
    await kill()
    Object.assign(service.leases, { acquireLease })
    Object.assign(service.work, { takeDueWork })
    Object.assign(requests, { takeRequest })
  })

  /** Labels that are to be bought, and one that is to be canceled, left by this process to the one that is killed. */
  async function planLabels(requests: LabelModuleService["requests"]): Promise<Stop[]> {
    const connected = await store.connect(MARKETPLACES[0])
    const stops: Stop[] = []
    // The one to be canceled first: it is bought here.
    for (const point of [...LABEL_POINTS].reverse()) {
      const { id: account_id } = await desk.connect()
      const { order_id } = await bought(connected, "plain")
      const fulfillment_id = await store.hands.pack(order_id)
      if (point === "after the label is canceled") {
        await desk.good("POST", "/labels", { fulfillment_id, account_id })
        const { id } = await desk.inState(fulfillment_id, "ready")
        requests.takeRequest = async () => null
        await desk.good("POST", `/labels/${id}/cancel`, {})
      } else {
        await desk.good("POST", "/labels", { fulfillment_id, account_id })
      }
      packed.set(point, { account_id, fulfillment_id, order_id })
      stops.push({ connection_id: account_id, point })
    }
    await settled(store.app)
    return stops
  }

  /** Shipments that are written down and not sent. */
  async function planShipments({ connected, orders }: Case): Promise<void> {
    const { app, database } = store
    await store.pullAll(connected)
    const rows = await database.sql<{ order_id: string }>(
      "select order_id from marketplace_order where connection_id = $1",
      [connected.id]
    )
    for (const { order_id } of rows) await shipOrder(app, order_id, colissimoNumber())
    await until("all shipments are planned", async () => (await actions(connected)).length === orders.length)
  }

  const actions = ({ id }: Connected) =>
    store.sql<{ state: string; marketplace_order_id: string; unsettled_since: Date | null }>(
      "select * from marketplace_action where connection_id = $1",
      [id]
    )

  /** As if the time had passed that a dead process's leases last: its claims end with them. */
  async function letLeasesEnd({ id }: Connected): Promise<void> {
    const past = "now() - interval '1 second'"
    await store.sql(
      `update marketplace_connection set pull_lease_until = ${past}, send_lease_until = ${past} where id = $1`,
      [id]
    )
    await store.sql(`update marketplace_order set next_attempt_at = null where connection_id = $1`, [id])
    await makeDue({ id }, "0 minutes")
  }
  const makeDue = ({ id }: Pick<Connected, "id">, earlier: string) =>
    store.sql(
      `update marketplace_action set next_attempt_at = now(),
              unsettled_since = unsettled_since - $2::interval where connection_id = $1`,
      [id, earlier]
    )
  const { send } = store

  const trace = async ({ id }: Connected): Promise<Trace> => {
    const [row] = await store.sql(
      `select count(s.id) > 0 as orders, count(r.id) > 0 as reserved, count(c.id) > 0 as paid,
              count(l.id) > 0 as linked, count(m.imported_at) > 0 as imported
         from marketplace_order m
         left join "order" s on s.id = m.order_id
         left join order_item i on i.order_id = s.id
         left join reservation_item r on r.line_item_id = i.item_id
         left join payment_collection c on c.id = m.reserved_ids ->> 'payment_collection'
         left join order_payment_collection l on l.order_id = s.id
        where m.connection_id = $1`,
      [id]
    )
    return row
  }

  describe.each(MARKETPLACES)("($id)", (market) => {
    it.each(PULL_POINTS)("%s loses and doubles nothing", async (point) => {
      const { connected, orders } = caseOf(market, point)
      const cursor = "select cursor, pull_lease_owner from marketplace_connection where id = $1"
      const [left] = await store.sql(cursor, [connected.id])
      expect(left).toEqual({ cursor: null, pull_lease_owner: expect.any(String) })
      expect(await trace(connected)).toEqual(LEFT_BEHIND[point])
      expect(await store.pull(connected)).toMatchObject({ state: "busy" })

      await letLeasesEnd(connected)
      await store.pullAll(connected)
      await expectExactlyOnce(store.database, orders)
      expect(await store.sql(cursor, [connected.id])).toEqual([
        { cursor: expect.any(String), pull_lease_owner: null },
      ])
    })

    it("before the shipment is sent leaves one shipment, sent after the marketplace was asked", async () => {
      const { connected, orders } = caseOf(market, "before the shipment is sent")
      const sent = () =>
        orders.map((order) => market.ledger(store.sandbox, order.external_id ?? "").shipments)
      expect(sent()).toEqual([0, 0, 0])
      expect((await actions(connected)).filter(({ unsettled_since }) => unsettled_since)).toHaveLength(1)

      await letLeasesEnd(connected)
      await send(connected)
      // The one whose call may have gone out is only looked for; the others are sent.
      expect(sent().sort()).toEqual([0, 1, 1])
      await makeDue(connected, "21 minutes")
      await send(connected)
      await expectShippedOnce(connected, orders)
    })

    it("after the shipment is sent leaves one that is found at the marketplace and not sent again", async () => {
      const { connected, orders } = caseOf(market, "after the shipment is sent")
      store.sandbox.control.time({ advance_minutes: 1 })
      await letLeasesEnd(connected)
      await send(connected)
      await expectShippedOnce(connected, orders)
    })

    async function expectShippedOnce(connected: Connected, orders: ExpectedOrder[]): Promise<void> {
      store.sandbox.control.time({ advance_minutes: 1 })
      await makeDue(connected, "0 minutes")
      await send(connected)
      expect((await actions(connected)).map(({ state }) => state)).toEqual(orders.map(() => "confirmed"))
      for (const order of orders) {
        const external_id = order.external_id ?? ""
        expect(market.ledger(store.sandbox, external_id)).toEqual({ shipments: 1, duplicates: 0, refused: 0 })
        expect(market.isShipped(store.sandbox, external_id)).toBe(true)
      }
      const rows = await store.sql("select state from marketplace_order where connection_id = $1", [
        connected.id,
      ])
      expect(rows).toEqual(orders.map(() => ({ state: "shipped" })))
    }
  })

  describe("(labels)", () => {
    it.each(LABEL_POINTS)("%s leaves one label that is paid for, or none", async (point) => {
      const { fulfillment_id, order_id, account_id } = packed.get(point) as NonNullable<
        ReturnType<typeof packed.get>
      >
      // As if the dead process's claim had ended.
      await store.sql(
        `update marketplace_label_request set claimed_until = null, next_attempt_at = now(),
                sent_at = sent_at - interval '10 minutes' where account_id = $1`,
        [account_id]
      )
      await store.dispatch()
      const isToCancel = point === "after the label is canceled"
      const label = await desk.inState(fulfillment_id, isToCancel ? "canceled" : "ready")
      const paid = desk.paid(label.order_number).map(({ parcel_id }) => String(parcel_id))
      expect(paid).toEqual(
        isToCancel ? [] : label.parcels.map(({ external_id }: ShownLabel["parcels"][number]) => external_id)
      )
      expect(label.parcels).toHaveLength(1)
      const [{ tracking_number }] = label.parcels
      expect(await store.hands.fulfillment(order_id, fulfillment_id)).toMatchObject({
        labels: isToCancel ? [] : [{ tracking_number }],
        ...(!isToCancel && { shipped_at: expect.anything() as unknown }),
      })
    })
  })

  describe("at any point", () => {
    it("leaves no strays behind", () => expectNoStrays(store.database))
  })
})
