import type { MedusaContainer } from "@medusajs/framework/types"
import { OrderWorkflowEvents } from "@medusajs/framework/utils"
import { mapInTurns, pauses } from "../../marketplaces/pauses"
import { type NormalizedOrder } from "../../marketplaces/port"
import type { ConnectionRow } from "../../modules/marketplace/stores/connections"
import type { FinishedImport, OrderOutcome } from "../../modules/marketplace/stores/order-imports"
import type { OrderRowWithPayload } from "../../modules/marketplace/stores/orders"
import { changedAfterCorrection } from "../../orders/buyer-changes"
import { readOrder, unreadableOrder } from "../../orders/read-order"
import { planImportInSteps, type ImportPlan } from "../../orders/plan-import"
import type { OrderDraft } from "../../orders/order-draft"
import type { Problem } from "../../orders/problems"
import { isRefusedValue, orderStore, REFUSED_VALUE } from "../snapshots/order-store"
import { announce, emitEvents } from "../shared/events"
import { stockProblems } from "../../orders/stock"
import { ordersChanged } from "../shared/mark-offers"
import { marketplaceOf } from "../shared/marketplace"
import { lineIdKey } from "../shared/reservations"
import { agreesWithTotal, createOrders, type PlannedOrder, totalInTurns } from "./create-orders"
import { type Batch, loadBatch, type PlannedRow } from "../plan-import/load-batch"
import { numberOrders } from "./number-orders"
import { recoverCreated } from "./recover-created"

/** Our ids. `set_aside`: it waits or is ignored. */
export type ImportResult = { imported: string[]; held: string[]; set_aside: string[] }

export type Rejection = { external_id: string; code: string; message: string }

/** Seconds until a held order is tried again without a report that its cause is fixed: 10 minutes, doubling to 6 hours. */
const retrySeconds = (attempts: number) => Math.min(6 * 3600, 600 * 2 ** Math.min(attempts, 10))

export async function importClaimed(
  container: MedusaContainer,
  connection_id: string,
  ids: string[],
  rejections: Rejection[]
): Promise<ImportResult> {
  if (!ids.length) return { imported: [], held: [], set_aside: [] }
  const marketplace = marketplaceOf(container)
  const connection = await marketplace.connection(connection_id)
  const adapter = marketplace.adapter(connection.marketplace_id)
  const orderOf = (row: OrderRowWithPayload) => readOrder(adapter, connection, row)
  const { rows, refused } = await withLines(
    container,
    connection,
    await marketplace.orders.loadOrders(ids),
    (row) => orderOf(row).order !== null
  )
  const read = await mapInTurns(rows, (row): ReadRow => {
    const one = refused.has(row.id) ? unreadableOrder(REFUSED_VALUE) : orderOf(row)
    return { row, ...one, overtaken_by: one.order && one.is_overtaken ? one.said : null }
  })
  const orders = read.flatMap(({ order }) => order ?? [])
  const batch = await loadBatch(container, connection, orders, rows)

  const { planned, unplanned } = await planRows(read, batch, rejections)
  const recovered = await recoverCreated(
    container,
    unplanned.map(({ row, plan, is_paid }) => ({
      row,
      problem: plan.kind === "hold" ? plan.problem : null,
      is_paid,
    }))
  )
  const isRecovered = new Set(recovered.map(({ id }) => id))
  await marketplace.orders.markImported(recovered)
  const outcomes = unplanned
    .filter(({ row }) => !isRecovered.has(row.id))
    .map(({ row, plan }) => outcomeOf(row, plan))
  const newlyHeld = await marketplace.orders.writeImportOutcomes(outcomes)
  announce(
    container,
    newlyHeld.map((id) => ({ name: "marketplace-order.held" as const, data: { id } }))
  )
  const imported = await importPlanned(container, batch, planned)
  await ordersChanged(container, [...isRecovered, ...imported], { sold: false })
  return {
    imported: [...isRecovered, ...imported],
    held: outcomes.filter(({ problem, state }) => problem && state === "ready").map(({ id }) => id),
    set_aside: outcomes.filter(({ problem, state }) => !(problem && state === "ready")).map(({ id }) => id),
  }
}

