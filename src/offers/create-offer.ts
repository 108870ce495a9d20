import type { OfferPolicy, ShownOffer } from "../marketplaces/port"
import type { Problem } from "../orders/problems"

/** The keys of a variant that can name a product; the first one that is filled in counts. */
export type VariantKeys = {
  sku: string | null
  ean: string | null
  barcode: string | null
  upc: string | null
}

type Keyed = Pick<ShownOffer, "sku" | "ean" | "condition"> & {
  /** Its creation was refused: it may be asked for again, and may still come before one of the same product. */
  is_refused?: boolean
}
type Policy = Pick<OfferPolicy, "refuseSku" | "eanFor">

/** What the marketplace was seen to offer for the account, on one channel. */
export type SeenInventory = {
  /** When the read ended that showed every offer; in milliseconds. */
  read_at: number
  add(offer: Keyed): void
  /** The SKU under which it is offered: the SKU itself, or the same product in the same condition. */
  find(sku: string, ean: string, condition: string): string | null
}

/** Built once for an account: it may have offers by the ten thousand. */
export function seenInventory(
  read_at: number,
  offers: readonly Keyed[],
  { eanFor }: Pick<OfferPolicy, "eanFor">
): SeenInventory {
  const skus = new Set<string>()
  const byEan = new Map<string, Keyed[]>()
  const add = (offer: Keyed) => {
    if (!offer.is_refused) skus.add(offer.sku)
    const read = offer.ean === null ? null : eanFor(offer.ean)
    if (read && "ean" in read) byEan.set(read.ean, [...(byEan.get(read.ean) ?? []), offer])
  }
  for (const offer of offers) add(offer)
  return {
    read_at,
    add,
    find: (sku, ean, condition) =>
      skus.has(sku)
        ? sku
        : (byEan.get(ean)?.find((offer) => offer.sku !== sku && isSameCondition(offer.condition, condition))
            ?.sku ?? null),
  }
}

/** An older read may miss what was offered since. */
const FRESH_MS = 24 * 60 * 60 * 1000

export type Creation = { sku: string; ean: string } | { problem: Problem }

/**
 * Whether an offer may be created for a variant. Only after a complete read of what is offered there: a second offer of the
 * same product and condition would share its stock and be in its way, so the existing one is to be mapped instead.
 */
export function judgeCreation(
  keys: VariantKeys,
  condition: string,
  { inventory, now, policy }: { inventory: SeenInventory | null; now: number; policy: Policy }
): Creation {
  const sku = keys.sku ?? ""
  const why = policy.refuseSku(sku)
  if (why) {
    return { problem: { code: "offer_sku_refused", params: { sku, why: [why] } } }
  }
  const { given, ...found } = eanOf(keys, policy)
  if ("why" in found) {
    return { problem: { code: "offer_ean_refused", params: { sku, ean: given, why: [found.why] } } }
  }
  if (!inventory || now - inventory.read_at > FRESH_MS) {
    return { problem: { code: "offer_inventory_unread", params: { sku } } }
  }
  const { ean } = found
  const other = inventory.find(sku, ean, condition)
  return other === null
    ? { sku, ean }
    : { problem: { code: "offer_exists_there", params: { sku, ean, other } } }
}

function eanOf({ ean, barcode, upc }: VariantKeys, { eanFor }: Pick<Policy, "eanFor">) {
  const given = [ean, barcode, upc].find((key) => key?.trim()) ?? ""
  return { given, ...eanFor(given) }
}

/** So long a product that the marketplace did not know is not asked for again, whatever the offer's values are meanwhile. */
const UNKNOWN_PRODUCT_MS = 7 * 24 * 60 * 60 * 1000

type Refused = {
  state: string
  external_sku: string
  ean: string | null
  stock_sent_at: Date | string | null
}

/** Whether an offer waits for its product: a person creates the page there, or corrects the EAN. */
export const awaitsProduct = ({ state, stock_sent_at }: Refused, now: number): boolean =>
  state === "needs_product" &&
  stock_sent_at !== null &&
  now - new Date(stock_sent_at).getTime() < UNKNOWN_PRODUCT_MS

/** Whether the store names another product by now than the one that an offer was refused for. */
export function isEanCorrected(
  { state, external_sku, ean }: Refused,
  keys: VariantKeys,
  policy: Pick<Policy, "eanFor">
): boolean {
  const found = eanOf(keys, policy)
  return state === "needs_product" && keys.sku === external_sku && "ean" in found && found.ean !== ean
}

/** Marketplaces read and write conditions in different words: where it is not known, it counts as the same. */
const isSameCondition = (shown: string | null, wanted: string): boolean =>
  shown === null ||
  shown.toLowerCase() === wanted.toLowerCase() ||
  !/^(new|n)$/i.test(shown) === !/^(new|n)$/i.test(wanted)
