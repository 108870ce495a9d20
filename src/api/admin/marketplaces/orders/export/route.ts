import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http"
import { csvLines } from "../../../../../orders/orders-csv"
import { marketplaceOf } from "../../../../../workflows/shared/marketplace"
import { localeOf } from "../../present-problem"
import { presentOrders } from "../present"
import { filterOf } from "../filter"
import type { ExportOrdersQuery } from "../validators"

const AT_ONCE = 200
/** More is asked for by narrower filters. */
const MOST = 20_000

const HEADER = [
  "number",
  "external_id",
  "marketplace",
  "connection",
  "channel",
  "delivery_mode",
  "state",
  "problem",
  "purchased_at",
  "accept_by",
  "ship_by",
  "total",
  "currency",
  "store_order",
  "skus",
  "tracking_numbers",
]

/** The list as a file, without the buyers' data: some orders at a time, so that memory does not grow with it. */
export const GET = async (req: AuthenticatedMedusaRequest, res: MedusaResponse<string>) => {
  const { q, ...filters } = req.validatedQuery as ExportOrdersQuery
  const marketplace = marketplaceOf(req.scope)
  const filter = await filterOf(req, { q, ...filters })
  const names = new Map((await marketplace.listMarketplaceConnections({})).map(({ id, name }) => [id, name]))
  const locale = localeOf(req)
  res.setHeader("content-type", "text/csv; charset=utf-8")
  res.setHeader("content-disposition", 'attachment; filename="marketplace-orders.csv"')
  // Without the mark, spreadsheets read accents as Windows would write them.
  res.write(`\ufeff${csvLines([HEADER])}`)
  // Read once: what enters or leaves the filter meanwhile shifts no page.
  const ids = await marketplace.orders.listOrderIds(filter, MOST)
  for (let from = 0; from < ids.length; from += AT_ONCE) {
    const page = ids.slice(from, from + AT_ONCE)
    const rows = await marketplace.orders.loadRows(page)
    rows.sort((one, other) => page.indexOf(one.id) - page.indexOf(other.id))
    const orders = await presentOrders(req.scope, rows, locale)
    const ships = await marketplace.actions.listActionsOf(page, ["ship"])
    const numbersOf = (id: string) =>
      ships
        .filter((one) => one.marketplace_order_id === id)
        .flatMap(({ params }) => (params.parcels ?? []) as { tracking_number?: string | null }[])
        .flatMap(({ tracking_number }) => tracking_number ?? [])
    res.write(
      csvLines(
        orders.map((order) => [
          order.external_reference ?? order.external_id,
          order.external_id,
          order.marketplace_id,
          names.get(order.connection_id) ?? null,
          order.channel,
          order.delivery_mode,
          order.state,
          order.problem?.title ?? null,
          order.purchased_at,
          order.accept_by,
          order.ship_by,
          order.total,
          order.currency_code,
          order.display_id,
          order.lines.map(({ sku, quantity }) => `${quantity ?? "?"} x ${sku ?? "?"}`).join(", "),
          [...new Set(numbersOf(order.id))].join(", "),
        ])
      )
    )
  }
  res.end()
}
