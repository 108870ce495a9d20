import type { MedusaContainer } from "@medusajs/framework/types"
import { wakeUp } from "../shared/wake-up"

/** Lets what is due on these connections be sent at once. */
export function beginSending(container: MedusaContainer, connection_ids: Iterable<string>): void {
  wakeUp(
    container,
    [...new Set(connection_ids)].map((id) => ({ id, kind: "send" }))
  )
}
