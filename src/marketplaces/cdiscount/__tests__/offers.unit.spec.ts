import type { CdiscountSettingsInput } from "../../../../sandbox/cdiscount/settings"
import { startSandbox, type Sandbox } from "../../../../sandbox/server"
import { createHttpClient, createLimiter } from "../../http"
import {
  isMarketplaceError,
  type MarketplaceError,
  type OfferBatch,
  type OfferChange,
  type OfferResults,
  type OfferSession,
  type OffersRequest,
  type OfferSubmission,
} from "../../port"
import { cdiscount } from ".."

/** Octopia's offers as they were written from its documentation alone, over HTTP: neither side shares code with the other. */
const NOW = "2026-03-16T12:00:00.000Z"
const LAMP = "MP-0001"
const VASE = "MP-0002"
const UPLOAD = "POST /offer-packages/{id}/offer-requests"
let sandbox: Sandbox

beforeAll(async () => {
  sandbox = await startSandbox()
})
afterAll(() => sandbox.stop())
beforeEach(() => {
  sandbox.control.reset()
  sandbox.control.time({ set: NOW, freeze: true })
})

const pass = (minutes: number) => void sandbox.control.time({ advance_minutes: minutes })
const play = (settings: CdiscountSettingsInput) => void sandbox.control.cdiscount.configure(settings)
const shelf = () => sandbox.control.cdiscount.offers
const shows = (sku: string) => shelf().list({ sku })[0]
const put = (...skus: string[]) => void shelf().put({ offers: skus.map((sku) => ({ sku, quantity: 3 })) })
const calls = (endpoint: string) => sandbox.control.requests({ endpoint }).length

function connect(settings: Record<string, unknown> = {}): Required<OfferSession> {
  let kept: { token: string; expires_at: number } | null = null
  const session = cdiscount.connect({
    connection_id: "mkc_1",
    credentials: { client_id: "sandbox-client", client_secret: "sandbox-secret", seller_id: "12345" },
    settings: cdiscount.settings_schema.parse(settings),
    options: sandbox.cdiscount,
    http: createHttpClient({
      limiter: createLimiter({ requests_per_second: 100_000 }),
      retry: { initial_delay_ms: 1, max_delay_ms: 5 },
    }),
    tokens: { get: () => kept, set: (token) => void (kept = token) },
    logger: { info: () => {}, warn: () => {}, error: () => {} },
    now: () => Date.parse(sandbox.control.time().now),
  })
  const { submitOffers, offerResults, readOffers } = session
  if (!submitOffers || !offerResults || !readOffers) throw new Error("The session has no offers")
  return { submitOffers, offerResults, readOffers }
}

const batch = (changes: OfferChange[], change: Partial<OfferBatch> = {}): OfferBatch => ({
  id: "mkob_1",
  kind: "update",
  channel: "CDISFR",
  changes,
  ...change,
})
const stock = (sku: string, quantity: number): OfferChange => ({ sku, stock: { quantity } })
const price = (amount: string, change: Partial<NonNullable<OfferChange["price"]>> = {}) => ({
  price: {
    amount,
    currency_code: "EUR",
    tax_rate: "20",
    eco_part: "0.00",
    struck_price: "untouched" as const,
    ...change,
  },
})

/** What is stored of a walk that may break off: the last checkpoint, and how it ended. */
async function walk(
  session: OfferSession,
  given: OfferBatch,
  stored: string | null = null,
  stopAfter = Infinity
): Promise<{ stored: string | null; end: OfferSubmission | MarketplaceError | null }> {
  let steps = 0
  try {
    const steps_of = session.submitOffers(given, stored)
    for (;;) {
      const step = await steps_of.next()
      if (step.done) return { stored, end: step.value }
      stored = step.value
      if (++steps >= stopAfter) return { stored, end: null }
    }
  } catch (error) {
    if (isMarketplaceError(error)) return { stored, end: error }
    throw error
  }
}
async function submit(session: OfferSession, given: OfferBatch, stored: string | null = null) {
  const { end } = await walk(session, given, stored)
  if (!end || isMarketplaceError(end)) throw end ?? new Error("Not sent")
  return end
}
const referenceOf = (submission: OfferSubmission): string => {
  if (submission.reference === null) throw new Error("Nothing went")
  return submission.reference
}
async function sendAll(session: OfferSession, given: OfferBatch): Promise<OfferResults> {
  const { reference } = await submit(session, given)
  pass(1)
  return session.offerResults(String(reference))
}
const bySku = ({ results }: OfferResults) =>
  Object.fromEntries(results.map(({ sku, outcome, reason }) => [sku, reason ?? outcome]))
