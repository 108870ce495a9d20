import type { MedusaContainer } from "@medusajs/framework/types"
import { emitEvents } from "../shared/events"

/** More would only find every place taken. */
const MOST_EVENTS = 8

/**
 * Says that so many labels wait for something, which is written down already: processes with a free place do it. What is
 * not heard, the job of the next minute says again.
 */
export const wakeLabels = (container: MedusaContainer, count: number): void =>
  emitEvents(
    container,
    Array.from({ length: Math.min(count, MOST_EVENTS) }, () => ({
      name: "marketplace-label.work_due",
      data: {},
    }))
  )

/** The same of orders in the panel of a label service; they are few, and one after the other. */
export function wakePanel(container: MedusaContainer, count: number): void {
  if (count > 0) emitEvents(container, [{ name: "marketplace-label-panel.work_due", data: {} }])
}
