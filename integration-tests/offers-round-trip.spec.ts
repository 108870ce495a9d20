import { offerWalks } from "./helpers/offer-walks"
import { GOODS, offersTest } from "./helpers/offers"
import type { Connected } from "./helpers/market-store"
import { settled } from "./helpers/jobs"
import { marketTest } from "./helpers/market-test"
import { until } from "./helpers/until"
import { MARKETPLACES } from "./helpers/marketplace-cases"

const store = marketTest()
const offers = offersTest(store)

describe.each(MARKETPLACES)("$id: an offer", (marketplace) => {
  const [{ sku }, other] = GOODS
  let connected: Connected

  beforeAll(async () => {
    await offers.setStock(sku, 9)
    await offers.setStock(other.sku, 5)
    connected = await offers.open(marketplace, [
      { sku, quantity: 20 },
      { sku: other.sku, quantity: 5 },
      { sku: "not-in-the-store", quantity: 3 },
    ])
    await offers.minutes(3)
  })

  // Its sales are not waited for any more.
  afterAll(() =>
    store.sql("update marketplace_connection set is_enabled = false where id = $1", [connected.id])
  )

  it("is recognized by its SKU, and what is not stays as it is", async () => {
    const known = await offers.list(connected)
    expect(known.map(({ external_sku, state }) => [external_sku, state]).sort()).toEqual(
      [
        [sku, "active"],
        [other.sku, "active"],
        ["not-in-the-store", "unmatched"],
      ].sort()
    )
    expect(offers.there(connected, "not-in-the-store").quantity).toBe(3)
  })

  it("shows the store's stock, confirmed by the marketplace", async () => {
    expect(offers.there(connected, sku).quantity).toBe(9)
    expect(await offers.offerOf(connected, sku)).toMatchObject({
      stock: { desired: 9, sent: 9, confirmed: 9, is_dirty: false, problem: null },
    })
  })

  it("follows a change in Medusa's own screen, once", async () => {
    await offers.setStock(sku, 4)
    await offers.minutes(3)
    expect(offers.there(connected, sku).quantity).toBe(4)
    expect(await offers.offerOf(connected, sku)).toMatchObject({
      stock: { desired: 4, sent: 4, confirmed: 4, is_dirty: false },
    })
    expect(offers.history(connected, sku).map(({ to }) => to)).toEqual([9, 4])
  })

  it("waits with a raise for the sales, and goes up after them", async () => {
    await offers.setStock(sku, 30)
    await offers.minutes(2)
    expect(offers.there(connected, sku).quantity).toBe(4)
    await store.pull(connected)
    await offers.minutes(4)
    expect(offers.there(connected, sku).quantity).toBe(30)
    expect(await offers.offerOf(connected, sku)).toMatchObject({ stock: { confirmed: 30, is_dirty: false } })
  })

  it("is sent nothing where nothing changed", async () => {
    const before = offers.history(connected, sku).length
    const batches = "select count(*)::int as count from marketplace_offer_batch where connection_id = $1"
    const [{ count }] = await store.sql<{ count: number }>(batches, [connected.id])
    await offers.setStock(sku, 30)
    await offers.minutes(2)
    expect(offers.history(connected, sku)).toHaveLength(before)
    expect((await store.sql<{ count: number }>(batches, [connected.id]))[0].count).toBe(count)
  })

  it("follows the connection's rules once they change, not with the nightly look", async () => {
    const settings = { offers: { safety_quantity: 5 } }
    expect((await store.api("POST", `/connections/${connected.id}`, { settings })).status).toBe(200)
    await offers.minutes(2)
    expect(offers.there(connected, sku).quantity).toBe(25)
  })
})

type Created = {
  count: number
  refused_count: number
  offers: { sku: string; ean: string; quantity: number; price: number }[]
  refused: { sku: string; field: string; message: string }[]
}

