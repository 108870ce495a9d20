import type { MedusaContainer } from "@medusajs/framework/types"
import { planAndSend } from "../send-actions/plan-and-send"
import { compareAgain } from "./compare-again"

/**
 * A parcel left, arrived or was canceled: its shipments are planned again, and the sender is woken. Where store and marketplace
 * differed in what was shown of its order, they are compared again.
 */
export async function parcelChanged(container: MedusaContainer, fulfillment_id: string): Promise<void> {
  const id = await planAndSend(container, fulfillment_id)
  if (id) await compareAgain(container, id)
}
