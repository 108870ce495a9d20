import { makeBuyer, type Buyer } from "../buyers"
import type { CatalogProduct } from "../catalog"
import {
  lineCents,
  sumUp,
  taxOf,
  type ExpectedLine,
  type ExpectedOrder,
  type ExpectedOutcome,
} from "../expected"
import type { SeedContext } from "../seed"
import type { LineStatus, OrderStatus, SupplyMode, WireLine, WireOrder, WireParcel } from "./wire"

export type DraftLine = {
  product: CatalogProduct
  sku: string
  gtin: string | null
  quantity: number
  unit_cents: number
  shipping_cents: number
  status: LineStatus | null
  supply_mode: SupplyMode | null
  parcels: WireParcel[]
  attributes?: unknown
}

/** An order while a kind shapes it: the wire format and the expected figures are both made from it. */
export type Draft = {
  id: string
  seller_id: string
  kind: string
  status: OrderStatus
  lines: DraftLine[]
  buyer: Buyer
  billing: Buyer
  delivery_mode: string
  pickup: { id: string; name: string } | null
  is_business: boolean
  rate_is_fraction: boolean
  channel: { id: string; name: string }
  currency_code: string
  fees: { label: string; cents: number; is_in_total: boolean }[]
  /** The marketplace's total is this much away from its own lines. */
  total_shift_cents: number
  purchased_at: number
  updated_at: number
  /** Minutes from now until the address shows. */
  address_after_minutes: number
  served_as: Record<string, unknown>
  outcome: ExpectedOutcome
  reason: string | null
}

const MINUTE = 60_000
const SHIPPING_CENTS = [0, 290, 350, 499, 790]

export function draftLine({ random }: SeedContext, product: CatalogProduct): DraftLine {
  return {
    product,
    sku: product.sku,
    gtin: product.ean,
    quantity: 1,
    unit_cents: Math.round((product.price * 100 * random.int(90, 110)) / 100),
    shipping_cents: random.pick(SHIPPING_CENTS),
    status: null,
    supply_mode: "Seller",
    parcels: [],
  }
}

export function draftOrder(context: SeedContext, kind: string): Draft {
  const { random, catalog, account: seller_id, marker, now } = context
  const purchased_at = now - random.int(120, 36 * 60) * MINUTE - random.int(0, 59) * 1000
  const stamp = new Date(purchased_at).toISOString().replace(/\D/g, "").slice(2, 14)
  const buyer = makeBuyer(random, marker)
  return {
    id: `CDISFR${stamp}${random.text(4)}`,
    seller_id,
    kind,
    status: "InPreparation",
    lines: [draftLine(context, random.pick(catalog))],
    buyer,
    billing: buyer,
    delivery_mode: "TrackedHomeDelivery",
    pickup: null,
    is_business: false,
    rate_is_fraction: false,
    channel: { id: "CDISFR", name: "Cdiscount" },
    currency_code: "EUR",
    fees: [],
    total_shift_cents: 0,
    purchased_at,
    updated_at: purchased_at + random.int(20, 100) * MINUTE,
    address_after_minutes: 0,
    served_as: {},
    outcome: "import",
    reason: null,
  }
}

const euros = (cents: number) => cents / 100
const lineStatus = (draft: Draft, line: DraftLine) => line.status ?? draft.status

const expectedLines = (draft: Draft): ExpectedLine[] =>
  draft.lines.map((line, index) => ({
    item_ids: [String(index + 1)],
    sku: line.sku,
    quantity: line.quantity,
    unit_cents: line.unit_cents,
    shipping_cents: line.shipping_cents,
    tax_rate: line.product.vat,
    is_owed:
      (line.supply_mode ?? "Seller") === "Seller" &&
      !["Shipped", "Delivered", "Cancelled", "Refused", "Rejected"].includes(lineStatus(draft, line)),
  }))

const statedTotal = (draft: Draft): number =>
  sumUp(expectedLines(draft)).lines_cents +
  draft.fees.reduce((cents, fee) => cents + (fee.is_in_total ? fee.cents : 0), 0) +
  draft.total_shift_cents

export function expectedOrder(draft: Draft): ExpectedOrder {
  const lines = expectedLines(draft)
  const sums = sumUp(lines)
  const stated_total_cents = statedTotal(draft)
  const is_imported = !["cancel", "ignore", "run_error"].includes(draft.outcome)
  return {
    marketplace: "cdiscount",
    account: draft.seller_id,
    external_id: "orderId" in draft.served_as ? null : draft.id,
    kind: draft.kind,
    outcome: draft.outcome,
    reason: draft.reason,
    currency_code: draft.currency_code,
    stated_total_cents,
    import_cents: is_imported ? stated_total_cents - (sums.lines_cents - sums.owed_cents) : null,
    fee_cents: draft.fees.reduce((cents, fee) => cents + fee.cents, 0),
    ...sums,
    lines,
  }
}

