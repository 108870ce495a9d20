import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { CSV_COLUMNS, MOST_ROWS, OVERRIDE_COLUMNS } from "../../../../../offers/offers-csv"
import { csvLines } from "../../../../../orders/orders-csv"
import { marketplaceOf } from "../../../../../workflows/shared/marketplace"
import { localeOf } from "../../present-problem"
import { offerFilter } from "../filter"
import { presentOffers } from "../present"
import type { ExportOffersQuery } from "../validators"

const AT_ONCE = 500

/** The list as a file that can be changed and imported: what is set for each offer, some at a time. */
export const GET = async (req: AuthenticatedMedusaRequest, res: MedusaResponse<string>) => {
  const { offers: stored } = marketplaceOf(req.scope)
  const filter = await offerFilter(req, req.validatedQuery as ExportOffersQuery)
  res.setHeader("content-type", "text/csv; charset=utf-8")
  res.setHeader("content-disposition", 'attachment; filename="marketplace-offers.csv"')
  // Without the mark, spreadsheets read accents as Windows would write them.
  res.write(`\ufeff${csvLines([[...CSV_COLUMNS]])}`)
  for (let offset = 0; offset < MOST_ROWS; offset += AT_ONCE) {
    const { offers: rows } = await stored.listOffers(filter, { limit: AT_ONCE, offset })
    const offers = await presentOffers(req.scope, rows, localeOf(req))
    res.write(
      csvLines(
        offers.map(({ external_sku, channel, ean, variant, overrides }) => [
          external_sku,
          channel,
          ean,
          variant?.sku ?? null,
          overrides.is_excluded ? "yes" : null,
          // With a comma, as the spreadsheets of the marketplaces' countries read it.
          ...OVERRIDE_COLUMNS.map((column) => overrides[column]?.toString().replace(".", ",") ?? null),
        ])
      )
    )
    if (rows.length < AT_ONCE) break
  }
  res.end()
}
