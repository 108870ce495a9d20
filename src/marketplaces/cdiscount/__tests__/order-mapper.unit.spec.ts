import { UnreadableOrderError } from "../../errors"
import { normalizedOrderSchema } from "../../port"
import { cdiscount } from ".."
import { changed, fixture } from "./fixtures"

const normalize = (payload: string, settings: Record<string, unknown> = {}) => {
  const order = cdiscount.normalize(payload, settings)
  expect(normalizedOrderSchema.parse(order)).toEqual(order)
  return order
}
const ready = (changes: Parameters<typeof changed>[1] = {}, settings: Record<string, unknown> = {}) =>
  normalize(changed("order-ready", changes), settings)
const statuses = (order: ReturnType<typeof normalize>) => order.lines.map((line) => line.items[0].status)

describe("an order", () => {
  it("becomes ours, value by value", () => {
    const order = ready()
    expect(order).toMatchObject({
      external_id: "CDISFR2605041000001FX01",
      external_reference: "REF-001",
      external_status: "InPreparation",
      channel: { id: "CDISFR", name: "Cdiscount" },
      purchased_at: "2026-05-04T10:00:02.000Z",
      updated_at: "2026-05-04T11:30:00.123Z",
      accept_by: null,
      ship_by: "2026-05-06T21:59:59.000Z",
      currency_code: "EUR",
      total: 104.42,
      fees: [],
      pickup_point: null,
      buyer_reference: "client-fictif-001",
      email: "acheteur-0042@relais.example",
      delivery_mode: "TrackedHomeDelivery",
      is_business: false,
      is_paid: true,
      needs_details: false,
      prepaid_label: null,
      portal_url: null,
    })
    expect(order.shipping_address).toEqual({
      first_name: "Noé",
      last_name: "Fictif",
      company: null,
      vat_number: null,
      lines: ["3 quai des Inventions", "Esc. C"],
      postal_code: "67000",
      city: "Strasbourg",
      province: null,
      country_code: "FR",
      phone: "+33639980042",
      email: "acheteur-0042@relais.example",
    })
    expect(order.lines[0]).toEqual({
      key: "1",
      sku: "THEIERE-01",
      eans: ["2000000001012"],
      title: "Théière en fonte (article inventé)",
      unit_price: 24.5,
      tax_rate: 20,
      shipping_tax_rate: null,
      fulfilled_by: "seller",
      is_negotiated: false,
      is_preorder: false,
      commission: { amount_with_tax: 4.41, amount_without_tax: 3.68, rate: 15 },
      items: [
        {
          external_id: "1",
          quantity: 2,
          status: "ready",
          external_status: "InPreparation",
          shipping_price: 4,
          parcels: [],
          cancel_requested_by: null,
        },
      ],
    })
    expect(order.lines[1]).toMatchObject({ unit_price: 8.44, tax_rate: 5.5, sku: "LIVRE-07" })
    expect(statuses(order)).toEqual(["ready", "ready", "cancel_requested"])
  })

  it("for a company, with a rate as fraction and the other commission names", () => {
    const order = normalize(fixture("order-business"))
    expect(order.is_business).toBe(true)
    expect(order.billing_address).toMatchObject({
      company: "Atelier Fictif SARL",
      vat_number: "FR00000000000",
    })
    expect(order.lines[0]).toMatchObject({
      tax_rate: 20,
      commission: { amount_with_tax: 71.28, amount_without_tax: 59.4, rate: 12 },
    })
  })

  it("of several supply modes has the seller's address and says who ships what", () => {
    const order = normalize(fixture("order-mixed-supply"))
    expect(order.lines.map((line) => line.fulfilled_by)).toEqual([
      "marketplace",
      "marketplace",
      "seller",
      "seller",
    ])
    expect(order.shipping_address?.lines[0]).toBe("3 quai des Inventions")
    expect(order.lines[0].items[0].parcels).toEqual([
      { tracking_number: "INVENTECLOG01", carrier_name: "CLOG", tracking_url: null },
    ])
    const skipping = normalize(fixture("order-mixed-supply"), { missing_supply_mode: "skip" })
    expect(skipping.lines[3].fulfilled_by).toBe("marketplace")
  })
})

