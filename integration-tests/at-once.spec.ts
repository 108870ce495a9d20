import { asValue } from "@medusajs/framework/awilix"
import type { MedusaContainer } from "@medusajs/framework/types"
import { Modules } from "@medusajs/framework/utils"
import { encrypt } from "../src/modules/marketplace/encryption"
import type { ConnectionRow } from "../src/modules/marketplace/stores/connections"
import { ensureShippingOptions, shippingProfileIds } from "../src/workflows/shared/ensure-shipping-options"
import { labelsOf } from "../src/workflows/shared/labels"
import { marketplaceOf } from "../src/workflows/shared/marketplace"
import type { Connected } from "./helpers/market-store"
import { dispatchWork } from "./helpers/jobs"
import { marketTest } from "./helpers/market-test"
import { MARKETPLACES } from "./helpers/marketplace-cases"
import { LIFE_CASES } from "./helpers/life-cases"
import { type Order, ordersDesk } from "./helpers/orders-desk"
import { until } from "./helpers/until"

const [cdiscount, rakuten] = MARKETPLACES
const market = marketTest({ seconds: 240 })
const { api, sql } = market
const { toAccept, idsOf } = ordersDesk(market)

type Shown = Pick<ConnectionRow, "id" | "name" | "settings"> & { version: string }
const service = () => marketplaceOf(market.app.container)
const times = <Result>(count: number, work: (index: number) => Promise<Result>) =>
  Promise.all(Array.from({ length: count }, (_, index) => work(index)))
const statuses = (answers: { status: number }[]) => answers.map(({ status }) => status).sort()
const read = async ({ id }: Pick<Connected, "id">) =>
  (await api<{ connection: Shown }>("GET", `/connections/${id}`)).body.connection
const credentialOf = async ({ id }: Pick<Connected, "id">) =>
  (await sql<{ encrypted: string }>("select * from marketplace_credential where connection_id = $1", [id]))[0]

let connected: Connected
beforeAll(async () => {
  connected = await market.connect(cdiscount)
})

