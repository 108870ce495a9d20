import type { RakutenSettingsInput } from "../../../../sandbox/rakuten/settings"
import { startSandbox, type Sandbox } from "../../../../sandbox/server"
import { createHttpClient, createLimiter } from "../../http"
import {
  isMarketplaceError,
  type MarketplaceError,
  type OfferBatch,
  type OfferChange,
  type OfferResults,
  type OfferSession,
  type OfferSubmission,
} from "../../port"
import { rakuten } from ".."

/** Rakuten's stock files as they were written from its documentation alone, over HTTP: neither side shares code with the other. */
const NOW = "2026-03-16T12:00:00.000Z"
const LAMP = "MP-0001"
const VASE = "MP-0002"
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
const play = (settings: RakutenSettingsInput) => void sandbox.control.rakuten.configure(settings)
const shelf = () => sandbox.control.rakuten.offers
const shows = (sku: string) => shelf().list({ sku })[0]
const put = (...skus: string[]) => void shelf().put({ offers: skus.map((sku) => ({ sku, quantity: 3 })) })
const calls = (endpoint: string) => sandbox.control.requests({ endpoint }).length
const settingsOf = (given: Record<string, unknown> = {}) => rakuten.settings_schema.parse(given)

function connect(settings: Record<string, unknown> = {}): Required<OfferSession> {
  const { submitOffers, offerResults, readOffers } = rakuten.connect({
    connection_id: "mkc_1",
    credentials: { login: "boutique-sandbox", token: "0123456789abcdef0123456789abcdef" },
    settings: settingsOf(settings),
    options: sandbox.rakuten,
    http: createHttpClient({
      limiter: createLimiter({ requests_per_second: 100_000 }),
      retry: { initial_delay_ms: 1, max_delay_ms: 5 },
    }),
    tokens: { get: () => null, set: () => {} },
    logger: { info: () => {}, warn: () => {}, error: () => {} },
    now: () => Date.parse(sandbox.control.time().now),
  })
  if (!submitOffers || !offerResults || !readOffers) throw new Error("The session has no offers")
  return { submitOffers, offerResults, readOffers }
}

const batch = (changes: OfferChange[], change: Partial<OfferBatch> = {}): OfferBatch => ({
  id: "mkob_1",
  kind: "update",
  channel: "",
  changes,
  ...change,
})
const stock = (sku: string, quantity: number): OfferChange => ({ sku, stock: { quantity } })
const price = (amount: string) => ({
  price: {
    amount,
    currency_code: "EUR",
    tax_rate: "20",
    eco_part: "0.00",
    struck_price: "untouched" as const,
  },
})

