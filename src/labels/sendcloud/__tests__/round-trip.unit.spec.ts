import { aPurchase, anAddress } from "../../__tests__/fixtures"
import { shipmentState } from "../../shipment-state"
import { bytesOf, connect, withSandbox } from "./sandbox-account"

const sandbox = withSandbox()

it("buys a label, and its PDF has the number", async () => {
  const { session } = connect(sandbox())
  const { is_new, shipment } = await session.buy(aPurchase())
  expect(is_new).toBe(true)
  expect(shipmentState(shipment)).toBe("live")
  const [parcel] = shipment.parcels
  expect(parcel).toMatchObject({ status: "ready", external_status: "READY_TO_SEND", documents: ["label"] })
  const label = await session.document(parcel.external_id, { type: "label", format: "pdf", paper_size: "a6" })
  expect(label.media_type).toBe("application/pdf")
  const pdf = (await bytesOf(label.content)).toString("latin1")
  expect(pdf).toContain(String(parcel.tracking_number))
  expect(pdf).toContain("12 bis rue des Lilas")
  expect(sandbox().control.sendcloud.money()).toMatchObject({
    paid_cents: 699,
    labels: [{ reference: "shop-mklr_1-1", order_number: "1001", cents: 699 }],
  })
})

it("sends what the service knows of the order and the parcel, and nothing that is empty", async () => {
  const { session } = connect(sandbox())
  await session.buy(aPurchase({ to: anAddress({ email: null }) }))
  const [call] = sandbox().control.requests({ endpoint: "POST /shipments/announce" })
  expect(JSON.parse(call.body)).toEqual({
    external_reference_id: "shop-mklr_1-1",
    order_number: "1001",
    total_order_price: { value: "49.90", currency: "EUR" },
    from_address: { sender_address_id: 501 },
    to_address: {
      name: "Camille Exemple",
      address_line_1: "12 bis rue des Lilas",
      postal_code: "75011",
      city: "Paris",
      country_code: "FR",
      phone_number: "+33612345678",
    },
    ship_with: {
      type: "shipping_option_code",
      properties: { shipping_option_code: "colissimo:standard" },
    },
    parcels: [{ weight: { value: "1.250", unit: "kg" } }],
    label_details: { mime_type: "application/pdf", dpi: 72 },
  })
})

it("buys once under one reference, and says what stands there", async () => {
  const { session } = connect(sandbox())
  const first = await session.buy(aPurchase())
  const second = await session.buy(aPurchase())
  expect(second).toEqual({ is_new: false, shipment: first.shipment })
  expect(sandbox().control.sendcloud.money().labels).toHaveLength(1)
})

it("finds the label by its reference, its id and its order", async () => {
  const { session } = connect(sandbox())
  const { shipment } = await session.buy(aPurchase())
  expect(await session.byReference("shop-mklr_1-1")).toEqual(shipment)
  expect(await session.byId(shipment.external_id)).toEqual(shipment)
  expect(await session.byOrderNumber("1001")).toEqual([shipment])
  expect(await session.byReference("shop-mklr_1-2")).toBeNull()
  expect(await session.byId("no-such-shipment")).toBeNull()
  expect(await session.byOrderNumber("100")).toEqual([])
})

it("makes three labels of one purchase", async () => {
  const { session } = connect(sandbox())
  const parcels = [1000, 2000, 3000].map((weight_grams) => ({ weight_grams, dimensions: null, items: [] }))
  const { shipment } = await session.buy(aPurchase({ parcels }))
  expect(new Set(shipment.parcels.map(({ tracking_number }) => tracking_number)).size).toBe(3)
  const ids = shipment.parcels.map(({ external_id }) => external_id)
  const merged = await session.documents(ids, { type: "label", format: "pdf", paper_size: null })
  const pdf = (await bytesOf(merged.content)).toString("latin1")
  const places = shipment.parcels.map(({ tracking_number }) => pdf.indexOf(String(tracking_number)))
  expect(places.every((place) => place > 0)).toBe(true)
  expect(places).toEqual([...places].sort((a, b) => a - b))
})