describe("Several clicks at once", () => {
  it("connect an account once, and the connection can be edited", async () => {
    const { credentials } = cdiscount.openAccount(market.sandbox)
    const answers = await times(8, () =>
      api<{ connection: Shown; code: string }>("POST", "/connections", {
        marketplace_id: "cdiscount",
        credentials,
      })
    )
    expect(statuses(answers)).toEqual([200, ...Array<number>(7).fill(400)])
    expect(new Set(answers.map(({ body }) => body.code))).toEqual(new Set([undefined, "account_shared"]))
    const made = answers.find(({ status }) => status === 200)?.body.connection
    expect((await api("POST", `/connections/${made?.id}`, { name: "Once" })).status).toBe(200)
  })

  it("ask for one run where the same one waits already", async () => {
    const shop = await market.connect(cdiscount)
    const lease = (owner: string | null) =>
      sql(
        `update marketplace_connection set pull_lease_owner = $2, pull_lease_until = now() + interval '1 minute' * $3
          where id = $1`,
        [shop.id, owner, owner ? 1 : -1]
      )
    const ask = (body: object = {}) =>
      api<{ run: { id: string } }>("POST", `/connections/${shop.id}/import`, body)
    const runs = (state: string) =>
      sql("select 1 from marketplace_run where connection_id = $1 and params is not null and state = $2", [
        shop.id,
        state,
      ])
    await lease("another process")
    const answers = await times(20, () => ask())
    expect(statuses(answers)).toEqual(Array(20).fill(202))
    expect(new Set(answers.map(({ body }) => body.run.id)).size).toBe(1)
    await ask({ external_ids: ["A"] })
    expect(await runs("queued")).toHaveLength(2)
    await lease(null)
    await dispatchWork(market.app)
    expect(await runs("done")).toHaveLength(2)
  })

  it("wait for whoever writes on the account, and are judged by what that one has written", async () => {
    const { account, credentials } = cdiscount.openAccount(market.sandbox)
    const other = await market.connect(cdiscount)
    await sql("begin")
    let making: Promise<{ status: number; body: { code?: string } }>
    try {
      await sql("select pg_advisory_xact_lock(hashtextextended($1, 0))", [
        `marketplace:account:cdiscount:${account}`,
      ])
      await sql("update marketplace_connection set account = $1 where id = $2", [account, other.id])
      making = api<{ code?: string }>("POST", "/connections", { marketplace_id: "cdiscount", credentials })
      await until("it waits for the account", async () => {
        const waits = await sql("select 1 from pg_locks where locktype = 'advisory' and not granted")
        return waits.length > 0
      })
    } finally {
      await sql("commit")
    }
    expect(await making).toMatchObject({ status: 400, body: { code: "account_shared" } })
  })

  it("give two connections of one account no overlap, whichever is changed", async () => {
    const { credentials } = cdiscount.openAccount(market.sandbox)
    const make = async (channel: string) => {
      const settings = { import: { channels: [channel] } }
      const { body } = await api<{ connection: Shown }>("POST", "/connections", {
        marketplace_id: "cdiscount",
        credentials,
        settings,
      })
      return body.connection.id
    }
    const ids = [await make("ONE"), await make("TWO")]
    const answers = await Promise.all(
      ids.map((id) => api("POST", `/connections/${id}`, { settings: { import: { channels: ["THREE"] } } }))
    )
    expect(statuses(answers)).toEqual([200, 400])
  })

  it("give every rule a place of its own, and keep what each of them changed", async () => {
    const rules = `/connections/${connected.id}/carrier-rules`
    const answers = await times(20, (index) =>
      api<{ carrier_rule: { id: string } }>("POST", rules, {
        match: { tracking_pattern: `^${index}` },
        carrier: "colissimo",
      })
    )
    expect(statuses(answers)).toEqual(Array(20).fill(200))
    const places = async () =>
      (
        await sql<{ position: number }>(
          "select position from marketplace_carrier_rule where connection_id = $1 and deleted_at is null order by position",
          [connected.id]
        )
      ).map(({ position }) => position)
    expect(await places()).toEqual(Array.from({ length: 20 }, (_, index) => index + 1))
    const [first] = answers
    const one = `${rules}/${first.body.carrier_rule.id}`
    await Promise.all([
      api("POST", one, { marketplace_carrier_name: "A name" }),
      api("POST", one, { remove_pattern: "^X" }),
      api("POST", one, { match: { country_code: "FR" } }),
    ])
    const shown = await api<{ carrier_rules: { id: string }[] }>("GET", rules)
    // Whose click was the first is not said.
    expect(shown.body.carrier_rules.find(({ id }) => id === first.body.carrier_rule.id)).toMatchObject({
      marketplace_carrier_name: "A name",
      remove_pattern: "^X",
      match: { country_code: "FR" },
    })
    const ids = answers.map(({ body }) => body.carrier_rule.id)
    await Promise.all([
      api("POST", `${rules}/order`, { ids: [...ids].reverse() }),
      api("POST", `${rules}/order`, { ids }),
      ...ids.slice(0, 5).map((id) => api("DELETE", `${rules}/${id}`)),
      ...ids.slice(0, 5).map((id) => api("DELETE", `${rules}/${id}`)),
    ])
    expect(new Set(await places()).size).toBe(15)
    const gone = await sql(
      "select 1 from marketplace_history_entry where connection_id = $1 and event = 'carrier_rule.deleted'",
      [connected.id]
    )
    expect(gone).toHaveLength(5)
  })

  it("keep every setting that was saved", async () => {
    const answers = await Promise.all([
      api("POST", `/connections/${connected.id}`, { name: "Saved at once" }),
      api("POST", `/connections/${connected.id}`, { settings: { import: { interval_minutes: 17 } } }),
      api("POST", `/connections/${connected.id}`, { settings: { privacy: { retention_days: 77 } } }),
      api("POST", `/connections/${connected.id}`, { settings: { shipping: { wait_for_tracking_hours: 7 } } }),
    ])
    expect(statuses(answers)).toEqual([200, 200, 200, 200])
    expect(await read(connected)).toMatchObject({
      name: "Saved at once",
      settings: {
        import: { interval_minutes: 17 },
        privacy: { retention_days: 77 },
        shipping: { wait_for_tracking_hours: 7 },
      },
    })
  })

  it("never mix credentials, and a rotation writes no old ones back", async () => {
    const before = "an older key of the store, 32 bytes long"
    const { options } = service()
    options.previous_encryption_keys.push(before)
    const old = encrypt(JSON.stringify(connected.credentials), connected.id, {
      current: before,
      previous: [],
    })
    await sql("update marketplace_credential set encrypted = $2 where connection_id = $1", [
      connected.id,
      old,
    ])
    const replaced = { ...connected.credentials, client_secret: "replaced-meanwhile" }
    const { credentials } = service()
    const reencrypt = credentials.reencrypt
    jest.spyOn(credentials, "reencrypt").mockImplementationOnce(async (credential) => {
      await sql("update marketplace_credential set encrypted = $2 where connection_id = $1", [
        connected.id,
        service().encryptCredentials(connected.id, replaced),
      ])
      return reencrypt(credential)
    })
    await service().readCredentials(connected.id)
    expect(await service().readCredentials(connected.id)).toEqual(replaced)
    const answers = await times(4, (index) =>
      api("POST", `/connections/${connected.id}`, { credentials: { client_secret: `secret-${index}` } })
    )
    expect(answers.filter(({ status }) => status !== 200 && status !== 409)).toEqual([])
    expect(answers.some(({ status }) => status === 200)).toBe(true)
    expect((await service().readCredentials(connected.id)).client_secret).toMatch(/^secret-\d$/)
    await api("POST", `/connections/${connected.id}`, { credentials: connected.credentials })
  })

  it("delete a connection once, and no credential comes back", async () => {
    const { credentials } = cdiscount.openAccount(market.sandbox)
    const { body } = await api<{ connection: Shown }>("POST", "/connections", {
      marketplace_id: "cdiscount",
      credentials,
    })
    const one = `/connections/${body.connection.id}`
    const [first, second] = await Promise.all([
      api("DELETE", one),
      api("DELETE", one),
      api("POST", one, { credentials: { client_secret: "too late" } }),
    ])
    expect(statuses([first, second])).toEqual([200, 404])
    expect(await credentialOf(body.connection)).toBeUndefined()
  })

  it("connect a label account once, and keep what each of them changed", async () => {
    const keys = { public_key: "public-at-once", secret_key: "secret-at-once" }
    const accounts = "/label-accounts"
    const call = <Body>(method: string, path: string, body?: unknown) =>
      market.app.api<Body>(method, `/admin${path}`, body)
    const made = await times(6, () =>
      call<{ label_account: { id: string } }>("POST", accounts, {
        service_id: "sendcloud",
        credentials: keys,
      })
    )
    expect(statuses(made)).toEqual([200, ...Array<number>(5).fill(400)])
    const { id } = made.find(({ status }) => status === 200)?.body.label_account ?? { id: "" }
    const one = `${accounts}/${id}`
    const shown = async () =>
      (
        await call<{ label_account: { version: string; name: string; settings: Record<string, object> } }>(
          "GET",
          one
        )
      ).body.label_account

    const changes = [
      { settings: { labels: { daily_count: 11 } } },
      { settings: { labels: { item_grams: 222 } } },
      { settings: { labels: { retention_days: 33 } } },
      { settings: { sendcloud: { merged_documents: 4 } } },
      { name: "Saved at once" },
    ]
    const saved = await Promise.all(changes.map((change) => call("POST", one, change)))
    expect(statuses(saved)).toEqual(Array(5).fill(200))
    const { version, ...now } = await shown()
    expect(now).toMatchObject({
      name: "Saved at once",
      settings: {
        labels: { daily_count: 11, item_grams: 222, retention_days: 33 },
        sendcloud: { merged_documents: 4 },
      },
    })

    const both = await Promise.all(
      [44, 55].map((daily_count) => call("POST", one, { version, settings: { labels: { daily_count } } }))
    )
    expect(statuses(both)).toEqual([200, 409])
    const lost = both.find(({ status }) => status === 409)?.body
    expect(lost).toMatchObject({ code: "changed_meanwhile", label_account: await shown() })

    const rotated = await Promise.all([
      call("POST", one, { credentials: { secret_key: "rotated" } }),
      call("POST", one, { credentials: { webhook_key: "of the webhook" } }),
    ])
    expect(rotated.every(({ status }) => status === 200 || status === 409)).toBe(true)
    const stored = await labelsOf(market.app.container).readCredentials(id)
    const [first, second] = rotated.map(({ status }) => status === 200)
    expect([stored.secret_key, stored.webhook_key]).toEqual([
      first ? "rotated" : keys.secret_key,
      second ? "of the webhook" : "",
    ])
    // Keys are part of what was shown.
    const before = (await shown()).version
    await call("POST", one, { credentials: { secret_key: "another" } })
    expect((await call("POST", one, { version: before, name: "Late" })).status).toBe(409)
    expect((await call("DELETE", `${one}?version=${before}`)).status).toBe(409)
    const gone = await times(3, () => call("DELETE", one))
    expect(statuses(gone)).toEqual([200, 404, 404])
  })

  it("make hidden shipping options once, also in several processes", async () => {
    const location = market.store.stock_location_id
    const scopes = Array.from({ length: 3 }, () => market.app.container.createScope() as MedusaContainer)
    for (const scope of scopes) {
      // Each process has a lock that the others do not see.
      const locking = { execute: (_: string, work: () => Promise<unknown>) => work() }
      scope.register({ [Modules.LOCKING]: asValue(locking) })
    }
    const profile = (await market.app.container
      .resolve(Modules.FULFILLMENT)
      .createShippingProfiles([{ name: "Made now", type: "now" }])) as { id: string }[]
    expect(await shippingProfileIds(market.app.container)).toContain(profile[0].id)
    const made = await Promise.all(
      scopes.map((scope) => ensureShippingOptions(scope, [location], [profile[0].id]))
    )
    expect(made.flatMap(({ created }) => created)).toHaveLength(1)
    expect(
      new Set(
        made.flatMap(({ options }) =>
          options.filter((one) => one.shipping_profile_id === profile[0].id).map(({ id }) => id)
        )
      ).size
    ).toBe(1)
  })

  it("forget a mapping once", async () => {
    const [variant] = market.store.variants
    const mapping = { connection_id: connected.id, external_sku: "ONCE", variant_id: variant.variant_id }
    const { body } = await api<{ listing: { id: string } }>("POST", "/listings", mapping)
    const answers = await times(3, () => api("DELETE", `/listings/${body.listing.id}`))
    expect(statuses(answers)).toEqual([200, 404, 404])
  })

  it("never ignore an order whose acceptance is on its way", async () => {
    const shop = await market.connect(rakuten)
    const orders = toAccept(shop, 8)
    await market.pull(shop)
    const ids = await idsOf(orders)
    market.sandbox.control.addFault({ kind: "hang", account: shop.account })
    await Promise.all(
      ids.flatMap((id) => [
        api("POST", `/orders/${id}/accept`),
        api("POST", `/orders/${id}/ignore`, { reason: "not ours" }),
      ])
    )
    const both = await sql(
      `select o.id from marketplace_order o join marketplace_action a on a.marketplace_order_id = o.id
        where o.id = any($1) and o.state_reason = 'by_hand'`,
      [ids]
    )
    expect(both).toEqual([])
  })

  it("ask for the cancellation of an item once", async () => {
    const shop = await market.connect(rakuten, { settings: { rakuten: { cancel_enabled: true } } })
    const orders = market.seedOrders(shop, { count: 4, kinds: ["two_units"] })
    await market.pullAll(shop)
    market.sandbox.control.addFault({ kind: "hang", account: shop.account })
    for (const id of await idsOf(orders)) {
      const { body } = await api<{ order: Order }>("GET", `/orders/${id}`)
      const [first] = body.order.lines.flatMap(({ external_ids }) => external_ids)
      await Promise.all([
        api("POST", `/orders/${id}/cancel`, { reason: "x" }),
        api("POST", `/orders/${id}/cancel`, { reason: "x", line_external_ids: [first] }),
      ])
      const items = await sql<{ item: string }>(
        `select jsonb_array_elements_text(params -> 'item_external_ids') as item from marketplace_action
          where marketplace_order_id = $1 and type = 'cancel'`,
        [id]
      )
      expect(items.filter(({ item }) => item === first)).toHaveLength(1)
    }
  })

  it("keep every field of an address that was corrected", async () => {
    const [{ external_id }] = market.seedNow(connected, { count: 1 })
    LIFE_CASES.cdiscount.moveBuyer(market.sandbox, external_id ?? "", "")
    await market.pullAll(connected)
    const { id, addresses } = await market.desk.orderOf<{ addresses: { version: string } }>(external_id)
    const correct = (address: object, version?: string) =>
      api("POST", `/orders/${id}/address`, { address, version })
    // Neither brings it into the store: the street is still missing. While one is judged the other may have to wait.
    const fields = [{ city: "Ville" }, { company: "Société" }, { phone: "0639980042" }]
    let waiting = fields
    for (let round = 0; waiting.length > 0 && round < 10; round++) {
      const answers = await Promise.all(waiting.map((field) => correct(field)))
      expect(answers.some(({ status }) => status === 200)).toBe(true)
      waiting = waiting.filter((_, index) => answers[index].status !== 200)
    }
    const { body } = await api<{ order: { addresses: { shipping: object; version: string } } }>(
      "GET",
      `/orders/${id}?personal_data=true`
    )
    expect(body.order.addresses.shipping).toMatchObject(Object.assign({}, ...fields) as object)
    expect((await correct({ city: "Autre" }, addresses.version)).status).toBe(409)
    expect((await correct({ city: "Autre" }, body.order.addresses.version)).status).toBe(200)
  })

  it("an account changes before its orders come, or not at all", async () => {
    const shop = await market.connect(rakuten)
    const before = await service().connection(shop.id)
    const other = rakuten.openAccount(market.sandbox)
    expect((await api("POST", `/connections/${shop.id}`, { credentials: other.credentials })).status).toBe(
      200
    )
    const late = service().orders.storeSnapshots({
      connection: before,
      snapshots: [{ external_id: "LATE", payload: "<late/>" } as never],
      merge: (_, incoming) => incoming,
      derive: () => ({}) as never,
      withoutPersonalData: (payload) => payload,
    })
    await expect(late).rejects.toThrow("another account")
    expect(await sql("select 1 from marketplace_order where external_id = 'LATE'")).toEqual([])
  })
})