const wireAddress = (buyer: Buyer) => ({
  civility: buyer.civility,
  firstName: buyer.first_name,
  lastName: buyer.last_name,
  companyName: buyer.company,
  companyVatNumber: buyer.vat_number,
  addressLine1: buyer.street,
  addressLine2: buyer.street_2,
  addressLine3: null,
  postalCode: buyer.postal_code,
  city: buyer.city,
  stateOrRegion: null,
  countryCode: buyer.country_code,
})

function wireLine(draft: Draft, line: DraftLine, expected: ExpectedLine, ship_by: string): WireLine {
  const { product } = line
  const total = euros(lineCents(expected))
  const goods_cents = line.unit_cents * line.quantity
  const commission_cents = Math.round(goods_cents * 0.15)
  const without_tax = euros(Math.round(commission_cents / 1.2))
  const commission: Record<string, number> = draft.is_business
    ? { amountWithTax: euros(commission_cents), amountWithoutTax: without_tax, rate: 15 }
    : { amountWithVat: euros(commission_cents), amountWithoutVat: without_tax, rate: 15 }
  const tax = {
    code: "VAT",
    target: "SalesPrice",
    amount: euros(taxOf(goods_cents, product.vat)),
    rate: draft.rate_is_fraction ? product.vat / 100 : product.vat,
  }
  const price = {
    unitSalesPrice: euros(line.unit_cents),
    shippingCost: euros(line.shipping_cents),
    taxes: [tax],
  }
  const product_id = `EXEMPLE${(product.ean || "0").slice(-9)}`
  return {
    orderLineId: expected.item_ids[0],
    status: lineStatus(draft, line),
    quantity: line.quantity,
    totalPrice: { offerPrice: total, sellingPrice: total },
    offerPrice: { ...price, commission },
    sellingPrice: price,
    offer: {
      id: `${product_id}_${draft.seller_id}_6_${draft.channel.id}`,
      sellerProductId: line.sku,
      productId: product_id,
      productTitle: product.title,
      productGtin: line.gtin,
      ...(line.supply_mode ? { supplyMode: line.supply_mode } : {}),
      condition: "New",
    },
    delivery: {
      mode: draft.delivery_mode,
      promisedAtMin: new Date(draft.purchased_at + 3 * 1440 * MINUTE).toISOString(),
      promisedAtMax: new Date(draft.purchased_at + 5 * 1440 * MINUTE).toISOString(),
      shippedAtMax: ship_by,
    },
    shippingAddress: {
      ...wireAddress(draft.buyer),
      phone: draft.buyer.phone,
      email: draft.buyer.email,
      pickupId: draft.pickup?.id ?? null,
      pickupName: draft.pickup?.name ?? null,
    },
    parcels: line.parcels,
    ...(line.attributes === undefined ? {} : { productAttributes: line.attributes }),
  }
}

export function wireOrder(draft: Draft): WireOrder {
  const expected = expectedLines(draft)
  const total = euros(statedTotal(draft))
  const ship_by = `${new Date(draft.purchased_at + 2 * 1440 * MINUTE).toISOString().slice(0, 10)}T23:59:59Z`
  const iso = (ms: number) => new Date(ms).toISOString().replace(/\.000Z$/, "Z")
  return {
    orderId: draft.id,
    reference: `REF-${draft.id.slice(-8)}`,
    businessOrder: draft.is_business,
    salesChannel: draft.channel,
    seller: { id: draft.seller_id },
    customer: { reference: draft.buyer.reference },
    purchasedAt: iso(draft.purchased_at),
    createdAt: iso(draft.purchased_at + 38_000),
    updatedAt: iso(draft.updated_at),
    shippedAtMax: ship_by,
    status: draft.status,
    payment: { method: "Card" },
    currencyCode: draft.currency_code,
    billingAddress: wireAddress(draft.billing),
    totalPrice: { offerPrice: total, sellingPrice: total },
    serviceFees: draft.fees.map((fee) => ({ label: fee.label, amount: euros(fee.cents) })),
    statusEvents: [],
    lines: draft.lines.map((line, index) => wireLine(draft, line, expected[index], ship_by)),
  }
}
