import type { ShownOffer } from "../marketplaces/port"

/** What we hold of an offer: what the marketplace confirmed last, where it is known. */
export type OurOffer = {
  id: string
  sku: string
  quantity: number | null
  /** "24.90" */
  price: string | null
}

export type OfferDifference = {
  id: string
  sku: string
  aspect: "stock" | "price"
  ours: number | string
  shown: number | string
}

export type Comparison = {
  differences: OfferDifference[]
  /** Offers of the marketplace that we do not know: to be mapped, never touched. */
  unmatched: ShownOffer[]
  /** Ours that were not shown; null where the read did not reach its end and says nothing about them. */
  absent: OurOffer[] | null
}

/**
 * What the marketplace shows against what it confirmed. SKUs compare exactly. A value that either side does not know is no
 * difference, and an offer that is there twice is compared by its first appearance.
 *
 * @param isComplete the read ended with its last page, without anything that could not be read
 */
export function compareOffers(
  shown: readonly ShownOffer[],
  ours: readonly OurOffer[],
  isComplete: boolean
): Comparison {
  const known = new Map(ours.map((offer) => [offer.sku, offer]))
  const seen = new Map<string, ShownOffer>()
  for (const offer of shown) {
    if (!seen.has(offer.sku)) seen.set(offer.sku, offer)
  }
  const differences: OfferDifference[] = []
  for (const { sku, quantity, price } of seen.values()) {
    const our = known.get(sku)
    if (!our) continue
    const { id } = our
    if (our.quantity !== null && quantity !== null && our.quantity !== quantity) {
      differences.push({ id, sku, aspect: "stock", ours: our.quantity, shown: quantity })
    }
    if (our.price !== null && price !== null && our.price !== price) {
      differences.push({ id, sku, aspect: "price", ours: our.price, shown: price })
    }
  }
  return {
    differences,
    unmatched: [...seen.values()].filter(({ sku }) => !known.has(sku)),
    absent: isComplete ? ours.filter(({ sku }) => !seen.has(sku)) : null,
  }
}