async function readAll(session: OfferSession, request: Partial<OffersRequest> = {}) {
  const offers = []
  for (let cursor: string | null = null, first = true; first || cursor !== null; first = false) {
    const page = await session.readOffers({ channel: "CDISFR", cursor, ...request })
    offers.push(...page.offers)
    cursor = page.cursor
  }
  return offers
}

describe("a quantity", () => {
  it("goes alone, is integrated, and shows when it is read back", async () => {
    put(LAMP)
    const session = connect()
    const submission = await submit(session, batch([stock(LAMP, 7)]))
    expect(submission.refused).toEqual([])
    const reference = referenceOf(submission)
    expect(await session.offerResults(reference)).toMatchObject({ state: "pending", results: [] })
    const [{ body }] = sandbox.control.requests({ endpoint: UPLOAD })
    expect(JSON.parse(body)).toEqual([{ sellerExternalReference: LAMP, quantity: 7 }])
    pass(1)
    expect(await session.offerResults(reference)).toMatchObject({
      state: "done",
      results: [{ sku: LAMP, outcome: "done", code: "8001", message: "Offer updated." }],
    })
    expect(await readAll(session, { skus: [LAMP] })).toMatchObject([
      {
        sku: LAMP,
        quantity: 7,
        price: "19.90",
        currency_code: "EUR",
        is_active: true,
        fulfilled_by: "seller",
      },
    ])
    expect(shelf().history({ by: "interface" })).toMatchObject([
      { sku: LAMP, field: "quantity", from: 3, to: 7 },
    ])
  })

  it("names the channel where the documentation wants it", async () => {
    put(LAMP)
    await submit(connect(), batch([stock(LAMP, 7)]))
    const [{ headers }] = sandbox.control.requests({ endpoint: "POST /offer-packages" })
    expect(headers.saleschannelid).toBe("CDISFR")
  })

  it("of an offer that does not exist is refused, and the others go", async () => {
    put(LAMP)
    const results = await sendAll(connect(), batch([stock(LAMP, 7), stock(VASE, 1)]))
    expect(bySku(results)).toEqual({ [LAMP]: "done", [VASE]: "unknown_offer" })
    expect(shows(LAMP).quantity).toBe(7)
  })

  it("of 0 wins over one that is still being integrated", async () => {
    put(LAMP)
    const session = connect()
    await submit(session, batch([stock(LAMP, 3)]))
    await submit(session, batch([stock(LAMP, 0)]))
    pass(1)
    expect(shows(LAMP).quantity).toBe(0)
  })
})

describe("a price", () => {
  it.each([
    [
      "percent",
      [
        { code: "VAT", value: 5.5 },
        { code: "Ecotax", value: 0.35 },
        { code: "Deatax", value: 0 },
      ],
    ],
    [
      "zero",
      [
        { code: "VAT", value: 0 },
        { code: "Ecotax", value: 0.35 },
        { code: "Deatax", value: 0 },
      ],
    ],
    [
      "fraction",
      [
        { code: "vat", type: "Rate", value: 0.055 },
        { code: "ecoTax", type: "Amount", value: 0.35 },
        { code: "deaTax", type: "Amount", value: 0 },
      ],
    ],
  ] as const)("goes with all its taxes (%s)", async (tax_coding, taxes) => {
    put(LAMP)
    play({ tax_coding })
    const change = { sku: LAMP, ...price("24.90", { tax_rate: "5.5", eco_part: "0.35" }) }
    expect(bySku(await sendAll(connect({ tax_coding }), batch([change])))).toEqual({ [LAMP]: "done" })
    expect(shows(LAMP)).toMatchObject({
      price_cents: 2490,
      quantity: 3,
      details: { taxes, preparationTime: 2 },
    })
    const [{ body }] = sandbox.control.requests({ endpoint: UPLOAD })
    expect(body).toContain('"price":24.9,')
  })

  it("goes without taxes where the setting says so", async () => {
    put(LAMP)
    play({ taxes_with_price: false })
    const session = connect({ price_update_with_taxes: false })
    expect(bySku(await sendAll(session, batch([{ sku: LAMP, ...price("24.90") }])))).toEqual({
      [LAMP]: "done",
    })
    expect(sandbox.control.requests({ endpoint: UPLOAD })[0].body).not.toContain("taxes")
  })

  it("takes a strikethrough price away only where it is asked to", async () => {
    shelf().put({
      offers: [
        { sku: LAMP, struck_cents: 2990 },
        { sku: VASE, struck_cents: 2990 },
      ],
    })
    const removed = price("24.90", { struck_price: "remove" })
    await sendAll(
      connect(),
      batch([
        { sku: LAMP, ...price("24.90") },
        { sku: VASE, ...removed },
      ])
    )
    expect([shows(LAMP).struck_cents, shows(VASE).struck_cents]).toEqual([2990, null])
  })

  it("that is refused keeps no quantity of another offer from going", async () => {
    put(LAMP, VASE)
    const bad = {
      ...stock(LAMP, 9),
      ...price("24.90"),
      delivery: {
        preparation_days: 2,
        modes: [{ code: "NO-SUCH-MODE", fee: "1.00", additional_fee: "0.00" }],
      },
    }
    const results = await sendAll(connect(), batch([bad, stock(VASE, 9)]))
    expect(bySku(results)).toEqual({ [LAMP]: "refused", [VASE]: "done" })
    expect(results.results[0].message).toBe("Delivery fees - Tracking mode.")
  })
})

