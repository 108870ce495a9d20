import type { AuthenticatedMedusaRequest } from "@medusajs/framework/http"
import { SALES_UNKNOWN_MS } from "../../../../../../offers/raises"
import { readOfferSettings } from "../../../../../../offers/settings"
import { offersOf } from "../../../../../../workflows/manage-offers/account"
import { marketplaceOf } from "../../../../../../workflows/shared/marketplace"
import { iso } from "../../../iso"
import type { ConnectionOffers, OffersComparison } from "./types"

/** What the connection of the address sends, and where it stands. */
export async function currentOffers(
  req: AuthenticatedMedusaRequest<unknown>
): Promise<{ offers: ConnectionOffers }> {
  const { id } = req.params
  const marketplace = marketplaceOf(req.scope)
  const { connections, offers } = marketplace
  const row = await marketplace.connection(id)
  const { capabilities } = offersOf(req.scope, row)
  const [[{ version }], { counts }, figures, selling] = await Promise.all([
    connections.listVersions([id]),
    offers.readOfferProblems([id]),
    offers.readOfferFigures(id),
    connections.listSellers(id),
  ])
  const { stock = false, price = false, delivery = false } = readOfferSettings(row.settings) ?? {}
  const { lower, lower_units, lower_since, last_held_at, ...live } = figures
  return {
    offers: {
      connection_id: id,
      version,
      is_on: { stock, price, delivery },
      capabilities,
      activated_at: iso(row.offers_activated_at),
      stopped_at: iso(row.offers_stopped_at),
      stopped_until: iso(row.offers_stopped_until),
      is_comparing: isComparing(row),
      read_at: iso(row.offers_read_at),
      comparison: row.offers_comparison as OffersComparison | null,
      brake: row.offers_brake,
      last_held_at: iso(last_held_at),
      other_tool_at: iso(row.offers_other_tool_at),
      sales_unknown: stock
        ? selling
            .filter(({ pulled_from }) => isUnknown(pulled_from))
            .map(({ id, name, pulled_from }) => ({ id, name, since: iso(pulled_from) }))
        : [],
      counts: { ...counts, ...live },
      lower_waiting: lower_since && { count: lower, units: lower_units, since: iso(lower_since) },
    },
  }
}

const isUnknown = (pulled_from: Date | null): boolean =>
  pulled_from === null || Date.now() - new Date(pulled_from).getTime() > SALES_UNKNOWN_MS

export const isComparing = ({ offers_compare_at }: { offers_compare_at: Date | null }): boolean =>
  offers_compare_at !== null && new Date(offers_compare_at).getTime() <= Date.now()
