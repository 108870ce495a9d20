import type { MedusaContainer } from "@medusajs/framework/types"
import type { Work } from "../../modules/marketplace/stores/work"
import { emitEvents } from "./events"

/**
 * Says that something is due, which is written down already: whichever process has a free place does it. What is not
 * heard, the job of the next minute says again.
 */
export const wakeUp = (container: MedusaContainer, due: Work[]): void =>
  emitEvents(
    container,
    due.map((data) => ({ name: "marketplace-connection.work_due", data }))
  )
