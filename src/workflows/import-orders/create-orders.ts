import type { CreateOrderDTO, IOrderModuleService, MedusaContainer } from "@medusajs/framework/types"
import { decorateCartTotals, generateEntityId, Modules } from "@medusajs/framework/utils"
import type { OrderRowWithPayload } from "../../modules/marketplace/stores/orders"
import type { OrderDraft } from "../../orders/order-draft"
import { sumAmounts } from "../../orders/totals"
import { marketplaceOf } from "../shared/marketplace"
import {
  adjustReservations,
  createMissingReservations,
  hasReservationIds,
  lineIdKey,
  reservationIdKey,
} from "../shared/reservations"
import { createGuests } from "./create-guests"
import { recordFulfillments } from "./record-fulfillment"
import { captureTransaction, type PaidOrder, recordPayments } from "./record-payments"

export type PlannedOrder = { row: OrderRowWithPayload; draft: OrderDraft }

type Ids = Record<string, string>
type Reserved = PlannedOrder & { ids: Ids }

/** Within half a cent: rates like 5.5 % leave fractions that are never rounded in Medusa. */
const isSameAmount = (a: number, b: number) => Math.abs(a - b) < 0.005

/** Lines whose total is computed in one turn, or that are written with one call. */
const LINES_AT_ONCE = 50
const ORDERS_AT_ONCE = 15

/** Medusa's module makes all orders of a call in one turn. */
const CREATED_AT_ONCE = 50

const inChunks = <T>(list: readonly T[]): T[][] =>
  Array.from({ length: Math.ceil(list.length / CREATED_AT_ONCE) }, (_, index) =>
    list.slice(index * CREATED_AT_ONCE, (index + 1) * CREATED_AT_ONCE)
  )

/**
 * The total that Medusa will compute for a draft, by its own function, before anything is created; some lines at a time,
 * since all of a large order would keep everything else waiting.
 */
export async function totalInTurns(
  { order: { items, shipping_methods, currency_code } }: Pick<OrderDraft, "order">,
  pause: () => Promise<void>
): Promise<number> {
  const totalOf = (part: Pick<OrderDraft["order"], "items" | "shipping_methods">) =>
    Number(decorateCartTotals({ currency_code, ...part }).total)
  const parts = [totalOf({ items: [], shipping_methods })]
  for (let start = 0; start < items.length; start += LINES_AT_ONCE) {
    await pause()
    parts.push(totalOf({ items: items.slice(start, start + LINES_AT_ONCE), shipping_methods: [] }))
  }
  return sumAmounts(parts)
}

export const agreesWithTotal = ({ expected_total }: OrderDraft, computed: number) =>
  isSameAmount(computed, expected_total)

/** Every id that the order and its parts will have; whoever works on the row later uses the same ones. */
function idsFor({ draft }: PlannedOrder): Ids {
  return {
    order: generateEntityId("", "order"),
    shipping_address: generateEntityId("", "ordaddr"),
    ...(draft.customer && { customer: generateEntityId("", "cus") }),
    ...(draft.fulfilled_line_keys.length > 0 && { fulfillment: generateEntityId("", "ful") }),
    payment_collection: generateEntityId("", "pay_col"),
    payment_session: generateEntityId("", "payses"),
    payment: generateEntityId("", "pay"),
    capture: generateEntityId("", "capt"),
    transaction: generateEntityId("", "ordtrx"),
    ...Object.fromEntries(
      draft.order.items.map((item) => [lineIdKey(item.metadata.line_key), generateEntityId("", "ordli")])
    ),
    ...Object.fromEntries(
      draft.reservations.map((reservation) => [
        reservationIdKey(reservation),
        generateEntityId("", "resitem"),
      ])
    ),
  }
}

/**
 * Creates what is missing of the planned orders: order, links, reservations, captured payment, fulfillment record. Each part has an
 * id that was reserved in our row before, so a second worker, or a second try after a crash, finds it or is refused by
 * the primary key. Nothing compensates: a late compensation would delete what another process has finished.
 * Returns the reserved ids by row, and the rows whose order was there already: made from an older snapshot, perhaps.
 */
