import type { NormalizedOrder } from "../marketplaces/port"
import type { StorePrices } from "./acceptance"
import { externalSku, matchLine, type MatchTables } from "./match"
import type { VariantFacts } from "./import-context"
import type { ConnectionSettings } from "./settings"
import { type Reservation, type Stock, StockLeft } from "./stock"

/** What the store knows of the article of a line: what a person decides on beside what was sold. */
export type LineFacts = {
  /** By what the article would be mapped: its SKU, or what stands for it. */
  sku: string
  /** Null: unknown in the store. */
  variant_id: string | null
  /** Units that all locations together have for the order, what others have reserved taken off. Null: unknown, or not managed. */
  stock: number | null
  is_managed: boolean
  /** In the order's currency, with tax, in major units; null where the store has no such price. */
  price: number | null
  /** Of the marketplace's price from the store's, in percent; null where one of them is missing. */
  difference_percent: number | null
}

type Context = {
  settings: ConnectionSettings
  matches: MatchTables
  variants: ReadonlyMap<string, VariantFacts>
  stock: Stock
  /** What the order has reserved already. */
  reserved: readonly Reservation[]
  destination: { stock_location_ids: readonly string[] }
}

/** The facts of each line of an order, by the line's key. */
export function lineFacts(
  order: NormalizedOrder,
  prices: StorePrices,
  { settings, matches, variants, stock, reserved, destination }: Context
): Map<string, LineFacts> {
  const left = new StockLeft(destination.stock_location_ids, stock, reserved)
  return new Map(
    order.lines.map((line) => {
      const sku = externalSku(line)
      const { variant_id } = matchLine(line, matches, settings)
      const variant = (variant_id !== null && variants.get(variant_id)) || null
      const is_managed = variant?.manage_inventory ?? false
      const price = (variant && prices.get(variant.id)) ?? null
      return [
        line.key,
        {
          sku,
          variant_id: variant?.id ?? null,
          stock: is_managed ? left.served({ key: line.key, sku, quantity: Infinity, variant }) : null,
          is_managed,
          price,
          difference_percent:
            price && line.unit_price !== null
              ? Math.round(((line.unit_price - price) / price) * 1000) / 10
              : null,
        },
      ]
    })
  )
}
