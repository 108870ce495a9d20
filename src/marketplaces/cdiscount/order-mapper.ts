import { NO_CURRENCY } from "../amounts"
import { toCountryCode } from "../countries"
import { UnreadableOrderError } from "../errors"
import { fold } from "../fold"
import { schemaPath } from "../http"
import { phoneOf } from "../phone"
import type {
  Address,
  ItemStatus,
  NormalizedOrder,
  OrderItem,
  OrderLine,
  PickupPoint,
  UnreadPart,
} from "../port"
import { postcodeOf } from "../postcode"
import { settingNames } from "../setting-fields"
import { readableOrNull } from "../text"
import { valueAt, type OddPlace } from "../tolerant"
import { percentOf, possiblePercent } from "../vat-rates"
import {
  readWireOrder,
  unreadableSchema,
  type Unreadable,
  type WireAddress,
  type WireLine,
  type WireOrder,
  type WirePrice,
  type WireShippingAddress,
  type WireTax,
} from "./schemas"
import { settingFields, type CdiscountSettings } from "./settings"
import { unlistedLines } from "./snapshots"
import { missingShipping } from "./missing-shipping"
import { textOrNull, utcTime } from "./text"

const HOUR_MS = 60 * 60 * 1000

/**
 * Meaning of the words: Octopia documentation (order life cycle). A line in `Accepted` may not be shipped: since
 * November 2025 it still becomes `InPreparation` (Lengow's help pages).
 */
export const STATUSES: Record<string, ItemStatus> = {
  Processing: "waiting",
  WaitingAcceptance: "to_accept",
  Accepted: "waiting",
  InPreparation: "ready",
  Shipped: "shipped",
  Delivered: "delivered",
  Refused: "refused",
  Rejected: "canceled",
  Cancelled: "canceled",
  CancelRequest: "cancel_requested",
}
const OVER_STATUSES = ["Refused", "Rejected", "Cancelled"]
const UNDECIDED: readonly ItemStatus[] = ["to_accept", "waiting", "ready"]
const CANCEL_REQUESTS: Record<CdiscountSettings["cancel_request_lines"], ItemStatus> = {
  hold: "cancel_requested",
  ship: "ready",
  drop: "canceled",
}
const UNREADABLE: Record<Unreadable, string> = {
  too_deep: "The order is nested too deeply to be kept.",
  too_long: "The order is longer than an order can be.",
}
const IN_TOTAL = { auto: "unknown", yes: "yes", no: "no" } as const

/** What neither money, goods nor delivery hang on: without it the order is imported, and says so. */
const DETAIL =
  /^(reference|businessOrder|salesChannel\.name|customer|(purchased|created|updated)At|shippedAtMax|billingAddress|(lines\.\d+\.shippingAddress|shippingAddress|deliveryAddress)\.(email|phone|companyVatNumber)|lines\.\d+\.(parcels|totalPrice|offerPrice|offer\.(id|productId|productTitle|productGtin)|delivery\.shippedAtMax))(\.|$)/
/** Fields that cannot hold the buyer's words. */
const SHOWN =
  /(^|\.)(unitSalesPrice|shippingCost|sellingPrice|rate|amount|quantity|status|currencyCode|supplyMode|mode|(purchased|created|updated)At|shippedAtMax|businessOrder|orderLineId)$/
const LONGEST_SHOWN = 60
const RATE_SETTINGS = settingNames(settingFields, "tax_rate_unit")
const TARGET_SETTINGS = settingNames(settingFields, "tax_targets")
const NET_SETTINGS = settingNames(settingFields, "unit_price_includes_vat")
const ADDRESS_SETTINGS = settingNames(settingFields, "null_address_policy")
const SHIPPING_SETTINGS = settingNames(settingFields, "shipping_in_total")
const TOTAL_SETTINGS = settingNames(
  settingFields,
  "shipping_in_total",
  "service_fees_in_total",
  "shipping_cost_scope",
  "line_total_source",
  "unit_price_includes_vat"
)

