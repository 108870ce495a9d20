import type { NormalizedOrder, OrderItem, OrderLine, PickupPoint } from "../marketplaces/port"
import { customerOf } from "./addresses"
import type { GuestCustomer, StoreAddress } from "./addresses"
import { pickupMetadata, type Said, type Written } from "./buyer-facts"
import { type InSteps, mapInSteps } from "./in-steps"
import type { ImportContext, VariantFacts } from "./import-context"
import type { Problem } from "./problems"
import type { Reservation } from "./stock"
import type { TaxRate } from "./tax"
import { cleanOrNull, cleanText } from "./text"
import { exactAmount, sumAmounts } from "./totals"

type TaxLine = { code: string; rate: number; description: string }

export type DraftItem = {
  title: string
  subtitle: string | null
  thumbnail: string | null
  variant_id: string | null
  product_id: string | null
  product_title: string | null
  product_description: string | null
  product_subtitle: string | null
  product_type: string | null
  product_type_id: string | null
  product_collection: string | null
  product_handle: string | null
  variant_sku: string | null
  variant_barcode: string | null
  variant_title: string | null
  variant_option_values: Record<string, string> | null
  quantity: number
  /** Major units, tax included. */
  unit_price: number
  is_tax_inclusive: true
  is_custom_price: true
  is_discountable: false
  requires_shipping: true
  tax_lines: TaxLine[]
  metadata: {
    /** The marketplace's items that this line covers, oldest first. */
    external_ids: string[]
    line_key: string
    sku: string | null
    external_title: string
    tax_rate_estimated?: true
    fulfilled_by_marketplace?: true
    /** The variant of a test order's line: with a variant of its own, Medusa packs only what is reserved of its stock. */
    test_variant_id?: string
  }
}

export type DraftShippingMethod = {
  name: string
  /** Major units, tax included; a rounding adjustment can be negative. */
  amount: number
  is_tax_inclusive: true
  is_custom_amount: true
  shipping_option_id: string
  data: { pickup_point?: PickupPoint }
  tax_lines: TaxLine[]
  metadata: { kind: "shipping" | "fee" | "rounding"; tax_rate_estimated?: true }
}

/** All that has to be created in Medusa for one order, as plain data. */
export type OrderDraft = {
  order: {
    region_id: string
    sales_channel_id: string
    /** Lower case. */
    currency_code: string
    email: string | null
    /** When the buyer ordered, ISO 8601 in UTC. */
    created_at: string
    status: "pending"
    no_notification: true
    metadata: Record<string, unknown>
    shipping_address: StoreAddress
    billing_address: StoreAddress
    items: DraftItem[]
    shipping_methods: DraftShippingMethod[]
  }
  reservations: Reservation[]
  /** The order's total in major units, as Medusa has to compute it. */
  expected_total: number
  /** False: not paid yet at the marketplace, or a test. */
  is_captured: boolean
  customer: GuestCustomer | null
  /** What of it is the buyer's, kept to find what the marketplace or an operator changes later. */
  written: Written
  /** Lines that the marketplace ships: to be marked as fulfilled, without stock and without events. */
  fulfilled_line_keys: string[]
  /** What the operator should know; nothing of it keeps the order out. */
  problems: Problem[]
}

/** What is imported of one line. */
export type PlannedLine = {
  line: OrderLine
  items: OrderItem[]
  quantity: number
  unit_price: number
  /** Of each item. */
  shipping: number[]
  variant: VariantFacts | null
  tax: TaxRate
  shipping_tax: TaxRate
}

export type Region = NonNullable<ImportContext["destination"]["region"]>

type Parts = {
  place: { region: Region; sales_channel_id: string }
  buyer: Said
  /** At least one. */
  lines: PlannedLine[]
  total: { expected: number; adjustment: number; fees: NormalizedOrder["fees"] }
  /** At least one; the first is the one that Medusa preselects. */
  option_ids: string[]
}

/** The order as Medusa will have it, of what fits together, in steps. */
export function* draftInSteps(
  order: NormalizedOrder,
  { place: { region, sales_channel_id }, buyer, lines, total, option_ids }: Parts,
  context: ImportContext
): InSteps<Omit<OrderDraft, "reservations" | "problems">> {
  const { settings, is_test } = context
  const items = yield* mapInSteps(lines, (line) => itemOf(line, is_test))
  const customer =
    settings.customer.mode === "guest" && !is_test ? customerOf(order, settings, region.countries) : null
  return {
    order: {
      region_id: region.id,
      sales_channel_id,
      currency_code: order.currency_code.toLowerCase(),
      email: buyer.email,
      created_at: new Date(order.purchased_at).toISOString(),
      status: "pending",
      no_notification: true,
      metadata: metadataOf(order, context, buyer.pickup_point),
      shipping_address: buyer.shipping_address,
      billing_address: buyer.billing_address,
      items,
      shipping_methods: shippingMethods(order, lines, option_ids, total, buyer.pickup_point, context),
    },
    expected_total: total.expected,
    is_captured: order.is_paid && !is_test,
    customer,
    written: { ...buyer, customer: customer && buyer.customer },
    fulfilled_line_keys: lines
      .filter(({ line }) => line.fulfilled_by === "marketplace")
      .map(({ line }) => line.key),
  }
}

