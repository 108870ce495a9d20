import type { MedusaContainer } from "@medusajs/framework/types"
import type { Work } from "../../modules/marketplace/stores/work"
import { emitEvents } from "./events"
import { marketplaceOf } from "./marketplace"

/**
 * Says that something is due, which is written down already: whichever process has a free slot does it (`subscribers/marketplace-work-due.ts`). What is not
 * heard, the job of the next minute says again.
 */
export const wakeUp = (container: MedusaContainer, due: Work[]): void =>
  emitEvents(
    container,
    due.map((data) => ({ name: "marketplace-connection.work_due", data }))
  )

/** The same in a while. A process that stops waits for no such timer. */
export function wakeLater(container: MedusaContainer, work: Work, ms: number): void {
  const { signal } = marketplaceOf(container).ongoing
  const timer = setTimeout(() => {
    signal.removeEventListener("abort", stop)
    wakeUp(container, [work])
  }, ms)
  const stop = () => clearTimeout(timer)
  timer.unref()
  signal.addEventListener("abort", stop, { once: true })
}
