import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { csvLines } from "../../../../orders/orders-csv"
import { labelsOf } from "../../../../workflows/shared/labels"
import { localeOf } from "../../marketplaces/present-problem"
import { filterOf } from "../filter"
import { presentLabels } from "../present"
import type { ExportLabelsQuery } from "../validators"

const AT_ONCE = 200
/** More is asked for by narrower filters. */
const MOST = 20_000

const HEADER = [
  "made_at",
  "order",
  "kind",
  "account",
  "tracking_number",
  "carrier",
  "option",
  "estimate",
  "currency",
  "state",
  "scanned_at",
  "delivered_at",
  "canceled",
]

/**
 * One line for each parcel that was paid for or refused, to compare with the service's invoice; canceled ones too. It names no
 * buyer, and some labels are read at a time, so that memory does not grow with them.
 */
export const GET = async (req: AuthenticatedMedusaRequest, res: MedusaResponse<string>) => {
  const filter = filterOf(req.validatedQuery as ExportLabelsQuery)
  const labels = labelsOf(req.scope)
  const names = new Map((await labels.accounts.listFormerAccountsToo()).map(({ id, name }) => [id, name]))
  res.setHeader("content-type", "text/csv; charset=utf-8")
  res.setHeader("content-disposition", 'attachment; filename="labels.csv"')
  // Without the mark, spreadsheets read accents as Windows would write them.
  res.write(`\ufeff${csvLines([HEADER])}`)
  for (let offset = 0; offset < MOST; offset += AT_ONCE) {
    const { rows } = await labels.requests.listLabelRequests({ ...filter, limit: AT_ONCE, offset })
    const shown = await presentLabels(req.scope, rows, localeOf(req))
    res.write(
      csvLines(
        shown.flatMap((label) =>
          [...label.parcels, ...label.earlier_parcels].map((parcel, place) => [
            label.created_at,
            label.order_number,
            label.kind,
            names.get(label.account_id) ?? null,
            parcel.tracking_number,
            label.carrier?.name ?? null,
            label.option?.name ?? null,
            // The estimate is of the whole label, not of each parcel.
            place === 0 ? (label.price_estimate?.amount ?? null) : null,
            place === 0 ? (label.price_estimate?.currency_code ?? null) : null,
            label.state,
            parcel.scanned_at,
            parcel.delivered_at,
            parcel.status === "canceled" ? "yes" : "",
          ])
        )
      )
    )
    if (rows.length < AT_ONCE) break
  }
  res.end()
}
