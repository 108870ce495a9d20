import assert from "node:assert/strict"

import {
  isMarketplaceError,
  MarketplaceError,
  isUnreadableOrderError,
  normalizedOrderSchema,
  type CallResult,
  type HttpClient,
  type HttpRequest,
  type LocalText,
  type MarketplaceAdapter,
  type MarketplaceErrorKind,
  type MarketplaceSession,
  type NormalizedOrder,
  type PullRequest,
  type ShipmentRequest,
} from "./port"
import { describeSuccess, type MarketplaceFake } from "./contract-success"
import { describeOffers } from "./offers-contract-test"

export type { FakeAnswer, MarketplaceFake } from "./contract-success"

/** The test runner's own functions: jest's, vitest's or `node:test`'s. */
export type Runner = {
  describe: (name: string, body: () => void) => void
  it: (name: string, body: () => Promise<void>) => void
}

/** What the adapter's author gives: real-looking examples in the marketplace's own format. */
export type AdapterCases = {
  credentials: Record<string, string>
  /** The values of `credentials` and `options` that must never appear in an error or log. */
  secrets: string[]
  options: Record<string, unknown>
  /** What `account` returns for these. */
  account: string
  settings?: Record<string, unknown>
  /** At least one order that can be shipped, and as many other states as the marketplace has. */
  orders: {
    name: string
    external_id: string
    payload: string
    /** Texts of the buyer (name, street, e-mail …) that stand in the payload. */
    personal_texts: string[]
  }[]
  /** Payloads that cannot become an order, each with what must not appear in the error. */
  unreadable: { payload: string; hidden: string[] }[]
  /** One order at two moments. */
  older_and_newer: [string, string]
  /** The marketplace played over HTTP: with it, it is checked that calls have their effect. Made again for each test. */
  fake?: () => MarketplaceFake
  /** A token that `SessionContext.tokens` holds from the start, for adapters that use tokens. */
  token?: string
  /** With `capabilities.offers`: the reference of a batch that was sent, as `submitOffers` returns it. */
  offers?: { reference: string }
}

const KINDS: MarketplaceErrorKind[] = ["credentials", "not_linked", "quota", "rate_limited", "unavailable"]
const PAGE = "<!doctype html><title>Not an answer</title>"

const isWords = (text: LocalText) =>
  (typeof text === "string" ? [text] : [text.en, ...Object.values(text)]).every((words) => words?.trim())

