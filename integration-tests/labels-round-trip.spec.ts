import type { FaultInput } from "../sandbox/faults"
import type { PickingListAnswer, ShownLabel } from "../src/api/admin/labels/types"
import { pdfTexts } from "../src/labels/__tests__/pdf-texts"
import { labelDesk, type ParcelLabel } from "./helpers/label-desk"
import { LIFE_CASES } from "./helpers/life-cases"
import { settled, sweepAll } from "./helpers/jobs"
import { marketTest } from "./helpers/market-test"
import { MARKETPLACES } from "./helpers/marketplace-cases"
import { parcels } from "./helpers/parcels"
import type { Label } from "./helpers/warehouse"
import { until } from "./helpers/until"
import type { Connected } from "./helpers/market-store"
import { providerOption } from "./helpers/provider-option"

const market = marketTest({ seconds: 120, env: { MEDUSA_BACKEND_URL: "https://shop.example" } })
const desk = labelDesk(market)
const { bought, inState, ledger, later } = parcels(market)
const [cdiscount] = MARKETPLACES
let madeOption: Promise<string> | undefined
/** A shipping option of the provider of Sendcloud; the store has one. */
const sendcloudOption = () => (madeOption ??= providerOption(market, "sendcloud_sendcloud", "sendcloud"))

describe("An order of Cdiscount whose connection names a label account", () => {
  let connected: Connected
  beforeAll(async () => {
    const account = await desk.connect()
    connected = await market.connect(cdiscount, {
      settings: { shipping: { label_account_id: account.id, label_mode: "automatic" } },
    })
  })

  it("is packed in Medusa, and its label, number, shipment and confirmation follow", async () => {
    const order = await bought(connected, "plain")
    const fulfillment_id = await market.hands.pack(order.order_id)
    const label = await desk.inState(fulfillment_id, "ready")
    const [parcel] = label.parcels
    expect(label).toMatchObject({ generation: 1, problem: null, carrier: { code: "colissimo" } })
    expect(parcel).toMatchObject({ status: "ready", documents: ["label"] })
    expect(label.price_estimate).toEqual({ amount: 6.99, currency_code: "EUR" })

    const packed = await market.hands.fulfillment(order.order_id, fulfillment_id)
    expect(packed).toMatchObject({
      shipped_at: expect.anything() as unknown,
      labels: [
        {
          tracking_number: parcel.tracking_number,
          tracking_url: parcel.tracking_url,
          label_url: `https://shop.example/admin/labels/${label.id}/documents/label`,
        },
      ],
    })
    await inState(order, fulfillment_id, "sent")
    await later(connected)
    await inState(order, fulfillment_id, "confirmed")
    expect(ledger(connected, order).shipments).toMatchObject([{ number: parcel.tracking_number }])
    expect(desk.paid(label.order_number)).toEqual([
      expect.objectContaining({ parcel_id: Number(parcel.external_id), cents: 699 }),
    ])
  })

  it("has its label as a PDF for those who are signed in, and never for a cache", async () => {
    const order = await bought(connected, "plain")
    const fulfillment_id = await market.hands.pack(order.order_id)
    const { id } = await desk.inState(fulfillment_id, "ready")
    const address = `${market.app.url}/admin/labels/${id}/documents/label`
    const read = (headers: Record<string, string>) => fetch(address, { headers })
    expect((await read({})).status).toBe(401)
    const answer = await read({ authorization: `Bearer ${market.app.token}` })
    expect([answer.status, answer.headers.get("content-type"), answer.headers.get("cache-control")]).toEqual([
      200,
      "application/pdf",
      "no-store",
    ])
    expect(Buffer.from(await answer.arrayBuffer()).toString("latin1", 0, 5)).toBe("%PDF-")
  })
})

describe("An order that is packed with the provider of Sendcloud, and whose connection names no account", () => {
  let option: string
  let connected: Connected
  beforeAll(async () => {
    option = await sendcloudOption()
    connected = await market.connect(cdiscount)
  })

  it("gets its label behind the packing", async () => {
    const order = await bought(connected, "plain")
    const fulfillment_id = await market.hands.pack(order.order_id, undefined, option)
    expect(fulfillment_id).not.toBe("")
    const label = await desk.inState(fulfillment_id, "ready")
    expect(desk.paid(label.order_number)).toHaveLength(1)
  })

  it("is not packed while its address lacks what every label needs", async () => {
    const order = await bought(connected, "plain")
    await market.sql(
      `update order_address a set city = '' from "order" o where o.id = $1 and a.id = o.shipping_address_id`,
      [order.order_id]
    )
    const items = order.lines.map(({ line_item_id, quantity }) => ({ id: line_item_id, quantity }))
    const { status, message } = await market.hands.tryPacking(order.order_id, {
      items,
      shipping_option_id: option,
    })
    expect(status).toBe(400)
    expect(message).toMatch(/lacks a city/)
  })
})

