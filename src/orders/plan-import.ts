import { fold } from "../marketplaces/fold"
import type { NormalizedOrder, OrderItem, OrderLine, PickupPoint } from "../marketplaces/port"
import { customerOf, lostLetters, missingFields } from "./addresses"
import { buyerFacts, pickupMetadata, type Said, type Written } from "./buyer-facts"
import type { GuestCustomer, StoreAddress } from "./addresses"
import { chooseShippingOption, wantedShipping, type ShippingOptionFacts } from "./choose-shipping-option"
import { countUnits } from "./fulfillments"
import { externalSku, matchLine } from "./match"
import type { MatchTables } from "./match"
import { settingParams } from "./fill-text"
import { problemKey } from "./problem-key"
import type { Problem } from "./problems"
import type { ConnectionSettings } from "./settings"
import { isImportable, orderState } from "./state"
import type { IgnoredReason, WaitReason } from "./state"
import { allocate } from "./stock"
import type { Reservation, Stock } from "./stock"
import { lineTaxRate, shippingTaxRate } from "./tax"
import type { TaxRate } from "./tax"
import { isIslandUnknown } from "./territories"
import { cleanOrNull, cleanText } from "./text"
import { agreeOnTotal, exactAmount, sumAmounts, type TotalResult } from "./totals"
import { blockingParts, partNames, unreadDetails } from "./unread"

/** Orders with more lines are left to a human. */
export const MAX_LINES = 1000

/** What the plan has to know of one variant. */
export type VariantFacts = {
  id: string
  title: string | null
  sku: string | null
  barcode: string | null
  ean: string | null
  upc: string | null
  thumbnail: string | null
  /** Option title to value, as Medusa writes it on a line. */
  option_values: Record<string, string> | null
  manage_inventory: boolean
  allow_backorder: boolean
  inventory: { inventory_item_id: string; required_quantity: number }[]
  /** The store's VAT for this variant in percent, by lower-case country code. */
  tax_rates: Record<string, number>
  /** The store's price in the destination's currency, tax included, where it has one. */
  price: number | null
  product: {
    id: string
    title: string
    subtitle: string | null
    description: string | null
    handle: string | null
    type: string | null
    type_id: string | null
    collection: string | null
    thumbnail: string | null
    shipping_profile_id: string | null
  }
}

/** Everything that decides how one order is imported. What belongs to the batch is shared between its orders. */
export type ImportContext = {
  connection: { id: string; marketplace_id: string; marketplace_name: string; account: string }
  settings: ConnectionSettings
  /** From when on orders matter (`importStart`). */
  start_at: Date
  now: Date
  /** The chosen destination, as it is found in the store; null or left out is what no longer exists. */
  destination: {
    region: { id: string; name: string; currency_code: string; countries: string[] } | null
    sales_channel_id: string | null
    /** In order of preference. */
    stock_location_ids: string[]
  }
  /** The connection's own first. */
  shipping_options: readonly ShippingOptionFacts[]
  matches: MatchTables
  variants: ReadonlyMap<string, VariantFacts>
  /** What is available, without what is reserved; after each planned order, take its reservations off (`takeStock`). */
  stock: Stock
  /** What this order has reserved already: counted as available, and its location is kept. */
  reserved: readonly Reservation[]
  /** Units by line key that are packed: they are out of the stock [none]. */
  packed?: ReadonlyMap<string, number>
  /** Marketplaces that are connected directly, other than this one: their orders are not imported through a channel. */
  direct_connections: readonly { marketplace_id: string; marketplace_name: string; connection_name: string }[]
  is_test: boolean
  /** What an operator accepted of a total that differs: the problem's key, or true for any; null for nothing. */
  accepted_total: string | true | null
}

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

export type ImportPlan =
  | { kind: "import"; draft: OrderDraft }
  | { kind: "hold"; problem: Problem; offered_variant_id?: string | null }
  | { kind: "wait"; reason: WaitReason | "to_accept"; until: string | null; problem: Problem | null }
  | { kind: "ignore"; reason: IgnoredReason | "canceled" }

/** What is imported of one line. */
type PlannedLine = {
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

/** Work in steps: after each, whoever does it may let others go first. */
type InSteps<Result> = Generator<undefined, Result>

/** Does all steps at once. */
function inOneTurn<Result>(steps: InSteps<Result>): Result {
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
  }
}

/** Of a long loop, each step is one of so many entries. */
const ENTRIES_A_STEP = 50