describe("delivery and creation", () => {
  const delivery = {
    preparation_days: 1,
    modes: [{ code: "THD", fee: "4.90", additional_fee: "1.00" }],
  }
  const listing = { ean: "2000000000015", condition: "New" }

  it("sends the complete list of modes, and nothing that is not named", async () => {
    put(LAMP)
    await sendAll(connect(), batch([{ sku: LAMP, delivery }]))
    expect(shows(LAMP)).toMatchObject({
      quantity: 3,
      price_cents: 1990,
      details: { deliveryModes: [{ code: "THD", cost: 4.9, additionalCost: 1 }], preparationTime: 1 },
    })
  })

  it("creates an offer with everything that it needs", async () => {
    const change = { ...stock("NEW-1", 4), ...price("24.90"), delivery, listing }
    const results = await sendAll(connect(), batch([change], { kind: "create" }))
    expect(bySku(results)).toEqual({ "NEW-1": "done" })
    expect(shows("NEW-1")).toMatchObject({
      gtin: listing.ean,
      quantity: 4,
      price_cents: 2490,
      condition: "New",
    })
    expect(sandbox.control.cdiscount.packages()[0].type).toBe("Upsert")
  })

  it("creates nothing that is not complete: an upsert would replace what it does not name", async () => {
    for (const left of ["stock", "price", "delivery", "listing"] as const) {
      const change = { ...stock("NEW-1", 4), ...price("24.90"), delivery, listing, [left]: undefined }
      const { end } = await walk(connect(), batch([change], { kind: "create" }))
      expect(end).toMatchObject({ kind: "refused" })
    }
    expect(calls("POST /offer-packages")).toBe(0)
  })

  it("names taxes and the product as the settings say", async () => {
    const session = connect({ tax_names: { eco: "EcoTax" }, send_product_reference: true })
    await submit(
      session,
      batch([{ ...stock("NEW-1", 4), ...price("24.90"), delivery, listing }], { kind: "create" })
    )
    const [{ body }] = sandbox.control.requests({ endpoint: UPLOAD })
    expect(JSON.parse(body)).toMatchObject([
      {
        product: { gtin: listing.ean, reference: "NEW-1" },
        price: { taxes: [{ code: "VAT" }, { code: "EcoTax" }, { code: "Deatax" }] },
      },
    ])
  })

  it("says where the product does not exist there", async () => {
    play({ unknown_gtins: [listing.ean] })
    const change = { ...stock("NEW-1", 4), ...price("24.90"), delivery, listing }
    const results = await sendAll(connect(), batch([change], { kind: "create" }))
    expect(bySku(results)).toEqual({ "NEW-1": "unknown_product" })
  })
})

