import { startSandbox, type Sandbox } from "../server"
import { OctopiaCaller } from "./octopia-caller"

let sandbox: Sandbox
let seller: OctopiaCaller
let ids: string[]

beforeAll(async () => {
  sandbox = await startSandbox()
})
afterAll(() => sandbox.stop())
beforeEach(async () => {
  sandbox.control.reset()
  sandbox.control.time({ set: "2026-03-16T12:00:00Z", freeze: true })
  seller = new OctopiaCaller(sandbox)
  ids = sandbox.control.cdiscount
    .seed({ seed: 1, count: 25, kinds: ["plain"] })
    .map((order) => order.external_id as string)
  await seller.login()
})

const list = () => seller.call("GET", "/orders?pageSize=10")
const parcel = [{ parcelNumber: "6A1", carrierName: "Colissimo", orderLineIds: ["1"] }]
const ship = (id: string, signal?: AbortSignal) =>
  seller.call("POST", `/orders/${id}/shipments`, parcel, signal)
const shipments = (id: string) => sandbox.control.cdiscount.ledger({ external_id: id })[0]?.shipments ?? []

it("sends any status and body, for a number of calls, after some, on one endpoint", async () => {
  const body = `{"title":"Server error"}`
  sandbox.control.addFault({ kind: "status", endpoint: "GET /orders", status: 500, body, times: 2, skip: 1 })
  const statuses = []
  for (let i = 0; i < 4; i++) statuses.push((await list()).status)
  expect(statuses).toEqual([200, 500, 500, 200])
  expect((await seller.call("GET", "/sellers")).status).toBe(200)
})

it("hits with a probability that is the same on every machine, for a time, for one account", async () => {
  sandbox.control.addFault({
    kind: "status",
    probability: 0.5,
    status: 503,
    for_minutes: 10,
    account: "12345",
  })
  const statuses: number[] = []
  for (let i = 0; i < 40; i++) statuses.push((await list()).status)
  const hits = statuses.filter((status) => status === 503).length
  expect(hits).toBeGreaterThan(10)
  expect(hits).toBeLessThan(30)
  sandbox.control.time({ advance_minutes: 11 })
  for (let i = 0; i < 10; i++) expect((await list()).status).toBe(200)
})

it("takes effect and then sends 504, or nothing at all", async () => {
  const [late, hung, cut] = ids
  sandbox.control.addFault({
    kind: "status",
    endpoint: "POST /orders/*/shipments",
    after_effect: true,
    times: 1,
  })
  const reply = await ship(late)
  expect([reply.status, reply.text]).toEqual([504, expect.stringContaining("<html>")])
  sandbox.control.addFault({ kind: "hang", endpoint: "POST *", after_effect: true, times: 1 })
  await expect(ship(hung, AbortSignal.timeout(150))).rejects.toThrow(/timeout/i)
  sandbox.control.addFault({ kind: "reset", endpoint: "POST *", after_effect: true, times: 1 })
  await expect(ship(cut)).rejects.toThrow("fetch failed")
  sandbox.control.addFault({ kind: "reset", endpoint: "POST *", times: 1 })
  await expect(ship(ids[3])).rejects.toThrow("fetch failed")
  expect([late, hung, cut, ids[3]].map((id) => shipments(id).length)).toEqual([1, 1, 1, 0])
})

it("shows an effect later than usual", async () => {
  sandbox.control.addFault({ kind: "effect_delay", endpoint: "POST *", ms: 600_000 })
  expect((await ship(ids[0])).status).toBe(201)
  const status = async () =>
    ((await seller.call("GET", `/orders/${ids[0]}`)).body as { status: string }).status
  sandbox.control.time({ advance_minutes: 9 })
  expect(await status()).toBe("InPreparation")
  sandbox.control.time({ advance_minutes: 1 })
  expect(await status()).toBe("Shipped")
})