export async function createOrders(
  container: MedusaContainer,
  planned: PlannedOrder[]
): Promise<{ ids: Map<string, Ids>; existed: ReadonlySet<string> }> {
  await takeReservationsOver(container, planned)
  const reservedIds = await marketplaceOf(container).orders.reserveIds(
    planned.map((order) => ({ id: order.row.id, ids: idsFor(order) }))
  )
  const orders = planned.map((order) => ({ ...order, ids: reservedIds.get(order.row.id) ?? {} }))
  const existing = new Map<string, Reserved>()
  for (const some of inChunks(orders)) {
    await createGuests(container, some)
    for (const [id, order] of await createMissingOrders(container, some)) existing.set(id, order)
  }
  const owed = orders.map((order) => existing.get(order.ids.order) ?? order)
  // Of the whole batch at once: an article that sells well is locked once, not once every few orders.
  await createMissingReservations(
    container,
    owed.map(({ row, ids, draft }) => ({ row, ids, wanted: draft.reservations }))
  )
  for (const some of inChunks(owed)) {
    await recordPayments(container, some.filter(({ draft }) => draft.is_captured).map(paidOrder))
    await recordFulfillments(container, some)
  }
  return {
    ids: reservedIds,
    existed: new Set(orders.filter(({ ids }) => existing.has(ids.order)).map(({ row }) => row.id)),
  }
}

/**
 * What accepting an order has reserved becomes the order's: with the quantities and places of the plan. Only before the
 * order exists; afterwards its reservations follow what is packed.
 */
async function takeReservationsOver(container: MedusaContainer, planned: PlannedOrder[]): Promise<void> {
  const accepted = planned.filter(({ row }) => hasReservationIds(row))
  if (!accepted.length) return
  const begun = accepted.flatMap(({ row }) => row.order_id ?? [])
  const existing = begun.length
    ? await container
        .resolve<IOrderModuleService>(Modules.ORDER)
        .listOrders({ id: begun }, { select: ["id"], take: begun.length })
    : []
  const inStore = new Set(existing.map(({ id }) => id))
  await adjustReservations(
    container,
    accepted
      .filter(({ row }) => !row.order_id || !inStore.has(row.order_id))
      .map(({ row, draft }) => ({ row, wanted: draft.reservations }))
  )
}

/** Orders that are created in one turn: Medusa writes 50 of two lines, or one of 200, in more than 200 ms. */
function groupsOf(orders: readonly Reserved[]): Reserved[][] {
  const groups: Reserved[][] = []
  let lines = Infinity
  for (const order of orders) {
    const { length } = order.draft.order.items
    if (lines + length > LINES_AT_ONCE || (groups.at(-1)?.length ?? 0) >= ORDERS_AT_ONCE) {
      groups.push([])
      lines = 0
    }
    groups.at(-1)?.push(order)
    lines += length
  }
  return groups
}

/** Returns the orders that were there already, with the amount and lines that they really have. */
async function createMissingOrders(
  container: MedusaContainer,
  orders: Reserved[]
): Promise<Map<string, Reserved>> {
  const service = container.resolve<IOrderModuleService>(Modules.ORDER)
  // Only an order whose import began before can exist; if another process creates it now, the primary key refuses ours.
  const begun = orders.filter(({ row }) => row.order_id).map(({ ids }) => ids.order)
  const found = begun.length
    ? await service.listOrders(
        { id: begun },
        { relations: ["items", "shipping_methods"], select: ["id", "total"], take: begun.length }
      )
    : []
  const present = new Map(found.map((order) => [order.id, order]))
  const missing = orders.filter(({ ids }) => !present.has(ids.order))
  for (const group of groupsOf(missing)) {
    await service.createOrders(group.map(orderInput))
  }
  return new Map(
    orders.flatMap((order) => {
      const known = present.get(order.ids.order)
      if (!known) return []
      const lines = new Set((known.items ?? []).map((item) => item.id))
      const reservations = order.draft.reservations.filter(({ line_key }) =>
        lines.has(order.ids[lineIdKey(line_key)])
      )
      const draft = { ...order.draft, reservations, expected_total: Number(known.total) }
      return [[known.id, { ...order, draft }] as const]
    })
  )
}

const paidOrder = ({ ids, draft }: Reserved): PaidOrder => ({
  ids,
  amount: draft.expected_total,
  currency_code: draft.order.currency_code,
})

/** The types of Medusa's order module lag behind its models (ids, created_at, metadata): the one documented cast. */
function orderInput(reserved: Reserved): CreateOrderDTO {
  const { draft, ids } = reserved
  const { items, shipping_methods, shipping_address, ...order } = draft.order
  const input = {
    ...order,
    id: ids.order,
    ...(draft.customer && { customer_id: ids.customer }),
    // Found again by its id: an address that an operator corrected has another one.
    shipping_address: { ...shipping_address, id: ids.shipping_address },
    email: order.email ?? undefined,
    created_at: new Date(order.created_at),
    items: items.map((item) => ({ ...item, id: ids[lineIdKey(item.metadata.line_key)], adjustments: [] })),
    shipping_methods: shipping_methods.map((method) => ({ ...method, adjustments: [] })),
    // With the order, so that its summary is right at once; `recordPayments` then finds it there.
    ...(draft.is_captured &&
      draft.expected_total > 0 && { transactions: [captureTransaction(paidOrder(reserved))] }),
  }
  return input as unknown as CreateOrderDTO
}
