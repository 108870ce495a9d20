import assert from "node:assert/strict"

import {
  isMarketplaceError,
  type CallSteps,
  type HttpClient,
  type HttpRequest,
  type MarketplaceAdapter,
  type MarketplaceSession,
  type NormalizedOrder,
  type OrderItem,
  type PullRequest,
  type ShipmentRequest,
  type Snapshot,
} from "./port"

export type FakeAnswer = { status?: number; headers?: Record<string, string>; body: string | Buffer }

/** The marketplace as the adapter meets it over HTTP, played by the adapter's author: small, and strict where it is strict. */
export type MarketplaceFake = {
  respond(request: HttpRequest): FakeAnswer | Promise<FakeAnswer>
  /** The ids of all orders that its lists show: more than one page of them. */
  listed: string[]
  /** An order that may be shipped as a whole. */
  ready: string
  /** An order of which no item is decided, where the seller decides; with two items where that is `items_together`. */
  undecided?: string
  /** An order that may be canceled, and the reason that is given, where the marketplace cancels. */
  cancelable?: { external_id: string; reason: string }
  /** Changes one of the orders as a buyer or the marketplace may, and returns its id. */
  change(): string
}

export type SuccessCases = {
  credentials: Record<string, string>
  options: Record<string, unknown>
  settings?: Record<string, unknown>
  token?: string
  /** The marketplace as it is in the beginning, for each test. */
  fake: () => MarketplaceFake
}

const NUMBER = "EXAMPLE0001"
const NOW = Date.parse("2026-03-16T08:00:00Z")
/** A walk that has not ended after so many pages does not end. */
const MOST_PAGES = 10_000

type It = (name: string, body: () => void | Promise<void>) => void

