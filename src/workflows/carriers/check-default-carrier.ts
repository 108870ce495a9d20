import { CARRIERS, findCarrier, foldName, MARKETPLACE_NAMES } from "../../carriers"
import { invalid } from "../../modules/marketplace/refusal"
import type { ConnectionRow } from "../../modules/marketplace/stores/connections"
import type { ConnectionSettings } from "../../orders/settings"

/**
 * Refuses a default carrier that nobody knows, with the choices. What was saved before is not looked at again: the
 * marketplace's list can have changed since.
 */
export function checkDefaultCarrier(
  { marketplace_id, carriers }: Pick<ConnectionRow, "marketplace_id" | "carriers">,
  settings: ConnectionSettings,
  before: string | null
): void {
  const { default_carrier } = settings.shipping
  if (default_carrier === null || default_carrier === before) return
  const seed = MARKETPLACE_NAMES.get(marketplace_id)?.seed ?? []
  const names = (carriers?.carriers ?? seed).map(({ name }) => name)
  const isListed = names.some((name) => foldName(name) === foldName(default_carrier))
  if (isListed || findCarrier(default_carrier, marketplace_id)) return
  throw invalid("default_carrier_unknown", {
    name: default_carrier,
    catalogue: CARRIERS.map(({ key }) => key),
    listed: names,
  })
}
