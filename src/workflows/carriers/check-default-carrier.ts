import { CARRIERS, findCarrier, listedAs, nameList, ruleWarning } from "../../carriers"
import type { MarketplaceAdapter } from "../../marketplaces/port"
import { invalid } from "../../modules/marketplace/refusal"
import type { ConnectionRow } from "../../modules/marketplace/stores/connections"
import type { ConnectionSettings } from "../../orders/settings"
import { seedOf } from "../shared/carrier-context"

/** So many of the marketplace's names are offered. */
const MAX_CHOICES = 200

/**
 * Refuses a default carrier that is not known, with the choices. What was saved before is not checked again: the
 * marketplace's list can have changed since.
 */
export function checkDefaultCarrier(
  { carrier_names, descriptor }: Pick<MarketplaceAdapter, "carrier_names" | "descriptor">,
  list: ConnectionRow["carriers"],
  settings: ConnectionSettings,
  before: string | null
): void {
  const { default_carrier } = settings.shipping
  if (default_carrier === null || default_carrier === before) return
  const listed = nameList(list?.carriers ?? carrier_names.seed)
  // Where the list is the marketplace's whole list, a carrier that it has under no name cannot be sent.
  const isKnown = descriptor.capabilities.fixed_carriers
    ? !ruleWarning({ match: {}, carrier: default_carrier }, carrier_names, seedOf(carrier_names))
    : (listedAs(default_carrier, listed) ?? findCarrier(default_carrier, carrier_names))
  if (isKnown) return
  throw invalid("default_carrier_unknown", {
    name: default_carrier,
    catalog: CARRIERS.map(({ key }) => key),
    listed: [...listed.names].slice(0, MAX_CHOICES),
  })
}