describe("statuses", () => {
  it.each([
    ["Processing", "waiting", false],
    ["WaitingAcceptance", "to_accept", true],
    ["Accepted", "waiting", true],
    ["InPreparation", "ready", true],
    ["Shipped", "shipped", true],
    ["Delivered", "delivered", true],
    ["Refused", "refused", true],
    ["Rejected", "canceled", true],
    ["Cancelled", "canceled", true],
    ["SomethingNew", "unknown", true],
    ["toString", "unknown", true],
  ])("%s is %s", (word, status, is_paid) => {
    const order = ready({
      status: word,
      "lines.0.status": word,
      "lines.1.status": null,
      "lines.2.status": undefined,
    })
    expect(statuses(order)).toEqual([status, status, status])
    expect(order.is_paid).toBe(is_paid)
    expect(order.lines[0].items[0].external_status).toBe(word)
  })

  it("are decided line by line: an accepted line of an order in preparation is not ready", () => {
    const mixed = { "lines.0.status": "Accepted", "lines.1.status": "Cancelled", "lines.2.status": "Shipped" }
    expect(statuses(ready(mixed))).toEqual(["waiting", "canceled", "shipped"])
    expect(statuses(ready(mixed, { ready_to_ship_level: "order" }))).toEqual(["ready", "canceled", "shipped"])
  })

  it.each([
    ["Cancelled", "canceled"],
    ["Rejected", "canceled"],
    ["Refused", "refused"],
  ])("of an order that is %s leave nothing to ship", (status, expected) => {
    expect(statuses(ready({ status }))).toEqual([expected, expected, expected])
    expect(statuses(ready({ status, "lines.0.status": "Shipped" }))[0]).toBe("shipped")
  })

  it.each([
    ["hold", "cancel_requested"],
    ["ship", "ready"],
    ["drop", "canceled"],
  ])("of a requested cancellation follow the setting %s", (cancel_request_lines, expected) => {
    expect(statuses(ready({}, { cancel_request_lines }))[2]).toBe(expected)
  })
})

describe("deadlines", () => {
  it("to accept is 48 hours after the purchase, or as set, while there is something to accept", () => {
    const payload = fixture("order-waiting-acceptance")
    expect(normalize(payload).accept_by).toBe("2026-05-06T10:00:02.000Z")
    expect(normalize(payload, { acceptance_deadline_hours: 24 }).accept_by).toBe("2026-05-05T10:00:02.000Z")
  })

  it("to ship is the order's, or the earliest of the seller's lines", () => {
    const lines = {
      shippedAtMax: null,
      "lines.0.delivery.shippedAtMax": "2026-05-08T00:00:00Z",
      "lines.1.delivery.shippedAtMax": "2026-05-07T00:00:00+02:00",
      "lines.2.delivery": null,
    }
    expect(ready(lines).ship_by).toBe("2026-05-06T22:00:00.000Z")
    expect(ready({ ...lines, "lines.1.offer.supplyMode": "Fulfillment" }).ship_by).toBe(
      "2026-05-08T00:00:00.000Z"
    )
  })

  it.each([
    ["2026-05-04T10:00:02", "2026-05-04T10:00:02.000Z"],
    ["2026-05-04T10:00:02.1234567Z", "2026-05-04T10:00:02.123Z"],
    ["2026-05-04T12:00:02+02:00", "2026-05-04T10:00:02.000Z"],
  ])("reads %s", (purchasedAt, expected) => expect(ready({ purchasedAt }).purchased_at).toBe(expected))

  it("takes the creation for a purchase without time", () => {
    expect(ready({ purchasedAt: null }).purchased_at).toBe("2026-05-04T10:00:31.000Z")
  })
})