describe("What another user changed meanwhile", () => {
  it("is not overwritten by who sends the version that was shown", async () => {
    const shown = await read(connected)
    const route = `/connections/${connected.id}`
    const saved = await api<{ connection: Shown }>("POST", route, { name: "First", version: shown.version })
    expect(saved.status).toBe(200)
    expect(saved.body.connection.version).not.toBe(shown.version)
    const late = await api<{ code: string; connection: Shown }>("POST", route, {
      name: "Second",
      version: shown.version,
    })
    expect(late).toMatchObject({
      status: 409,
      body: { type: "conflict", code: "changed_meanwhile", connection: { name: "First" } },
    })
    const again = { name: "Second", version: late.body.connection.version }
    expect(await api("POST", route, again)).toMatchObject({
      status: 200,
      body: { connection: { name: "Second" } },
    })
  })

  it("is not overwritten by one of several saves at once", async () => {
    const { version } = await read(connected)
    const answers = await times(6, (index) =>
      api("POST", `/connections/${connected.id}`, {
        settings: { import: { interval_minutes: 20 + index } },
        version,
      })
    )
    expect(statuses(answers)).toEqual([200, 409, 409, 409, 409, 409])
  })

  it("counts for credentials too, and a run or a health changes no version", async () => {
    const { version } = await read(connected)
    await market.pull(connected)
    expect((await read(connected)).version).toBe(version)
    const route = `/connections/${connected.id}`
    const { credentials } = connected
    expect((await api("POST", route, { credentials, version })).status).toBe(200)
    expect((await api("POST", route, { credentials, version })).status).toBe(409)
    expect((await api("POST", route, { is_enabled: false, version })).status).toBe(409)
  })

  it("counts for carrier rules, their order, and mappings", async () => {
    const rules = `/connections/${connected.id}/carrier-rules`
    const list = async () =>
      (await api<{ carrier_rules: { id: string; version: string }[] }>("GET", rules)).body.carrier_rules
    const [{ id, version }] = await list()
    const save = (name: string) => api("POST", `${rules}/${id}`, { marketplace_carrier_name: name, version })
    expect(statuses(await Promise.all([save("One"), save("Two")]))).toEqual([200, 409])
    const shown_ids = (await list()).map((rule) => rule.id)
    const ids = [...shown_ids].reverse()
    expect((await api("POST", `${rules}/order`, { ids, shown_ids })).status).toBe(200)
    expect(await api("POST", `${rules}/order`, { ids: shown_ids, shown_ids })).toMatchObject({
      status: 409,
      body: { carrier_rules: expect.arrayContaining([expect.objectContaining({ id: ids[0] })]) },
    })
    const [one, two] = market.store.variants
    const map = (variant_id: string, replaces?: string | null) =>
      api("POST", "/listings", {
        connection_id: connected.id,
        external_sku: "MEANWHILE",
        variant_id,
        replaces,
      })
    expect(statuses([await map(one.variant_id, null), await map(two.variant_id, null)])).toEqual([200, 409])
    expect((await map(two.variant_id, one.variant_id)).status).toBe(200)
    expect((await map(one.variant_id)).status).toBe(200)
  })

  it("counts for pausing, activating and deleting", async () => {
    const shop = await market.connect(cdiscount)
    const route = `/connections/${shop.id}`
    const { version } = await read(shop)
    const { body } = await api<{ connection: Shown }>("POST", route, { name: "Changed meanwhile" })
    const current = { name: "Changed meanwhile", version: body.connection.version }
    const conflict = { status: 409, body: { code: "changed_meanwhile", connection: current } }
    expect(await api("POST", route, { is_enabled: false, version })).toMatchObject(conflict)
    expect(await api("POST", `${route}/activate`, { version })).toMatchObject(conflict)
    expect(await api("DELETE", `${route}?version=${version}`)).toMatchObject(conflict)
    expect(
      statuses(
        await Promise.all([
          api("POST", route, { is_enabled: false, version: current.version }),
          api("POST", route, { name: "Third", version: current.version }),
        ])
      )
    ).toEqual([200, 409])
    // Whichever won: activating what is active changes nothing.
    expect((await api("POST", route, { is_enabled: false })).status).toBe(200)
    const now = (await read(shop)).version
    expect(
      statuses(
        await Promise.all([
          api("POST", `${route}/activate`, { version: now }),
          api("POST", route, { name: "Fourth", version: now }),
        ])
      )
    ).toEqual([200, 409])
    expect((await api("DELETE", `${route}?version=${(await read(shop)).version}`)).status).toBe(200)
  })

  it("counts for deleting a rule and a mapping", async () => {
    const rules = `/connections/${connected.id}/carrier-rules`
    const { body } = await api<{ carrier_rules: { id: string; version: string }[] }>("GET", rules)
    const [{ id, version }] = body.carrier_rules
    expect((await api("POST", `${rules}/${id}`, { marketplace_carrier_name: "Newer" })).status).toBe(200)
    const late = await api<{ carrier_rule: { version: string } }>(
      "DELETE",
      `${rules}/${id}?version=${version}`
    )
    expect(late).toMatchObject({ status: 409, body: { carrier_rule: { marketplace_carrier_name: "Newer" } } })
    const seen = late.body.carrier_rule.version
    expect((await api("DELETE", `${rules}/${id}?version=${seen}`)).status).toBe(200)

    const [one, two] = market.store.variants
    const map = (variant_id: string) =>
      api<{ listing: { id: string } }>("POST", "/listings", {
        connection_id: connected.id,
        external_sku: "DELETED AS SHOWN",
        variant_id,
      })
    const { listing } = (await map(one.variant_id)).body
    await map(two.variant_id)
    const path = `/listings/${listing.id}?variant_id=`
    expect(await api("DELETE", path + one.variant_id)).toMatchObject({
      status: 409,
      body: { listing: { variant_id: two.variant_id } },
    })
    expect((await api("DELETE", path + two.variant_id)).status).toBe(200)
  })
})