describe("An order that is packed with the provider of Sendcloud, for an account that waits for the label", () => {
  const BUY = "POST /shipments/announce"
  let option: string
  let connected: Connected
  beforeAll(async () => {
    option = await sendcloudOption()
    const account = await desk.connect({ labels: { inline: true } })
    connected = await market.connect(cdiscount, { settings: { shipping: { label_account_id: account.id } } })
  })
  afterEach(async () => {
    market.sandbox.control.removeFaults()
    await settled(market.app)
  })
  const fault = (change: Record<string, unknown>) =>
    market.sandbox.control.addFault({
      marketplace: "sendcloud",
      endpoint: BUY,
      times: 1,
      ...change,
    } as FaultInput)
  const packed = async () => {
    const order = await bought(connected, "plain")
    const fulfillment_id = await market.hands.pack(order.order_id, undefined, option)
    return { order, fulfillment_id, label: await desk.labelOf(fulfillment_id) }
  }

  it("has its label, bought once, when the packing is answered", async () => {
    const { order, fulfillment_id, label } = await packed()
    expect(label).toMatchObject({ state: "ready", problem: null })
    expect(await market.hands.fulfillment(order.order_id, fulfillment_id)).toMatchObject({
      labels: [{ tracking_number: label?.parcels[0].tracking_number }],
    })
    await settled(market.app)
    expect(desk.paid(label?.order_number ?? "")).toHaveLength(1)
  })

  it("has what is wrong with it when the packing is answered", async () => {
    fault({ kind: "announcement_failed", body: "Not today." })
    expect((await packed()).label).toMatchObject({ state: "failed", problem: { code: "label_refused" } })
  })

  it("is packed although its label takes long, which follows and is bought once", async () => {
    fault({ kind: "latency", ms: 8000 })
    const { fulfillment_id, label } = await packed()
    expect(label?.state).toBe("buying")
    const ready = await desk.inState(fulfillment_id, "ready")
    expect(desk.paid(ready.order_number)).toHaveLength(1)
    expect(market.sandbox.control.counts({ endpoint: BUY }).total).toBeGreaterThan(0)
  })

  it("leaves no label where it is not packed", async () => {
    const order = await bought(connected, "plain")
    await market.sql("update reservation_item set deleted_at = now() where line_item_id = any($1)", [
      order.lines.map(({ line_item_id }) => line_item_id),
    ])
    const items = order.lines.map(({ line_item_id, quantity }) => ({ id: line_item_id, quantity }))
    const { status } = await market.hands.tryPacking(order.order_id, { items, shipping_option_id: option })
    expect(status).toBe(400)
    await settled(market.app)
    const { labels } = await desk.good<{ labels: ShownLabel[] }>("GET", `/labels?order_id=${order.order_id}`)
    expect(labels).toEqual([])
    expect(desk.paid(order.external_id)).toEqual([])
  })
})

