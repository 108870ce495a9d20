import { deserialize, serialize } from "node:v8"
import { startSandbox, type Sandbox } from "../server"
import { OctopiaCaller } from "./octopia-caller"
import { RakutenCaller, at, list } from "./rakuten-caller"

const NOW = "2026-03-16T12:00:00.000Z"
const LAMP = "MP-0001"
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

describe("Octopia's packages", () => {
  const put = (...skus: string[]) =>
    sandbox.control.cdiscount.offers.put({ offers: skus.map((sku) => ({ sku, quantity: 3 })) })
  const opened = async (packageType: string) => {
    const seller = new OctopiaCaller(sandbox)
    const answer = await seller.call("POST", "/offer-packages", { packageType }, { saleschannelid: "CDISFR" })
    const path = answer.headers.get("content-location") ?? ""
    return { seller, path, answer }
  }

  it("are opened for one channel and one type, filled, and closed once", async () => {
    put(LAMP)
    const { seller, path, answer } = await opened("Update")
    expect([answer.status, path]).toEqual([201, "/offer-packages/4000001"])
    const request = [{ sellerExternalReference: LAMP, quantity: 5 }]
    expect((await seller.call("POST", `${path}/offer-requests`, request)).status).toBe(202)
    expect((await seller.call("PATCH", path, { state: "Ready" })).status).toBe(204)
    expect((await seller.call("PATCH", path, { state: "Ready" })).status).toBe(409)
    expect((await seller.call("POST", `${path}/offer-requests`, request)).status).toBe(409)
    expect((await seller.call("GET", path)).body).toMatchObject({ state: "IntegrationPending" })
    pass(1)
    expect((await seller.call("GET", path)).body).toMatchObject({ packageId: "4000001", state: "Integrated" })
    expect(sandbox.control.cdiscount.offers.shown()).toEqual([{ sku: LAMP, quantity: 5, price_cents: 1990 }])
  })

  it("need a channel and a type that exists", async () => {
    const seller = new OctopiaCaller(sandbox)
    expect((await seller.call("POST", "/offer-packages", { packageType: "Update" })).status).toBe(400)
    expect((await opened("update")).answer.status).toBe(400)
  })

  it("reject both of what is twice in them", async () => {
    put(LAMP)
    const { seller, path } = await opened("Update")
    for (const quantity of [5, 6]) {
      await seller.call("POST", `${path}/offer-requests`, [{ sellerExternalReference: LAMP, quantity }])
    }
    await seller.call("PATCH", path, { state: "Ready" })
    pass(1)
    const { body } = await seller.call("GET", `${path}/offer-requests-results`)
    expect(body).toMatchObject({
      items: [{ integrationStatus: "Duplicated" }, { integrationStatus: "Duplicated" }],
    })
    expect(sandbox.control.cdiscount.offers.list()[0].quantity).toBe(3)
  })

  it("take at most a hundred offers at a time, and refuse an upload with a bad one as a whole", async () => {
    const { seller, path } = await opened("Update")
    const many = (count: number) =>
      Array.from({ length: count }, (_, n) => ({ sellerExternalReference: `SKU-${n}`, quantity: 1 }))
    expect((await seller.call("POST", `${path}/offer-requests`, many(101))).status).toBe(400)
    expect((await seller.call("POST", `${path}/offer-requests`, [])).status).toBe(400)
    const bad = [...many(2), { sellerExternalReference: "a b", quantity: 1 }]
    expect((await seller.call("POST", `${path}/offer-requests`, bad)).status).toBe(400)
    expect((await seller.call("POST", `${path}/offer-requests`, many(100))).status).toBe(202)
    expect(sandbox.control.cdiscount.packages()[0].requests).toHaveLength(100)
  })

  it("replace an offer as a whole when they are upserts", async () => {
    put(LAMP)
    const { seller, path } = await opened("Upsert")
    const request = {
      sellerExternalReference: LAMP,
      product: { gtin: "2000000000015" },
      condition: "New",
      price: { price: 9.9, taxes: ["VAT", "Ecotax", "Deatax"].map((code) => ({ code, value: 0 })) },
      deliveryModes: [{ code: "THD", cost: 1 }],
      preparationTime: 1,
      quantity: 8,
    }
    await seller.call("POST", `${path}/offer-requests`, [request])
    await seller.call("PATCH", path, { state: "Ready" })
    pass(1)
    expect(sandbox.control.cdiscount.offers.list()[0]).toMatchObject({
      price_cents: 990,
      quantity: 8,
      details: { preparationTime: 1, deliveryModes: [{ code: "THD", cost: 1 }] },
    })
  })

  it("share the quantity of an account over its channels", () => {
    const { offers } = sandbox.control.cdiscount
    offers.put({
      offers: [
        { sku: LAMP, quantity: 3 },
        { sku: LAMP, quantity: 3, channel: "OTHER1" },
      ],
    })
    offers.buy({ sku: LAMP, channel: "OTHER1" })
    expect(offers.list().map(({ quantity }) => quantity)).toEqual([2, 2])
  })
})

