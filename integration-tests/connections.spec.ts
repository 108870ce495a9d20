import { Modules } from "@medusajs/framework/utils"
import type { NeedsDecision } from "../src/api/admin/marketplaces/connections/types"
import { activate, type Connected } from "./helpers/market-store"
import { marketTest } from "./helpers/market-test"
import { type Account, MARKETPLACES, type MarketplaceCase } from "./helpers/marketplace-cases"
import { call } from "./helpers/call"
import type { ChildApp } from "./helpers/start-child-app"
import { expectExactlyOnce } from "./helpers/store-figures"
import { until } from "./helpers/until"

const ROOT = "/admin/marketplaces"
/** What names the account, and a call of the check. */
const OF = {
  cdiscount: { account: "seller_id", secret: "client_secret", check: "GET /sellers" },
  rakuten: { account: "login", secret: "token", check: "getitemtodolist" },
}

type Connection = {
  id: string
  account: string
  is_enabled: boolean
  region_id: string
  sales_channel_id: string
  stock_location_ids: string[]
  shipping_option_ids: string[]
  credentials: Record<string, string>
  health: { status: string }
}
type Body = { connection: Connection; message: string; code: string }

const store = marketTest({ seconds: 180 })
let aggregator: Promise<ChildApp>
const DELEGATED = "81000"

beforeAll(() => {
  const client = { client_id: "aggregator", client_secret: "aggregator-secret" }
  const { clients } = store.sandbox.control.cdiscount.configure({})
  store.sandbox.control.cdiscount.configure({ clients: [...clients, { ...client, seller_ids: [DELEGATED] }] })
  aggregator = store.startChild({
    CDISCOUNT_CLIENT_ID: client.client_id,
    CDISCOUNT_CLIENT_SECRET: client.client_secret,
    CDISCOUNT_SELLER_IDS: `80000,${DELEGATED}`,
  })
})

const api = <Answer = Body>(method: string, path: string, body?: unknown) =>
  store.app.api<Answer>(method, `${ROOT}${path}`, body)
const create = (market: MarketplaceCase, { credentials }: Pick<Account, "credentials">, more: object = {}) =>
  api("POST", "/connections", {
    marketplace_id: market.id,
    credentials,
    settings: { [market.id]: market.settings },
    ...more,
  })
const rowsOf = ({ id }: Pick<Connected, "id">) =>
  store.sql<{ external_id: string; state: string; state_reason: string | null }>(
    "select external_id, state, state_reason from marketplace_order where connection_id = $1 order by external_id",
    [id]
  )
/** What an import would bring, once the look is over. */
async function preview(connection_id: string, params: object = {}) {
  type Run = {
    id: string
    state: string
    counts: object
    outcomes: { external_id: string; outcome: string; reason: string | null }[]
    error: { code: string; message: string } | null
  }
  const path = `/connections/${connection_id}/import`
  const begun = await api<{ run: Run }>("POST", path, { dry_run: true, ...params })
  expect(begun.status).toBe(202)
  return until("the look is over", async () => {
    const { run } = (await api<{ run: Run }>("GET", `/runs/${begun.body.run.id}`)).body
    return ["done", "failed"].includes(run.state) ? run : null
  })
}