/** An order as far as it can be read, and its document, to show what stands where it cannot. */
type Reading = {
  order: WireOrder
  document: unknown
  settings: CdiscountSettings
  /** Where the order goes, as far as one of its addresses can be used. */
  address: WireAddress | null
  /** By field. */
  unread: Map<string, UnreadPart>
  lines_of_id: ReadonlyMap<string, number>
}
type NumberedLine = { line: WireLine; place: OddPlace }

/** The order of a snapshot. Throws `UnreadableOrderError` with the place that is wrong, never with what stands there. */
export function wireOrder(payload: string): WireOrder {
  return readSnapshot(payload).order
}

function readSnapshot(payload: string): { order: WireOrder; odd: OddPlace[]; document: unknown } {
  let document: unknown
  try {
    document = JSON.parse(payload)
  } catch {
    throw new UnreadableOrderError("The snapshot is not JSON.")
  }
  const unreadable = unreadableSchema.safeParse(document)
  if (unreadable.success) {
    throw new UnreadableOrderError(UNREADABLE[unreadable.data.unreadable])
  }
  const result = readWireOrder(document)
  if ("error" in result) {
    const place = result.error ? schemaPath(result.error) : "lines"
    throw new UnreadableOrderError(`The order has not the documented shape at ${place}.`)
  }
  return { ...result, document }
}

/** Octopia's order in our words. Pure; throws `UnreadableOrderError`. */
export function normalizeOrder(payload: string, settings: CdiscountSettings): NormalizedOrder {
  const { order, odd, document } = readSnapshot(payload)
  const numbered = linesOf(order)
  const lines_of_id = new Map<string, number>()
  for (const { line } of numbered) {
    lines_of_id.set(line.orderLineId, (lines_of_id.get(line.orderLineId) ?? 0) + 1)
  }
  const isSellers = ({ line }: NumberedLine) => supplierOf(line, settings) !== "marketplace"
  const sellerLines = owedFirst(numbered.filter(isSellers).map(({ line }) => line))
  const isBilled = settings.null_address_policy === "billing" && isUsable(order.billingAddress)
  const address = deliveryAddressOf(order, sellerLines) ?? (isBilled ? order.billingAddress : null) ?? null
  const reading: Reading = { order, document, settings, address, unread: new Map(), lines_of_id }
  odd.forEach((place) => note(reading, place))
  const purchased_at = [order.purchasedAt, order.createdAt, order.updatedAt, order.shippedAtMax]
    .map(utcTime)
    .find((time) => time !== null)
  if (!purchased_at) {
    throw new UnreadableOrderError("The order has no readable time at purchasedAt.")
  }
  if (!utcTime(order.purchasedAt) && !utcTime(order.createdAt)) {
    note(reading, ["purchasedAt"], { blocks: true })
  }
  for (const field of ["status", "currencyCode"] as const) {
    if (!order[field]) note(reading, [field])
  }
  const shipping_address = address && toAddress(address)
  const total = order.totalPrice?.sellingPrice ?? null
  const fees = feesOf(reading)
  const lines = withMissingShipping(
    numbered.map((one) => toLine(one, reading)),
    numbered,
    { total, fees, reading }
  )
  const leading = sellerLines[0] ?? numbered[0].line
  const reference = textOrNull(order.customer?.reference)
  const isToAccept = lines.some((line) => line.items.some((item) => item.status === "to_accept"))
  const other_addresses = otherAddresses(address, sellerLines)
  return {
    external_id: order.orderId,
    external_reference: textOrNull(order.reference),
    external_status: textOrNull(order.status) ?? "",
    channel: order.salesChannel
      ? { id: order.salesChannel.id, name: readableOrNull(order.salesChannel.name) }
      : null,
    purchased_at,
    updated_at: utcTime(order.updatedAt),
    accept_by: isToAccept ? hoursAfter(purchased_at, settings.acceptance_deadline_hours) : null,
    ship_by: utcTime(order.shippedAtMax) ?? earliestShipBy(sellerLines),
    currency_code: order.currencyCode?.toUpperCase() ?? NO_CURRENCY,
    total,
    shipping_in_total: IN_TOTAL[settings.shipping_in_total],
    total_settings: TOTAL_SETTINGS,
    fees,
    lines,
    shipping_address,
    address_settings: ADDRESS_SETTINGS,
    billing_address: isUsable(order.billingAddress) ? toAddress(order.billingAddress) : null,
    ...(other_addresses.length > 0 ? { other_addresses } : {}),
    pickup_point: address && toPickupPoint(address, leading, settings),
    buyer_reference: reference?.includes("@") ? null : reference,
    email: shipping_address?.email ?? null,
    delivery_mode: textOrNull(leading.delivery?.mode),
    is_business: order.businessOrder === true,
    is_paid: order.status !== "Processing",
    needs_details: unlistedLines(payload).length > 0,
    prepaid_label: null,
    portal_url: null,
    ...(reading.unread.size > 0 ? { unread: [...reading.unread.values()] } : {}),
  }
}