/** Checks an adapter against everything that the port promises to the rest of the plugin. */
export function describeAdapter(adapter: MarketplaceAdapter, cases: AdapterCases, runner: Runner): void {
  const { describe } = runner
  const it = (name: string, body: () => void | Promise<void>) => runner.it(name, async () => body())
  const settings = adapter.settings_schema.parse(cases.settings ?? {})
  const normalize = (payload: string) => adapter.normalize(payload, settings)

  describe(`${adapter.descriptor.name} behind the port`, () => {
    describe("describes itself", () => {
      it("with an id and fields that have one name each", () => {
        const { id, credential_fields, setting_fields } = adapter.descriptor
        assert.match(id, /^[a-z][a-z0-9_-]*$/)
        for (const fields of [credential_fields, setting_fields]) {
          const names = fields.map((field) => field.name)
          assert.equal(new Set(names).size, names.length)
          assert.ok(fields.every((field) => /^[a-z][a-z0-9_]*$/.test(field.name)))
          assert.ok(fields.every(({ label, help }) => isWords(label) && isWords(help)))
        }
      })

      it("with settings whose defaults are those of the form, and no others", () => {
        const { setting_fields } = adapter.descriptor
        const defaults = Object.fromEntries(setting_fields.map((field) => [field.name, field.default]))
        assert.deepEqual(adapter.settings_schema.parse({}), defaults)
        assert.deepEqual(adapter.settings_schema.parse(defaults), defaults)
        assert.ok(!adapter.settings_schema.safeParse({ no_such_setting: 1 }).success)
        for (const field of setting_fields.filter(({ type }) => type === "select")) {
          for (const option of field.options ?? []) {
            assert.ok(adapter.settings_schema.safeParse({ [field.name]: option }).success, field.name)
          }
          assert.ok(
            !adapter.settings_schema.safeParse({ [field.name]: "no such option" }).success,
            field.name
          )
        }
      })

      it("with the names of its carriers, each listed once, and one name for every other carrier", () => {
        const { fallback, names, reserved, seed } = adapter.carrier_names
        const listed = seed.map(({ name }) => name)
        const sent = [
          fallback,
          ...reserved,
          ...Object.values(names).flatMap(({ preferred }) => preferred ?? []),
        ]
        assert.equal(new Set(listed).size, listed.length)
        assert.ok([...listed, ...sent].every((name) => name !== "" && name === name.trim()))
        assert.deepEqual(listed.length ? sent.filter((name) => !listed.includes(name)) : [], [])
        assert.ok(reserved.every((name) => !Object.values(names).some(({ preferred }) => preferred === name)))
      })

      it("with what its settings say of carriers, which name the others as it does", () => {
        const policy = adapter.carrier_policy(settings)
        assert.ok(["listed", "free_text"].includes(policy.match))
        assert.ok(["avoid", "replace", "allow", "refuse"].includes(policy.tracking_url_fragment))
        assert.notEqual(policy.fallback?.trim(), "")
        const usual = adapter.carrier_policy(adapter.settings_schema.parse({}))
        assert.ok(usual.fallback === null || usual.fallback === adapter.carrier_names.fallback)
      })

      it("with a pace that moves", () => {
        assert.ok(adapter.pace(settings).requests_per_second > 0)
      })
    })

    describe("knows whose account it is", () => {
      it("from the credentials, the same each time", () => {
        const { credentials, options } = cases
        assert.equal(adapter.account(credentials, options), cases.account)
        const parsed = adapter.credentials_schema(options).parse(credentials)
        assert.equal(adapter.account(parsed, options), cases.account)
      })

      it("and throws configuration, without a secret, when it is missing", () => {
        assert.ok(!adapter.credentials_schema(cases.options).safeParse({}).success)
        assert.throws(() => adapter.account({}, cases.options), isKind("configuration"))
        const withoutOne = Object.keys(cases.credentials).map((left) => ({
          ...cases.credentials,
          [left]: "",
        }))
        for (const credentials of withoutOne) {
          const { success, error } = adapter.credentials_schema(cases.options).safeParse(credentials)
          assert.ok(success || !mentions(JSON.stringify(error), cases.secrets))
        }
      })
    })

    describe("normalizes", () => {
      for (const order of cases.orders) {
        it(`${order.name}: to what the port defines, with ids of its own, the same each time`, () => {
          const normalized = normalize(order.payload)
          assert.deepEqual(normalizedOrderSchema.strict().parse(normalized), normalized)
          assert.equal(normalized.external_id, order.external_id)
          const items = normalized.lines.flatMap((line) => line.items.map((item) => item.external_id))
          assert.equal(new Set(items).size, items.length)
          const keys = normalized.lines.map((line) => line.key)
          assert.equal(new Set(keys).size, keys.length)
          assert.deepEqual(normalize(order.payload), normalized)
        })
      }

      it("nothing that is broken, and says so without what stands there", () => {
        const broken = ["", "null", "[]", "<a/>"].map((payload) => ({ payload, hidden: [] }))
        for (const { payload, hidden } of [...broken, ...cases.unreadable]) {
          assert.throws(
            () => normalize(payload),
            (error) => isUnreadableOrderError(error) && !mentions(error.message, hidden)
          )
        }
      })
    })

    describe("merges", () => {
      const [older, newer] = cases.older_and_newer
      it("so that the newer answer wins, whichever comes first", () => {
        const merged = normalize(adapter.merge(older, newer))
        assert.deepEqual(normalize(adapter.merge(newer, older)), merged)
        assert.deepEqual(merged, normalize(newer))
        assert.notDeepEqual(merged, normalize(older))
      })

      it("nothing into something, and an order with itself", () => {
        for (const { payload } of cases.orders) {
          const first = adapter.merge(null, payload)
          assert.deepEqual(normalize(first), normalize(payload))
          assert.deepEqual(normalize(adapter.merge(first, payload)), normalize(first))
        }
      })

      it("over what cannot be read", () => {
        for (const { payload } of cases.unreadable) {
          assert.deepEqual(normalize(adapter.merge(payload, newer)), normalize(newer))
        }
      })
    })

    describe("forgets the buyer", () => {
      for (const order of cases.orders) {
        it(`${order.name}: and keeps amounts, lines and states`, () => {
          const purged = adapter.withoutPersonalData(order.payload)
          assert.ok(order.personal_texts.every((text) => order.payload.includes(text)))
          assert.ok(!mentions(purged, order.personal_texts))
          assert.deepEqual(business(normalize(purged)), business(normalize(order.payload)))
          assert.deepEqual(normalize(adapter.withoutPersonalData(purged)), normalize(purged))
        })
      }

      it("also in what cannot be read", () => {
        const personal_texts = cases.orders.flatMap((order) => order.personal_texts)
        for (const { payload } of cases.unreadable) {
          assert.ok(!mentions(adapter.withoutPersonalData(payload), personal_texts))
        }
      })
    })

    describe("makes a test order", () => {
      it("that is ready, costs what was asked, and is the one that was asked for", () => {
        if (!adapter.descriptor.capabilities.test_orders) {
          return
        }
        const request = {
          external_id: "TEST-0001",
          sku: "SKU-1",
          title: "Mug & “tasse” <été>",
          quantity: 2,
          unit_price: 12.9,
          country_code: "FR",
          now: new Date("2026-03-16T08:00:00Z"),
        }
        const snapshot = adapter.testOrder(request, settings)
        const order = normalizedOrderSchema.parse(normalize(snapshot.payload))
        assert.equal(snapshot.external_id, request.external_id)
        assert.equal(order.external_id, request.external_id)
        assert.equal(order.purchased_at, request.now.toISOString())
        assert.equal(order.shipping_address?.country_code, "FR")
        assert.ok(order.lines.every((line) => line.sku === request.sku && line.title === request.title))
        const items = order.lines.flatMap((line) => line.items.map((item) => ({ ...item, line })))
        assert.ok(items.every((item) => item.status === "ready" && item.line.fulfilled_by === "seller"))
        assert.equal(
          items.reduce((sum, item) => sum + (item.quantity ?? NaN), 0),
          request.quantity
        )
        const paid = items.reduce(
          (sum, item) =>
            sum + (item.quantity ?? NaN) * (item.line.unit_price ?? NaN) + (item.shipping_price ?? NaN),
          0
        )
        assert.ok(order.total === null || Math.abs(order.total - paid) < 0.005)
        assert.ok(items.every((item) => item.line.unit_price === request.unit_price))
      })
    })

    describe("ships", () => {
      it("with a policy that can be kept", () => {
        for (const { payload } of cases.orders) {
          const policy = adapter.shipmentPolicy(normalize(payload), settings)
          assert.ok(["one", "many"].includes(policy.parcels))
          assert.ok(["wait_for_all", "first_parcel"].includes(policy.split))
          assert.ok(policy.tracking_number_max_length > 0 && policy.tracking_url_max_length > 0)
          assert.ok(!policy.untracked || adapter.descriptor.capabilities.untracked_shipments)
        }
      })

      it("no item in two parcels, and nothing when a parcel would be left unsaid", async () => {
        const { session, requests } = connect(failing("unavailable"))
        const { shipment } = aShipment()
        const [parcel] = shipment.parcels
        const other = { ...parcel, tracking_number: "EXAMPLE0002" }
        const all = shipment.item_external_ids
        for (const parcels of [
          [parcel, other].map((one) => ({ ...one, item_external_ids: all })),
          [
            { ...parcel, item_external_ids: all },
            { ...other, item_external_ids: [] },
          ],
          [{ ...parcel, item_external_ids: [] }],
        ]) {
          await assert.rejects(session.ship({ ...shipment, parcels }), isKind("refused"))
        }
        assert.deepEqual(requests, [])
      })
    })

    describe("offers", () => {
      const addresses = Object.values(cases.options).filter((value) => typeof value === "string")
      describeOffers({ ...cases, adapter, settings, addresses, connect }, it)
    })

    describe("talks", () => {
      for (const kind of KINDS) {
        it(`and passes on ${kind} as it came`, async () => {
          const { session } = connect(failing(kind))
          for (const [name, call] of calls(session)) {
            await assert.rejects(call(), isError(name, kind))
          }
          const result = await session.check()
          assert.equal(result.ok, false)
          assert.notEqual(result.code, "ok")
        })
      }

      it("and takes no page for an answer: errors without secrets, no cursor", async () => {
        const { session, lines } = connect(answering(PAGE))
        for (const [name, call] of calls(session)) {
          await assert.rejects(call(), isError(name))
        }
        assert.ok(!mentions(lines.join("\n"), cases.secrets))
      })

      it("and never lets the client repeat a call that changes something", async () => {
        for (const name of ["decide", "ship", "cancel"]) {
          const { session, requests } = connect(failing("unavailable"))
          const call = calls(session).find(([called]) => called === name)
          await call?.[1]().catch(() => {})
          assert.ok(!requests.at(-1)?.retry, name)
        }
      })

      it("and takes its addresses from the options, never from an order", async () => {
        const hosts = Object.values(cases.options).filter((value) => typeof value === "string")
        const { session, requests } = connect(failing("unavailable"))
        for (const [, call] of calls(session)) {
          await call().catch(() => {})
        }
        assert.ok(requests.length > 0)
        for (const { url } of requests) {
          assert.ok(
            hosts.some((value) => URL.canParse(value) && new URL(value).origin === new URL(url).origin)
          )
        }
      })
    })

    const { fake } = cases
    if (fake) describe("succeeds", () => describeSuccess(adapter, { ...cases, fake }, it))

    function connect(respond: (request: HttpRequest) => string) {
      const requests: { url: string; retry: boolean }[] = []
      const lines: string[] = []
      const http: HttpClient = {
        request: async (request, { retry, interpret }) => {
          requests.push({ url: request.url, retry })
          return interpret({ status: 200, headers: {}, body: Buffer.from(respond(request)) })
        },
      }
      let token = cases.token ? { token: cases.token, expires_at: Number.MAX_SAFE_INTEGER } : null
      const log = (line: string) => void lines.push(line)
      const session = adapter.connect({
        connection_id: "mkc_contract",
        credentials: cases.credentials,
        settings,
        options: cases.options,
        http,
        tokens: { get: () => token, set: (next) => void (token = next) },
        logger: { info: log, warn: log, error: log },
        now: () => Date.parse("2026-03-16T08:00:00Z"),
      })
      return { session, requests, lines }
    }

    function aShipment(): { shipment: ShipmentRequest } {
      const snapshot = cases.orders.find(({ payload }) => readyItems(normalize(payload)).length > 0)
      assert.ok(snapshot, "cases.orders needs an order that is ready to ship")
      const { external_id, payload } = snapshot
      const order = normalize(payload)
      const item_external_ids = readyItems(order)
      const shipment: ShipmentRequest = {
        external_id,
        item_external_ids,
        parcels: [
          {
            tracking_number: "EXAMPLE0001",
            carrier_name: adapter.carrier_names.fallback,
            tracking_url: "https://carrier.example/EXAMPLE0001",
          },
        ],
        is_untracked: false,
        order,
      }
      return { shipment }
    }

    function calls(session: MarketplaceSession): [string, () => Promise<unknown>][] {
      const { shipment } = aShipment()
      const { external_id, item_external_ids } = shipment
      const { decides, cancels, live_carriers } = adapter.descriptor.capabilities
      const all: [string, () => Promise<unknown>, boolean][] = [
        ["read", () => session.read(external_id), true],
        ["pull", () => drain(session, "new"), true],
        ["pull of what is open", () => drain(session, "open"), true],
        ["carriers", () => session.carriers(), live_carriers],
        ["ship", (): Promise<CallResult> => session.ship(shipment), true],
        [
          "decide",
          () => session.decide({ external_id, decision: "accept", item_external_ids, reason: null }),
          decides !== "none",
        ],
        [
          "cancel",
          () => session.cancel({ external_id, item_external_ids: null, reason: "out-of-stock" }),
          cancels !== "none",
        ],
      ]
      return all.filter(([, , isThere]) => isThere).map(([name, call]) => [name, call])
    }

    /** `cancel` may be refused by a setting before it is sent; everything else passes on what came. */
    function isError(name: string, kind?: MarketplaceErrorKind) {
      return (error: unknown) => {
        assert.ok(isMarketplaceError(error), `${name} threw something else`)
        assert.ok(!mentions(`${error.message}${JSON.stringify(error.details)}`, cases.secrets), name)
        const isSwitchedOff = name === "cancel" && error.details.reason === "not_supported"
        assert.ok(kind === undefined || error.kind === kind || isSwitchedOff, `${name}: ${error.kind}`)
        return true
      }
    }
  })
}

