import type { IOrderModuleService } from "@medusajs/framework/types"
import { Modules } from "@medusajs/framework/utils"
import type { ExpectedOrder } from "../sandbox/expected"
import type { FaultInput } from "../sandbox/faults"
import { MARKETPLACE_MODULE } from "../src/modules/marketplace"
import type MarketplaceModuleService from "../src/modules/marketplace/service"
import { MOST_REQUESTS_OF_A_RUN, PULL_FAULTS } from "./helpers/fault-table"
import { settled } from "./helpers/jobs"
import { activate, type Connected } from "./helpers/market-store"
import { marketTest } from "./helpers/market-test"
import { LIFE_CASES } from "./helpers/life-cases"
import { MARKETPLACES } from "./helpers/marketplace-cases"
import { colissimoNumber, shipOrder } from "./helpers/ship-order"
import { withShortDeadlines } from "./helpers/short-deadlines"
import { expectExactlyOnce } from "./helpers/store-figures"
import { until } from "./helpers/until"

const markets = MARKETPLACES.map((market) => ({ name: market.id, market }))
const HOUR = 3600
const SETTLED = "21 minutes"
const REFUSAL = {
  cdiscount: {
    status: 400,
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ title: "Refused by a test" }),
  },
  rakuten: {
    status: 200,
    headers: { "content-type": "text/xml;charset=ISO-8859-1" },
    body:
      "<errorresponse><error><type>Sender</type><code>ParameterError</code><message>Refused by a test</message>" +
      "<details><detail>Refused by a test</detail></details></error></errorresponse>",
  },
}

type ActionFacts = { id: string; state: string; unsettled_since: Date | null; problem_code: string | null }

const store = marketTest()

