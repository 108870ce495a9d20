import { z } from "zod"

import { mapInTurns } from "../pauses"
import { UnreadableOrderError, type Snapshot } from "../port"
import { addressFields, relayFields } from "./address-fields"
import { toUtc } from "./dates"
import type { BillingItem, PrepaidLabelAnswer, Sale, SaleItem } from "./schemas"
import { lifeRank, situationOf, usualOrder, type Service } from "./statuses"

/**
 * The stored form of a purchase: one JSON document, merged from all answers about it. It holds neither the request that
 * an answer repeats nor the seller's login. Values are Rakuten's texts, unchanged.
 *
 * Every `at` is the moment, by Rakuten's clock, at which this content was first seen: seeing it again changes nothing,
 * so the snapshot of an unchanged order stays identical.
 */
const at = z.string()
const text = z.string()
const money = z.object({ amount: text, currency: text })
const address = z.object(addressFields(text))
const relay = z.object(relayFields(text))
const delivery = z.object({
  at,
  shippingtype: text,
  isfullrsl: text,
  purchasebuyerlogin: text,
  purchasebuyeremail: text,
  deliveryaddress: address.nullable(),
  billingaddress: address.nullable(),
  collectionpointaddress: relay.nullable(),
})
const saleFacts = z.object({
  at,
  sku: text,
  advertid: text,
  headline: text,
  price: money,
  ispreorder: text,
  isnego: text,
  isrsl: text,
  is_fulfilment: text,
  ean: text,
  paymentstatus: text,
})
const billingFacts = z.object({
  at,
  itemsaleprice: money,
  shippingsaleprice: money,
  itemcommissionexcltax: money,
  itemcommissionvat: money,
  shippingcommissionexcltax: money,
  shippingcommissionvat: money,
})
const status = z.object({
  at,
  word: text,
  service: z.enum(["newsales", "currentsales", "iteminfos", "billing"]),
})
const item = z.object({
  itemid: text.min(1),
  sale: saleFacts.nullable(),
  billing: billingFacts.nullable(),
  status: status.nullable(),
  /** Rakuten's word for "shipped", "" while there is none. */
  shipped: text,
  /** The item's log knows of a tracking number. */
  has_tracking: z.boolean(),
  /** First time that it was seen undecided, and accepted. */
  to_accept_at: at.nullable(),
  accepted_at: at.nullable(),
})
/** The label that Rakuten made and paid for, from getshippinginformation. */
const label = z.object({ at, available: text, number: text, tracking_url: text, label_url: text })
const purchaseSchema = z.object({
  format: z.literal(1),
  purchaseid: text.min(1),
  purchasedate: text,
  /** First time that each service spoke of it. */
  seen: z.object({
    newsales: at.nullable(),
    currentsales: at.nullable(),
    iteminfos: at.nullable(),
    billing: at.nullable(),
  }),
  /** Last time that neither the list of new sales nor billing knew it, although nothing was decided. */
  missing_at: at.nullable(),
  /** First time after that that a list has it again. */
  listed_again_at: at.nullable().default(null),
  delivery: delivery.nullable(),
  label: label.nullable().default(null),
  items: z.array(item),
  /**
   * The last answer in which an item had no usable id: how many it listed, and those that it named. Until a later one
   * names as many (`named_at`), the purchase cannot be read as a whole.
   */
  unnamed: z
    .object({ at, count: z.number(), itemids: z.array(text), named_at: at.nullable() })
    .nullable()
    .default(null),
  /** Buyers' data was removed and does not come back. */
  is_purged: z.boolean(),
})
export type Purchase = z.infer<typeof purchaseSchema>
export type PurchaseItem = z.infer<typeof item>
export type Delivery = z.infer<typeof delivery>
export type Label = z.infer<typeof label>
export type RakutenAddress = z.infer<typeof address>
export type RakutenRelay = z.infer<typeof relay>
type Status = z.infer<typeof status>
type Unnamed = NonNullable<Purchase["unnamed"]>

/**
 * The pages of one walk come within this time: a second sale node of a purchase, on a later page, does not name what the
 * first one left without id.
 */
const SAME_WALK_MS = 5 * 60 * 1000

export function toSnapshot(purchase: Purchase): Snapshot {
  return { external_id: purchase.purchaseid, payload: JSON.stringify(purchase) }
}

/** Throws `UnreadableOrderError`. */
export function readPurchase(payload: string): Purchase {
  try {
    return purchaseSchema.parse(JSON.parse(payload))
  } catch {
    throw new UnreadableOrderError("The stored snapshot is not one of Rakuten's purchases.")
  }
}