describe("a bad row", () => {
  it("is found alone, and the other 99 go", async () => {
    const skus = Array.from({ length: 100 }, (_, n) => `SKU-${n}`)
    put(...skus)
    const changes = skus.map((sku, n) => stock(n === 42 ? "with space" : sku, 8))
    const session = connect()
    const submission = await submit(session, batch(changes))
    expect(submission.refused.map(({ sku }) => sku)).toEqual(["with space"])
    expect(submission.refused[0].message).toContain("1 to 50 characters")
    pass(1)
    const { results } = await session.offerResults(referenceOf(submission))
    expect(results.filter(({ outcome }) => outcome === "done")).toHaveLength(99)
    expect(calls(UPLOAD)).toBeLessThan(25)
  })

  it("alone in a batch leaves nothing to wait for", async () => {
    const submission = await submit(connect(), batch([stock("é", 1)]))
    expect(submission).toMatchObject({ reference: null, refused: [{ sku: "é" }] })
  })

  it("is not looked for without end where everything is refused", async () => {
    const changes = Array.from({ length: 300 }, (_, n) => stock(`with space ${n}`, 1))
    const { end } = await walk(connect(), batch(changes))
    expect(end).toMatchObject({ kind: "refused", details: { effect: "none" } })
    expect(calls(UPLOAD)).toBeLessThan(40)
  })
})

describe("a large batch", () => {
  it("is one package, uploaded a hundred at a time, with results of several pages", async () => {
    const skus = Array.from({ length: 1250 }, (_, n) => `SKU-${n}`)
    put(...skus)
    const session = connect()
    const results = await sendAll(session, batch(skus.map((sku) => stock(sku, 8))))
    expect(results.results).toHaveLength(1250)
    expect([calls("POST /offer-packages"), calls(UPLOAD)]).toEqual([1, 13])
    const shown = await readAll(session)
    expect(shown).toHaveLength(1250)
    expect(shown.every(({ quantity }) => quantity === 8)).toBe(true)
    expect(calls("GET /offers")).toBe(2)
  })
})

describe("a process that dies", () => {
  const skus = Array.from({ length: 250 }, (_, n) => `SKU-${n}`)
  const given = batch(skus.map((sku) => stock(sku, 8)))

  it.each([1, 2, 3, 4, 5])("goes on after its step %i, and sends no offer twice", async (steps) => {
    put(...skus)
    const { stored } = await walk(connect(), given, null, steps)
    // Whatever was under way when it died did not arrive, or did: here it did not.
    const session = connect()
    const submission = await submit(session, given, stored)
    pass(1)
    const { results } = await session.offerResults(referenceOf(submission))
    expect(results.some(({ outcome }) => outcome === "refused")).toBe(false)
    const sent = sandbox.control.cdiscount.packages().flatMap(({ requests }) => requests)
    const references = sent.map((request) => request.sellerExternalReference)
    expect(new Set(references).size).toBe(references.length)
    // What is not among the results had no effect, and is sent again by whoever sees that.
    const done = results.map(({ sku }) => sku)
    for (const sku of skus) expect(shows(sku).quantity).toBe(done.includes(sku) ? 8 : 3)
  })

  it("does not send again what may have arrived", async () => {
    put(...skus)
    const first = connect()
    sandbox.control.addFault({ kind: "reset", endpoint: UPLOAD, after_effect: true, skip: 1, times: 1 })
    const results = await sendAll(first, given)
    expect(results.results).toHaveLength(250)
    expect(results.results.every(({ outcome }) => outcome === "done")).toBe(true)
    expect(calls(UPLOAD)).toBe(3)
  })

  it("stops where nothing is answered, and goes on with what was not sent", async () => {
    const many = Array.from({ length: 1000 }, (_, n) => `SKU-${n}`)
    put(...many)
    const all = batch(many.map((sku) => stock(sku, 8)))
    sandbox.control.addFault({ kind: "server_error", endpoint: UPLOAD, times: 50 })
    const session = connect()
    const { stored, end } = await walk(session, all)
    expect(end).toMatchObject({ details: { effect: "unknown" } })
    expect(calls(UPLOAD)).toBe(2)
    sandbox.control.removeFaults()
    const { reference } = await submit(session, all, stored)
    pass(1)
    const { results } = await session.offerResults(String(reference))
    expect(results).toHaveLength(800)
  })

  it("closes a package that it has closed already only once", async () => {
    put(LAMP)
    sandbox.control.addFault({
      kind: "status",
      endpoint: "PATCH /offer-packages/{id}",
      after_effect: true,
      times: 1,
    })
    const session = connect()
    expect(bySku(await sendAll(session, batch([stock(LAMP, 7)])))).toEqual({ [LAMP]: "done" })
    expect(calls("PATCH /offer-packages/{id}")).toBe(1)
    // Again from the last step, as after a crash behind it.
    const { stored } = await walk(session, batch([stock(LAMP, 9)]), null, 3)
    const submission = await submit(session, batch([stock(LAMP, 9)]), stored)
    expect(await submit(session, batch([stock(LAMP, 9)]), stored)).toEqual(submission)
  })

  it("gives a package up that Octopia has given up, and starts with fresh values", async () => {
    put(LAMP)
    const { stored } = await walk(connect(), batch([stock(LAMP, 7)]), null, 1)
    pass(6 * 60)
    expect((await walk(connect(), batch([stock(LAMP, 7)]), stored)).end).toMatchObject({
      kind: "not_found",
      details: { reason: "batch_lost", effect: "none" },
    })
    expect(calls(UPLOAD)).toBe(0)
  })

  it("keeps an old package that was closed in time", async () => {
    put(LAMP)
    const { stored } = await walk(connect(), batch([stock(LAMP, 7)]), null, 3)
    const submission = await submit(connect(), batch([stock(LAMP, 7)]), stored)
    pass(7 * 60)
    expect(await submit(connect(), batch([stock(LAMP, 7)]), stored)).toEqual(submission)
  })

  it("refuses a progress that it cannot read", async () => {
    const { end } = await walk(connect(), batch([stock(LAMP, 7)]), "{}")
    expect(end).toMatchObject({ kind: "configuration" })
  })
})

