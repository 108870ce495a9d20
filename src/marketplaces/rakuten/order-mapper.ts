import { NO_CURRENCY, readAmount } from "../amounts"
import { toCountryCode } from "../countries"
import {
  UnreadableOrderError,
  normalizedOrderSchema,
  type Address,
  type NormalizedOrder,
  type OrderItem,
  type OrderLine,
  type PickupPoint,
  type PrepaidLabel,
  type UnreadPart,
} from "../port"
import { phoneOf } from "../phone"
import { postcodeOf } from "../postcode"
import { readableOrNull } from "../text"
import { addDays, addWorkingDays, toUtc } from "./dates"
import { settingNames } from "../setting-fields"
import { settingFields, type RakutenSettings } from "./settings"
import { shippingModeOf } from "./shipping-modes"
import {
  hasUnnamedItems,
  missingSince,
  type Delivery,
  type Purchase,
  type PurchaseItem,
  type RakutenAddress,
  type RakutenRelay,
} from "./snapshot"
import { EXPIRED, toItemStatus } from "./statuses"

const STATUS_SETTINGS = settingNames(settingFields, "extra_status_map")
const SHIPPED_SETTINGS = settingNames(settingFields, "shipped_truthy")

/** What could not be read so far, by field. */
type Unread = Map<string, UnreadPart>
/** An item that a list of sales describes. */
type SoldItem = PurchaseItem & { sale: NonNullable<PurchaseItem["sale"]> }

const LONGEST_SHOWN = 60
/** Of what costs more, the amount is not believed. */
const MOST_AMOUNT = 1e9
/** How long after its deadline an unanswered sale that is listed no longer counts as expired. */
const EXPIRY_GRACE_DAYS = 1

/**
 * A Rakuten purchase as ours. Rakuten sells units: units of one reference and price become one line, and each stays an
 * item. Rakuten provides no tax and no total; the shipping price is known once the seller's billing information is.
 * Throws `UnreadableOrderError`.
 */
export function toOrder(purchase: Purchase, settings: RakutenSettings): NormalizedOrder {
  const unread: Unread = new Map()
  const items = purchase.items.filter((item): item is SoldItem => item.sale !== null)
  const purchased_at = purchasedAt(purchase, settings, unread)
  if (!purchased_at || items.length === 0) {
    throw new UnreadableOrderError("No list of sales has shown what was bought yet.")
  }
  if (hasUnnamedItems(purchase)) {
    note(unread, "items.itemid", null)
  }
  const { delivery } = purchase
  const accept_by = addDays(purchased_at, settings.accept_within_days, settings.time_zone)
  const missing = missingSince(purchase)
  const isExpired =
    missing !== null &&
    Date.parse(missing) > Date.parse(addDays(accept_by, EXPIRY_GRACE_DAYS, settings.time_zone))
  const lines = linesOf(purchase, items, settings, isExpired, unread)
  const gone = new Set(lines.flatMap((line) => line.items.filter(isGone).map((item) => item.external_id)))
  const live = items.filter(({ itemid }) => !gone.has(itemid))
  const owed = live.length > 0 ? live : items
  const statuses = lines.flatMap((line) => line.items.map(({ external_status }) => external_status))
  const isUndecided = lines.some((line) => line.items.some(({ status }) => status === "to_accept"))
  const order: NormalizedOrder = {
    external_id: purchase.purchaseid,
    external_reference: null,
    external_status: [...new Set(statuses)].sort().join(", "),
    channel: null,
    purchased_at,
    updated_at: null,
    accept_by: isUndecided ? accept_by : null,
    ship_by: addWorkingDays(
      acceptedAt(items) ?? purchased_at,
      settings.ship_within_working_days,
      settings.time_zone
    ),
    currency_code: currencyOf(owed, items, unread),
    total: null,
    fees: [],
    lines,
    ...placesOf(delivery, settings),
    buyer_reference: opaque(delivery?.purchasebuyerlogin),
    email: orNull(delivery?.purchasebuyeremail),
    delivery_mode: orNull(delivery?.shippingtype),
    is_business: false,
    is_paid: owed.every(({ sale }) => isPaid(sale.paymentstatus, settings)),
    needs_details: items.some((item) => lacksBilling(item, settings)),
    prepaid_label: prepaidLabelOf(purchase, settings),
    status_settings: STATUS_SETTINGS,
    portal_url: null,
    ...(unread.size > 0 ? { unread: [...unread.values()] } : {}),
  }
  const parsed = normalizedOrderSchema.safeParse(order)
  if (!parsed.success) {
    throw new UnreadableOrderError(`${parsed.error.issues[0]?.path.map(String).join(".")} cannot be read.`)
  }
  return parsed.data
}

