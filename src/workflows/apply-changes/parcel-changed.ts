import type { MedusaContainer } from "@medusajs/framework/types"
import { isClearedBy } from "../../orders/problems"
import { planAndSend } from "../send-actions/plan-and-send"
import { marketplaceOf } from "../shared/marketplace"
import { applyMarketplaceChangesWorkflow } from "."

/**
 * A parcel left, arrived or was canceled: it is sent, and where store and marketplace differed in what was shown of its order
 * they are compared again.
 */
export async function parcelChanged(container: MedusaContainer, fulfillment_id: string): Promise<void> {
  const id = await planAndSend(container, fulfillment_id)
  if (!id) return
  const [row] = await marketplaceOf(container).orders.loadRows([id])
  if (isClearedBy(row?.problem_code ?? null, "agreement")) {
    await applyMarketplaceChangesWorkflow(container).run({ input: { id } })
  }
}