function* mapInSteps<Entry, Result>(
  entries: readonly Entry[],
  map: (entry: Entry) => Result
): InSteps<Result[]> {
  const results: Result[] = []
  for (const [at, entry] of entries.entries()) {
    if (at % ENTRIES_A_STEP === 0) yield
    results.push(map(entry))
  }
  return results
}

/**
 * What becomes of an order that is not in the store yet. The first thing that keeps it out is the problem; the draft's
 * total is the marketplace's to the cent.
 */
export const planImport = (order: NormalizedOrder, context: ImportContext): ImportPlan =>
  inOneTurn(planImportInSteps(order, context))

/** The same in steps, since an order can have many lines. */
export function* planImportInSteps(order: NormalizedOrder, context: ImportContext): InSteps<ImportPlan> {
  const { settings } = context
  const state = orderState(order, settings, context)
  if (state.state === "ignored" && !context.is_test) {
    return { kind: "ignore", reason: state.reason }
  }
  if (state.state === "canceled") {
    return { kind: "ignore", reason: "canceled" }
  }
  if (state.state === "to_accept" || state.state === "waiting") {
    const reason = state.state === "waiting" ? state.reason : "to_accept"
    return { kind: "wait", reason, until: state.until, problem: state.problem }
  }
  return yield* importableInSteps(order, context, state.problem)
}

/**
 * The draft of what may be imported of an order (`isImportable`), whatever else is still undecided in it.
 * @param flag what the order's state shows the operator
 */
export const planImportable = (
  order: NormalizedOrder,
  context: ImportContext,
  flag: Problem | null
): ImportablePlan => inOneTurn(importableInSteps(order, context, flag))
type ImportablePlan = Extract<ImportPlan, { kind: "import" | "hold" | "ignore" }>

function* importableInSteps(
  order: NormalizedOrder,
  context: ImportContext,
  flag: Problem | null
): InSteps<ImportablePlan> {
  const { settings } = context
  const unfit =
    shapeProblem(order) ??
    unreadProblem(order, settings) ??
    directConnectionProblem(order, context) ??
    addressProblem(order)
  if (unfit) {
    return hold(unfit)
  }
  const place = placeOf(order, context)
  if ("problem" in place) {
    return hold(place.problem)
  }
  const buyer = buyerIn(place.region, order, settings)
  if ("problem" in buyer) {
    return hold(buyer.problem)
  }
  const planned = yield* plannedLines(order, context)
  if ("problem" in planned) {
    return { kind: "hold", ...planned }
  }
  const { lines } = planned
  if (lines.length === 0) {
    return { kind: "ignore", reason: "shipped_elsewhere" }
  }
  yield
  const total = totalOf(order, context)
  if ("problem" in total) {
    return hold(total.problem)
  }
  yield
  const stock = stockOf(lines, context)
  if ("problem" in stock) {
    return hold(stock.problem)
  }
  yield
  const options = optionsFor(order, lines, stock.location_by_line, context)
  if ("problem" in options) {
    return hold(options.problem)
  }
  const items = yield* mapInSteps(lines, itemOf)
  return {
    kind: "import",
    draft: {
      ...draftOf(order, { place, buyer, lines, items, total, option_ids: options.option_ids }, context),
      reservations: stock.reservations,
      problems: [
        ...lostLetters(buyer.shipping_address),
        ...(flag ? [flag] : []),
        ...stock.problems,
        ...unreadDetails(order),
      ],
    },
  }
}

type Region = NonNullable<ImportContext["destination"]["region"]>
type Place = { region: Region; sales_channel_id: string }
type Held = { problem: Problem }

/** The region and channel that the order comes to, in its currency. */
function placeOf(order: NormalizedOrder, { destination }: ImportContext): Place | Held {
  const { region, sales_channel_id, stock_location_ids } = destination
  if (!region || !sales_channel_id || stock_location_ids.length === 0) {
    return { problem: { code: "store_setup_missing", params: { missing: missingSetup(destination) } } }
  }
  const region_currency = region.currency_code.toUpperCase()
  return region_currency === order.currency_code
    ? { region, sales_channel_id }
    : {
        problem: {
          code: "currency_mismatch",
          params: { order_currency: order.currency_code, region_currency },
        },
      }
}

