import type { MedusaContainer } from "@medusajs/framework/types"
import { NO_COUNTS } from "../../modules/marketplace/stores/runs"
import type { WorkKind } from "../../modules/marketplace/stores/work"
import { refreshCarriers } from "../carriers/refresh-carriers"
import { importDueOrders } from "../import-orders/import-due-orders"
import { notifyDifferences } from "../notify/notify-daily"
import { runHeld } from "../pull-orders/run-connection"
import { sendHeld } from "../send-actions/send-due-actions"
import { type HeldLease, underLease } from "../shared/held-lease"
import { sweepHeld } from "../sweep/sweep-connection"

/** Does what is due under the lease and releases it. Returns whether the same may be due again at once. */
type Doing = (container: MedusaContainer, lease: HeldLease) => Promise<boolean>

const run = async (container: MedusaContainer, lease: HeldLease, only_backlog = false): Promise<boolean> =>
  (await runHeld(container, lease, only_backlog)).state === "done"

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
    return false
  },
  async compare(container, lease) {
    const { connection } = lease
    try {
      const { report } = await sweepHeld(container, lease)
      if (report) await notifyDifferences(container, connection, report)
      return false
    } finally {
      await refreshCarriers(container, connection.id)
    }
  },
  async send(container, lease) {
    const { worked, goes_on } = await sendHeld(container, lease)
    return goes_on && worked > 0
  },
}