describe("what Octopia refuses for a while", () => {
  it("is a pause, after which the same package goes on", async () => {
    const skus = Array.from({ length: 250 }, (_, n) => `SKU-${n}`)
    put(...skus)
    const given = batch(skus.map((sku) => stock(sku, 8)))
    sandbox.control.addFault({ kind: "quota", endpoint: UPLOAD, skip: 1, minutes: 5, for_minutes: 5 })
    const session = connect()
    const { stored, end } = await walk(session, given)
    expect(end).toMatchObject({ kind: "quota", details: { retry_after_ms: 300_000 } })
    pass(6)
    const submission = await submit(session, given, stored)
    pass(1)
    const { results } = await session.offerResults(referenceOf(submission))
    expect(results.filter(({ outcome }) => outcome === "done")).toHaveLength(250)
    expect(calls("POST /offer-packages")).toBe(1)
  })

  it("is an upload that is still being taken in", async () => {
    put(LAMP)
    play({ intake_delay_ms: 60_000 })
    const session = connect()
    const { stored, end } = await walk(session, batch([stock(LAMP, 7)]))
    expect(end).toMatchObject({ kind: "not_ready", details: { effect: "none" } })
    pass(2)
    await submit(session, batch([stock(LAMP, 7)]), stored)
    pass(1)
    expect(shows(LAMP).quantity).toBe(7)
  })

  it("is an empty package where its creation is uncertain: another one is made", async () => {
    put(LAMP)
    sandbox.control.addFault({
      kind: "reset",
      endpoint: "POST /offer-packages",
      after_effect: true,
      times: 1,
    })
    const session = connect()
    const { stored, end } = await walk(session, batch([stock(LAMP, 7)]))
    expect([stored, end]).toMatchObject([null, { kind: "unavailable" }])
    expect(bySku(await sendAll(session, batch([stock(LAMP, 7)])))).toEqual({ [LAMP]: "done" })
    expect(sandbox.control.cdiscount.packages().map(({ requests }) => requests.length)).toEqual([0, 1])
  })
})

