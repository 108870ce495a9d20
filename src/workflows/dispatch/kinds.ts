import type { MedusaContainer } from "@medusajs/framework/types"
import { NO_COUNTS } from "../../modules/marketplace/stores/runs"
import type { WorkKind } from "../../modules/marketplace/stores/work"
import { refreshCarriers } from "../carriers/refresh-carriers"
import { importDueOrders } from "../import-orders/import-due-orders"
import { notifyDifferences } from "../notify/notify-daily"
import { offersHeld } from "../offers/work-offers"
import { runHeld } from "../pull-orders/run-connection"
import { sendHeld } from "../send-actions/send-due-actions"
import { type HeldLease, underLease } from "../shared/held-lease"
import { sweepHeld } from "../sweep/sweep-connection"

/**
 * `again`: the same may be due again at once. `looked`: nothing was left, but what was written down while the lease was
 * held woke no one: its event met the lease. `later`: the next minute's job goes on.
 */
export type Left = "again" | "looked" | "later"

/** Does what is due under the lease and releases it. */
type Doing = (container: MedusaContainer, lease: HeldLease) => Promise<Left>

const run = async (container: MedusaContainer, lease: HeldLease, only_backlog = false): Promise<Left> =>
  (await runHeld(container, lease, only_backlog)).state === "done" ? "again" : "later"

/** How each kind of work is done; when it is due says `modules/marketplace/stores/work.ts`. */
export const DOING: Record<WorkKind, Doing> = {
  requested: (container, lease) => run(container, lease),
  pull: (container, lease) => run(container, lease),
  backlog: (container, lease) => run(container, lease, true),
  async import(container, lease) {
    const keepLease = async () => void (await lease.keep())
    await underLease(container, lease, () =>
      importDueOrders(container, lease.connection.id, { ...NO_COUNTS }, keepLease, lease.owner)
    )
    return "looked"
  },
  async compare(container, lease) {
    const { connection } = lease
    try {
      const { report } = await sweepHeld(container, lease)
      if (report) await notifyDifferences(container, connection, report)
      return "later"
    } finally {
      await refreshCarriers(container, connection.id)
    }
  },
  async send(container, lease) {
    const { worked, goes_on } = await sendHeld(container, lease)
    if (!goes_on) return "later"
    return worked > 0 ? "again" : "looked"
  },
  async offers(container, lease) {
    const { worked, goes_on } = await offersHeld(container, lease)
    if (!goes_on) return "later"
    return worked ? "again" : "looked"
  },
}
