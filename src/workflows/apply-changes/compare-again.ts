import type { MedusaContainer } from "@medusajs/framework/types"
import { isClearedBy } from "../../orders/problems"
import { marketplaceOf } from "../shared/marketplace"
import { applyMarketplaceChangesWorkflow } from "."

/**
 * Compares an order with the marketplace's again where something that was done in the store can have ended what it shows, or,
 * with other lines, have parted the two.
 */
export async function compareAgain(
  container: MedusaContainer,
  id: string,
  { has_other_lines = false } = {}
): Promise<void> {
  const [row] = await marketplaceOf(container).orders.loadRows([id])
  if (has_other_lines || isClearedBy(row?.problem_code ?? null, "agreement")) {
    await applyMarketplaceChangesWorkflow(container).run({ input: { id } })
  }
}