/** The items that it is about [the whole purchase], whether the order waits for it [yes], and the settings that read it. */
type Noted = { itemids?: string[]; blocks?: boolean; settings?: UnreadPart["settings"] }

/** Writes down that a field cannot be read, once for each. None of these can hold the buyer's words. */
function note(
  unread: Unread,
  field: string,
  given: string | null,
  { itemids, blocks = true, settings = null }: Noted = {}
): void {
  if (!unread.has(field)) {
    const shown =
      given === null || /[\p{Cc}\p{Surrogate}]/u.test(given) ? null : given.slice(0, LONGEST_SHOWN)
    const of = itemids ? { item_external_ids: itemids } : {}
    unread.set(field, { field, given: shown, blocks, settings, ...of })
  }
}

/** The purchase's own date; one that cannot be read is replaced by the first time that a list had it, for the order of things. */
function purchasedAt(
  { purchasedate, seen }: Purchase,
  settings: RakutenSettings,
  unread: Unread
): string | null {
  const date = toUtc(purchasedate, settings.time_zone)
  if (!date) note(unread, "purchasedate", purchasedate)
  return date ?? [seen.newsales, seen.currentsales].filter((time) => time !== null).sort()[0] ?? null
}

/** Whether an item only lacks its shipping price, which only billing information has. */
export function lacksBilling(item: PurchaseItem, settings: RakutenSettings): boolean {
  const status = toItemStatus(item.status?.word ?? "", settings)
  return item.billing === null && (status === "ready" || (status === "claim" && !hasShipped(item, settings)))
}

function linesOf(
  purchase: Purchase,
  items: SoldItem[],
  settings: RakutenSettings,
  isExpired: boolean,
  unread: Unread
): OrderLine[] {
  const lines = new Map<string, SoldItem[]>()
  for (const item of items) {
    const key = lineKey(item, purchase, settings)
    const units = lines.get(key)
    if (units) {
      units.push(item)
    } else {
      lines.set(key, [item])
    }
  }
  return [...lines].map(([key, units]) => {
    const [{ sale }] = units
    // Of one line all units have one price and one sender; each is named where that cannot be read.
    const [unit_price] = units.map((unit) => priceOf(unit, settings, unread))
    const [isRakutens] = units.map((unit) => isShippedByRakuten(unit, purchase, unread))
    return {
      key,
      sku: orNull(sale.sku),
      eans: [...new Set(units.flatMap((unit) => eansOf(unit.sale.ean)))],
      title: readableOrNull(sale.headline) || sale.sku || `Rakuten ${sale.advertid}`,
      unit_price,
      tax_rate: null,
      shipping_tax_rate: null,
      fulfilled_by: isRakutens ? "marketplace" : "seller",
      is_negotiated: units.some((unit) => flagOf(unit, "isnego", unread)),
      is_preorder: units.some((unit) => flagOf(unit, "ispreorder", unread)),
      commission: commissionOf(units, unread),
      items: units.map((unit) => toItem(unit, settings, isExpired, unread)),
    }
  })
}

/** What Rakuten's logistics ship is a line of its own, also beside the seller's units of the same reference. */
function lineKey(item: SoldItem, purchase: Purchase, settings: RakutenSettings): string {
  const { sku, advertid } = item.sale
  const price = priceOf(item, settings)
  const key = `${sku}|${advertid}|${price === null ? `?${item.sale.price.amount}` : price.toFixed(2)}`
  return isShippedByRakuten(item, purchase) ? `${key}|rakuten` : key
}

function toItem(item: SoldItem, settings: RakutenSettings, isExpired: boolean, unread: Unread): OrderItem {
  const word = item.status?.word ?? ""
  const status = toItemStatus(word, settings, item.accepted_at !== null)
  const hasExpired = status === "to_accept" && isExpired
  const isShipped = (status === "ready" || status === "waiting") && hasShipped(item, settings)
  if (!hasShipped(item, settings) && !isNo(item.shipped) && settings.confirm_shipped_by !== "none") {
    const itemids = [item.itemid]
    note(unread, `${item.itemid}.shipped`, item.shipped, {
      itemids,
      blocks: false,
      settings: SHIPPED_SETTINGS,
    })
  }
  return {
    external_id: item.itemid,
    quantity: 1,
    status: hasExpired ? "canceled" : isShipped ? "shipped" : status,
    external_status: hasExpired ? EXPIRED : word,
    shipping_price: shippingOf(item, settings, unread),
    parcels: [],
    cancel_requested_by: null,
    ...(status === "claim" &&
      settings.confirm_shipped_by !== "none" && { is_shipped: hasShipped(item, settings) }),
  }
}

/** Whether Rakuten shows that the item was shipped, in the way that the settings name. */
export function hasShipped(item: PurchaseItem, settings: RakutenSettings): boolean {
  const says = settings.shipped_truthy.some((word) => word.toLowerCase() === item.shipped.toLowerCase())
  return settings.confirm_shipped_by !== "none" && (says || item.has_tracking)
}