/** The buyer, with an address that a parcel can go to within the region. */
function buyerIn(region: Region, order: NormalizedOrder, settings: ConnectionSettings): Said | Held {
  const buyer = buyerFacts(order, settings, region.countries)
  const missing = buyer ? missingFields(buyer.shipping_address) : ["address"]
  if (!buyer || missing.length > 0) {
    const named = buyer ? {} : settingParams(order.address_settings)
    return { problem: { code: "missing_address", params: { fields: missing, ...named } } }
  }
  if (isIslandUnknown(order.shipping_address)) {
    return { problem: { code: "missing_address", params: { fields: ["territory"] } } }
  }
  const country = buyer.shipping_address.country_code ?? ""
  return region.countries.includes(country)
    ? buyer
    : {
        problem: {
          code: "country_not_in_region",
          params: { country: country.toUpperCase(), region: region.name },
        },
      }
}

/** What may be imported of each line, with its variant and its taxes. */
function* plannedLines(
  order: NormalizedOrder,
  context: ImportContext
): InSteps<{ lines: PlannedLine[] } | (Held & { offered_variant_id?: string | null })> {
  const { settings } = context
  const lines: PlannedLine[] = []
  for (const [at, line] of order.lines.entries()) {
    if (at % ENTRIES_A_STEP === 0) yield
    const items = line.items.filter((item) => isImportable(item, line, order, settings))
    if (items.length === 0) {
      continue
    }
    const found = variantOf(line, context)
    if ("problem" in found) {
      return found
    }
    const tax = lineTaxRate(line, order.shipping_address, found.variant?.tax_rates ?? {}, settings)
    const shipping = items.map((item) => item.shipping_price).filter((price) => price !== null)
    if (
      line.unit_price === null ||
      shipping.length < items.length ||
      items.some((item) => item.quantity === null)
    ) {
      return {
        problem: { code: "unreadable_part", params: { parts: [externalSku(line) || line.title] } },
      }
    }
    lines.push({
      line,
      items,
      quantity: countUnits(items),
      unit_price: line.unit_price,
      shipping,
      variant: found.variant,
      tax,
      shipping_tax: shippingTaxRate(line, tax),
    })
  }
  return { lines }
}

/** Where each line is taken from. What the marketplace ships, and a test, take nothing. */
const stockOf = (
  lines: readonly PlannedLine[],
  { destination, stock, reserved, packed, settings, is_test }: ImportContext
) =>
  allocate(
    lines.map(({ line, quantity, variant }) => ({
      key: line.key,
      sku: externalSku(line),
      quantity: Math.max(0, quantity - (packed?.get(line.key) ?? 0)),
      variant: line.fulfilled_by === "seller" && !is_test ? variant : null,
    })),
    destination.stock_location_ids,
    stock,
    reserved,
    settings.import.out_of_stock === "backorder"
  )

