import { MedusaError } from "@medusajs/framework/utils"
import { CARRIERS, findCarrier, foldName, MARKETPLACE_NAMES } from "../../carriers"
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
  throw new MedusaError(
    MedusaError.Types.INVALID_DATA,
    `settings.shipping.default_carrier: nobody is called "${default_carrier}". ` +
      `Choose a carrier of the catalogue (${CARRIERS.map(({ key }) => key).join(", ")}) ` +
      `or of the marketplace (${names.join(", ")}).`
  )
}