describe.each(MARKETPLACES)("$id: a connection", (market) => {
  const names = OF[market.id]
  const open = () => market.openAccount(store.sandbox)
  const check = async (credentials: Record<string, string>, more: object = {}) =>
    await api<{ ok: boolean; code: string }>("POST", "/connections/check", {
      marketplace_id: market.id,
      credentials,
      ...more,
    })

  it("is checked before it is saved, and the answer names the cause", async () => {
    const { account, credentials } = open()
    const codeOf = async (changed: Record<string, string> = {}) =>
      (await check({ ...credentials, ...changed })).body.code
    expect(await codeOf()).toBe("ok")
    expect(await codeOf({ [names.secret]: "0".repeat(32) })).toBe("invalid_credentials")
    if (market.id === "cdiscount") expect(await codeOf({ seller_id: open().account })).toBe("not_linked")
    else expect(await codeOf({ login: "vendeur@boutique.example" })).toBe("login_is_email")
    for (const [kind, code] of [
      ["quota", "quota"],
      ["no_rights", market.id === "cdiscount" ? "not_linked" : "no_rights"],
      ["reset", "unreachable"],
    ] as const) {
      const { id } = store.sandbox.control.addFault({ kind, account, endpoint: names.check })
      expect([kind, await codeOf()]).toEqual([kind, code])
      store.sandbox.control.removeFaults({ id })
    }
  })

  it("is checked at one pace with the checks of other processes", async () => {
    const { credentials } = open()
    expect((await check(credentials)).body.code).toBe("ok")
    const id = `check:${market.id}`
    const turn = async () =>
      (
        await store.sql<{ turn: Date; ahead: number }>(
          "select last_tick_at as turn, extract(epoch from last_tick_at - now())::float8 as ahead from marketplace_tick where id = $1",
          [id]
        )
      )[0]
    expect((await turn()).ahead).toBeLessThan(5)
    // Another process has taken the turns of the next seconds.
    await store.sql("update marketplace_tick set last_tick_at = now() + interval '2 seconds' where id = $1", [
      id,
    ])
    const before = new Date((await turn()).turn).getTime()
    const began = performance.now()
    expect((await check(credentials)).body.code).toBe("ok")
    expect(performance.now() - began).toBeGreaterThan(2_000)
    expect(new Date((await turn()).turn).getTime()).toBeGreaterThan(before)
    // A clock that was wrong has left a turn far ahead: no one waits for it.
    await store.sql("update marketplace_tick set last_tick_at = now() + interval '1 hour' where id = $1", [
      id,
    ])
    expect((await check(credentials)).body.code).toBe("ok")
    expect((await turn()).ahead).toBeLessThan(60)
  })

  it("is made inactive, in the store's only region, channel and location, with options of its own", async () => {
    const { body, status } = await create(market, open())
    const { region_id, sales_channel_id, stock_location_id } = store.store
    expect([status, body]).toMatchObject([
      200,
      {
        connection: {
          is_enabled: false,
          region_id,
          sales_channel_id,
          stock_location_ids: [stock_location_id],
          shipping_option_ids: [expect.any(String)],
          credentials: { [names.secret]: "set" },
          health: { status: "new" },
        },
      },
    ])
    const rules = await store.sql(
      "select value from shipping_option_rule where shipping_option_id = $1 and attribute = 'enabled_in_store'",
      body.connection.shipping_option_ids
    )
    expect(rules).toEqual([{ value: "false" }])
    expect((await create(market, open(), { is_enabled: true })).status).toBe(400)
    const enabled = await api("POST", `/connections/${body.connection.id}`, { is_enabled: true })
    expect([enabled.status, enabled.body.message]).toEqual([400, expect.stringMatching(/activate/i)])
  })

  it("keeps its secrets, but never for another account, and with orders also its account for good", async () => {
    const [first, second] = [open(), open()]
    const { id } = (await create(market, first)).body.connection
    const other = { [names.account]: second.credentials[names.account] }
    const change = (credentials: Record<string, string>) => api("POST", `/connections/${id}`, { credentials })
    for (const refused of [await change(other), await check(other, { connection_id: id })]) {
      expect([refused.status, (refused.body as Body).message]).toEqual([
        400,
        expect.stringMatching(/secrets/),
      ])
    }
    expect((await change({ ...first.credentials, [names.secret]: "" })).status).toBe(200)
    expect((await api<{ code: string }>("POST", `/connections/${id}/check`)).body.code).toBe("ok")
    expect((await change(second.credentials)).body.connection.account).toBe(second.account)
    expect((await api<{ code: string }>("POST", `/connections/${id}/check`)).body.code).toBe("ok")

    const connected: Connected = { ...second, id, market }
    store.seedOrders(connected, { count: 1 })
    await activate(store.app, connected)
    await store.pullAll(connected)
    expect((await change(first.credentials)).status).toBe(400)
    expect((await change(second.credentials)).status).toBe(200)
  })

  it("shares its account only with one that has other countries or channels", async () => {
    const account = open()
    const only = (...countries: string[]) => ({ settings: { import: { countries } } })
    expect((await create(market, account, only("FR"))).status).toBe(200)
    for (const overlapping of [{}, only("BE", "fr")]) {
      expect((await create(market, account, overlapping)).status).toBe(400)
    }
    const { connection } = (await create(market, account, only("BE"))).body
    const widened = await api("POST", `/connections/${connection.id}`, only("BE", "FR"))
    expect([widened.status, widened.body.message]).toEqual([
      400,
      expect.stringMatching(/already has this account/),
    ])
  })

  it("is activated only with a decision on older open orders, and leaves those alone that are shipped elsewhere", async () => {
    const account = open()
    const { id } = (await create(market, account)).body.connection
    const connected: Connected = { ...account, id, market }
    const ids = store.seedOrders(connected, { count: 2 }).map(({ external_id }) => external_id)
    const asked = await api<{ code: string; open_orders: { external_id: string }[] }>(
      "POST",
      `/connections/${id}/activate`,
      {}
    )
    expect([asked.status, asked.body.code]).toEqual([409, "older_open_orders"])
    expect(asked.body.open_orders.map(({ external_id }) => external_id).sort()).toEqual(ids.sort())
    expect((await api("GET", `/connections/${id}`)).body.connection.is_enabled).toBe(false)
    const answer = { older_open_orders: "handled_elsewhere" }
    expect((await api("POST", `/connections/${id}/activate`, answer)).body.connection.is_enabled).toBe(true)
    await store.pullAll(connected)
    expect(await rowsOf(connected)).toEqual(
      ids.map((external_id) => ({ external_id, state: "ignored", state_reason: "handled_elsewhere" }))
    )
  })

  it("says before its activation which open orders the store has already, also without their rows", async () => {
    const account = open()
    const first = (await create(market, account)).body.connection
    const before: Connected = { ...account, id: first.id, market }
    const [kept, lost] = store.seedOrders(before, { count: 2 }).map(({ external_id }) => external_id)
    await activate(store.app, before)
    await store.pullAll(before)
    expect((await rowsOf(before)).map(({ state }) => state)).toEqual(["imported", "imported"])
    expect((await api("DELETE", `/connections/${first.id}`)).status).toBe(200)
    // As after the plugin was removed and installed again.
    await store.sql("delete from marketplace_order where external_id = $1", [lost])
    const { id } = (await create(market, account)).body.connection
    const [fresh] = store.seedOrders({ ...account, id, market }, { count: 1 })
    const { body } = await api<NeedsDecision>("POST", `/connections/${id}/activate`, {})
    const isHere = Object.fromEntries(body.open_orders.map((one) => [one.external_id, one.in_store]))
    expect(isHere).toEqual({ [kept ?? ""]: true, [lost ?? ""]: true, [fresh.external_id ?? ""]: false })
  })

  it("previews an import order by order, and imports nothing", async () => {
    const account = open()
    const { id } = (await create(market, account)).body.connection
    const connected: Connected = { ...account, id, market }
    const [plain] = store.seedOrders(connected, { count: 1 })
    const [unknown] = store.seedOrders(connected, { count: 1, kinds: ["unknown_sku"] })
    const { counts, outcomes } = await preview(id)
    expect(counts).toMatchObject({ seen: 2, created: 1, held: 1 })
    expect(outcomes.find(({ external_id }) => external_id === plain.external_id)).toMatchObject({
      outcome: "import",
      reason: null,
    })
    expect(outcomes.find(({ external_id }) => external_id === unknown.external_id)).toMatchObject({
      outcome: "hold",
      reason: "unknown_sku",
    })
    expect(await rowsOf(connected)).toEqual([])
    expect((await api("POST", `/connections/${id}/import`, {})).status).toBe(400)
  })

  it("previews the orders that are asked for, and names those that could not be read", async () => {
    const account = open()
    const { id } = (await create(market, account)).body.connection
    const orders = store.seedOrders({ ...account, id, market }, { count: 3 })
    const [plain, broken, last] = orders.map(({ external_id }) => external_id ?? "")
    const fault = store.sandbox.control.addFault({
      kind: "html",
      marketplace: market.id,
      account: account.account,
      endpoint: market.endpoint.read,
      external_id: broken,
    })
    const run = await preview(id, { external_ids: [plain, broken, "unknown", last, last] })
    store.sandbox.control.removeFaults({ id: fault.id })
    expect(run.outcomes.map(({ external_id, outcome }) => [external_id, outcome])).toEqual([
      [plain, "import"],
      [last, "import"],
    ])
    expect(run.counts).toMatchObject({ seen: 2, created: 2, failed: 2 })
    expect(run.error?.code).toBe("incomplete")
    expect(run.error?.message).toMatch(`The order ${broken} could not be read`)
    expect(run.error?.message).toMatch("does not know the order unknown")
  })
})

