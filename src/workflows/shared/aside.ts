import type { MedusaContainer } from "@medusajs/framework/types"
import { begin } from "./begin"
import { marketplaceOf } from "./marketplace"

/**
 * Works on an event of the store beside the event bus, which gives a process its events one after the other. A few are worked
 * on at a time; what a process that stops leaves of them, the jobs make good.
 */
export function aside(
  container: MedusaContainer,
  { name }: { name: string },
  work: () => Promise<unknown>
): void {
  const { events, ongoing } = marketplaceOf(container)
  begin(container, name, () => events.execute(() => (ongoing.signal.aborted ? undefined : work())))
}
