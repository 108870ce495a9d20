import type { MedusaContainer } from "@medusajs/framework/types"
import { pullMarketplaceOrdersWorkflow } from "../workflows/pull-orders"
import { forDueConnections } from "../workflows/shared/due-connections"
import { withoutData } from "../workflows/shared/without-data"

/** Every minute: brings in the orders of the connections whose interval is over, and what is left of a backlog. */
export default async function pullMarketplaceOrders(container: MedusaContainer): Promise<void> {
  await withoutData("pull", () =>
    forDueConnections(container, "pull", ({ id, pull }) =>
      pullMarketplaceOrdersWorkflow(container).run({ input: { connection_id: id, only_backlog: !pull } })
    )
  )
}

export const config = { name: "marketplace-pull-orders", schedule: "* * * * *" }
