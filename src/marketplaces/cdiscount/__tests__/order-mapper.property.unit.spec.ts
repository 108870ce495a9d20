import * as fc from "fast-check"

import { UnreadableOrderError } from "../../errors"
import { normalizedOrderSchema, type OrderLine } from "../../port"
import { cdiscount } from ".."
import { orderSchema } from "../schemas"

const text = fc.oneof(
  fc.string(),
  fc.string({ unit: "binary" }),
  fc.constantFrom("\u0000", "\ud800", "é\udfff\u0000", " ", "FR", "x@relais.example")
)
const maybe = <T>(value: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 3, arbitrary: value }, { weight: 1, arbitrary: fc.constantFrom(null, undefined) })
const cents = fc.integer({ min: 0, max: 500_000 }).map((amount) => amount / 100)
const amount = fc.oneof(cents, fc.double({ min: 0, max: 1e9, noNaN: true }))
const timeBetween = (min: string, max: string) =>
  fc.date({ min: new Date(min), max: new Date(max), noInvalidDate: true }).map((date) => date.toISOString())
const time = fc.oneof(
  timeBetween("2000-01-01", "2100-01-01"),
  timeBetween("0001-01-01", "9999-12-31"),
  fc.constantFrom("2026-05-04T10:00:02", "2099-01-01T00:00:00.1234567Z", "9999-12-31T23:59:59Z", "")
)
const word = fc.oneof(
  fc.constantFrom(
    ...["Processing", "WaitingAcceptance", "Accepted", "InPreparation", "Shipped", "Delivered"]
  ),
  fc.constantFrom(...["Refused", "Rejected", "Cancelled", "CancelRequest", "New"])
)
const address = fc.record(
  {
    firstName: maybe(text),
    lastName: maybe(text),
    companyName: maybe(text),
    companyVatNumber: maybe(text),
    addressLine1: maybe(text),
    addressLine2: maybe(text),
    addressLine3: maybe(text),
    postalCode: maybe(fc.oneof(text, fc.nat())),
    city: maybe(text),
    stateOrRegion: maybe(text),
    countryCode: maybe(fc.oneof(text, fc.constantFrom("FR", "fr", "FRA", "BE"))),
    phone: maybe(fc.oneof(text, fc.nat())),
    email: maybe(text),
    pickupId: maybe(fc.oneof(text, fc.nat())),
    pickupName: maybe(text),
  },
  { requiredKeys: [] }
)
const rate = fc.oneof(
  fc.constantFrom(20, 10, 5.5, 2.1, 0, 0.2, 0.055, -1, 400),
  fc.double({ min: -1e9, max: 1e9, noNaN: true })
)
const price = (money: fc.Arbitrary<number>) =>
  fc.record({
    unitSalesPrice: money,
    shippingCost: maybe(money),
    taxes: maybe(
      fc.array(
        fc.record({
          code: maybe(text),
          target: maybe(fc.oneof(text, fc.constant("ShippingCost"))),
          rate: maybe(rate),
        }),
        { maxLength: 3 }
      )
    ),
  })
const line = (money: fc.Arbitrary<number>) =>
  fc.record({
    status: maybe(word),
    quantity: fc.oneof(fc.integer({ min: 1, max: 20 }), fc.constant(1_000_000)),
    totalPrice: maybe(fc.record({ sellingPrice: maybe(money) })),
    sellingPrice: fc.oneof(
      { weight: 9, arbitrary: price(money) },
      { weight: 1, arbitrary: fc.constant(null) }
    ),
    offerPrice: maybe(price(money)),
    offer: fc.record({
      sellerProductId: maybe(text),
      productId: maybe(text),
      productTitle: maybe(text),
      productGtin: maybe(fc.oneof(text, fc.constant("2000000001012"))),
      supplyMode: maybe(fc.constantFrom("Seller", "Seller", "Fulfillment", "Xdock", "seller", "", "Other")),
    }),
    delivery: maybe(fc.record({ mode: maybe(text), shippedAtMax: maybe(time) })),
    shippingAddress: maybe(address),
    parcels: maybe(
      fc.array(fc.record({ parcelNumber: maybe(text), carrierName: maybe(text), trackingUrl: maybe(text) }), {
        maxLength: 2,
      })
    ),
  })
