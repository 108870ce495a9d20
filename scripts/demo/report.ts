import type { Figures } from "./figures"
import type { MarketplaceOrderRow } from "./read-store"

export type MarketReport = {
  name: string
  expected: Figures
  found: Figures
  held: MarketplaceOrderRow[]
  differences: string[]
}

const ROWS: [keyof Figures, string][] = [
  ["orders", "orders at the marketplace"],
  ["seen", "seen"],
  ["imported", "imported, to the cent"],
  ["held", "held for a person"],
  ["to_accept", "to accept"],
  ["waiting", "waiting for the marketplace"],
  ["not_ours", "canceled, shipped elsewhere, too old"],
  ["unreadable", "without an id: error of the run"],
  ["shipped", "shipped here, arrived there"],
  ["confirmed", "confirmed"],
]
const LABEL = 40
const COLUMN = 12

/** The table of both marketplaces: what there is, and in brackets what the marketplace expects where that is another number. */
export function printReport(reports: MarketReport[]): void {
  const line = (label: string, cells: string[]) =>
    console.log(`  ${label.padEnd(LABEL)}${cells.map((cell) => cell.padStart(COLUMN)).join("")}`)
  console.log("")
  line(
    "",
    reports.map(({ name }) => name)
  )
  for (const [key, label] of ROWS) {
    line(
      label,
      reports.map(({ expected, found }) =>
        found[key] === expected[key] ? String(found[key]) : `${found[key]} (${expected[key]})`
      )
    )
  }
  for (const { name, held } of reports) {
    console.log(`\n  Held at ${name}:`)
    for (const { external_id, problem } of held) {
      console.log(`    ${external_id.padEnd(22)} ${(problem ?? "").slice(0, 110)}`)
    }
  }
  console.log("")
}
