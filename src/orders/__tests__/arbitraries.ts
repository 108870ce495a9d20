import fc from "fast-check"

import { itemStatusSchema } from "../../marketplaces/port"
import type { Address, NormalizedOrder, OrderItem, OrderLine } from "../../marketplaces/port"

const nullable = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null })
const time = fc
  .date({ min: new Date("2026-06-20T00:00:00Z"), max: new Date("2026-07-10T00:00:00Z"), noInvalidDate: true })
  .map((date) => date.toISOString())
const text = fc.oneof(fc.string({ maxLength: 60 }), fc.string({ unit: "grapheme", maxLength: 60 }))
/** Whole cents most of the time, sometimes finer, sometimes absurd. */
const amount = fc.oneof(
  { weight: 60, arbitrary: fc.integer({ min: 0, max: 500_00 }).map((cents) => cents / 100) },
  { weight: 6, arbitrary: fc.integer({ min: 0, max: 5_000_000 }).map((parts) => parts / 10_000) },
  { weight: 1, arbitrary: fc.double({ noNaN: true, noDefaultInfinity: true }) }
)
const rate = fc.constantFrom(null, 20, 10, 5.5, 2.1, 0)

const address: fc.Arbitrary<Address> = fc.record({
  first_name: nullable(text),
  last_name: fc.oneof({ weight: 9, arbitrary: fc.constant("Martin") }, nullable(text)),
  company: nullable(text),
  vat_number: nullable(text),
  lines: fc.oneof(
    { weight: 9, arbitrary: fc.constant<string[]>(["1 rue X"]) },
    fc.array(text, { maxLength: 4 })
  ),
  postal_code: fc.constantFrom("75011", "2A000", "97110", "98000", "75011"),
  city: fc.oneof({ weight: 9, arbitrary: fc.constant("Paris") }, nullable(text)),
  province: nullable(text),
  country_code: fc.oneof(
    { weight: 30, arbitrary: fc.constant("FR") },
    fc.constantFrom("GP", "MC", "BE", null)
  ),
  phone: nullable(text),
  email: nullable(text),
})

const status = fc.oneof(
  { weight: 20, arbitrary: fc.constant("ready" as const) },
  { weight: 3, arbitrary: fc.constantFrom(...itemStatusSchema.options) }
)

const bareLine = fc.record({
  sku: fc.oneof(
    { weight: 30, arbitrary: fc.constantFrom("LAMP", "KIT", "BOOK", "CARD") },
    { weight: 1, arbitrary: fc.constantFrom("GHOST", null) }
  ),
  eans: fc.subarray(["2000000000015", "2000000000022"]),
  title: text,
  unit_price: amount,
  tax_rate: rate,
  shipping_tax_rate: rate,
  fulfilled_by: fc.constantFrom("seller" as const, "seller" as const, "marketplace" as const),
  is_negotiated: fc.boolean(),
  is_preorder: fc.boolean(),
  commission: fc.constant<OrderLine["commission"]>(null),
  items: fc.array(
    fc.record({
      quantity: fc.oneof(
        { weight: 40, arbitrary: fc.integer({ min: 1, max: 4 }) },
        { weight: 1, arbitrary: fc.integer({ min: 1 }) },
        { weight: 1, arbitrary: fc.constant(null) }
      ),
      status,
      external_status: text,
      shipping_price: fc.oneof(
        { weight: 40, arbitrary: amount },
        { weight: 1, arbitrary: fc.constant(null) }
      ),
      parcels: fc.constant<OrderItem["parcels"]>([]),
      cancel_requested_by: fc.constantFrom("buyer" as const, "seller" as const, null),
    }),
    { minLength: 1, maxLength: 3 }
  ),
})

const lines: fc.Arbitrary<OrderLine[]> = fc.array(bareLine, { minLength: 1, maxLength: 5 }).map((bare) =>
  bare.map((line, index) => ({
    ...line,
    key: `L${index}`,
    items: line.items.map((item, place) => ({ ...item, external_id: `L${index}-${place}` })),
  }))
)

/** Any order that the port admits; its total is often one that some sum of it, or a cent beside it, makes. */
export const anyOrder: fc.Arbitrary<NormalizedOrder> = fc
  .record({
    external_id: fc.oneof(
      { weight: 9, arbitrary: fc.constant("2607010930ABCD") },
      fc.stringMatching(/^[A-Za-z0-9][\x21-\x7e]{0,99}$/)
    ),
    external_reference: nullable(text),
    external_status: text,
    channel: nullable(fc.record({ id: text, name: nullable(text) })),
    purchased_at: time,
    updated_at: nullable(time),
    accept_by: nullable(time),
    ship_by: nullable(time),
    currency_code: fc.constantFrom("EUR", "EUR", "EUR", "EUR", "JPY", "TND"),
    fees: fc.array(
      fc.record({
        label: text,
        amount: fc.oneof({ weight: 9, arbitrary: amount }, fc.constant(-1)),
        in_total: fc.constantFrom("yes" as const, "no" as const, "unknown" as const),
      }),
      { maxLength: 2 }
    ),
    lines,
    shipping_address: fc.oneof({ weight: 9, arbitrary: address }, fc.constant(null)),
    billing_address: nullable(address),
    pickup_point: nullable(fc.record({ id: text, name: nullable(text), network: nullable(text) })),
    buyer_reference: nullable(text),
    email: nullable(text),
    delivery_mode: nullable(text),
    is_business: fc.boolean(),
    is_paid: fc.oneof({ weight: 5, arbitrary: fc.constant(true) }, fc.boolean()),
    needs_details: fc.constant(false),
    prepaid_label: fc.constant(null),
    portal_url: fc.constant(null),
  })
  .chain((order) =>
    fc
      .record({
        own: fc.oneof(
          { weight: 1, arbitrary: nullable(amount) },
          { weight: 6, arbitrary: fc.constant(undefined) }
        ),
        withCanceled: fc.boolean(),
        withUnknownFees: fc.boolean(),
        cents: fc.integer({ min: -4, max: 4 }),
      })
      .map(({ own, withCanceled, withUnknownFees, cents }) => {
        const items = order.lines.flatMap((line) => line.items.map((item) => ({ item, line })))
        const sum = items
          .filter(({ item }) => withCanceled || !["refused", "canceled"].includes(item.status))
          .reduce(
            (total, { item, line }) =>
              total + (item.quantity ?? NaN) * (line.unit_price ?? NaN) + (item.shipping_price ?? NaN),
            0
          )
        const fees = order.fees
          .filter((fee) => fee.in_total === "yes" || (withUnknownFees && fee.in_total === "unknown"))
          .reduce((total, fee) => total + fee.amount, 0)
        const near = sum + fees + cents / 100
        return { ...order, total: own === undefined ? (Number.isFinite(near) ? near : 0) : own }
      })
  )