const order = (money: fc.Arbitrary<number>) =>
  fc.record({
    orderId: fc.constantFrom("CDISFR-1", 77),
    reference: maybe(text),
    businessOrder: maybe(fc.boolean()),
    salesChannel: maybe(fc.record({ id: fc.constantFrom("CDISFR", "OTHERS"), name: maybe(text) })),
    customer: maybe(fc.record({ reference: maybe(text) })),
    purchasedAt: maybe(time),
    createdAt: maybe(time),
    updatedAt: maybe(time),
    shippedAtMax: maybe(time),
    status: fc.oneof(word, fc.string({ minLength: 1, maxLength: 20 })),
    currencyCode: fc.constantFrom("EUR", "pln"),
    totalPrice: maybe(fc.record({ sellingPrice: maybe(money) })),
    serviceFees: maybe(fc.array(fc.record({ label: maybe(text), amount: maybe(money) }), { maxLength: 2 })),
    billingAddress: maybe(address),
    shippingAddress: maybe(address),
    deliveryAddress: maybe(address),
    lines: fc
      .array(line(money), { minLength: 1, maxLength: 4 })
      .map((lines) =>
        lines.map((one, index) => ({ orderLineId: index % 2 ? String(index + 1) : index + 1, ...one }))
      ),
  })

const settings = fc.record(
  {
    unit_price_includes_vat: fc.boolean(),
    shipping_cost_scope: fc.constantFrom("line", "unit"),
    line_total_source: fc.constantFrom("computed", "api"),
    tax_rate_unit: fc.constantFrom("auto", "percent", "fraction"),
    tax_targets: fc.constantFrom([], ["ShippingCost"], ["SalesPrice"]),
    ready_to_ship_level: fc.constantFrom("line", "order"),
    cancel_request_lines: fc.constantFrom("hold", "ship", "drop"),
    missing_supply_mode: fc.constantFrom("Seller", "skip"),
    relay_detection: fc.constantFrom("pickupId", "deliveryMode"),
  },
  { requiredKeys: [] }
)

function normalized(payload: string, given: Record<string, unknown> = {}) {
  try {
    return cdiscount.normalize(payload, given)
  } catch (error) {
    expect(error).toBeInstanceOf(UnreadableOrderError)
    return null
  }
}

it("any order that the schema admits becomes one that the port admits, or is unreadable", () => {
  let readable = 0
  fc.assert(
    fc.property(order(amount), settings, (wire, given) => {
      const payload = JSON.stringify(wire)
      expect(orderSchema.safeParse(JSON.parse(payload)).error).toBeUndefined()
      const ours = normalized(payload, given)
      if (ours) {
        readable++
        expect(normalizedOrderSchema.strict().parse(ours)).toEqual(ours)
        const texts: string[] = []
        JSON.stringify(ours, (_, value: unknown) => {
          if (typeof value === "string") texts.push(value)
          return value
        })
        expect(texts.filter((text) => /\0|\p{Cs}/u.test(text))).toEqual([])
      }
    }),
    { numRuns: 600 }
  )
  expect(readable).toBeGreaterThan(100)
})

it("any JSON at all is read or unreadable, never something else", () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (value, lines) => {
      normalized(JSON.stringify(value))
      normalized(
        JSON.stringify({
          orderId: "X1",
          status: "Shipped",
          currencyCode: "EUR",
          createdAt: "2026-05-04",
          lines,
        })
      )
    })
  )
})

it("sums are kept to the cent: pieces, shipping and fees", () => {
  const inCents = (value: number | null | undefined) => Math.round((value ?? 0) * 100)
  fc.assert(
    fc.property(order(cents), (wire) => {
      const ours = normalized(JSON.stringify(wire))
      const isPriced = ({ unit_price, items: [{ shipping_price }] }: OrderLine) =>
        unit_price !== null && shipping_price !== null
      fc.pre(ours !== null && ours.lines.every(isPriced))
      const prices = wire.lines.map((one) => ({
        price: one.sellingPrice ?? one.offerPrice,
        quantity: one.quantity,
      }))
      const theirs = prices.reduce(
        (sum, { price, quantity }) =>
          sum + inCents(price?.unitSalesPrice) * quantity + inCents(price?.shippingCost),
        0
      )
      const sum = ours.lines.reduce(
        (total, one) =>
          total +
          inCents(one.unit_price) * (one.items[0].quantity ?? NaN) +
          inCents(one.items[0].shipping_price),
        0
      )
      expect(sum).toBe(theirs)
      expect(ours.total).toBe(wire.totalPrice?.sellingPrice ?? null)
      expect(ours.fees.reduce((total, fee) => total + inCents(fee.amount), 0)).toBe(
        (wire.serviceFees ?? []).reduce((total, fee) => total + inCents(fee.amount), 0)
      )
    }),
    { numRuns: 300 }
  )
})

