import { connect as connectTo } from "net"
import type { FaultInput } from "../sandbox/faults"
import { type Sandbox, startSandbox } from "../sandbox/server"
import type { App } from "./helpers/app"
import { call } from "./helpers/call"
import { createTestDatabase, type TestDatabase } from "./helpers/database"
import { PULL_FAULTS } from "./helpers/fault-table"
import { LIFE_CASES } from "./helpers/life-cases"
import { marketplaceApi } from "./helpers/marketplace-api"
import { type Connected, connect, seedNow, seedOrders } from "./helpers/market-store"
import { marketplaceEnv } from "./helpers/marketplace-env"
import { MARKETPLACES } from "./helpers/marketplace-cases"
import { colissimoNumber } from "./helpers/ship-order"
import { type ChildApp, startChildApp } from "./helpers/start-child-app"
import { until } from "./helpers/until"

jest.setTimeout(180_000)

const COMMANDS = "integration-tests/helpers/child-commands.ts"
const KEY = "only-for-tests-and-32-bytes-long"
const SECRET = "marksecret7f3a"
const TOKEN = "marktoken7f3a"
const BUYER = "markbuyer7f3a"
/** Buyers of the orders whose whole life is lived through. */
const LIVED = "marklived7f3a"
/** The sandbox's telephone numbers. */
const PHONE = /\b0(?:63998|19900)\d{4}\b/

/** Where a buyer's data belongs: the snapshot, and what packing the order needs (address, pickup point). */
const BUYERS_TABLES = [
  "fulfillment",
  "fulfillment_address",
  "marketplace_order_snapshot",
  "order",
  "order_address",
  "order_shipping_method",
]
const SHIP_FAULTS: FaultInput[] = [
  { kind: "status", status: 504, after_effect: true },
  { kind: "status", status: 400, body: JSON.stringify({ title: "Bad request", detail: "Refused" }) },
  { kind: "server_error" },
  { kind: "reset" },
  { kind: "html" },
  { kind: "broken_body", after_effect: true },
]