function itemOf(
  { line, items, quantity, unit_price, variant, tax }: PlannedLine,
  is_test: boolean
): DraftItem {
  const product = variant?.product
  const title = cleanText(line.title)
  return {
    title: product?.title ?? title,
    subtitle: variant?.title ?? null,
    thumbnail: variant?.thumbnail ?? product?.thumbnail ?? null,
    variant_id: is_test ? null : (variant?.id ?? null),
    product_id: product?.id ?? null,
    product_title: product?.title ?? title,
    product_description: product?.description ?? null,
    product_subtitle: product?.subtitle ?? null,
    product_type: product?.type ?? null,
    product_type_id: product?.type_id ?? null,
    product_collection: product?.collection ?? null,
    product_handle: product?.handle ?? null,
    variant_sku: variant ? variant.sku : cleanOrNull(line.sku),
    variant_barcode: variant?.barcode ?? null,
    variant_title: variant?.title ?? null,
    variant_option_values: variant?.option_values ?? null,
    quantity,
    unit_price: exactAmount(unit_price),
    is_tax_inclusive: true,
    is_custom_price: true,
    is_discountable: false,
    requires_shipping: true,
    tax_lines: taxLines(tax),
    metadata: {
      external_ids: items.map((item) => item.external_id),
      line_key: line.key,
      sku: cleanOrNull(line.sku),
      external_title: title,
      ...(tax.is_estimated ? { tax_rate_estimated: true as const } : {}),
      ...(line.fulfilled_by === "marketplace" ? { fulfilled_by_marketplace: true as const } : {}),
      ...(is_test && variant ? { test_variant_id: variant.id } : {}),
    },
  }
}

/**
 * Shipping first, one method per tax rate; then the further options at zero; then what is neither an article nor
 * shipping: an order line for it would have to be packed.
 */
function shippingMethods(
  order: NormalizedOrder,
  lines: readonly PlannedLine[],
  optionIds: readonly string[],
  total: { adjustment: number; fees: NormalizedOrder["fees"] },
  pickupPoint: PickupPoint | null,
  { connection, accepted_total }: ImportContext
): DraftShippingMethod[] {
  const mode = cleanOrNull(order.delivery_mode)
  const name = mode ? `${connection.marketplace_name} – ${mode}` : connection.marketplace_name
  const method = (
    kind: DraftShippingMethod["metadata"]["kind"],
    called: string,
    amount: number,
    tax: TaxRate | null,
    optionId = optionIds[0]
  ): DraftShippingMethod => ({
    name: called,
    amount,
    is_tax_inclusive: true,
    is_custom_amount: true,
    shipping_option_id: optionId,
    data: pickupPoint ? { pickup_point: pickupPoint } : {},
    tax_lines: tax ? taxLines(tax) : [],
    metadata: { kind, ...(tax?.is_estimated ? { tax_rate_estimated: true as const } : {}) },
  })

  const byRate = new Map<string, { tax: TaxRate; amounts: number[] }>()
  for (const { shipping, shipping_tax: tax } of lines) {
    const key = JSON.stringify(taxLines(tax))
    const group = byRate.get(key) ?? { tax, amounts: [] }
    group.amounts.push(...shipping)
    byRate.set(key, group)
  }
  const charged = [...byRate.values()]
    .map(({ tax, amounts }) => method("shipping", name, sumAmounts(amounts), tax))
    .filter(({ amount }) => amount !== 0)
  const [{ tax, shipping_tax }] = lines
  return [
    ...(charged.length > 0 ? charged : [method("shipping", name, 0, shipping_tax)]),
    ...optionIds.slice(1).map((optionId) => method("shipping", name, 0, shipping_tax, optionId)),
    ...total.fees
      .filter((fee) => exactAmount(fee.amount) !== 0)
      .map((fee) =>
        method("fee", cleanOrNull(fee.label) ?? "Frais", exactAmount(fee.amount), {
          ...tax,
          is_estimated: true,
        })
      ),
    ...(total.adjustment === 0
      ? []
      : [method("rounding", accepted_total !== null ? "Écart accepté" : "Arrondi", total.adjustment, null)]),
  ]
}

const taxLines = ({ rate, taxes }: TaxRate): TaxLine[] =>
  taxes
    ? taxes.map((tax) => ({ code: tax.code, rate: tax.rate, description: tax.name }))
    : [{ code: `VAT-${rate}`, rate, description: `TVA ${String(rate).replace(".", ",")} %` }]

function metadataOf(
  order: NormalizedOrder,
  { connection, settings, is_test }: ImportContext,
  pickupPoint: PickupPoint | null
): Record<string, unknown> {
  return {
    ...pickupMetadata(pickupPoint, settings.shipping),
    marketplace: connection.marketplace_id,
    connection_id: connection.id,
    account: connection.account,
    external_id: order.external_id,
    external_reference: cleanOrNull(order.external_reference),
    channel: cleanOrNull(order.channel?.id),
    ...(is_test ? { is_test: true } : {}),
  }
}
