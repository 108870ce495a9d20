import { setTimeout as wait } from "node:timers/promises"
import type { MedusaContainer } from "@medusajs/framework/types"
import { notAllowed } from "../../modules/marketplace/refusal"
import { completenessOf, type StoredCompleteness } from "../../orders/completeness"
import { marketplaceOf } from "../shared/marketplace"
import { wakeUp } from "../shared/wake-up"
import { whyNotCompared } from "./sweep-connection"

const DEADLINE_MS = 9_500
const LOOK_MS = 250
/** A comparison that has written its report gives its lease back within this time. */
const BUSY_MS = 2_000

/**
 * The stored report or, with `refresh`, that of a comparison that another process or this one makes now; `is_live` says which
 * it is. A comparison that takes longer goes on behind, and one that makes no report is refused with the reason.
 */
export async function latestOrLive(
  container: MedusaContainer,
  id: string,
  refresh: boolean
): Promise<StoredCompleteness & { is_live: boolean }> {
  const marketplace = marketplaceOf(container)
  const before = await marketplace.connection(id)
  const last = { ...completenessOf(before.completeness), is_live: false }
  if (!refresh) return last
  const refusal = await whyNotCompared(container, before)
  if (refusal) throw notAllowed(refusal.code, refusal.params)
  const { signal } = marketplace.ongoing
  let asked = await marketplace.connections.askForSweep(id)
  for (const until = Date.now() + BUSY_MS; !asked && Date.now() < until && !signal.aborted;) {
    await wait(LOOK_MS)
    asked = await marketplace.connections.askForSweep(id)
  }
  if (!asked) throw notAllowed("comparison_busy")
  wakeUp(container, [{ id, kind: "compare" }])
  for (const until = Date.now() + DEADLINE_MS; Date.now() < until && !signal.aborted; await wait(LOOK_MS)) {
    const { swept_at, completeness } = await marketplace.connection(id)
    if (swept_at?.getTime() === asked.swept_at.getTime()) continue
    const report = completenessOf(completeness)
    if (report.last_failure) throw notAllowed("comparison_failed", { detail: report.last_failure.message })
    return { ...report, is_live: true }
  }
  return last
}
