import { Modules } from "@medusajs/framework/utils"
import type { ExpectedOrder } from "../sandbox/expected"
import { ordersLink } from "../src/orders/notices"
import { notify } from "../src/workflows/notify/notify"
import { notifyDeadlines, notifyReports, sendDigest } from "../src/workflows/notify/notify-daily"
import { notifyLabelAccounts, notifyLabelProblems } from "../src/workflows/notify/notify-labels"
import {
  notifyActionProblems,
  notifyConnectionProblems,
  notifyNewProblems,
} from "../src/workflows/notify/notify-problems"
import { retryNotifications } from "../src/workflows/notify/retry-notifications"
import { holdLease, underLease } from "../src/workflows/shared/held-lease"
import { labelsOf } from "../src/workflows/shared/labels"
import { marketplaceOf } from "../src/workflows/shared/marketplace"
import type { TestMessage } from "../src/api/admin/marketplaces/connections/types"
import type { Connected } from "./helpers/market-store"
import { marketTest } from "./helpers/market-test"
import type { ShownProblem } from "./helpers/marketplace-api"
import { settled } from "./helpers/jobs"
import { MARKETPLACES } from "./helpers/marketplace-cases"
import { until } from "./helpers/until"

const BUYER = "markbuyer9c1d"
type Message = {
  to: string
  channel: string
  template: string
  status: string
  data: { title: string; text: string; link: string; code: string; description?: string }
}
type Health = { status: string; code: string | null; warnings: ShownProblem[] }

const market = marketTest({ seconds: 180, env: { NOTIFICATION_CHANNELS: "feed,email,sms" } })

/** Every notification of a connection, or of the orders given. */
const messages = (...parts: string[]) =>
  market.sql<Message>(
    `select "to", channel, template, status, data from notification
      where idempotency_key like any($1) and deleted_at is null order by channel, "to", created_at`,
    [parts.map((part) => `marketplace:%${part}%`)]
  )
const codes = (all: Message[]) => all.map(({ to, channel, data }) => [channel, to, data.code])
const notified = (what: string, parts: string[], count = 1) =>
  until(what, async () => {
    const all = await messages(...parts)
    return all.length >= count ? all : null
  })
const health = async ({ id }: Pick<Connected, "id">) =>
  (await market.desk.get<{ connection: { health: Health } }>(`/connections/${id}`)).connection.health
const rowIds = async (orders: ExpectedOrder[]) =>
  (
    await market.sql<{ id: string }>("select id from marketplace_order where external_id = any($1)", [
      orders.map(({ external_id }) => external_id),
    ])
  ).map(({ id }) => id)
const setDue = (ids: string[], due: string) =>
  market.sql(`update marketplace_order set ship_by = now() + $2::interval where id = any($1)`, [ids, due])
/** Disabled: nothing of it runs beside the next test. */
const rest = (connected: Connected) => market.desk.post(`/connections/${connected.id}`, { is_enabled: false })

const ALL_FR = { to: "atelier@shop.example", language: "fr", level: "all" }
const URGENT_EN = { to: "boss@shop.example" }
const notifications = { feed: "all", recipients: [ALL_FR, URGENT_EN] }

