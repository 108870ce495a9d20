import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys, Modules } from "@medusajs/framework/utils"
import { setTimeout as wait } from "node:timers/promises"
import { errorKind } from "./error-kind"
import { marketplaceOf } from "./marketplace"

/** A bus whose Redis is down keeps `emit` waiting without a limit. */
const EMIT_MS = 2_000

/** Names and payloads are part of the public contract (docs/api/extending.md). */
export type MarketplaceEvent =
  | {
      name: `marketplace-order.${"imported" | "held" | "flagged" | "accepted" | "canceled"}`
      data: { id: string; order_id?: string }
    }
  | {
      name: `marketplace-shipment.${"sent" | "confirmed" | "failed"}`
      data: { id: string; marketplace_order_id: string; fulfillment_id: string | null }
    }
  | { name: "marketplace-connection.degraded"; data: { id: string } }
  /** Orders of the connection show what no one was notified of: whoever was to be, met the lease of a pull that has ended. */
  | { name: "marketplace-connection.problems_due"; data: { id: string } }
  /** A run that found something new has ended, well or not. */
  | { name: "marketplace-run.finished"; data: { id: string; connection_id: string } }
  | {
      name: `marketplace-offer.${"confirmed" | "failed" | "foreign_change"}`
      data: { id: string; connection_id: string }
    }
  /** `id`: of the connection whose changes the brake holds. */
  | { name: "marketplace-offers.braked"; data: { id: string } }
  | {
      name: `marketplace-label.${"ready" | "failed" | "held" | "flagged" | "canceled"}`
      data: { id: string; order_id: string }
    }
  | { name: "marketplace-label-account.degraded"; data: { id: string } }

/**
 * Announces what is already written down. Not through a workflow's event group: that is thrown away when a later hook
 * fails, although the fact stays.
 */
export const announce = (container: MedusaContainer, events: MarketplaceEvent[]): void =>
  emitEvents(container, events)

/**
 * Emits events without ever failing or making anyone wait, at most for 2 s: rows are the truth, and a job makes good what an
 * event would have begun.
 */
export function emitEvents(container: MedusaContainer, events: { name: string; data: object }[]): void {
  if (events.length) void marketplaceOf(container).ongoing.run(() => emit(container, events))
}

async function emit(container: MedusaContainer, events: { name: string; data: object }[]): Promise<void> {
  const late = new AbortController()
  const failed = (reason: string) =>
    container
      .resolve(ContainerRegistrationKeys.LOGGER)
      .error(`marketplace-connect: ${events.length} event(s) could not be emitted (${reason})`)
  const emitted = container
    .resolve(Modules.EVENT_BUS)
    .emit(events)
    .catch((error: unknown) => failed(errorKind(error)))
    .finally(() => late.abort())
  const timer = wait(EMIT_MS, undefined, { signal: late.signal, ref: false }).then(
    () => failed("no answer within 2 s"),
    () => undefined
  )
  await Promise.race([emitted, timer])
}
