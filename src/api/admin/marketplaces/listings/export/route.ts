import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { LISTING_COLUMNS, MOST_LISTINGS } from "../../../../../orders/listings-csv"
import { csvLines } from "../../../../../orders/orders-csv"
import { marketplaceOf } from "../../../../../workflows/shared/marketplace"
import { presentListings } from "../present"
import type { ExportListingsQuery } from "../validators"

const AT_ONCE = 500

/** A file that can be filled in and imported: the SKUs that orders wait for first, then those that are mapped. */
export const GET = async (req: AuthenticatedMedusaRequest, res: MedusaResponse<string>) => {
  const { connection_id } = req.validatedQuery as ExportListingsQuery
  const marketplace = marketplaceOf(req.scope)
  await marketplace.connection(connection_id)
  const unknown = await marketplace.listings.listUnknownSkus(connection_id, MOST_LISTINGS)
  res.setHeader("content-type", "text/csv; charset=utf-8")
  res.setHeader("content-disposition", 'attachment; filename="marketplace-skus.csv"')
  // Without the mark, spreadsheets read accents as Windows would write them.
  res.write(`\ufeff${csvLines([[...LISTING_COLUMNS]])}`)
  const named = new Set(unknown.map(({ external_sku }) => external_sku))
  res.write(
    csvLines(unknown.map(({ external_sku, title, orders }): Row => [external_sku, null, title, orders]))
  )
  // No more than an import takes.
  for (let skip = 0, left = MOST_LISTINGS - unknown.length; left > 0; skip += AT_ONCE, left -= AT_ONCE) {
    const rows = await marketplace.listMarketplaceListings(
      { connection_id },
      { take: Math.min(AT_ONCE, left), skip, order: { external_sku: "ASC", id: "ASC" } }
    )
    const listings = await presentListings(req.scope, rows)
    res.write(
      csvLines(
        listings
          .filter(({ external_sku }) => !named.has(external_sku))
          .map(({ external_sku, variant }): Row => {
            const title = variant && [variant.product_title, variant.title].filter(Boolean).join(" · ")
            return [external_sku, variant?.sku ?? null, title, null]
          })
      )
    )
    if (rows.length < AT_ONCE) break
  }
  res.end()
}

type Row = (string | number | null)[]