type ReadRow<Row = OrderRowWithPayload> = { row: Row; overtaken_by: NormalizedOrder | null } & (
  { order: NormalizedOrder; problem?: undefined } | { order: null; problem: Problem }
)
type Planned<Row> = {
  planned: { row: Row; draft: OrderDraft }[]
  unplanned: { row: Row; plan: Exclude<ImportPlan, { kind: "import" }>; is_paid: boolean }[]
}

/** Plans one order after the other, since each takes its stock, in turns: a batch of large ones is seconds of work. */
export async function planRows<Row extends PlannedRow>(
  read: readonly ReadRow<Row>[],
  batch: Pick<Batch, "contextOf" | "take">,
  rejections: Rejection[]
): Promise<Planned<Row>> {
  const pause = pauses()
  const result: Planned<Row> = { planned: [], unplanned: [] }
  for (const { row, order, problem, overtaken_by } of read) {
    await pause()
    const plan = order ? await planOrder(row, order, batch, rejections, pause) : hold(problem)
    if (plan.kind === "import") {
      if (overtaken_by) plan.draft.problems.unshift(...changedThere(row, plan.draft, overtaken_by, batch))
      result.planned.push({ row, draft: plan.draft })
      batch.take(row, plan.draft.reservations)
    } else {
      result.unplanned.push({ row, plan, is_paid: order?.is_paid ?? true })
    }
  }
  return result
}

/**
 * The row of an order that could not be read or written when it came has no lines, and without them its parcels could
 * not be sent. What is readable by now is judged again; `refused` are those that still cannot be written.
 */
async function withLines(
  container: MedusaContainer,
  connection: ConnectionRow,
  rows: OrderRowWithPayload[],
  isReadable: (row: OrderRowWithPayload) => boolean
): Promise<{ rows: OrderRowWithPayload[]; refused: Set<string> }> {
  const refused = new Set<string>()
  const bare = rows.filter((row) => row.lines.length === 0 && isReadable(row))
  if (!bare.length) return { rows, refused }
  const store = orderStore(container, connection)
  for (const { id, external_id, payload } of bare) {
    try {
      await store([{ external_id, payload }], { again: true })
    } catch (error) {
      if (!isRefusedValue(error)) throw error
      refused.add(id)
    }
  }
  return { rows: await marketplaceOf(container).orders.loadOrders(rows.map(({ id }) => id)), refused }
}

/** The order is imported as an operator corrected it; that the marketplace has changed it since, a person has to know. */
function changedThere(
  row: PlannedRow,
  { written }: OrderDraft,
  said: NormalizedOrder,
  batch: Pick<Batch, "contextOf">
): Problem[] {
  const { destination, settings } = batch.contextOf(row, said)
  return changedAfterCorrection(written, said, settings, destination.region?.countries ?? [])
}

const hold = (problem: Problem): ImportPlan => ({ kind: "hold", problem })

/** The plan of one order, with the reasons that only the store knows: its hooks, and its own computing of the total. */
export async function planOrder(
  row: PlannedRow,
  order: NormalizedOrder,
  batch: Pick<Batch, "contextOf">,
  rejections: Rejection[],
  pause: () => Promise<void>
): Promise<ImportPlan> {
  const rejection = rejections.find(({ external_id }) => external_id === row.external_id)
  if (rejection) {
    return hold({ code: "rejected_by_hook", params: { detail: `${rejection.message} (${rejection.code})` } })
  }
  const steps = planImportInSteps(order, batch.contextOf(row, order))
  let step = steps.next()
  for (; !step.done; step = steps.next()) await pause()
  const plan = step.value
  if (plan.kind !== "import") return plan
  const computed = await totalInTurns(plan.draft, pause)
  if (!agreesWithTotal(plan.draft, computed)) {
    return hold({
      code: "total_mismatch",
      params: {
        expected: plan.draft.expected_total,
        computed,
        currency_code: order.currency_code,
      },
    })
  }
  return plan
}