async function drain(session: MarketplaceSession, scope: PullRequest["scope"]): Promise<void> {
  const start_at = new Date("2026-03-01T00:00:00Z")
  const pages = session.pull({ cursor: null, start_at, oldest_unfinished_at: null, scope })
  for await (const page of pages) {
    assert.ok(page.snapshots.every((snapshot) => snapshot.external_id))
  }
}

const failing = (kind: MarketplaceErrorKind) => (): never => {
  throw new MarketplaceError(kind, "The call failed.", { effect: "unknown" })
}
const answering = (body: string) => () => body

const isKind = (kind: MarketplaceErrorKind) => (error: unknown) =>
  isMarketplaceError(error) && error.kind === kind

const mentions = (text: string, words: readonly string[]) =>
  words.some((word) => word !== "" && text.toLowerCase().includes(word.toLowerCase()))

function readyItems(order: NormalizedOrder): string[] {
  const owed = order.lines.filter((line) => line.fulfilled_by === "seller")
  return owed.flatMap((line) =>
    line.items.filter((item) => item.status === "ready").map((item) => item.external_id)
  )
}

/** What must survive when the buyer's data goes. */
function business(order: NormalizedOrder) {
  const { external_id, external_status, purchased_at, currency_code, total, fees, is_paid } = order
  const lines = order.lines.map((line) => ({
    ...line,
    items: line.items.map((item) => ({
      ...item,
      parcels: item.parcels.map((parcel) => parcel.tracking_number),
    })),
  }))
  return { external_id, external_status, purchased_at, currency_code, total, fees, is_paid, lines }
}
