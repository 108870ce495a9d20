import iconv from "iconv-lite"
import { RAKUTEN_KINDS, type RakutenKind } from "../rakuten/kinds"
import type { RakutenSale } from "../rakuten/sale"
import { startSandbox, type Sandbox } from "../server"
import { at, list, RakutenCaller, type XmlReply } from "./rakuten-caller"

const NOW = "2026-03-16T12:00:00.000Z"
let sandbox: Sandbox
let seller: RakutenCaller

beforeAll(async () => {
  sandbox = await startSandbox()
})
afterAll(() => sandbox.stop())
beforeEach(() => {
  sandbox.control.reset()
  sandbox.control.time({ set: NOW, freeze: true })
  seller = new RakutenCaller(sandbox)
})

const seed = (...kinds: RakutenKind[]) =>
  sandbox.control.rakuten.seed({ seed: 7, count: kinds.length, kinds })
/** The purchase behind the answers, and the ids of its items. */
const one = (kind: RakutenKind) => {
  const id = seed(kind)[0].external_id as string
  return { id, items: saleOf(id).items.map((item) => item.itemid) }
}
const saleOf = (id: string) => sandbox.control.rakuten.order({ external_id: id }).wire as RakutenSale
const ledgerOf = (id: string) => sandbox.control.rakuten.ledger({ external_id: id })[0]
const pass = (minutes = 1) => sandbox.control.time({ advance_minutes: minutes })
const sales = async (action: "getnewsales" | "getcurrentsales", parameters: Record<string, string> = {}) =>
  list((await seller.get(action, parameters)).document, "response.sales.sale")
const ids = (found: unknown[]) => found.map((sale) => at(sale, "purchaseid"))
const details = (reply: XmlReply) => {
  expect([reply.status, reply.root]).toEqual([200, "errorresponse"])
  return list(reply.document, "error.details.detail")
}
const code = (reply: XmlReply) => at(reply.document, "error.code")
const status = (reply: XmlReply) => at(reply.document, "response.status")
const line = (purchaseid: string, itemid: string, change: Record<string, string> = {}) => {
  const fields = {
    purchaseid,
    itemid,
    transporter: "Colissimo",
    trackingnumber: "6A00000000123",
    trackingurl: "",
    ...change,
  }
  return `<item>${Object.entries(fields)
    .map(([name, text]) => `<${name}>${text}</${name}>`)
    .join("")}</item>`
}

describe("access", () => {
  it("names what is wrong with a call, with status 200", async () => {
    expect(details(await seller.get("acceptsale", { shippingfromcountry: "249" }))).toEqual([
      "The parameter 'itemid' is mandatory.",
    ])
    expect(details(await seller.get("nosuchaction"))).toEqual(["The parameter 'action' is invalid."])
    const stranger = new RakutenCaller(sandbox, { login: "boutique@marketplace.example", pwd: "x" })
    expect(code(await stranger.get("getnewsales"))).toBe("InvalidUserConnection")
    const account = { login: "sans-droits", token: "t", has_rights: false }
    sandbox.control.rakuten.configure({ accounts: [account] })
    const without = await new RakutenCaller(sandbox, { login: "sans-droits", pwd: "t" }).get("getnewsales")
    expect(code(without)).toBe("InvalidUserRights")
    expect(at(without.document, "error.message")).not.toBe("Quota exceeded.")
  })

  it("counts calls per action and hour", async () => {
    sandbox.control.rakuten.configure({ calls_per_hour: 2 })
    for (let i = 0; i < 2; i++) expect((await seller.get("getnewsales")).root).toBe("getnewsalesresult")
    expect(at((await seller.get("getnewsales")).document, "error.message")).toBe("Quota exceeded.")
    expect((await seller.get("getcurrentsales")).root).toBe("getcurrentsalesresult")
    pass(60)
    expect((await seller.get("getnewsales")).root).toBe("getnewsalesresult")
  })

  it("echoes the request without the token, and keeps no record of it", async () => {
    const { document, text } = await seller.get("getcurrentsales", { purchasedate: "2026-03-09" })
    expect(at(document, "request")).toMatchObject({ user: "boutique-sandbox", purchasedate: "09/03/2026" })
    expect(text + JSON.stringify(sandbox.control.requests())).not.toContain("0123456789abcdef")
    sandbox.control.rakuten.configure({ echo_token: true })
    expect((await seller.get("getnewsales")).text).toContain("0123456789abcdef")
  })
})

