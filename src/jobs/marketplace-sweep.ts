import type { MedusaContainer } from "@medusajs/framework/types"
import { refreshCarriers } from "../workflows/carriers/refresh-carriers"
import { retryNotifications } from "../workflows/notify/notify"
import { notifyDeadlines, sendDigest, notifyDifferences } from "../workflows/notify/notify-daily"
import { eachAlone, runErrands } from "../workflows/shared/each-alone"
import { marketplaceOf } from "../workflows/shared/marketplace"
import { warnOfMissingLocking } from "../workflows/shared/shared-locking"
import { sweepMarketplaceConnectionWorkflow } from "../workflows/sweep"
import { keepHouse } from "../workflows/sweep/keep-house"
import { planMissed } from "../workflows/sweep/shipments"

/**
 * Every ten minutes: shipments whose event was lost, the connections that were not compared for a day, one after the
 * other, deadlines, and the housekeeping.
 */
export default async function sweepMarketplaces(container: MedusaContainer): Promise<void> {
  await runErrands(container, [
    planMissed,
    compareDue,
    notifyDeadlines,
    sendDigest,
    retryNotifications,
    keepHouse,
  ])
  warnOfMissingLocking(container)
}

async function compareDue(container: MedusaContainer): Promise<void> {
  const marketplace = marketplaceOf(container)
  const due = await marketplace.connections.listToCompare(await marketplace.instance())
  await eachAlone(
    container,
    due,
    ({ id }) => `sweep of ${id}`,
    async (connection) => {
      const input = { connection_id: connection.id }
      try {
        const { result } = await sweepMarketplaceConnectionWorkflow(container).run({ input })
        if (result.report) await notifyDifferences(container, connection, result.report)
      } finally {
        await refreshCarriers(container, connection.id)
      }
    }
  )
}

export const config = { name: "marketplace-sweep", schedule: "*/10 * * * *" }
