import { LIFE_CASES } from "./helpers/life-cases"
import {
  connect,
  type Connected,
  type MarketStore,
  pull,
  pullAll,
  seedNow,
  startMarketStore,
} from "./helpers/market-store"
import { marketplaceApi, type ShownProblem } from "./helpers/marketplace-api"
import { MARKETPLACES } from "./helpers/marketplace-cases"
import { until } from "./helpers/until"

jest.setTimeout(180_000)

type Address = Record<string, string | null>
type Order = {
  id: string
  external_id: string
  state: string
  state_reason: string | null
  problem: ShownProblem | null
  order_id: string | null
  history: { event: string; actor: string; data: Record<string, unknown> | null }[]
  addresses: {
    shipping: Address | null
    billing: Address | null
    pickup_point: Address | null
    is_masked: boolean
    is_corrected: boolean
  }
}

let market: MarketStore
let desk: ReturnType<typeof marketplaceApi>
beforeAll(async () => {
  market = await startMarketStore()
  desk = marketplaceApi(market.app)
})
afterAll(() => market?.stop())

const read = async (id: string, query = "") =>
  (await desk.get<{ order: Order }>(`/orders/${id}${query}`)).order
const orderOf = (external_id: string | null) => desk.orderOf<Order>(external_id)

/** The delivery address of the store's order. */
async function delivered({ order_id }: Pick<Order, "order_id">): Promise<Address> {
  const { body } = await market.app.api<{ order: { shipping_address: Address } }>(
    "GET",
    `/admin/orders/${order_id}?fields=id,*shipping_address`
  )
  return body.order.shipping_address
}

