import type { MarketplaceName } from "./faults"

/** One line of an order as the generator made it. Money in cents with tax; `tax_rate` in percent, null when not provided. */
export type ExpectedLine = {
  /** The marketplace's ids of what the line is made of: one line id (Cdiscount) or one id per unit (Rakuten). */
  item_ids: string[]
  sku: string
  quantity: number
  unit_cents: number
  /** Shipping of the whole line. */
  shipping_cents: number
  tax_rate: number | null
  /** Whether the seller owes it to the buyer: his to ship, and neither shipped nor canceled when it was made. */
  is_owed: boolean
}

/**
 * What should become of an order under the default settings of a French store that sells the catalog in euros:
 * `import`; `hold` (a human must look, see `reason`); `wait` (not importable yet, no alarm); `to_accept`;
 * `cancel` (over at the marketplace before it reached the store); `ignore`; `run_error` (not even an id).
 */
export type ExpectedOutcome = "import" | "hold" | "wait" | "to_accept" | "cancel" | "ignore" | "run_error"

/** The generator's own figures, worked out beside the wire format and never from anything that reads it. */
export type ExpectedOrder = {
  marketplace: MarketplaceName
  account: string
  /** Null for an order that is served without one. */
  external_id: string | null
  kind: string
  outcome: ExpectedOutcome
  reason: string | null
  currency_code: string
  /** What the marketplace says for the whole order; null where it gives no total. */
  stated_total_cents: number | null
  /** All lines with their shipping, whoever ships them and whatever became of them. */
  lines_cents: number
  /** Of these, what the seller owes. */
  owed_cents: number
  /** What the store's order amounts to once it is there; null when it should never be. */
  import_cents: number | null
  fee_cents: number
  /** Of the owed lines, per rate in percent: the sum with tax and the tax in it (half a cent rounds up). */
  taxes: { rate: number; gross_cents: number; tax_cents: number }[]
  lines: ExpectedLine[]
}

export const lineCents = (line: ExpectedLine): number => line.unit_cents * line.quantity + line.shipping_cents

const sum = (lines: ExpectedLine[]) => lines.reduce((cents, line) => cents + lineCents(line), 0)

/** The tax contained in a sum with tax. */
export const taxOf = (gross_cents: number, rate: number): number =>
  Math.round((gross_cents * rate * 10) / (1000 + rate * 10))

export function sumUp(lines: ExpectedLine[]): Pick<ExpectedOrder, "lines_cents" | "owed_cents" | "taxes"> {
  const owed = lines.filter((line) => line.is_owed)
  const rates = [...new Set(owed.flatMap((line) => line.tax_rate ?? []))].sort((a, b) => b - a)
  return {
    lines_cents: sum(lines),
    owed_cents: sum(owed),
    taxes: rates.map((rate) => {
      const gross_cents = sum(owed.filter((line) => line.tax_rate === rate))
      return { rate, gross_cents, tax_cents: taxOf(gross_cents, rate) }
    }),
  }
}
