import type { MedusaContainer } from "@medusajs/framework/types"
import { pauses } from "../../marketplaces/pauses"
import { invalid, rowChangedMeanwhile } from "../../modules/marketplace/refusal"
import { type BadRow, changedBy, MOST_ROWS, type OfferCsvRow, readOffersCsv } from "../../offers/offers-csv"
import type { OfferOverrides } from "../../offers/overrides"
import { textOfFile } from "../../orders/read-csv"
import { firstChanged, rowVersions } from "../../orders/row-versions"
import { wakeOffers } from "../shared/mark-offers"
import { type Actor, marketplaceOf } from "../shared/marketplace"
import { oneStepWorkflow } from "../shared/one-step-workflow"

/** `file`: its bytes as base64. */
export type ImportOffersInput = {
  connection_id: string
  file: string
  dry_run: boolean
  /** Of the look before: a row that meets something else by now is a conflict. */
  version?: string
  actor: Actor
}

/** `before`: what was set when the file was compared with it; `row`: the last one that names it. */
type Write = {
  id: string
  row: number
  sku: string
  before: OfferOverrides
  overrides: OfferCsvRow["overrides"]
  changes: OfferChanged[]
}
type OfferChanged = { row: number; sku: string } & ReturnType<typeof changedBy>[number]
export type ImportedOffers = {
  version: string
  rows: number
  changed: number
  unchanged: number
  excluded: number
  changes: OfferChanged[]
  bad_count: number
  bad: BadRow[]
}

const UNREADABLE = {
  sku: "offers_file_no_sku",
  rows: "offers_file_empty",
  too_many: "offers_file_too_long",
} as const
/** Offers that are written at once, and how many rows an answer names. */
const AT_ONCE = 1000
const MOST_NAMED = 200

/**
 * Sets what counts for offers of a connection, as a file says. A bad row keeps no other from counting. What follows of it is
 * computed like any change, and the brake looks at it.
 */
export const importMarketplaceOffersWorkflow = oneStepWorkflow(
  "import-marketplace-offers",
  async (
    { connection_id, file, dry_run, version, actor }: ImportOffersInput,
    { container }
  ): Promise<ImportedOffers> => {
    const marketplace = marketplaceOf(container)
    await marketplace.connection(connection_id)
    const read = await readOffersCsv(textOfFile(Buffer.from(file, "base64")))
    if ("missing" in read) throw invalid(UNREADABLE[read.missing], { most: MOST_ROWS })
    const bad = [...read.bad]
    const wanted = new Map<string, Write>()
    const met: string[] = []
    let unchanged = 0
    const pause = pauses()
    for (let start = 0; start < read.rows.length; start += AT_ONCE) {
      await pause()
      const page = read.rows.slice(start, start + AT_ONCE)
      const known = await marketplace.offers.listOverridden(
        connection_id,
        page.map(({ sku }) => sku)
      )
      for (const { row, sku, channel, overrides } of page) {
        const offers = known
          .filter((one) => one.external_sku === sku && (!channel || one.channel === channel))
          .sort((a, b) => (a.id < b.id ? -1 : 1))
        met.push(
          JSON.stringify([
            sku,
            offers.map((one) =>
              Object.keys(overrides).map((key) => [one.id, Reflect.get(one.overrides, key)])
            ),
          ])
        )
        if (!offers.length) bad.push({ row, sku, why: "unknown_offer", column: "sku", value: sku })
        for (const offer of offers) {
          // A row for all channels, and one for this: what the later one says counts.
          const other = wanted.get(offer.id)
          const differences = changedBy(overrides, { ...offer.overrides, ...other?.overrides })
          if (differences.length)
            wanted.set(offer.id, {
              ...{ id: offer.id, row, sku, before: other?.before ?? offer.overrides },
              overrides: { ...other?.overrides, ...overrides },
              changes: [...(other?.changes ?? []), ...differences.map((one) => ({ row, sku, ...one }))],
            })
          else unchanged += 1
        }
      }
    }
    const other = version === undefined ? null : firstChanged(version, met)
    if (other !== null) throw rowChangedMeanwhile(read.rows[other]?.row ?? 1, read.rows[other]?.sku ?? "")
    const lost = dry_run ? [] : await writeAll(container, [...wanted.values()])
    for (const { id, row, sku } of lost) {
      wanted.delete(id)
      bad.push({ row, sku, why: "changed_meanwhile", column: null, value: null })
    }
    const changed = wanted.size
    const changes = [...wanted.values()].flatMap((one) => one.changes)
    const excluded = changes.filter(({ field, to }) => field === "is_excluded" && to === true).length
    if (!dry_run && changed) {
      await marketplace.createMarketplaceHistoryEntries({
        connection_id,
        event: "offers.imported",
        actor,
        data: {
          count: changed,
          excluded,
          bad: bad.length,
          skus: [...new Set(changes.map(({ sku }) => sku))].slice(0, 20),
        },
      })
      wakeOffers(container, [connection_id])
    }
    bad.sort((a, b) => a.row - b.row)
    const rows = read.rows.length + read.bad.length
    return {
      version: rowVersions(met),
      rows,
      changed,
      unchanged,
      excluded,
      changes: changes.slice(0, MOST_NAMED),
      bad_count: bad.length,
      bad: bad.slice(0, MOST_NAMED),
    }
  }
)

/** Returns those that another person changed since they were read: nothing of them is written. */
async function writeAll(container: MedusaContainer, writes: Write[]): Promise<Write[]> {
  const lost: Write[] = []
  for (let start = 0; start < writes.length; start += AT_ONCE) {
    const page = writes.slice(start, start + AT_ONCE)
    const written = new Set(
      await marketplaceOf(container).offers.writeOverridesOf(
        page.map(({ id, overrides, before }) => ({ id, overrides, before }))
      )
    )
    lost.push(...page.filter(({ id }) => !written.has(id)))
  }
  return lost
}