describe("Orders that are to be packed and labeled", () => {
  let connected: Connected
  let account: { id: string }
  type Listed = { orders: { order_id: string; message: string | null; is_packed: boolean }[] }
  type Labeled = { orders: { order_id: string; label_id: string | null; message: string | null }[] }
  const toMake = async () => (await desk.good<Listed>("GET", "/labels/to-make")).orders
  const find = async ({ order_id }: { order_id: string }) =>
    (await toMake()).find((one) => one.order_id === order_id)
  beforeAll(async () => {
    account = await desk.connect({ labels: { mode: "by_hand" } })
    connected = await market.connect(cdiscount, { settings: { shipping: { label_account_id: account.id } } })
  })

  it("are listed, packed whole and labeled each for itself, and printed as one file in this order", async () => {
    const orders = [await bought(connected, "plain"), await bought(connected, "plain")]
    const left = await bought(connected, "plain")
    await market.hands.pack(left.order_id)
    const broken = await bought(connected, "plain")
    await market.sql("update reservation_item set deleted_at = now() where line_item_id = any($1)", [
      broken.lines.map(({ line_item_id }) => line_item_id),
    ])
    expect(await find(orders[0])).toMatchObject({ is_packed: false, message: null })
    expect(await find(left)).toMatchObject({ is_packed: true, message: null })
    expect((await find(broken))?.message).toMatch(/not reserved/)

    const wanted = [...orders, left, broken].map(({ order_id }) => order_id)
    // Of the three that can go; nothing is bought by it.
    expect(await desk.good("POST", "/labels/estimate", { order_ids: wanted })).toEqual({
      total: { amount: 20.97, currency_code: "EUR" },
      count: 3,
    })
    const labeled = await desk.good<Labeled>("POST", "/labels/bulk", { order_ids: [...wanted, wanted[0]] })
    expect(labeled.orders.map(({ order_id }) => order_id)).toEqual(wanted)
    expect(labeled.orders[3]).toMatchObject({
      label_id: null,
      message: expect.stringMatching(/not reserved/) as unknown,
    })
    const ids = labeled.orders.flatMap(({ label_id }) => label_id ?? [])
    expect(ids).toHaveLength(3)
    const labels = await Promise.all(
      ids.map((id) =>
        until(`${id} is ready`, async () => {
          const { label } = await desk.good<{ label: ShownLabel }>("GET", `/labels/${id}`)
          return label.state === "ready" ? label : null
        })
      )
    )
    for (const label of labels) expect(desk.paid(label.order_number)).toHaveLength(1)
    expect(await find(orders[0])).toBeUndefined()

    // Asked for again, nothing is packed or bought twice.
    const again = await desk.good<Labeled>("POST", "/labels/bulk", { order_ids: [wanted[0]] })
    expect(again.orders).toMatchObject([{ label_id: ids[0], message: null }])
    expect(desk.paid(labels[0].order_number)).toHaveLength(1)

    const print = (order: string[]) =>
      fetch(`${market.app.url}/admin/labels/print`, {
        method: "POST",
        headers: { authorization: `Bearer ${market.app.token}`, "content-type": "application/json" },
        body: JSON.stringify({ ids: order }),
      })
    const answer = await print([...ids].reverse())
    expect([answer.status, answer.headers.get("cache-control")]).toEqual([200, "no-store"])
    const text = Buffer.from(await answer.arrayBuffer()).toString("latin1")
    const places = labels.map(({ parcels: [{ tracking_number }] }) => text.indexOf(tracking_number ?? ""))
    expect(places.every((place) => place > 0)).toBe(true)
    expect([...places].sort((a, b) => b - a)).toEqual(places)
    expect((await print(["mplreq_none"])).status).toBe(404)

    const exported = await fetch(`${market.app.url}/admin/labels/export?account_id=${account.id}`, {
      headers: { authorization: `Bearer ${market.app.token}` },
    })
    const table = (await exported.text()).trim().split(/\r?\n/)
    expect([exported.status, table.length]).toEqual([200, 1 + labels.length])
    for (const {
      parcels: [parcel],
      order_number,
    } of labels) {
      const row = table.find((one) => one.includes(parcel.tracking_number ?? ""))
      expect(row).toContain(order_number)
      expect(row).toContain("6.99")
    }

    const { lines } = await desk.good<PickingListAnswer>(
      "GET",
      `/labels/picking-list?${ids.map((id) => `ids[]=${id}`).join("&")}`
    )
    const sold = [...orders, left].flatMap((order) => order.lines)
    expect(lines.reduce((sum, { quantity }) => sum + quantity, 0)).toBe(
      sold.reduce((sum, { quantity }) => sum + quantity, 0)
    )
    expect(new Set(lines.flatMap(({ order_numbers }) => order_numbers))).toEqual(
      new Set(labels.map(({ order_number }) => order_number))
    )
  })

  it("are printed with their packing slips, each behind its label, in the order of the picking list", async () => {
    const orders = [await bought(connected, "plain"), await bought(connected, "plain")]
    const { orders: labeled } = await desk.good<Labeled>("POST", "/labels/bulk", {
      order_ids: orders.map(({ order_id }) => order_id),
    })
    const ids = labeled.flatMap(({ label_id }) => label_id ?? [])
    const labels = await Promise.all(
      ids.map(async (id) => {
        const { label } = await desk.good<{ label: ParcelLabel }>("GET", `/labels/${id}`)
        return desk.inState(label.fulfillment_id, "ready")
      })
    )
    const print = async (body: object, language = "en") => {
      const answer = await fetch(`${market.app.url}/admin/labels/print`, {
        method: "POST",
        headers: {
          authorization: `Bearer ${market.app.token}`,
          "content-type": "application/json",
          "accept-language": language,
        },
        body: JSON.stringify({ ids, ...body }),
      })
      expect([answer.status, answer.headers.get("cache-control")]).toEqual([200, "no-store"])
      const pages = await pdfTexts(Buffer.from(await answer.arrayBuffer()))
      return { pages, leftOut: answer.headers.get("x-labels-left-out") }
    }
    const numberOf = (label: ShownLabel) => label.parcels[0].tracking_number ?? ""
    const slip = (label: ShownLabel, word = "Order") => ["Cdiscount", `${word} ${label.order_number}`]

    const { lines } = await desk.good<PickingListAnswer>(
      "GET",
      `/labels/picking-list?${ids.map((id) => `ids[]=${id}`).join("&")}`
    )
    const both = await print({ content: "labels_and_slips" })
    expect(both.leftOut).toBeNull()
    expect(both.pages).toHaveLength(4)
    for (const [place, label] of labels.entries()) {
      expect(both.pages[2 * place].join(" ")).toContain(numberOf(label))
      expect(both.pages[2 * place + 1].slice(0, 2)).toEqual(slip(label))
    }
    const [french] = (await print({ content: "slips" }, "fr")).pages
    expect(french.slice(0, 2)).toEqual(slip(labels[0], "Commande"))
    expect(french.join(" ")).toMatch(/Livraison · /)
    for (const { sku } of lines.filter(({ order_numbers }) => order_numbers.includes(labels[0].order_number)))
      expect(french.join(" ")).toContain(`SKU ${sku}`)
    // No price, and no name or address.
    const { data } = await market.app.query.graph({
      entity: "order",
      fields: ["shipping_address.*"],
      filters: { id: orders[0].order_id },
    })
    const { last_name, address_1 } = data[0].shipping_address as unknown as Record<string, string>
    for (const secret of [last_name, address_1, "EUR", "€"]) expect(french.join(" ")).not.toContain(secret)

    const picked = await print({ content: "slips", sort: "picking" })
    const [first] = picked.pages
    expect(lines[0].order_numbers.map((number) => `Order ${number}`)).toContain(first[1])
    expect(picked.pages).toHaveLength(2)

    // The account's own way, where nothing is said; what the service has no more is named, and the rest is printed.
    await desk.good("POST", `/label-accounts/${account.id}`, {
      version: (
        await desk.good<{ label_account: { version: string } }>("GET", `/label-accounts/${account.id}`)
      ).label_account.version,
      settings: { print: { content: "labels_and_slips" } },
    })
    const [made] = market.sandbox.control.sendcloud.shipments({ order_number: labels[0].order_number })
    market.sandbox.control.sendcloud.act({ shipment_id: made.id, action: "cancel" })
    const rest = await print({})
    expect(rest.leftOut).toBe(ids[0])
    expect(rest.pages).toHaveLength(2)
    expect(rest.pages[0].join(" ")).toContain(numberOf(labels[1]))
    const merged = await print({ content: "labels" })
    expect([merged.leftOut, merged.pages.length]).toEqual([ids[0], 1])
  })

  it("lose the buyer's data with their order", async () => {
    const order = await bought(connected, "plain")
    const { orders } = await desk.good<Labeled>("POST", "/labels/bulk", { order_ids: [order.order_id] })
    const { fulfillment_id } = (
      await desk.good<{ label: ParcelLabel }>("GET", `/labels/${orders[0].label_id}`)
    ).label
    const label = await desk.inState(fulfillment_id, "ready")
    expect(label.parcels[0].tracking_url).toMatch(/^https/)
    await market.desk.post(`/orders/${order.id}/purge`, { reason: "asked for" })
    expect((await desk.labelOf(fulfillment_id))?.parcels[0].tracking_url).toBeNull()
  })

  it("keep no link where they are made after it", async () => {
    const order = await bought(connected, "plain")
    await market.desk.post(`/orders/${order.id}/purge`, { reason: "asked for" })
    const { orders } = await desk.good<Labeled>("POST", "/labels/bulk", { order_ids: [order.order_id] })
    const { label } = await desk.good<{ label: ParcelLabel }>("GET", `/labels/${orders[0].label_id}`)
    const { fulfillment_id } = label
    const ready = await desk.inState(fulfillment_id, "ready")
    await until("the link is gone", async () => {
      const [parcel] = (await desk.labelOf(fulfillment_id))?.parcels ?? []
      return parcel?.tracking_number && parcel.tracking_url === null
    })
    const packed = await market.hands.fulfillment(order.order_id, fulfillment_id)
    const tracking_url = expect.stringMatching(/^https/) as unknown
    expect(packed).toMatchObject({
      labels: [{ tracking_number: ready.parcels[0].tracking_number, tracking_url }],
    })
  })
})

