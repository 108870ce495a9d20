import type { MedusaContainer } from "@medusajs/framework/types"
import { Modules } from "@medusajs/framework/utils"
import { SILENT_DAYS, UNSCANNED_DAYS } from "../../labels/quiet"
import { problemCodes } from "../../orders/problems"
import { labelsOf } from "../shared/labels"
import { SYSTEM } from "../shared/marketplace"
import { considerFulfillments } from "./consider"
import { wakeLabels, wakePanel } from "./wake-labels"

const HOUR_MS = 60 * 60 * 1000
/** An event is missed while all processes are down, or a queue is lost: a long weekend. */
const LOST_MS = 96 * HOUR_MS
const OPEN_DAYS = 60
const AT_ONCE = 200
const RETRY_MINUTES = 20
const NEWS_DAYS = 30

/** The type of the filter knows no null. */
const NOT_LEFT = (since: Date) =>
  ({ created_at: { $gte: since.toISOString() }, canceled_at: null, shipped_at: null }) as object

/** Fulfillments whose event was lost get their intent. */
export async function planMissedLabels(container: MedusaContainer): Promise<void> {
  if ((await labelsOf(container).accounts.listAccounts()).length === 0) return
  const fulfillments = container.resolve(Modules.FULFILLMENT)
  const since = new Date(Date.now() - LOST_MS)
  for (let skip = 0; ; skip += AT_ONCE) {
    const page = await fulfillments.listFulfillments(NOT_LEFT(since), {
      select: ["id"],
      take: AT_ONCE,
      skip,
      order: { id: "ASC" },
    })
    const known = new Set(
      (await labelsOf(container).requests.requestsOfFulfillments(page.map(({ id }) => id))).map(
        ({ fulfillment_id }) => fulfillment_id
      )
    )
    await considerFulfillments(
      container,
      page.map(({ id }) => id).filter((id) => !known.has(id))
    )
    if (page.length < AT_ONCE) return
  }
}

/** Labels of fulfillments that were canceled by a route that reports no order, or whose event was lost. */
export async function cancelMissedLabels(container: MedusaContainer): Promise<void> {
  const { requests, panel } = labelsOf(container)
  const open = await requests.listOpenFulfillments("outgoing", OPEN_DAYS)
  const fulfillments = container.resolve(Modules.FULFILLMENT)
  for (let start = 0; start < open.length; start += AT_ONCE) {
    const part = open.slice(start, start + AT_ONCE)
    const canceled = await fulfillments.listFulfillments(
      { id: part.map(({ fulfillment_id }) => fulfillment_id), canceled_at: { $ne: null } } as object,
      { select: ["id"], take: AT_ONCE }
    )
    const gone = new Set(canceled.map(({ id }) => id))
    const missed = part.filter(({ fulfillment_id }) => gone.has(fulfillment_id))
    const woken = await requests.wantCanceled(
      missed.map(({ id }) => id),
      SYSTEM
    )
    wakeLabels(container, woken.length)
    const shown = await panel.wakePanelOrders(missed.map(({ order_id }) => order_id))
    wakePanel(container, shown.length)
  }
}

/** What lacked something is looked at again: it may have been corrected in a product or a setting. */
export async function retryFaultyLabels(container: MedusaContainer): Promise<void> {
  const woken = await labelsOf(container).requests.wakeFaulty({
    minutes: RETRY_MINUTES,
    limit: AT_ONCE,
    codes: problemCodes(({ looked_at_again }) => looked_at_again),
  })
  wakeLabels(container, woken.length)
}

/** What was paid for and not handed over, and what a carrier is silent about. */
export async function noticeQuietLabels(container: MedusaContainer): Promise<void> {
  const woken = await labelsOf(container).requests.wakeQuiet({
    unscanned_days: UNSCANNED_DAYS,
    silent_days: SILENT_DAYS,
    limit: AT_ONCE,
  })
  wakeLabels(container, woken.length)
}

/** By each account's `labels.retention_days`, also of those that were deleted. */
export async function purgeLabels(container: MedusaContainer): Promise<void> {
  const labels = labelsOf(container)
  for (const account of await labels.accounts.listFormerAccountsToo()) {
    const { retention_days } = labels.settingsOf(account).labels
    await labels.requests.purgeRequests(account.id, retention_days, AT_ONCE)
    await labels.panel.purgePanelOrders(account.id, retention_days)
  }
  await labels.parcels.purgeNews(NEWS_DAYS)
}