describe("Rakuten's stock files", () => {
  const put = (...skus: string[]) =>
    sandbox.control.rakuten.offers.put({ offers: skus.map((sku) => ({ sku, quantity: 3 })) })
  const item = (sku: string, qty: string) =>
    `<item><attributes><advert>${[
      ["sellerReference", sku],
      ["qty", qty],
    ]
      .map(([key, value]) => `<attribute><key>${key}</key><value>${value}</value></attribute>`)
      .join("")}</advert></attributes></item>`

  it("are reported row by row, with errors where there are some", async () => {
    put(LAMP)
    const seller = new RakutenCaller(sandbox)
    const answer = await seller.stock(
      "genericimportfile",
      `<items>${item(LAMP, "5")}${item("NONE", "1")}</items>`
    )
    const fileid = String(at(answer.document, "response.importid"))
    expect([answer.root, at(answer.document, "response.status")]).toEqual(["importresult", "OK"])
    const status = async () =>
      at((await seller.stock("genericimportreport", null, { fileid })).document, "response.file.status")
    expect(await status()).toBe("Reçu")
    pass(1)
    expect(await status()).toBe("Traité")
    const report = await seller.stock("genericimportreport", null, { fileid })
    expect(
      list(report.document, "response.product").map((row) => [at(row, "sku"), at(row, "status")])
    ).toEqual([
      [LAMP, "Traité"],
      ["NONE", "Erreur"],
    ])
    expect(sandbox.control.rakuten.offers.list()[0].quantity).toBe(5)
  })

  it("replace the whole inventory where they are asked to: what no store should ever do", async () => {
    put(LAMP, "MP-0002")
    const seller = new RakutenCaller(sandbox)
    await seller.stock("genericimportfile", `<items>${item(LAMP, "5")}</items>`, { purgeandreplace: "true" })
    pass(1)
    expect(sandbox.control.rakuten.offers.list().map(({ sku }) => sku)).toEqual([LAMP])
    expect(sandbox.control.requests().at(-1)?.effect).toContain("REPLACES THE INVENTORY")
  })

  it("are refused beyond the hour's number, where there is one", async () => {
    put(LAMP)
    sandbox.control.rakuten.configure({ stock_files_per_hour: 2 })
    const seller = new RakutenCaller(sandbox)
    const send = async () =>
      (await seller.stock("genericimportfile", `<items>${item(LAMP, "5")}</items>`)).root
    expect([await send(), await send(), await send()]).toEqual([
      "importresult",
      "importresult",
      "errorresponse",
    ])
    pass(61)
    expect(await send()).toBe("importresult")
  })

  it("are at an address of their own", async () => {
    const seller = new RakutenCaller(sandbox)
    expect((await seller.get("export")).root).toBe("errorresponse")
    expect((await seller.stock("export", null)).root).toBe("inventoryresult")
    expect((await seller.stock("getnewsales", null)).root).toBe("errorresponse")
  })
})

describe("what was sold", () => {
  const both = () => [sandbox.control.cdiscount.offers, sandbox.control.rakuten.offers]
  it("is judged over the shop and both marketplaces: a unit that does not exist, with both times", () => {
    for (const offers of both()) offers.put({ offers: [{ sku: LAMP, quantity: 2 }] })
    sandbox.control.goods.receive({ sku: LAMP, units: 2 })
    sandbox.control.goods.sellInShop({ sku: LAMP, units: 1 })
    pass(1)
    both()[0].buy({ sku: LAMP })
    expect(sandbox.control.goods.oversold()).toEqual([])
    pass(2)
    both()[1].buy({ sku: LAMP })
    expect(sandbox.control.goods.left()).toEqual({ [LAMP]: -1 })
    expect(sandbox.control.goods.oversold()).toEqual([
      {
        sku: LAMP,
        place: "rakuten",
        at: "2026-03-16T12:03:00.000Z",
        last_unit: { place: "cdiscount", at: "2026-03-16T12:01:00.000Z" },
        seconds: 120,
      },
    ])
    sandbox.control.goods.giveBack({ place: "shop", sku: LAMP, units: 1 })
    expect(sandbox.control.goods.oversold()).toEqual([])
  })

  it("is what the page shows: no more, and nothing that is inactive", () => {
    const [offers] = both()
    offers.put({
      offers: [
        { sku: LAMP, quantity: 1 },
        { sku: "MP-0002", quantity: 5, is_active: false },
      ],
    })
    expect(offers.buy({ sku: LAMP, quantity: 2 })).toBeNull()
    expect(offers.buy({ sku: "MP-0002" })).toBeNull()
    expect(offers.buy({ sku: LAMP })).toMatchObject({ quantity: 1, price_cents: 1990 })
    expect(offers.shown()).toEqual([])
    expect(offers.history({ by: "buyer" })).toMatchObject([{ field: "quantity", from: 1, to: 0 }])
    expect(sandbox.control.cdiscount.orders()).toHaveLength(1)
  })

  it("lowers what a page shows, in both languages, and what the seller changes there too", async () => {
    const page = async (query: string) => (await fetch(`${sandbox.url}/?view=offers&${query}`)).text()
    expect(await page("lang=en")).toContain("Nothing is for sale yet.")
    for (const offers of both()) offers.put({ offers: [{ sku: LAMP, quantity: 2, struck_cents: 2990 }] })
    both()[0].buy({ sku: LAMP })
    both()[1].change({ sku: LAMP, quantity: 0, price_cents: 1750 })
    expect(await page("lang=en&marketplace=cdiscount")).toMatch(/1 in stock[^]*€19\.90 <s>€29\.90<\/s>/)
    expect(await page("lang=fr&marketplace=rakuten")).toMatch(/Épuisé[^]*17,50/)
    sandbox.control.goods.receive({ sku: LAMP, units: 0 })
    both()[0].buy({ sku: LAMP })
    expect(await page("lang=en")).toContain("Oversold (1)")
  })

  it("is remembered by a sandbox that goes on", async () => {
    both()[0].put({ offers: [{ sku: LAMP, quantity: 2 }] })
    const memory = deserialize(serialize(sandbox.remember())) as ReturnType<Sandbox["remember"]>
    const later = await startSandbox({ memory })
    expect(later.control.cdiscount.offers.shown()).toEqual([{ sku: LAMP, quantity: 2, price_cents: 1990 }])
    await later.stop()
  })
})