describe.each(MARKETPLACES)("$id: the recipients are notified", (marketplace) => {
  let connected: Connected
  beforeAll(async () => {
    connected = await market.connect(marketplace, { settings: { notifications } })
  })
  afterAll(() => rest(connected))

  it("of a problem once, not once per run, by level and in their language, without the buyer's data", async () => {
    market.seedNow(connected, { count: 2, kinds: ["missing_fields"], marker: BUYER })
    const sku = `NULLE-PART-${marketplace.id}`
    const catalog = [{ sku, ean: "", title: "Invention", price: 20, vat: 20 }]
    const held = market.seedNow(connected, { count: 3, catalog, marker: BUYER } as never)
    await market.pullAll(connected).catch(() => undefined)
    const unknown = await until("the unknown SKU is notified", async () => {
      const all = await messages(`order:${connected.id}:unknown_sku`)
      return all.length === 2 && all.every(({ status }) => status === "success") ? all : null
    })
    expect(codes(unknown)).toEqual([
      ["email", ALL_FR.to, "unknown_sku"],
      ["feed", "", "unknown_sku"],
    ])
    const [french, feed] = unknown
    expect(french).toMatchObject({
      template: "marketplace-notice",
      status: "success",
      data: {
        title: expect.stringMatching(/\s: 3 commandes$/),
        text: expect.stringContaining("Aucun produit de la boutique"),
        link: `/app${ordersLink("fix", { problem: ["unknown_sku"], connection_id: [connected.id] })}`,
      },
    })
    expect(feed.data.description).toContain("No product of the store")
    expect(feed.data.description).toMatch(/ \((\S+, ){2}\S+\)$/)
    await market.sql("update marketplace_order set next_attempt_at = now() where connection_id = $1", [
      connected.id,
    ])
    await market.pull(connected)
    await market.pull(connected)
    expect(await messages(`order:${connected.id}:unknown_sku`)).toHaveLength(2)
    expect(held).toHaveLength(3)
    const named = [1, 2].map((place) => `AUTRE-${place}-${marketplace.id}`)
    for (const sku of named) {
      market.seedNow(connected, { count: 1, catalog: [{ ...catalog[0], sku }], marker: BUYER } as never)
    }
    await market.pullAll(connected)
    const next = await notified("what the next run found", [`order:${connected.id}:unknown_sku`], 4)
    const [, later] = next.filter(({ channel }) => channel === "feed")
    expect(later.data.text).toMatch(
      new RegExp(`^Unknown SKU \\((${named.join(", ")}|${[...named].reverse().join(", ")})\\)\\. Orders: `)
    )
    const everything = await messages(connected.id)
    expect(JSON.stringify(everything).toLowerCase()).not.toContain(BUYER)
  })

  it("of every deadline once, of many together, of later ones separately, and again when it is missed", async () => {
    const many = market.seedNow(connected, { count: 25 })
    await market.pullAll(connected)
    const ids = await rowIds(many)
    await setDue(ids, "90 days")
    await notifyDeadlines(market.app.container)
    await setDue(ids.slice(0, 24), "3 hours")
    await notifyDeadlines(market.app.container)
    await notifyDeadlines(market.app.container)
    const together = await messages(`deadlines:${connected.id}`)
    expect(codes(together)).toEqual([
      ["email", ALL_FR.to, "deadline_ship_risk"],
      ["email", URGENT_EN.to, "deadline_ship_risk"],
      ["feed", "", "deadline_ship_risk"],
    ])
    expect(together[0].data).toMatchObject({
      title: expect.stringContaining("24 commandes"),
      text: expect.stringMatching(/ et 14 autres\)$/),
      link: `/app${ordersLink("all", { due: "at_risk", connection_id: [connected.id] })}`,
    })
    expect(together[1].data.title).toContain("24 orders")
    await setDue(ids.slice(24), "2 hours")
    await notifyDeadlines(market.app.container)
    expect(codes(await messages(`deadline:${ids[24]}`))).toHaveLength(3)
    await setDue(ids.slice(24), "-1 minute")
    await notifyDeadlines(market.app.container)
    await notifyDeadlines(market.app.container)
    const both = await messages(`deadline:${ids[24]}`)
    expect(
      both
        .filter(({ to }) => to === URGENT_EN.to)
        .map(({ data }) => data.code)
        .sort()
    ).toEqual(["deadline_ship_risk", "overdue_shipment"])
    expect(await messages(`deadlines:${connected.id}`)).toHaveLength(3)
  })

  it("by one digest a day, and by none where it is switched off", async () => {
    const noon = new Date(`${new Date().toISOString().slice(0, 10)}T12:00:00Z`)
    await sendDigest(market.app.container, noon)
    await sendDigest(market.app.container, noon)
    const digest = await messages(`digest:${connected.id}`)
    expect(codes(digest)).toEqual([
      ["email", ALL_FR.to, "digest"],
      ["email", URGENT_EN.to, "digest"],
      ["feed", "", "digest"],
    ])
    expect(digest[0].data.text).toMatch(/^25 importée\(s\), 0 à accepter, 7 à corriger/)
    await market.desk.post(`/connections/${connected.id}`, { settings: { notifications: { digest: false } } })
    await sendDigest(market.app.container, new Date(noon.getTime() + 24 * 3600 * 1000))
    expect(await messages(`digest:${connected.id}`)).toHaveLength(3)
  })

  it("at once of a difference that the daily comparison finds", async () => {
    const [{ external_id }] = market.seedNow(connected, { count: 1 })
    await market.sql("update marketplace_connection set swept_at = null where id = $1", [connected.id])
    await market.sweep()
    const found = await messages(`sweep:${connected.id}`)
    expect(codes(found)).toContainEqual(["email", URGENT_EN.to, "completeness"])
    expect(found.find(({ to }) => to === ALL_FR.to)?.data.title).toContain("écart(s)")
    expect(external_id).toBeTruthy()
  })

  it("once of refused credentials, which are tried gently until they work again", async () => {
    const other = await market.connect(marketplace, { settings: { notifications } })
    await market.desk.post(`/connections/${other.id}/check`)
    const restore = marketplace.revoke(market.sandbox, other)
    const seen: string[] = []
    for (let run = 0; run < 4; run++) {
      await market.sql("update marketplace_connection set blocked_until = null where id = $1", [other.id])
      await market.pull(other)
      const { status, code } = await health(other)
      seen.push(`${status} ${code}`)
    }
    expect(seen).toEqual([
      "degraded credentials_refused",
      "degraded credentials_refused",
      "paused credentials_refused",
      "paused credentials_refused",
    ])
    const [{ minutes }] = await market.sql<{ minutes: number }>(
      "select round(extract(epoch from blocked_until - now()) / 60)::int as minutes from marketplace_connection where id = $1",
      [other.id]
    )
    expect(minutes).toBe(30)
    const alarms = await notified("the alarm", [`connection:${other.id}:`], 3)
    expect(codes(alarms)).toEqual([
      ["email", ALL_FR.to, "credentials_refused"],
      ["email", URGENT_EN.to, "credentials_refused"],
      ["feed", "", "credentials_refused"],
    ])
    expect(alarms[1].data.link).toBe(`/app/settings/marketplaces/${other.id}`)
    restore()
    const [order] = market.seedNow(other, { count: 1 })
    await market.sql("update marketplace_connection set blocked_until = null where id = $1", [other.id])
    await market.pullAll(other)
    expect(await health(other)).toMatchObject({ status: "ok", code: null })
    expect(await rowIds([order])).toHaveLength(1)
    expect(await messages(`connection:${other.id}:`)).toHaveLength(3)
    await rest(other)
  })

  it("of an outage only at the level that includes it, and the next try is shown", async () => {
    const other = await market.connect(marketplace, { settings: { notifications } })
    const { id: fault } = market.sandbox.control.addFault({
      kind: "status",
      status: 503,
      account: other.account,
    })
    await market.pull(other)
    const { connection } = await market.desk.get<{ connection: { health: Health; blocked_until: string } }>(
      `/connections/${other.id}`
    )
    expect(connection.health).toMatchObject({ status: "degraded", code: "unreachable" })
    expect(Date.parse(connection.blocked_until)).toBeGreaterThan(Date.now())
    const outage = await notified("the outage", [`connection:${other.id}:`], 2)
    expect(codes(outage)).toEqual([
      ["email", ALL_FR.to, "unreachable"],
      ["feed", "", "unreachable"],
    ])
    market.sandbox.control.removeFaults({ id: fault })
    await rest(other)
  })
})