describe("results", () => {
  it("stay away for a package that hangs, and the next one goes all the same", async () => {
    put(LAMP)
    play({ packages_stuck: true })
    const session = connect()
    const first = await submit(session, batch([stock(LAMP, 7)]))
    pass(600)
    expect(await session.offerResults(referenceOf(first))).toMatchObject({ state: "pending" })
    play({ packages_stuck: false })
    expect(bySku(await sendAll(session, batch([stock(LAMP, 0)])))).toEqual({ [LAMP]: "done" })
    expect(shows(LAMP).quantity).toBe(0)
  })

  it("are gone after three days", async () => {
    put(LAMP)
    const session = connect()
    const { reference } = await submit(session, batch([stock(LAMP, 7)]))
    pass(1)
    expect(await session.offerResults(String(reference))).toMatchObject({ state: "done" })
    pass(3 * 24 * 60 + 1)
    expect(await session.offerResults(String(reference))).toEqual({
      state: "gone",
      results: [],
      message: null,
    })
  })

  it("may say integrated of what never shows: reading back finds it", async () => {
    put(LAMP)
    play({ lost_skus: [LAMP] })
    const session = connect()
    expect(bySku(await sendAll(session, batch([stock(LAMP, 7)])))).toEqual({ [LAMP]: "done" })
    expect(await readAll(session)).toMatchObject([{ sku: LAMP, quantity: 3 }])
  })

  it("are refusals where the offer is twice, or the status is none that is known", async () => {
    put(LAMP)
    const body = (items: unknown[]) => JSON.stringify({ itemsPerPage: items.length, items })
    const item = (integrationStatus: unknown, results: unknown = []) => ({
      sellerExternalReference: LAMP,
      integrationStatus,
      results,
    })
    const session = connect()
    const { reference } = await submit(session, batch([stock(LAMP, 7)]))
    pass(1)
    for (const [items, expected] of [
      [[item("Integrated"), item("Duplicated")], "refused"],
      [[item("Duplicated"), item("Integrated")], "refused"],
      [[item("Sleeping")], "refused"],
      [[item(null)], "refused"],
      [[item("Integrated", [{ resultCode: 8000, message: "Offer created" }])], "done"],
      [[item("Integrated", null)], "done"],
    ] as const) {
      sandbox.control.addFault({
        kind: "status",
        endpoint: "GET /offer-packages/{id}/offer-requests-results",
        status: 200,
        body: body([...items]),
        times: 1,
      })
      expect(bySku(await session.offerResults(String(reference)))).toEqual({ [LAMP]: expected })
    }
  })

  it("keep no half of a letter, however long what Octopia says is", async () => {
    put(LAMP)
    const session = connect()
    const { reference } = await submit(session, batch([stock(LAMP, 7)]))
    pass(1)
    const long = `${"x".repeat(499)}\ud83d\ude00${"\u0000y".repeat(1000)}`
    const result = { resultCode: long, message: long }
    sandbox.control.addFault({
      kind: "status",
      endpoint: "GET /offer-packages/{id}/offer-requests-results",
      status: 200,
      body: JSON.stringify({
        items: [{ sellerExternalReference: LAMP, integrationStatus: "Rejected", results: [result] }],
      }),
      times: 1,
    })
    sandbox.control.addFault({
      kind: "status",
      endpoint: "GET /offer-packages/{id}",
      status: 200,
      body: JSON.stringify({ state: "Integrated", result: { resultCode: 1, message: long } }),
      times: 1,
    })
    const results = await session.offerResults(String(reference))
    const beginning = "x".repeat(499)
    expect(results).toMatchObject({
      message: beginning,
      results: [{ sku: LAMP, code: beginning, message: beginning }],
    })
  })

  it("of an entry that cannot be read stop no other, and pages that lead back are an error", async () => {
    put(LAMP)
    const session = connect()
    const { reference } = await submit(session, batch([stock(LAMP, 7)]))
    pass(1)
    const answer = (items: unknown[], link?: string, skip = 0) =>
      sandbox.control.addFault({
        kind: "status",
        endpoint: "GET /offer-packages/{id}/offer-requests-results",
        status: 200,
        body: JSON.stringify({ items }),
        times: 1,
        skip,
        ...(link && { headers: { link: `<https://x.example/r?cursor=${link}>; rel="next"` } }),
      })
    const item = (sellerExternalReference: unknown) => ({
      sellerExternalReference,
      integrationStatus: "Integrated",
    })
    answer([null, item("A\u0000"), item("x".repeat(600)), item(LAMP)])
    expect(bySku(await session.offerResults(String(reference)))).toEqual({ [LAMP]: "done" })
    const pages = [
      ["A", "2"],
      ["B", "3"],
      ["C", "2"],
      ["D", "4"],
    ]
    pages.forEach(([sku, next], index) => answer([item(sku)], next, index))
    await expect(session.offerResults(String(reference))).rejects.toMatchObject({
      message: expect.stringContaining("page 4 is page 2 again") as string,
      details: { reason: "pages_repeat" },
    })
  })

  it("are refused for a SKU that is twice in one batch, before anything is sent", async () => {
    const { end } = await walk(connect(), batch([stock(LAMP, 7), stock(LAMP, 8)]))
    expect(end).toMatchObject({ kind: "refused" })
    expect(calls("POST /offer-packages")).toBe(0)
  })
})

