import type { IRbacModuleService } from "@medusajs/framework/types"
import { ContainerRegistrationKeys, Modules } from "@medusajs/framework/utils"
import { createAdmin, logIn } from "../scripts/store/admin"
import { call } from "./helpers/call"
import { everyRoute } from "./helpers/routes"
import {
  type Connected,
  connect,
  type MarketStore,
  pullAll,
  seedOrders,
  startMarketStore,
} from "./helpers/market-store"
import { MARKETPLACES } from "./helpers/marketplace-cases"

jest.setTimeout(240_000)

const ROOT = "/admin/marketplaces"
const [cdiscount] = MARKETPLACES

/** What each route needs, as the documents say it. A route that is not here fails. */
const NEEDS: Record<string, string> = {
  "GET ": "marketplace_connection:read",
  "GET /overview": "order:read",
  "GET /carriers": "order:read",
  "GET /connections": "marketplace_connection:read",
  "POST /connections": "marketplace_connection:create marketplace_credential:update",
  "POST /connections/check": "marketplace_credential:update",
  "GET /connections/:id": "marketplace_connection:read",
  "POST /connections/:id": "marketplace_connection:update",
  "DELETE /connections/:id": "marketplace_connection:delete",
  "POST /connections/:id/activate": "marketplace_connection:update",
  "POST /connections/:id/check": "marketplace_connection:update",
  "POST /connections/:id/import": "marketplace_connection:update",
  "POST /connections/:id/test-order": "order:create",
  "POST /connections/:id/test-notification": "marketplace_connection:update",
  "GET /connections/:id/completeness": "marketplace_connection:read",
  "GET /connections/:id/history": "marketplace_connection:read",
  "GET /connections/:id/offers": "marketplace_offer:read",
  "GET /connections/:id/offers/preview": "marketplace_offer:read",
  "POST /connections/:id/offers/preview": "marketplace_offer:edit",
  "POST /connections/:id/offers/activate": "marketplace_offer:activate",
  "POST /connections/:id/offers/brake": "marketplace_offer:activate",
  "POST /connections/:id/offers/compare": "marketplace_offer:edit",
  "POST /connections/:id/offers/stop": "marketplace_offer:activate",
  "POST /connections/:id/offers/resume": "marketplace_offer:activate",
  "GET /connections/:id/carriers": "order:read",
  "POST /connections/:id/carriers/resolve": "order:read",
  "GET /connections/:id/carriers/coverage": "marketplace_connection:read",
  "GET /connections/:id/carrier-rules": "marketplace_connection:read",
  "POST /connections/:id/carrier-rules": "marketplace_connection:update",
  "POST /connections/:id/carrier-rules/order": "marketplace_connection:update",
  "POST /connections/:id/carrier-rules/:rule_id": "marketplace_connection:update",
  "DELETE /connections/:id/carrier-rules/:rule_id": "marketplace_connection:update",
  "GET /listings": "marketplace_connection:read",
  "GET /listings/suggestions": "marketplace_connection:read",
  "GET /listings/export": "marketplace_connection:read",
  "POST /listings/import": "marketplace_connection:update",
  "POST /listings": "marketplace_connection:update",
  "DELETE /listings/:id": "marketplace_connection:update",
  "GET /offers": "marketplace_offer:read",
  "POST /offers": "marketplace_offer:activate",
  "GET /offers/problems": "marketplace_offer:read",
  "GET /offers/export": "marketplace_offer:read",
  "POST /offers/import": "marketplace_offer:edit",
  "POST /offers/push": "marketplace_offer:edit",
  "POST /offers/exclude": "marketplace_offer:edit",
  "POST /offers/include": "marketplace_offer:edit",
  "GET /offers/:id": "marketplace_offer:read",
  "POST /offers/:id": "marketplace_offer:edit",
  "GET /offer-batches": "marketplace_offer:read",
  "GET /orders": "order:read",
  "GET /orders/problems": "order:read",
  "GET /orders/delivery-modes": "order:read",
  "GET /orders/:id": "order:read",
  "DELETE /orders/:id": "order:delete",
  "GET /orders/:id/cancellation-reasons": "order:read",
  "POST /orders/accept": "order:update",
  "POST /orders/refuse": "order:update",
  "POST /orders/retry": "order:update",
  "POST /orders/ignore": "order:update",
  "POST /orders/acknowledge": "order:update",
  "POST /orders/cancellations": "order:update",
  "POST /orders/:id/accept": "order:update",
  "POST /orders/:id/refuse": "order:update",
  "POST /orders/:id/retry": "order:update",
  "POST /orders/:id/ignore": "order:update",
  "POST /orders/:id/cancel": "order:update",
  "POST /orders/:id/address": "order:update marketplace_personal_data:update",
  "POST /orders/:id/purge": "marketplace_personal_data:delete",
  "POST /orders/:id/shipments/:fulfillment_id": "order:update",
  "GET /orders/export": "order:read",
  "POST /ship-many": "order:update",
  "POST /ship-many/check": "order:read",
  "GET /actions": "order:read",
  "GET /actions/:id": "order:read",
  "POST /actions/retry": "order:update",
  "POST /actions/skip": "order:update",
  "POST /actions/mark-done": "order:update",
  "POST /actions/:id/retry": "order:update",
  "POST /actions/:id/skip": "order:update",
  "POST /actions/:id/mark-done": "order:update",
  "GET /runs": "marketplace_connection:read",
  "GET /runs/:id": "marketplace_connection:read",
}
/** The same of what is not below `/admin/marketplaces`, by whole addresses. */
const LABEL_NEEDS: Record<string, string> = {
  "GET /admin/label-accounts": "marketplace_label:read",
  "POST /admin/label-accounts": "marketplace_label:settings marketplace_credential:update",
  "POST /admin/label-accounts/check": "marketplace_credential:update",
  "GET /admin/label-accounts/services": "marketplace_label:settings",
  "GET /admin/label-accounts/:id": "marketplace_label:read",
  "POST /admin/label-accounts/:id": "marketplace_label:settings",
  "DELETE /admin/label-accounts/:id": "marketplace_label:settings",
  "GET /admin/label-accounts/:id/doctor": "marketplace_label:settings",
  "GET /admin/label-accounts/:id/senders": "marketplace_label:read",
  "GET /admin/label-accounts/:id/contracts": "marketplace_label:read",
  "GET /admin/label-accounts/:id/options": "marketplace_label:read",
  "GET /admin/label-accounts/:id/service-points": "marketplace_label:read",
  "GET /admin/label-accounts/:id/rules": "marketplace_label:read",
  "POST /admin/label-accounts/:id/rules": "marketplace_label:settings",
  "POST /admin/label-accounts/:id/rules/order": "marketplace_label:settings",
  "POST /admin/label-accounts/:id/rules/resolve": "marketplace_label:read",
  "POST /admin/label-accounts/:id/rules/:rule_id": "marketplace_label:settings",
  "DELETE /admin/label-accounts/:id/rules/:rule_id": "marketplace_label:settings",
  "GET /admin/labels": "marketplace_label:read",
  "POST /admin/labels": "marketplace_label:buy",
  "GET /admin/labels/problems": "marketplace_label:read",
  "GET /admin/labels/to-make": "marketplace_label:read",
  "GET /admin/labels/export": "marketplace_label:read",
  "GET /admin/labels/picking-list": "marketplace_label:read",
  "POST /admin/labels/estimate": "marketplace_label:read",
  "POST /admin/labels/bulk": "marketplace_label:buy order:update",
  "POST /admin/labels/print": "marketplace_label:read marketplace_personal_data:read",
  "POST /admin/labels/mark-printed": "marketplace_label:read",
  "GET /admin/labels/:id": "marketplace_label:read",
  "POST /admin/labels/:id/retry": "marketplace_label:buy",
  "POST /admin/labels/:id/approve": "marketplace_label:buy",
  "POST /admin/labels/:id/cancel": "marketplace_label:cancel",
  "POST /admin/labels/:id/mark-printed": "marketplace_label:read",
  "GET /admin/labels/:id/documents/:type": "marketplace_label:read marketplace_personal_data:read",
}
/** Anyone can call these: what they are sent is signed. */
const OPEN = ["POST /webhooks/labels/:account_id"]
const whole = (needs: Record<string, string>) =>
  Object.fromEntries(Object.entries(needs).map(([route, needed]) => [route.replace(" ", ` ${ROOT}`), needed]))