/** The order as Medusa will have it, of what fits together. */
function draftOf(
  order: NormalizedOrder,
  {
    place: { region, sales_channel_id },
    buyer,
    lines,
    items,
    total,
    option_ids,
  }: {
    place: Place
    buyer: Said
    lines: PlannedLine[]
    items: DraftItem[]
    total: { expected: number; adjustment: number; fees: NormalizedOrder["fees"] }
    option_ids: string[]
  },
  context: ImportContext
): Omit<OrderDraft, "reservations" | "problems"> {
  const { settings, is_test } = context
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

function hold(problem: Problem): Extract<ImportPlan, { kind: "hold" }> {
  return { kind: "hold", problem }
}

function shapeProblem(order: NormalizedOrder): Problem | null {
  if (order.lines.length > MAX_LINES) {
    return { code: "too_many_lines", params: { count: order.lines.length, limit: MAX_LINES } }
  }
  const keys = order.lines.map((line) => line.key)
  const ids = order.lines.flatMap((line) => line.items.map((item) => item.external_id))
  if (new Set(keys).size < keys.length || new Set(ids).size < ids.length) {
    return { code: "unreadable_order", params: { detail: "two of its lines have the same number" } }
  }
  return keys.some((id) => /[\p{Cc}\p{Surrogate}]/u.test(id))
    ? { code: "unreadable_order", params: { detail: "a number with characters that no text can hold" } }
    : null
}

/** What money, goods or delivery of what is imported hang on and what cannot be read. */
function unreadProblem(order: NormalizedOrder, settings: ConnectionSettings): Problem | null {
  const blocking = blockingParts(order, (item, line) => isImportable(item, line, order, settings))
  const named = settingParams(blocking.find((part) => part.settings)?.settings)
  return blocking.length > 0
    ? { code: "unreadable_part", params: { parts: partNames(blocking), ...named } }
    : null
}

/** Lines that go elsewhere: an order has one address, and so has a parcel. */
function addressProblem({ other_addresses = [], lines }: NormalizedOrder): Problem | null {
  const keys = other_addresses.flatMap(({ line_keys }) => line_keys)
  const elsewhere = lines
    .filter(({ key }) => keys.includes(key))
    .map((line) => externalSku(line) || line.title)
  return keys.length > 0 ? { code: "several_addresses", params: { lines: elsewhere } } : null
}

/** An Octopia channel that is also connected directly would bring every sale twice. */
function directConnectionProblem(
  order: NormalizedOrder,
  { direct_connections }: ImportContext
): Problem | null {
  const channels = [order.channel?.id, order.channel?.name]
    .filter((name) => !!name)
    .map((name) => fold(name ?? ""))
  const direct = direct_connections.find(({ marketplace_id, marketplace_name }) =>
    [marketplace_id, marketplace_name].some((name) =>
      channels.some((channel) => channel.startsWith(fold(name)))
    )
  )
  const channel = order.channel?.name ?? order.channel?.id ?? null
  return direct
    ? { code: "mixed_marketplace_connections", params: { channel, connection: direct.connection_name } }
    : null
}

function missingSetup(destination: ImportContext["destination"]): string[] {
  return [
    destination.region ? null : "region",
    destination.sales_channel_id ? null : "sales_channel",
    destination.stock_location_ids.length > 0 ? null : "stock_location",
  ].filter((name) => name !== null)
}

function variantOf(
  line: OrderLine,
  { matches, variants, settings }: ImportContext
): { variant: VariantFacts | null } | { problem: Problem; offered_variant_id: string | null } {
  const match = matchLine(line, matches, settings)
  const variant = match.variant_id === null ? undefined : variants.get(match.variant_id)
  if (variant) {
    return { variant }
  }
  if (settings.import.unknown_sku === "import_without_variant") {
    return { variant: null }
  }
  return match.variant_id === null
    ? { problem: match.problem, offered_variant_id: match.offered_variant_id }
    : { problem: { code: "variant_deleted", params: { sku: externalSku(line) } }, offered_variant_id: null }
}

/**
 * The shipping options of the order, one per location and shipping profile: packing refuses a line whose profile differs
 * from the option's. Medusa preselects the first one when packing. Lines without a variant pack with any option.
 */
function optionsFor(
  order: NormalizedOrder,
  lines: readonly PlannedLine[],
  locationByLine: ReadonlyMap<string, string>,
  { shipping_options, settings }: ImportContext
): { option_ids: string[] } | Held {
  const wanted = wantedShipping(order, settings.shipping.delivery_modes)
  const optionIds = new Set<string>()
  for (const { line, variant } of lines) {
    if (!variant || line.fulfilled_by === "marketplace") {
      continue
    }
    const profile = variant.product.shipping_profile_id
    const location = locationByLine.get(line.key)
    const option = chooseShippingOption(shipping_options, location, profile, wanted)
    if (!option) {
      const code = profile ? "no_shipping_option" : "no_shipping_profile"
      return { problem: { code, params: { sku: externalSku(line) } } }
    }
    optionIds.add(option.id)
  }
  if (optionIds.size > 0) {
    return { option_ids: [...optionIds] }
  }
  const location = locationByLine.get(lines[0].line.key)
  const any = shipping_options.find((one) => one.location_id === location)
  return any
    ? { option_ids: [any.id] }
    : { problem: { code: "no_shipping_option", params: { sku: externalSku(lines[0].line) } } }
}

function itemOf({ line, items, quantity, unit_price, variant, tax }: PlannedLine): DraftItem {
  const product = variant?.product
  const title = cleanText(line.title)
  return {
    title: product?.title ?? title,
    subtitle: variant?.title ?? null,
    thumbnail: variant?.thumbnail ?? product?.thumbnail ?? null,
    variant_id: variant?.id ?? null,
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
    },
  }
}

/** A difference that an operator accepted is the one that was shown, and no other. */
function totalOf(order: NormalizedOrder, { accepted_total, settings }: ImportContext): TotalResult {
  const agree = (isAccepted: boolean) =>
    agreeOnTotal(order, (item, line) => isImportable(item, line, order, settings), isAccepted)
  const total = agree(accepted_total === true)
  return "problem" in total && problemKey(total.problem) === accepted_total ? agree(true) : total
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