describe.each(MARKETPLACES)("$id: offers that do not exist there", (marketplace) => {
  const [listed, bad_ean, no_price, free, no_page, mapped] = GOODS.slice(10, 16)
  const OWN: Record<string, object> = {
    cdiscount: {
      shipping_fee: 4.9,
      additional_shipping_fee: 1,
      preparation_days: 3,
      delivery_modes: ["THD", "SHD"],
    },
    rakuten: {},
  }
  const variantOf = (sku: string) =>
    store.store.variants.find((variant) => variant.sku === sku)?.variant_id ?? ""
  const ids = () => [listed, bad_ean, no_price, free, no_page, mapped].map(({ sku }) => variantOf(sku))
  const create = (body: object) =>
    store.api<Created>("POST", "/offers", { connection_id: connected.id, ...body })
  let connected: Connected

  beforeAll(async () => {
    const price = (sql: string, sku: string) =>
      store.sql(
        `update price set ${sql} where price_set_id in (
           select price_set_id from product_variant_price_set where variant_id = $1)`,
        [variantOf(sku)]
      )
    await store.sql("update product_variant set ean = '2000000000016', barcode = null where id = $1", [
      variantOf(bad_ean.sku),
    ])
    await price("deleted_at = now()", no_price.sku)
    await price("amount = 0, raw_amount = jsonb_build_object('value', '0', 'precision', 20)", free.sku)
    await offers.setStock(listed.sku, 6)
    await offers.setStock(no_page.sku, 9)
    store.sandbox.control[marketplace.id].configure({ unknown_gtins: [no_page.ean] })
    connected = await offers.open(marketplace, [{ sku: "OLD-REF", gtin: mapped.ean, quantity: 1 }], {
      on: { stock: true },
      settings: { [marketplace.id]: OWN[marketplace.id] },
    })
    await offers.minutes(1)
  })

  afterAll(async () => {
    store.sandbox.control[marketplace.id].configure({ unknown_gtins: [] })
    await store.sql("update marketplace_connection set is_enabled = false where id = $1", [connected.id])
  })

  it("need stock, prices, and every setting first", async () => {
    expect(await create({})).toMatchObject({ status: 400, body: { code: "offers_created_with_both" } })
    await offers.switchOffers(connected, { price: true })
    if (marketplace.id !== "rakuten") return
    expect(await create({})).toMatchObject({
      status: 400,
      body: { code: "offers_creation_lacks", message: expect.stringContaining("product_alias") },
    })
    const settings = { rakuten: { product_alias: "maison" } }
    expect((await store.api("POST", `/connections/${connected.id}`, { settings })).status).toBe(200)
  })

  it("are created once for each EAN, and what cannot be created is in no other's way", async () => {
    const keys = () =>
      store.sql("select id, ean, barcode, upc from product_variant where id = any($1)", [
        [no_price, no_page].map(({ sku }) => variantOf(sku)),
      ])
    const write = (rows: object[]) =>
      store.sql(
        `update product_variant p set ean = v.ean, barcode = v.barcode, upc = v.upc
           from jsonb_to_recordset($1::jsonb) as v (id text, ean text, barcode text, upc text) where p.id = v.id`,
        [JSON.stringify(rows)]
      )
    const shown = async (...skus: string[]) =>
      (await create({ variant_ids: skus.map(variantOf), dry_run: true })).body
    const before = await keys()
    // Medusa takes the same code of two variants only in different fields.
    const none = { ean: null, barcode: null, upc: null }
    await store.sql("update product_variant set barcode = null where id = $1", [variantOf(listed.sku)])
    await write([
      { ...none, id: variantOf(no_price.sku), barcode: listed.ean },
      { ...none, id: variantOf(no_page.sku), upc: listed.ean },
    ])
    expect(await shown(no_price.sku, listed.sku, no_page.sku)).toMatchObject({
      count: 1,
      offers: [{ sku: listed.sku }],
      refused: expect.arrayContaining([
        expect.objectContaining({ sku: no_price.sku, field: "price" }),
        expect.objectContaining({ sku: no_page.sku, field: "ean" }),
      ]) as object,
    })
    await write(before)
    // The next call goes on where one ended.
    const all = [...ids()].sort()
    const rest = (await create({ after: all[3], dry_run: true })).body
    expect(JSON.stringify(rest)).not.toContain(all[3])
  })

  it("are created by their EAN, and what would be refused is named with its field first", async () => {
    const shown = await create({ variant_ids: ids(), dry_run: true })
    const found = {
      count: 2,
      refused_count: 4,
      offers: [
        { sku: listed.sku, ean: listed.ean, quantity: 6, price: listed.price },
        { sku: no_page.sku, ean: no_page.ean },
      ],
      refused: expect.arrayContaining([
        expect.objectContaining({ sku: bad_ean.sku, field: "ean" }),
        expect.objectContaining({ sku: no_price.sku, field: "price" }),
        expect.objectContaining({ sku: free.sku, field: "price" }),
        expect.objectContaining({
          sku: mapped.sku,
          field: "ean",
          message: expect.stringContaining("OLD-REF"),
        }),
      ]),
    }
    expect(shown).toMatchObject({ status: 200, body: found })
    expect(await offers.list(connected)).toHaveLength(1)
    // All of the sales channel: the same ones are refused, and every other one would be created.
    const all = await create({ dry_run: true })
    expect(all.body).toMatchObject({ count: GOODS.length - 4, refused_count: 4 })

    expect(await create({ variant_ids: ids() })).toMatchObject({ status: 200, body: found })
    // The units wait for the sales, like every raise.
    await offers.minutes(1)
    expect(offers.there(connected, listed.sku)).toBeUndefined()
    await store.pull(connected)
    await offers.minutes(5)
    expect(offers.there(connected, listed.sku)).toMatchObject({
      gtin: listed.ean,
      quantity: 6,
      price_cents: Math.round(listed.price * 100),
      ...(marketplace.id === "cdiscount" && {
        condition: "New",
        details: {
          preparationTime: 3,
          deliveryModes: [
            { code: "THD", cost: 4.9, additionalCost: 1 },
            { code: "SHD", cost: 4.9, additionalCost: 1 },
          ],
          taxes: [
            { code: "VAT", value: listed.vat },
            { code: "Ecotax", value: 0 },
            { code: "Deatax", value: 0 },
          ],
        },
      }),
    })
    expect(await offers.offerOf(connected, listed.sku)).toMatchObject({
      state: "active",
      stock: { confirmed: 6, is_dirty: false, problem: null },
      price: { confirmed: listed.price, problem: null },
    })
    expect(await offers.offerOf(connected, no_page.sku)).toMatchObject({
      state: marketplace.id === "cdiscount" ? "needs_product" : "new",
      stock: {
        confirmed: null,
        problem: { code: marketplace.id === "cdiscount" ? "offer_needs_product" : "offer_refused" },
      },
    })
  })

  it("are not created twice, and follow the stock from then on", async () => {
    expect(await create({ variant_ids: [variantOf(listed.sku)] })).toMatchObject({
      body: { count: 0, refused: [{ sku: listed.sku, field: "ean" }] },
    })
    await offers.setStock(listed.sku, 2)
    const creations = () =>
      store.sql("select id from marketplace_offer_batch where connection_id = $1 and kind = 'create'", [
        connected.id,
      ])
    const { length } = await creations()
    await store.sql(
      `update marketplace_offer set stock_mark = stock_mark + 1, price_mark = price_mark + 1, next_attempt_at = null
        where connection_id = $1`,
      [connected.id]
    )
    await offers.minutes(3)
    expect(offers.there(connected, listed.sku).quantity).toBe(2)
    // What has no page there is neither repeated nor updated.
    expect(await creations()).toHaveLength(length)
    expect((await offers.offerOf(connected, no_page.sku)).stock.problem?.code).not.toBe("offer_unknown_there")
    // A person may ask for it once more, with another EAN for example.
    expect(await create({ variant_ids: [variantOf(no_page.sku)], dry_run: true })).toMatchObject({
      body: { count: 1, refused: [] },
    })
  })

  it("are created once the product's page exists: with the next change, or where the page was what lacked, with another EAN", async () => {
    store.sandbox.control[marketplace.id].configure({ unknown_gtins: [] })
    // Rakuten takes so many files in an hour.
    const anHourLater = () =>
      store.sql("update marketplace_offer_batch set created_at = created_at - interval '1 hour'")
    await anHourLater()
    await offers.setStock(no_page.sku, 1)
    await offers.minutes(3)
    const correctEan = (ean: string) =>
      store.sql("update product_variant set ean = $1, updated_at = now() where id = $2", [
        ean,
        variantOf(no_page.sku),
      ])
    let gtin = no_page.ean
    if (marketplace.id === "cdiscount") {
      // No change of its values makes the product known: it waits for a person.
      expect(offers.there(connected, no_page.sku)).toBeUndefined()
      expect(await offers.offerOf(connected, no_page.sku)).toMatchObject({
        state: "needs_product",
        stock: { problem: { code: "offer_needs_product" } },
      })
      const unknown = "5901234123457"
      store.sandbox.control[marketplace.id].configure({ unknown_gtins: [unknown] })
      await correctEan(unknown)
      await offers.minutes(3)
      const row = async () =>
        (
          await store.sql<{ ean: string; state: string; creations: number }>(
            `select ean, state, (select count(*)::int from marketplace_offer_batch b
                                  where b.connection_id = o.connection_id and kind = 'create') as creations
               from marketplace_offer o where connection_id = $1 and external_sku = $2`,
            [connected.id, no_page.sku]
          )
        )[0]
      const refused = await row()
      expect(refused).toMatchObject({ ean: unknown, state: "needs_product" })
      // After a week it may be asked for again as it is; where its EAN is another by then, only with that one.
      store.sandbox.control[marketplace.id].configure({ unknown_gtins: [] })
      await store.sql(
        `update marketplace_offer set stock_sent_at = stock_sent_at - interval '8 days'
          where connection_id = $1 and external_sku = $2`,
        [connected.id, no_page.sku]
      )
      gtin = "4006381333931"
      await correctEan(gtin)
      await offers.minutes(3)
      expect((await row()).creations).toBe(refused.creations + 1)
      await correctEan(no_page.ean)
    }
    expect(offers.there(connected, no_page.sku)).toMatchObject({
      gtin,
      quantity: 1,
      price_cents: Math.round(no_page.price * 100),
    })
    expect(await offers.offerOf(connected, no_page.sku)).toMatchObject({
      state: "active",
      stock: { confirmed: 1, problem: null },
      price: { problem: null },
    })
  })
})