/** `isfullrsl`, `isrsl` and `is_fulfillment` all mean that Rakuten's logistics ship (not confirmed that they differ). */
function isShippedByRakuten(
  { itemid, sale }: SoldItem,
  { delivery }: Purchase,
  unread: Unread = new Map()
): boolean {
  const flags: [field: string, word: string, about: Noted][] = [
    ["deliveryinformation.isfullrsl", delivery?.isfullrsl ?? "", {}],
    [`${itemid}.isrsl`, sale.isrsl, { itemids: [itemid] }],
    [`${itemid}.is_fulfilment`, sale.is_fulfilment, { itemids: [itemid] }],
  ]
  for (const [field, word, about] of flags) {
    if (!isYes(word) && !isNo(word)) note(unread, field, word, about)
  }
  return flags.some(([, word]) => isYes(word))
}

/** A word that is neither yes nor no is named: a person has to agree to a negotiated price. */
function flagOf({ itemid, sale }: SoldItem, field: "isnego" | "ispreorder", unread: Unread): boolean {
  const word = sale[field]
  if (!isYes(word) && !isNo(word)) note(unread, `${itemid}.${field}`, word, { itemids: [itemid] })
  return isYes(word)
}

/** Null where it cannot be read, or is no price. */
function priceOf(
  { itemid, sale: { price } }: SoldItem,
  settings: RakutenSettings,
  unread: Unread = new Map()
) {
  const amount = readAmount(price.amount)
  if (!isPrice(amount)) {
    note(unread, `${itemid}.price`, price.amount, { itemids: [itemid] })
    return null
  }
  return withTax(amount, settings)
}

/** Null until billing has it, and where it cannot be read: only a zero means no shipping price. */
function shippingOf(
  { itemid, billing, sale }: SoldItem,
  settings: RakutenSettings,
  unread: Unread
): number | null {
  if (!billing) {
    return null
  }
  const { amount: text, currency } = billing.shippingsaleprice
  const amount = readAmount(text)
  const isOther =
    currency !== "" && sale.price.currency !== "" && upper(currency) !== upper(sale.price.currency)
  if (!isPrice(amount) || isOther) {
    const given = isOther ? `${text} ${currency}` : text
    note(unread, `${itemid}.shippingsaleprice`, given, { itemids: [itemid] })
    return null
  }
  return withTax(amount, settings)
}

const isPrice = (amount: number | null): amount is number =>
  amount !== null && amount >= 0 && amount <= MOST_AMOUNT

function withTax(amount: number, settings: RakutenSettings): number {
  return settings.price_includes_tax
    ? amount
    : Math.round(amount * (100 + settings.excluded_tax_rate) * (1 + Number.EPSILON)) / 100
}

/** What Rakuten keeps of these units, shipping included; null until billing knows every one of them. */
function commissionOf(units: SoldItem[], unread: Unread): OrderLine["commission"] {
  const sumOf = (...fields: CommissionField[]) =>
    total(
      units.flatMap(({ itemid, billing }) =>
        fields.map((field) => {
          const text = billing?.[field].amount ?? ""
          const amount = readAmount(text)
          if (amount === null && text !== "")
            note(unread, `${itemid}.${field}`, text, { itemids: [itemid], blocks: false })
          return amount
        })
      )
    )
  const net = sumOf("itemcommissionexcltax", "shippingcommissionexcltax")
  const tax = sumOf("itemcommissionvat", "shippingcommissionvat")
  return net === null
    ? null
    : { amount_without_tax: net, amount_with_tax: tax === null ? null : total([net, tax]), rate: null }
}

type CommissionField =
  "itemcommissionexcltax" | "itemcommissionvat" | "shippingcommissionexcltax" | "shippingcommissionvat"

/** Sum to the cent; null when a part is not known. */
function total(amounts: (number | null)[]): number | null {
  return amounts.reduce<number | null>(
    (sum, amount) => (sum === null || amount === null ? null : Math.round((sum + amount) * 100) / 100),
    0
  )
}

/** None where what is sold names none, or several; what is gone may name another. */
function currencyOf(owed: SoldItem[], items: SoldItem[], unread: Unread): string {
  const nameOf = ({ sale }: SoldItem) => sale.price.currency.toUpperCase() || "EUR"
  const [currency, ...others] = new Set(owed.map(nameOf))
  if (others.length > 0 || !/^[A-Z]{3}$/.test(currency)) {
    note(unread, "items.price.currency", [currency, ...others].join(", "))
    return NO_CURRENCY
  }
  for (const item of items.filter((one) => nameOf(one) !== currency)) {
    note(unread, `${item.itemid}.price.currency`, nameOf(item), { itemids: [item.itemid] })
  }
  return currency
}