function outcomeOf(row: OrderRowWithPayload, plan: Exclude<ImportPlan, { kind: "import" }>): OrderOutcome {
  switch (plan.kind) {
    case "hold":
      return { id: row.id, state: "ready", problem: plan.problem, retry_seconds: retrySeconds(row.attempts) }
    case "wait": {
      const untilSeconds = plan.until ? Math.max(60, (Date.parse(plan.until) - Date.now()) / 1000) : null
      return {
        id: row.id,
        state: plan.reason === "to_accept" ? "to_accept" : "waiting",
        state_reason: plan.reason,
        problem: plan.problem,
        retry_seconds: untilSeconds,
      }
    }
    case "ignore":
      return {
        id: row.id,
        state: plan.reason === "canceled" ? "canceled" : "ignored",
        state_reason: plan.reason,
        problem: null,
        retry_seconds: null,
      }
  }
}

async function importPlanned(
  container: MedusaContainer,
  batch: Batch,
  planned: PlannedOrder[]
): Promise<string[]> {
  if (!planned.length) return []
  const marketplace = marketplaceOf(container)
  const { ids, existed } = await createOrders(container, planned)
  if (batch.settings.import.custom_display_id) {
    await numberOrders(
      container,
      planned.map(({ row }) => ({ ...row, order_id: ids.get(row.id)?.order ?? "" }))
    )
  }
  const rows = await marketplace.orders.markImported([
    ...planned
      .filter(({ row }) => !existed.has(row.id))
      .map((order) => importedRecord(order, ids.get(order.row.id) ?? {})),
    ...(await recoverCreated(
      container,
      planned
        .filter(({ row }) => existed.has(row.id))
        .map(({ row, draft }) => ({ row, problem: draft.problems[0] ?? null, is_paid: draft.is_captured }))
    )),
  ])
  const now = new Set(rows)
  await marketplace.orders.writeBuyers(
    planned
      .filter(({ row }) => now.has(row.id) && !existed.has(row.id))
      .map(({ row, draft: { written } }) => ({ id: row.id, written }))
  )
  // What an earlier attempt has made says of the buyer what it wrote then.
  if (existed.size) await marketplace.orders.readBuyersAgain({ ids: rows.filter((id) => existed.has(id)) })
  const events = planned
    .filter(({ row }) => now.has(row.id))
    .map(({ row }) => ({ id: row.id, order_id: ids.get(row.id)?.order ?? "" }))
  announce(
    container,
    events.map((data) => ({ name: "marketplace-order.imported" as const, data }))
  )
  announce(
    container,
    planned
      .filter(({ row, draft }) => now.has(row.id) && draft.problems.length > 0)
      .map(({ row }) => ({ name: "marketplace-order.flagged" as const, data: { id: row.id } }))
  )
  if (batch.settings.import.emit_order_placed) {
    const real = events.filter(({ id }) => !planned.find(({ row }) => row.id === id)?.row.is_test)
    emitEvents(
      container,
      real.map(({ order_id }) => ({ name: OrderWorkflowEvents.PLACED, data: { id: order_id } }))
    )
  }
  return rows
}

function importedRecord({ row, draft }: PlannedOrder, ids: Record<string, string>): FinishedImport {
  const items = new Map(draft.order.items.map((item) => [item.metadata.line_key, item]))
  const short_stock = stockProblems(draft.problems)
  return {
    id: row.id,
    state: draft.order.items.every((item) => item.metadata.fulfilled_by_marketplace) ? "shipped" : "imported",
    lines: row.lines.map((line) => {
      const item = items.get(line.key)
      return item
        ? {
            ...line,
            quantity: item.quantity,
            external_ids: item.metadata.external_ids,
            variant_id: item.variant_id ?? item.metadata.test_variant_id ?? null,
            line_item_id: ids[lineIdKey(line.key)] ?? null,
          }
        : line
    }),
    applied_hash: row.snapshot_hash,
    problem: draft.problems[0] ?? null,
    marks: short_stock.length > 0 ? { short_stock } : {},
  }
}
