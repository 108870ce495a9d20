import type { MedusaContainer } from "@medusajs/framework/types"
import { sendMarketplaceActionsWorkflow } from "../workflows/send-actions"
import { forDueConnections } from "../workflows/shared/due-connections"
import { withoutData } from "../workflows/shared/without-data"

/** Every minute: sends what is due and has not been sent by its event. */
export default async function sendMarketplaceActions(container: MedusaContainer): Promise<void> {
  await withoutData("send", () =>
    forDueConnections(container, "send", ({ id }) =>
      sendMarketplaceActionsWorkflow(container).run({ input: { connection_id: id } })
    )
  )
}

export const config = { name: "marketplace-send-actions", schedule: "* * * * *" }
