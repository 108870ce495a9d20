import type { SandboxClock } from "../clock"
import type { MarketplaceName } from "../faults"

export type Place = MarketplaceName | "shop"

/** One unit that was sold, wherever. */
type Sale = { place: Place; at: number }
type Article = { units: number; sales: Sale[] }

/** A unit that was sold and does not exist, with the sale that took the last one. */
export type Oversold = {
  sku: string
  place: Place
  at: string
  /** Null where there never was one. */
  last_unit: { place: Place; at: string } | null
  /** Between the two sales. */
  seconds: number | null
}

/**
 * How many units of each article exist, wherever they are sold: known to no marketplace and to no store, and so the judge of
 * what was sold twice. Articles that were never counted are not judged.
 */
export class Goods {
  private articles = new Map<string, Article>()

  constructor(private readonly clock: SandboxClock) {}

  reset(): void {
    this.articles.clear()
  }

  /** Units come in (or, below zero, are lost). */
  receive(sku: string, units: number): number {
    const article = this.articles.get(sku) ?? { units: 0, sales: [] }
    article.units += units
    this.articles.set(sku, article)
    return article.units - article.sales.length
  }

  sell(place: Place, sku: string, units: number): void {
    const article = this.articles.get(sku)
    const at = this.clock.now()
    for (let unit = 0; article && unit < units; unit++) article.sales.push({ place, at })
  }

  /** A sale was canceled: its units are there again. */
  giveBack(place: Place, sku: string, units: number): void {
    const article = this.articles.get(sku)
    for (let unit = 0; article && unit < units; unit++) {
      const index = article.sales.findLastIndex((sale) => sale.place === place)
      if (index >= 0) article.sales.splice(index, 1)
    }
  }

  left(): Record<string, number> {
    return Object.fromEntries(
      [...this.articles].map(([sku, { units, sales }]) => [sku, units - sales.length])
    )
  }

  oversold(): Oversold[] {
    return [...this.articles].flatMap(([sku, { units, sales }]) => {
      const sorted = [...sales].sort((a, b) => a.at - b.at)
      const last = units > 0 ? sorted[Math.min(units, sorted.length) - 1] : undefined
      return sorted.slice(Math.max(0, units)).map(({ place, at }) => ({
        sku,
        place,
        at: this.clock.iso(at),
        last_unit: last ? { place: last.place, at: this.clock.iso(last.at) } : null,
        seconds: last ? (at - last.at) / 1000 : null,
      }))
    })
  }
}