/** Writes down that a part cannot be read, once for each place. */
function note(
  { order, address, document, unread }: Reading,
  place: OddPlace,
  { settings = null, blocks }: Partial<Pick<UnreadPart, "settings" | "blocks">> = {}
): void {
  const field = place.join(".")
  const value = SHOWN.test(field) ? valueAt(document, place) : null
  const isShown = ["string", "number", "boolean"].includes(typeof value)
  const given = isShown ? (textOrNull(String(value).slice(0, LONGEST_SHOWN)) ?? "") : null
  const known = unread.get(field)
  if (known) {
    known.blocks ||= blocks ?? false
  } else {
    const line = place[0] === "lines" ? order.lines[Number(place[1])] : null
    // Where all of the order goes, or would go, is no matter of one line.
    const isShared = place[2] === "shippingAddress" && (!address || line?.shippingAddress === address)
    const of = line && !isShared ? { item_external_ids: [line.orderLineId] } : {}
    unread.set(field, { field, given, blocks: blocks ?? !DETAIL.test(field), settings, ...of })
  }
}

/** What is canceled decides nothing where something else is sold. */
function owedFirst(lines: WireLine[]): WireLine[] {
  const isOwed = ({ status }: WireLine) => !OVER_STATUSES.includes(status ?? "")
  return [...lines.filter(isOwed), ...lines.filter((line) => !isOwed(line))]
}

function linesOf(order: WireOrder): NumberedLine[] {
  return order.lines.flatMap((line, index) => (line ? { line, place: ["lines", index] } : []))
}

function feesOf(reading: Reading): NormalizedOrder["fees"] {
  const { order, settings } = reading
  return (order.serviceFees ?? []).flatMap((fee, index) => {
    if (!fee) {
      return []
    }
    if (fee.amount == null) {
      note(reading, ["serviceFees", index, "amount"])
      return []
    }
    const label = readableOrNull(fee.label) ?? "Service fee"
    return fee.amount === 0
      ? []
      : { label, amount: fee.amount, in_total: IN_TOTAL[settings.service_fees_in_total] }
  })
}

function toLine({ line, place }: NumberedLine, reading: Reading): OrderLine {
  const { settings } = reading
  const { unit_price, shipping_price, tax_rate, shipping_tax_rate } = pricesOf({ line, place }, reading)
  const sku = textOrNull(line.offer?.sellerProductId)?.trim() ?? null
  const commission = line.offerPrice?.commission
  const supplier = supplierOf(line, settings)
  if (!line.offer) note(reading, [...place, "offer"])
  if (supplier === null) note(reading, [...place, "offer", "supplyMode"])
  if (line.quantity == null) note(reading, [...place, "quantity"])
  if ((reading.lines_of_id.get(line.orderLineId) ?? 0) > 1) note(reading, [...place, "orderLineId"])
  return {
    key: line.orderLineId,
    sku,
    eans: eansOf(line.offer?.productGtin),
    title:
      readableOrNull(line.offer?.productTitle) ??
      sku ??
      textOrNull(line.offer?.productId) ??
      line.orderLineId,
    unit_price,
    tax_rate,
    shipping_tax_rate,
    fulfilled_by: supplier ?? "seller",
    is_negotiated: false,
    is_preorder: false,
    commission: commission
      ? {
          amount_with_tax: commission.amountWithVat ?? commission.amountWithTax ?? null,
          amount_without_tax: commission.amountWithoutVat ?? commission.amountWithoutTax ?? null,
          rate: commission.rate ?? null,
        }
      : null,
    items: [toItem(line, shipping_price, reading)],
  }
}