/** A store in a process of its own, so that everything it writes is caught. */
describe("Secrets and buyers' data", () => {
  let sandbox: Sandbox
  let database: TestDatabase
  let child: ChildApp
  /** All answers of our own routes. */
  const answers: string[] = []
  const connections: Connected[] = []

  const api: App["api"] = async (method, path, body, { token = child.token } = {}) => {
    const answer = await call<never>(child.url + path, method, body, token)
    if (path.startsWith("/admin/marketplaces")) answers.push(JSON.stringify(answer.body))
    return answer
  }
  const run = <Result>(name: string, ...args: unknown[]) => child.run<Result>(COMMANDS, name, ...args)
  const connectMarked = async (market: (typeof MARKETPLACES)[number]) => {
    const account = market.openAccount(sandbox, { secret: SECRET })
    const connected = await connect({ api }, sandbox, market, { account })
    connections.push(connected)
    const secret = Object.values(account.credentials).find((value) => String(value).includes(SECRET))
    return { ...connected, secret: String(secret) }
  }

  beforeAll(async () => {
    sandbox = await startSandbox()
    sandbox.control.cdiscount.configure({ token_prefix: TOKEN })
    sandbox.control.rakuten.configure({ echo_token: true })
    database = await createTestDatabase()
    child = await startChildApp({
      databaseUrl: database.url,
      env: {
        ...marketplaceEnv(sandbox),
        LOG_LEVEL: "silly",
        NODE_ENV: "staging",
        MARKETPLACE_ENCRYPTION_KEY: KEY,
      },
    })
    await run("makeStore")
    await failPulls()
    for (const market of MARKETPLACES) await failShipments(market)
    await database.sql(REFUSING_ROWS)
    for (const market of MARKETPLACES) await liveThrough(market)
    await askWrongly()
  })
  afterAll(async () => {
    await child?.kill()
    await database?.drop()
    await sandbox?.stop()
  })

  async function failPulls(): Promise<void> {
    const faults = [...PULL_FAULTS.map(({ fault }) => fault), { kind: "hang" } as const]
    const faulty = await Promise.all(
      MARKETPLACES.flatMap((market) =>
        faults.map(async (fault) => {
          const connected = await connectMarked(market)
          seedOrders(sandbox, connected, { count: 1, marker: BUYER })
          sandbox.control.addFault({ ...fault, account: connected.account })
          return connected.id
        })
      )
    )
    await run("pullImpatiently", faulty)
    for (const id of faulty.filter((_, index) => index % 5 === 0)) {
      await api("POST", `/admin/marketplaces/connections/${id}/check`)
    }
    sandbox.control.removeFaults()
    await run("pullConnections", faulty)
  }

  async function failShipments(market: (typeof MARKETPLACES)[number]): Promise<void> {
    const connected = await connectMarked(market)
    const shipped = seedOrders(sandbox, connected, {
      count: SHIP_FAULTS.length,
      kinds: ["plain", "relay"],
      marker: BUYER,
    })
    seedOrders(sandbox, connected, { count: 30, kinds: undefined, marker: BUYER })
    await run("pullConnections", [connected.id])
    const rows = await database.sql<{ order_id: string }>(
      "select order_id from marketplace_order where external_id = any($1) and imported_at is not null",
      [shipped.map(({ external_id }) => external_id)]
    )
    expect(rows).toHaveLength(SHIP_FAULTS.length)
    for (const [index, fault] of SHIP_FAULTS.entries()) {
      const one = { ...fault, endpoint: market.endpoint.ship, account: connected.account, times: 1 }
      const { id } = sandbox.control.addFault(one)
      await database.sql("update marketplace_connection set blocked_until = null where id = $1", [
        connected.id,
      ])
      await run("ship", rows[index].order_id, colissimoNumber())
      await until("the shipment was tried", async () => {
        const [{ count }] = await database.sql<{ count: number }>(
          `select count(distinct t.action_id)::int as count from marketplace_action_attempt t
             join marketplace_action a on a.id = t.action_id where a.connection_id = $1`,
          [connected.id]
        )
        return count > index
      })
      sandbox.control.removeFaults({ id })
    }
  }

  /** While it works, the database refuses what is written into the table, and repeats it, as PostgreSQL does. */
  async function whileRefusing(table: string, work: () => Promise<unknown>): Promise<void> {
    await database.sql(
      `create trigger refusing before insert or update on "${table}" for each row execute function refuse_row()`
    )
    await work().catch(() => undefined)
    await database.sql(`drop trigger refusing on "${table}"`)
  }

  /** Import, hold, problem, decision, change, cancellation, parcel and purge, each of them failing first. */
  async function liveThrough(market: (typeof MARKETPLACES)[number]): Promise<void> {
    const life = LIFE_CASES[market.id]
    const connected = await connectMarked(market)
    const { id, account, secret } = connected
    const desk = marketplaceApi({ api })
    const one = (kind: string) => seedNow(sandbox, connected, { count: 1, kinds: [kind], marker: LIVED })[0]
    const orders = {
      shipped: one("plain"),
      moved: one("plain"),
      canceled: one("plain"),
      edited: one(life.several_items_kind),
      held: one("unknown_sku"),
      broken: one(market.broken_kind),
      accepted: one("to_accept"),
      refused: one("to_accept"),
    }
    const rowOf = (name: keyof typeof orders) => desk.orderOf<{ order_id: string }>(orders[name].external_id)
    const rested = () =>
      database.sql(
        "update marketplace_connection set blocked_until = null, failures = 0, health_status = 'ok' where id = $1",
        [id]
      )
    const makeDue = async () => {
      await rested()
      await database.sql(
        "update marketplace_order set next_attempt_at = now() where connection_id = $1 and next_attempt_at is not null",
        [id]
      )
    }
    const pullAgain = async () => {
      await makeDue()
      await run("pullConnections", [id])
    }
    const pullRefused = async (table: string) => {
      await makeDue()
      await whileRefusing(table, () => run("pullConnections", [id]))
    }
    /** The marketplace refuses, and repeats the buyer's data and the secret that it was sent. */
    const answering = async (status: number, work: () => Promise<unknown>) => {
      const said = `${LIVED} of 12 rue ${LIVED}, 0639981234, ${secret}`
      const json = JSON.stringify({ title: "Bad request", detail: said, errors: { [said]: [said] } })
      const xml = `<?xml version="1.0" encoding="UTF-8"?><errorresponse><error><type>error</type><code>Refus</code><message>${said}</message><details><detail>${said}</detail></details></error></errorresponse>`
      const body = market.id === "cdiscount" ? json : xml
      const fault = sandbox.control.addFault({ kind: "status", status, body, account })
      await work()
      sandbox.control.removeFaults({ id: fault.id })
      await rested()
    }
    const attempt = async (path: string, body: unknown) => void (await desk.refused("POST", path, body))

    await answering(400, pullAgain)
    await answering(500, () => run("pullImpatiently", [id]))
    for (const table of ["marketplace_order_snapshot", "order_address", "reservation_item", "capture"]) {
      await pullRefused(table)
    }
    await pullAgain()
    await pullAgain()

    const [accepted, refused, held] = [await rowOf("accepted"), await rowOf("refused"), await rowOf("held")]
    for (const [{ id: row }, decision] of [
      [accepted, "accept"],
      [refused, "refuse"],
    ] as const) {
      await answering(400, async () => {
        await attempt(`/orders/${row}/${decision}`, { reason: "out_of_stock" })
        await run("sendConnections", [id])
      })
    }
    const address = { address_1: `3 rue ${LIVED}`, last_name: LIVED }
    await whileRefusing("marketplace_order_snapshot", () =>
      attempt(`/orders/${held.id}/address`, { address })
    )
    await attempt(`/orders/${held.id}/address`, { address })
    await api("GET", `/admin/marketplaces/orders?q=${LIVED}`)

    const shipped = await rowOf("shipped")
    await answering(400, async () => {
      await run("ship", shipped.order_id, colissimoNumber())
      await run("sendConnections", [id])
    })
    await whileRefusing("marketplace_action_attempt", () => run("sendConnections", [id]))

    life.moveBuyer(sandbox, orders.moved.external_id ?? "", `9 rue ${LIVED}`)
    life.cancel(sandbox, orders.canceled.external_id ?? "")
    life.cancelFirstItem(sandbox, orders.edited.external_id ?? "")
    for (const table of ["order_address", "order", "order_change", "marketplace_order"]) {
      await pullRefused(table)
    }
    await pullAgain()

    await whileRefusing("marketplace_order_snapshot", () =>
      attempt(`/orders/${shipped.id}/purge`, { reason: "asked for" })
    )
    await database.sql(
      "update marketplace_order set purchased_at = now() - interval '400 days' where connection_id = $1",
      [id]
    )
    await whileRefusing("marketplace_order_snapshot", () => run("sweep"))
    await whileRefusing("notification", () => run("sweep"))
    await run("sweep")
  }

  /** Requests that fail, and orders that the database refuses. */
  async function askWrongly(): Promise<void> {
    for (const market of MARKETPLACES) {
      const { credentials, id } = connections.find((one) => one.market === market) as Connected
      const wrong = Object.fromEntries(
        Object.entries(credentials).map(([name, value]) => [name, `${value}${SECRET}`])
      )
      const base = { marketplace_id: market.id }
      await api("POST", "/admin/marketplaces/connections/check", { ...base, credentials: wrong })
      await api("POST", "/admin/marketplaces/connections/check", { ...base, credentials, connection_id: id })
      await api("POST", "/admin/marketplaces/connections", {
        ...base,
        credentials: { ...credentials, other: SECRET },
      })
      await api("POST", "/admin/marketplaces/connections", {
        ...base,
        credentials: { ...credentials, token: [SECRET] },
      })
      await api("POST", `/admin/marketplaces/connections/${id}`, { credentials: { ...wrong, other: SECRET } })
    }
    const refused = await connectMarked(MARKETPLACES[0])
    seedOrders(sandbox, refused, { count: 2, marker: BUYER })
    await run("refuseOrders")
    await run("pullConnections", [refused.id])
    const rows = await database.sql("select problem_code from marketplace_order where connection_id = $1", [
      refused.id,
    ])
    expect(rows).toEqual([{ problem_code: "import_failed" }, { problem_code: "import_failed" }])
  }

  it("never appear in a log, whichever way a request fails before it reaches a route", async () => {
    const { port } = new URL(child.url)
    const signedIn = `authorization: Bearer ${child.token}`
    const json = "content-type: application/json"
    const early = [
      ["GET", `/admin/marketplaces/orders?q=${BUYER}`, []],
      [
        "GET",
        `/admin/marketplaces/orders?%71=${BUYER}&q[]=${BUYER}`,
        [`referer: http://x.example/app?q=${BUYER}`],
      ],
      ["GET", `/ADMIN/Marketplaces/orders/?q=${BUYER}`, []],
      ["GET", `/%61dmin/marketplaces/orders?q=${BUYER}`, []],
      ["GET", `//admin//marketplaces/orders?q=${BUYER}`, []],
      ["GET", `http://127.0.0.1/admin/marketplaces/orders?q=${BUYER}`, []],
      ["GET", `/admin/marketplaces?q=${BUYER}`, []],
      ["GET", `/admin/marketplaces/no/such/route?q=${BUYER}`, [signedIn]],
      [
        "OPTIONS",
        `/admin/marketplaces/orders?q=${BUYER}`,
        ["origin: http://localhost:9000", "access-control-request-method: GET"],
      ],
      ["POST", "/admin/marketplaces/connections", [json], `{"name": ${BUYER}`],
      ["POST", "/admin/marketplaces/connections", [json, signedIn], BUYER],
      [
        "POST",
        "/admin/marketplaces/orders/x/address",
        [json, signedIn],
        `{"address": {"city": "${BUYER}" ${BUYER}`,
      ],
      ["GET", `/admin/marketplaces/orders/%C3%28?q=${BUYER}`, [signedIn]],
    ] as [string, string, string[], string?][]
    for (const [method, address, headers, body = ""] of early) {
      const socket = connectTo(Number(port), "127.0.0.1")
      socket.end(
        [
          `${method} ${address} HTTP/1.1`,
          "host: 127.0.0.1",
          "connection: close",
          `content-length: ${Buffer.byteLength(body)}`,
          ...headers,
          "",
          body,
        ].join("\r\n")
      )
      let answer = ""
      for await (const part of socket) answer += String(part)
      expect([address, answer]).toEqual([address, expect.stringMatching(/^HTTP\/1.1 \d{3}/)])
      if (!address.includes("//") && !address.includes("%61")) {
        expect([address, answer.toLowerCase()]).toEqual([
          address,
          expect.stringContaining("cache-control: no-store"),
        ])
      }
    }
    expect(child.log()).toMatch(/Error 400 at \/admin\/marketplaces\/connections/)
    expect(linesWith(child.log(), BUYER)).toEqual([])
  })

  it("never appear in a log", () => {
    const log = child.log()
    expect(log).toMatch(/marketplace-connect: run of mpcon_\w+ failed/)
    expect(log).toMatch(/marketplace-connect: import of mpord_\w+ failed/)
    for (const marker of [SECRET, TOKEN, BUYER, LIVED]) expect(linesWith(log, marker)).toEqual([])
    expect(log).not.toMatch(PHONE)
  })

  it("are in no table in clear, except for buyers in the few that need them", async () => {
    const tables = await database.sql<{ name: string }>(
      "select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'"
    )
    const found: Record<string, string[]> = { [SECRET]: [], [TOKEN]: [], [BUYER]: [] }
    for (const { name } of tables) {
      for (const marker of Object.keys(found)) {
        const rows = await database.sql(`select 1 from "${name}" t where t::text ilike $1 limit 1`, [
          `%${marker}%`,
        ])
        if (rows.length) found[marker].push(name)
      }
    }
    expect(found[SECRET]).toEqual([])
    expect(found[TOKEN]).toEqual([])
    expect(found[BUYER]).toEqual(expect.arrayContaining(["marketplace_order_snapshot", "order_address"]))
    expect(found[BUYER].filter((name) => !BUYERS_TABLES.includes(name))).toEqual([])
  })

  it("are in no answer of a route, whatever fields are requested", async () => {
    for (const { id } of connections) await api("GET", `/admin/marketplaces/connections/${id}`)
    await api("GET", "/admin/marketplaces/connections?limit=100")
    await api("GET", "/admin/marketplaces/runs?limit=100")
    expect(answers.length).toBeGreaterThan(connections.length)
    for (const [index, answer] of answers.entries()) {
      expect([index, linesWith(answer, SECRET), linesWith(answer, TOKEN)]).toEqual([index, [], []])
      expect(answer).not.toMatch(/v1:[\w-]{10,}:/)
    }
    const tricks = [
      "*marketplace_orders",
      "marketplace_orders.*",
      "marketplace_orders.connection.*",
      "*marketplace_orders.connection.credential",
      "marketplace_orders.marketplace_credential.encrypted",
      "marketplace_orders.snapshot.payload",
      "*marketplace_orders.order_snapshot",
      "*marketplace_credential",
      "*marketplace_order_snapshot",
    ]
    for (const trick of tricks) {
      const { body } = await api("GET", `/admin/orders?limit=50&fields=id,${encodeURIComponent(trick)}`)
      const text = JSON.stringify(body)
      for (const marker of [SECRET, TOKEN, BUYER])
        expect([trick, linesWith(text, marker)]).toEqual([trick, []])
      expect(text).not.toMatch(/v1:[\w-]{10,}:/)
    }
  })

  describe("stay encrypted:", () => {
    const NEW_KEY = "another-key-for-tests-of-32-bytes"
    const check = (id: string) =>
      api<{ ok: boolean; message: string }>("POST", `/admin/marketplaces/connections/${id}/check`)
    const stored = async (id: string) => {
      const [row] = await database.sql<{ encrypted: string }>(
        "select encrypted from marketplace_credential where connection_id = $1",
        [id]
      )
      return row.encrypted
    }
    afterEach(() => run("useKeys", KEY, []))

    it("credentials are written as v1:iv:tag:ciphertext, with another iv each time", async () => {
      const [first, second] = [await stored(connections[0].id), await stored(connections[1].id)]
      for (const text of [first, second]) expect(text).toMatch(/^v1:[\w-]+:[\w-]+:[\w-]+$/)
      expect(first.split(":")[1]).not.toBe(second.split(":")[1])
    })

    it("an answer names the remedy where the key is wrong", async () => {
      const [{ id }] = connections
      await run("useKeys", NEW_KEY, [])
      const { status, body } = await check(id)
      expect(status).toBe(400)
      expect(body.message).toMatch(/encryption_key/)
    })

    it("a new key takes over from a previous one", async () => {
      const [{ id }] = connections
      const before = await stored(id)
      await run("useKeys", NEW_KEY, [KEY])
      expect((await check(id)).body.ok).toBe(true)
      const after = await stored(id)
      expect(after).not.toBe(before)
      await run("useKeys", NEW_KEY, [])
      expect((await check(id)).body.ok).toBe(true)
      await run("useKeys", KEY, [NEW_KEY])
      expect((await check(id)).body.ok).toBe(true)
    })

    it("a check encrypts the credentials of a disabled connection with the new key", async () => {
      const [, { id }] = connections
      await api("POST", `/admin/marketplaces/connections/${id}`, { is_enabled: false })
      const before = await stored(id)
      await run("useKeys", NEW_KEY, [KEY])
      expect((await check(id)).body.ok).toBe(true)
      expect(await stored(id)).not.toBe(before)
      await run("useKeys", NEW_KEY, [])
      expect((await check(id)).body.ok).toBe(true)
      await run("useKeys", KEY, [NEW_KEY])
      expect((await check(id)).body.ok).toBe(true)
    })

    it.each(MARKETPLACES.map((market) => ({ name: market.id, market })))(
      "without a key $name is not connected, and a 400 names the option",
      async ({ market }) => {
        await run("useKeys", null, [])
        const { account, credentials } = market.openAccount(sandbox, { secret: SECRET })
        const { status, body } = await api<{ message: string }>("POST", "/admin/marketplaces/connections", {
          marketplace_id: market.id,
          credentials,
        })
        expect(status).toBe(400)
        expect(body.message).toMatch(/MARKETPLACE_ENCRYPTION_KEY/)
        expect(
          await database.sql("select 1 from marketplace_connection where account = $1", [account])
        ).toEqual([])
      }
    )
  })
})

const REFUSING_ROWS = `create function refuse_row() returns trigger language plpgsql as $$
  begin raise exception 'refused: %', new using detail = format('Failing row contains %s', new); end $$`

/** What stands around each place of the marker, so that a failure says where it is. */
const linesWith = (text: string, marker: string): string[] =>
  [...text.toLowerCase().matchAll(new RegExp(`.{0,80}${marker}`, "g"))].map(([line]) => line).slice(0, 5)