describe("reading what is shown", () => {
  it("ends with an error in the middle, and says nothing about what it did not show", async () => {
    put(...Array.from({ length: 1500 }, (_, n) => `SKU-${n}`))
    sandbox.control.addFault({ kind: "server_error", endpoint: "GET /offers", skip: 1 })
    const session = connect()
    const first = await session.readOffers({ channel: "CDISFR", cursor: null })
    expect([first.offers.length, first.cursor]).toEqual([1000, "1000"])
    await expect(session.readOffers({ channel: "CDISFR", cursor: first.cursor })).rejects.toMatchObject({
      kind: "unavailable",
    })
  })

  it("knows what the marketplace ships, what is inactive, and what the seller changed there", async () => {
    shelf().put({
      offers: [
        { sku: LAMP, details: { supplyMode: "Fulfillment" } },
        { sku: VASE, is_active: false, struck_cents: 2990 },
      ],
    })
    shelf().change({ sku: VASE, quantity: 1, price_cents: 1500 })
    expect(await readAll(connect())).toMatchObject([
      { sku: LAMP, fulfilled_by: "marketplace" },
      { sku: VASE, is_active: false, quantity: 1, price: "15.00", struck_price: "29.90" },
    ])
  })

  it("names what is not an offer, and reads the others", async () => {
    const items = [
      { sellerExternalReference: LAMP, quantity: "many", product: { title: "La\u0000mpe" } },
      { offerId: "x" },
      { sellerExternalReference: "A\u0000" },
      null,
    ]
    sandbox.control.addFault({
      kind: "status",
      endpoint: "GET /offers",
      status: 200,
      body: JSON.stringify({ items }),
    })
    const page = await connect().readOffers({ channel: "CDISFR", cursor: null })
    expect(page.offers).toMatchObject([{ sku: LAMP, title: "Lampe", quantity: null, price: null }])
    expect(page.unreadable).toHaveLength(3)
  })

  it("does not ask for SKUs that a comma would take apart", async () => {
    const request = { channel: "CDISFR", cursor: null, skus: ["A,B"] }
    await expect(connect().readOffers(request)).rejects.toMatchObject({
      details: { reason: "too_many_skus" },
    })
  })
})

it("takes a buyer's units off, and brings the order", () => {
  put(LAMP)
  sandbox.control.goods.receive({ sku: LAMP, units: 2 })
  const { buy } = shelf()
  const bought = buy({ sku: LAMP, quantity: 2 })
  expect(bought).toMatchObject({ sku: LAMP, quantity: 2 })
  expect(shows(LAMP).quantity).toBe(1)
  const { wire } = sandbox.control.cdiscount.order({ external_id: String(bought?.external_id) })
  expect(cdiscount.normalize(JSON.stringify(wire), cdiscount.settings_schema.parse({}))).toMatchObject({
    total: expect.any(Number) as number,
    lines: [{ sku: LAMP, unit_price: 19.9 }],
  })
  expect(buy({ sku: LAMP, quantity: 2 })).toBeNull()
  pass(5)
  buy({ sku: LAMP })
  expect(sandbox.control.goods.oversold()).toMatchObject([
    { sku: LAMP, place: "cdiscount", last_unit: { place: "cdiscount" }, seconds: 300 },
  ])
})