describe("money", () => {
  it("counts shipping per unit by setting", () => {
    expect(ready({}, { shipping_cost_scope: "unit" }).lines[0].items[0].shipping_price).toBe(8)
  })

  describe("of a line that names no shipping", () => {
    /** Goods 57.44 and 39.99, shipping 2.99 beside the missing one: 100.42. */
    const without = (more: Record<string, unknown>, settings: Record<string, unknown>) => {
      const { lines, unread } = ready(
        { "lines.0.sellingPrice.shippingCost": undefined, ...more } as Parameters<typeof ready>[0],
        settings
      )
      return [lines[0].items[0].shipping_price, unread?.[0] ?? null] as const
    }
    const total = (amount: number | null) => ({ "totalPrice.sellingPrice": amount })
    const yes = { shipping_in_total: "yes" }

    /** What is taken from the total is said, and holds nothing. */
    const said = expect.objectContaining({
      field: expect.stringMatching(/sellingPrice\.shippingCost$/) as string,
      given: null,
      blocks: false,
      settings: expect.objectContaining({
        en: expect.stringContaining("shipping_in_total") as string,
      }) as object,
    }) as object

    it.each([
      [100.42, 0, null],
      [104.42, 4, said],
      [105.32, 4.9, said],
    ])("a total of %d with shipping leaves it %d", (amount, shipping, part) => {
      expect(without(total(amount), yes)).toEqual([shipping, part])
    })

    it.each<[string, Record<string, unknown>, object]>([
      ["the total includes no shipping", total(100.42), { shipping_in_total: "no" }],
      ["it is not known whether it does", total(100.42), { shipping_in_total: "auto" }],
      ["it is not known whether it does, by default", total(104.42), {}],
      ["the rest is less than nothing", total(99.42), yes],
      ["there is no total", total(null), yes],
      ["a fee may be in the total", { ...total(104.42), serviceFees: [{ label: "x", amount: 1 }] }, yes],
      ["two lines share the rest", { ...total(104.42), "lines.1.sellingPrice.shippingCost": null }, yes],
      ["a price is not known", { ...total(104.42), "lines.1.sellingPrice.unitSalesPrice": null }, yes],
      ["what is canceled may be counted", { ...total(104.42), "lines.2.status": "Cancelled" }, yes],
    ])("is not known where %s", (_, more, settings) => {
      const [shipping, part] = without(more, settings as Record<string, unknown>)
      expect(shipping).toBeNull()
      expect(part).toMatchObject({ field: expect.stringMatching(/sellingPrice/) as string, blocks: true })
    })

    it("names the setting that says whether the total includes shipping, where it can help", () => {
      for (const shipping_in_total of ["no", "auto"]) {
        expect(without(total(104.42), { shipping_in_total })[1]?.settings?.en).toContain("shipping_in_total")
      }
      expect(without(total(99.42), yes)[1]?.settings).toBeNull()
      expect(without(total(null), {})[1]?.settings).toBeNull()
    })

    it("is none of several lines where nothing is left, and none of what cannot be read", () => {
      const both = { ...total(100.42), "lines.1.sellingPrice.shippingCost": null }
      expect(without(both, yes)).toEqual([0, null])
      const odd = { ...total(100.42), "lines.0.sellingPrice.shippingCost": "gratuit ?" }
      expect(without(odd, yes)).toEqual([null, expect.objectContaining({ given: "gratuit ?", blocks: true })])
    })

    it("counts no canceled line that the total cannot hold", () => {
      const canceled = { ...total(61.44), "lines.2.status": "Cancelled" }
      expect(without(canceled, yes)).toEqual([4, said])
    })

    it("takes the certain fees off", () => {
      const fees = { ...total(105.42), serviceFees: [{ label: "x", amount: 1 }] }
      expect(without(fees, { ...yes, service_fees_in_total: "yes" })).toEqual([4, said])
      expect(without(fees, { ...yes, service_fees_in_total: "no" })).toEqual([5, said])
    })
  })

  it("adds the VAT by setting, shipping's own where there is one", () => {
    const taxes = [
      { code: "ECO", target: "SalesPrice", rate: 3 },
      { code: "VAT", target: "ShippingCost", rate: 10 },
      { code: "TVA", target: "SalesPrice", rate: 20 },
    ]
    const line = ready({ "lines.0.sellingPrice.taxes": taxes }, { unit_price_includes_vat: false }).lines[0]
    expect(line).toMatchObject({ tax_rate: 20, shipping_tax_rate: 10, unit_price: 29.4 })
    expect(line.items[0].shipping_price).toBe(4.4)
  })

  it.each([
    [{}, 20, 20],
    [{}, 1, null],
    [{}, 0.9, 0.9],
    [{}, 1.05, 1.05],
    [{}, 2.1, 2.1],
    [{}, 0.055, 5.5],
    [{}, 0, 0],
    [{}, -1, null],
    [{}, 101, null],
    [{}, null, null],
    [{ tax_rate_unit: "percent" }, 0.5, 0.5],
    [{ tax_rate_unit: "fraction" }, 0.2, 20],
    [{ tax_rate_unit: "fraction" }, 20, null],
    [{ tax_targets: ["other"] }, 20, null],
    [{ tax_targets: ["SALESPRICE"] }, 20, 20],
  ])("with %j reads a rate of %p as %p percent", (settings, rate, expected) => {
    expect(ready({ "lines.0.sellingPrice.taxes.0.rate": rate }, settings).lines[0].tax_rate).toBe(expected)
  })

  it("has no rate where none is provided", () => {
    expect(ready({ "lines.0.sellingPrice.taxes": null }).lines[0].tax_rate).toBeNull()
  })

  it("can take the line's total instead", () => {
    const settings = { line_total_source: "api" }
    const total = { "lines.0.totalPrice.sellingPrice": 60 }
    expect(ready(total, settings).lines[0]).toMatchObject({ unit_price: 28, items: [{ shipping_price: 4 }] })
    expect(ready({ "lines.0.totalPrice": null }, settings).lines[0].unit_price).toBe(24.5)
  })

  it("takes the offer's price only where the total proves it", () => {
    const withoutPrice = { "lines.0.sellingPrice": null, "lines.0.offerPrice.unitSalesPrice": 20 }
    expect(ready(withoutPrice).lines[0].unit_price).toBe(20)
    const unproved = ready({ ...withoutPrice, totalPrice: null })
    expect(unproved.lines[0].unit_price).toBeNull()
    expect(unproved.unread?.[0]).toMatchObject({
      field: expect.stringMatching(/^lines\.0\.sellingPrice/) as string,
      blocks: true,
    })
  })

  it.each([
    ["auto", "unknown"],
    ["yes", "yes"],
    ["no", "no"],
  ])("lists the fees, in the total or not by setting %s", (service_fees_in_total, in_total) => {
    const serviceFees = [
      { label: "Frais de service", amount: 0.99 },
      { amount: 0 },
      { label: null, amount: 1 },
      {},
    ]
    expect(ready({ serviceFees }, { service_fees_in_total }).fees).toEqual([
      { label: "Frais de service", amount: 0.99, in_total },
      { label: "Service fee", amount: 1, in_total },
    ])
  })
})

