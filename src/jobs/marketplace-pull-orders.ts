import type { MedusaContainer } from "@medusajs/framework/types"
import { pullMarketplaceOrdersWorkflow } from "../workflows/pull-orders"
import { forDueConnections } from "../workflows/shared/due-connections"
import { withoutData } from "../workflows/shared/without-data"

/** Every minute: brings in the orders of the connections whose interval is over. */
export default async function pullMarketplaceOrders(container: MedusaContainer): Promise<void> {
  await withoutData("pull", () =>
    forDueConnections(container, "pull", (connection_id) =>
      pullMarketplaceOrdersWorkflow(container).run({ input: { connection_id } })
    )
  )
}

export const config = { name: "marketplace-pull-orders", schedule: "* * * * *" }