it("prices without VAT and shipping per unit keep their sums to the cent", () => {
  const lines = fc.array(
    fc.record({
      unit: cents,
      shipping: cents,
      quantity: fc.integer({ min: 1, max: 50 }),
      rate: fc.constantFrom(0, 2.1, 5.5, 10, 20),
    }),
    { minLength: 1, maxLength: 4 }
  )
  fc.assert(
    fc.property(lines, (given) => {
      const payload = JSON.stringify({
        orderId: "X1",
        status: "InPreparation",
        currencyCode: "EUR",
        createdAt: "2026-05-04T00:00:00Z",
        lines: given.map(({ unit, shipping, quantity, rate }, index) => ({
          orderLineId: index + 1,
          quantity,
          sellingPrice: {
            unitSalesPrice: unit,
            shippingCost: shipping,
            taxes: [{ code: "VAT", rate: rate === 0 ? 0 : rate / 100 }],
          },
          offer: {},
        })),
      })
      const ours = cdiscount.normalize(payload, {
        unit_price_includes_vat: false,
        shipping_cost_scope: "unit",
      })
      given.forEach(({ unit, shipping, quantity, rate }, index) => {
        const { unit_price, items } = ours.lines[index]
        const gross = (unit + shipping) * quantity * (1 + rate / 100)
        expect(
          Math.abs((unit_price ?? NaN) * quantity + (items[0].shipping_price ?? NaN) - gross)
        ).toBeLessThan(0.001)
      })
    })
  )
})

it("forgetting the buyer changes no amount, line or state, and leaves no text of an address", () => {
  const business = (payload: string) => {
    const { lines, total, fees, external_status } = cdiscount.normalize(payload, {})
    const items = lines.map((one) =>
      one.items.map(({ parcels, ...item }) => ({ ...item, parcels: parcels.length }))
    )
    return { total, fees, external_status, items, lines: lines.map(({ items: _, ...one }) => one) }
  }
  fc.assert(
    fc.property(order(cents), (wire) => {
      const marked = JSON.parse(JSON.stringify(wire), (key, value: unknown) =>
        /^(first|last|company)Name$|^addressLine|^city$|^phone$|^email$|^pickup|^trackingUrl$/.test(key)
          ? "MARKER"
          : value
      ) as unknown
      const payload = JSON.stringify(marked)
      const purged = cdiscount.withoutPersonalData(payload)
      expect(purged).not.toContain("MARKER")
      if (normalized(payload)) {
        expect(business(purged)).toEqual(business(payload))
      } else {
        expect(normalized(purged)).toBeNull()
      }
    })
  )
})

describe("merge", () => {
  const at = (updatedAt: unknown, note: string) =>
    JSON.stringify({ orderId: "X1", createdAt: "2026-05-04T00:00:00Z", updatedAt, note })

  it.each([
    ["2026-05-04T10:00:00Z", "2026-05-04T10:00:01Z", "incoming"],
    ["2026-05-04T10:00:01Z", "2026-05-04T10:00:00Z", "previous"],
    ["2026-05-04T10:00:00Z", "2026-05-04T10:00:00Z", "incoming"],
    ["2026-05-04T12:00:00+02:00", "2026-05-04T09:59:59.9999999Z", "previous"],
    ["2099-01-01T00:00:00Z", "2026-05-04T10:00:00Z", "incoming"],
    ["2026-05-04T10:00:00Z", "2099-01-01T00:00:00Z", "incoming"],
    [null, "2026-05-04T10:00:00Z", "incoming"],
    ["2026-05-04T10:00:00Z", 7, "incoming"],
  ])("of %p and then %p keeps the %s one", (previous, incoming, winner) =>
    expect(cdiscount.merge(at(previous, "previous"), at(incoming, "incoming"))).toContain(`"${winner}"`)
  )

  describe("of an order whose list leaves out a line", () => {
    const listed = (...ids: string[]) =>
      JSON.stringify({
        orderId: "X1",
        createdAt: "2026-05-04T00:00:00Z",
        lines: ids.map((orderLineId) => ({ orderLineId })),
      })
    const without = cdiscount.merge(listed("1", "2"), listed("1"))
    const needsDetails = (payload: string) => cdiscount.normalize(payload, {}).needs_details

    it("asks for it alone, however often it is left out", () => {
      expect(needsDetails(listed("1", "2"))).toBe(false)
      expect(needsDetails(without)).toBe(true)
      expect(cdiscount.merge(without, listed("1"))).toBe(without)
    })
    it("forgets that once the line is listed again, or the order alone has no such line either", () => {
      expect(cdiscount.merge(without, listed("2", "1"))).toBe(listed("2", "1"))
      const alone = JSON.stringify({ ...(JSON.parse(listed("1")) as object), alone: true })
      expect(cdiscount.merge(without, alone)).toBe(listed("1"))
      expect(cdiscount.merge(null, alone)).toBe(listed("1"))
    })
    it("takes no line that it never had for one, and no answer without any line", () => {
      expect(cdiscount.merge(listed("1"), listed("1", "2"))).toBe(listed("1", "2"))
      expect(cdiscount.merge(listed("1"), listed())).toBe(listed())
    })
  })

  it("takes the incoming text as it is when there is nothing to compare", () => {
    expect(cdiscount.merge(null, "{")).toBe("{")
    expect(cdiscount.merge("{", at("2026-05-04T10:00:00Z", "a"))).toContain('"a"')
    expect(cdiscount.merge(at("2026-05-04T10:00:00Z", "a"), "{")).toBe("{")
  })
})