function toItem(line: WireLine, shipping_price: number | null, { order, settings }: Reading): OrderItem {
  return {
    external_id: line.orderLineId,
    quantity: line.quantity ?? null,
    status: statusOf(line, order, settings),
    external_status: textOrNull(line.status ?? order.status) ?? "",
    shipping_price,
    parcels: (line.parcels ?? []).map((parcel) => ({
      tracking_number: textOrNull(parcel.parcelNumber),
      carrier_name: readableOrNull(parcel.carrierName),
      tracking_url: webAddress(parcel.trackingUrl),
    })),
    cancel_requested_by: null,
  }
}

/**
 * Each line's own word decides; a line without one has the order's. An order that is over leaves nothing to ship,
 * whatever a line still says.
 */
function statusOf(line: WireLine, order: WireOrder, settings: CdiscountSettings): ItemStatus {
  const ofOrder = statusOfWord(order.status)
  const ofLine = statusOfWord(line.status ?? order.status)
  const isOver = OVER_STATUSES.includes(order.status ?? "")
  if (ofLine === "cancel_requested") {
    return isOver ? ofOrder : CANCEL_REQUESTS[settings.cancel_request_lines]
  }
  const isOrdersToSay = settings.ready_to_ship_level === "order" || isOver
  return isOrdersToSay && UNDECIDED.includes(ofLine) ? ofOrder : ofLine
}

function statusOfWord(word: string | null | undefined): ItemStatus {
  return word && Object.hasOwn(STATUSES, word) ? STATUSES[word] : "unknown"
}

/** Null for a mode that is not known: who ships decides whether the order is imported at all, so it is not guessed. */
function supplierOf({ offer }: WireLine, settings: CdiscountSettings): OrderLine["fulfilled_by"] | null {
  const mode = textOrNull(offer?.supplyMode)?.trim().toLowerCase()
  if (mode === undefined) {
    return settings.missing_supply_mode === "Seller" ? "seller" : "marketplace"
  }
  const known = ["seller", "fulfillment", "xdock"].includes(mode)
  return known ? (mode === "seller" ? "seller" : "marketplace") : null
}

/**
 * Per unit and per line, with VAT. `unitSalesPrice` with VAT, `shippingCost` per line: public client code. Null is what
 * cannot be read. The seller's own price stands in only where the order's total proves it.
 */
function pricesOf({ line, place }: NumberedLine, reading: Reading) {
  const { order, settings } = reading
  const price: WirePrice = line[priceField(line, order)] ?? {}
  const priced = [...place, priceField(line, order)]
  const { tax_rate, shipping_tax_rate } = ratesOf(price, priced, reading)
  const withVat = (net: number | null, rate: number | null) => {
    if (settings.unit_price_includes_vat || net === null || net === 0) {
      return net
    }
    if (rate === null) {
      note(reading, [...priced, "taxes"], { settings: NET_SETTINGS, blocks: true })
      return null
    }
    return rounded(net * (1 + rate / 100))
  }
  const cost = price.shippingCost ?? null
  const units = settings.shipping_cost_scope === "unit" ? (line.quantity ?? null) : 1
  const shipping = cost === null || units === null ? null : rounded(cost * units)
  const shipping_price = withVat(shipping, shipping_tax_rate ?? tax_rate)

  const unit_price =
    lineTotalPerUnit(line, shipping_price, settings) ?? withVat(price.unitSalesPrice ?? null, tax_rate)
  if (unit_price === null && price.unitSalesPrice == null)
    note(reading, [...priced, "unitSalesPrice"], { blocks: true })
  return { unit_price, shipping_price, tax_rate, shipping_tax_rate }
}

function priceField(line: WireLine, { totalPrice }: WireOrder): "sellingPrice" | "offerPrice" {
  return line.sellingPrice || totalPrice?.sellingPrice == null ? "sellingPrice" : "offerPrice"
}