const isGone = ({ status }: OrderItem): boolean => status === "canceled" || status === "refused"

/**
 * When the seller accepted, as far as it was watched: the first time that an item was seen accepted which had been seen
 * undecided before. Null when acceptance was not watched; then the purchase is the only certain moment.
 */
function acceptedAt(items: SoldItem[]): string | null {
  const watched = items
    .filter((item) => item.to_accept_at && item.accepted_at && item.to_accept_at < item.accepted_at)
    .map((item) => item.accepted_at)
    .sort()
  return watched[0] ?? null
}

/**
 * The parcel goes to the pickup point, else to the delivery address, else to the billing address (So Colissimo and
 * Chronopost have only that one); billed is the billing address, else the delivery address.
 */
function placesOf(
  delivery: Delivery | null,
  settings: RakutenSettings
): Pick<NormalizedOrder, "shipping_address" | "billing_address" | "pickup_point"> {
  const billing = addressOf(delivery?.billingaddress ?? null)
  const home = addressOf(delivery?.deliveryaddress ?? null)
  const relay = delivery?.collectionpointaddress ?? null
  const buyer = billing ?? home
  return {
    shipping_address: relay ? relayAddressOf(relay, buyer) : (home ?? billing),
    billing_address: buyer,
    pickup_point: relay ? pickupPointOf(relay, delivery?.shippingtype ?? "", settings) : null,
  }
}

function addressOf(address: RakutenAddress | null): Address | null {
  if (!address) {
    return null
  }
  const country_code = toCountryCode(address.countryalpha2, address.country)
  return {
    first_name: readableOrNull(address.firstname),
    last_name: readableOrNull(address.lastname),
    company: null,
    vat_number: null,
    lines: [address.address1, address.address2].map(readableOrNull).filter((line) => line !== null),
    postal_code: postcodeOf(address.zipcode, country_code),
    city: readableOrNull(address.city),
    province: readableOrNull(address.state),
    country_code,
    phone: phoneOf([address.phonenumber1, address.phonenumber2], country_code),
    email: null,
  }
}

/** The point's street under the buyer's name; the buyer's phone, since the point sends its message there. */
function relayAddressOf(relay: RakutenRelay, buyer: Address | null): Address {
  const country_code =
    toCountryCode(relay.countryalpha2, relay.country) ??
    toCountryCode(/^[A-Z]{2}(?=-)/.exec(relay.id)?.[0] ?? "", "")
  return {
    first_name: readableOrNull(relay.firstname) ?? buyer?.first_name ?? null,
    last_name: readableOrNull(relay.lastname) ?? buyer?.last_name ?? null,
    company: null,
    vat_number: null,
    lines: [relay.address].map(readableOrNull).filter((line) => line !== null),
    postal_code: postcodeOf(relay.zipcode, country_code),
    city: readableOrNull(relay.city),
    province: null,
    country_code,
    phone: buyer?.phone ?? null,
    email: null,
  }
}

function pickupPointOf(
  relay: RakutenRelay,
  shippingType: string,
  settings: RakutenSettings
): PickupPoint | null {
  return relay.id === ""
    ? null
    : {
        id: relay.id,
        name: readableOrNull(relay.name),
        network: shippingModeOf(shippingType, settings).network,
      }
}

function prepaidLabelOf({ label, delivery }: Purchase, settings: RakutenSettings): PrepaidLabel | null {
  return (
    label && {
      tracking_number: orNull(label.number),
      carrier_name: orNull(shippingModeOf(delivery?.shippingtype ?? "", settings).prepaid_transporter),
      tracking_url: webAddress(label.tracking_url),
      label_url: webAddress(label.label_url),
    }
  )
}

function webAddress(text: string): string | null {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol) ? text : null
}

/** "2000000000015;" → one EAN. Rakuten separates several by ";" and may end with one. */
function eansOf(text: string): string[] {
  return text
    .split(";")
    .map((ean) => ean.trim())
    .filter((ean) => /^\d{8,14}$/.test(ean))
}

/** An empty payment status is not one that says "unpaid". */
function isPaid(paymentStatus: string, { payment_status_filter }: RakutenSettings): boolean {
  return (
    paymentStatus === "" ||
    payment_status_filter.length === 0 ||
    payment_status_filter.some((word) => word.toLowerCase() === paymentStatus.toLowerCase())
  )
}

const isYes = (text: string): boolean => ["y", "yes", "true", "1", "oui"].includes(text.toLowerCase())
const isNo = (text: string): boolean => ["", "n", "no", "false", "0", "non"].includes(text.toLowerCase())
const upper = (word: string): string => word.trim().toUpperCase()
const orNull = (text: string | undefined): string | null => text || null
const opaque = (login: string | undefined): string | null => (login && !login.includes("@") ? login : null)