describe("An order whose label is made in the panel of the service", () => {
  let account: Awaited<ReturnType<typeof desk.connect>>
  let connected: Connected
  const sendcloud = () => market.sandbox.control.sendcloud
  const shown = (order_id: string) =>
    sendcloud()
      .orders()
      .find((one) => one.order_id === order_id)
  const inPanel = (order_id: string) =>
    until(`${order_id} stands in the panel`, () => shown(order_id) ?? null)
  const gone = (order_id: string) =>
    until(`${order_id} left the panel`, () => (shown(order_id) === undefined ? true : null))
  type Packed = { id: string; shipped_at: string | null }
  const fulfillmentsOf = async (order_id: string): Promise<Packed[]> => {
    const { data } = await market.app.query.graph({
      entity: "order",
      fields: ["fulfillments.id", "fulfillments.shipped_at"],
      filters: { id: order_id },
    })
    return (data[0].fulfillments ?? []) as unknown as Packed[]
  }
  /** What a message does, or the next poll. */
  const hear = async (order_number: string) => {
    await market.sql(
      "update marketplace_label_panel_order set next_attempt_at = now() where order_number = $1",
      [order_number]
    )
    await market.dispatch()
    await settled(market.app)
  }
  /** What the next poll reads. */
  const poll = async (account_id = account.id) => {
    await market.sql(
      "update marketplace_label_account set next_poll_at = now(), poll_claimed_until = null where id = $1",
      [account_id]
    )
    await market.dispatch()
    await settled(market.app)
  }
  /** Labeled in the panel, packed and shipped here. */
  const labeled = async () => {
    const order = await bought(connected, "plain")
    const { order_number } = await inPanel(order.order_id)
    const made = sendcloud().makeLabel({ order_id: order.order_id })
    await hear(order_number)
    const packed = await until("it is packed and shipped", async () => {
      const [fulfillment] = await fulfillmentsOf(order.order_id)
      return fulfillment?.shipped_at ? fulfillment : null
    })
    await desk.inState(packed.id, "ready")
    return { order, order_number, made, fulfillment_id: packed.id }
  }
  type Listed = { orders: { order_id: string; message: string | null }[] }
  const saidOf = async (order_id: string) =>
    (await desk.good<Listed>("GET", "/labels/to-make")).orders.find((one) => one.order_id === order_id)
      ?.message ?? null
  beforeAll(async () => {
    account = await desk.connect({ labels: { mode: "panel", ship: "by_hand" } })
    connected = await market.connect(cdiscount, { settings: { shipping: { label_account_id: account.id } } })
  })

  it("stands there when it enters the store, and is packed, shipped and confirmed by its label without a click", async () => {
    const order = await bought(connected, "plain")
    const pushed = await inPanel(order.order_id)
    // Another look changes nothing, and sends nothing.
    await hear(pushed.order_number)
    sendcloud().makeLabel({ order_id: order.order_id })
    await hear(pushed.order_number)
    const packed = await until("it is packed and shipped", async () => {
      const [fulfillment] = await fulfillmentsOf(order.order_id)
      return fulfillment?.shipped_at ? fulfillment : null
    })
    const label = await desk.inState(packed.id, "ready")
    expect(label).toMatchObject({ requested_by: "panel", problem: null, generation: 1 })
    await inState(order, packed.id, "sent")
    await later(connected)
    await inState(order, packed.id, "confirmed")
    expect(ledger(connected, order).shipments).toMatchObject([{ number: label.parcels[0].tracking_number }])
    // Made there once, and nothing was bought from here.
    expect(desk.paid(label.order_number)).toHaveLength(1)
    expect(sendcloud().shipments({ order_number: label.order_number })).toHaveLength(1)
  })

  it("is found by the poll too, and packed once however often it is heard of", async () => {
    const order = await bought(connected, "plain")
    const { order_number } = await inPanel(order.order_id)
    sendcloud().makeLabel({ order_id: order.order_id })
    await poll()
    const packed = await until("it is packed", async () => {
      const [fulfillment] = await fulfillmentsOf(order.order_id)
      return fulfillment?.shipped_at ? fulfillment : null
    })
    await hear(order_number)
    await hear(order_number)
    expect((await fulfillmentsOf(order.order_id)).map(({ id }) => id)).toEqual([packed.id])
    expect(desk.paid(order_number)).toHaveLength(1)
  })

  it("leaves the panel when it is packed here, and when it is canceled", async () => {
    const [here, canceled] = [await bought(connected, "plain"), await bought(connected, "plain")]
    await inPanel(here.order_id)
    await inPanel(canceled.order_id)
    await market.hands.pack(here.order_id)
    await gone(here.order_id)
    const { status } = await market.app.api("POST", `/admin/orders/${canceled.order_id}/cancel`, {})
    expect(status).toBe(200)
    await gone(canceled.order_id)
  })

  it("changes there with its address", async () => {
    const order = await bought(connected, "plain")
    await inPanel(order.order_id)
    const city = () => (shown(order.order_id)?.body.shipping_address as { city?: string } | undefined)?.city
    const { data } = await market.app.query.graph({
      entity: "order",
      fields: ["shipping_address.*"],
      filters: { id: order.order_id },
    })
    const NAMES = ["first_name", "last_name", "address_1", "postal_code", "country_code", "phone"] as const
    const before = data[0].shipping_address as unknown as Record<string, string | null>
    const { status } = await market.app.api("POST", `/admin/orders/${order.order_id}`, {
      shipping_address: {
        ...Object.fromEntries(NAMES.map((name) => [name, before[name] ?? undefined])),
        city: "Villeurbanne",
      },
    })
    expect(status).toBe(200)
    await until("the panel has the new city", () => (city() === "Villeurbanne" ? true : null))
  })

  it("whose label cannot be packed for says so with its number, and is packed once it can be", async () => {
    const order = await bought(connected, "plain")
    const { order_number } = await inPanel(order.order_id)
    const lines = order.lines.map(({ line_item_id }) => line_item_id)
    const reserved = (is_there: boolean) =>
      market.sql(
        `update reservation_item set deleted_at = ${is_there ? "null" : "now()"} where line_item_id = any($1)`,
        [lines]
      )
    await reserved(false)
    const made = sendcloud().makeLabel({ order_id: order.order_id })
    await hear(order_number)
    const message = await until("it says so", async () => {
      const said = await saidOf(order.order_id)
      return said?.includes(made.parcels[0].number) ? said : null
    })
    expect(message).toMatch(/not reserved/)
    expect(await fulfillmentsOf(order.order_id)).toEqual([])
    await reserved(true)
    await hear(order_number)
    await until("it is shipped", async () => {
      const [fulfillment] = await fulfillmentsOf(order.order_id)
      return fulfillment?.shipped_at
    })
    expect(desk.paid(order_number)).toHaveLength(1)
  })

  it("and made again there after it was canceled there, follows on the same parcel", async () => {
    const { order, order_number, made, fulfillment_id } = await labeled()
    sendcloud().act({ shipment_id: made.id, action: "cancel" })
    await poll()
    await desk.inState(fulfillment_id, "canceled")
    const again = sendcloud().makeLabel({ order_id: order.order_id })
    await poll()
    const label = await desk.inState(fulfillment_id, "ready")
    expect(label).toMatchObject({
      generation: 2,
      requested_by: "panel",
      problem: null,
      parcels: [{ tracking_number: again.parcels[0].number }],
    })
    expect((await fulfillmentsOf(order.order_id)).map(({ id }) => id)).toEqual([fulfillment_id])
    expect(await market.hands.fulfillment(order.order_id, fulfillment_id)).toMatchObject({
      labels: [{ tracking_number: again.parcels[0].number }],
    })
    expect(desk.paid(order_number)).toHaveLength(1)
  })

  it("and made twice there is a question, until one of them is canceled", async () => {
    const { order, order_number, fulfillment_id } = await labeled()
    const second = sendcloud().makeLabel({ order_id: order.order_id })
    await poll()
    await until("it says so", async () => (await saidOf(order.order_id))?.includes("2 live labels"))
    sendcloud().act({ shipment_id: second.id, action: "cancel" })
    await poll()
    await until("it is over", async () => (await saidOf(order.order_id)) === null)
    expect(await desk.inState(fulfillment_id, "ready")).toMatchObject({ generation: 1, problem: null })
    expect(desk.paid(order_number)).toHaveLength(1)
  })

  it("while the carrier takes its time, is not forgotten when its order is packed here", async () => {
    const order = await bought(connected, "plain")
    const { order_number } = await inPanel(order.order_id)
    const made = sendcloud().makeLabel({ order_id: order.order_id, is_announcing: true })
    await hear(order_number)
    const fulfillment_id = await market.hands.pack(order.order_id)
    await gone(order.order_id)
    // Long after it was pushed: it has left for good.
    await market.sql(
      "update marketplace_label_panel_order set pushed_at = pushed_at - interval '1 hour' where order_id = $1",
      [order.order_id]
    )
    await hear(order_number)
    sendcloud().act({ shipment_id: made.id, action: "announce" })
    // No one says so: it is looked for.
    await market.sql(
      "update marketplace_label_panel_order set next_attempt_at = now() where order_id = $1 and next_attempt_at is not null",
      [order.order_id]
    )
    await market.dispatch()
    const label = await desk.inState(fulfillment_id, "ready")
    expect(label.parcels).toMatchObject([{ tracking_number: made.parcels[0].number }])
    expect(await fulfillmentsOf(order.order_id)).toMatchObject([{ id: fulfillment_id }])
  })

  it("leaves the panel while a person has to decide on it, and when its buyer is forgotten", async () => {
    const order = await bought(connected, "plain")
    await inPanel(order.order_id)
    LIFE_CASES[cdiscount.id].question.ask(market.sandbox, order.external_id)
    await market.pullAll(connected)
    await gone(order.order_id)
    await desk.good("POST", "/marketplaces/orders/acknowledge", { ids: [order.id] })
    await market.dispatch()
    await inPanel(order.order_id)
    await settled(market.app)
    await market.sql(
      `update marketplace_label_panel_order set problem_params = '{"marketplace_message": "Someone"}', problem_since = now()
        where order_id = $1`,
      [order.order_id]
    )
    await market.desk.post(`/orders/${order.id}/purge`, { reason: "asked for" })
    const [said] = await market.sql<{ problem_params: unknown }>(
      "select problem_params from marketplace_label_panel_order where order_id = $1",
      [order.order_id]
    )
    expect(JSON.stringify(said)).not.toContain("Someone")
    await market.dispatch()
    await gone(order.order_id)
  })

  it("is looked at again although an event was lost, or none said that its parcel was unpacked", async () => {
    const order = await bought(connected, "plain")
    await inPanel(order.order_id)
    const fulfillment_id = await market.hands.pack(order.order_id)
    await gone(order.order_id)
    await settled(market.app)
    expect((await market.hands.cancel[1](order.order_id, fulfillment_id)).status).toBe(200)
    await market.sql(
      `update marketplace_label_panel_order
          set pushed_at = null, content_hash = null, next_attempt_at = null, updated_at = now() - interval '2 hours'
        where order_id = $1`,
      [order.order_id]
    )
    await sweepAll(market.app)
    await inPanel(order.order_id)
  })

  it("stands there although a label of its number went elsewhere, and is withdrawn with its order", async () => {
    const order = await bought(connected, "plain")
    const { order_number } = await inPanel(order.order_id)
    sendcloud().makeLabel({ order_number, postal_code: "69001" })
    await hear(order_number)
    await until("it says so", async () => (await saidOf(order.order_id))?.includes("another address"))
    await market.sql(
      `update order_address a set city = 'Villeurbanne' from "order" o where o.id = $1 and a.id = o.shipping_address_id`,
      [order.order_id]
    )
    await hear(order_number)
    expect(shown(order.order_id)?.body.shipping_address).toMatchObject({ city: "Villeurbanne" })
    expect((await market.app.api("POST", `/admin/orders/${order.order_id}/cancel`, {})).status).toBe(200)
    await gone(order.order_id)
  })

  it("asks about a label of its number for another address until that is canceled there", async () => {
    const order = await bought(connected, "plain")
    const { order_number } = await inPanel(order.order_id)
    const made = sendcloud().makeLabel({ order_number, postal_code: "69001" })
    await hear(order_number)
    await until("it says so", async () => (await saidOf(order.order_id))?.includes("another address"))
    sendcloud().act({ shipment_id: made.id, action: "cancel" })
    await hear(order_number)
    expect(await saidOf(order.order_id)).toBeNull()
    await inPanel(order.order_id)
  })

  it("of which nothing is left to ship, and is labeled there all the same, says so until that label is canceled", async () => {
    const { order, order_number } = await labeled()
    const [{ postal_code }] = await market.sql<{ postal_code: string }>(
      `select a.postal_code from "order" o join order_address a on a.id = o.shipping_address_id where o.id = $1`,
      [order.order_id]
    )
    await market.sql("update marketplace_label_request set deleted_at = now() where order_id = $1", [
      order.order_id,
    ])
    const made = sendcloud().makeLabel({ order_number, postal_code })
    await hear(order_number)
    const said = await until("it says so", () => saidOf(order.order_id))
    expect(said).toContain(made.parcels[0].number)
    sendcloud().act({ shipment_id: made.id, action: "cancel" })
    await hear(order_number)
    expect(await saidOf(order.order_id)).toBeNull()
  })

  it("that was canceled, and is labeled there all the same, says so until that label is canceled", async () => {
    const order = await bought(connected, "plain")
    const { order_number } = await inPanel(order.order_id)
    const made = sendcloud().makeLabel({ order_id: order.order_id })
    expect((await market.app.api("POST", `/admin/orders/${order.order_id}/cancel`, {})).status).toBe(200)
    const said = await until("it says so", () => saidOf(order.order_id))
    expect(said).toMatch(/was canceled/)
    expect(said).toContain(made.parcels[0].number)
    expect(await fulfillmentsOf(order.order_id)).toEqual([])
    sendcloud().act({ shipment_id: made.id, action: "cancel" })
    await hear(order_number)
    expect(await saidOf(order.order_id)).toBeNull()
  })

  it("moves to the panel of the account that takes the place of one that was switched off", async () => {
    const order = await bought(connected, "plain")
    const before = await inPanel(order.order_id)
    await desk.good("POST", `/label-accounts/${account.id}`, { is_enabled: false })
    const other = await desk.connect({ labels: { mode: "panel", ship: "by_hand" } })
    const name = (label_account_id: string) =>
      desk.good("POST", `/marketplaces/connections/${connected.id}`, {
        settings: { shipping: { label_account_id } },
      })
    await name(other.id)
    const places = () =>
      sendcloud()
        .orders()
        .filter(({ order_id }) => order_id === order.order_id)
        .map(({ integration_id }) => integration_id)
    await until("the other account alone shows it", () => {
      const now = places()
      return now.length > 0 && now.every((id) => id !== before.integration_id)
    })
    await desk.good("POST", `/label-accounts/${account.id}`, { is_enabled: true })
    await name(account.id)
    await until("it is back", () => places().every((id) => id === before.integration_id))
  })

  it("waits without stopping the account where its keys belong to no integration", async () => {
    const own = await desk.connect({ labels: { mode: "panel" }, sendcloud: { integration_id: "1" } })
    const shop = await market.connect(cdiscount, { settings: { shipping: { label_account_id: own.id } } })
    const order = await bought(shop, "plain")
    await until("it says so", async () => (await saidOf(order.order_id))?.includes("as it is set up"))
    const { label_account } = await desk.good<{ label_account: { health: { status: string } } }>(
      "GET",
      `/label-accounts/${own.id}`
    )
    expect(label_account.health.status).not.toBe("paused")
  })

  it("is withdrawn when its labels are made another way", async () => {
    const order = await bought(connected, "plain")
    await inPanel(order.order_id)
    await desk.good("POST", `/label-accounts/${account.id}`, { settings: { labels: { mode: "by_hand" } } })
    await gone(order.order_id)
  })
})