it("breaks bodies in every way", async () => {
  sandbox.control.addFault({ kind: "html", times: 1 })
  expect(await list()).toMatchObject({
    status: 200,
    body: null,
    text: expect.stringContaining("<html>") as string,
  })
  sandbox.control.addFault({ kind: "broken_body", times: 1 })
  expect(await list()).toMatchObject({
    status: 200,
    body: null,
    text: expect.stringContaining('"items"') as string,
  })
  sandbox.control.addFault({ kind: "truncated_body", times: 1 })
  await expect(list()).rejects.toThrow("terminated")
  sandbox.control.addFault({ kind: "slow_body", ms: 200, times: 1 })
  const before = performance.now()
  expect((await list()).body).toMatchObject({ itemsPerPage: 10 })
  sandbox.control.addFault({ kind: "latency", ms: 100, times: 1 })
  await list()
  expect(performance.now() - before).toBeGreaterThan(250)
})

it("refuses tokens for a while, at both of its addresses", async () => {
  sandbox.control.addFault({ kind: "unauthorized", for_minutes: 90 })
  expect((await list()).status).toBe(401)
  expect((await seller.login()).body).toMatchObject({ error: "unauthorized_client" })
  sandbox.control.time({ advance_minutes: 91 })
  await seller.login()
  expect((await list()).status).toBe(200)
  sandbox.control.cdiscount.expireTokens()
  expect((await list()).status).toBe(401)
})

it("says quota and rate limit in its own words, by fault or by counting", async () => {
  const quota = (time: string) => ({
    statusCode: 403,
    message: `Out of call volume quota. Quota will be replenished in ${time}.`,
  })
  sandbox.control.addFault({ kind: "quota", for_minutes: 65 })
  expect(await list()).toMatchObject({ status: 403, body: quota("01:05:00") })
  sandbox.control.time({ advance_minutes: 60 })
  expect(await list()).toMatchObject({ status: 403, body: quota("00:05:00") })
  sandbox.control.removeFaults()

  const limit = sandbox.control.addFault({ kind: "rate_limit" })
  const limited = await list()
  expect([limited.status, limited.headers.get("retry-after")]).toEqual([429, "9"])
  sandbox.control.removeFaults({ id: limit.id })
  sandbox.control.addFault({ kind: "rate_limit", retry_after_seconds: null, times: 1 })
  expect((await list()).headers.get("retry-after")).toBeNull()

  sandbox.control.cdiscount.configure({ quota: { calls: 2, minutes: 5 } })
  expect([(await list()).status, (await list()).status, (await list()).status]).toEqual([200, 200, 403])
  sandbox.control.time({ advance_minutes: 5 })
  expect((await list()).status).toBe(200)
})

it.each(["touch", "cancel", "hide"] as const)(
  "moves an order off page 1 while page 2 is awaited: %s",
  async (how) => {
    sandbox.control.addFault({ kind: "leave_page", endpoint: "GET /orders", how, times: 1 })
    const path = "/orders?pageSize=10&status=InPreparation"
    const walked = await seller.walk(path)
    const missed = ids.filter((id) => !walked.includes(id))
    expect(missed).toHaveLength(1)
    expect(await seller.walk(path)).toContain(missed[0])
  }
)

it("repeats an order within a page", async () => {
  sandbox.control.addFault({ kind: "duplicate_in_page", endpoint: "GET /orders", times: 1 })
  const walked = await seller.walk("/orders?pageSize=10")
  expect([walked.length, new Set(walked).size]).toEqual([26, 25])
})

it("keeps a record of what was received, what it did and what went wrong", async () => {
  const { id } = sandbox.control.addFault({
    kind: "status",
    endpoint: "POST *",
    after_effect: true,
    times: 1,
  })
  await ship(ids[0])
  await list()
  const [shipment, page] = sandbox.control.requests({ limit: 2 })
  expect(shipment).toMatchObject({
    endpoint: "POST /orders/{orderId}/shipments",
    path: `/orders/${ids[0]}/shipments`,
    account: "12345",
    at: "2026-03-16T12:00:00.000Z",
    body: JSON.stringify(parcel),
    status: 504,
    effect: `ship ${ids[0]} 6A1`,
    fault_ids: [id],
  })
  expect(shipment.headers.authorization).toBe("[redacted]")
  expect(page).toMatchObject({ query: { pageSize: "10" }, status: 200, effect: null })
  const counts = sandbox.control.counts()
  expect(counts.by_endpoint).toEqual({
    "POST /token": 1,
    "POST /orders/{orderId}/shipments": 1,
    "GET /orders": 1,
  })
  expect(Object.values(counts.by_minute).reduce((sum, count) => sum + count, 0)).toBe(3)
})