describe("each setting of how offers are sent", () => {
  const policy = (settings: Record<string, unknown> = {}) => {
    const made = cdiscount.offer_policy?.(cdiscount.settings_schema.parse(settings))
    if (!made) throw new Error("There is no policy")
    return made
  }
  const light = { weight_grams: 500 }
  const heavy = { weight_grams: 30_001 }
  const modes = (settings: Record<string, unknown>, article = light) =>
    policy(settings)
      .deliveryFor(article)
      ?.modes?.map(({ code }) => code)

  it("has the documented default", () => {
    expect(policy()).toMatchObject({
      batch_size: 5000,
      budget: null,
      shortest_gap_ms: 60_000,
      merges_aspects: true,
      needs_stock_and_price: false,
      channels: [{ id: "CDISFR", currency_code: "EUR", country_code: "FR" }],
      shares_stock: true,
      largest_quantity: 9999,
      sends_zero: true,
      results_hours: 72,
      shows_after_minutes: 30,
      condition: "New",
      eco_part_field: null,
      reactivates_by: "update",
    })
    expect(policy().look_after_seconds.at(-1)).toBe(300)
    expect(policy().calls_per_batch(250)).toBe(7)
    expect(policy().deliveryFor(light)).toEqual({
      preparation_days: 2,
      modes: ["THD", "SHD"].map((code) => ({ code, fee: "0.00", additional_fee: "0.00" })),
    })
  })

  it.each([
    [{ package_size: 50 }, { batch_size: 50 }],
    [{ package_gap_seconds: 5 }, { shortest_gap_ms: 5000 }],
    [{ merge_update: false }, { merges_aspects: false }],
    [{ shared_stock: false }, { shares_stock: false }],
    [{ quantity_maximum: 99 }, { largest_quantity: 99 }],
    [{ offers_show_after_minutes: 5 }, { shows_after_minutes: 5 }],
    [{ condition: "UsedLikeNew" }, { condition: "UsedLikeNew" }],
    [{ eco_part_field: "eco" }, { eco_part_field: "eco" }],
    [{ reactivate_by: "upsert" }, { reactivates_by: "create" }],
    [{ reactivate_by: "none" }, { reactivates_by: "person" }],
    [{ results_intervals: [7] }, { look_after_seconds: [7] }],
    [
      {
        offer_channels: { CDISFR: "EUR", "5hEkGb": "PLN" },
        channel_countries: { "5hEkGb": "PL" },
        stock_channel: "5hEkGb",
      },
      {
        channels: [
          { id: "5hEkGb", currency_code: "PLN", country_code: "PL" },
          { id: "CDISFR", currency_code: "EUR", country_code: "FR" },
        ],
      },
    ],
  ])("%j", (settings, expected) => {
    expect(policy(settings)).toMatchObject(expected)
  })

  it("sends fees, modes and days: delivery_modes, heavy_delivery_modes, preparation_days", () => {
    const settings = {
      shipping_fee: 4.9,
      additional_shipping_fee: 1,
      delivery_modes: ["THD"],
      preparation_days: 0,
    }
    expect(policy(settings).deliveryFor(light)).toEqual({
      preparation_days: 0,
      modes: [{ code: "THD", fee: "4.90", additional_fee: "1.00" }],
    })
    expect(modes(settings, heavy)).toEqual(["FDHD"])
    expect(modes({ heavy_delivery_modes: [] }, heavy)).toEqual(["THD", "SHD"])
    expect(modes({ heavy_delivery_modes: ["SRHD"] }, heavy)).toEqual(["SRHD"])
    expect(policy(settings).deliveryFor({ weight_grams: null })?.modes).toHaveLength(1)
  })

  it("gives a package up after package_hours", async () => {
    put(LAMP)
    play({ package_hours: 2 })
    const { stored } = await walk(connect(), batch([stock(LAMP, 7)]), null, 1)
    pass(115)
    const { end } = await walk(connect({ package_hours: 2 }), batch([stock(LAMP, 7)]), stored)
    expect(end).toMatchObject({ details: { reason: "batch_lost" } })
  })

  it("reads results by results_page_size, and offers with offers_fields", async () => {
    const skus = Array.from({ length: 30 }, (_, n) => `SKU-${n}`)
    put(...skus)
    const session = connect({ results_page_size: 10, offers_fields: "quantity,condition" })
    const results = await sendAll(session, batch(skus.map((sku) => stock(sku, 8))))
    expect(results.results).toHaveLength(30)
    expect(calls("GET /offer-packages/{id}/offer-requests-results")).toBe(3)
    await readAll(session)
    expect(sandbox.control.requests({ endpoint: "GET /offers" })[0].query.fields).toBe("quantity,condition")
  })

  it("reads refusals by unknown_offer_pattern and unknown_product_pattern", async () => {
    const refused = async (settings: Record<string, unknown>) =>
      bySku(await sendAll(connect(settings), batch([stock(VASE, 1)])))[VASE]
    expect(await refused({ unknown_offer_pattern: "nothing of the kind" })).toBe("refused")
    const other = { unknown_offer_pattern: "nothing of the kind", unknown_product_pattern: "inexistante" }
    expect(await refused(other)).toBe("unknown_product")
  })
})