describe("A label", () => {
  let connected: Connected
  let account: { id: string }
  beforeAll(async () => {
    account = await desk.connect({ labels: { ship: "by_hand" } })
    const rule = (body: object) => desk.good("POST", `/label-accounts/${account.id}/rules`, body)
    await rule({
      name: "Relay",
      match: { has_pickup_point: true },
      option_code: "mondial_relay:service_point,dualapi/size=l,c2c",
    })
    await rule({
      name: "Overseas",
      match: { country_codes: ["RE"] },
      option_code: "colissimo:international,service=home",
    })
    connected = await market.connect(cdiscount, { settings: { shipping: { label_account_id: account.id } } })
  })
  const boughtFor = ({ order_number }: ShownLabel) => {
    const [shipment] = market.sandbox.control.sendcloud.shipments({ order_number })
    return shipment
  }

  it("to a pickup point that is not known waits, and is bought to the point that a person chooses", async () => {
    const order = await bought(connected, "relay")
    // Some buyers' second line is longer than this carrier takes, which is another refusal.
    await market.sql(
      `update order_address a set address_2 = null from "order" o where o.id = $1 and a.id = o.shipping_address_id`,
      [order.order_id]
    )
    const fulfillment_id = await market.hands.pack(order.order_id)
    const failed = await desk.inState(fulfillment_id, "failed")
    expect(failed.faults).toContainEqual(expect.objectContaining({ field: "service_point" }))
    expect(desk.paid(failed.order_number)).toEqual([])
    const { service_points } = await desk.good<{ service_points: { carrier_point_id: string }[] }>(
      "GET",
      `/label-accounts/${account.id}/service-points?country_code=FR&carrier_code=mondial_relay&postal_code=75011`
    )
    expect(service_points.map(({ carrier_point_id }) => carrier_point_id)).toContain("067890")
    await desk.good("POST", `/labels/${failed.id}/retry`, { overrides: { pickup_point_id: "067890" } })
    const ready = await desk.inState(fulfillment_id, "ready")
    expect(ready.carrier?.code).toBe("mondial_relay")
    expect(boughtFor(ready).to_service_point).toMatchObject({ carrier_service_point_id: "067890" })
    const slip = await fetch(`${market.app.url}/admin/labels/print`, {
      method: "POST",
      headers: { authorization: `Bearer ${market.app.token}`, "content-type": "application/json" },
      body: JSON.stringify({ ids: [ready.id], content: "slips" }),
    })
    const [texts] = await pdfTexts(Buffer.from(await slip.arrayBuffer()))
    expect(texts).toContain("Pickup point · 067890")
    expect(desk.paid(ready.order_number)).toHaveLength(1)
  })

  it("to an overseas territory waits for the customs' facts, and comes with its papers", async () => {
    const order = await bought(connected, "plain")
    await market.sql(
      `update order_address a set country_code = 're', postal_code = '97400', city = 'Saint-Denis'
         from "order" o where o.id = $1 and a.id = o.shipping_address_id`,
      [order.order_id]
    )
    await market.sql(`update product_variant set hs_code = null, origin_country = null where id = any($1)`, [
      order.lines.map(({ variant_id }) => variant_id),
    ])
    const fulfillment_id = await market.hands.pack(order.order_id)
    const failed = await desk.inState(fulfillment_id, "failed")
    const fields = failed.faults.map(({ field }) => field)
    expect(fields).toEqual(expect.arrayContaining(["hs_code", "origin_country"]))
    await desk.good("POST", `/label-accounts/${account.id}`, {
      settings: { customs: { hs_code: "691200", origin_country: "PT" } },
    })
    const ready = await desk.inState(fulfillment_id, "ready")
    expect(ready.parcels[0].documents).toEqual(["label", "customs_declaration"])
    const [item] = boughtFor(ready).parcels[0].items
    expect(item).toMatchObject({ hs_code: "691200", origin_country: "PT" })
    const papers = await fetch(`${market.app.url}/admin/labels/${ready.id}/documents/customs_declaration`, {
      headers: { authorization: `Bearer ${market.app.token}` },
    })
    expect([papers.status, papers.headers.get("content-type")]).toEqual([200, "application/pdf"])
  })
})

