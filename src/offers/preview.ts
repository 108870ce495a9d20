import type { OfferPlan } from "./plan-offer"

/** One offer, as the marketplace shows it and as it would be sent. */
export type PreviewedOffer = {
  id: string
  sku: string
  title: string | null
  is_matched: boolean
  shown: { quantity: number | null; price: number | null }
  plan: Pick<OfferPlan, "stock" | "price">
}

/** How many offers would go where; `unknown`: what is shown there is not known, `held`: a problem keeps the value. */
export type PreviewCounts = {
  up: number
  down: number
  same: number
  unknown: number
  held: number
  not_sent: number
}

export type PreviewChange = {
  id: string
  sku: string
  title: string | null
  aspect: "stock" | "price"
  from: number
  to: number
}

export type OfferPreview = {
  offers: number
  unmatched: number
  stock: PreviewCounts & { to_zero: number }
  price: PreviewCounts
  /** What would change most, at most `MOST_CHANGES` of each: falls to zero first, then by how much. */
  largest: PreviewChange[]
}

const MOST_CHANGES = 20
const NONE: PreviewCounts = { up: 0, down: 0, same: 0, unknown: 0, held: 0, not_sent: 0 }

/** What sending stock and prices would do to these offers. Memory does not grow with their number. */
export function previewOffers() {
  const preview: OfferPreview = {
    offers: 0,
    unmatched: 0,
    stock: { ...NONE, to_zero: 0 },
    price: { ...NONE },
    largest: [],
  }
  const largest: Record<PreviewChange["aspect"], PreviewChange[]> = { stock: [], price: [] }
  const note = (change: PreviewChange) => {
    const list = largest[change.aspect]
    list.push(change)
    list.sort((one, other) => weight(other) - weight(one)).splice(MOST_CHANGES)
  }
  const judge = (
    { id, sku, title }: PreviewedOffer,
    aspect: PreviewChange["aspect"],
    outcome: string,
    from: number | null,
    to: number | null
  ) => {
    const counts = preview[aspect]
    if (outcome === "problem") counts.held += 1
    else if (to === null) counts.not_sent += 1
    else if (from === null) counts.unknown += 1
    else if (from === to) counts.same += 1
    else {
      counts[to > from ? "up" : "down"] += 1
      if (aspect === "stock" && to === 0) preview.stock.to_zero += 1
      note({ id, sku, title, aspect, from, to })
    }
  }
  return {
    add(offer: PreviewedOffer): void {
      preview.offers += 1
      if (!offer.is_matched) {
        preview.unmatched += 1
        return
      }
      const { stock, price } = offer.plan
      judge(offer, "stock", stock.outcome, offer.shown.quantity, "value" in stock ? stock.value : null)
      judge(
        offer,
        "price",
        price.outcome,
        offer.shown.price,
        "value" in price ? Number(price.value.amount) : null
      )
    },
    result: (): OfferPreview => ({ ...preview, largest: [...largest.stock, ...largest.price] }),
  }
}

const weight = ({ aspect, from, to }: PreviewChange): number =>
  aspect === "stock" ? (to === 0 ? 1_000_000_000 + from : Math.abs(to - from)) : Math.abs(to - from) / from