describe("addresses", () => {
  const empty = { firstName: "", addressLine1: " ", postalCode: null, city: "", countryCode: "FR" }
  const noLineAddress = {
    "lines.0.shippingAddress": null,
    "lines.1.shippingAddress": empty,
    "lines.2.shippingAddress": undefined,
  }

  it("that are null, empty or absent are none", () => {
    const order = ready({ ...noLineAddress, billingAddress: empty })
    expect([order.shipping_address, order.billing_address, order.email, order.pickup_point]).toEqual([
      null,
      null,
      null,
      null,
    ])
  })

  it("of the order stand in for the lines'", () => {
    const address = { addressLine1: "9 rue de Repli", city: "Lille", postalCode: 59000, countryCode: "fra" }
    for (const place of ["shippingAddress", "deliveryAddress"]) {
      expect(ready({ ...noLineAddress, [place]: address }).shipping_address).toMatchObject({
        lines: ["9 rue de Repli"],
        postal_code: "59000",
        country_code: "FR",
      })
    }
  })

  it.each(["F", "ZZZ", "", "__proto__", null])("with a country %p that is no code have none", (countryCode) =>
    expect(
      ready({ "lines.0.shippingAddress.countryCode": countryCode }).shipping_address?.country_code
    ).toBeNull()
  )

  it("of a pickup point keep its id and name", () => {
    const payload = fixture("order-relay-point")
    const point = { id: "067042", name: "TABAC DE L'EXEMPLE", network: null }
    expect(normalize(payload).pickup_point).toEqual(point)
    const byMode = { relay_detection: "deliveryMode" }
    expect(normalize(payload, byMode).pickup_point).toBeNull()
    expect(
      normalize(payload, { ...byMode, relay_delivery_modes: ["RelayPointDelivery"] }).pickup_point
    ).toEqual(point)
  })
})