it("A Rakuten purchase that is in both lists counts once, with what both say of it", async () => {
  const [, rakuten] = MARKETPLACES
  const account = rakuten.openAccount(store.sandbox)
  const { id } = (await create(rakuten, account)).body.connection
  const connected = { ...account, id, market: rakuten }
  const [half] = store.seedOrders(connected, { count: 1, kinds: ["half_decided"] })
  const { counts, outcomes } = await preview(id)
  expect(outcomes).toEqual([
    expect.objectContaining({ external_id: half.external_id, outcome: "wait", reason: "to_accept" }),
  ])
  expect(counts).toMatchObject({ seen: 1, created: 0, held: 0 })
})

it("A connection needs only a seller id of the list where the store uses an aggregator's client", async () => {
  const { url, token } = await aggregator
  const [cdiscount] = MARKETPLACES
  const there = <Answer = Body>(method: string, path: string, body?: unknown) =>
    call<Answer>(`${url}${ROOT}${path}`, method, body, token)
  const made = (credentials: Record<string, string>) =>
    there("POST", "/connections", {
      marketplace_id: "cdiscount",
      credentials,
      settings: { cdiscount: cdiscount.settings },
    })
  expect((await made({ seller_id: "99999" })).body.message).toMatch(/seller_ids/)
  const unlinked = await there<{ code: string }>("POST", "/connections/check", {
    marketplace_id: "cdiscount",
    credentials: { seller_id: "80000" },
  })
  expect(unlinked.body.code).toBe("not_linked")
  const { connection } = (await made({ seller_id: DELEGATED })).body
  expect(connection).toMatchObject({ account: DELEGATED, credentials: { seller_id: DELEGATED } })
  const orders = store.seedOrders(
    { account: DELEGATED, credentials: {}, id: connection.id, market: cdiscount },
    { count: 2 }
  )
  await there("POST", `/connections/${connection.id}/activate`, { older_open_orders: "import" })
  await there("POST", `/connections/${connection.id}/import`, {})
  await until("both are in the store", async () => {
    const rows = await rowsOf(connection)
    return rows.length === 2 && rows.every(({ state }) => state === "imported")
  })
  await expectExactlyOnce(store.database, orders)
})

