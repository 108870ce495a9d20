import type { MedusaContainer } from "@medusajs/framework/types"
import { planOffer } from "../../offers/plan-offer"
import { type OfferPreview, previewOffers } from "../../offers/preview"
import { readOfferSettings } from "../../offers/settings"
import { loadFacts } from "../offers/load-facts"
import { offersContext } from "../offers/offers-context"
import { marketplaceOf } from "../shared/marketplace"
import { notAllowed } from "../../modules/marketplace/refusal"

const PAGE_SIZE = 500
/** A preview of more offers than this says so. */
const MOST_OFFERS = 50_000

/** What sending everything would do to the offers of a connection, as they were read last. Nothing is written or sent. */
export async function previewConnectionOffers(
  container: MedusaContainer,
  connection_id: string
): Promise<OfferPreview> {
  const marketplace = marketplaceOf(container)
  const { offers } = marketplace
  const row = await marketplace.connection(connection_id)
  const context = offersContext(container, row)
  const settings = readOfferSettings(row.settings)
  if (!context || !settings) {
    throw notAllowed("offers_not_here", {
      marketplace: marketplace.marketplaceName(row.marketplace_id),
    })
  }
  const everything = { ...context, offers: { ...settings, stock: true, price: true, delivery: true } }
  const preview = previewOffers()
  let after = ""
  for (let seen = 0; seen < MOST_OFFERS;) {
    const page = await offers.listOffersAfter(connection_id, after, PAGE_SIZE)
    for (const { row, facts, rules } of await loadFacts(container, everything, page)) {
      const plan = planOffer(facts, rules, everything.policy)
      const { shown, external_sku, title, variant_id, state, id } = row
      preview.add({
        id,
        sku: external_sku,
        title,
        is_matched: variant_id !== null && state !== "unmatched",
        shown: { quantity: shown?.quantity ?? null, price: shown?.price ? Number(shown.price) : null },
        plan,
      })
    }
    seen += page.length
    if (page.length < PAGE_SIZE) break
    after = page[page.length - 1].id
  }
  return preview.result()
}
