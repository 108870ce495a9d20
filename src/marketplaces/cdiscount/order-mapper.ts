import { alpha3ToAlpha2 } from "i18n-iso-countries"

import { UnreadableOrderError } from "../errors"
import { schemaPath } from "../http"
import { phoneOf } from "../phone"
import type { Address, ItemStatus, NormalisedOrder, OrderItem, OrderLine, PickupPoint } from "../port"
import { postcodeOf } from "../postcode"
import { readableOrNull } from "../text"
import {
  orderSchema,
  unreadableSchema,
  type Unreadable,
  type WireAddress,
  type WireLine,
  type WireOrder,
  type WirePrice,
  type WireShippingAddress,
  type WireTax,
} from "./schemas"
import type { CdiscountSettings } from "./settings"
import { cleanText, utcTime } from "./text"

const HOUR_MS = 60 * 60 * 1000

/**
 * Meaning of the words: Octopia documentation (order life cycle). A line in `Accepted` may not be shipped: since
 * November 2025 it still becomes `InPreparation` (Lengow's help pages).
 */
const STATUSES: Record<string, ItemStatus> = {
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
const FEES_IN_TOTAL = { auto: "unknown", yes: "yes", no: "no" } as const

/** The order of a snapshot. Throws `UnreadableOrderError` with the place that is wrong, never with what stands there. */
export function readOrder(payload: string): WireOrder {
  let value: unknown
  try {
    value = JSON.parse(payload)
  } catch {
    throw new UnreadableOrderError("The snapshot is not JSON.")
  }
  const unreadable = unreadableSchema.safeParse(value)
  if (unreadable.success) {
    throw new UnreadableOrderError(UNREADABLE[unreadable.data.unreadable])
  }
  const result = orderSchema.safeParse(value)
  if (!result.success) {
    throw new UnreadableOrderError(`The order has not the documented shape at ${schemaPath(result.error)}.`)
  }
  return result.data
}

/** Octopia's order in our words. Pure; throws `UnreadableOrderError`. */
export function normaliseOrder(payload: string, settings: CdiscountSettings): NormalisedOrder {
  const order = readOrder(payload)
  const purchased_at = utcTime(order.purchasedAt) ?? utcTime(order.createdAt)
  if (!purchased_at) {
    throw new UnreadableOrderError("The order has no readable time at purchasedAt.")
  }
  if (new Set(order.lines.map((line) => line.orderLineId)).size < order.lines.length) {
    throw new UnreadableOrderError("The order has one orderLineId on two lines.")
  }
  const lines = order.lines.map((line, index) => toLine(line, index, order, settings))
  const sellerLines = order.lines.filter((_, index) => lines[index].fulfilled_by === "seller")
  const address = deliveryAddressOf(order, sellerLines)
  const shipping_address = address && toAddress(address)
  const reference = cleanText(order.customer?.reference)
  const isToAccept = lines.some((line) => line.items.some((item) => item.status === "to_accept"))
  return {
    external_id: order.orderId,
    external_reference: cleanText(order.reference),
    external_status: cleanText(order.status) ?? "",
    channel: order.salesChannel
      ? { id: order.salesChannel.id, name: readableOrNull(order.salesChannel.name) }
      : null,
    purchased_at,
    updated_at: utcTime(order.updatedAt),
    accept_by: isToAccept ? hoursAfter(purchased_at, settings.acceptance_deadline_hours) : null,
    ship_by: utcTime(order.shippedAtMax) ?? earliestShipBy(sellerLines),
    currency_code: order.currencyCode.toUpperCase(),
    total: order.totalPrice?.sellingPrice ?? null,
    fees: (order.serviceFees ?? [])
      .map((fee) => ({
        label: readableOrNull(fee.label) ?? "Service fee",
        amount: fee.amount ?? 0,
        in_total: FEES_IN_TOTAL[settings.service_fees_in_total],
      }))
      .filter((fee) => fee.amount !== 0),
    lines,
    shipping_address,
    billing_address: isUsable(order.billingAddress) ? toAddress(order.billingAddress) : null,
    pickup_point: address && toPickupPoint(address, sellerLines[0] ?? order.lines[0], settings),
    buyer_reference: reference?.includes("@") ? null : reference,
    email: shipping_address?.email ?? null,
    delivery_mode: cleanText((sellerLines[0] ?? order.lines[0]).delivery?.mode),
    is_business: order.businessOrder === true,
    is_paid: order.status !== "Processing",
    needs_details: false,
    prepaid_label: null,
    portal_url: null,
  }
}

function toLine(line: WireLine, index: number, order: WireOrder, settings: CdiscountSettings): OrderLine {
  // What the buyer paid. The seller's own price stands in only where the order's total proves it.
  const price = line.sellingPrice ?? (order.totalPrice?.sellingPrice == null ? null : line.offerPrice)
  if (!price) {
    throw new UnreadableOrderError(`The order has not the documented shape at lines.${index}.sellingPrice.`)
  }
  const { unit_price, shipping_price, tax_rate, shipping_tax_rate } = pricesOf(line, price, settings)
  const sku = cleanText(line.offer.sellerProductId)?.trim() ?? null
  const commission = line.offerPrice?.commission
  return {
    key: line.orderLineId,
    sku,
    eans: eansOf(line.offer.productGtin),
    title:
      readableOrNull(line.offer.productTitle) ?? sku ?? cleanText(line.offer.productId) ?? line.orderLineId,
    unit_price,
    tax_rate,
    shipping_tax_rate,
    fulfilled_by: fulfilledBy(line, index, settings),
    is_negotiated: false,
    is_preorder: false,
    commission: commission
      ? {
          amount_with_tax: commission.amountWithVat ?? commission.amountWithTax ?? null,
          amount_without_tax: commission.amountWithoutVat ?? commission.amountWithoutTax ?? null,
          rate: commission.rate ?? null,
        }
      : null,
    items: [toItem(line, shipping_price, order, settings)],
  }
}

function toItem(
  line: WireLine,
  shipping_price: number,
  order: WireOrder,
  settings: CdiscountSettings
): OrderItem {
  return {
    external_id: line.orderLineId,
    quantity: line.quantity,
    status: statusOf(line, order, settings),
    external_status: cleanText(line.status ?? order.status) ?? "",
    shipping_price,
    parcels: (line.parcels ?? []).map((parcel) => ({
      tracking_number: cleanText(parcel.parcelNumber),
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
  if (ofLine === "cancel_requested") {
    return OVER_STATUSES.includes(order.status) ? ofOrder : CANCEL_REQUESTS[settings.cancel_request_lines]
  }
  const isOrdersToSay = settings.ready_to_ship_level === "order" || OVER_STATUSES.includes(order.status)
  return isOrdersToSay && UNDECIDED.includes(ofLine) ? ofOrder : ofLine
}

function statusOfWord(word: string): ItemStatus {
  return Object.hasOwn(STATUSES, word) ? STATUSES[word] : "unknown"
}

/** A mode that we do not know is nobody's to guess: who ships decides whether the order is imported at all. */
function fulfilledBy(line: WireLine, index: number, settings: CdiscountSettings): OrderLine["fulfilled_by"] {
  const mode = cleanText(line.offer.supplyMode)?.trim().toLowerCase()
  if (mode === undefined) {
    return settings.missing_supply_mode === "Seller" ? "seller" : "marketplace"
  }
  if (!["seller", "fulfillment", "xdock"].includes(mode)) {
    throw new UnreadableOrderError(`The order has an unknown word at lines.${index}.offer.supplyMode.`)
  }
  return mode === "seller" ? "seller" : "marketplace"
}

/** Per unit and per line, with VAT. `unitSalesPrice` with VAT, `shippingCost` per line: public client code. */
function pricesOf(line: WireLine, price: WirePrice, settings: CdiscountSettings) {
  const taxes = price.taxes ?? []
  const targets = settings.tax_targets.map(folded)
  const isShipping = (tax: WireTax) => /shipping|delivery/.test(folded(tax.target))
  const isArticle = (tax: WireTax) =>
    targets.length > 0 ? targets.includes(folded(tax.target)) : !isShipping(tax)
  const tax_rate = rateOf(taxes.filter(isArticle), settings)
  const shipping_tax_rate = rateOf(
    taxes.filter((tax) => isShipping(tax) && !targets.includes(folded(tax.target))),
    settings
  )
  const withVat = (net: number, rate: number | null) =>
    settings.unit_price_includes_vat ? net : rounded(net * (1 + (rate ?? 0) / 100))

  const shipping = (price.shippingCost ?? 0) * (settings.shipping_cost_scope === "unit" ? line.quantity : 1)
  const shipping_price = withVat(rounded(shipping), shipping_tax_rate ?? tax_rate)
  const lineTotal = line.totalPrice?.sellingPrice
  const unit_price =
    settings.line_total_source === "api" && lineTotal != null
      ? rounded((lineTotal - shipping_price) / line.quantity)
      : withVat(price.unitSalesPrice, tax_rate)
  return { unit_price, shipping_price, tax_rate, shipping_tax_rate }
}

/** Percent of the first usable entry, VAT before other taxes; null when there is none. */
function rateOf(taxes: WireTax[], settings: CdiscountSettings): number | null {
  const vatFirst = [...taxes].sort((a, b) => Number(isVat(b)) - Number(isVat(a)))
  for (const { rate } of vatFirst) {
    if (rate == null || rate < 0) {
      continue
    }
    const isFraction =
      settings.tax_rate_unit === "fraction" || (settings.tax_rate_unit === "auto" && rate <= 1)
    const percent = rounded(isFraction ? rate * 100 : rate)
    if (percent <= 100) {
      return percent
    }
  }
  return null
}

const isVat = (tax: WireTax) => /vat|tva/.test(folded(tax.code))
const folded = (word: string | null | undefined) => (word ?? "").trim().toLowerCase()
/** Without the noise of binary fractions; far below a cent. */
const rounded = (value: number) => Math.round(value * 1e6) / 1e6

function eansOf(gtin: string | null | undefined): string[] {
  const digits = (gtin ?? "").replace(/[\s-]/g, "")
  return /^\d{8,14}$/.test(digits) ? [digits] : []
}

/** The address stands on the line (public client code); lines could differ: the first seller's line is taken. */
function deliveryAddressOf(order: WireOrder, sellerLines: WireLine[]): WireShippingAddress | null {
  const candidates = [
    ...sellerLines.map((line) => line.shippingAddress),
    order.shippingAddress,
    order.deliveryAddress,
    ...order.lines.map((line) => line.shippingAddress),
  ]
  return candidates.find(isUsable) ?? null
}

/** Before `InPreparation` an address can be null, absent, or an object without anything in it (public client code). */
function isUsable<T extends WireAddress>(address: T | null | undefined): address is T {
  return Boolean(
    address && [address.addressLine1, address.postalCode, address.city].some((part) => cleanText(part))
  )
}

function toAddress(address: WireAddress & Partial<WireShippingAddress>): Address {
  const country_code = countryCode(address.countryCode)
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

function countryCode(value: string | null | undefined): string | null {
  const code = (value ?? "").trim().toUpperCase()
  const short = /^[A-Z]{3}$/.test(code) ? (alpha3ToAlpha2(code) ?? "") : code
  return /^[A-Z]{2}$/.test(short) ? short : null
}

function toPickupPoint(
  address: WireShippingAddress,
  line: WireLine,
  settings: CdiscountSettings
): PickupPoint | null {
  const id = cleanText(address.pickupId)?.trim()
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
  const url = cleanText(value)?.trim()
  return url && /^https?:\/\/\S+$/i.test(url) ? url : null
}
