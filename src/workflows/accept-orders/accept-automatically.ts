import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys, MedusaError } from "@medusajs/framework/utils"
import type { NormalizedOrder } from "../../marketplaces/port"
import { decidedIdsOf } from "../../modules/marketplace/stores/actions"
import type { ConnectionRow } from "../../modules/marketplace/stores/connections"
import type { OrderRowWithPayload } from "../../modules/marketplace/stores/orders"
import {
  type AutomaticDecision,
  automaticDecisions,
  judgeAcceptance,
  undecidedItems,
} from "../../orders/acceptance"
import type { Problem } from "../../orders/problems"
import { settingsOf } from "../shared/connection-settings"
import { loadBatch } from "../plan-import/load-batch"
import { beginSending } from "../send-actions/begin-sending"
import { errorKind } from "../shared/error-kind"
import { announce } from "../shared/events"
import { marketplaceOf, SYSTEM } from "../shared/marketplace"
import { readOrder } from "../../orders/read-order"
import { holdStock, planDecision } from "./decide-orders"
import { loadPrices } from "./load-prices"

const BATCH_SIZE = 50
/** Judged in one run; the rest is judged in the next. */
const MAX_BATCHES = 20

type Position = { row: OrderRowWithPayload; order: NormalizedOrder; items: string[] }

/** Whether a connection accepts or refuses orders automatically. */
export const decidesAutomatically = ({
  import: { acceptance, out_of_stock },
}: ReturnType<typeof settingsOf>) => acceptance === "automatic" || out_of_stock === "refuse"

/**
 * Accepts what waits for an answer and passes every guard; what does not gets a problem that says why, and waits for a
 * human. Refuses what is short of stock where the merchant wants that. An item on which anybody decided before is never
 * decided on again. A failure is logged and stops nothing else.
 */
export async function acceptAutomatically(
  container: MedusaContainer,
  connection: ConnectionRow,
  afterBatch: () => Promise<void>
): Promise<void> {
  const marketplace = marketplaceOf(container)
  const adapter = marketplace.adapter(connection.marketplace_id)
  const settings = settingsOf(adapter, connection.settings, {})
  if (adapter.descriptor.capabilities.decides === "none" || !decidesAutomatically(settings)) return
  let last = ""
  for (let batch = 0; batch < MAX_BATCHES; batch++) {
    const ids = await marketplace.orders.listToAccept(connection.id, last, BATCH_SIZE)
    if (!ids.length) return
    last = ids[ids.length - 1]
    try {
      await judgeBatch(container, connection, ids)
    } catch (error) {
      container
        .resolve(ContainerRegistrationKeys.LOGGER)
        .error(`marketplace-connect: automatic acceptance of ${connection.id} failed (${errorKind(error)})`)
    }
    await afterBatch()
    if (ids.length < BATCH_SIZE) return
  }
}

async function judgeBatch(
  container: MedusaContainer,
  connection: ConnectionRow,
  ids: string[]
): Promise<void> {
  const marketplace = marketplaceOf(container)
  const adapter = marketplace.adapter(connection.marketplace_id)
  const { decides } = adapter.descriptor.capabilities
  const by = decides === "order" ? "order" : "item"
  const positions = await undecidedOrders(container, connection, ids)
  if (!positions.length) return
  const batch = await loadBatch(
    container,
    connection,
    positions.map(({ order }) => order),
    positions.map(({ row }) => row)
  )
  const inContext = positions.map((position) => ({
    ...position,
    context: batch.contextOf(position.row, position.order),
  }))
  const prices = await loadPrices(container, inContext)
  let refused = 0
  const accepted: string[] = []
  const problems: { id: string; problem: Problem }[] = []
  const { acceptance } = batch.settings.import
  for (const { row, order, items, context } of inContext) {
    const verdict = judgeAcceptance(order, items, by, prices.get(order) ?? new Map(), context)
    for (const one of automaticDecisions(verdict, items, decides, acceptance)) {
      if (!(await decide(container, row, one))) continue
      if (one.decision === "accept") {
        batch.take(row, [...context.reserved, ...verdict.reservations])
        accepted.push(row.id)
      } else refused += 1
    }
    if (acceptance === "automatic" && verdict.ask) problems.push({ id: row.id, problem: verdict.ask })
  }
  await holdStock(container, accepted)
  await emitProblems(container, problems)
  if (refused + accepted.length > 0) beginSending(container, [connection.id])
}

/** Returns whether the decision was written now: a person who was faster keeps theirs. */
async function decide(
  container: MedusaContainer,
  row: OrderRowWithPayload,
  { decision, item_external_ids, refused }: AutomaticDecision
): Promise<boolean> {
  const isRefusal = decision === "refuse" || refused.length > 0
  const input = {
    marketplace_order_id: row.id,
    decision,
    line_external_ids: item_external_ids,
    refuse_line_external_ids: refused,
    reason: isRefusal ? "out_of_stock" : null,
  }
  try {
    const { changed } = await planDecision(container, { ...input, actor: SYSTEM, is_automatic: true })
    return changed
  } catch (error) {
    if (error instanceof MedusaError) return false
    throw error
  }
}

async function undecidedOrders(
  container: MedusaContainer,
  connection: ConnectionRow,
  ids: string[]
): Promise<Position[]> {
  const marketplace = marketplaceOf(container)
  const adapter = marketplace.adapter(connection.marketplace_id)
  const decided = await marketplace.actions.listActionsOf(ids, ["accept", "refuse"])
  return (await marketplace.orders.loadOrders(ids)).flatMap((row) => {
    const order = readOrder(adapter, connection, row).order
    if (!order) return []
    const known = new Set(decided.filter((one) => one.marketplace_order_id === row.id).flatMap(decidedIdsOf))
    const items = undecidedItems(order)
      .map(({ external_id }) => external_id)
      .filter((id) => !known.has(id))
    return items.length ? [{ row, order, items }] : []
  })
}

/** Writes the problems that changed, and emits an event for these only. */
async function emitProblems(
  container: MedusaContainer,
  problems: { id: string; problem: Problem }[]
): Promise<void> {
  const held: string[] = []
  for (const { id, problem } of problems) {
    const changed = await marketplaceOf(container).orders.setProblem({ ids: [id] }, problem, {
      state: "to_accept",
    })
    held.push(...changed)
  }
  announce(
    container,
    held.map((id) => ({ name: "marketplace-order.held" as const, data: { id } }))
  )
}