/** Null for a snapshot that cannot be read: it is as good as none. */
export function readPurchaseOrNull(payload: string): Purchase | null {
  try {
    return readPurchase(payload)
  } catch {
    return null
  }
}

/** A purchase of which nothing is known but its id. */
export function emptyPurchase(purchaseid: string): Purchase {
  return {
    format: 1,
    purchaseid,
    purchasedate: "",
    seen: { newsales: null, currentsales: null, iteminfos: null, billing: null },
    missing_at: null,
    listed_again_at: null,
    delivery: null,
    label: null,
    items: [],
    unnamed: null,
    is_purged: false,
  }
}

/** One `sale` of a list. */
export function purchaseOfSale(sale: Sale, service: "newsales" | "currentsales", at: string): Purchase {
  const { deliveryaddress, billingaddress, collectionpointaddress, ...facts } = sale.deliveryinformation
  const purchase = emptyPurchase(sale.purchaseid)
  const first = new Map<string, string>()
  // Two different items with one id are two: the second has none that can be used.
  const named = sale.items.filter(({ itemid, sku, price }) => {
    const what = JSON.stringify([sku, price])
    const before = first.get(itemid) ?? what
    first.set(itemid, before)
    return itemid !== "" && before === what
  })
  const delivery = {
    at,
    ...facts,
    deliveryaddress: unlessEmpty(deliveryaddress),
    billingaddress: unlessEmpty(billingaddress),
    collectionpointaddress: unlessEmpty(collectionpointaddress),
  }
  return purchaseSchema.parse({
    ...purchase,
    purchasedate: sale.purchasedate,
    seen: { ...purchase.seen, [service]: at },
    delivery: Object.values(sale.deliveryinformation).every(isBlank) ? null : delivery,
    items: itemsOf(named.map((one) => ({ ...seenItem(one, service, at), sale: { at, ...one } }))),
    unnamed:
      named.length < sale.items.length
        ? { at, count: sale.items.length, itemids: named.map(({ itemid }) => itemid).sort(), named_at: null }
        : null,
  })
}

/** The content of getbillinginformation for a purchase. */
export function purchaseOfBilling(purchaseid: string, items: BillingItem[], at: string): Purchase {
  const purchase = emptyPurchase(purchaseid)
  const named = items.filter(({ itemid }) => itemid !== "")
  return purchaseSchema.parse({
    ...purchase,
    seen: { ...purchase.seen, billing: at },
    items: itemsOf(named.map((one) => ({ ...seenItem(one, "billing", at), billing: { at, ...one } }))),
  })
}

/** The content of getiteminfos for one item. */
export function purchaseOfItemInfos(
  purchaseid: string,
  infos: { itemid: string; itemstatus: string; has_tracking: boolean },
  at: string
): Purchase {
  const purchase = emptyPurchase(purchaseid)
  const seen = { ...seenItem({ ...infos, shipped: "" }, "iteminfos", at), has_tracking: infos.has_tracking }
  return { ...purchase, seen: { ...purchase.seen, iteminfos: at }, items: [seen] }
}

/** The label from getshippinginformation; nothing where Rakuten made none. */
export function purchaseOfLabel(
  purchaseid: string,
  { available, prepaidlabelurl, trackinginformation }: PrepaidLabelAnswer,
  at: string
): Purchase {
  const { trackingnumber, trackingurl } = trackinginformation
  const isThere = available.toUpperCase() === "Y" || trackingnumber !== ""
  return {
    ...emptyPurchase(purchaseid),
    label: isThere
      ? { at, available, number: trackingnumber, tracking_url: trackingurl, label_url: prepaidlabelurl }
      : null,
  }
}

function seenItem(
  { itemid, itemstatus, shipped }: Pick<SaleItem, "itemid" | "itemstatus" | "shipped">,
  service: Service,
  at: string
): PurchaseItem {
  const situation = situationOf(itemstatus)
  const isAccepted = situation !== null && ["accepted", "pending", "claim", "closed"].includes(situation)
  return {
    itemid,
    sale: null,
    billing: null,
    status: itemstatus ? { at, word: itemstatus, service } : null,
    shipped,
    has_tracking: false,
    to_accept_at: situation === "to_accept" ? at : null,
    accepted_at: isAccepted ? at : null,
  }
}

/** Whether an item is known to exist whose id is not known. */
export const hasUnnamedItems = ({ unnamed }: Purchase): boolean =>
  unnamed !== null && unnamed.named_at === null
/** Whether the last that was heard of an undecided purchase is that no list has it. */
export const missingSince = ({ missing_at, listed_again_at }: Purchase): string | null =>
  listed_again_at === null ? missing_at : null

