import { pageGuard } from "../../marketplaces/new-ids"
import {
  MarketplaceError,
  type OfferSession,
  type OffersPage,
  offersPageSchema,
  type ShownOffer,
} from "../../marketplaces/port"
import { readAnswer } from "../../marketplaces/read-answer"

/** SKUs that are asked for in one call. */
const AT_ONCE = 50
/** Pages of one channel: 50 million offers. */
export const MOST_PAGES = 50_000

export const LIST = "The list of offers"
export const endless = () => new MarketplaceError("invalid_answer", `${LIST} has no end.`, { effect: "none" })

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
    let pages = 0
    const watch = pageGuard(LIST)
    do {
      if (++pages > MOST_PAGES) throw endless()
      const asked = { channel, cursor, skus: askable.slice(start, start + AT_ONCE) }
      const page: OffersPage = readAnswer(offersPageSchema, await session.readOffers(asked), LIST)
      watch(
        cursor,
        page.offers.map(({ sku }) => sku)
      )
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
