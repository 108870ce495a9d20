import { Random } from "../random"
import type { ShelfOffer } from "../offers/shelf"
import { addUnit, draftSale, expectedSale } from "./draft"
import type { RakutenMarket } from "./market"

/** The purchase of a buyer who bought what the page showed: one item for each unit. The seller has to accept it. */
export function saleOf(market: RakutenMarket, offer: ShelfOffer, quantity: number, to_accept = true): string {
  const now = market.clock.now()
  const { sku, gtin: ean, title, price_cents, vat } = offer
  const catalog = [{ sku, ean, title, price: price_cents / 100, vat }]
  const seed = 8_000_000 + market.list().length
  const context = { random: new Random(seed), catalog, account: offer.account, marker: "", now }
  const draft = draftSale(context, "bought")
  const [first] = draft.sale.items
  Object.assign(first, {
    price_cents,
    listed_cents: price_cents,
    advertid: offer.external_id,
    logs: [{ code: "ITEM_REQUESTED", at: now }],
  })
  while (draft.sale.items.length < quantity) addUnit(draft, context, first)
  for (const item of draft.sale.items) {
    if (to_accept) item.situation = "requested"
    while (market.has(item.itemid)) item.itemid = `7${context.random.text(8, "0123456789")}`
    draft.products.set(item.itemid, catalog[0])
  }
  while (market.has(draft.sale.purchaseid)) draft.sale.purchaseid = `9${context.random.text(8, "0123456789")}`
  draft.sale.purchased_at = now
  draft.sale.details_at = to_accept ? null : now
  if (to_accept) draft.outcome = "to_accept"
  draft.sale.expected = expectedSale(draft)
  return market.add(draft.sale).purchaseid
}