/**
 * Shipping that a line does not name is none only where the order's total says so: what is left of a total that includes
 * shipping is the missing shipping. Public client code has totals with and without shipping, so a setting says which.
 */
function withMissingShipping(
  lines: OrderLine[],
  numbered: readonly NumberedLine[],
  { total, fees, reading }: { total: number | null; fees: NormalizedOrder["fees"]; reading: Reading }
): OrderLine[] {
  const { order, settings, unread } = reading
  const costs = numbered.map(({ line, place }) => {
    const field = priceField(line, order)
    return { place: [...place, field, "shippingCost"], isMissing: line[field]?.shippingCost == null }
  })
  if (!costs.some(({ isMissing }) => isMissing)) {
    return lines
  }
  const isIncluded = settings.shipping_in_total === "yes"
  const found = isIncluded ? missingShipping({ total, fees, lines }) : null
  const named = total !== null && !isIncluded ? { settings: SHIPPING_SETTINGS } : {}
  return lines.map((line, index) => {
    const { place, isMissing } = costs[index]
    const shipping_price = unread.has(place.join(".")) ? undefined : found?.get(line.key)
    if (isMissing && shipping_price === undefined) note(reading, place, { blocks: true, ...named })
    // What the total leaves may be something else.
    if (isMissing && shipping_price) note(reading, place, { blocks: false, settings: SHIPPING_SETTINGS })
    return isMissing && shipping_price !== undefined
      ? { ...line, items: line.items.map((item) => ({ ...item, shipping_price })) }
      : line
  })
}

/** By setting, and where the line has a total. */
function lineTotalPerUnit(
  { totalPrice, quantity }: WireLine,
  shipping: number | null,
  { line_total_source }: CdiscountSettings
): number | null {
  const total = totalPrice?.sellingPrice
  const inside = line_total_source === "api" ? shipping : 0
  const isKnown = line_total_source !== "computed" && total != null && quantity != null && inside !== null
  return isKnown ? rounded((total - inside) / quantity) : null
}

function ratesOf({ taxes }: WirePrice, priced: OddPlace, reading: Reading) {
  const targets = reading.settings.tax_targets.map(lowered)
  const isShipping = (tax: WireTax) => /shipping|delivery/.test(lowered(tax.target))
  const isListed = (tax: WireTax) => targets.includes(lowered(tax.target))
  const entries = (taxes ?? []).flatMap((tax, index) =>
    tax ? { tax, place: [...priced, "taxes", index, "rate"] } : []
  )
  const isArticle = (tax: WireTax) => (targets.length > 0 ? isListed(tax) : !isShipping(tax))
  return {
    tax_rate: rateOf(
      entries.filter(({ tax }) => isArticle(tax)),
      reading
    ),
    shipping_tax_rate: rateOf(
      entries.filter(({ tax }) => isShipping(tax) && !isListed(tax)),
      reading
    ),
  }
}

/** Percent of VAT, else of the only other tax; null when there is none, or it is unclear. */
function rateOf(entries: { tax: WireTax; place: OddPlace }[], reading: Reading): number | null {
  const rated = entries.filter(({ tax }) => tax.rate != null)
  const first = rated.find(({ tax }) => isVat(tax)) ?? rated[0]
  // Nothing says which of several taxes is VAT: none is guessed.
  if (first && !isVat(first.tax) && rated.some(({ tax }) => tax.rate !== first.tax.rate)) {
    note(reading, first.place, { settings: TARGET_SETTINGS, blocks: true })
    return null
  }
  const rate = first?.tax.rate
  if (!first || rate == null) {
    return null
  }
  const percent = {
    auto: () => percentOf(rate),
    percent: () => possiblePercent(rate),
    fraction: () => possiblePercent(rate * 100),
  }[reading.settings.tax_rate_unit]()
  if (percent === null) note(reading, first.place, { settings: RATE_SETTINGS, blocks: true })
  return percent
}

const isVat = (tax: WireTax) => /vat|tva/.test(lowered(tax.code))
const lowered = (word: string | null | undefined) => (word ?? "").trim().toLowerCase()
/** Without the noise of binary fractions; far below a cent. */
const rounded = (value: number) => Math.round(value * 1e6) / 1e6