const [first, second] = GOODS
const [cdiscount] = MARKETPLACES

describe("Offers that cannot be created", () => {
  const [wrong_sku, wrong_ean, twice, good] = GOODS.slice(6, 10)
  const variantOf = (sku: string) => {
    const variant = store.store.variants.find((one) => one.sku === sku)
    if (!variant) throw new Error(`No variant ${sku}`)
    return variant
  }

  it("are created once what kept them from it is corrected as it says", async () => {
    for (const { sku } of [wrong_sku, wrong_ean, twice, good]) await offers.setStock(sku, 5)
    const change = async (sku: string, body: object) => {
      const { product_id, variant_id } = variantOf(sku)
      const path = `/admin/products/${product_id}/variants/${variant_id}`
      expect((await store.app.api("POST", path, body)).status).toBe(200)
    }
    await change(wrong_sku.sku, { sku: "étagère murale" })
    await change(wrong_ean.sku, { ean: "2000000000017", barcode: null })
    const connected = await offers.open(cdiscount, [{ sku: "OLD-SKU", gtin: twice.ean, quantity: 1 }], {
      on: { stock: true, price: true },
    })
    await offers.minutes(1)
    const variant_ids = [wrong_sku, wrong_ean, twice, good].map(({ sku }) => variantOf(sku).variant_id)
    const create = async () =>
      (
        await store.api<Created>("POST", "/offers", {
          connection_id: connected.id,
          variant_ids,
          dry_run: true,
        })
      ).body
    expect(await create()).toMatchObject({ count: 1, refused_count: 3 })

    // What was read of the account is too old.
    await store.sql(
      "update marketplace_connection set offers_read_at = offers_read_at - interval '2 days' where id = $1",
      [connected.id]
    )
    expect(await create()).toMatchObject({ count: 0, refused_count: 4 })
    expect((await store.api("POST", `/connections/${connected.id}/offers/compare`, {})).status).toBeLessThan(
      300
    )
    await store.dispatch()
    await settled(store.app)
    expect(await create()).toMatchObject({ count: 1, refused_count: 3 })

    await change(wrong_sku.sku, { sku: wrong_sku.sku })
    await change(wrong_ean.sku, { ean: wrong_ean.ean })
    const { variant_id } = variantOf(twice.sku)
    const mapping = { connection_id: connected.id, external_sku: "OLD-SKU", variant_id }
    expect((await store.api("POST", "/listings", mapping)).status).toBe(200)
    expect(await create()).toMatchObject({ count: 3, refused_count: 1 })
    await offers.minutes(2)
    expect(await offers.offerOf(connected, "OLD-SKU")).toMatchObject({ state: "active", variant_id })
    await store.sql("update marketplace_connection set is_enabled = false where id = $1", [connected.id])
  })
})

