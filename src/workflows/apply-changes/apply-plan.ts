import { isDeepStrictEqual } from "node:util"
import { markOrderFulfillmentAsDeliveredWorkflow } from "@medusajs/medusa/core-flows"
import type { MedusaContainer } from "@medusajs/framework/types"
import { OrderWorkflowEvents } from "@medusajs/framework/utils"
import type { Change, ChangePlan } from "../../orders/changes"
import type { Problem } from "../../orders/problems"
import { canMove } from "../../orders/state"
import { recordPayments } from "../import-orders/record-payments"
import { announce, emitEvents } from "../shared/events"
import { marketplaceOf } from "../shared/marketplace"
import { cancelAtMarketplace } from "./cancel-at-marketplace"
import { cancelInStore, endInterruptedCancellation } from "./cancel-in-store"
import { editOrder } from "./edit-order"
import type { LoadedImport } from "./load-imported"
import type { IsNoted } from "./noted"
import { changesOrder, updateBuyer } from "./update-buyer"

/**
 * Makes the changes of one order's plan, each safe to repeat, and then writes where the order stands. What could not be
 * edited now (an operator's own edit is open, for example) is judged again in the next run.
 */
export async function applyPlan(
  container: MedusaContainer,
  loaded: LoadedImport,
  plan: ChangePlan,
  isNoted: IsNoted
): Promise<void> {
  const { row, imported } = loaded
  await keepAfterSales(container, loaded)
  if (!plan.changes.some(({ kind }) => kind === "cancel_order")) {
    await endInterruptedCancellation(container, row, imported.canceled_by !== null)
  }
  const problems: Problem[] = []
  let isApplied = true
  let { state } = plan
  for (const change of plan.changes) {
    const problem = await make(container, loaded, change)
    if (problem) problems.push(problem)
    if (problem && change.kind === "cancel_order") state = "imported"
    if (problem && change.kind === "edit_order") {
      isApplied = problem.code !== change.otherwise.code || isNoted(problem)
    }
  }
  await keepBuyer(container, loaded, plan)
  const isOurWish =
    imported.canceled_by === "operator" && problems.some(({ code }) => code === "canceled_in_store")
  const isHandled = isOurWish && (await cancelAtMarketplace(container, loaded))
  const isNew = await marketplaceOf(container).orders.writeApplied(row, {
    state: canMove(row, state) ? state : row.state,
    problem:
      problems.find((problem) => !isNoted(problem) && !(isHandled && problem.code === "canceled_in_store")) ??
      null,
    applied_hash: isApplied ? row.snapshot_hash : null,
    found: problems,
    noted: problems.filter(isNoted),
  })
  if (isNew) announce(container, [{ name: "marketplace-order.flagged", data: { id: row.id } }])
  // Only now: whoever hears of the new address sees what it keeps from leaving.
  const hasOtherBuyer = plan.changes.some((one) => one.kind === "update_buyer" && changesOrder(one.update))
  if (hasOtherBuyer) {
    emitEvents(container, [{ name: OrderWorkflowEvents.UPDATED, data: { id: row.order_id ?? "" } }])
  }
  if (state === "canceled" && row.state !== "canceled") await noteCanceled(container, loaded)
}

async function keepAfterSales(
  container: MedusaContainer,
  { row, imported: { after_sales } }: LoadedImport
): Promise<void> {
  if (JSON.stringify(after_sales) === JSON.stringify(row.after_sales ?? [])) return
  await marketplaceOf(container).orders.writeAfterSales(row.id, after_sales)
}

/** Last of all: until then, a copy that was not written yet is written in the next look. */
async function keepBuyer(
  container: MedusaContainer,
  { row }: LoadedImport,
  { written, is_behind }: ChangePlan
): Promise<void> {
  const { orders } = marketplaceOf(container)
  if (written && !isDeepStrictEqual(written, row.written)) await orders.writeBuyers([{ id: row.id, written }])
  if (is_behind !== undefined && is_behind !== (row.marks?.buyer_behind ?? false)) {
    await orders.markOrder(row.id, { buyer_behind: is_behind || null })
  }
}

/** Emits the event once, when the order's state becomes `canceled`, and records the store's own cancellation. */
async function noteCanceled(container: MedusaContainer, { row, imported }: LoadedImport): Promise<void> {
  if (imported.canceled_by === "operator") {
    await marketplaceOf(container).createMarketplaceHistoryEntries({
      connection_id: row.connection_id,
      marketplace_order_id: row.id,
      event: "order.canceled_in_store",
      actor: "store",
      data: { order_id: row.order_id },
    })
  }
  const data = { id: row.id, order_id: row.order_id ?? undefined }
  announce(container, [{ name: "marketplace-order.canceled", data }])
}

/** Returns what a human has to know of it. */
async function make(
  container: MedusaContainer,
  loaded: LoadedImport,
  change: Change
): Promise<Problem | null> {
  const { row } = loaded
  switch (change.kind) {
    case "raise":
      return change.problem
    case "cancel_order":
      return (await cancelInStore(container, row)) ? null : { code: "canceled_at_marketplace", params: {} }
    case "edit_order":
      return editOrder(container, loaded, change)
    case "mark_delivered":
      await markOrderFulfillmentAsDeliveredWorkflow(container).run({
        input: { orderId: row.order_id ?? "", fulfillmentId: change.fulfillment_id, no_notification: true },
      })
      return null
    case "update_buyer":
      await updateBuyer(container, loaded, change.update)
      return null
    case "capture_payment":
      await recordPayments(container, [
        { ids: row.reserved_ids ?? {}, amount: loaded.total, currency_code: loaded.currency_code },
      ])
      return null
  }
}