it("A connection of a store with several places needs a choice, and a 400 names them", async () => {
  const { container } = store.app
  await container.resolve(Modules.SALES_CHANNEL).createSalesChannels({ name: "Salon" })
  const [market] = MARKETPLACES
  const account = market.openAccount(store.sandbox)
  const { sales_channel_id } = store.store
  const asked = await create(market, account)
  expect([asked.status, asked.body.message]).toEqual([
    400,
    expect.stringMatching(/^sales_channel_id .*Salon \(sc_/),
  ])
  const wrong = await create(market, account, { sales_channel_id: "sc_none" })
  expect([wrong.status, wrong.body.message]).toEqual([400, expect.stringMatching(/sc_none.*Salon/)])
  expect((await create(market, account, { sales_channel_id })).body.connection).toMatchObject({
    sales_channel_id,
  })
})

it("A connection takes any place that the store has, and a wrong one is answered with some of them", async () => {
  const { container } = store.app
  const names = Array.from({ length: 201 }, (_, index) => ({ name: `Lieu ${index}` }))
  const channels = await container.resolve(Modules.SALES_CHANNEL).createSalesChannels(names)
  const locations = await container.resolve(Modules.STOCK_LOCATION).createStockLocations(names)
  const [market] = MARKETPLACES
  const account = market.openAccount(store.sandbox)
  const { id: stock_location_id } = [...locations].sort((a, b) => (a.id < b.id ? 1 : -1))[0]
  const { id: sales_channel_id } = [...channels].sort((a, b) => (a.id < b.id ? 1 : -1))[0]
  const place = {
    sales_channel_id,
    destinations: [{ countries: ["be"], sales_channel_id, stock_location_ids: [stock_location_id] }],
  }
  const wrong = await create(market, account, { ...place, stock_location_ids: ["sloc_none"] })
  expect(wrong.status).toBe(400)
  expect(wrong.body.message).toMatch(/sloc_none/)
  expect(wrong.body.message.match(/\(sloc_/g)).toHaveLength(20)
  const { status, body } = await create(market, account, {
    ...place,
    stock_location_ids: [stock_location_id],
  })
  expect([status, body]).toMatchObject([
    200,
    { connection: { sales_channel_id, stock_location_ids: [stock_location_id] } },
  ])
})

/** By now the store has several of each. */
const home = () => {
  const { sales_channel_id, region_id, stock_location_id } = store.store
  return { sales_channel_id, region_id, stock_location_ids: [stock_location_id] }
}

describe("A sales channel of its own", () => {
  const [market] = MARKETPLACES
  const channels = async (name: string) => {
    const { data } = await store.app.query.graph({
      entity: "sales_channel",
      fields: ["id", "stock_locations.id"],
      filters: { name },
    })
    return data as unknown as { id: string; stock_locations: { id: string }[] }[]
  }
  it("is made with the connection and served from its locations, or not at all", async () => {
    const { region_id, stock_location_ids } = home()
    const place = () => ({ region_id, stock_location_ids, new_sales_channel: "Cdiscount à part" })
    const wrong = await create(market, market.openAccount(store.sandbox), {
      ...place(),
      region_id: "reg_none",
    })
    expect(wrong.status).toBe(400)
    expect(await channels("Cdiscount à part")).toEqual([])
    const both = { ...place(), sales_channel_id: home().sales_channel_id }
    expect((await create(market, market.openAccount(store.sandbox), both)).status).toBe(400)

    const { body } = await create(market, market.openAccount(store.sandbox), place())
    expect(await channels("Cdiscount à part")).toEqual([
      { id: body.connection.sales_channel_id, stock_locations: [{ id: stock_location_ids[0] }] },
    ])
  })

  it("takes orders that are packed as ever", async () => {
    const account = market.openAccount(store.sandbox)
    const made = await create(market, account, {
      ...home(),
      sales_channel_id: undefined,
      new_sales_channel: "Cdiscount commandes",
    })
    const connected: Connected = { ...account, market, id: made.body.connection.id }
    const [order] = store.seedNow(connected, { count: 1, kinds: ["plain"] })
    await activate(store.app, connected)
    await store.pull(connected)
    const row = await store.desk.orderOf<{ order_id: string }>(order.external_id)
    const { body } = await store.app.api<{ order: { sales_channel_id: string } }>(
      "GET",
      `/admin/orders/${row.order_id}?fields=id,sales_channel_id`
    )
    expect(body.order.sales_channel_id).toBe(made.body.connection.sales_channel_id)
    expect(await store.hands.pack(row.order_id)).toMatch(/^ful_/)
  })
})

describe("A connection that cannot work as it is", () => {
  type Shown = { connection: Connection & { health: { status: string; warnings: Warning[] } } }
  type Warning = { code: string; message: string; params: object }
  const [market] = MARKETPLACES
  const warningsOf = async (id: string) =>
    (await api<Shown>("GET", `/connections/${id}`)).body.connection.health.warnings

  it("says which of its places were deleted in the store", async () => {
    const { container } = store.app
    const channel = await container.resolve(Modules.SALES_CHANNEL).createSalesChannels({ name: "Foire" })
    const made = await create(market, market.openAccount(store.sandbox), {
      ...home(),
      destinations: [{ countries: ["BE"], sales_channel_id: channel.id }],
    })
    const { id } = made.body.connection
    expect(await warningsOf(id)).toEqual([])
    await container.resolve(Modules.SALES_CHANNEL).softDeleteSalesChannels([channel.id])
    expect(await warningsOf(id)).toMatchObject([
      {
        code: "place_gone",
        params: { places: ["sales_channel"] },
        message: expect.stringContaining("sales channel"),
      },
    ])
    await api("POST", `/connections/${id}`, { destinations: [] })
    expect(await warningsOf(id)).toEqual([])
  })

  it("says that its filters leave every order out, and which channels were seen", async () => {
    const account = market.openAccount(store.sandbox)
    const made = await create(market, account, {
      ...home(),
      settings: { [market.id]: market.settings, import: { channels: ["Cdiscount"] } },
    })
    const connected: Connected = { ...account, market, id: made.body.connection.id }
    store.seedNow(connected, { count: 4, kinds: ["plain"] })
    await activate(store.app, connected)
    await store.pull(connected)
    // A few may be what the filter is for.
    expect(await warningsOf(connected.id)).toEqual([])
    store.seedNow(connected, { count: 1, kinds: ["plain"] })
    await store.pull(connected)
    expect(await warningsOf(connected.id)).toMatchObject([
      { code: "filters_exclude_all", params: { count: 5, channels: ["CDISFR"] } },
    ])
    await api("POST", `/connections/${connected.id}`, { settings: { import: { channels: ["CDISFR"] } } })
    // As the hint says.
    const since = new Date(Date.now() - 40 * 24 * 3600 * 1000).toISOString()
    expect((await api("POST", `/connections/${connected.id}/import`, { since })).status).toBe(202)
    await until("the orders are judged again", async () => (await warningsOf(connected.id)).length === 0)
  })

  it("takes no country that does not exist, and names the field", async () => {
    const account = market.openAccount(store.sandbox)
    type Refused = { message: string; wrong_fields: { field: string; code: string }[] }
    for (const [body, field] of [
      [{ settings: { import: { countries: ["FR", "ZZ"] } } }, "settings.import.countries.1"],
      [{ destinations: [{ countries: ["BELGIQUE"] }] }, "destinations.0.countries.0"],
    ] as const) {
      const { status, body: refused } = await api<Refused>("POST", "/connections", {
        marketplace_id: market.id,
        credentials: account.credentials,
        ...body,
      })
      expect([status, refused.wrong_fields]).toMatchObject([400, [{ field, code: "custom" }]])
    }
  })
})

it("The history claims no change that was none", async () => {
  const [market] = MARKETPLACES
  const made = await create(market, market.openAccount(store.sandbox), {
    ...home(),
    settings: {
      [market.id]: market.settings,
      notifications: { digest: true, feed: "urgent" },
    },
  })
  const { id } = made.body.connection
  const events = async () => {
    const { body } = await api<{ history: { data: { changes?: { field: string }[] } }[] }>(
      "GET",
      `/connections/${id}/history`
    )
    return body.history.flatMap(({ data }) => (data?.changes ?? []).map(({ field }) => field))
  }
  // The database gives the keys of an object back in an order of its own.
  await api("POST", `/connections/${id}`, {
    destinations: [
      { countries: ["BE"], channels: ["CDISFR"], sales_channel_id: store.store.sales_channel_id },
    ],
  })
  await api("POST", `/connections/${id}`, {
    name: "Autre nom",
    destinations: [
      { sales_channel_id: store.store.sales_channel_id, channels: ["CDISFR"], countries: ["BE"] },
    ],
  })
  await api("POST", `/connections/${id}`, { name: "Autre nom" })
  expect(await events()).toEqual(["name", "destinations"])
})