/**
 * Everything that two documents know of one purchase. Their order does not matter, and neither does how often one of
 * them is merged: of a status the one farther along the item's life is kept, of other facts the later one, and what
 * only one of them knows.
 */
export function mergePurchases(one: Purchase, other: Purchase): Purchase {
  if (one.purchaseid !== other.purchaseid) {
    throw new UnreadableOrderError("Two different purchases cannot be merged.")
  }
  const is_purged = one.is_purged || other.is_purged
  const [a, b] = is_purged ? [purge(one), purge(other)] : [one, other]
  const missing_at = latest(a.missing_at, b.missing_at)
  return {
    format: 1,
    purchaseid: a.purchaseid,
    purchasedate: betterDate(a.purchasedate, b.purchasedate),
    seen: {
      newsales: earliest(a.seen.newsales, b.seen.newsales),
      currentsales: earliest(a.seen.currentsales, b.seen.currentsales),
      iteminfos: earliest(a.seen.iteminfos, b.seen.iteminfos),
      billing: earliest(a.seen.billing, b.seen.billing),
    },
    missing_at,
    listed_again_at: [a, b]
      .flatMap(({ listed_again_at, seen }) => [listed_again_at, seen.newsales, seen.currentsales])
      .filter((time) => missing_at !== null && time !== null && time > missing_at)
      .reduce(earliest, null),
    delivery: newer(a.delivery, b.delivery, mergeDelivery),
    label: newer(a.label, b.label, filled),
    items: itemsOf([...a.items, ...b.items]),
    unnamed: mergeUnnamed(a, b),
    is_purged,
  }
}

/** Merges the documents of one purchase two by two, so that each is read few times, however many there are. */
export async function mergeAll([first, ...others]: readonly [Purchase, ...Purchase[]]): Promise<Purchase> {
  let round = [first, ...others]
  while (round.length > 1) {
    const pairs = round.filter((_, index) => index % 2 === 0)
    round = await mapInTurns(pairs, (one, index) =>
      2 * index + 1 < round.length ? mergePurchases(one, round[2 * index + 1]) : one
    )
  }
  return round[0]
}

/** Of two dates the one that can be read, of two such the earlier one: a purchase has only one. */
function betterDate(a: string, b: string): string {
  const rank = (date: string) => toUtc(date, "Europe/Paris") ?? (date ? `~${date}` : "~~")
  return rank(a) === rank(b) ? (a < b ? a : b) : rank(a) < rank(b) ? a : b
}

function mergeUnnamed(a: Purchase, b: Purchase): Unnamed | null {
  const found = [a.unnamed, b.unnamed].filter((one) => one !== null)
  const last = found.sort(byTime).at(-1)
  if (!last) {
    return null
  }
  const named = [a, b].map((one) => (one.unnamed?.at === last.at ? one.unnamed.named_at : namedAt(last, one)))
  return { ...last, named_at: named.reduce(earliest, null) }
}

/** When this document, made of a later answer, names as many items as there were, and those that had a name. */
function namedAt({ at, count, itemids }: Unnamed, { items }: Purchase): string | null {
  const named = items.filter(({ sale }) => sale && Date.parse(sale.at) - Date.parse(at) > SAME_WALK_MS)
  const ids = new Set(named.map(({ itemid }) => itemid))
  const isComplete = named.length >= count && itemids.every((id) => ids.has(id))
  return isComplete ? named.map(({ sale }) => sale?.at ?? null).reduce(latest, null) : null
}

/** Without any buyer's data; the country stays, since amounts depend on it. */
export function purge(purchase: Purchase): Purchase {
  const { delivery, label } = purchase
  const countryOnly = <Place extends { country: string; countryalpha2: string }>(place: Place | null) =>
    place && ({ ...emptied(place), country: place.country, countryalpha2: place.countryalpha2 } as Place)
  return {
    ...purchase,
    delivery: delivery && {
      ...delivery,
      purchasebuyerlogin: "",
      purchasebuyeremail: "",
      deliveryaddress: countryOnly(delivery.deliveryaddress),
      billingaddress: countryOnly(delivery.billingaddress),
      collectionpointaddress: countryOnly(delivery.collectionpointaddress),
    },
    // The label has the buyer's address on it.
    label: label && { ...label, tracking_url: "", label_url: "" },
    is_purged: true,
  }
}

function itemsOf(items: PurchaseItem[]): PurchaseItem[] {
  const byId = new Map<string, PurchaseItem>()
  for (const item of items) {
    const known = byId.get(item.itemid)
    byId.set(item.itemid, known ? mergeItems(known, item) : item)
  }
  return [...byId.values()].sort((a, b) => (a.itemid < b.itemid ? -1 : 1))
}

