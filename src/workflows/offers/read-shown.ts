import type { OfferSession, ShownOffer } from "../../marketplaces/port"

/** SKUs that are asked for in one call. */
const AT_ONCE = 50

/**
 * What the marketplace shows of some SKUs now. One that cannot be asked for alone is missing, as is one that is not there. Where
 * the marketplace cannot look for some, all of its offers come, once.
 */
export async function readShown(
  session: OfferSession,
  channel: string,
  skus: readonly string[]
): Promise<Map<string, ShownOffer>> {
  const wanted = new Set(skus)
  const found = new Map<string, ShownOffer>()
  const askable = skus.filter((sku) => !sku.includes(","))
  for (let start = 0; start < askable.length; start += AT_ONCE) {
    let isAll = false
    let cursor: string | null = null
    do {
      const page = await session.readOffers({ channel, cursor, skus: askable.slice(start, start + AT_ONCE) })
      for (const offer of page.offers) {
        if (wanted.has(offer.sku)) found.set(offer.sku, offer)
        else isAll = true
      }
      cursor = page.cursor
    } while (cursor !== null)
    if (isAll) break
  }
  return found
}
