import { Random } from "../random"
import type { ShelfOffer } from "../offers/shelf"
import { draftLine, draftOrder, expectedOrder, wireOrder } from "./draft"
import type { CdiscountMarket } from "./market"

/** The order of a buyer who bought what the page showed, at the price that it showed. */
export function orderOf(
  market: CdiscountMarket,
  offer: ShelfOffer,
  quantity: number,
  to_accept = false
): string {
  const now = market.clock.now()
  const { sku, gtin: ean, title, price_cents, vat } = offer
  const catalog = [{ sku, ean, title, price: price_cents / 100, vat }]
  const seed = 7_000_000 + market.list().length
  const context = { random: new Random(seed), catalog, account: offer.account, marker: "", now }
  const draft = draftOrder(context, "bought")
  while (market.find(draft.id)) draft.id = draft.id.slice(0, -4) + context.random.text(4)
  draft.lines = [{ ...draftLine(context, catalog[0]), unit_cents: price_cents, quantity }]
  draft.purchased_at = draft.updated_at = now
  draft.channel = { id: offer.channel, name: offer.channel === "CDISFR" ? "Cdiscount" : offer.channel }
  if (to_accept) Object.assign(draft, { status: "WaitingAcceptance", outcome: "to_accept" })
  market.add({
    id: draft.id,
    seller_id: draft.seller_id,
    order: wireOrder(draft),
    kind: "bought",
    expected: expectedOrder(draft),
  })
  return draft.id
}
