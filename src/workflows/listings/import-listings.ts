import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { invalid, rowChangedMeanwhile } from "../../modules/marketplace/refusal"
import {
  type BadListing,
  type ListingCsvRow,
  MOST_LISTINGS,
  readListingsCsv,
} from "../../orders/listings-csv"
import { textOfFile } from "../../orders/read-csv"
import { firstChanged, rowVersions } from "../../orders/row-versions"
import { releaseHeld } from "../release-held/release-held"
import { wakeOffers } from "../shared/mark-offers"
import { type Actor, marketplaceOf } from "../shared/marketplace"
import { oneStepWorkflow } from "../shared/one-step-workflow"

/** `file`: its bytes as base64. */
export type ImportListingsInput = {
  connection_id: string
  file: string
  dry_run: boolean
  /** Of the look before: a row that meets something else by now is a conflict. */
  version?: string
  actor: Actor
}

/** From which SKU of the store to which; null for none, or for a variant that is gone. */
type ListingChanged = { row: number; external_sku: string; from: string | null; to: string }
export type ImportedListings = {
  version: string
  rows: number
  changed: number
  unchanged: number
  /** Rows that name no SKU of the store yet. */
  open: number
  /** Orders that waited for one of them and are imported now. */
  released: number
  changes: ListingChanged[]
  bad_count: number
  bad: BadListing[]
}

const UNREADABLE = {
  external_sku: "listings_file_no_sku",
  store_sku: "listings_file_no_sku",
  rows: "offers_file_empty",
  too_many: "offers_file_too_long",
} as const
/** SKUs that are written at once, and how many rows an answer names. */
const AT_ONCE = 500
const MOST_NAMED = 200

/**
 * Says which variant each SKU of a connection is, as a file says. A bad row keeps no other from counting. Orders that waited
 * for one of them are imported, as after a single mapping.
 */
export const importMarketplaceListingsWorkflow = oneStepWorkflow(
  "import-marketplace-listings",
  async (
    { connection_id, file, dry_run, version, actor }: ImportListingsInput,
    { container }
  ): Promise<ImportedListings> => {
    const marketplace = marketplaceOf(container)
    await marketplace.connection(connection_id)
    const read = await readListingsCsv(textOfFile(Buffer.from(file, "base64")))
    if ("missing" in read) throw invalid(UNREADABLE[read.missing], { most: MOST_LISTINGS })
    const bad = [...read.bad]
    const changes: ListingChanged[] = []
    let changed = 0
    let unchanged = 0
    let released = 0
    const pages: Awaited<ReturnType<typeof comparePage>>[] = []
    for (let start = 0; start < read.rows.length; start += AT_ONCE) {
      const page = read.rows.slice(start, start + AT_ONCE)
      const found = await comparePage(container, connection_id, page)
      bad.push(...found.bad)
      unchanged += found.unchanged
      changed += found.writes.length
      changes.push(...found.changes.slice(0, MOST_NAMED - changes.length))
      pages.push(found)
    }
    const met = pages.flatMap((page) => page.met)
    const other = version === undefined ? null : firstChanged(version, met)
    if (other !== null)
      throw rowChangedMeanwhile(read.rows[other]?.row ?? 1, read.rows[other]?.external_sku ?? "")
    for (const page of dry_run ? [] : pages) {
      const written = await writePage(container, connection_id, page)
      released += written.released
      changed -= written.lost.length
      bad.push(...written.lost.map((one) => ({ ...one, why: "changed_meanwhile" as const })))
    }
    const refused = new Set(bad.map(({ row }) => row))
    const made = changes.filter(({ row }) => !refused.has(row))
    if (!dry_run && changed) {
      await marketplace.createMarketplaceHistoryEntries({
        connection_id,
        event: "listings.imported",
        actor,
        data: {
          count: changed,
          bad: bad.length,
          skus: made.map(({ external_sku }) => external_sku).slice(0, 20),
        },
      })
    }
    bad.sort((a, b) => a.row - b.row)
    return {
      version: rowVersions(met),
      rows: read.rows.length + read.open + read.bad.length,
      changed,
      unchanged,
      open: read.open,
      released,
      changes: made,
      bad_count: bad.length,
      bad: bad.slice(0, MOST_NAMED),
    }
  }
)

type Mapped = { external_sku: string; variant_id: string }
/** `before`: the variant that it was when the file was compared with it. */
type Write = ListingCsvRow & Mapped & { before: string | null }

/** What these rows change of what is mapped now. */
async function comparePage(container: MedusaContainer, connection_id: string, page: ListingCsvRow[]) {
  const known = await marketplaceOf(container).listings.listAliases(
    connection_id,
    page.map(({ external_sku }) => external_sku)
  )
  const before = new Map(known.map(({ external_sku, variant_id }) => [external_sku, variant_id]))
  const bySku = new Map(
    (await variantsOf(container, { sku: [...new Set(page.map(({ store_sku }) => store_sku))] })).map(
      (one) => [one.sku, one.id]
    )
  )
  const names = new Map(
    (await variantsOf(container, { id: [...new Set(before.values())] })).map(({ id, sku }) => [id, sku])
  )
  const bad: BadListing[] = []
  const writes: Write[] = []
  const mapped: Mapped[] = []
  const changes: ListingChanged[] = []
  const met: string[] = []
  let unchanged = 0
  for (const { row, external_sku, store_sku } of page) {
    const variant_id = bySku.get(store_sku)
    const now = before.get(external_sku)
    met.push(JSON.stringify([external_sku, now, variant_id]))
    if (variant_id === undefined) {
      bad.push({ row, external_sku, store_sku, why: "unknown_variant" })
      continue
    }
    mapped.push({ external_sku, variant_id })
    if (variant_id === now) unchanged += 1
    else {
      writes.push({ row, external_sku, store_sku, variant_id, before: now ?? null })
      changes.push({ row, external_sku, from: (now && names.get(now)) ?? null, to: store_sku })
    }
  }
  return { bad, writes, mapped, changes, met, unchanged }
}

/**
 * Follows up what is mapped already too: an import that broke off has written no more than that. Returns how many orders it
 * freed, and the rows of SKUs that another person mapped since they were read: nothing of them is written.
 */
async function writePage(
  container: MedusaContainer,
  connection_id: string,
  { writes, mapped }: { writes: Write[]; mapped: Mapped[] }
): Promise<{ released: number; lost: ListingCsvRow[] }> {
  if (!mapped.length) return { released: 0, lost: [] }
  const marketplace = marketplaceOf(container)
  const saved = new Set(writes.length ? await marketplace.listings.saveListings(connection_id, writes) : [])
  const lost = writes.filter(({ external_sku }) => !saved.has(external_sku))
  const others = new Set(lost.map(({ external_sku }) => external_sku))
  const own = mapped.filter(({ external_sku }) => !others.has(external_sku))
  if (await marketplace.offers.recognizeOffers(connection_id, own)) wakeOffers(container, [connection_id])
  const skus = own.map(({ external_sku }) => external_sku)
  const released = await releaseHeld(container, { connection_id, skus })
  return {
    released,
    lost: lost.map(({ row, external_sku, store_sku }) => ({ row, external_sku, store_sku })),
  }
}

async function variantsOf(
  container: MedusaContainer,
  filters: { sku: string[] } | { id: string[] }
): Promise<{ id: string; sku: string | null }[]> {
  if (!Object.values(filters)[0]?.length) return []
  const { data } = await container.resolve(ContainerRegistrationKeys.QUERY).graph({
    entity: "variant",
    fields: ["id", "sku"],
    filters,
  })
  return data as unknown as { id: string; sku: string | null }[]
}
