import { ProductWorkflowEvents } from "@medusajs/framework/utils"
import { DEFAULT_CATALOG } from "../sandbox/catalog"
import type { ExpectedOrder } from "../sandbox/expected"
import { fixedInStore } from "../src/workflows/release-held/fixed-in-store"
import { LIFE_CASES } from "./helpers/life-cases"
import type { Connected } from "./helpers/market-store"
import { marketTest } from "./helpers/market-test"
import type { ShownProblem } from "./helpers/marketplace-api"
import { MARKETPLACES } from "./helpers/marketplace-cases"
import { watchOurStatements } from "./helpers/our-statements"
import { colissimoNumber, shipOrder } from "./helpers/ship-order"
import { until } from "./helpers/until"
import { settled } from "./helpers/jobs"

type Address = Record<string, string | null>
type Order = {
  id: string
  external_id: string
  state: string
  state_reason: string | null
  problem: ShownProblem | null
  order_id: string | null
  amounts: Record<string, number | null>
  history: { event: string; actor: string; data: Record<string, unknown> | null }[]
  addresses: {
    shipping: Address | null
    others: { lines: string[]; address: Address }[]
    billing: Address | null
    pickup_point: Address | null
    is_masked: boolean
    is_corrected: boolean
  }
}

const market = marketTest({ seconds: 180 })

const read = async (id: string, query = "") =>
  (await market.desk.get<{ order: Order }>(`/orders/${id}${query}`)).order
const orderOf = (external_id: string | null) => market.desk.orderOf<Order>(external_id)

/** The delivery address of the store's order. */
async function delivered({ order_id }: Pick<Order, "order_id">): Promise<Address> {
  const { body } = await market.app.api<{ order: { shipping_address: Address } }>(
    "GET",
    `/admin/orders/${order_id}?fields=id,*shipping_address`
  )
  return body.order.shipping_address
}