function eansOf(gtin: string | null | undefined): string[] {
  const digits = (gtin ?? "").replace(/[\s-]/g, "")
  return /^\d{8,14}$/.test(digits) ? [digits] : []
}

/** The address stands on the line (public client code); lines could differ: the first one that the seller owes is taken. */
function deliveryAddressOf(order: WireOrder, sellerLines: WireLine[]): WireShippingAddress | null {
  const candidates = [
    ...sellerLines.map((line) => line.shippingAddress),
    order.shippingAddress,
    order.deliveryAddress,
    ...order.lines.map((line) => line?.shippingAddress),
  ]
  return candidates.find(isUsable) ?? null
}

/** Where lines of the seller's go that do not go to the first one's address. Spelling and contact do not count. */
function otherAddresses(
  first: WireShippingAddress | null,
  lines: WireLine[]
): NonNullable<NormalizedOrder["other_addresses"]> {
  const others = new Map<string, { line_keys: string[]; address: Address }>()
  const labels = new Map<string, string>()
  const labelOf = (address: WireShippingAddress) => {
    const written = JSON.stringify(address)
    const label = labels.get(written) ?? labelOfAddress(address)
    labels.set(written, label)
    return label
  }
  for (const { shippingAddress, orderLineId, status } of lines) {
    if (!first || !isUsable(shippingAddress) || OVER_STATUSES.includes(status ?? "")) {
      continue
    }
    const label = labelOf(shippingAddress)
    if (label !== labelOf(first)) {
      const other = others.get(label) ?? { line_keys: [], address: toAddress(shippingAddress) }
      other.line_keys.push(orderLineId)
      others.set(label, other)
    }
  }
  return [...others.values()]
}

/** What decides where a parcel goes. */
function labelOfAddress(address: WireShippingAddress): string {
  const { lines, ...place } = toAddress(address)
  return [
    ...[place.first_name, place.last_name, place.company, lines.join(" "), place.postal_code, place.city],
    place.country_code,
    address.pickupId,
  ]
    .map((part) => fold(part ?? ""))
    .join("|")
}

/** Before `InPreparation` an address can be null, absent, or an object without anything in it (public client code). */
function isUsable<T extends WireAddress>(address: T | null | undefined): address is T {
  return Boolean(
    address && [address.addressLine1, address.postalCode, address.city].some((part) => textOrNull(part))
  )
}

function toAddress(address: WireAddress & Partial<WireShippingAddress>): Address {
  const country_code = toCountryCode(address.countryCode ?? "")
  return {
    first_name: readableOrNull(address.firstName),
    last_name: readableOrNull(address.lastName),
    company: readableOrNull(address.companyName),
    vat_number: readableOrNull(address.companyVatNumber),
    lines: [address.addressLine1, address.addressLine2, address.addressLine3]
      .map(readableOrNull)
      .filter((line) => line !== null),
    postal_code: postcodeOf(address.postalCode, country_code),
    city: readableOrNull(address.city),
    province: readableOrNull(address.stateOrRegion),
    country_code,
    phone: phoneOf([address.phone], country_code),
    email: readableOrNull(address.email),
  }
}

function toPickupPoint(
  address: WireShippingAddress,
  line: WireLine,
  settings: CdiscountSettings
): PickupPoint | null {
  const id = textOrNull(address.pickupId)?.trim()
  const isRelay =
    settings.relay_detection === "pickupId" ||
    settings.relay_delivery_modes.includes(line.delivery?.mode ?? "")
  return id && isRelay ? { id, name: readableOrNull(address.pickupName), network: null } : null
}

function earliestShipBy(lines: WireLine[]): string | null {
  const times = lines.map((line) => utcTime(line.delivery?.shippedAtMax)).filter((time) => time !== null)
  return times.sort()[0] ?? null
}

function hoursAfter(time: string, hours: number): string {
  return new Date(Date.parse(time) + hours * HOUR_MS).toISOString()
}

function webAddress(value: string | null | undefined): string | null {
  const url = textOrNull(value)?.trim()
  return url && /^https?:\/\/\S+$/i.test(url) ? url : null
}