const ALL_NEEDS = { ...whole(NEEDS), ...LABEL_NEEDS }
const ROUTES = Object.entries(ALL_NEEDS).map(([route, policies]): [string, string, string[]] => {
  const [verb, address] = route.split(" ")
  return [verb, address, policies.split(" ")]
})
const EVERY = [...new Set(ROUTES.flatMap(([, , policies]) => policies))]

let market: MarketStore
let connected: Connected
let order_id: string
let buyer: string

const rbac = () => market.app.container.resolve<IRbacModuleService>(Modules.RBAC)
const tokens = new Map<string, Promise<string>>()

/** The token of a user whose role has these policies and no other. */
function holding(...policies: string[]): Promise<string> {
  const name = [...policies].sort().join(" ")
  const known = tokens.get(name)
  if (known) return known
  const made = hire(name, policies)
  tokens.set(name, made)
  return made
}

async function hire(name: string, keys: string[]): Promise<string> {
  const login = { email: `user${tokens.size}-${keys.length}@shop.example`, password: "only-for-tests" }
  await createAdmin(market.app.container, login)
  const [user] = await market.app.container.resolve(Modules.USER).listUsers({ email: login.email })
  const [role] = await rbac().createRbacRoles([{ name: `role of ${name}` }])
  const policies = await rbac().listRbacPolicies({ key: keys })
  if (policies.length !== keys.length)
    throw new Error(`Not all of ${keys.join(", ")} are policies of the store.`)
  await rbac().createRbacRolePolicies(policies.map(({ id }) => ({ role_id: role.id, policy_id: id })))
  await give(user.id, role.id)
  return logIn(market.app.url, login)
}

