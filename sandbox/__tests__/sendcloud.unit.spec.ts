import { createHmac } from "node:crypto"
import { createServer, type Server } from "node:http"
import type { AddressInfo } from "node:net"
import { deserialize, serialize } from "node:v8"
import { controlClient } from "../control-client"
import { startSandbox, type Sandbox } from "../server"

let sandbox: Sandbox
beforeAll(async () => {
  sandbox = await startSandbox()
})
afterAll(() => sandbox.stop())
beforeEach(() => sandbox.control.reset())
const control = () => sandbox.control.sendcloud

const login = `Basic ${Buffer.from("sandbox-public:sandbox-secret").toString("base64")}`
async function call(method: string, path: string, body?: unknown, authorization = login, from = sandbox) {
  const answer = await fetch(from.sendcloud.api_url + path, {
    method,
    headers: { authorization, "content-type": "application/json" },
    body: body === undefined ? undefined : JSON.stringify(body),
  })
  const text = await answer.text()
  return {
    status: answer.status,
    headers: answer.headers,
    text,
    body: /^[[{]/.test(text) ? (JSON.parse(text) as Record<string, never>) : {},
  }
}

const announcement = (change: object = {}, to: object = {}) => ({
  external_reference_id: "shop-a-1",
  order_number: "1001",
  from_address: { sender_address_id: 501 },
  to_address: {
    name: "Camille Exemple",
    address_line_1: "12 rue des Lilas",
    postal_code: "75011",
    city: "Paris",
    country_code: "FR",
    phone_number: "+33612345678",
    email: "camille@exemple.invalid",
    ...to,
  },
  ship_with: { type: "shipping_option_code", properties: { shipping_option_code: "colissimo:standard" } },
  parcels: [{ weight: { value: "1.000", unit: "kg" } }],
  ...change,
})
const announce = (change: object = {}, to: object = {}) =>
  call("POST", "/shipments/announce", announcement(change, to))
const with_option = (shipping_option_code: string, contract_id?: number) => ({
  ship_with: { type: "shipping_option_code", properties: { shipping_option_code, contract_id } },
})

describe("an announcement", () => {
  it("is paid once under its reference", async () => {
    const first = await announce()
    const second = await announce()
    expect([first.status, second.status]).toEqual([201, 409])
    const { label_file: _, ...parcel } = (first.body.data as { parcels: Record<string, unknown>[] })
      .parcels[0]
    expect((second.body.data as { parcels: unknown[] }).parcels).toEqual([parcel])
    expect(control().money()).toMatchObject({ paid_cents: 699, labels: [{ reference: "shop-a-1" }] })
  })

  it.each<[string, object, object, string]>([
    ["no name", {}, { name: "" }, "/to_address/name"],
    ["no sender", { from_address: undefined }, {}, "/from_address"],
    ["an unknown sender", { from_address: { sender_address_id: 9 } }, {}, "/from_address/sender_address_id"],
    ["an unknown option", with_option("no:such"), {}, "/ship_with/properties/shipping_option_code"],
    ["no weight", { parcels: [{}] }, {}, "/parcels/0/weight"],
    [
      "a weight of a gram",
      { parcels: [{ weight: { value: "0.001", unit: "kg" } }] },
      {},
      "/parcels/0/weight",
    ],
    ["too much weight", { parcels: [{ weight: { value: "31", unit: "kg" } }] }, {}, "/parcels/0/weight"],
    ["no parcel", { parcels: [] }, {}, "/parcels"],
    ["no phone", {}, { phone_number: undefined }, "/to_address/phone_number"],
    ["no dimensions", with_option("chronopost:13"), {}, "/parcels/0/dimensions"],
    ["no pickup point", with_option("chronopost:relais"), {}, "/to_service_point"],
    ["a pickup point at home", { to_service_point: { id: "9000000" } }, {}, "/to_service_point"],
    [
      "a pickup point as a number",
      { ...with_option("chronopost:relais"), to_service_point: { id: 9000003 } },
      {},
      "/to_service_point/id",
    ],
    [
      "no customs papers",
      with_option("colissimo:international,service=home"),
      { country_code: "CH" },
      "/parcels/0/parcel_items",
    ],
    [
      "none overseas",
      with_option("colissimo:international,service=home"),
      { postal_code: "97400" },
      "/customs_information/invoice_number",
    ],
  ])("with %s is refused, at its place", async (_, change, to, pointer) => {
    const { status, body } = await announce(change, to)
    const errors = body.errors as { source: { pointer: string } }[]
    expect([status, errors.map(({ source }) => source.pointer)]).toEqual([
      400,
      expect.arrayContaining([pointer]),
    ])
    expect(control().money().entries).toEqual([])
  })

  it("of a carrier with two contracts names one", async () => {
    control().configure({ double_contracts: ["colissimo"] })
    expect((await announce()).status).toBe(400)
    expect((await announce(with_option("colissimo:standard", 611))).status).toBe(201)
  })

  it("can be there and have no label", async () => {
    const { status, body } = await announce(
      {
        ...with_option("dhl_express:worldwide/incoterm=dap"),
        parcels: [{ weight: { value: "1", unit: "kg" } }],
      },
      { address_line_1: "Lieu-dit La Forêt" }
    )
    expect([status, body.data]).toEqual([
      201,
      expect.objectContaining({
        errors: [expect.objectContaining({ code: "parcel_announcement_error" })],
        parcels: [
          expect.objectContaining({
            status: expect.objectContaining({ code: "ANNOUNCEMENT_FAILED" }) as unknown,
          }),
        ],
      }),
    ])
    expect(control().money().paid_cents).toBe(0)
    expect((await announce(with_option("dhl_express:worldwide/incoterm=dap"))).status).toBe(409)
  })

  it("needs keys, and money", async () => {
    expect((await call("POST", "/shipments/announce", announcement(), "Basic eDp5")).status).toBe(401)
    const [account] = control().configure({}).accounts
    control().configure({ accounts: [{ ...account, has_payment_method: false }] })
    expect((await announce()).status).toBe(402)
    expect((await announce(with_option("sendcloud:letter"))).status).toBe(201)
  })

  it("waits where there are too many", async () => {
    control().configure({ max_writes_per_minute: 2 })
    const statuses = []
    for (const reference of ["a", "b", "c"])
      statuses.push((await announce({ external_reference_id: reference })).status)
    expect(statuses).toEqual([201, 201, 429])
    expect((await call("GET", "/shipments")).status).toBe(200)
  })
})

it("serves 20 labels in one file, and no more", async () => {
  const ids = Array.from(
    { length: 21 },
    (_, index) => control().makeLabel({ order_number: String(index) }).parcels[0]
  )
  const query = (count: number) =>
    ids
      .slice(0, count)
      .map(({ id }) => `parcels=${id}`)
      .join("&")
  const merged = await call("GET", `/parcel-documents/label?${query(20)}`)
  expect(merged.text.match(/\/Type \/Page /g)).toHaveLength(20)
  expect((await call("GET", `/parcel-documents/label?${query(21)}`)).status).toBe(400)
  expect((await call("GET", `/parcels/${ids[0].id}/documents/label?dpi=300`)).status).toBe(400)
})

describe("messages", () => {
  let store: Server
  let answers: number[]
  const received: { headers: Record<string, unknown>; body: string }[] = []
  beforeAll(async () => {
    store = createServer((request, response) => {
      let body = ""
      request.on("data", (chunk: Buffer) => (body += chunk.toString()))
      request.on("end", () => {
        received.push({ headers: request.headers, body })
        response.writeHead(answers.shift() ?? 200).end()
      })
    })
    await new Promise<void>((resolve) => store.listen(0, "127.0.0.1", resolve))
  })
  afterAll(() => new Promise((resolve) => store.close(resolve)))
  beforeEach(async () => {
    answers = []
    received.length = 0
    const webhook_url = `http://127.0.0.1:${(store.address() as AddressInfo).port}/webhooks/labels/a`
    await call("PATCH", "/integrations/7001", { webhook_active: true, webhook_url })
  })
  const statuses = () =>
    received.map(({ body }) => (JSON.parse(body) as { parcel: { status: { id: number } } }).parcel.status.id)

  it("are signed, and sent when something happens", async () => {
    const [{ id }] = (await announce(), control().shipments()[0].parcels)
    control().act({ parcel_id: id, action: "scan" })
    control().act({ parcel_id: id, action: "deliver" })
    await control().settled()
    expect(statuses().sort((a, b) => a - b)).toEqual([11, 22, 1000])
    for (const { headers, body } of received) {
      expect(headers["sendcloud-signature"]).toBe(
        createHmac("sha256", "sandbox-secret").update(body).digest("hex")
      )
    }
  })

  it("are sent again, in any order, by whoever controls the sandbox", async () => {
    control().configure({ sends_messages: false })
    const [account] = control().configure({}).accounts
    control().configure({ accounts: [{ ...account, webhook_key: "of-messages" }] })
    const { parcels } = control().makeLabel({ order_number: "1001" })
    control().act({ parcel_id: parcels[0].id, action: "scan" })
    expect(received).toEqual([])
    answers = [500]
    expect(await controlClient(sandbox.url).sendcloud.deliver({ ids: [2, 1, 2] })).toEqual([500, 200, 200])
    expect(statuses()).toEqual([22, 1000, 22])
    expect(
      control()
        .messages()
        .map((message) => message.statuses)
    ).toEqual([[200], [500, 200]])
    const { headers, body } = received[0]
    expect(headers["sendcloud-signature"]).toBe(
      createHmac("sha256", "of-messages").update(body).digest("hex")
    )
  })

  it("end when they are turned off, and go nowhere when the store is away", async () => {
    await call("PATCH", "/integrations/7001", { webhook_url: "http://127.0.0.1:1/" })
    control().makeLabel({ order_number: "1" })
    await control().settled()
    expect(control().messages()).toMatchObject([{ statuses: [0] }])
    await call("PATCH", "/integrations/7001", { webhook_active: false })
    control().makeLabel({ order_number: "2" })
    expect(control().messages()).toHaveLength(1)
  })
})

describe("the page", () => {
  const page = async (path: string, language = "en") =>
    (await fetch(sandbox.url + path, { headers: { "accept-language": language } })).text()

  it("shows incoming orders and labels, in both languages, and hides nothing behind markup", async () => {
    await call("POST", "/orders", [
      {
        order_id: "order_1",
        order_number: "1001",
        order_details: {
          integration: { id: 7001 },
          status: { code: "unshipped" },
          order_created_at: "2026-03-16T08:00:00Z",
          order_items: [{ name: "<b>Tasse</b>", quantity: 2, total_price: { value: 25.8, currency: "EUR" } }],
        },
        payment_details: { total_price: { value: 25.8, currency: "EUR" }, status: { code: "paid" } },
        shipping_address: { name: "Camille Exemple", postal_code: "75011", country_code: "FR" },
      },
    ])
    expect(await page("/sendcloud", "fr")).toContain("Commandes entrantes")
    const incoming = await page("/sendcloud?part=content")
    expect(incoming).toContain("2 × &lt;b&gt;Tasse&lt;/b&gt;")
    expect(incoming).toContain('data-argument="{&quot;order_id&quot;:&quot;order_1&quot;}"')
    const [parcel] = control().makeLabel({ order_id: "order_1" }).parcels
    const labels = await page("/sendcloud?part=content")
    expect(labels).toContain(parcel.number)
    expect(labels).not.toContain("order_1")
    expect(await page(`/sendcloud/labels/${parcel.id}.pdf`)).toContain(parcel.number)
    expect((await fetch(`${sandbox.url}/sendcloud/labels/1.pdf`)).status).toBe(404)
  })

  it("does what its buttons say", async () => {
    const { id, parcels } = control().makeLabel({ order_number: "1001" })
    const press = (argument: object) =>
      fetch(`${sandbox.url}/control/sendcloud/act`, { method: "POST", body: JSON.stringify(argument) })
    expect((await press({ parcel_id: parcels[0].id, action: "scan" })).status).toBe(200)
    expect((await press({ shipment_id: id, action: "cancel" })).status).toBe(400)
    expect(control().shipments()[0].parcels[0].status).toBe("SHIPMENT_PICKED_UP_BY_DRIVER")
  })
})

it("goes on with what another sandbox knew", async () => {
  const { shipments, money } = control()
  control().makeLabel({ order_number: "1001" })
  await announce({ external_reference_id: "shop-b-1" })
  const after = await startSandbox({
    memory: deserialize(serialize(sandbox.remember())) as ReturnType<Sandbox["remember"]>,
  })
  try {
    expect(after.control.sendcloud.shipments()).toEqual(shipments())
    expect(after.control.sendcloud.money()).toEqual(money())
    const again = await call(
      "POST",
      "/shipments/announce",
      announcement({ external_reference_id: "shop-b-1" }),
      login,
      after
    )
    expect(again.status).toBe(409)
    const { parcels } = after.control.sendcloud.makeLabel({ order_number: "1002" })
    expect(shipments().flatMap((one) => one.parcels.map(({ id }) => id))).not.toContain(parcels[0].id)
  } finally {
    await after.stop()
  }
})