type Listed = {
  id: string
  external_sku: string
  state: string
  variant: { sku: string } | null
  stock: { is_on: boolean; desired: number | null; problem: { code: string } | null }
  overrides: object
  version: string
  explanation: { aspect: string; code: string; text: string }[]
}
type Preview = {
  offers: number
  unmatched: number
  stock: Record<string, number>
  largest: { sku: string; aspect: string; from: number; to: number }[]
  is_comparing: boolean
  read_at: string | null
}

describe("Offers of a connection", () => {
  let connected: Connected
  const of = (path = "") => `/connections/${connected.id}/offers${path}`
  const list = async (query = "") =>
    (
      await store.api<{ offers: Listed[]; count: number }>(
        "GET",
        `/offers?connection_id=${connected.id}${query}`
      )
    ).body.offers

  beforeAll(async () => {
    const account = cdiscount.openAccount(store.sandbox)
    store.sandbox.control.cdiscount.offers.put({
      offers: [
        { account: account.account, sku: first.sku, quantity: 2000 },
        { account: account.account, sku: second.sku, quantity: 0 },
        { account: account.account, sku: "not-in-the-store", quantity: 3 },
      ],
    })
    connected = await store.connect(cdiscount, {
      account,
      settings: { cdiscount: { package_gap_seconds: 0 } },
    })
    await store.pull(connected)
  })

  it("are read for the preview, which sends nothing", async () => {
    expect((await store.api<{ preview: Preview }>("POST", of("/preview"), {})).status).toBe(202)
    await store.dispatch()
    await settled(store.app)
    const { body } = await store.api<{ preview: Preview }>("GET", of("/preview"))
    expect(body.preview).toMatchObject({
      offers: 3,
      unmatched: 1,
      stock: { up: 1, down: 1, same: 0, held: 0, to_zero: 0 },
      is_comparing: false,
      read_at: expect.any(String),
    })
    expect(body.preview.largest.map(({ sku, from }) => [sku, from])).toEqual(
      expect.arrayContaining([
        [first.sku, 2000],
        [second.sku, 0],
      ])
    )
    expect(
      await store.sql("select id from marketplace_offer_batch where connection_id = $1", [connected.id])
    ).toEqual([])
  })

  it("are not switched on by saving a form, nor without a look", async () => {
    const saved = await store.api("POST", `/connections/${connected.id}`, {
      settings: { offers: { stock: true } },
    })
    expect(saved).toMatchObject({ status: 400, body: { code: "offers_switched_apart" } })
    const asked = await store.api("POST", of("/activate"), { stock: true })
    expect(asked).toMatchObject({ status: 409, body: { code: "preview_needed" } })
    expect((await store.api("GET", of())).body).toMatchObject({ offers: { is_on: { stock: false } } })
  })

  it("are not switched on where some of the account's sales are unknown", async () => {
    const only = (countries: string[] | null) =>
      store.api("POST", `/connections/${connected.id}`, { settings: { import: { countries } } })
    expect((await only(["FR"])).status).toBe(200)
    const refused = await store.api("POST", of("/activate"), { stock: true, confirmed: true })
    expect(refused).toMatchObject({ status: 400, body: { code: "offers_orders_not_imported" } })
    expect((await only(null)).status).toBe(200)
  })

  it("are switched on after it, and shown with every step to their values", async () => {
    const { status, body } = await store.api("POST", of("/activate"), {
      stock: true,
      confirmed: true,
      previous_tool: "Lengow",
    })
    expect({ status, body }).toMatchObject({
      status: 200,
      body: { offers: { is_on: { stock: true, price: false } } },
    })
    await store.dispatch()
    await settled(store.app)
    const [one] = await list(`&q=${first.sku}`)
    expect(one).toMatchObject({ state: "active", variant: { sku: first.sku }, stock: { is_on: true } })
    expect(one.explanation.filter(({ aspect }) => aspect === "stock")[0]).toMatchObject({ code: "available" })
    const history = await store.api<{ history: { event: string; data: object }[] }>(
      "GET",
      `/connections/${connected.id}/history`
    )
    expect(history.body.history.find(({ event }) => event === "offers.switched")?.data).toMatchObject({
      previous_tool: "Lengow",
    })
  })

  it("have what is set for one of them alone, until it is taken away", async () => {
    const [{ id }] = await list(`&q=${first.sku}`)
    const set = await store.api("POST", `/offers/${id}`, {
      overrides: { fixed_quantity: 3, price_floor: 9.5 },
    })
    expect(set).toMatchObject({
      status: 200,
      body: { offer: { overrides: { fixed_quantity: 3, price_floor: 9.5 }, history: expect.any(Array) } },
    })
    await store.dispatch()
    await settled(store.app)
    expect((await list(`&q=${first.sku}`))[0].stock.desired).toBe(3)
    const wrong = await store.api("POST", `/offers/${id}`, { overrides: { fixed_quantity: -1 } })
    expect(wrong).toMatchObject({ status: 400, body: { message: expect.stringContaining("fixed_quantity") } })
    // Two people at once: the second one learns of the first, and replaces nothing of it unseen.
    const { version } = (await list(`&q=${first.sku}`))[0]
    const save = (fixed_quantity: number) =>
      store.api<{ offer: { overrides: object } }>("POST", `/offers/${id}`, {
        overrides: { fixed_quantity },
        version,
      })
    const both = await Promise.all([save(4), save(5)])
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409])
    const [won, lost] = both.sort((one, other) => one.status - other.status)
    expect(lost.body).toMatchObject({
      code: "changed_meanwhile",
      offer: { overrides: won.body.offer.overrides },
    })
    await store.api("POST", `/offers/${id}`, { overrides: { fixed_quantity: null, price_floor: null } })
    expect((await list(`&q=${first.sku}`))[0].overrides).toEqual({})
  })

  it("are exported, and imported with what was changed in the file", async () => {
    const file = (...lines: string[]) => Buffer.from(lines.join("\r\n"), "latin1").toString("base64")
    const imports = (given: string, dry_run: boolean, version?: string) =>
      store.api<{ version: string }>("POST", "/offers/import", {
        ...{ connection_id: connected.id, file: given, dry_run },
        ...(version !== undefined && { version }),
      })
    const given = file(
      "sku;excluded;stock_maximum;price",
      `${first.sku};;7;19,90`,
      `${second.sku};oui;;`,
      "étagère;;;5",
      `"not-in-the-store";;;1.000,00`
    )
    const answer = {
      ...{ rows: 4, changed: 2, unchanged: 0, excluded: 1, bad_count: 2 },
      changes: [
        { row: 2, sku: first.sku, field: "stock_maximum", from: null, to: 7 },
        { row: 2, sku: first.sku, field: "price", from: null, to: 19.9 },
        { row: 3, sku: second.sku, field: "is_excluded", from: false, to: true },
      ],
      bad: [
        { row: 4, sku: "étagère", message: expect.stringContaining("étagère") },
        { row: 5, sku: "not-in-the-store", column: "price", value: "1.000,00" },
      ],
    }
    const looked = await imports(given, true)
    expect(looked).toMatchObject({ status: 200, body: { ...answer, dry_run: true } })
    const [{ id, overrides: none }] = await list(`&q=${first.sku}`)
    expect(none).toEqual({})
    // Another person sets one of them meanwhile.
    await store.api("POST", `/offers/${id}`, { overrides: { price: 18 } })
    expect(await imports(given, false, looked.body.version)).toMatchObject({
      status: 409,
      body: { code: "changed_meanwhile", message: expect.stringContaining(`Row 2 (“${first.sku}”)`) },
    })
    expect(await list("&state=excluded")).toEqual([])
    await store.api("POST", `/offers/${id}`, { overrides: { price: null } })
    expect(await imports(given, false, looked.body.version)).toMatchObject({
      status: 200,
      body: { ...answer, dry_run: false },
    })
    expect((await list(`&q=${first.sku}`))[0].overrides).toEqual({ stock_maximum: 7, price: 19.9 })
    expect((await list("&state=excluded")).map(({ external_sku }) => external_sku)).toEqual([second.sku])

    const exported = await store.api<string>("GET", `/offers/export?connection_id=${connected.id}`)
    const text = exported.body as unknown as string
    expect(text).toContain(`${first.sku};CDISFR;`)
    expect(text.split("\r\n").find((line) => line.startsWith(first.sku))).toMatch(/;7;;19,9;;;$/)
    // Another person sets one of them after it was read, and before it is written: the other rows count.
    await store.sql("begin")
    await store.sql(`update marketplace_offer set overrides = '{"price": 18}' where id = $1`, [id])
    const overtaken = imports(file("sku;price", `${first.sku};17`, `${second.sku};16`), false)
    await until("the import waits", async () => {
      const waiting = await store.sql("select 1 from pg_locks where not granted")
      return waiting.length > 0
    })
    await store.sql("commit")
    expect(await overtaken).toMatchObject({
      status: 200,
      body: {
        ...{ changed: 1, changes: [{ row: 3, sku: second.sku }], bad_count: 1 },
        bad: [{ row: 2, sku: first.sku, message: expect.stringContaining("changed while") }],
      },
    })
    expect((await list(`&q=${first.sku}`))[0].overrides).toEqual({ price: 18 })
    // A row for all channels, and one for a channel: the later one counts.
    const both = file("sku;channel;price", `${first.sku};;19`, `${first.sku};CDISFR;19,90`)
    expect(await imports(both, false)).toMatchObject({ body: { changed: 1, bad_count: 0 } })
    expect((await list(`&q=${first.sku}`))[0].overrides).toEqual({ price: 19.9 })
    const restored = file("sku;stock_maximum;price", `${first.sku};7;19,9`, `${second.sku};;-`)
    expect(await imports(restored, false)).toMatchObject({ body: { changed: 2, bad_count: 0 } })

    const back = file("sku,excluded,stock_maximum,price", `${first.sku},,-,-`, `${second.sku},no,,`)
    expect(await imports(back, false)).toMatchObject({ body: { changed: 2, bad_count: 0 } })
    expect((await list(`&q=${first.sku}`))[0].overrides).toEqual({})
    expect(await list("&state=excluded")).toEqual([])
    expect(await imports(file("price", "5"), false)).toMatchObject({
      status: 400,
      body: { code: "offers_file_no_sku" },
    })
  })

  it("are excluded and included again, and mapped to a variant", async () => {
    const [{ id }] = await list(`&q=${second.sku}`)
    expect((await store.api("POST", "/offers/exclude", { ids: [id] })).body).toEqual({ count: 1 })
    expect((await list("&state=excluded")).map(({ external_sku }) => external_sku)).toEqual([second.sku])
    expect((await store.api("POST", "/offers/include", { ids: [id] })).body).toEqual({ count: 1 })
    expect(await list("&state=excluded")).toEqual([])

    const [{ external_sku }] = await list("&state=unmatched")
    const { variants } = (
      await store.app.api<{ variants: { id: string }[] }>(
        "GET",
        `/admin/product-variants?sku=${GOODS[4].sku}&fields=id`
      )
    ).body
    const variant_id = variants[0].id
    const mapped = await store.api("POST", "/listings", {
      connection_id: connected.id,
      external_sku,
      variant_id,
    })
    expect(mapped.status).toBe(200)
    expect(await list("&state=unmatched")).toEqual([])
    expect((await list(`&variant_id=${variant_id}`)).map((offer) => offer.external_sku)).toEqual([
      external_sku,
    ])
  })

  it("have one owner of their stock for each account", async () => {
    const owner = await store.api("POST", `/connections/${connected.id}`, {
      settings: { import: { channels: ["CDISFR"] } },
    })
    expect(owner.status).toBe(200)
    const other = await store.connect(cdiscount, {
      account: connected,
      settings: { import: { channels: ["OTHERS"] } } as never,
    })
    const refused = await store.api("POST", `/connections/${other.id}/offers/activate`, {
      stock: true,
      confirmed: true,
    })
    expect(refused).toMatchObject({ status: 400, body: { code: "offers_owned_elsewhere" } })
  })

  it("are stopped and sold again, and stock is switched off only with a word on its quantities", async () => {
    // Before they are stopped: what shows 0 leaves nothing to decide.
    const asked = await store.api("POST", of("/activate"), { stock: false })
    expect(asked).toMatchObject({ status: 409, body: { code: "leaving_needed" } })
    expect((await store.api("POST", of("/stop"), { until: "2031-01-01" })).body).toMatchObject({
      offers: { stopped_at: expect.any(String), stopped_until: "2031-01-01T00:00:00.000Z" },
    })
    expect((await store.api("POST", of("/resume"), {})).body).toMatchObject({ offers: { stopped_at: null } })
    const off = await store.api("POST", of("/activate"), { stock: false, leave: "quantities" })
    expect(off).toMatchObject({ status: 200, body: { offers: { is_on: { stock: false } } } })
  })
})