const give = (user_id: string, rbac_role_id: string) =>
  market.app.container
    .resolve(ContainerRegistrationKeys.LINK)
    .create({ [Modules.USER]: { user_id }, [Modules.RBAC]: { rbac_role_id } })

const filled = (address: string) => address.replace(/:\w+/g, "none")
const askAt = <Body = { message?: string }>(
  token: string | null,
  verb: string,
  address: string,
  body: unknown = verb === "POST" ? {} : undefined
) => call<Body>(market.app.url + address, verb, body, token)
const ask = <Body = { message?: string }>(
  token: string | null,
  verb: string,
  address: string,
  body?: unknown
) => askAt<Body>(token, verb, ROOT + address, body)

const isLetThrough = (status: number) => status !== 401 && status !== 403

beforeAll(async () => {
  market = await startMarketStore({ MEDUSA_FF_RBAC: "true" })
  const [admin] = await market.app.container.resolve(Modules.USER).listUsers({ email: "admin@shop.example" })
  await give(admin.id, "role_super_admin")
  market.app.token = await logIn(market.app.url, { email: "admin@shop.example", password: "only-for-tests" })
  const api: typeof market.app.api = (method, route, body, { token = market.app.token } = {}) =>
    call(market.app.url + route, method, body, token)
  connected = await connect({ api }, market.sandbox, cdiscount)
  seedOrders(market.sandbox, connected, { count: 1 })
  await pullAll(market, connected)
  const [row] = await market.database.sql<{ id: string; order_id: string }>(
    "select id, order_id from marketplace_order"
  )
  order_id = row.id
  const [address] = await market.database.sql<{ last_name: string }>(
    `select address.last_name from "order" join order_address address on address.id = shipping_address_id where "order".id = $1`,
    [row.order_id]
  )
  buyer = address.last_name
})
afterAll(() => market?.stop())

