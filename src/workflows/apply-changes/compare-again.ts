import type { MedusaContainer } from "@medusajs/framework/types"
import { isClearedBy } from "../../orders/problems"
import { marketplaceOf } from "../shared/marketplace"
import { applyMarketplaceChangesWorkflow } from "."

/** Compares an order with the marketplace's again where something that was done in the store can have ended what it shows. */
export async function compareAgain(container: MedusaContainer, id: string): Promise<void> {
  const [row] = await marketplaceOf(container).orders.loadRows([id])
  if (isClearedBy(row?.problem_code ?? null, "agreement")) {
    await applyMarketplaceChangesWorkflow(container).run({ input: { id } })
  }
}