/** Checks that the calls of an adapter have their effect at a marketplace that the author plays. */
export function describeSuccess(adapter: MarketplaceAdapter, cases: SuccessCases, it: It): void {
  const { capabilities } = adapter.descriptor
  const settings = adapter.settings_schema.parse(cases.settings ?? {})
  const normalize = ({ payload }: Snapshot) => adapter.normalize(payload, settings)

  it("checks credentials that are good", async () => {
    const result = await begin().session.check()
    assert.deepEqual([result.ok, result.code], [true, "ok"])
  })

  it("pulls every order of every page, each once readable", async () => {
    const { session, fake } = begin()
    const { snapshots, pages } = await pull(session, { cursor: null })
    const ids = new Set(snapshots.map(({ external_id }) => external_id))
    assert.deepEqual([...ids].sort(), [...new Set(fake.listed)].sort())
    assert.ok(pages > 1, "the fake lists more than one page")
    for (const snapshot of snapshots) {
      assert.equal(normalize(snapshot).external_id, snapshot.external_id)
    }
  })

  it("pulls what changed since the cursor, by another call than the first", async () => {
    const { session, fake, requests } = begin()
    const first = await pull(session, { cursor: null })
    assert.ok(first.cursor !== "")
    const changed = fake.change()
    const before = requests.splice(0).map(({ url, body }) => `${url} ${String(body)}`)
    const next = await pull(session, { cursor: first.cursor })
    assert.ok(
      next.snapshots.some(({ external_id }) => external_id === changed),
      "what changed after the first pull comes with the next"
    )
    assert.ok(
      requests.some(({ url, body }) => !before.includes(`${url} ${String(body)}`)),
      "the cursor changes what is asked for"
    )
  })

  it("pulls what is open, with the order that may be shipped", async () => {
    const { session, fake } = begin()
    const { snapshots } = await pull(session, { cursor: null, scope: "open" })
    assert.ok(snapshots.some(({ external_id }) => external_id === fake.ready))
  })

  it("reads one order, and null where there is none", async () => {
    const { session, fake } = begin()
    const snapshot = await session.read(fake.ready)
    assert.equal(snapshot?.external_id, fake.ready)
    assert.equal(await session.read("NO-SUCH-ORDER-1"), null)
  })

  it("lists its carriers, each name once", async () => {
    if (!capabilities.live_carriers && !capabilities.fixed_carriers) return
    const carriers = capabilities.live_carriers
      ? await begin().session.carriers()
      : adapter.carrier_names.seed
    const names = carriers.map(({ name }) => name)
    assert.ok(names.length > 0)
    assert.ok(names.every((name) => name !== "" && name === name.trim()))
    assert.equal(new Set(names).size, names.length)
  })

  it("ships, and shows the parcel afterwards", async () => {
    const { session, fake, requests } = begin()
    const shipment = await shipmentOf(session, fake.ready)
    requests.splice(0)
    const { result } = await session.ship(shipment)
    assert.equal(result, "done")
    assert.ok(requests.length > 0 && requests.some(({ retry }) => !retry))
    await assertShipped(session, shipment)
  })

  it("ships once, however often it is asked to", async () => {
    const { session, fake } = begin()
    const shipment = await shipmentOf(session, fake.ready)
    await session.ship(shipment)
    await session.ship(shipment).catch((error: unknown) => {
      assert.ok(
        isMarketplaceError(error) && error.details.effect === "none",
        "a repetition is no open question"
      )
    })
    await assertShipped(session, shipment)
  })

  it("goes on after the step that was stored, where a shipment takes several", async () => {
    const stored = await stepsOfShipment()
    for (const [index, step] of stored.entries()) {
      const { session, fake, requests } = begin()
      const shipment = await shipmentOf(session, fake.ready)
      const reached: string[] = []
      const dies: CallSteps = {
        done: null,
        reached: (one) => {
          reached.push(one)
          return one === step ? Promise.reject(new Error("The process ended here.")) : Promise.resolve()
        },
      }
      await assert.rejects(session.ship(shipment, dies))
      assert.deepEqual(reached, stored.slice(0, index + 1))
      requests.splice(0)
      const rest: string[] = []
      await session.ship(shipment, { done: step, reached: (one) => Promise.resolve(void rest.push(one)) })
      assert.deepEqual(rest, stored.slice(index + 1))
      await assertShipped(session, shipment)
    }
  })

  it("does not show a shipment whose last step is missing", async () => {
    const [step] = (await stepsOfShipment()).slice(-1)
    if (step === undefined) return
    const { session, fake } = begin()
    const shipment = await shipmentOf(session, fake.ready)
    const dies: CallSteps = {
      done: null,
      reached: (one) => (one === step ? Promise.reject(new Error("It ended here.")) : Promise.resolve()),
    }
    await assert.rejects(session.ship(shipment, dies))
    const items = itemsOf(await readNow(session, fake.ready))
    assert.ok(items.every(({ parcels, status }) => parcels.length === 0 && status === "ready"))
  })

  for (const decision of ["accept", "refuse"] as const) {
    it(`${decision}s, and shows it afterwards`, async () => {
      if (capabilities.decides === "none") return
      const { session, fake } = begin()
      const { external_id, items } = await undecidedOf(session, fake)
      const item_external_ids = items.map((item) => item.external_id)
      await session.decide({ external_id, decision, item_external_ids, reason: "out of stock" })
      const after = itemsOf(await readNow(session, external_id))
      assert.ok(after.every((item) => isDecided(item, decision)))
    })
  }

  it("accepts some items and refuses the others in one call", async () => {
    if (capabilities.decides !== "items_together") return
    const { session, fake, requests } = begin()
    const { external_id, items } = await undecidedOf(session, fake)
    assert.ok(items.length > 1, "the fake's undecided order has two items")
    const [first, ...rest] = items.map((item) => item.external_id)
    requests.splice(0)
    await session.decide({
      external_id,
      decision: "accept",
      item_external_ids: [first],
      refused_item_external_ids: rest,
      reason: "out of stock",
    })
    assert.equal(requests.filter(({ retry }) => !retry).length, 1)
    for (const item of itemsOf(await readNow(session, external_id))) {
      assert.ok(isDecided(item, item.external_id === first ? "accept" : "refuse"))
    }
  })

  it("cancels, and shows it afterwards", async () => {
    const { session, fake } = begin()
    if (capabilities.cancels === "none" || !fake.cancelable) return
    const { external_id, reason } = fake.cancelable
    await session.cancel({ external_id, item_external_ids: null, reason })
    const after = itemsOf(await readNow(session, external_id))
    assert.ok(after.every((item) => isDecided(item, "refuse")))
  })

  function begin() {
    const fake = cases.fake()
    const requests: (HttpRequest & { retry: boolean })[] = []
    const http: HttpClient = {
      async request(request, { retry, interpret }) {
        requests.push({ ...request, retry })
        const { status = 200, headers = {}, body } = await fake.respond(request)
        return interpret({ status, headers, body: Buffer.from(body) })
      },
    }
    let token = cases.token ? { token: cases.token, expires_at: Number.MAX_SAFE_INTEGER } : null
    const ignore = () => {}
    const session = adapter.connect({
      connection_id: "mkc_contract",
      credentials: cases.credentials,
      settings,
      options: cases.options,
      http,
      tokens: { get: () => token, set: (next) => void (token = next) },
      logger: { info: ignore, warn: ignore, error: ignore },
      now: () => NOW,
    })
    return { session, fake, requests }
  }

  async function pull(session: MarketplaceSession, wanted: Partial<PullRequest>) {
    const snapshots: Snapshot[] = []
    const walk = session.pull({
      cursor: null,
      start_at: new Date("2026-03-01T00:00:00Z"),
      oldest_unfinished_at: null,
      scope: "new",
      ...wanted,
    })
    for (let pages = 0; pages < MOST_PAGES; pages++) {
      const { value, done } = await walk.next()
      if (done) return { snapshots, pages, cursor: value.cursor }
      assert.deepEqual(value.unreadable, [])
      snapshots.push(...value.snapshots)
    }
    throw new assert.AssertionError({ message: "the walk does not end" })
  }

  async function readNow(session: MarketplaceSession, external_id: string): Promise<NormalizedOrder> {
    const snapshot = await session.read(external_id)
    assert.ok(snapshot, `there is no order ${external_id}`)
    const order = normalize(snapshot)
    return order.needs_details ? normalize(await session.fetchDetails(snapshot)) : order
  }

  async function shipmentOf(session: MarketplaceSession, external_id: string): Promise<ShipmentRequest> {
    const order = await readNow(session, external_id)
    const item_external_ids = itemsOf(order)
      .filter(({ status }) => status === "ready")
      .map((item) => item.external_id)
    assert.ok(item_external_ids.length > 0, "the fake's ready order has an item to ship")
    const list = capabilities.live_carriers ? await session.carriers() : adapter.carrier_names.seed
    const [carrier] = [...list, { name: adapter.carrier_names.fallback, code: null }]
    const parcel = {
      tracking_number: NUMBER,
      carrier_name: carrier.name,
      carrier_code: carrier.code ?? null,
      tracking_url: `https://carrier.example/${NUMBER}`,
    }
    return { external_id, item_external_ids, parcels: [parcel], is_untracked: false, order }
  }

  /** The names of the steps that a shipment stores; none where it is one call. */
  async function stepsOfShipment(): Promise<string[]> {
    const { session, fake } = begin()
    const stored: string[] = []
    const reached = (step: string) => Promise.resolve(void stored.push(step))
    await session.ship(await shipmentOf(session, fake.ready), { done: null, reached })
    assert.equal(new Set(stored).size, stored.length)
    return stored
  }

  async function assertShipped(
    session: MarketplaceSession,
    { external_id, item_external_ids }: ShipmentRequest
  ) {
    const items = itemsOf(await readNow(session, external_id))
    const shipped = items.filter((item) => item_external_ids.includes(item.external_id))
    assert.equal(shipped.length, item_external_ids.length)
    for (const { status, parcels } of shipped) {
      const numbers = parcels.map(({ tracking_number }) => tracking_number)
      const isShown = numbers.includes(NUMBER)
      assert.ok(isShown || status === "shipped" || status === "delivered", "the shipment shows")
      if (capabilities.shows_tracking_numbers ?? true) assert.deepEqual(numbers, [NUMBER])
    }
  }

  async function undecidedOf(session: MarketplaceSession, fake: MarketplaceFake) {
    const external_id = fake.undecided ?? ""
    assert.ok(external_id, "the fake has an order that waits for a decision")
    const items = itemsOf(await readNow(session, external_id))
    assert.ok(items.every(({ status }) => status === "to_accept"))
    return { external_id, items }
  }
}

const itemsOf = (order: NormalizedOrder): OrderItem[] =>
  order.lines.filter((line) => line.fulfilled_by === "seller").flatMap(({ items }) => items)

const isDecided = ({ status }: OrderItem, decision: "accept" | "refuse") =>
  decision === "refuse" ? ["refused", "canceled"].includes(status) : ["waiting", "ready"].includes(status)