describe.each(MARKETPLACES)("$id: an address is corrected at the desk", (marketplace) => {
  const life = LIFE_CASES[marketplace.id]
  const street = "8 allée de l’Invention"
  let connected: Connected

  beforeAll(async () => {
    connected = await connect(market.app, market.sandbox, marketplace)
  })

  async function withoutStreet(kind = "plain"): Promise<Order> {
    const [{ external_id }] = seedNow(market.sandbox, connected, { count: 1, kinds: [kind] })
    life.moveBuyer(market.sandbox, external_id ?? "", "")
    await pullAll(market, connected)
    return orderOf(external_id)
  }
  const correct = async (id: string, address: object, reason?: string) =>
    (await desk.post<{ order: Order }>(`/orders/${id}/address`, { address, reason })).order

  it("shows what is missing, and the buyer only to who asks for the buyer's data", async () => {
    const held = await withoutStreet()
    expect(held).toMatchObject({
      state: "ready",
      problem: { code: "missing_address", mend: "fix_address", params: { fields: ["street"] } },
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

  it("releases the order, and the history says who and which fields, not what", async () => {
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

  it("is never overwritten: a later state keeps it, another address of the marketplace is raised", async () => {
    const held = await withoutStreet()
    const { order_id } = await correct(held.id, { address_1: street })
    expect(await desk.refused("POST", `/orders/${held.id}/address`, { address: { city: "Ici" } })).toEqual({
      status: 400,
      message: expect.stringContaining("on the order"),
    })
    if (marketplace.id === "cdiscount") {
      market.sandbox.control.cdiscount.act({ external_id: held.external_id, action: "touch" })
    }
    await pull(market.app, connected)
    expect(await read(held.id)).toMatchObject({ state: "imported", problem: null })
    life.moveBuyer(market.sandbox, held.external_id, "99 boulevard du Déménagement")
    await pull(market.app, connected)
    expect(await read(held.id)).toMatchObject({ problem: { code: "address_changed_after_packing" } })
    expect(await delivered({ order_id })).toMatchObject({ address_1: street })
  })

  it("survives later pulls while something else still holds the order up", async () => {
    const held = await withoutStreet("unknown_sku")
    await correct(held.id, { address_1: street, address_2: "bâtiment B", last_name: "Essai" })
    expect(await read(held.id)).toMatchObject({ state: "ready", problem: { code: "unknown_sku" } })
    life.moveBuyer(market.sandbox, held.external_id, "")
    await pull(market.app, connected)
    await correct(held.id, { address_2: null, city: "Lieu-Dit" })
    const { problem } = await read(held.id)
    await desk.post("/listings", {
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

  it("goes with a purge, and nothing of it is left", async () => {
    const held = await withoutStreet()
    const invented = "Rue Introuvable-Ailleurs"
    await correct(held.id, { address_1: invented })
    await desk.post(`/orders/${held.id}/purge`, { reason: "demande de l'acheteur" })
    const rows = await market.database.sql<{ corrections: unknown }>(
      "select corrections from marketplace_order_snapshot where marketplace_order_id = $1",
      [held.id]
    )
    expect(rows).toEqual([{ corrections: null }])
    expect(await read(held.id)).toMatchObject({ addresses: { is_corrected: false } })
  })

  it("refuses what is no correction", async () => {
    const { id } = await withoutStreet()
    const refusal = async (body: object) => (await desk.refused("POST", `/orders/${id}/address`, body)).status
    expect(await refusal({ address: {} })).toBe(400)
    expect(await refusal({ address: { street } })).toBe(400)
    expect(await refusal({ address: { country_code: "France" } })).toBe(400)
    expect(await refusal({})).toBe(400)
    expect(
      (await desk.refused("POST", "/orders/mpord_none/address", { address: { city: "x" } })).status
    ).toBe(404)
    await desk.post(`/orders/${id}/ignore`, { reason: "essai" })
    expect(await refusal({ address: { address_1: street } })).toBe(400)
  })
})

it("brings in an order whose address the marketplace does not show yet", async () => {
  const connected = await connect(market.app, market.sandbox, MARKETPLACES[0])
  const [{ external_id }] = seedNow(market.sandbox, connected, { count: 1, kinds: ["no_address"] })
  await pull(market.app, connected)
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
  const { order } = await desk.post<{ order: Order }>(`/orders/${waiting.id}/address`, { address })
  expect(order.state).toBe("imported")
  expect(await delivered(order)).toMatchObject({ ...address, first_name: null })
})

describe("the history of a connection", () => {
  type Entry = {
    event: string
    actor: string
    data: { changes: unknown[]; credentials_changed: boolean } | null
    created_at: string
    marketplace_order_id: string | null
  }
  const history = (id: string, query = "") =>
    desk.get<{ history: Entry[]; count: number; limit: number; offset: number }>(
      `/connections/${id}/history${query}`
    )

  it.each(MARKETPLACES)(
    "$id: says who changed what from what to what, and of secrets only that",
    async (one) => {
      const connected = await connect(market.app, market.sandbox, one)
      await desk.post(`/connections/${connected.id}`, {
        settings: { import: { unpaid: true } },
        name: "Autre nom",
      })
      await desk.post(`/connections/${connected.id}`, { credentials: connected.credentials })
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

  it("has what was done to orders too, and can be asked for either", async () => {
    const connected = await connect(market.app, market.sandbox, MARKETPLACES[0])
    const [{ external_id }] = seedNow(market.sandbox, connected, { count: 1, kinds: ["unknown_sku"] })
    await pull(market.app, connected)
    const { id } = await orderOf(external_id)
    await desk.post(`/orders/${id}/ignore`, { reason: "déjà traitée" })
    const { history: orders } = await history(connected.id, "?about=orders")
    expect(orders).toMatchObject([
      { event: "order.ignored", marketplace_order_id: id, data: { reason: "déjà traitée" } },
    ])
    expect((await history(connected.id, "?about=connection")).count).toBe(2)
    await market.app.api("DELETE", `/admin/marketplaces/connections/${connected.id}`)
    expect((await history(connected.id)).history[0]).toMatchObject({ event: "connection.deleted" })
    expect((await desk.refused("GET", "/connections/mpcon_none/history")).status).toBe(404)
    expect((await desk.refused("GET", `/connections/${connected.id}/history?limit=0`)).status).toBe(400)
  })
})