async function walk(
  session: OfferSession,
  given: OfferBatch,
  stored: string | null = null,
  stopAfter = Infinity
): Promise<{ stored: string | null; end: OfferSubmission | MarketplaceError | null }> {
  let taken = 0
  try {
    const steps = session.submitOffers(given, stored)
    for (;;) {
      const step = await steps.next()
      if (step.done) return { stored, end: step.value }
      stored = step.value
      if (++taken >= stopAfter) return { stored, end: null }
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
async function sendAll(session: OfferSession, given: OfferBatch): Promise<OfferResults> {
  const { reference } = await submit(session, given)
  pass(1)
  return session.offerResults(String(reference))
}
const bySku = ({ results }: OfferResults) =>
  Object.fromEntries(results.map(({ sku, outcome, reason }) => [sku, reason ?? outcome]))
async function readAll(session: OfferSession) {
  const offers = []
  for (let cursor: string | null = null, first = true; first || cursor !== null; first = false) {
    const page = await session.readOffers({ channel: "", cursor })
    offers.push(...page.offers)
    cursor = page.cursor
  }
  return offers
}
const sentFile = () => sandbox.control.rakuten.files().at(-1)?.text ?? ""

describe("a stock file", () => {
  it("names only what changes, is worked through, and shows", async () => {
    put(LAMP, VASE)
    const session = connect()
    const submission = await submit(session, batch([stock(LAMP, 7)]))
    expect(submission).toMatchObject({ reference: "xml:60000001", refused: [] })
    expect(sentFile()).toContain("<key>qty</key><value><![CDATA[7]]></value>")
    expect(sentFile()).not.toContain("sellingPrice")
    expect(await session.offerResults("xml:60000001")).toMatchObject({ state: "pending", message: "Reçu" })
    pass(1)
    expect(await session.offerResults("xml:60000001")).toMatchObject({
      state: "done",
      results: [{ sku: LAMP, outcome: "done", external_id: shows(LAMP).external_id }],
    })
    expect(await readAll(session)).toMatchObject([
      { sku: LAMP, quantity: 7, price: "19.90", currency_code: "EUR", ean: "2000000000015" },
      { sku: VASE, quantity: 3 },
    ])
  })

  it("holds a price with a point and two decimals", async () => {
    put(LAMP)
    expect(bySku(await sendAll(connect(), batch([{ sku: LAMP, ...price("1234.50") }])))).toEqual({
      [LAMP]: "done",
    })
    expect(shows(LAMP)).toMatchObject({ price_cents: 123_450, quantity: 3 })
  })

  it("has a result for each offer: a bad one keeps no other from going", async () => {
    put(LAMP)
    const results = await sendAll(connect(), batch([stock(LAMP, 0), stock(VASE, 1)]))
    expect(bySku(results)).toEqual({ [LAMP]: "done", [VASE]: "unknown_offer" })
    expect(results.results[1]).toMatchObject({
      code: "60",
      message: "sellerReference: Référence vendeur inconnue.",
    })
    expect(shows(LAMP).quantity).toBe(0)
  })

  it.each(["iso-8859-1", "utf-8"])("carries every SKU unchanged (%s)", async (upload_charset) => {
    const skus = [
      "A&B",
      "A<B",
      "007",
      "A;B",
      "Été",
      "œuf €",
      "a]]>b",
      `"quoted"`,
      "日本",
      "e\u0301",
      "\ud83d\ude00",
    ]
    put(...skus)
    const results = await sendAll(connect({ upload_charset }), batch(skus.map((sku) => stock(sku, 9))))
    expect(bySku(results)).toEqual(Object.fromEntries(skus.map((sku) => [sku, "done"])))
    for (const sku of skus) expect(shows(sku).quantity).toBe(9)
  })

  it("has a report of many pages", async () => {
    const skus = Array.from({ length: 250 }, (_, n) => `SKU-${n}`)
    put(...skus)
    const results = await sendAll(connect(), batch(skus.map((sku) => stock(sku, 8))))
    expect(results.results).toHaveLength(250)
    expect(calls("genericimportreport")).toBe(3)
  })

  it("of which no line was loaded had no effect", async () => {
    put(LAMP)
    const session = connect()
    const { reference } = await submit(session, batch([stock(LAMP, 7)]))
    const file = sandbox.control.rakuten.files()[0]
    file.text = "<items><item>"
    pass(1)
    expect(await session.offerResults(String(reference))).toMatchObject({
      state: "failed",
      message: "Aucune ligne n'a été chargée",
    })
    expect(shows(LAMP).quantity).toBe(3)
  })

  it("is still under way for as long as Rakuten says so, and gone when it no longer knows", async () => {
    put(LAMP)
    play({ files_stuck: true })
    const session = connect()
    const { reference } = await submit(session, batch([stock(LAMP, 7)]))
    pass(120)
    expect(await session.offerResults(String(reference))).toMatchObject({ state: "pending" })
    sandbox.control.rakuten.releaseFiles()
    expect(await session.offerResults(String(reference))).toMatchObject({ state: "done" })
  })

  it("holds what was set up for shipping costs, and no XML that is broken", async () => {
    put(LAMP)
    const shipping_fragment = "<shipping><package_weight>500</package_weight></shipping>"
    await submit(connect({ shipping_fragment }), batch([stock(LAMP, 7)]))
    expect(sentFile()).toContain(shipping_fragment)
    for (const bad of ["<shipping>", "</attributes>", "<!DOCTYPE x>", "a & b", "<?pi?>", "<purge/>"]) {
      expect(rakuten.settings_schema.safeParse({ shipping_fragment: bad }).success).toBe(false)
    }
  })
})

describe("errors of a row", () => {
  const report = (errors: string) =>
    `<genericimportreportresult><response><file><status>Traité</status></file><product><sku>${LAMP}</sku>` +
    `<status/><aid>77</aid>${errors}</product></response></genericimportreportresult>`
  const error = (fatal: string) =>
    `<error><error_key>qty</error_key><error_code>21</error_code><error_text>Faux</error_text>${fatal}</error>`
  it.each([
    ["none", "", "done"],
    ["an empty list", "<errors/>", "done"],
    ["one", `<errors>${error("")}</errors>`, "refused"],
    ["several", `<errors>${error("")}${error("")}</errors>`, "refused"],
    ["a fatal one", `<errors>${error("<fatal_error>true</fatal_error>")}</errors>`, "refused"],
    ["a remark", `<errors>${error("<fatal_error>false</fatal_error>")}</errors>`, "done"],
  ])("%s", async (_, errors, expected) => {
    sandbox.control.addFault({
      kind: "status",
      endpoint: "genericimportreport",
      status: 200,
      body: report(errors),
      headers: { "content-type": "text/xml; charset=utf-8" },
    })
    const results = await connect({ response_charset: "utf-8" }).offerResults("xml:1")
    expect(bySku(results)).toEqual({ [LAMP]: expected })
  })
})

it("keeps no half of a letter, however long what Rakuten says is", async () => {
  const long = `${"x".repeat(499)}\ud83d\ude00${"y".repeat(1000)}`
  const answer = (endpoint: string, body: string) =>
    sandbox.control.addFault({
      kind: "status",
      endpoint,
      status: 200,
      body,
      times: 1,
      headers: { "content-type": "text/xml; charset=utf-8" },
    })
  const session = connect({ response_charset: "utf-8" })
  const error = `<error_code>${long}</error_code><error_text>${long}</error_text>`
  answer(
    "genericimportreport",
    `<r><response><file><status>Traité</status></file><product><sku>${LAMP}</sku><errors><error>${error}</error></errors></product></response></r>`
  )
  const beginning = "x".repeat(499)
  expect((await session.offerResults("xml:1")).results).toMatchObject([
    { code: beginning, message: beginning },
  ])
  answer(
    "importreport",
    `<r><response><processstatus>PROCESSED</processstatus><errorlist><error><data>${LAMP};1;2</data><errorreport>${long}</errorreport></error></errorlist></response></r>`
  )
  expect((await session.offerResults("csv:1")).results).toMatchObject([{ sku: LAMP, message: beginning }])
})

describe("a process that dies", () => {
  it("does not send a file again that may have arrived: what Rakuten shows decides", async () => {
    put(LAMP)
    const session = connect()
    const { stored } = await walk(session, batch([stock(LAMP, 7)]), null, 1)
    const submission = await submit(session, batch([stock(LAMP, 7)]), stored)
    expect(submission.reference).toBe("lost")
    expect(calls("genericimportfile")).toBe(0)
    expect(await session.offerResults("lost")).toEqual({ state: "gone", results: [], message: null })
  })

  it.each(["reset", "status", "html"] as const)("nor one whose answer is missing (%s)", async (kind) => {
    put(LAMP)
    sandbox.control.addFault({ kind, endpoint: "genericimportfile", after_effect: true, times: 1 })
    const session = connect()
    expect((await submit(session, batch([stock(LAMP, 7)]))).reference).toBe("lost")
    pass(1)
    expect(await readAll(session)).toMatchObject([{ sku: LAMP, quantity: 7 }])
    expect(calls("genericimportfile")).toBe(1)
  })

  it("sends one again that Rakuten refused", async () => {
    put(LAMP)
    sandbox.control.addFault({ kind: "quota", endpoint: "genericimportfile", times: 1 })
    const session = connect()
    const { stored, end } = await walk(session, batch([stock(LAMP, 7)]))
    expect(end).toMatchObject({ kind: "quota" })
    expect(await submit(session, batch([stock(LAMP, 7)]), stored)).toMatchObject({
      reference: "xml:60000001",
    })
  })
})

describe("CSV", () => {
  const csv = { stock_format: "csv" }
  it("has quantity and price in each line, and results only for what was refused", async () => {
    put(LAMP)
    const session = connect(csv)
    const { reference } = await submit(
      session,
      batch([
        { ...stock(LAMP, 7), ...price("24.90") },
        { ...stock(VASE, 1), ...price("9.90") },
      ])
    )
    expect(sentFile()).toBe(`${LAMP};24.90;7\r\n${VASE};9.90;1\r\n`)
    expect(await session.offerResults(String(reference))).toMatchObject({ state: "pending" })
    pass(1)
    expect(await session.offerResults(String(reference))).toMatchObject({
      state: "done",
      unlisted: "done",
      results: [{ sku: VASE, outcome: "refused", message: "Référence vendeur inconnue." }],
    })
    expect(shows(LAMP)).toMatchObject({ quantity: 7, price_cents: 2490 })
  })

  it("never holds a line without price: an offer would cost nothing", async () => {
    put(LAMP, VASE)
    const submission = await submit(
      connect(csv),
      batch([stock(LAMP, 7), { ...stock(VASE, 1), ...price("9.90") }])
    )
    expect(submission.refused.map(({ sku }) => sku)).toEqual([LAMP])
    expect(sentFile()).toBe(`${VASE};9.90;1\r\n`)
    expect(await submit(connect(csv), batch([stock(LAMP, 7)]))).toMatchObject({ reference: null })
  })

  it("needs a SKU that a line can hold", () => {
    const policy = (given: Record<string, unknown>) => rakuten.offer_policy?.(settingsOf(given))
    expect(policy(csv)?.refuseSku("A;B")).toBe("forbidden_characters")
    expect(policy({})?.refuseSku("A;B")).toBeNull()
    expect(policy(csv)?.refuseSku("œuf")).toBe("forbidden_characters")
    expect(policy({ ...csv, upload_charset: "utf-8" })?.refuseSku("œuf")).toBeNull()
    for (const sku of [" A", "A ", "A\tB", "A\u0000", "\ud800"]) {
      expect(policy({})?.refuseSku(sku)).toBe("forbidden_characters")
    }
    expect([policy(csv)?.needs_stock_and_price, policy({})?.needs_stock_and_price]).toEqual([true, false])
  })
})

describe("creating an offer", () => {
  const listing = { ean: "2000000000015", condition: "N" }
  const change = { ...stock("NEW-1", 4), ...price("24.90"), listing }
  it("names the product by its EAN", async () => {
    const session = connect({ product_alias: "generic_product" })
    expect(bySku(await sendAll(session, batch([change], { kind: "create" })))).toEqual({ "NEW-1": "done" })
    expect(shows("NEW-1")).toMatchObject({ gtin: listing.ean, quantity: 4, price_cents: 2490 })
  })

  it("is refused here without the alias of a product type", async () => {
    const { end } = await walk(connect(), batch([change], { kind: "create" }))
    expect(end).toMatchObject({ kind: "configuration" })
    expect(calls("genericimportfile")).toBe(0)
  })
})

describe("the inventory", () => {
  it("is read page by page", async () => {
    put(...Array.from({ length: 1100 }, (_, n) => `SKU-${n}`))
    expect(await readAll(connect())).toHaveLength(1100)
    expect(calls("export")).toBe(3)
  })

  it("has a headline of several lines, as one", async () => {
    sandbox.control.addFault({
      kind: "status",
      endpoint: "export",
      status: 200,
      body:
        `<inventoryresult><response><nexttoken/><advertlist><advert><advertid>77</advertid><sku>${LAMP}</sku><stock>3</stock>` +
        "<price><amount>19.90</amount><currency>EUR</currency></price><quality>N\tN</quality>" +
        "<productsummary><headline>Une\tlampe\nd&#39;architecte</headline><barcode>2000000000015\n</barcode></productsummary>" +
        "</advert></advertlist></response></inventoryresult>",
      headers: { "content-type": "text/xml; charset=utf-8" },
    })
    const page = await connect({ response_charset: "utf-8" }).readOffers({ channel: "", cursor: null })
    expect(page).toMatchObject({
      unreadable: [],
      offers: [{ sku: LAMP, title: "Une lampe d'architecte", ean: "2000000000015", condition: "N N" }],
    })
  })

  it("cannot be read without the right", async () => {
    play({ has_export_right: false })
    await expect(connect().readOffers({ channel: "", cursor: null })).rejects.toMatchObject({
      kind: "no_rights",
    })
  })

  it("shows what is silently lost", async () => {
    put(LAMP)
    play({ lost_skus: [LAMP] })
    const session = connect()
    expect(bySku(await sendAll(session, batch([stock(LAMP, 7)])))).toEqual({ [LAMP]: "done" })
    expect(await readAll(session)).toMatchObject([{ sku: LAMP, quantity: 3 }])
  })
})

it("takes a buyer's units off, and brings a purchase to accept", () => {
  put(LAMP)
  const bought = shelf().buy({ sku: LAMP, quantity: 2 })
  expect(shows(LAMP).quantity).toBe(1)
  const { status } = sandbox.control.rakuten.order({ external_id: String(bought?.external_id) })
  expect(status).toBe("requested")
  expect(sandbox.control.rakuten.expected()).toMatchObject([
    { outcome: "to_accept", lines: [{ sku: LAMP, quantity: 2, unit_cents: 1990 }] },
  ])
})

describe("each setting of how offers are sent", () => {
  const policy = (settings: Record<string, unknown> = {}) => {
    const made = rakuten.offer_policy?.(settingsOf(settings))
    if (!made) throw new Error("There is no policy")
    return made
  }

  it("has the documented default", () => {
    expect(policy()).toMatchObject({
      batch_size: 5000,
      budget: { batches_per_hour: 10, reserved: 3 },
      shortest_gap_ms: 300_000,
      needs_stock_and_price: false,
      channels: [{ id: "", currency_code: "EUR", country_code: "FR" }],
      largest_quantity: 9999,
      sends_zero: true,
      results_hours: 120,
      shows_after_minutes: 30,
      condition: "N",
      eco_part_field: null,
    })
    expect(policy().deliveryFor({ weight_grams: 500 })).toBeNull()
    expect(policy().calls_per_batch(5000)).toBe(2)
  })

  it.each([
    [{ rows_per_file: 50 }, { batch_size: 50 }],
    [{ files_per_hour: 2 }, { budget: { batches_per_hour: 2, reserved: 2 } }],
    [{ reserved_files: 1 }, { budget: { batches_per_hour: 10, reserved: 1 } }],
    [{ file_gap_seconds: 5 }, { shortest_gap_ms: 5000 }],
    [{ zero_policy: "skip-and-alert" }, { sends_zero: false }],
    [{ quantity_maximum: 99 }, { largest_quantity: 99 }],
    [{ offers_show_after_minutes: 5 }, { shows_after_minutes: 5 }],
    [{ state: "TBE" }, { condition: "TBE" }],
    [{ report_intervals: [7] }, { look_after_seconds: [7] }],
    [{ product_alias: "" }, { creation_lacks: ["product_alias"] }],
    [{ product_alias: "generic_product" }, { creation_lacks: [] }],
    [
      { stock_format: "csv" },
      { needs_stock_and_price: true, creation_lacks: ["product_alias", "stock_format"] },
    ],
  ])("%j", (settings, expected) => {
    expect(policy(settings)).toMatchObject(expected)
  })

  it("names the CSV profile: csv_profile, csv_profile_id", async () => {
    put(LAMP)
    play({ csv_profiles: ["MINE"] })
    const line = { ...stock(LAMP, 7), ...price("24.90") }
    const { end } = await walk(connect({ stock_format: "csv" }), batch([line]))
    expect(end).toMatchObject({ kind: "refused" })
    const session = connect({ stock_format: "csv", csv_profile: "MINE", csv_profile_id: "7" })
    expect(await submit(session, batch([line]))).toMatchObject({ reference: "csv:60000001" })
    expect(sandbox.control.requests({ endpoint: "import" }).at(-1)?.query.profileid).toBe("7")
  })

  it("names the product by matching_key", async () => {
    const change = {
      ...stock("NEW-1", 4),
      ...price("24.90"),
      listing: { ean: "2000000000015", condition: "N" },
    }
    const session = connect({ product_alias: "generic_product", matching_key: "pid" })
    await submit(session, batch([change], { kind: "create" }))
    expect(sentFile()).toContain("<product><attribute><key>pid</key>")
  })
})
