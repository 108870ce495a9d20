import type { IOrderModuleService, IPaymentModuleService, MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys, generateEntityId, Modules } from "@medusajs/framework/utils"
import type { OrderRow } from "../../modules/marketplace/stores/orders"
import type { EditIntent } from "../../orders/marks"
import { exactAmount } from "../../orders/totals"
import { recordPayments } from "../import-orders/record-payments"
import { marketplaceOf } from "../shared/marketplace"
import { writeReservations } from "../shared/write-reservations"

type OrderGraph = {
  total: number
  currency_code: string
  items?: {
    id: string
    quantity: number
    detail?: { fulfilled_quantity: number } | null
    variant_id: string | null
    variant?: {
      manage_inventory: boolean
      inventory_items?: { inventory_item_id: string; required_quantity: number }[]
    } | null
  }[]
  payment_collections?: {
    payments?: {
      id: string
      provider_id: string
      captures?: { amount: number }[]
      refunds?: { id: string; amount: number; created_at: string }[]
    }[]
  }[]
}

type Row = Pick<OrderRow, "id" | "connection_id" | "marketplace_id" | "external_id" | "order_id" | "lines">

/** The marketplace has the money: only what was recorded here without any provider is reversed here. */
const OURS = "pp_system_default"
const cents = (amount: number) => Math.round(amount * 1000) / 1000

/**
 * What a confirmed edit leaves to do: stock, payment record, our own lines, history. Everything is compared with what is
 * there, so it can be repeated after a crash.
 */
export async function completeEdit(container: MedusaContainer, row: Row, intent: EditIntent): Promise<void> {
  const { order_id } = row
  if (!order_id) return
  const { data } = await container.resolve(ContainerRegistrationKeys.QUERY).graph({
    entity: "order",
    fields: [
      "id",
      "total",
      "currency_code",
      "items.*",
      "items.detail.fulfilled_quantity",
      "items.variant.manage_inventory",
      "items.variant.inventory_items.*",
      "payment_collections.payments.*",
      "payment_collections.payments.captures.*",
      "payment_collections.payments.refunds.*",
    ],
    filters: { id: order_id },
  })
  const order = data[0] as unknown as OrderGraph | undefined
  if (!order) return
  await adjustStock(container, row, intent, order)
  await adjustPayments(container, row, intent, order)
  await writeLines(container, row, intent, order)
}

async function adjustStock(
  container: MedusaContainer,
  row: Row,
  intent: EditIntent,
  order: OrderGraph
): Promise<void> {
  const reserved = await container
    .resolve(Modules.INVENTORY)
    .listReservationItems(
      { line_item_id: intent.lines.map(({ line_item_id }) => line_item_id) },
      { select: ["id", "line_item_id", "inventory_item_id", "location_id", "quantity"] }
    )
  const released: typeof reserved = []
  const changed: { id: string; inventory_item_id: string; quantity: number }[] = []
  const missing: {
    inventory_item_id: string
    line_item_id: string
    location_id: string
    quantity: number
  }[] = []
  const placeOf = (line_key: string, inventory_item_id: string) =>
    intent.reservations.find(
      (one) => one.line_key === line_key && one.inventory_item_id === inventory_item_id
    )
  for (const { line_item_id, line_key } of intent.lines) {
    const item = order.items?.find(({ id }) => id === line_item_id)
    const units = item ? Number(item.quantity) - Number(item.detail?.fulfilled_quantity ?? 0) : 0
    const parts = item?.variant?.manage_inventory ? (item.variant.inventory_items ?? []) : []
    const needed = new Map(parts.map((part) => [part.inventory_item_id, units * part.required_quantity]))
    for (const one of reserved.filter((reservation) => reservation.line_item_id === line_item_id)) {
      const place = placeOf(line_key, one.inventory_item_id)
      const wanted = needed.get(one.inventory_item_id) ?? 0
      const isGrown = wanted > Number(one.quantity) && !Number(item?.detail?.fulfilled_quantity ?? 0)
      // Medusa's update of a reservation's place leaves the stock reserved at the old one: another one is made.
      if (isGrown && place && place.location_id !== one.location_id) {
        released.push(one)
        continue
      }
      const isLast = !reserved.some(
        (other) =>
          other.line_item_id === line_item_id &&
          other.inventory_item_id === one.inventory_item_id &&
          reserved.indexOf(other) > reserved.indexOf(one)
      )
      const kept = isLast ? wanted : Math.min(wanted, Number(one.quantity))
      if (kept === 0) released.push(one)
      else if (kept !== Number(one.quantity)) changed.push({ ...one, quantity: kept })
      needed.set(one.inventory_item_id, wanted - kept)
    }
    for (const [inventory_item_id, quantity] of needed) {
      const place = placeOf(line_key, inventory_item_id)
      if (quantity > 0 && place) {
        missing.push({ inventory_item_id, line_item_id, location_id: place.location_id, quantity })
      }
    }
  }
  const ids = await reservedFor(
    container,
    row,
    missing.map((one) => [editedKey(intent, one), "resitem"])
  )
  await writeReservations(container, {
    release: released,
    update: changed,
    create: missing.map((one) => ({
      ...one,
      id: ids[editedKey(intent, one)],
      description: `${row.marketplace_id} ${row.external_id}`,
      external_id: row.external_id,
    })),
  })
}

