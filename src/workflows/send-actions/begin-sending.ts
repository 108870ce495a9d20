import type { MedusaContainer } from "@medusajs/framework/types"
import { begin } from "../shared/begin"
import { sendMarketplaceActionsWorkflow } from "."

/** Begins to send what is due on these connections. */
export function beginSending(container: MedusaContainer, connection_ids: Iterable<string>): void {
  for (const connection_id of new Set(connection_ids)) {
    begin(container, `sending of ${connection_id}`, () =>
      sendMarketplaceActionsWorkflow(container).run({ input: { connection_id } })
    )
  }
}