describe("With a faulty marketplace", () => {
  const fault = ({ account, market }: Connected, input: FaultInput) =>
    store.sandbox.control.addFault({ ...input, marketplace: market.id, account })
  const requests = ({ account, market }: Connected) =>
    store.sandbox.control.counts({ marketplace: market.id, account }).total

  type Health = {
    status: string
    code: string | null
    failures: number
    blocked_seconds: number
    cursor: unknown
  }
  const healthOf = async ({ id }: Connected): Promise<Health> => {
    const [row] = await store.sql<Health>(
      `select health_status as status, health_code as code, failures, cursor,
              coalesce(extract(epoch from blocked_until - now()), 0)::int as blocked_seconds
         from marketplace_connection where id = $1`,
      [id]
    )
    return row
  }
  /** As if the pause were over. */
  const letPauseEnd = (connections: Connected[]) =>
    store.sql(
      `update marketplace_connection set blocked_until = now() - interval '1 second', next_run_at = now()
        where id = any($1)`,
      [connections.map(({ id }) => id)]
    )
  const actionOf = async ({ id }: Connected) => {
    const [action] = await store.sql<ActionFacts>(
      "select id, state, unsettled_since, problem_code from marketplace_action where connection_id = $1",
      [id]
    )
    return action
  }
  const makeDue = ({ id }: Connected, earlier = "0 minutes") =>
    store.sql(
      `update marketplace_action set next_attempt_at = now(), unsettled_since = unsettled_since - $2::interval
        where connection_id = $1`,
      [id, earlier]
    )
  const { send } = store
  const orderId = async ({ external_id }: ExpectedOrder) => {
    const [row] = await store.sql<{ order_id: string }>(
      "select order_id from marketplace_order where external_id = $1",
      [external_id]
    )
    return row.order_id
  }

  describe("while orders are pulled,", () => {
    const cases = MARKETPLACES.flatMap((market) =>
      PULL_FAULTS.map((one) => ({ ...one, market, title: `${one.name} (${market.id})` }))
    )
    const seen = new Map<
      string,
      { connected: Connected; orders: ExpectedOrder[]; health: Health; calls: number }
    >()

    beforeAll(async () => {
      await Promise.all(
        cases.map(async ({ title, market, fault: input }) => {
          const connected = await store.connect(market)
          const orders = store.seedOrders(connected, { count: 3 })
          fault(connected, input)
          await store.pull(connected)
          const result = { connected, orders, health: await healthOf(connected), calls: requests(connected) }
          seen.set(title, result)
        })
      )
    })
    const all = () => [...seen.values()]

    it.each(cases)(
      "$title is shown in the health and leads to few requests",
      ({ title, health, blocked_seconds }) => {
        const { health: found, calls } = seen.get(title) ?? {}
        expect(found).toMatchObject({ ...health, failures: 1, cursor: null })
        expect(found?.blocked_seconds).toBeGreaterThan(blocked_seconds)
        expect(calls).toBeGreaterThan(0)
        expect(calls).toBeLessThanOrEqual(MOST_REQUESTS_OF_A_RUN)
      }
    )

    it("no request is made while the pause lasts", async () => {
      await store.sql("update marketplace_connection set next_run_at = now()")
      await store.dispatch()
      expect(all().map(({ connected }) => requests(connected))).toEqual(all().map(({ calls }) => calls))
    })

    it.each(markets)(
      "refused credentials for hours end in a pause and few requests ($name)",
      async ({ market }) => {
        const refused = seen.get(`401 (${market.id})`)
        if (!refused) throw new Error("No connection was refused before.")
        const { connected, calls } = refused
        let runs = 0
        for (let seconds = 0; seconds < 6 * HOUR; runs++) {
          await letPauseEnd([connected])
          await store.dispatch()
          const health = await healthOf(connected)
          expect(health.blocked_seconds).toBeGreaterThan(0)
          seconds += health.blocked_seconds
        }
        expect(await healthOf(connected)).toMatchObject({ status: "paused", code: "credentials_refused" })
        expect(runs).toBeLessThan(20)
        expect(requests(connected) - calls).toBeLessThanOrEqual(runs * 2)
      }
    )

    it("the import continues automatically when the marketplaces are back, and no order is lost", async () => {
      store.sandbox.control.removeFaults()
      await letPauseEnd(all().map(({ connected }) => connected))
      await store.dispatch()
      for (const { connected, orders } of all()) {
        expect(await healthOf(connected)).toMatchObject({
          status: "ok",
          code: null,
          failures: 0,
          blocked_seconds: 0,
        })
        await expectExactlyOnce(store.database, orders)
      }
    })

    it("a call that hangs ends, is repeated a few times, and the run ends", async () => {
      const hanging = await Promise.all(
        MARKETPLACES.map(async (market) => {
          const connected = await store.connect(market)
          const orders = store.seedOrders(connected, { count: 2 })
          fault(connected, { kind: "hang" })
          return { connected, orders }
        })
      )
      await withShortDeadlines(() => Promise.all(hanging.map(({ connected }) => store.pull(connected))))
      store.sandbox.control.removeFaults()
      for (const { connected, orders } of hanging) {
        expect(await healthOf(connected)).toMatchObject({ status: "degraded", code: "unreachable" })
        expect(requests(connected)).toBeLessThanOrEqual(MOST_REQUESTS_OF_A_RUN)
        await letPauseEnd([connected])
        await store.pullAll(connected)
        await expectExactlyOnce(store.database, orders)
      }
    })
  })

  describe.each(markets)("($name),", ({ market }) => {
    const connected = (settings?: Record<string, Record<string, unknown>>) =>
      store.connect(market, { settings })
    const problems = async ({ id }: Connected) => {
      const rows = await store.sql<{ problem_code: string }>(
        "select problem_code from marketplace_order where connection_id = $1 and problem_code is not null",
        [id]
      )
      return rows.map(({ problem_code }) => problem_code)
    }
    /** As if the wait after a failed import were over; at the marketplace nothing changes. */
    const letHeldWait = ({ id }: Connected) =>
      store.sql("update marketplace_order set next_attempt_at = now() where connection_id = $1", [id])

    it("a first page of broken orders does not keep the second page out", async () => {
      const { sandbox } = store
      const connection = await connected()
      sandbox.control.time({ set: new Date(Date.now() - 48 * HOUR * 1000).toISOString() })
      store.seedOrders(connection, { count: market.orders_per_page, kinds: [market.broken_kind] })
      sandbox.control.time({ set: new Date().toISOString() })
      const orders = store.seedOrders(connection, { count: 5 })
      await store.pullAll(connection)
      await expectExactlyOnce(store.database, orders)
      const held = await problems(connection)
      expect(held).toHaveLength(market.orders_per_page)
      expect(held.filter((code) => !["unreadable_order", "unreadable_part"].includes(code))).toEqual([])
      expect((await healthOf(connection)).cursor).toEqual(expect.any(String))
    })

    it("an order of more than a thousand lines is held, and its neighbors are imported", async () => {
      const connection = await connected()
      const before = store.seedOrders(connection, { count: 2 })
      const [large] = store.seedOrders(connection, { count: 1, kinds: ["over_1000_lines"] })
      const after = store.seedOrders(connection, { count: 2 })
      await store.pullAll(connection)
      await expectExactlyOnce(store.database, [...before, ...after])
      const held = await store.sql(
        `select external_id, problem_code, order_id, imported_at from marketplace_order
          where connection_id = $1 and problem_code is not null`,
        [connection.id]
      )
      expect(held).toEqual([
        {
          external_id: large.external_id,
          problem_code: large.reason,
          order_id: null,
          imported_at: null,
        },
      ])
      expect(large.reason).toBe("too_many_lines")
      // Nor does it keep what comes later.
      const later = store.seedNow(connection, { count: 2 })
      await store.pullAll(connection)
      await expectExactlyOnce(store.database, later)
    })

    it("an order that leaves page 1 while page 2 is read hides no other", async () => {
      const connection = await connected()
      const orders = store.seedOrders(connection, { count: market.orders_per_page + 5 })
      fault(connection, { kind: "leave_page", how: "hide", endpoint: market.endpoint.list, times: 1 })
      await store.pullAll(connection)
      await expectExactlyOnce(store.database, orders)
    })

    it("an order whose import fails harms no other, and is imported once the cause is fixed", async () => {
      const connection = await connected()
      const orders = store.seedOrders(connection, { count: 5 })
      const failing = orders[2].external_id
      const service = store.app.container.resolve<IOrderModuleService>(Modules.ORDER)
      const createOrders = service.createOrders.bind(service)
      const refusing = (input: { metadata?: Record<string, unknown> }[], ...rest: never[]) =>
        input.some(({ metadata }) => metadata?.external_id === failing)
          ? Promise.reject(new Error("Refused by a test"))
          : createOrders(input as never, ...rest)
      Object.assign(service, { createOrders: refusing })
      try {
        await store.pullAll(connection)
      } finally {
        Object.assign(service, { createOrders })
      }
      await expectExactlyOnce(
        store.database,
        orders.filter(({ external_id }) => external_id !== failing)
      )
      expect(await problems(connection)).toEqual(["import_failed"])

      await letHeldWait(connection)
      await store.pullAll(connection)
      await expectExactlyOnce(store.database, orders)
      expect(await problems(connection)).toEqual([])
    })

    it("an order for an unknown SKU is imported once the store has it", async () => {
      const connection = await connected()
      const [order] = store.seedOrders(connection, { count: 1, kinds: ["unknown_sku"] })
      await store.pullAll(connection)
      expect(await problems(connection)).toEqual(["unknown_sku"])
      const product = store.app.container.resolve(Modules.PRODUCT)
      const [{ sku, variant_id }] = store.store.variants
      await product.updateProductVariants(variant_id, { sku: order.lines[0].sku })
      await letHeldWait(connection)
      await store.pullAll(connection)
      await product.updateProductVariants(variant_id, { sku })
      await expectExactlyOnce(store.database, [order])
    })

    const { wrong_time_kind: wrongTime, huge } = market
    if (wrongTime) {
      it("a change in the year 2099 does not end all imports", async () => {
        const connection = await connected()
        const orders = store.seedOrders(connection, { count: 2, kinds: [wrongTime, "plain"] })
        await store.pullAll(connection)
        orders.push(...store.seedOrders(connection, { count: 2 }))
        await store.sql("update marketplace_connection set rechecked_at = now() where id = $1", [
          connection.id,
        ])
        for (const { external_id } of orders.slice(2)) {
          store.sandbox.control.cdiscount.act({ external_id: external_id ?? "", action: "touch" })
        }
        await store.pullAll(connection)
        await expectExactlyOnce(store.database, orders)
      })
    }
    if (huge) {
      it("pages that are too large are asked for in smaller ones", async () => {
        const connection = await connected({ [market.id]: huge.settings })
        const orders = store.seedOrders(connection, { count: huge.count, kinds: [huge.kind] })
        await store.pullAll(connection)
        await expectExactlyOnce(store.database, orders)
      })
    }

    const shippable = async (): Promise<[Connected, ExpectedOrder, string]> => {
      const connection = await connected()
      const [order] = store.seedOrders(connection, { count: 1 })
      await store.pullAll(connection)
      return [connection, order, order.external_id ?? ""]
    }
    /** The call has ended without a clear answer, and its sender has given the connection back. */
    const unsettled = async ({ id }: Connected) => {
      await settled(store.app)
      return until("the call's outcome is open", async () => {
        const rows = await store.sql(
          `select 1 from marketplace_action a join marketplace_connection c on c.id = a.connection_id
            where c.id = $1 and a.state = 'retrying' and a.unsettled_since is not null and c.send_lease_owner is null`,
          [id]
        )
        return rows.length
      })
    }

    /** The next shipment shows only after ten minutes. */
    const showLate = (connection: Connected) =>
      fault(connection, { kind: "effect_delay", endpoint: market.endpoint.ship, ms: 600_000, times: 1 })
    const lookInVain = async (connection: Connected) => {
      await makeDue(connection)
      await send(connection)
      // One that an event began to send may have the lease: then it is the one that looks.
      await unsettled(connection)
      expect(await actionOf(connection)).toMatchObject({
        state: "retrying",
        unsettled_since: expect.any(Date),
      })
    }
    /** At the first look. One that an event began to send may have the lease first: then it is the one that looks. */
    const confirmedOnceItShows = async (connection: Connected, external_id: string) => {
      store.sandbox.control.time({ advance_minutes: 11 })
      await until("no process sends", async () => {
        const rows = await store.sql(
          "select 1 from marketplace_connection where id = $1 and send_lease_owner is null",
          [connection.id]
        )
        return rows.length
      })
      await makeDue(connection)
      await send(connection)
      await until("the parcel is confirmed", async () => (await actionOf(connection)).state === "confirmed")
      expect(market.ledger(store.sandbox, external_id)).toEqual({ shipments: 1, duplicates: 0, refused: 0 })
    }

    it("504 after an accepted shipment leaves one shipment, confirmed by reading ten minutes later", async () => {
      const [connection, order, external_id] = await shippable()
      const endpoint = market.endpoint.ship
      showLate(connection)
      fault(connection, { kind: "status", status: 504, after_effect: true, endpoint, times: 1 })
      await shipOrder(store.app, await orderId(order), colissimoNumber())
      await unsettled(connection)
      for (let look = 0; look < 3; look++) {
        await lookInVain(connection)
      }
      await confirmedOnceItShows(connection, external_id)
    })

    it.each(["accept", "refuse"] as const)(
      "%s refused when repeated, because the first call had its effect: read back, and no one is asked",
      async (decision) => {
        const connection = await connected()
        const [order] = store.seedOrders(connection, { count: 1 })
        const external_id = order.external_id ?? ""
        LIFE_CASES[market.id].unaccept(store.sandbox, external_id)
        await store.pull(connection)
        const endpoint = {
          cdiscount: {
            accept: "POST /orders/{orderId}/approval-status",
            refuse: "POST /orders/{orderId}/approval-status",
          },
          rakuten: { accept: "acceptsale", refuse: "refusesale" },
        }[market.id][decision]
        fault(connection, { kind: "effect_delay", endpoint, ms: 3_600_000, times: 1 })
        fault(connection, { kind: "status", status: 504, after_effect: true, endpoint, times: 1 })
        const { orders } = await store.desk.get<{ orders: { id: string }[] }>(
          `/orders?external_id=${external_id}`
        )
        const path = `/admin/marketplaces/orders/${orders[0].id}/${decision}`
        expect((await store.app.api("POST", path, { reason: "None left" })).status).toBe(200)
        await unsettled(connection)
        await makeDue(connection)
        await send(connection)
        await makeDue(connection, SETTLED)
        await send(connection)
        const repeated = () =>
          store.sandbox.control
            .requests({ account: connection.account })
            .filter((one) => one.endpoint === endpoint)
        expect(repeated()).toHaveLength(2)
        // Rakuten lists it as undecided still, and says why it refuses: it is tried again without any doubt.
        const doubted = {
          state: "retrying",
          ...(market.id === "cdiscount" && { problem_code: "refusal_being_checked" }),
        }
        expect(await actionOf(connection)).toMatchObject(doubted)
        store.sandbox.control.time({ advance_minutes: 61 })
        await makeDue(connection)
        await send(connection)
        expect(await actionOf(connection)).toMatchObject({ state: "confirmed", problem_code: null })
        const [ledger] = store.sandbox.control[market.id].ledger({ external_id })
        expect(ledger.decisions).toHaveLength(1)
      }
    )

    it("a refused repetition of what never had an effect asks a person, once effects have had their time", async () => {
      const [connection, order, external_id] = await shippable()
      const endpoint = market.endpoint.ship
      fault(connection, { kind: "status", status: 504, endpoint, times: 1 })
      await shipOrder(store.app, await orderId(order), colissimoNumber())
      await unsettled(connection)
      fault(connection, { kind: "status", ...REFUSAL[market.id], endpoint, times: 1 })
      await makeDue(connection, SETTLED)
      await send(connection)
      expect(await actionOf(connection)).toMatchObject({
        state: "retrying",
        problem_code: "refusal_being_checked",
      })
      await makeDue(connection)
      await send(connection)
      expect(await actionOf(connection)).toMatchObject({
        state: "retrying",
        problem_code: "refusal_being_checked",
      })
      await makeDue(connection, SETTLED)
      await send(connection)
      expect(await actionOf(connection)).toMatchObject({
        state: "needs_attention",
        problem_code: "refused_by_marketplace",
      })
      expect(market.ledger(store.sandbox, external_id).shipments).toBe(0)
    })

    it.each<[string, FaultInput]>([
      ["504", { kind: "status", status: 504 }],
      ["a page with 200", { kind: "html" }],
    ])(
      "%s without any effect leads to a second try, once the effect is still absent after settling",
      async (_, given) => {
        const [connection, order, external_id] = await shippable()
        fault(connection, { ...given, endpoint: market.endpoint.ship, times: 1 })
        await shipOrder(store.app, await orderId(order), colissimoNumber())
        await unsettled(connection)
        await makeDue(connection)
        await send(connection)
        expect(market.ledger(store.sandbox, external_id).shipments).toBe(0)
        await makeDue(connection, SETTLED)
        await send(connection)
        await store.pull(connection)
        await confirmedOnceItShows(connection, external_id)
      }
    )

    it("an answer that could not be written down stays open, and the parcel is not sent twice", async () => {
      const [connection, order, external_id] = await shippable()
      showLate(connection)
      const service = store.app.container.resolve<MarketplaceModuleService>(MARKETPLACE_MODULE)
      const { recordAttempt } = service.actions
      service.actions.recordAttempt = (id, attempt) =>
        attempt.outcome === "done" ? Promise.reject(new Error("Lost by a test")) : recordAttempt(id, attempt)
      try {
        await shipOrder(store.app, await orderId(order), colissimoNumber())
        await unsettled(connection)
      } finally {
        Object.assign(service.actions, { recordAttempt })
      }
      await lookInVain(connection)
      await confirmedOnceItShows(connection, external_id)
    })

    it("a marketplace that does not answer delays no packing", async () => {
      const [connection, order] = await shippable()
      fault(connection, { kind: "hang", endpoint: market.endpoint.ship })
      const { api, query } = store.app
      const order_id = await orderId(order)
      const { data } = await query.graph({ entity: "order", fields: ["items.*"], filters: { id: order_id } })
      const items = (data[0].items ?? []).flatMap((item: { id: string; quantity: number } | null) =>
        item ? [{ id: item.id, quantity: item.quantity }] : []
      )
      await withShortDeadlines(async () => {
        const path = `/admin/orders/${order_id}/fulfillments`
        const packed = await api<{ order: unknown }>("POST", path, { items })
        expect(packed.status).toBe(200)
        const { data: fulfillments } = await query.graph({
          entity: "order",
          fields: ["fulfillments.id"],
          filters: { id: order_id },
        })
        const [fulfillment] = fulfillments[0].fulfillments ?? []
        const labels = [{ tracking_number: colissimoNumber(), tracking_url: "#", label_url: "#" }]
        const shipped = await api("POST", `${path}/${fulfillment?.id}/shipments`, { items, labels })
        expect(shipped.status).toBe(200)
        // The route answered although the marketplace has not: its call is still open.
        const tried = await store.sql(
          `select 1 from marketplace_action_attempt t join marketplace_action a on a.id = t.action_id
            where a.connection_id = $1`,
          [connection.id]
        )
        expect(tried).toEqual([])
        await until(
          "the shipment is being sent",
          async () => (await actionOf(connection))?.state === "sending"
        )
        await unsettled(connection)
      })
    })

    it("a copied database neither imports nor sends until it is activated there", async () => {
      const { app, database } = store
      const [connection, first] = await shippable()
      const orders = [first, ...store.seedOrders(connection, { count: 1 })]
      const degraded: string[] = []
      app.container.resolve(Modules.EVENT_BUS).subscribe(
        "marketplace-connection.degraded",
        async ({ data }) => {
          degraded.push((data as { id: string }).id)
          return Promise.resolve()
        },
        { subscriberId: `copied-${market.id}` }
      )
      await database.sql(
        "update marketplace_connection set activated_instance = 'elsewhere/store', next_run_at = now() where id = $1",
        [connection.id]
      )
      const before = requests(connection)
      await shipOrder(app, await orderId(first), colissimoNumber())
      await until("the shipment is planned", () => actionOf(connection))
      await store.dispatch()
      const asked = await app.api<{ message: string }>(
        "POST",
        `/admin/marketplaces/connections/${connection.id}/import`,
        {}
      )
      expect(asked.status).toBe(400)
      expect(asked.body.message).toMatch(/activate/i)
      await store.pull(connection)
      await send(connection)
      expect(requests(connection)).toBe(before)
      expect(await healthOf(connection)).toMatchObject({ status: "paused", code: "copied_database" })
      await until("an event reports it", () => degraded.includes(connection.id))

      await activate(app, connection)
      await store.pullAll(connection)
      await makeDue(connection)
      await store.dispatch()
      await expectExactlyOnce(database, orders.slice(1))
      expect(market.ledger(store.sandbox, first.external_id ?? "").shipments).toBe(1)
    })
  })
})
