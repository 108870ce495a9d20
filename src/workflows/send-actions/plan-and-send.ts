import type { MedusaContainer } from "@medusajs/framework/types"
import { planMarketplaceShipmentWorkflow } from "../plan-shipment"
import { beginSending } from "./begin-sending"

/**
 * Writes the intents of a fulfillment's order and lets what is due be sent; nothing for an ordinary store order. Returns
 * our order's id.
 */
export async function planAndSend(
  container: MedusaContainer,
  fulfillment_id: string
): Promise<string | null> {
  const { result } = await planMarketplaceShipmentWorkflow(container).run({ input: { fulfillment_id } })
  if (result?.is_due) beginSending(container, [result.connection_id])
  return result?.marketplace_order_id ?? null
}