describe("After the label was made", () => {
  const open = async (ship: string) => {
    const account = await desk.connect({ labels: { ship } })
    const connected = await market.connect(cdiscount, {
      settings: { shipping: { label_account_id: account.id } },
    })
    const order = await bought(connected, "plain")
    const fulfillment_id = await market.hands.pack(order.order_id)
    const label = await desk.inState(fulfillment_id, "ready")
    const packed = async () => {
      const found = await market.hands.fulfillment(order.order_id, fulfillment_id)
      return found as unknown as { shipped_at: string | null; labels: Label[] }
    }
    return { account, connected, order, fulfillment_id, label, packed }
  }
  afterEach(() => settled(market.app))

  it("the parcel is marked as shipped at the carrier's first scan", async () => {
    const { account, order, fulfillment_id, label, packed } = await open("first_scan")
    expect((await packed()).shipped_at).toBeNull()
    market.sandbox.control.sendcloud.act({ parcel_id: Number(label.parcels[0].external_id), action: "scan" })
    await market.sql(
      "update marketplace_label_account set next_poll_at = now(), poll_claimed_until = null where id = $1",
      [account.id]
    )
    await market.dispatch()
    await inState(order, fulfillment_id, "sent")
    expect((await packed()).shipped_at).not.toBeNull()
  })

  it("the admin's own button marks it as shipped and keeps its label, and a new one is a question once the first was sent", async () => {
    const { connected, order, fulfillment_id, label, packed } = await open("by_hand")
    const { labels } = await packed()
    // As Medusa's form sends them again.
    const again = labels.map(({ tracking_number, tracking_url, label_url }) => ({
      tracking_number,
      tracking_url,
      label_url,
    }))
    const items = order.lines.map(({ line_item_id, quantity }) => ({ id: line_item_id, quantity }))
    await market.hands.ship(order.order_id, fulfillment_id, items, again)
    expect((await packed()).labels).toMatchObject(again)
    await inState(order, fulfillment_id, "sent")
    await later(connected)
    await inState(order, fulfillment_id, "confirmed")
    const [{ tracking_number: first }] = label.parcels
    expect(ledger(connected, order).shipments).toMatchObject([{ number: first }])

    await desk.good("POST", `/labels/${label.id}/cancel`)
    await desk.inState(fulfillment_id, "canceled")
    expect((await packed()).labels).toEqual([])
    await desk.good("POST", "/labels", { fulfillment_id })
    const second = await desk.inState(fulfillment_id, "ready")
    expect((await packed()).labels).toMatchObject([{ tracking_number: second.parcels[0].tracking_number }])
    // Cdiscount takes no correction as it is set: a person sees both numbers, and the old one is sent no second time.
    await until("both numbers are shown", async () => {
      const [{ count }] = await market.sql<{ count: number }>(
        `select count(*)::int as count from marketplace_action
          where marketplace_order_id = $1 and problem_code = 'labels_differ'
            and problem_params::text like '%' || $2 || '%'`,
        [order.id, second.parcels[0].tracking_number]
      )
      return count === 1
    })
    expect(ledger(connected, order).shipments).toHaveLength(1)
  })
})