describe("the wire", () => {
  it("changes prolog and namespace from answer to answer", async () => {
    const answers = []
    for (let i = 0; i < 12; i++) answers.push((await seller.get("getnewsales")).text)
    const prologs = new Set(answers.map((text) => /encoding="([^"]+)"/.exec(text)?.[1] ?? "none"))
    expect(prologs).toEqual(new Set(["ISO-8859-1", "windows-1252", "none"]))
    expect(new Set(answers.map((text) => /xmlns="([^"]+)"/.exec(text)?.[1])).size).toBe(3)
  })

  it("carries every sign of windows-1252 as one byte, and others as references", async () => {
    const defined = [...Array(256).keys()].filter(
      (byte) => byte >= 32 && ![0x7f, 0x81, 0x8d, 0x8f, 0x90, 0x9d].includes(byte)
    )
    const every = iconv.decode(Buffer.from(defined), "win1252")
    const buyer = { street: every, street_2: "🎁 ő" }
    sandbox.control.rakuten.put({ order: { buyer } })
    const reply = await seller.get("getcurrentsales")
    expect(reply.bytes.includes(Buffer.from(defined))).toBe(true)
    const address = "response.sales.sale.0.deliveryinformation.deliveryaddress"
    expect(at(reply.document, `${address}.address1`)).toBe(every)
    expect(at(reply.document, `${address}.address2`)).toBe("🎁 ő")
  })

  it("reads text of a query as windows-1252", async () => {
    const { items, id } = one("plain")
    await seller.get("cancelitem", { itemid: items[0], comment: "Épuisé — désolé, 5 € rendus" })
    expect(ledgerOf(id).cancellations[0].reason).toBe("Épuisé — désolé, 5 € rendus")
  })
})

describe("sales", () => {
  it("lists one item per unit, prices apart from listed prices, France as FX", async () => {
    const [units, cheaper] = seed("two_units", "below_listed_price")
    const found = await sales("getcurrentsales")
    const both = found.find((sale) => at(sale, "purchaseid") === units.external_id)
    expect(list(both, "items.item").map((item) => at(item, "itemid"))).toEqual(units.lines[0].item_ids)
    expect(at(both, "deliveryinformation.deliveryaddress.countryalpha2")).toBe("FX")
    const sold = found.find((sale) => at(sale, "purchaseid") === cheaper.external_id)
    const amount = Number(at(sold, "items.item.0.price.amount"))
    expect(Math.round(amount * 100)).toBe(cheaper.owed_cents - cheaper.lines[0].shipping_cents)
    expect(Number(at(sold, "items.item.0.advertpricelisted.amount"))).toBeCloseTo(amount + 6)
  })

  it("gives the address that the kind of shipping has", async () => {
    const found = new Map<unknown, unknown>()
    for (const kind of ["plain", "relay", "so_colissimo"] as const) found.set(one(kind).id, kind)
    for (const sale of await sales("getcurrentsales")) {
      const delivery = at(sale, "deliveryinformation") as Record<string, unknown>
      const given = ["deliveryaddress", "billingaddress", "collectionpointaddress"].filter(
        (name) => name in delivery
      )
      const wanted = {
        plain: ["deliveryaddress"],
        relay: ["billingaddress", "collectionpointaddress"],
        so_colissimo: ["billingaddress"],
      }[found.get(at(sale, "purchaseid")) as "plain"]
      expect(given).toEqual(wanted)
    }
  })

  it("pages by token, filters by day in Paris, and ignores a date in another form", async () => {
    sandbox.control.rakuten.seed({ seed: 1, count: 45, kinds: ["plain"] })
    const old = one("accepted_late").id
    const seen: unknown[] = []
    let token = ""
    do {
      const { document } = await seller.get("getcurrentsales", { nexttoken: token })
      seen.push(...ids(list(document, "response.sales.sale")))
      token = String(at(document, "response.nexttoken"))
    } while (token)
    expect([seen.length, new Set(seen).size]).toEqual([46, 46])
    expect(seen).toContain(old)
    const first = await sales("getcurrentsales", { purchasedate: "2026-03-14" })
    expect(ids(first)).not.toContain(old)
    expect(ids(await sales("getcurrentsales", { purchasedate: "14/03/2026" }))).toContain(old)
  })

  it("takes the day and the hour from Paris, over a clock change too", async () => {
    const at_utc = (time: string) =>
      sandbox.control.rakuten.put({ order: { purchased_at: Date.parse(time) } }).external_id
    const times = {
      "2026-03-29T00:59:00Z": "29/03/2026-01:59",
      "2026-03-29T01:00:00Z": "29/03/2026-03:00",
      "2025-12-31T23:30:00Z": "01/01/2026-00:30",
    }
    const wanted = new Map(Object.entries(times).map(([utc, paris]) => [at_utc(utc), paris]))
    for (const sale of await sales("getcurrentsales")) {
      expect(at(sale, "purchasedate")).toBe(wanted.get(at(sale, "purchaseid") as string))
    }
    expect(await sales("getcurrentsales", { purchasedate: "2026-01-01" })).toHaveLength(3)
    expect(await sales("getcurrentsales", { purchasedate: "2026-01-02" })).toHaveLength(2)
  })

  it("brings one purchase in two nodes, and answers one-element and empty lists", async () => {
    expect(at((await seller.get("getcurrentsales")).document, "response.sales")).toBe("")
    const { id } = one("two_sales")
    expect(ids(await sales("getcurrentsales"))).toEqual([id, id])
  })

  it("keeps expired, closed and undecided items out of the accepted ones", async () => {
    const [waiting] = seed("to_accept", "closed", "refused").map((order) => order.external_id)
    expect(await sales("getcurrentsales")).toEqual([])
    expect(ids(await sales("getnewsales"))).toContain(waiting)
    pass(73 * 60)
    expect(await sales("getnewsales")).toEqual([])
  })
})

describe("decisions", () => {
  const accept = (itemid: string, country = "249") =>
    seller.get("acceptsale", { itemid, shippingfromcountry: country })

  it("accepts per item, once, and then shows telephone, e-mail and shipping price", async () => {
    const { id, items } = one("to_accept_two")
    const [before] = await sales("getnewsales")
    expect(at(before, "deliveryinformation.purchasebuyeremail")).toBe("")
    expect(["REQUESTED", "TO_CONFIRM"]).toContain(at(before, "items.item.0.itemstatus"))
    expect(code(await seller.get("getbillinginformation", { purchaseid: id }))).toBe("Unknown error")

    expect(details(await accept(items[0], "250"))).toEqual([
      "The parameter 'shippingfromcountry' is invalid.",
    ])
    const accepted = await accept(items[0])
    expect([accepted.root, status(accepted)]).toEqual(["saleacceptanceresult", "Accepted"])
    expect(details(await accept(items[0]))).toEqual(["The parameter 'itemid' is invalid."])
    expect(await sales("getcurrentsales")).toEqual([])
    pass()
    const [after] = await sales("getcurrentsales")
    expect(list(after, "items.item")).toHaveLength(1)
    expect(at(after, "deliveryinformation.purchasebuyeremail")).toMatch(/@marketplace\.example$/)
    const { document } = await seller.get("getbillinginformation", { purchaseid: id })
    const shipping = at(document, "response.billinginformation.items.item.0.shippingsaleprice.amount")
    expect(Math.round(Number(shipping) * 100)).toBe(saleOf(id).items[0].shipping_cents)
    expect(ledgerOf(id)).toMatchObject({ decisions: [{ item_ids: [items[0]] }], duplicate_decisions: [{}] })
  })

  it("refuses per item, and an accepted item only by canceling it", async () => {
    const { id, items } = one("to_accept_two")
    expect(status(await seller.get("refusesale", { itemid: items[1] }))).toBe("Refused")
    await accept(items[0])
    pass()
    expect(code(await seller.get("refusesale", { itemid: items[0] }))).toBe("ParameterError")
    const long = await seller.get("cancelitem", { itemid: items[0], comment: "x".repeat(401) })
    expect(details(long)).toEqual(["The parameter 'comment' is invalid."])
    expect(status(await seller.get("cancelitem", { itemid: items[0], comment: "x" }))).toBe("CANCELLED")
    pass()
    expect(saleOf(id).items.map((item) => item.situation)).toEqual(["canceled", "refused"])
  })

  it("delays billing as long as it is asked to", async () => {
    const { id } = one("billing_late")
    const ask = async () => (await seller.get("getbillinginformation", { purchaseid: id })).root
    expect(await ask()).toBe("errorresponse")
    pass(30)
    expect(await ask()).toBe("getbillinginformationresult")
  })
})

describe("shipping", () => {
  it("takes a file, shows it after the delay in billing only, and refuses it a second time", async () => {
    const { id, items } = one("two_units")
    const file = line(id, items[0], { transporter: "COLISSIMO" })
    const reply = await seller.upload(file)
    expect([reply.root, status(reply)]).toEqual(["importresult", "OK"])
    expect(details(await seller.upload(file))).toEqual([`Article ${items[0]} : a déjà été expédié`])
    pass()
    const billing = await seller.get("getbillinginformation", { purchaseid: id })
    const shipped = list(billing.document, "response.billinginformation.items.item").map((item) =>
      at(item, "shipped")
    )
    expect(shipped).toEqual(["1", "0"])
    const [sale] = await sales("getcurrentsales")
    expect(list(sale, "items.item").map((item) => at(item, "itemstatus"))).toEqual(["ACCEPTED", "ACCEPTED"])
    const [open] = await sales("getcurrentsales", { notshippeditemsonly: "1" })
    expect(list(open, "items.item").map((item) => at(item, "itemid"))).toEqual([items[1]])
    expect(ledgerOf(id)).toMatchObject({
      shipments: [{ number: "6A00000000123", carrier: "COLISSIMO", item_ids: [items[0]] }],
      duplicate_shipments: [{ item_ids: [items[0]] }],
    })
  })

  it("says in French what is wrong with each line, and takes none of the file", async () => {
    const { id, items } = one("two_units")
    const waiting = one("to_accept")
    const reply = await seller.upload(line(id, items[0]) + line(id, "1") + line(waiting.id, waiting.items[0]))
    expect(details(reply)).toEqual([
      "Article 1 : numéro incorrect",
      `Article ${waiting.items[0]} : statut incorrect. L'article doit être accepté et non clôturé.`,
    ])
    expect(ledgerOf(waiting.id).refused_shipments).toHaveLength(1)
    expect(sandbox.control.rakuten.ledger({ external_id: id })).toEqual([])
    sandbox.control.rakuten.configure({ bad_file: "take_good_lines" })
    await seller.upload(line(id, items[0]) + line(id, "1"))
    expect(ledgerOf(id).shipments).toHaveLength(1)
  })

  it.each<[string, RakutenKind, Record<string, string>, string | null]>([
    ["Autre without a URL", "plain", { transporter: "Autre" }, "URL de suivi obligatoire"],
    [
      "Autre with a URL",
      "plain",
      { transporter: "Autre", trackingurl: "https://x.example/?a=1&amp;b=2" },
      null,
    ],
    ["an unknown carrier", "plain", { transporter: "La Poste" }, "transporteur inconnu"],
    ["a flag for a tracked mode", "plain", { trackingnumber: "Oui" }, "numéro de suivi obligatoire"],
    ["no number", "plain", { trackingnumber: "" }, "numéro de suivi obligatoire"],
    ["an untracked parcel", "normal", { transporter: "", trackingnumber: "Oui" }, null],
    ["a prepaid label", "relay", { transporter: "Mondial Relay prépayé", trackingnumber: "Oui" }, null],
    ["what Rakuten ships", "fulfilled_by_marketplace", {}, "statut incorrect"],
  ])("judges %s", async (_, kind, change, reason) => {
    const { id, items } = one(kind)
    const reply = await seller.upload(line(id, items[0], change), "UTF-8")
    if (reason === null) expect(status(reply)).toBe("OK")
    else expect(details(reply)[0]).toContain(`Article ${items[0]} : ${reason}`)
  })

  it("takes one item by settrackingpackageinfos, and replaces it only where the setting allows it", async () => {
    const { id, items } = one("plain")
    const track = (change: Record<string, string> = {}) =>
      seller.get("settrackingpackageinfos", {
        itemid: items[0],
        transporter_name: "Colissimo",
        tracking_number: "6A1",
        ...change,
      })
    expect(details(await track({ transporter_name: "Autre" }))).toEqual([
      "The parameter 'tracking_url' is mandatory.",
    ])
    const reply = await track()
    expect([reply.root, String(status(reply)).toUpperCase()]).toEqual(["setshippingpackageinfosresult", "OK"])
    expect(at(reply.document, "request.transporterName")).toBe("Colissimo")
    expect(code(await track())).toBe("ParameterError")
    sandbox.control.rakuten.configure({ tracking_overwrite: true })
    expect((await track({ tracking_number: "6A2" })).root).toBe("setshippingpackageinfosresult")
    expect(ledgerOf(id).shipments.map((shipment) => shipment.number)).toEqual(["6A1", "6A2"])
  })

  it("gives the number of a label that Rakuten made", async () => {
    const { id } = one("so_colissimo")
    const { document } = await seller.get("getshippinginformation", { purchaseid: id })
    const label = at(document, "response.shippinginformation.prepaidlabel")
    expect(at(label, "trackinginformation.trackingnumber")).toBe(saleOf(id).prepaid_number)
    expect(at(label, "prepaidlabelurl")).toContain("?a=1&b=2")
  })

  it("records that getiteminfos marks messages as read", async () => {
    const { items } = one("plain")
    const { external_id } = sandbox.control.rakuten.orders()[0]
    sandbox.control.rakuten.modify({ external_id, patch: { has_unread_message: true }, item_ids: items })
    expect(list((await seller.get("getitemtodolist")).document, "response.items.item")).toHaveLength(1)
    const { document } = await seller.get("getiteminfos", { itemid: items[0] })
    expect(at(document, "response.item.0.itemstatus")).toBe("COMMITTED")
    expect(sandbox.control.requests({ endpoint: "getiteminfos" })[0].effect).toMatch(/marked as read/)
    expect((await seller.get("getitemtodolist")).text).not.toContain("UNREAD")
  })
})

describe("faults", () => {
  it("words them as Rakuten does", async () => {
    const messages = {
      unauthorized: "Unknown user or password.",
      quota: "Quota exceeded.",
      server_error: "Server not able to fullfill request.",
      unavailable: "Service unavailable",
    } as const
    for (const [kind, message] of Object.entries(messages)) {
      sandbox.control.addFault({ kind: kind as keyof typeof messages, marketplace: "rakuten", times: 1 })
      expect(at((await seller.get("getnewsales")).document, "error.message")).toBe(message)
    }
  })

  it("takes effect and sends 504, per action; a sale leaves page 1 while page 2 is awaited", async () => {
    const { id, items } = one("plain")
    sandbox.control.addFault({
      kind: "status",
      endpoint: "importitemshippingstatus",
      after_effect: true,
      times: 1,
    })
    expect((await seller.upload(line(id, items[0]))).status).toBe(504)
    expect(ledgerOf(id).shipments).toHaveLength(1)

    sandbox.control.rakuten.seed({ seed: 2, count: 25, kinds: ["plain"] })
    sandbox.control.addFault({ kind: "leave_page", endpoint: "getcurrentsales", times: 1 })
    const { document } = await seller.get("getcurrentsales")
    const token = String(at(document, "response.nexttoken"))
    const second = await sales("getcurrentsales", { nexttoken: token })
    expect([ids(list(document, "response.sales.sale")).length, second.length]).toEqual([20, 5])
    sandbox.control.addFault({ kind: "duplicate_in_page", endpoint: "getcurrentsales", times: 1 })
    const doubled = ids(await sales("getcurrentsales"))
    expect([doubled.length, new Set(doubled).size]).toEqual([21, 20])
  })
})

describe("the generator", () => {
  it("is deterministic", () => {
    const make = (number: number) => {
      sandbox.control.reset()
      sandbox.control.time({ set: NOW, freeze: true })
      const expected = sandbox.control.rakuten.seed({ seed: number, count: 60 })
      return JSON.stringify([expected, sandbox.control.rakuten.orders()])
    }
    expect(make(5)).toBe(make(5))
    expect(make(5)).not.toBe(make(6))
  })

  it("serves exactly what it expects, added up again from list and billing answers", async () => {
    sandbox.control.rakuten.configure({ sales_per_page: 1000 })
    const expected = sandbox.control.rakuten.seed({ seed: 3, count: 90, kinds: RAKUTEN_KINDS })
    const found = await sales("getcurrentsales")
    const cents = (amount: unknown) => Math.round(Number(amount) * 100)
    let compared = 0
    for (const figures of expected.filter((order) => order.outcome === "import")) {
      const nodes = found.filter((sale) => at(sale, "purchaseid") === figures.external_id)
      const listed = nodes.flatMap((sale) => list(sale, "items.item"))
      const mine = listed.filter(
        (item) => at(item, "itemstatus") === "ACCEPTED" && at(item, "is_fulfilment") === "N"
      )
      const { document } = await seller.get("getbillinginformation", {
        purchaseid: figures.external_id as string,
      })
      const shipping = new Map(
        list(document, "response.billinginformation.items.item").map((item) => [
          at(item, "itemid"),
          cents(at(item, "shippingsaleprice.amount")),
        ])
      )
      const total = mine.reduce<number>(
        (sum, item) => sum + cents(at(item, "price.amount")) + (shipping.get(at(item, "itemid")) ?? NaN),
        0
      )
      expect([figures.kind, total]).toEqual([figures.kind, figures.import_cents])
      expect(figures.taxes.reduce((sum, tax) => sum + tax.gross_cents, 0)).toBe(total)
      compared++
    }
    expect(compared).toBeGreaterThan(30)
  })
})
