import type { MedusaContainer } from "@medusajs/framework/types"
import { Modules } from "@medusajs/framework/utils"
import { labelsOf } from "../shared/labels"
import { SYSTEM } from "../shared/marketplace"
import { considerReturns } from "./consider-returns"
import { wakeLabels } from "./wake-labels"

/** An event is missed while all processes are down, or a queue is lost: a long weekend. */
const LOST_MS = 96 * 60 * 60 * 1000
const OPEN_DAYS = 60
const AT_ONCE = 200

/** Returns whose event was lost, or that came with a claim or an exchange, get their intent; that of canceled ones ends. */
export async function lookAtMissedReturns(container: MedusaContainer): Promise<void> {
  const labels = labelsOf(container)
  const accounts = await labels.accounts.listAccounts()
  if (accounts.some((one) => labels.settingsOf(one).labels.return_mode === "automatic")) {
    await planMissed(container)
  }
  await cancelMissed(container)
}

async function planMissed(container: MedusaContainer): Promise<void> {
  const { requests } = labelsOf(container)
  const created_at = { $gte: new Date(Date.now() - LOST_MS).toISOString() }
  for (let skip = 0; ; skip += AT_ONCE) {
    const page = await container
      .resolve(Modules.ORDER)
      .listReturns({ created_at, status: "requested" } as object, {
        select: ["id"],
        take: AT_ONCE,
        skip,
        order: { id: "ASC" },
      })
    const ids = page.map(({ id }) => id)
    const known = new Set(
      (await requests.requestsOfFulfillments(ids)).map(({ fulfillment_id }) => fulfillment_id)
    )
    await considerReturns(
      container,
      ids.filter((id) => !known.has(id))
    )
    if (page.length < AT_ONCE) return
  }
}

async function cancelMissed(container: MedusaContainer): Promise<void> {
  const { requests } = labelsOf(container)
  const open = await requests.listOpenFulfillments("return", OPEN_DAYS)
  for (let start = 0; start < open.length; start += AT_ONCE) {
    const part = open.slice(start, start + AT_ONCE)
    const canceled = await container
      .resolve(Modules.ORDER)
      .listReturns(
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
  }
}