const editedKey = ({ id }: EditIntent, one: { line_item_id: string; inventory_item_id: string }) =>
  `${id}:${one.line_item_id}:${one.inventory_item_id}`

/** Ids for what an edit creates, reserved in our row, so that a repetition finds it. */
async function reservedFor(
  container: MedusaContainer,
  row: Row,
  keys: [key: string, prefix: string][]
): Promise<Record<string, string>> {
  if (!keys.length) return {}
  const ids = Object.fromEntries(keys.map(([key, prefix]) => [key, generateEntityId("", prefix)]))
  const reserved = await marketplaceOf(container).orders.reserveIds([{ id: row.id, ids }])
  return reserved.get(row.id) ?? {}
}

/** The record follows the order's total; no provider is called, since none has taken anything. */
async function adjustPayments(
  container: MedusaContainer,
  row: Row,
  intent: EditIntent,
  order: OrderGraph
): Promise<void> {
  const payments = (order.payment_collections ?? [])
    .flatMap((collection) => collection.payments ?? [])
    .filter(({ provider_id }) => provider_id === OURS)
  const sum = (amounts: { amount: number }[] = []) =>
    amounts.reduce((total, { amount }) => total + Number(amount), 0)
  const open = payments.map((one) => ({ ...one, left: exactAmount(sum(one.captures) - sum(one.refunds)) }))
  if (open.length === 0) return
  let excess = exactAmount(open.reduce((total, { left }) => total + left, 0) - Number(order.total))
  const service = container.resolve<IPaymentModuleService>(Modules.PAYMENT)
  for (const one of [...open].reverse()) {
    const amount = Math.min(one.left, excess)
    if (cents(amount) <= 0) continue
    await service.refundPayment({ payment_id: one.id, amount, created_by: "marketplace" })
    excess = exactAmount(excess - amount)
  }
  if (cents(excess) < 0 && intent.is_captured) {
    const ids = await paymentIds(container, row, intent)
    await recordPayments(container, [{ ids, amount: -excess, currency_code: order.currency_code }])
  }
  await recordRefunds(
    container,
    row,
    payments.map(({ id }) => id),
    order.currency_code
  )
}

/** The ids under which the payment of what an edit added is recorded. */
async function paymentIds(
  container: MedusaContainer,
  row: Row,
  { id }: EditIntent
): Promise<Record<string, string>> {
  const names = {
    payment_collection: "pay_col",
    payment_session: "payses",
    payment: "pay",
    capture: "capt",
    transaction: "ordtrx",
  }
  const ids = await reservedFor(
    container,
    row,
    Object.entries(names).map(([name, prefix]) => [`${id}:${name}`, prefix])
  )
  return {
    order: row.order_id ?? "",
    ...Object.fromEntries(Object.keys(names).map((name) => [name, ids[`${id}:${name}`]])),
  }
}

/** Every refund of these payments is a transaction of the order. */
async function recordRefunds(
  container: MedusaContainer,
  row: Row,
  payment_ids: string[],
  currency_code: string
): Promise<void> {
  const order_id = row.order_id ?? ""
  const orders = container.resolve<IOrderModuleService>(Modules.ORDER)
  const payments = await container
    .resolve<IPaymentModuleService>(Modules.PAYMENT)
    .listPayments({ id: payment_ids }, { relations: ["refunds"] })
  const known = await orders.listOrderTransactions({ order_id, reference: "refund" })
  const missing = payments
    .flatMap(({ refunds }) => refunds ?? [])
    .filter(({ id }) => !known.some(({ reference_id }) => reference_id === id))
  if (!missing.length) return
  await orders.addOrderTransactions(
    missing.map((refund) => ({
      order_id,
      amount: -Number(refund.amount),
      currency_code,
      reference: "refund",
      reference_id: refund.id,
    }))
  )
}

/** Last: with the intent gone, nothing looks at this edit again. */
async function writeLines(
  container: MedusaContainer,
  row: Row,
  intent: EditIntent,
  order: OrderGraph
): Promise<void> {
  const marketplace = marketplaceOf(container)
  const lines = row.lines.map((line) => {
    const edited = intent.lines.find(({ line_key }) => line_key === line.key)
    if (!edited) return line
    const item = order.items?.find(({ id }) => id === edited.line_item_id)
    return { ...line, line_item_id: item?.id ?? null, variant_id: item?.variant_id ?? line.variant_id }
  })
  await marketplace.orders.writeEditedLines(row.id, lines)
  await marketplace.createMarketplaceHistoryEntries({
    connection_id: row.connection_id,
    marketplace_order_id: row.id,
    event: "order.edited",
    actor: "marketplace",
    data: {
      order_id: row.order_id,
      lines: intent.lines.map(({ line_key, line_item_id }) => ({
        key: line_key,
        quantity: Number(order.items?.find(({ id }) => id === line_item_id)?.quantity ?? 0),
      })),
    },
  })
  await marketplaceOf(container).orders.markOrder(row.id, { order_edit: null })
}
