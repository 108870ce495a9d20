import type { MedusaContainer } from "@medusajs/framework/types"
import {
  cancelMissedLabels,
  planMissedLabels,
  purgeLabels,
  noticeQuietLabels,
  retryFaultyLabels,
} from "../workflows/labels/sweep-labels"
import { planMissedPanelOrders } from "../workflows/label-panel/sweep-panel"
import { notifyDeadlines, notifyReports, sendDigest } from "../workflows/notify/notify-daily"
import { notifyLabelAccounts, notifyLabelProblems } from "../workflows/notify/notify-labels"
import { notifyOffers } from "../workflows/notify/notify-offers"
import {
  notifyActionProblems,
  notifyConnectionProblems,
  notifyNewProblems,
} from "../workflows/notify/notify-problems"
import { retryNotifications } from "../workflows/notify/retry-notifications"
import { begin } from "../workflows/shared/begin"
import { lookAtMissedReturns } from "../workflows/labels/sweep-returns"
import { runErrands } from "../workflows/shared/each-alone"
import { warnOfMissingLocking } from "../workflows/shared/shared-locking"
import { keepHouse } from "../workflows/sweep/keep-house"
import { lookAtMissed, planMissed } from "../workflows/sweep/shipments"

let isUnderWay = false

/**
 * Every ten minutes: shipments whose event was lost, deadlines, and the housekeeping. It awaits none of it, and begins no
 * second round before the first is over. The daily comparisons are dispatched each minute with the other work.
 */
export default async function sweepMarketplaces(container: MedusaContainer): Promise<void> {
  warnOfMissingLocking(container)
  if (isUnderWay) return
  isUnderWay = true
  begin(container, "the sweep", async () => {
    try {
      await runErrands(container, [
        planMissed,
        lookAtMissed,
        planMissedLabels,
        planMissedPanelOrders,
        cancelMissedLabels,
        lookAtMissedReturns,
        retryFaultyLabels,
        noticeQuietLabels,
        purgeLabels,
        notifyNewProblems,
        notifyActionProblems,
        notifyConnectionProblems,
        notifyLabelProblems,
        notifyLabelAccounts,
        notifyDeadlines,
        notifyOffers,
        notifyReports,
        sendDigest,
        retryNotifications,
        keepHouse,
      ])
    } finally {
      isUnderWay = false
    }
  })
}

export const config = { name: "marketplace-sweep", schedule: "*/10 * * * *" }
