import type { Carrier, Confidence } from "./carrier"
import type { CarrierNames } from "./carrier-names"
import { CARRIERS } from "./catalog"
import { AMBIGUOUS_SHAPES } from "./data/ambiguous-shapes"
import { foldName } from "./normalize"

export type CarrierCoverage = {
  key: string
  name: string
  kind: Carrier["kind"]
  /** Confidence of the recommended link; null without one. */
  url: Confidence | null
  /** Whether that link shows the parcel, or only the page on which to type the number. */
  url_follows_number: boolean
  /** Latest day on which one of its links was opened with a real parcel. */
  url_checked_on: string | null
  patterns: Record<Confidence, number>
  /** How many of its patterns have a check digit. */
  patterns_checked: number
  /** The name to send, by marketplace id. */
  names: Record<string, string | null>
}

/** Each marketplace's names by its id. */
export type NamesByMarketplace = Readonly<Record<string, CarrierNames>>

/** What the catalog knows of each carrier, and how surely. */
export function carrierCoverage(marketplaces: NamesByMarketplace): CarrierCoverage[] {
  return CARRIERS.map((carrier) => {
    const [url] = carrier.tracking_urls.filter(({ deprecated }) => !deprecated)
    const count = (confidence: Confidence) =>
      carrier.patterns.filter((pattern) => pattern.confidence === confidence).length
    return {
      key: carrier.key,
      name: carrier.name,
      kind: carrier.kind,
      url: url?.confidence ?? null,
      url_follows_number: url?.template.includes("{number}") ?? false,
      url_checked_on:
        carrier.tracking_urls
          .flatMap(({ checked_on }) => checked_on ?? [])
          .sort()
          .at(-1) ?? null,
      patterns: { high: count("high"), medium: count("medium"), low: count("low") },
      patterns_checked: carrier.patterns.filter(({ check }) => check !== null).length,
      names: Object.fromEntries(
        Object.entries(marketplaces).map(([id, { names }]) => [id, names[carrier.key]?.preferred ?? null])
      ),
    }
  })
}

/** Names that a marketplace listed when last seen and that no carrier of the catalog sends or is recognized by. */
export function uncoveredNames({ names, fallback, reserved, seed }: CarrierNames): string[] {
  const covered = new Set(
    Object.values(names)
      .flatMap(({ preferred, known_as }) => [preferred ?? "", ...(known_as ?? [])])
      .concat(fallback, ...reserved)
      .map(foldName)
  )
  return seed.flatMap(({ name }) => (covered.has(foldName(name)) ? [] : [name]))
}

/** Links that were opened with a real parcel, the latest first. */
export const checkedLinks = (
  carriers: readonly Pick<Carrier, "tracking_urls">[] = CARRIERS
): { template: string; checked_on: string }[] =>
  carriers
    .flatMap(({ tracking_urls }) =>
      tracking_urls.flatMap(({ template, checked_on }) => (checked_on ? [{ template, checked_on }] : []))
    )
    .sort((a, b) => (a.checked_on < b.checked_on ? 1 : -1))

function table(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)))
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column]))
      .join("  ")
      .trimEnd()
  )
}

/** The coverage as text for a terminal. */
export function formatCoverage(marketplaces: NamesByMarketplace): string {
  const rows = carrierCoverage(marketplaces)
  const ids = Object.keys(marketplaces)
  const links = checkedLinks()
  const count = (test: (row: CarrierCoverage) => boolean) => `${rows.filter(test).length} of ${rows.length}`
  const link = ({ url, url_follows_number }: CarrierCoverage) =>
    url === null ? "-" : url_follows_number ? url : `${url}, page only`
  return [
    ...table([
      ["carrier", "kind", "link", "link opened on", "patterns high/medium/low", "with key", ...ids],
      ...rows.map((row) => [
        row.key,
        row.kind,
        link(row),
        row.url_checked_on ?? "never",
        row.patterns.high + row.patterns.medium + row.patterns.low === 0
          ? "-"
          : `${row.patterns.high}/${row.patterns.medium}/${row.patterns.low}`,
        `${row.patterns_checked || "-"}`,
        ...ids.map((id) => row.names[id] ?? "-"),
      ]),
    ]),
    "",
    `With a link that follows the number: ${count((row) => row.url_follows_number)}`,
    `With a link that was opened with a real parcel: ${count((row) => row.url_checked_on !== null)}`,
    `Recognized by the number alone: ${count((row) => row.patterns.high > 0)}`,
    `With any pattern: ${count((row) => row.patterns.high + row.patterns.medium + row.patterns.low > 0)}`,
    ...Object.entries(marketplaces).flatMap(([id, names]) => [
      `With a name at ${id}: ${count((row) => row.names[id] !== null)}`,
      `Listed at ${id} and not in the catalog: ${uncoveredNames(names).join(", ") || "none"}`,
    ]),
    "",
    "Links that were opened with a real parcel, and when:",
    ...(links.length
      ? links.map(({ template, checked_on }) => `  ${checked_on}  ${template}`)
      : ["  none yet"]),
    "",
    "Shapes that several carriers share:",
    ...AMBIGUOUS_SHAPES.map(
      ({ shape, carriers, others, distinguished_by }) =>
        `  ${shape}: ${[...carriers, ...others].join(", ")} (${distinguished_by ?? "never guessed"})`
    ),
    "",
  ].join("\n")
}