describe("A return that is requested in Medusa", () => {
  const OPTION = { option_code: "colissimo:return/return", contract_id: null }
  const BUY = "POST /returns/announce-synchronously"
  const calls = () => market.sandbox.control.counts({ endpoint: BUY }).total
  let account: Awaited<ReturnType<typeof desk.connect>>
  let connected: Connected
  const set = (body: Record<string, unknown>) => desk.good("POST", `/label-accounts/${account.id}`, body)
  beforeAll(async () => {
    account = await desk.connect()
    await set({ return_option: OPTION })
    connected = await market.connect(cdiscount, { settings: { shipping: { label_account_id: account.id } } })
  })
  afterEach(async () => {
    market.sandbox.control.removeFaults()
    await settled(market.app)
  })
  /** Sold, labeled and shipped; and a part of it asked back. */
  const returned = async () => {
    const order = await bought(connected, "plain")
    const fulfillment_id = await market.hands.pack(order.order_id)
    const outgoing = await desk.inState(fulfillment_id, "ready")
    const [{ line_item_id }] = order.lines
    const return_id = await desk.requestReturn(order.order_id, [{ id: line_item_id, quantity: 1 }])
    return { order, fulfillment_id, outgoing, return_id }
  }
  const isPaid = ({ order_number, parcels }: ShownLabel) =>
    desk.paid(order_number).some(({ parcel_id }) => String(parcel_id) === parcels[0].external_id)

  it("gets its label by hand, once, for the store alone, and loses it again", async () => {
    const { order, fulfillment_id, outgoing, return_id } = await returned()
    const before = calls()
    const asked = await Promise.all([1, 2].map(() => desk.call("POST", "/labels", { return_id })))
    expect(asked.map(({ status }) => status)).toContain(202)
    const label = await desk.returnInState(return_id, "ready")
    await settled(market.app)
    expect(calls() - before).toBe(1)
    const [{ body }] = market.sandbox.control.requests({ endpoint: BUY }).slice(-1)
    expect(JSON.parse(body)).toMatchObject({
      send_tracking_emails: false,
      to_address: { company_name: "Maison Exemple", city: "Lyon" },
      weight: { value: 0.5 },
    })
    const shown = await desk.returnInState(return_id, "ready")
    expect(shown).toMatchObject({
      kind: "return",
      fulfillment_id: null,
      return_id,
      order_id: order.order_id,
      option: { code: OPTION.option_code },
      price_estimate: { amount: 7.49 },
      parcels: [{ status: "ready", tracking_number: expect.stringMatching(/./) as unknown }],
    })
    // The parcel to the buyer is as it was.
    const packed = await market.hands.fulfillment(order.order_id, fulfillment_id)
    expect(packed).toMatchObject({ labels: [{ tracking_number: outgoing.parcels[0].tracking_number }] })
    const pdf = await fetch(`${market.app.url}/admin/labels/${label.id}/documents/label`, {
      headers: { authorization: `Bearer ${market.app.token}` },
    })
    expect([pdf.status, pdf.headers.get("content-type")]).toEqual([200, "application/pdf"])
    await pdf.arrayBuffer()

    expect(isPaid(shown)).toBe(true)
    await desk.good("POST", `/labels/${label.id}/cancel`)
    await desk.returnInState(return_id, "cancel_requested")
    await desk.later()
    await desk.returnInState(return_id, "canceled")
    expect(isPaid(shown)).toBe(false)
  })

  it("is bought once although its purchase was answered with a failure, and the outgoing label stays alone", async () => {
    const { outgoing, fulfillment_id, return_id } = await returned()
    const before = calls()
    market.sandbox.control.addFault({
      marketplace: "sendcloud",
      endpoint: BUY,
      kind: "server_error",
      after_effect: true,
      times: 1,
    })
    await desk.good("POST", "/labels", { return_id })
    await desk.returnInState(return_id, "unclear")
    await desk.wake(return_id)
    await desk.returnInState(return_id, "ready")
    expect(calls() - before).toBe(1)
    // A label of the same number for another place is no question to the parcel's own.
    await desk.wake(fulfillment_id)
    expect(await desk.labelOf(fulfillment_id)).toMatchObject({ state: "ready", problem: null })
    expect(desk.paid(outgoing.order_number)).toHaveLength(2)
  })

  it("waits for what is missing, and for a person's word beyond the limits of spending", async () => {
    await set({ return_option: null })
    const { return_id } = await returned()
    await desk.good("POST", "/labels", { return_id })
    const failed = await desk.returnInState(return_id, "failed")
    expect(failed).toMatchObject({ faults: [{ field: "option" }], problem: { code: "label_incomplete" } })
    await set({ return_option: OPTION, settings: { labels: { price_above: 5 } } })
    // What lacked something is made once it is there.
    const waiting = await desk.returnInState(return_id, "needs_approval")
    await desk.good("POST", `/labels/${waiting.id}/approve`)
    await desk.returnInState(return_id, "ready")
    await set({ settings: { labels: { price_above: 25 } } })
  })

  it("gets it automatically where the account says so, also when its event was lost, and not when it was before", async () => {
    const early = await returned()
    await set({ settings: { labels: { return_mode: "automatic" } } })
    const { return_id } = await returned()
    const label = await desk.returnInState(return_id, "ready")
    expect(label.requested_by).toBe("system")
    await sweepAll(market.app)
    await settled(market.app)
    expect((await desk.good<{ count: number }>("GET", `/labels?return_id=${early.return_id}`)).count).toBe(0)
    await market.sql("delete from marketplace_label_request where fulfillment_id = $1", [return_id])
    await sweepAll(market.app)
    await desk.returnInState(return_id, "ready")

    // Canceled in Medusa, its label is canceled too.
    await desk.good("POST", `/returns/${return_id}/cancel`)
    await sweepAll(market.app)
    await desk.returnInState(return_id, "cancel_requested", "canceled")

    // What was asked back before the connection named the account is no account's.
    const past = await returned()
    await desk.returnInState(past.return_id, "ready")
    await market.sql("delete from marketplace_label_request where fulfillment_id = $1", [past.return_id])
    for (const label_account_id of [null, account.id])
      await market.desk.post(`/connections/${connected.id}`, { settings: { shipping: { label_account_id } } })
    await sweepAll(market.app)
    await settled(market.app)
    const { count } = await desk.good<{ count: number }>("GET", `/labels?return_id=${past.return_id}`)
    expect(count).toBe(0)

    await set({ settings: { labels: { return_mode: "off" } } })
    const refused = await desk.call("POST", "/labels", { return_id: early.return_id })
    expect([refused.status, refused.body.message]).toEqual([400, expect.stringMatching(/no return labels/)])
  })
})