function mergeItems(a: PurchaseItem, b: PurchaseItem): PurchaseItem {
  return {
    itemid: a.itemid,
    sale: newer(a.sale, b.sale, filled),
    billing: newer(a.billing, b.billing, filled),
    status: laterStatus(a.status, b.status),
    shipped: [a.shipped, b.shipped].sort(byShipped)[1],
    has_tracking: a.has_tracking || b.has_tracking,
    to_accept_at: earliest(a.to_accept_at, b.to_accept_at),
    accepted_at: earliest(a.accepted_at, b.accepted_at),
  }
}

function laterStatus(a: Status | null, b: Status | null): Status | null {
  if (!a || !b) {
    return a ?? b
  }
  const [first, second] = [a, b].sort(
    (one, other) =>
      (one.at === other.at ? usualOrder(one.word) - usualOrder(other.word) : 0) || byTime(one, other)
  )
  const rank = lifeRank(a.word, a.service) - lifeRank(b.word, b.service)
  if (rank !== 0 && !isTakenBack(first, second)) {
    return rank > 0 ? a : b
  }
  return first.word === second.word ? first : second
}

/**
 * The list of new sales itself says that what it called canceled or refused is to be decided after all, or has an item
 * that seemed to be gone.
 */
const isTakenBack = (first: Status, second: Status): boolean =>
  second.service === "newsales" &&
  (situationOf(first.word) === "gone" ||
    (first.service === "newsales" &&
      ["canceled", "refused"].includes(situationOf(first.word) ?? "") &&
      situationOf(second.word) === "to_accept"))

const NOT_SHIPPED = ["0", "false", "n", "no", "non"]
/** A parcel does not come back: a word that says "not shipped" never replaces one that says something else. */
function byShipped(a: string, b: string): number {
  const rank = (word: string) => (word === "" ? 0 : NOT_SHIPPED.includes(word.toLowerCase()) ? 1 : 2)
  return rank(a) - rank(b) || (a < b ? -1 : 1)
}

/** Merges the two under the newer one's time, or the older one's when the newer adds nothing. */
function newer<Facts extends { at: string }>(
  a: Facts | null,
  b: Facts | null,
  combine: (newer: Facts, older: Facts) => Facts
): Facts | null {
  if (!a || !b) {
    return a ?? b
  }
  const [older, later] = [a, b].sort(byTime)
  const both = { ...combine(later, older), at: older.at }
  return isSame(both, older) ? older : { ...both, at: later.at }
}

/** The newer facts; what they leave empty is the older ones'. */
function filled<Facts extends object>(newer: Facts, older: Facts): Facts {
  const known = Object.entries(newer).map(([key, value]) => [
    key,
    isBlank(value) ? older[key as keyof Facts] : value,
  ])
  return Object.fromEntries(known) as Facts
}

function mergeDelivery(newer: Delivery, older: Delivery): Delivery {
  const both = filled(newer, older)
  const isSameMode = newer.shippingtype === older.shippingtype || !newer.shippingtype || !older.shippingtype
  return {
    ...both,
    deliveryaddress: mergePlace(newer.deliveryaddress, isSameMode ? older.deliveryaddress : null),
    billingaddress: mergePlace(newer.billingaddress, older.billingaddress),
    collectionpointaddress: mergePlace(
      newer.collectionpointaddress,
      isSameMode ? older.collectionpointaddress : null
    ),
  }
}

/** An address is completed only by one that does not contradict it: two addresses are never mixed. */
function mergePlace<Place extends object>(newer: Place | null, older: Place | null): Place | null {
  if (!newer || !older) {
    return newer ?? older
  }
  const both = filled(newer, older)
  return isSame(both, filled(older, newer)) ? both : newer
}

const emptied = (facts: object) => Object.fromEntries(Object.keys(facts).map((key) => [key, ""]))
const isBlank = (value: unknown): boolean =>
  value === "" ||
  value === null ||
  (typeof value === "object" && Object.values(value as object).every((part) => part === ""))
const unlessEmpty = <Place extends object>(place: Place): Place | null => (isBlank(place) ? null : place)
const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)
const byTime = <Seen extends { at: string }>(a: Seen, b: Seen): number =>
  a.at === b.at ? (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1) : a.at < b.at ? -1 : 1
const earliest = (a: string | null, b: string | null): string | null => (a && b ? (a < b ? a : b) : (a ?? b))
const latest = (a: string | null, b: string | null): string | null => (a && b ? (a > b ? a : b) : (a ?? b))