describe("Notification channels", () => {
  let connected: Connected
  beforeAll(async () => {
    connected = await market.connect(MARKETPLACES[0], {
      settings: { notifications: { recipients: [{ to: "+33100000000", channel: "sms" }] } },
    })
  })
  afterAll(() => rest(connected))
  /** The provider of text messages fails; what any provider has taken. */
  const failingProvider = () => {
    const service = market.app.container.resolve(Modules.NOTIFICATION) as unknown as {
      notificationProviderService_: {
        send: (provider: unknown, message: { channel: string }) => Promise<object>
      }
    }
    const real = service.notificationProviderService_.send
    const provider = {
      sent: [] as string[],
      isDown: true,
      restore: () => void (service.notificationProviderService_.send = real),
    }
    service.notificationProviderService_.send = async (_, { channel }) => {
      if (provider.isDown && channel === "sms") throw new Error("a provider's words")
      provider.sent.push(channel)
      return {}
    }
    return provider
  }
  const save = (recipients: unknown[]) =>
    market.desk.refused("POST", `/connections/${connected.id}`, {
      settings: { notifications: { recipients } },
    })

  it("are tried by a message, which says who got it and what its links lack", async () => {
    const test = () => market.desk.post<TestMessage>(`/connections/${connected.id}/test-notification`)
    const sent = [
      { to: "", channel: "feed", ok: true },
      { to: "+33100000000", channel: "sms", ok: true },
    ]
    expect(await test()).toEqual({ sent, has_links: false })
    const { options } = market.app.container.resolve("marketplace") as {
      options: { backend_url?: string }
    }
    options.backend_url = "https://shop.example"
    try {
      expect(await test()).toEqual({ sent, has_links: true })
    } finally {
      delete options.backend_url
    }
    const links = await market.sql<{ link: string }>(
      "select data ->> 'link' as link from notification where data ->> 'code' = 'test' and channel = 'sms' order by created_at"
    )
    const page = `/app/settings/marketplaces/${connected.id}`
    expect(links.map(({ link }) => link)).toEqual([page, `https://shop.example${page}`])
  })

  it("refuse an address that is none, and by name a recipient whom no provider serves", async () => {
    expect(await save([{ to: "atelier@" }])).toEqual({
      status: 400,
      message: expect.stringMatching(/“atelier@” is not an e-mail address/),
    })
    expect(await save([{ to: "#boutique", channel: "slack" }])).toEqual({
      status: 400,
      message: expect.stringMatching(/“slack” \(supported: email, feed, sms\)/),
    })
    expect(await save([{ to: "" }])).toMatchObject({ status: 400 })
    expect(await save([{ to: "x@shop.example", language: "de" }])).toMatchObject({ status: 400 })
    expect(await save(Array(21).fill({ to: "x@shop.example" }))).toMatchObject({ status: 400 })
  })

  it("show in the connection's health when a provider is removed later, and nothing else fails", async () => {
    const channels = (list: string) =>
      market.sql(`update notification_provider set channels = $1::text[] where is_enabled`, [list])
    await channels("{feed,email}")
    expect(await health(connected)).toMatchObject({
      status: "degraded",
      code: "notification_channel_missing",
      warnings: [{ code: "notification_channel_missing", params: { channels: ["sms"] } }],
    })
    await market.desk.post(`/connections/${connected.id}`, { name: "Sans SMS" })
    const [order] = market.seedNow(connected, { count: 1 })
    await market.pull(connected)
    const ids = await rowIds([order])
    await setDue(ids, "1 hour")
    await notifyDeadlines(market.app.container)
    expect(codes(await messages(`deadline:${ids[0]}`))).toEqual([["feed", "", "deadline_ship_risk"]])
    await channels("{feed,email,sms}")
    expect(await health(connected)).toMatchObject({ status: "ok", code: null, warnings: [] })
  })

  it("call a provider that fails again, and send nothing twice that it took", async () => {
    const provider = failingProvider()
    const notice = {
      key: `test:${connected.id}`,
      code: "completeness",
      link: "/x",
      texts: { en: { title: "t", text: "x" }, fr: { title: "t", text: "x" } },
    }
    const { connection } = await market.desk.get<{ connection: { settings: Record<string, unknown> } }>(
      `/connections/${connected.id}`
    )
    try {
      await notify(market.app.container, connection, [notice])
      expect(provider.sent).toEqual(["feed"])
      await retryNotifications(market.app.container)
      provider.isDown = false
      await retryNotifications(market.app.container)
      await retryNotifications(market.app.container)
      await notify(market.app.container, connection, [notice])
      expect(provider.sent).toEqual(["feed", "sms"])
    } finally {
      provider.restore()
    }
  })

  it("call a provider again whose process ended during the call, and never lose what is to be said", async () => {
    const provider = failingProvider()
    const key = `left:${connected.id}`
    const texts = { en: { title: "t", text: "x" }, fr: { title: "t", text: "x" } }
    const left = () =>
      market.sql<{ id: string; status: string; trigger_type: string | null }>(
        "select id, status, trigger_type from notification where idempotency_key like $1 and channel = 'sms'",
        [`marketplace:${key}:%`]
      )
    const settings = { notifications: { feed: "none", recipients: [{ to: "+33100000000", channel: "sms" }] } }
    try {
      await notify(market.app.container, { settings }, [{ key, code: "completeness", link: "/x", texts }])
      const [{ id }] = await left()
      await market.sql(
        "update notification set status = 'pending', updated_at = now() - interval '16 minutes' where id = $1",
        [id]
      )
      // The retry ends in the middle of its call, too.
      const service = market.app.container.resolve(Modules.NOTIFICATION)
      const create = jest.spyOn(service, "createNotifications").mockRejectedValue(new Error("gone"))
      await retryNotifications(market.app.container)
      create.mockRestore()
      expect(await left()).toEqual([{ id, status: "failure", trigger_type: "attempt 2" }])
      provider.isDown = false
      // While another process has the turn, this one leaves them alone.
      const { ticks } = marketplaceOf(market.app.container)
      const overtaken = await ticks.takeTurn("notifications", 0)
      const turn = await ticks.takeTurn("notifications", 60)
      if (!overtaken || !turn) throw new Error("Another process has the turn.")
      // A process that took longer than its turn leaves alone the one that has it now.
      await ticks.endTurn("notifications", overtaken)
      await retryNotifications(market.app.container)
      expect(provider.sent).toEqual([])
      await ticks.endTurn("notifications", turn)
      await retryNotifications(market.app.container)
      expect(await left()).toEqual([{ id, status: "success", trigger_type: "attempt 3" }])
      await market.sql(
        "update notification set status = 'pending', updated_at = now() - interval '14 minutes' where id = $1",
        [id]
      )
      await retryNotifications(market.app.container)
      expect(provider.sent).toEqual(["sms"])
    } finally {
      provider.restore()
    }
  })

  it("announce in the next rounds, once, what could not be written down when it came about", async () => {
    const { container } = market.app
    const own = await market.connect(MARKETPLACES[0], { settings: { notifications: { feed: "all" } } })
    const [order] = market.seedNow(own, { count: 1 })
    await market.pullAll(own)
    await settled(market.app)
    const [id] = await rowIds([order])
    const marketplace = marketplaceOf(container)
    const { row: action } = await marketplace.actions.writeIntent({
      connection_id: own.id,
      marketplace_order_id: id,
      type: "ship",
      fulfillment_id: null,
      intent_key: `${id}:proof`,
      state: "needs_attention",
      params: {},
      problem: { code: "carrier_missing", params: {} },
      due_in_seconds: null,
    })
    await market.sql(
      `update marketplace_connection set health_status = 'paused', health_code = 'credentials_refused', health_params = '{}',
              health_since = now(), completeness = $2::jsonb where id = $1`,
      [
        own.id,
        JSON.stringify({
          checked_at: new Date().toISOString(),
          differences: [{ external_id: order.external_id, reason: "missing", fixed: false }],
        }),
      ]
    )
    const label_account = `mplacc_${own.id}`
    await labelsOf(container).accounts.insertAccount({
      id: label_account,
      service_id: "sendcloud",
      account: label_account,
      name: "Labels",
      is_enabled: false,
      settings: {},
      senders: {},
      default_sender_id: null,
      fallback: null,
      return_option: null,
      brand_id: null,
      sales_channel_ids: [],
      activated_instance: "x",
      encrypted: "x",
      hints: {},
    })
    await labelsOf(container).accounts.setAccountHealth(label_account, {
      status: "paused",
      code: "label_keys_refused",
    })
    const [{ order_id }] = await market.sql<{ order_id: string }>(
      "select order_id from marketplace_order where id = $1",
      [id]
    )
    const requests = Array.from({ length: 22 }, (_, index) => ({
      account_id: label_account,
      order_id,
      fulfillment_id: `ful_${own.id}_${index}`,
      order_number: `#${index}`,
      is_test: false,
      requested_by: "user:x",
    }))
    await labelsOf(container).requests.planRequests(requests)
    await market.sql("update marketplace_label_request set next_attempt_at = null where account_id = $1", [
      label_account,
    ])
    const flag = (count: number) =>
      market.sql(
        `update marketplace_label_request set state = 'failed', problem_code = 'label_refused', problem_params = '{}',
                problem_since = now()
          where id in (select id from marketplace_label_request where account_id = $1 order by id limit $2)`,
        [label_account, count]
      )
    await flag(2)
    const round = async () => {
      await notifyActionProblems(container)
      await notifyConnectionProblems(container)
      await notifyLabelProblems(container)
      await notifyLabelAccounts(container)
      await notifyReports(container)
    }
    const announced = async () => {
      const all = await messages(own.id, label_account)
      const counts: Record<string, number> = {}
      for (const { data } of all) counts[data.code] = (counts[data.code] ?? 0) + 1
      return counts
    }
    const service = container.resolve(Modules.NOTIFICATION)
    const create = jest.spyOn(service, "createNotifications").mockRejectedValue(new Error("no database"))
    try {
      await notifyActionProblems(container, { of: action.id })
      await notifyConnectionProblems(container, { of: own.id })
      await round()
    } finally {
      create.mockRestore()
    }
    expect(await announced()).toEqual({})
    const each = {
      carrier_missing: 1,
      credentials_refused: 1,
      completeness: 1,
      label_keys_refused: 1,
      label_refused: 2,
    }
    await round()
    expect(await announced()).toEqual(each)
    await round()
    expect(await announced()).toEqual(each)
    // After the first 20 of a day one stands for the others, and those that went out alone stay so.
    await flag(22)
    await round()
    await round()
    expect(await announced()).toEqual({ ...each, label_refused: 20 + 1 })
    await market.sql("update marketplace_label_account set deleted_at = now() where id = $1", [label_account])
    await rest(own)
  })

  /** Orders that show this from now on, as no run has said yet. */
  const show = (ids: string[], code: string) =>
    market.sql(
      "update marketplace_order set problem_code = $2, problem_params = '{}', problem_since = now() where id = any($1)",
      [ids, code]
    )
  const announceNew = () => notifyNewProblems(market.app.container, { of: connected.id })
  const imported = async (count: number) => {
    const orders = market.seedNow(connected, { count })
    await market.pullAll(connected)
    await settled(market.app)
    return rowIds(orders)
  }

  it("announce a problem once, also where a provider refuses it, and again what could not be written", async () => {
    const code = "cancel_stop_parcel"
    const announced = () => messages(`order:${connected.id}:${code}`)
    const ids = await imported(6)
    await show(ids, code)
    const provider = failingProvider()
    try {
      for (const run of ["mprun_one", "mprun_two"]) {
        await market.sql("update marketplace_connection set last_run_id = $2 where id = $1", [
          connected.id,
          run,
        ])
        await announceNew()
        expect(codes(await announced())).toEqual([
          ["feed", "", code],
          ["sms", "+33100000000", code],
        ])
      }
    } finally {
      provider.restore()
    }
    const service = market.app.container.resolve(Modules.NOTIFICATION)
    const create = jest.spyOn(service, "createNotifications").mockRejectedValue(new Error("no database"))
    await setDue(ids.slice(0, 1), "1 hour")
    try {
      await show(ids.slice(0, 2), code)
      await announceNew()
      await notifyDeadlines(market.app.container)
    } finally {
      create.mockRestore()
    }
    expect(await announced()).toHaveLength(2)
    await announceNew()
    await notifyDeadlines(market.app.container)
    expect(await announced()).toHaveLength(2 + 2 * 2)
    expect(await messages(`deadline:${ids[0]}`)).toHaveLength(2)
    await market.sql("update marketplace_order set problem_code = null where id = any($1)", [ids])
  })

  it("announce what is urgent one by one, up to a number a day, and the rest of the day once", async () => {
    const code = "shipped_only_there"
    const ids = await imported(5)
    for (let round = 0; round < 7; round++) {
      await show(ids, code)
      await announceNew()
    }
    const all = (await messages(`order:${connected.id}:${code}`)).filter(({ channel }) => channel === "feed")
    expect(all.filter(({ data }) => data.code === code)).toHaveLength(25)
    expect(all.filter(({ data }) => data.code === "more_problems")).toHaveLength(1)
    const { notices } = marketplaceOf(market.app.container)
    expect(await notices.listNewProblems({ of: connected.id, limit: 10 })).toEqual([])
    await market.sql("update marketplace_order set problem_code = null where id = any($1)", [ids])
  })

  it("announce what is shown while a lease is held once it is given back, whatever the run counted", async () => {
    const { container } = market.app
    const [first, second] = await imported(2)
    const announced = (code: string) => messages(`order:${connected.id}:${code}`)
    const lease = await holdLease(marketplaceOf(container), connected.id, "pull")
    if (!lease) throw new Error("The connection is at work.")
    await underLease(container, lease, () => show([first], "canceled_after_shipping"))
    await notified("what was shown under the lease", [`order:${connected.id}:canceled_after_shipping`])
    await show([second], "address_changed_after_packing")
    const { run_id } = await market.pull(connected)
    const [{ counts }] = await market.sql<{ counts: Record<string, number> }>(
      "select counts from marketplace_run where id = $1",
      [run_id]
    )
    expect(counts).toMatchObject({ created: 0, updated: 0, held: 0, ignored: 0, failed: 0 })
    await notified("what a run without news showed", [`order:${connected.id}:address_changed_after_packing`])
    expect(await announced("address_changed_after_packing")).toHaveLength(
      (await announced("canceled_after_shipping")).length
    )
    await market.sql("update marketplace_order set problem_code = null where id = any($1)", [[first, second]])
  })

  it("write the feed in the connection's language, or in English where it names none", async () => {
    const feed = async () => {
      const [order] = market.seedNow(connected, { count: 1 })
      await market.pull(connected)
      const [id] = await rowIds([order])
      await setDue([id], "1 hour")
      await notifyDeadlines(market.app.container)
      const all = await messages(`deadline:${id}`)
      return all.find(({ channel }) => channel === "feed")?.data
    }
    const say = (feed_language: string) => ({ settings: { notifications: { feed_language } } })
    expect(await feed()).toMatchObject({ title: expect.stringMatching(/: order /) })
    await market.desk.post(`/connections/${connected.id}`, say("fr"))
    const french = await feed()
    expect(french).toMatchObject({
      title: expect.stringMatching(/\s: commande /),
      text: expect.stringMatching(/^À expédier avant le /),
    })
    expect(french?.description).toBe(french?.text)
    expect(await market.desk.refused("POST", `/connections/${connected.id}`, say("de"))).toMatchObject({
      status: 400,
    })
    await market.desk.post(`/connections/${connected.id}`, say("en"))
  })

  it("warn of what the marketplace does not release, before its date and after it", async () => {
    const waits = await market.connect(MARKETPLACES[0], { settings: { notifications: { feed: "all" } } })
    const orders = market.seedNow(waits, { count: 1, kinds: ["accepted"] })
    await market.pullAll(waits)
    const [id] = await rowIds(orders)
    const noticed = async (due: string) => {
      await setDue([id], due)
      await notifyDeadlines(market.app.container)
      return (await messages(`deadline:${id}`)).map(({ data }) => data.code)
    }
    expect(await noticed("3 days")).toEqual([])
    expect(await noticed("1 hour")).toEqual(["deadline_waiting_risk"])
    const due = await market.desk.get<{ orders: object[] }>(`/orders?connection_id=${waits.id}&due=at_risk`)
    expect(due.orders).toMatchObject([{ id, state: "waiting", deadline: { code: "deadline_waiting_risk" } }])
    expect(await noticed("-1 minute")).toEqual(["deadline_waiting_risk", "deadline_waiting_missed"])
    await rest(waits)
  })

  it("leave the feed empty where it is switched off", async () => {
    await market.desk.post(`/connections/${connected.id}`, { settings: { notifications: { feed: "none" } } })
    const [order] = market.seedNow(connected, { count: 1 })
    await market.pull(connected)
    const ids = await rowIds([order])
    await setDue(ids, "1 hour")
    await notifyDeadlines(market.app.container)
    expect(codes(await messages(`deadline:${ids[0]}`))).toEqual([
      ["sms", "+33100000000", "deadline_ship_risk"],
    ])
  })

  it("warn on every connection where processes do not share their locks", async () => {
    const engine = market.app.container.resolve(Modules.WORKFLOW_ENGINE) as object
    Object.assign(engine, { redisDistributedTransactionStorage_: true })
    try {
      expect(await health(connected)).toMatchObject({ status: "degraded", code: "shared_locking_missing" })
    } finally {
      Reflect.deleteProperty(engine, "redisDistributedTransactionStorage_")
    }
    expect(await health(connected)).toMatchObject({ status: "ok" })
  })
})
