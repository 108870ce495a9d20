import type { OfferPolicy, ShownOffer } from "../marketplaces/port"
import type { Problem } from "../orders/problems"

/** The keys of a variant that can name a product; the first one that is filled in counts. */
export type VariantKeys = {
  sku: string | null
  ean: string | null
  barcode: string | null
  upc: string | null
}

/** What the marketplace was seen to offer for the account, on this channel. */
export type SeenInventory = {
  /** When the read ended that showed every offer; in milliseconds. */
  read_at: number
  offers: readonly Pick<ShownOffer, "sku" | "ean" | "condition">[]
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
  {
    inventory,
    now,
    policy,
  }: { inventory: SeenInventory | null; now: number; policy: Pick<OfferPolicy, "refuseSku" | "eanFor"> }
): Creation {
  const sku = keys.sku ?? ""
  const why = policy.refuseSku(sku)
  if (why) {
    return { problem: { code: "offer_sku_refused", params: { sku, why: [why] } } }
  }
  const given = [keys.ean, keys.barcode, keys.upc].find((key) => key?.trim()) ?? ""
  const found = policy.eanFor(given)
  if ("why" in found) {
    return { problem: { code: "offer_ean_refused", params: { sku, ean: given, why: [found.why] } } }
  }
  if (!inventory || now - inventory.read_at > FRESH_MS) {
    return { problem: { code: "offer_inventory_unread", params: { sku } } }
  }
  const { ean } = found
  const same = inventory.offers.find(
    (offer) =>
      offer.sku === sku || (isSameEan(offer.ean, ean, policy) && isSameCondition(offer.condition, condition))
  )
  return same
    ? { problem: { code: "offer_exists_there", params: { sku, ean, other: same.sku } } }
    : { sku, ean }
}

function isSameEan(shown: string | null, ean: string, { eanFor }: Pick<OfferPolicy, "eanFor">): boolean {
  const read = shown === null ? null : eanFor(shown)
  return read !== null && "ean" in read && read.ean === ean
}

/** Marketplaces read and write conditions in different words: where it is not known, it counts as the same. */
const isSameCondition = (shown: string | null, wanted: string): boolean =>
  shown === null ||
  shown.toLowerCase() === wanted.toLowerCase() ||
  !/^(new|n)$/i.test(shown) === !/^(new|n)$/i.test(wanted)
