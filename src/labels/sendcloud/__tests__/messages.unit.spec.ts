import { createServer, type IncomingHttpHeaders, type Server } from "node:http"
import type { AddressInfo } from "node:net"
import fc from "fast-check"

import { aPurchase } from "../../__tests__/fixtures"
import type { ParcelNews } from "../../label-service"
import { newsOf } from "../../news"
import { withNews, type KnownStatus } from "../../status"
import { sendcloud } from "../adapter"
import { connect, withSandbox } from "./sandbox-account"

const sandbox = withSandbox()
const control = () => sandbox().control.sendcloud
const KEYS = ["sandbox-secret", "of-messages"]

let store: Server
let received: { headers: IncomingHttpHeaders; body: Buffer }[]
beforeAll(async () => {
  store = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on("data", (chunk: Buffer) => chunks.push(chunk))
    request.on("end", () => {
      received.push({ headers: request.headers, body: Buffer.concat(chunks) })
      response.end()
    })
  })
  await new Promise<void>((resolve) => store.listen(0, "127.0.0.1", resolve))
})
afterAll(() => new Promise((resolve) => store.close(resolve)))
beforeEach(() => (received = []))

/** A parcel that a carrier brings to its end, with a minute between the steps. */
async function aJourney() {
  const { session } = connect(sandbox())
  await session.reportTo(`http://127.0.0.1:${(store.address() as AddressInfo).port}/webhooks/labels/mkla_1`)
  control().configure({ sends_messages: false })
  sandbox().control.time({ set: "2026-03-16T08:00:00Z", freeze: true })
  const { shipment } = await session.buy(aPurchase())
  const parcel_id = Number(shipment.parcels[0].external_id)
  for (const action of ["scan", "sort", "fail_delivery", "bring", "deliver"] as const) {
    sandbox().control.time({ advance_minutes: 1 })
    control().act({ parcel_id, action })
  }
  return { session, shipment }
}
const START: KnownStatus = { status: "unlabeled", external_status: "", at: null }
const readAll = () =>
  received.map(({ body }) => sendcloud.readMessage(body, {})).filter((news) => news !== null)
const end = (news: readonly ParcelNews[]) => news.reduce<KnownStatus>(withNews, START)

it("come signed with either key, and no other", async () => {
  const [account] = control().configure({}).accounts
  control().configure({ accounts: [{ ...account, webhook_key: "of-messages" }] })
  await aJourney()
  control().configure({ signs_with: "secret_key" })
  control().makeLabel({ order_number: "1002" })
  expect(await control().deliver()).toEqual(Array(7).fill(200))
  const by = (keys: string[]) =>
    received.map(({ headers, body }) => sendcloud.isAuthentic(body, headers, keys))
  expect(by(KEYS)).toEqual(Array(7).fill(true))
  expect(by(["sandbox-secret"])).toEqual([...Array<boolean>(6).fill(false), true])
  expect(by(["of-another"])).toEqual(Array(7).fill(false))
})

it("late, twice, and in any order, they end where the service stands", async () => {
  const { session, shipment } = await aJourney()
  await control().deliver()
  const all = readAll()
  expect(all.map(({ status }) => status)).toEqual([
    "ready",
    "moving",
    "moving",
    "trouble",
    "moving",
    "delivered",
  ])
  fc.assert(
    fc.property(fc.shuffledSubarray([...all, ...all], { minLength: all.length * 2 }), (news) => {
      expect(end(news)).toEqual({
        status: "delivered",
        external_status: "DELIVERED",
        at: "2026-03-16T08:05:00.000Z",
      })
    })
  )
  const read = await session.byId(shipment.external_id)
  const polled = read ? newsOf(read, "2026-03-16T09:00:00.000Z") : []
  expect(end([...polled, ...all])).toEqual(end(all))
  expect(end([...all, ...polled])).toEqual(end(polled))
})

it("name the order that a label of the panel was made for", async () => {
  const { session } = await aJourney()
  await session.pushOrders([
    {
      external_id: "order_7",
      order_number: "1007",
      created_at: "2026-03-16T08:00:00.000Z",
      to: aPurchase().to,
      lines: [
        {
          external_id: "ordli_1",
          name: "Tasse",
          sku: null,
          quantity: 1,
          total: { amount: 12.9, currency_code: "EUR" },
          weight_grams: null,
          hs_code: null,
          origin_country: null,
        },
      ],
      total: { amount: 12.9, currency_code: "EUR" },
      option_code: null,
      service_point: null,
    },
  ])
  const { id, parcels } = control().makeLabel({ order_id: "order_7" })
  await control().deliver({ ids: [control().messages().length] })
  expect(readAll()).toMatchObject([
    {
      parcel_external_id: String(parcels[0].id),
      shipment_external_id: id,
      order_external_id: "order_7",
      order_number: "1007",
      status: "ready",
      tracking_number: parcels[0].number,
    },
  ])
})

it("stop when the service is asked not to report any more", async () => {
  const { session } = await aJourney()
  const before = control().messages().length
  await session.reportTo(null)
  control().makeLabel({ order_number: "1002" })
  expect(control().messages()).toHaveLength(before)
  expect((await session.integrations())[0].webhook_url).toBeNull()
})

it("a number that comes later is said by the next message, and by reading", async () => {
  const { session } = await aJourney()
  control().configure({ number_delay_ms: 60_000 })
  const { shipment } = await session.buy(aPurchase({ reference: "shop-late-1", order_number: "1009" }))
  expect(shipment.parcels[0].tracking_number).toBeNull()
  sandbox().control.time({ advance_minutes: 1 })
  expect((await session.byId(shipment.external_id))?.parcels[0].tracking_number).toMatch(/^6A\d{11}$/)
})

it("lose what no database takes, and are none where an id has it", () => {
  const message = (parcel: object) =>
    Buffer.from(
      JSON.stringify({
        action: "parcel_status_changed",
        timestamp: Date.now(),
        parcel: { id: 7, status: { id: 11 }, ...parcel },
      })
    )
  expect(
    sendcloud.readMessage(message({ tracking_number: "6A\u00001", order_number: "10\ud80001" }), {})
  ).toMatchObject({ tracking_number: "6A1", order_number: "1001" })
  expect(sendcloud.readMessage(message({ id: "7\u0000" }), {})).toBeNull()
})