describe.each(MARKETPLACES)("$id: an address that the operator corrects", (marketplace) => {
  const life = LIFE_CASES[marketplace.id]
  const street = "8 allée de l’Invention"
  let connected: Connected

  beforeAll(async () => {
    connected = await market.connect(marketplace)
  })

  async function withoutStreet(kind = "plain"): Promise<Order> {
    const [{ external_id }] = market.seedNow(connected, { count: 1, kinds: [kind] })
    life.moveBuyer(market.sandbox, external_id ?? "", "")
    await market.pullAll(connected)
    return orderOf(external_id)
  }
  const correct = async (id: string, address: object, reason?: string) =>
    (await market.desk.post<{ order: Order }>(`/orders/${id}/address`, { address, reason })).order

  it("starts from what is shown as missing, with the buyer only on request", async () => {
    const held = await withoutStreet()
    expect(held).toMatchObject({
      state: "ready",
      problem: { code: "missing_address", remedy: "fix_address", params: { fields: ["street"] } },
    })
    expect(held.addresses).toMatchObject({
      shipping: { first_name: "•••", last_name: "•••", address_1: null, city: "•••", country_code: "FR" },
      is_masked: true,
      is_corrected: false,
    })
    expect(held.addresses.shipping?.postal_code).toMatch(/^\d\d•••$/)
    const { addresses, history } = await read(held.id, "?personal_data=true")
    expect(addresses.is_masked).toBe(false)
    expect(addresses.shipping?.last_name).toMatch(/^\p{L}/u)
    expect(addresses.shipping?.postal_code).toMatch(/^\d{5}$/)
    expect(history[0]).toMatchObject({ event: "order.personal_data_read" })
  })

  it("releases the order, and the history names the user and the fields but not the values", async () => {
    const held = await withoutStreet()
    const answer = await correct(held.id, { address_1: street, phone: "+33 1 00 00 00 42" }, "au téléphone")
    expect(answer).toMatchObject({ state: "imported", problem: null, order_id: expect.any(String) })
    expect(await delivered(answer)).toMatchObject({ address_1: street, phone: "+33 1 00 00 00 42" })
    const { history, addresses } = await read(held.id)
    expect(addresses).toMatchObject({ is_corrected: true, shipping: { address_1: "•••" } })
    expect(history.find(({ event }) => event === "order.address_corrected")).toMatchObject({
      actor: expect.stringMatching(/^user:user_/),
      data: { fields: ["address_1", "phone"], reason: "au téléphone" },
    })
    expect(JSON.stringify(history)).not.toContain("Invention")
  })

  if (marketplace.id === "cdiscount") {
    it("is one of several that lines go to: all are shown on request, and entering one imports the order", async () => {
      const [{ external_id }] = market.seedNow(connected, { count: 1, kinds: ["multi_line"] })
      const { wire } = market.sandbox.control.cdiscount.order({ external_id: external_id ?? "" })
      const { lines } = wire as { lines: { orderLineId: string; shippingAddress: object }[] }
      const elsewhere = { addressLine1: "5 quai de l’Ailleurs", postalCode: "69002", city: "LYON" }
      const moved = lines.map((line, at) =>
        at === 1 ? { ...line, shippingAddress: { ...line.shippingAddress, ...elsewhere } } : line
      )
      market.sandbox.control.cdiscount.modify({ external_id: external_id ?? "", patch: { lines: moved } })
      await market.pullAll(connected)
      const held = await orderOf(external_id)
      expect(held.problem).toMatchObject({ code: "several_addresses", remedy: "fix_address" })
      expect(JSON.stringify(held)).not.toContain("Ailleurs")
      expect(held.addresses.others).toMatchObject([{ address: { city: "•••", postal_code: "69•••" } }])
      const { addresses } = await read(held.id, "?personal_data=true")
      expect(addresses.others).toMatchObject([
        { lines: [expect.any(String)], address: { address_1: "5 quai de l’Ailleurs", city: "LYON" } },
      ])
      const answer = await correct(held.id, {
        address_1: "5 quai de l’Ailleurs",
        postal_code: "69002",
        city: "LYON",
      })
      expect(answer).toMatchObject({ state: "imported", problem: null })
      expect(await delivered(answer)).toMatchObject({ city: "LYON", postal_code: "69002" })
      expect(
        (await market.desk.post<{ order: Order }>(`/orders/${held.id}/purge`, { reason: "demande" })).order
      ).toBeTruthy()
      expect(JSON.stringify(await read(held.id, "?personal_data=true"))).not.toContain("Ailleurs")
    })
  }

  it("is never overwritten, and another address from the marketplace is raised", async () => {
    const held = await withoutStreet()
    const { order_id } = await correct(held.id, { address_1: street })
    expect(
      await market.desk.refused("POST", `/orders/${held.id}/address`, { address: { city: "Ici" } })
    ).toEqual({
      status: 400,
      message: expect.stringContaining("on the store order"),
    })
    if (marketplace.id === "cdiscount") {
      market.sandbox.control.cdiscount.act({ external_id: held.external_id, action: "touch" })
    }
    await market.pull(connected)
    expect(await read(held.id)).toMatchObject({ state: "imported", problem: null })
    life.moveBuyer(market.sandbox, held.external_id, "99 boulevard du Déménagement")
    await market.pull(connected)
    expect(await read(held.id)).toMatchObject({ problem: { code: "address_changed_after_correction" } })
    expect(await delivered({ order_id })).toMatchObject({ address_1: street })
  })

  it("is kept by later pulls while another problem holds the order", async () => {
    const held = await withoutStreet("unknown_sku")
    await correct(held.id, { address_1: street, address_2: "bâtiment B", last_name: "Essai" })
    expect(await read(held.id)).toMatchObject({ state: "ready", problem: { code: "unknown_sku" } })
    life.moveBuyer(market.sandbox, held.external_id, "")
    await market.pull(connected)
    await correct(held.id, { address_2: null, city: "Lieu-Dit" })
    const { problem } = await read(held.id)
    await market.desk.post("/listings", {
      connection_id: connected.id,
      external_sku: problem?.params.sku,
      variant_id: market.store.variants[0].variant_id,
    })
    await until("it is in the store", async () => (await read(held.id)).order_id)
    expect(await delivered(await read(held.id))).toMatchObject({
      address_1: street,
      address_2: null,
      city: "Lieu-Dit",
      last_name: "Essai",
    })
  })

  it("is the address that carrier rules and tracking links go by", async () => {
    await market.desk.post(`/connections/${connected.id}/carrier-rules`, {
      match: { tracking_pattern: "^6A" },
      carrier: "colissimo",
      tracking_url_template: "https://tracking.example/{number}?zip={postcode}",
    })
    const held = await withoutStreet()
    const { order_id } = await correct(held.id, { address_1: street, postal_code: "69001" })
    const number = colissimoNumber()
    await shipOrder(market.app, order_id ?? "", number)
    const parcelOf = async () => {
      const [action] = await market.sql<{ params: { parcels?: { tracking_url: string }[] } }>(
        "select params from marketplace_action where marketplace_order_id = $1 and type = 'ship'",
        [held.id]
      )
      return action?.params.parcels?.[0]
    }
    expect(await until("its parcel is planned", parcelOf)).toMatchObject({
      tracking_url: `https://tracking.example/${number}?zip=69001`,
    })
  })

  it("is removed completely by a purge", async () => {
    const held = await withoutStreet()
    const invented = "Rue Introuvable-Ailleurs"
    await correct(held.id, { address_1: invented })
    await market.desk.post(`/orders/${held.id}/purge`, { reason: "demande de l'acheteur" })
    const rows = await market.sql<{ corrections: unknown }>(
      "select corrections from marketplace_order_snapshot where marketplace_order_id = $1",
      [held.id]
    )
    expect(rows).toEqual([{ corrections: null }])
    expect(await read(held.id)).toMatchObject({ addresses: { is_corrected: false } })
  })

  it("is refused where it is no correction", async () => {
    const { id } = await withoutStreet()
    const refusal = async (body: object) =>
      (await market.desk.refused("POST", `/orders/${id}/address`, body)).status
    expect(await refusal({ address: {} })).toBe(400)
    expect(await refusal({ address: { street } })).toBe(400)
    expect(await refusal({ address: { country_code: "France" } })).toBe(400)
    expect(await refusal({})).toBe(400)
    expect(
      (await market.desk.refused("POST", "/orders/mpord_none/address", { address: { city: "x" } })).status
    ).toBe(404)
    await market.desk.post(`/orders/${id}/ignore`, { reason: "essai" })
    expect(await refusal({ address: { address_1: street } })).toBe(400)
  })
})