describe("What waits for an order that another process writes", () => {
  it.each(["a snapshot", "a purge"])("%s goes on from what that one has written", async (what) => {
    const [order] = market.seedNow(connected, { count: 1 })
    await market.pullAll(connected)
    const { external_id } = order
    const [row] = await sql<{ id: string; connection_id: string; marketplace_id: string; account: string }>(
      "select * from marketplace_order where external_id = $1",
      [external_id]
    )
    const stop = new Error("seen")
    let seen: string | null = null
    const see = (payload: string | null): never => {
      seen = payload
      throw stop
    }
    const { orders } = service()
    await sql("begin")
    let working: Promise<unknown>
    try {
      await sql("select 1 from marketplace_order where id = $1 for update", [row.id])
      working = (
        what === "a purge"
          ? orders.purgeOrders([row.id], (_, payload) => see(payload))
          : orders.storeSnapshots({
              connection: { ...row, id: row.connection_id },
              snapshots: [{ external_id: external_id ?? "", payload: "incoming" }],
              merge: see,
              derive: () => see(null),
              withoutPersonalData: see,
            })
      ).catch((error: unknown) => error)
      await until("it waits", async () => {
        const waits = await sql("select 1 from pg_locks where not granted")
        return waits.length > 0
      })
      await sql(
        "update marketplace_order_snapshot set payload = 'another process wrote this' where marketplace_order_id = $1",
        [row.id]
      )
    } finally {
      await sql("commit")
    }
    expect(await working).toBe(stop)
    expect(seen).toBe("another process wrote this")
  })
})
