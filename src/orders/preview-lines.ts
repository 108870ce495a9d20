import type { NormalizedOrder } from "../marketplaces/port"
import { countUnits } from "./fulfillments"

/** Lines that a preview names of one order; it keeps hundreds of orders, and one can have hundreds of lines. */
const MOST_NAMED = 10

export type PreviewLines = {
  lines: { title: string; quantity: number }[]
  /** How many the order has beside them. */
  more_lines: number
}

/** What a preview shows of an order's articles; nothing of one that cannot be read. */
export function previewLines(order: NormalizedOrder | null): PreviewLines {
  const lines = order?.lines ?? []
  return {
    lines: lines.slice(0, MOST_NAMED).map(({ title, items }) => ({ title, quantity: countUnits(items) })),
    more_lines: Math.max(0, lines.length - MOST_NAMED),
  }
}