describe("With roles, a route", () => {
  it("is named here with what it needs, and has its policy", () => {
    expect(everyRoute().sort()).toEqual([...Object.keys(ALL_NEEDS), ...OPEN].sort())
  })

  it.each(ROUTES)("%s %s refuses whoever lacks a policy, and only those", async (verb, address, policies) => {
    const answer = async (...held: string[]) =>
      (await askAt(await holding(...held), verb, filled(address))).status
    expect((await askAt(null, verb, filled(address))).status).toBe(401)
    expect(await answer()).toBe(403)
    for (const missing of policies) {
      expect([missing, await answer(...EVERY.filter((policy) => policy !== missing))]).toEqual([missing, 403])
    }
    expect(isLetThrough(await answer(...policies))).toBe(true)
    expect(isLetThrough((await askAt(market.app.token, verb, filled(address))).status)).toBe(true)
  })
})

describe("With roles", () => {
  it("a path that fits two routes is guarded as the one that it calls", async () => {
    const credentials = await holding("marketplace_credential:update")
    const connections = await holding("marketplace_connection:update")
    for (const address of ["/connections/check", "/connections/CHECK/", "/Connections/check"]) {
      expect((await ask(credentials, "POST", address)).status).toBe(400)
      expect((await ask(connections, "POST", address)).status).toBe(403)
    }
    // Spelled so, it is the id of a connection.
    expect((await ask(credentials, "POST", "/connections/%63heck")).status).toBe(403)
    expect((await ask(connections, "POST", "/connections/%63heck")).status).toBe(404)
    const rules = `/connections/${connected.id}/carrier-rules/order`
    expect((await ask(connections, "POST", rules)).status).toBe(400)
    expect((await ask(await holding("order:update"), "POST", rules)).status).toBe(403)
    const head = await fetch(`${market.app.url}${ROOT}/orders`, {
      method: "HEAD",
      headers: { authorization: `Bearer ${connections}` },
    })
    expect(head.status).toBe(403)
  })

  it("the routes of labels and offers that fit two are guarded as the ones that they call", async () => {
    const settings = await holding("marketplace_label:settings")
    const credentials = await holding("marketplace_credential:update")
    const buyer = await holding("marketplace_label:buy", "order:update")
    const reader = await holding("marketplace_label:read")
    const editor = await holding("marketplace_offer:edit")
    const statusOf = async (token: string, verb: string, address: string) =>
      (await askAt(token, verb, `/admin${address}`)).status
    for (const check of ["/label-accounts/check", "/label-accounts/CHECK/", "/Label-Accounts/check"]) {
      expect([check, await statusOf(settings, "POST", check)]).toEqual([check, 403])
      expect([check, await statusOf(credentials, "POST", check)]).toEqual([check, 400])
    }
    // Spelled so, it is an id.
    expect(await statusOf(credentials, "POST", "/label-accounts/%63heck")).toBe(403)
    expect(await statusOf(settings, "POST", "/label-accounts/%63heck")).toBe(404)
    expect(await statusOf(buyer, "POST", "/labels/bulk")).toBe(400)
    expect(await statusOf(reader, "POST", "/labels/BULK/")).toBe(403)
    expect(await statusOf(buyer, "GET", "/labels/to-make")).toBe(403)
    expect(await statusOf(reader, "POST", "/labels/none/retry")).toBe(403)
    expect(await statusOf(editor, "GET", "/marketplaces/offers/export")).toBe(403)
    expect(await statusOf(editor, "POST", "/marketplaces/offers/IMPORT/")).toBe(400)
    expect(await statusOf(reader, "POST", "/marketplaces/offers/import")).toBe(403)
    for (const path of ["/admin/labels", "/admin/label-accounts", `${ROOT}/offers`]) {
      const head = await fetch(market.app.url + path, {
        method: "HEAD",
        headers: { authorization: `Bearer ${credentials}` },
      })
      expect([path, head.status]).toEqual([path, 403])
    }
  })

  it("who connects with a sales channel of its own may create sales channels", async () => {
    const { credentials } = cdiscount.openAccount(market.sandbox)
    const body = { marketplace_id: "cdiscount", credentials, new_sales_channel: "Made here" }
    const channels = () => market.database.sql("select 1 from sales_channel where name = 'Made here'")
    const may = ["marketplace_connection:create", "marketplace_credential:update"]
    const refused = await ask(await holding(...may), "POST", "/connections", body)
    expect([refused.status, refused.body.message]).toEqual([
      403,
      "Insufficient permissions. Required policies: sales_channel:create",
    ])
    expect(await channels()).toEqual([])
    const { new_sales_channel: _, ...plain } = body
    expect(
      (await ask(await holding(...may, "sales_channel:create"), "POST", "/connections", body)).status
    ).toBe(200)
    expect(await channels()).toHaveLength(1)
    const other = cdiscount.openAccount(market.sandbox).credentials
    // Without one of its own it is asked for a place at most.
    const answer = await ask(await holding(...may), "POST", "/connections", { ...plain, credentials: other })
    expect(isLetThrough(answer.status)).toBe(true)
  })

  it("a packer reads and ships orders, and sees no connection and no buyer", async () => {
    const packer = await holding("order:read", "order:update")
    expect((await ask(packer, "GET", "/orders")).status).toBe(200)
    expect((await ask(packer, "GET", `/orders/${order_id}`)).status).toBe(200)
    expect((await ask(packer, "GET", "/connections")).status).toBe(403)
    for (const query of ["personal_data=true", "personal%5Fdata=true"]) {
      const { status, body } = await ask(packer, "GET", `/orders/${order_id}?${query}`)
      expect([status, body.message]).toEqual([
        403,
        "Insufficient permissions. Required policies: marketplace_personal_data:read",
      ])
    }
    const history = await market.database.sql(
      "select event from marketplace_history_entry where event = $1",
      ["order.personal_data_read"]
    )
    expect(history).toEqual([])
    const sees = await holding("order:read", "marketplace_personal_data:read")
    expect((await ask(sees, "GET", `/orders/${order_id}?personal_data=true`)).status).toBe(200)
  })

  it("a search finds a buyer only for those who may see buyers", async () => {
    const found = async (token: string) =>
      (await ask<{ count: number }>(token, "GET", `/orders?q=${encodeURIComponent(buyer)}`)).body.count
    expect(await found(await holding("order:read", "order:update"))).toBe(0)
    expect(await found(await holding("order:read", "marketplace_personal_data:read"))).toBe(1)
  })

  it("who may change a connection may not replace its credentials", async () => {
    const route = `/connections/${connected.id}`
    const before = await market.database.sql("select * from marketplace_credential")
    const editor = await holding("marketplace_connection:update")
    for (const credentials of [connected.credentials, {}]) {
      expect((await ask(editor, "POST", route, { credentials })).status).toBe(403)
    }
    expect(await market.database.sql("select * from marketplace_credential")).toEqual(before)
    expect((await ask(editor, "POST", route, { name: "Renamed" })).status).toBe(200)
    const keeper = await holding("marketplace_connection:update", "marketplace_credential:update")
    expect((await ask(keeper, "POST", route, { credentials: connected.credentials })).status).toBe(200)
  })

  it("a secret API key, which has no role, is refused", async () => {
    const { body } = await market.app.api<{ api_key: { token: string } }>(
      "POST",
      "/admin/api-keys",
      { title: "script", type: "secret" },
      { token: market.app.token }
    )
    for (const address of ["/orders", "/connections", ""]) {
      const response = await fetch(market.app.url + ROOT + address, {
        headers: { authorization: `Basic ${Buffer.from(`${body.api_key.token}:`).toString("base64")}` },
      })
      expect(response.status).toBe(403)
    }
  })

  it("a role that is given counts from the next login on", async () => {
    const login = { email: "later@shop.example", password: "only-for-tests" }
    await createAdmin(market.app.container, login)
    const before = await logIn(market.app.url, login)
    const [user] = await market.app.container.resolve(Modules.USER).listUsers({ email: login.email })
    await give(user.id, "role_super_admin")
    expect((await ask(before, "GET", "/orders")).status).toBe(403)
    expect((await ask(await logIn(market.app.url, login), "GET", "/orders")).status).toBe(200)
  })
})