describe("The next step of an offer's problem", () => {
  const walks = Object.entries(offerWalks(store, offers))
  const shown: Record<string, string | null> = {}
  const left: Record<string, string | null> = {}

  beforeAll(async () => {
    const goods = GOODS.slice(20)
    const skuOf = new Map(walks.map(([code], index) => [code, goods[index]]))
    const common = { offers: { price_floor_field: "floor" }, cdiscount: { eco_part_field: "eco" } }
    const open = async (codes: string[], name: string | undefined, settings: Record<string, unknown>) => {
      const shelf = codes.map((code) => {
        const { sku, price } = skuOf.get(code) ?? goods[0]
        const more = walks.find(([one]) => one === code)?.[1].shelf
        return { sku, quantity: 7, price_cents: Math.round(price * 100), ...more }
      })
      for (const { sku } of shelf) await offers.setStock(sku, 7)
      const marketplace = MARKETPLACES.find(({ id }) => id === (name ?? "cdiscount")) ?? cdiscount
      return offers.open(marketplace, shelf, {
        on: { stock: true, price: name === undefined },
        settings: {
          ...settings,
          offers: { brake: { fall_percent: 99, rise_percent: 900 }, ...(settings.offers as object) },
        },
      })
    }
    const shared = walks.filter(([, { settings }]) => !settings).map(([code]) => code)
    const together = await open(shared, undefined, common)
    const connections = new Map<string, Connected>(shared.map((code) => [code, together]))
    for (const [code, { settings, marketplace }] of walks) {
      if (settings) connections.set(code, await open([code], marketplace, settings))
    }
    await offers.minutes(3)
    const subjects = walks.map(([code, walk]) => {
      const connected = connections.get(code) ?? together
      const subject = { sku: skuOf.get(code)?.sku ?? "", connection_id: connected.id }
      const now = async () =>
        (await offers.offerOf(connected, subject.sku))[walk.aspect].problem?.code ?? null
      return { code, walk, subject, now }
    })
    for (const is_last of [false, true]) {
      const round = subjects.filter(({ walk }) => (walk.is_last ?? false) === is_last)
      for (const { walk, subject } of round) await walk.cause(subject)
      await offers.minutes(2)
      for (const { code, now } of round) shown[code] = await now()
      // A person needs a while for it.
      await store.sql(
        `update marketplace_offer set stock_marked_at = stock_marked_at - interval '10 minutes',
                price_marked_at = price_marked_at - interval '10 minutes'`
      )
      for (const { walk, subject } of round) await walk.step(subject)
      await offers.minutes(1)
      for (const connected of new Set(connections.values())) await store.pull(connected)
      await offers.minutes(3)
      for (const { code, now } of round) left[code] = await now()
    }
    for (const connected of new Set(connections.values())) {
      await store.sql("update marketplace_connection set is_enabled = false where id = $1", [connected.id])
    }
  }, 180_000)

  it.each(walks.map(([code]) => code))("can be followed as written, and ends it: %s", (code) => {
    expect([shown[code], left[code]]).toEqual([code, null])
  })
})