it("An order whose address the marketplace does not show yet is imported with the operator's", async () => {
  const connected = await market.connect(MARKETPLACES[0])
  const [{ external_id }] = market.seedNow(connected, { count: 1, kinds: ["no_address"] })
  await market.pull(connected)
  const waiting = await orderOf(external_id)
  expect(waiting).toMatchObject({
    state: "waiting",
    state_reason: "no_address",
    addresses: { shipping: null },
  })
  const address = {
    last_name: "Essai",
    address_1: "1 place de l’Attente",
    postal_code: "33000",
    city: "Bordeaux",
    country_code: "fr",
  }
  const { order } = await market.desk.post<{ order: Order }>(`/orders/${waiting.id}/address`, { address })
  expect(order.state).toBe("imported")
  expect(await delivered(order)).toMatchObject({ ...address, first_name: null })
})

describe.each(MARKETPLACES)(
  "$id: everything that a cause held is released automatically when",
  (marketplace) => {
    const life = LIFE_CASES[marketplace.id]
    let connected: Connected
    let names = 0
    beforeAll(async () => {
      connected = await market.connect(marketplace)
    })
    const admin = async <Body>(method: string, path: string, body?: unknown): Promise<Body> => {
      const answer = await market.app.api<Body & { message?: string }>(method, `/admin/${path}`, body)
      if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${answer.body.message}`)
      return answer.body
    }
    const change = (body: object) => market.desk.post(`/connections/${connected.id}`, body)
    const newSku = () => `SOIN-${marketplace.id}-${++names}`
    const article = (sku: string, more: object = {}) => ({
      sku,
      ean: "",
      title: "Soin",
      price: 20,
      vat: 20,
      ...more,
    })

    type Product = { id: string; variants: { id: string }[] }
    /** A product made by Medusa's own route. */
    const makeProduct = async (sku: string, variant: object = {}, product: object = {}) =>
      (
        await admin<{ product: Product }>("POST", "products", {
          title: `Soin ${sku}`,
          status: "published",
          shipping_profile_id: market.store.shipping_profile_id,
          options: [{ title: "Taille", values: ["unique"] }],
          variants: [
            {
              title: "unique",
              sku,
              prices: [],
              options: { Taille: "unique" },
              manage_inventory: false,
              ...variant,
            },
          ],
          ...product,
        })
      ).product
    const inventoryItem = async (sku: string) =>
      (await admin<{ inventory_items: { id: string }[] }>("GET", `inventory-items?sku=${sku}`))
        .inventory_items[0].id
    const stockLevel = (item: string) => `inventory-items/${item}/location-levels`

    /** Two orders that are held by this problem. */
    async function heldBy(code: string, remedy: string, request: object): Promise<ExpectedOrder[]> {
      const orders = market.seedNow(connected, { count: 2, ...request })
      await market.pull(connected)
      // What a marketplace provides later is asked for in the same run, and imported in the next.
      await market.pull(connected)
      for (const { external_id } of orders) {
        expect(await orderOf(external_id)).toMatchObject({ state: "ready", problem: { code, remedy } })
      }
      return orders
    }
    const comeIn = (orders: ExpectedOrder[]) =>
      Promise.all(
        orders.map(({ external_id }) =>
          until("the order is in the store", async () => (await orderOf(external_id)).state === "imported")
        )
      )

    it("a product is created with the SKU", async () => {
      const sku = newSku()
      const orders = await heldBy("unknown_sku", "map_sku", { catalog: [article(sku)] })
      await makeProduct(sku)
      await comeIn(orders)
    })

    it("a product is created among thousands, without a query for each", async () => {
      const sku = newSku()
      const orders = await heldBy("unknown_sku", "map_sku", { catalog: [article(sku)] })
      const statements = watchOurStatements(market.app)
      for (let number = 0; number < 2000; number += 1) {
        fixedInStore(market.app.container, ProductWorkflowEvents.CREATED, `prod_import_${number}`)
      }
      await settled(market.app)
      const queries = statements.list().length
      statements.stop()
      expect(queries).toBeGreaterThan(0)
      expect(queries).toBeLessThan(30)
      await makeProduct(sku)
      await comeIn(orders)
    })

    it("a variant is created with the SKU, and another one is given it", async () => {
      const [first, second] = [newSku(), newSku()]
      const one = await heldBy("unknown_sku", "map_sku", { catalog: [article(first)] })
      const other = await heldBy("unknown_sku", "map_sku", { catalog: [article(second)] })
      const { id, variants } = await makeProduct(
        newSku(),
        {},
        { options: [{ title: "Taille", values: ["unique", "grand"] }] }
      )
      await admin("POST", `products/${id}/variants`, {
        title: "grand",
        sku: first,
        prices: [],
        options: { Taille: "grand" },
        manage_inventory: false,
      })
      await comeIn(one)
      await admin("POST", `products/${id}/variants/${variants[0].id}`, { sku: second })
      await comeIn(other)
    })

    it("the article gets its EAN, or a setting lets EANs count", async () => {
      const ean = `29900000000${marketplace.id === "rakuten" ? "1" : "2"}0`
      const orders = await heldBy("unknown_sku", "map_sku", {
        kinds: ["no_sku"],
        catalog: [article("", { ean })],
      })
      await change({ settings: { import: { match_by: ["sku", "ean"] } } })
      const { id, variants } = await makeProduct(newSku())
      await admin("POST", `products/${id}/variants/${variants[0].id}`, { ean })
      await comeIn(orders)
      await change({ settings: { import: { match_by: ["sku"] } } })
      const offered = await heldBy("ambiguous_ean", "map_sku", {
        kinds: ["no_sku"],
        catalog: [article("", { ean })],
      })
      await change({ settings: { import: { match_by: ["sku", "ean"] } } })
      await comeIn(offered)
      await change({ settings: { import: { match_by: ["sku"] } } })
    })

    it("stock arrives, or a setting lets it go below zero", async () => {
      await change({ settings: { import: { out_of_stock: "hold" } } })
      const sku = newSku()
      await makeProduct(sku, { manage_inventory: true })
      const item = await inventoryItem(sku)
      const nowhere = await heldBy("missing_inventory_level", "restock", { catalog: [article(sku)] })
      const location_id = market.store.stock_location_id
      await admin("POST", stockLevel(item), { location_id, stocked_quantity: 50 })
      await comeIn(nowhere)
      await admin("POST", `${stockLevel(item)}/${location_id}`, { stocked_quantity: 0 })
      const short = await heldBy("out_of_stock", "restock", { catalog: [article(sku)] })
      await admin("POST", `${stockLevel(item)}/${location_id}`, { stocked_quantity: 100 })
      await comeIn(short)
      await admin("POST", `${stockLevel(item)}/${location_id}`, { stocked_quantity: 0 })
      const again = await heldBy("out_of_stock", "restock", { catalog: [article(sku)] })
      await change({ settings: { import: { out_of_stock: "backorder" } } })
      await comeIn(again)
    })

    it("the product is given a shipping profile", async () => {
      const sku = newSku()
      const { id } = await makeProduct(sku, {}, { shipping_profile_id: undefined })
      const orders = await heldBy("no_shipping_profile", "set_shipping_profile", {
        catalog: [article(sku)],
      })
      await admin("POST", `products/${id}`, { shipping_profile_id: market.store.shipping_profile_id })
      await comeIn(orders)
    })

    const makeRegion = async (currency_code: string, countries: string[]) =>
      (
        await admin<{ region: { id: string } }>("POST", "regions", {
          name: `Soin ${++names}`,
          currency_code,
          countries,
        })
      ).region.id

    it("the connection is given a destination for the country, or its region the country", async () => {
      const orders = await heldBy("country_not_in_region", "choose_region", { kinds: ["foreign_country"] })
      const region_id = await makeRegion("eur", ["be"])
      await change({ destinations: [{ countries: ["BE"], region_id }] })
      await comeIn(orders)
      await change({ destinations: [] })
      await admin("DELETE", `regions/${region_id}`)
      const others = await heldBy("country_not_in_region", "choose_region", { kinds: ["foreign_country"] })
      await admin("POST", `regions/${market.store.region_id}`, { countries: ["fr", "be"] })
      await comeIn(others)
      await admin("POST", `regions/${market.store.region_id}`, { countries: ["fr"] })
    })

    it("the connection is given a destination in the order's currency", async () => {
      const [first, second] = await heldBy("currency_mismatch", "choose_region", {
        kinds: ["wrong_currency"],
      })
      const { problem } = await orderOf(first.external_id)
      const currency_code = String(problem?.params.order_currency).toLowerCase()
      const country = marketplace.id === "cdiscount" ? "PL" : "GB"
      for (const { external_id } of [first, second]) {
        life.moveAbroad(market.sandbox, external_id ?? "", country)
      }
      await market.pull(connected)
      const region_id = await makeRegion(currency_code, [country.toLowerCase()])
      await change({ destinations: [{ currency_code, region_id }] })
      await comeIn([first, second])
      await change({ destinations: [] })
      await admin("DELETE", `regions/${region_id}`)
    })

    if (marketplace.id === "cdiscount") {
      it("a person accepts the difference of the total, with the reason on record", async () => {
        const [{ external_id }] = await heldBy("total_mismatch", "accept_total", { kinds: ["total_off"] })
        const { id, problem } = await orderOf(external_id)
        expect(
          (await market.desk.refused("POST", `/orders/${id}/retry`, { accept_total: true })).status
        ).toBe(400)
        const reason = "remise de la marketplace"
        const { order } = await market.desk.post<{ order: Order }>(`/orders/${id}/retry`, {
          accept_total: true,
          reason,
        })
        expect(order.state).toBe("imported")
        const { history, amounts } = await read(id)
        expect(history[0]).toMatchObject({
          event: "order.total_accepted",
          actor: expect.stringMatching(/^user:/),
          data: { reason },
        })
        expect(amounts).toMatchObject({ store_total: problem?.params.expected, difference: 0 })
      })
    }

    it("acceptance becomes manual, and what automatic acceptance had to say is cleared", async () => {
      await change({ settings: { import: { acceptance: "automatic" } } })
      const [{ external_id }] = market.seedNow(connected, {
        count: 1,
        kinds: ["to_accept"],
        catalog: [{ ...DEFAULT_CATALOG[5], price: DEFAULT_CATALOG[5].price * 3 }],
      } as never)
      await market.pull(connected)
      expect(await orderOf(external_id)).toMatchObject({
        state: "to_accept",
        problem: { code: "price_guard" },
      })
      await change({ settings: { import: { acceptance: "manual" } } })
      expect(await orderOf(external_id)).toMatchObject({ state: "to_accept", problem: null })
      await market.pull(connected)
      expect(await orderOf(external_id)).toMatchObject({ state: "to_accept", problem: null })
    })
  }
)

describe("The history of a connection", () => {
  type Entry = {
    event: string
    actor: string
    data: { changes: unknown[]; credentials_changed: boolean } | null
    created_at: string
    marketplace_order_id: string | null
  }
  const history = (id: string, query = "") =>
    market.desk.get<{ history: Entry[]; count: number; limit: number; offset: number }>(
      `/connections/${id}/history${query}`
    )

  it.each(MARKETPLACES)(
    "names who changed what, with both values, and of secrets only that they changed ($id)",
    async (one) => {
      const connected = await market.connect(one)
      await market.desk.post(`/connections/${connected.id}`, {
        settings: { import: { unpaid: true } },
        name: "Autre nom",
      })
      await market.desk.post(`/connections/${connected.id}`, { credentials: connected.credentials })
      const { history: entries, ...page } = await history(connected.id)
      expect(page).toEqual({ count: 4, limit: 20, offset: 0 })
      const actor = expect.stringMatching(/^user:user_/)
      expect(entries).toMatchObject([
        { event: "connection.updated", actor, data: { changes: [], credentials_changed: true } },
        {
          event: "connection.updated",
          actor,
          data: {
            changes: [
              { field: "name", from: "Cdiscount", to: "Autre nom" },
              { field: "settings.import.unpaid", from: false, to: true },
            ].map((change) => (change.field === "name" ? { ...change, from: expect.any(String) } : change)),
            credentials_changed: false,
          },
        },
        { event: "connection.activated", actor },
        { event: "connection.created", actor, marketplace_order_id: null },
      ])
      for (const secret of Object.values(connected.credentials).filter((value) => value.length > 12)) {
        expect(JSON.stringify(entries)).not.toContain(secret)
      }
      const last = await history(connected.id, "?limit=1&offset=3")
      expect(last).toMatchObject({ history: [entries[3]], count: 4, limit: 1, offset: 3 })
    }
  )

  it("also holds what was done to orders, and can be filtered by either", async () => {
    const connected = await market.connect(MARKETPLACES[0])
    const [{ external_id }] = market.seedNow(connected, { count: 1, kinds: ["unknown_sku"] })
    await market.pull(connected)
    const { id } = await orderOf(external_id)
    await market.desk.post(`/orders/${id}/ignore`, { reason: "déjà traitée" })
    const { history: orders } = await history(connected.id, "?about=orders")
    expect(orders).toMatchObject([
      { event: "order.ignored", marketplace_order_id: id, data: { reason: "déjà traitée" } },
    ])
    expect((await history(connected.id, "?about=connection")).count).toBe(2)
    await market.app.api("DELETE", `/admin/marketplaces/connections/${connected.id}`)
    expect((await history(connected.id)).history[0]).toMatchObject({ event: "connection.deleted" })
    expect((await market.desk.refused("GET", "/connections/mpcon_none/history")).status).toBe(404)
    expect((await market.desk.refused("GET", `/connections/${connected.id}/history?limit=0`)).status).toBe(
      400
    )
  })
})

it("An order that is also sold through another connection is held until only one has the channel", async () => {
  const octopia = await market.connect(MARKETPLACES[0])
  await market.connect(MARKETPLACES[1])
  const [{ external_id }] = market.seedNow(octopia, { count: 1 })
  market.sandbox.control.cdiscount.modify({
    external_id: external_id ?? "",
    patch: { salesChannel: { id: "RAKUTENFR", name: "Rakuten" } },
  })
  await market.pull(octopia)
  expect(await orderOf(external_id)).toMatchObject({
    state: "ready",
    order_id: null,
    problem: { code: "mixed_marketplace_connections", remedy: "edit_connection" },
  })
  const { connections } = await market.desk.get<{ connections: { id: string; is_enabled: boolean }[] }>(
    "/connections?marketplace_id=rakuten&limit=100"
  )
  for (const { id } of connections.filter(({ is_enabled }) => is_enabled)) {
    await market.desk.post(`/connections/${id}`, { is_enabled: false })
  }
  await until("the order is in the store", async () => (await orderOf(external_id)).state === "imported")
})