describe("texts", () => {
  it("lose what a database refuses, and nothing else", () => {
    const order = ready({
      "lines.0.offer.productTitle": "a\u0000b \ud800 😀",
      "lines.0.shippingAddress.lastName": " O'Neil-\udc00 ",
      "lines.0.offer.sellerProductId": " SKU \u0000",
    })
    expect(order.lines[0].title).toBe("ab \ufffd 😀")
    expect(order.lines[0].sku).toBe("SKU")
    expect(order.shipping_address?.last_name).toBe(" O'Neil-\ufffd ")
  })

  it("are what a label should bear, not what the format made of them", () => {
    const place = "lines.0.shippingAddress"
    const order = ready({
      "lines.0.offer.productTitle": "Caf&amp;eacute; &amp; th&#233;",
      [`${place}.firstName`]: "Fran&ccedil;ois",
      [`${place}.lastName`]: "RenÃ©",
      [`${place}.addressLine1`]: "3 rue de l&#39;&#xC9;glise",
      [`${place}.city`]: "Saint-Lo&icirc;s",
      [`${place}.postalCode`]: 6000,
      [`${place}.phone`]: 639980042,
    })
    expect(order.lines[0].title).toBe("Café & thé")
    expect(order.shipping_address).toMatchObject({
      first_name: "François",
      last_name: "René",
      lines: ["3 rue de l'Église", "Esc. C"],
      city: "Saint-Loîs",
      postal_code: "06000",
      phone: "+33639980042",
    })
  })

  it("keep the digits of a number, or say nothing", () => {
    const payload = changed("order-relay-point", {
      "lines.0.shippingAddress.pickupId": 67042,
      "lines.0.shippingAddress.phone": 639,
      "lines.0.parcels": [{ parcelNumber: 1e25, carrierName: null, trackingUrl: null }],
    })
    const order = normalize(payload)
    expect(order.pickup_point?.id).toBe("067042")
    expect(order.shipping_address?.phone).toBeNull()
    expect(order.lines[0].items[0].parcels[0].tracking_number).toBeNull()
  })

  it("that are missing are replaced by the next best", () => {
    const line = ready({ "lines.0.offer.productTitle": null, "lines.0.offer.sellerProductId": " " }).lines[0]
    expect([line.sku, line.title]).toEqual([null, "INVENTE0000000001"])
  })

  it("never make an e-mail the buyer's reference", () => {
    expect(ready({ "customer.reference": "x@relais.example" }).buyer_reference).toBeNull()
  })

  it.each([
    [" 2000 0000-01012", ["2000000001012"]],
    ["abc", []],
    [null, []],
  ])("read the EAN %p as %j", (productGtin, eans) =>
    expect(ready({ "lines.0.offer.productGtin": productGtin }).lines[0].eans).toEqual(eans)
  )

  it("keep a parcel's link only when it is one", () => {
    const parcels = [
      { parcelNumber: 12, trackingUrl: "javascript:alert(1)" },
      { trackingUrl: "https://suivi.example/a" },
    ]
    expect(ready({ "lines.0.parcels": parcels }).lines[0].items[0].parcels).toEqual([
      { tracking_number: "12", carrier_name: null, tracking_url: null },
      { tracking_number: null, carrier_name: null, tracking_url: "https://suivi.example/a" },
    ])
  })
})

it.each<[string, Parameters<typeof changed>[1], RegExp]>([
  ["no lines", { lines: [] }, /at lines\./],
  ["no line that can be read", { lines: ["MARKER", { orderLineId: "MARKER \u0000" }] }, /at lines\./],
  ["no id", { orderId: null }, /at orderId/],
  [
    "no time",
    { purchasedAt: "MARKER", createdAt: "never", updatedAt: null, shippedAtMax: null },
    /purchasedAt/,
  ],
])("an order with %s cannot be read: it says where, and not what", (_, changes, place) => {
  const read = () => cdiscount.normalize(changed("order-ready", changes), {})
  expect(read).toThrow(UnreadableOrderError)
  expect(read).toThrow(place)
  expect(read).not.toThrow(/MARKER|Fictif/)
})
