import type {
  CreateOrderChangeActionDTO,
  CreateOrderChangeDTO,
  CreateOrderLineItemDTO,
  CreateOrderShippingMethodDTO,
  IOrderModuleService,
  MedusaContainer,
} from "@medusajs/framework/types"
import {
  ChangeActionType,
  ContainerRegistrationKeys,
  generateEntityId,
  MedusaError,
  Modules,
  OrderChangeStatus,
  OrderEditWorkflowEvents,
} from "@medusajs/framework/utils"
import type { OrderRow } from "../../modules/marketplace/stores/orders"
import type { OrderEdit } from "../../orders/changes"
import { unitsOf } from "../../orders/fulfillments"
import { type EditIntent, marksOf } from "../../orders/marks"
import { externalSku } from "../../orders/match"
import { type EditableOrder, type EditPlan, orderAsSold, planEdit } from "../../orders/order-edit"
import type { ImportContext } from "../../orders/import-context"
import type { OrderDraft } from "../../orders/order-draft"
import { planImportable } from "../../orders/plan-import"
import type { Problem } from "../../orders/problems"
import { loadBatch } from "../plan-import/load-batch"
import { stockProblems } from "../../orders/stock"
import { emitEvents } from "../shared/events"
import { marketplaceOf } from "../shared/marketplace"
import { completeEdit } from "./complete-edit"
import type { LoadedImport } from "./load-imported"

const ACTIVE: readonly string[] = [OrderChangeStatus.PENDING, OrderChangeStatus.REQUESTED]
/** Fractions of a cent that tax rates leave are never rounded in Medusa. */
const isSameAmount = (a: number, b: number) => Math.abs(a - b) < 0.005

/**
 * Edits the store's order: an order edit like an operator's, made through the order module. Medusa's own flow would put
 * the store's tax and the first location of the sales channel in place of the marketplace's and the connection's, and
 * refuse an oversold line. It is confirmed only if the total then is the marketplace's to the cent. What follows it, and
 * whatever a crash left undone, is `completeEdit`'s. Returns what a person has to do instead.
 */
export async function editOrder(
  container: MedusaContainer,
  loaded: LoadedImport,
  edit: OrderEdit
): Promise<Problem | null> {
  const { row, order } = loaded
  const connection = await marketplaceOf(container).anyConnection(row.connection_id)
  const sold = orderAsSold(order, edit.item_external_ids)
  const batch = await loadBatch(container, connection, [sold], [row])
  const stock = await stockOf(container, loaded)
  const plan = planImportable(sold, { ...batch.contextOf(row, sold), ...stock }, null)
  if (plan.kind !== "import" || plan.draft.fulfilled_line_keys.some((key) => edit.added.includes(key))) {
    return edit.otherwise
  }
  const graph = await editableOrder(container, row.order_id ?? "")
  const steps = planEdit(edit, plan.draft.order, graph)
  const intent = intentOf(plan.draft, steps, graph)
  await marketplaceOf(container).orders.markOrder(row.id, { order_edit: intent })
  if (!(await makeEdit(container, row.order_id ?? "", intent, steps, plan.draft.expected_total))) {
    await marketplaceOf(container).orders.markOrder(row.id, { order_edit: null })
    return edit.otherwise
  }
  await completeEdit(container, row, intent)
  const { data } = await container.resolve(ContainerRegistrationKeys.QUERY).graph({
    entity: "order_change",
    fields: ["actions.*"],
    filters: { id: intent.id },
  })
  emitEvents(container, [
    {
      name: OrderEditWorkflowEvents.CONFIRMED,
      data: { order_id: row.order_id, actions: data[0]?.actions ?? [], no_notification: true },
    },
  ])
  const added = new Set(
    sold.lines.filter(({ key }) => edit.added.includes(key)).map((line) => externalSku(line))
  )
  const short = stockProblems(plan.draft.problems).filter(({ params }) => added.has(String(params.sku)))
  if (short.length > 0) {
    const known = row.marks?.short_stock ?? []
    await marketplaceOf(container).orders.markOrder(row.id, { short_stock: [...known, ...short] })
  }
  return short.at(0) ?? null
}

/** What the order's lines have reserved of the stock now, and what of them has left it. */
async function stockOf(
  container: MedusaContainer,
  { imported: { lines, fulfillments } }: LoadedImport
): Promise<Required<Pick<ImportContext, "reserved" | "packed">>> {
  const reserved = await container
    .resolve(Modules.INVENTORY)
    .listReservationItems(
      { line_item_id: lines.map(({ line_item_id }) => line_item_id) },
      { select: ["line_item_id", "inventory_item_id", "location_id", "quantity"] }
    )
  const live = fulfillments.filter(({ canceled_at }) => canceled_at === null)
  const keys = new Map(lines.map(({ line_item_id, line_key }) => [line_item_id, line_key]))
  return {
    reserved: reserved.map(({ line_item_id, inventory_item_id, location_id, quantity }) => ({
      line_key: keys.get(line_item_id ?? "") ?? "",
      inventory_item_id,
      location_id,
      quantity: Number(quantity),
    })),
    packed: new Map(
      lines.map(({ line_item_id, line_key }) => [
        line_key,
        live.reduce((units, one) => units + unitsOf(one, line_item_id), 0),
      ])
    ),
  }
}

/**
 * Goes on with edits that a crash interrupted: what was confirmed is completed, what was not is taken back. Returns those
 * of the orders that nothing stands in the way of any more; one that fails stops no other.
 */
export async function finishEdits(
  container: MedusaContainer,
  ids: string[],
  onFailure: (id: string, error: unknown) => void
): Promise<string[]> {
  const marketplace = marketplaceOf(container)
  const begun = await marketplace.orders.listBegunEdits(ids)
  if (!begun.length) return ids
  const failed = new Set<string>()
  for (const row of await marketplace.orders.loadOrders(begun)) {
    try {
      await finishEdit(container, row)
    } catch (error) {
      failed.add(row.id)
      onFailure(row.id, error)
    }
  }
  return ids.filter((id) => !failed.has(id))
}

async function finishEdit(container: MedusaContainer, row: OrderRow): Promise<void> {
  const service = container.resolve<IOrderModuleService>(Modules.ORDER)
  const { order_edit: intent } = marksOf(row.marks)
  if (!intent) return
  const [change] = await service.listOrderChanges({ id: intent.id })
  if (change?.status === OrderChangeStatus.CONFIRMED) return completeEdit(container, row, intent)
  if (change && ACTIVE.includes(change.status)) await service.cancelOrderChange(change.id)
  await marketplaceOf(container).orders.markOrder(row.id, { order_edit: null })
}

type OrderGraph = {
  metadata?: Record<string, unknown> | null
  items?: { id: string; metadata: { line_key?: string } | null }[]
  shipping_methods?: {
    id: string
    name: string
    amount: number
    shipping_option_id: string | null
    tax_lines?: { rate: number }[]
  }[]
}

async function editableOrder(container: MedusaContainer, id: string): Promise<EditableOrder> {
  const { data } = await container.resolve(ContainerRegistrationKeys.QUERY).graph({
    entity: "order",
    fields: [
      "id",
      "metadata",
      "items.id",
      "items.metadata",
      "shipping_methods.*",
      "shipping_methods.tax_lines.rate",
    ],
    filters: { id },
  })
  const graph = data[0] as unknown as OrderGraph | undefined
  return {
    pickup_point: graph?.metadata?.pickup_point || null,
    items: (graph?.items ?? []).map((item) => ({ id: item.id, line_key: item.metadata?.line_key ?? null })),
    shipping_methods: (graph?.shipping_methods ?? []).map((method) => ({
      id: method.id,
      name: method.name,
      amount: Number(method.amount),
      shipping_option_id: method.shipping_option_id,
      tax_rates: (method.tax_lines ?? []).map(({ rate }) => Number(rate)),
    })),
  }
}

function intentOf(draft: OrderDraft, { added, quantities }: EditPlan, { items }: EditableOrder): EditIntent {
  const keys = new Map(items.map(({ id, line_key }) => [id, line_key ?? ""]))
  const lines = [
    ...quantities.map(({ line_item_id, external_ids }) => ({
      line_item_id,
      line_key: keys.get(line_item_id) ?? "",
      external_ids,
    })),
    ...added.map(({ metadata }) => ({
      line_item_id: generateEntityId("", "ordli"),
      line_key: metadata.line_key,
      external_ids: metadata.external_ids,
    })),
  ]
  return {
    id: generateEntityId("", "ordch"),
    lines,
    reservations: draft.reservations.filter(({ line_key }) =>
      lines.some((line) => line.line_key === line_key)
    ),
    is_captured: draft.is_captured,
  }
}

/** Returns false where Medusa refuses, or where the total would not be the marketplace's: then nothing is changed. */
async function makeEdit(
  container: MedusaContainer,
  order_id: string,
  intent: EditIntent,
  steps: EditPlan,
  expected_total: number
): Promise<boolean> {
  const service = container.resolve<IOrderModuleService>(Modules.ORDER)
  const lineId = (key: string) => intent.lines.find(({ line_key }) => line_key === key)?.line_item_id ?? ""
  try {
    // The published type knows no id.
    const input = {
      id: intent.id,
      order_id,
      change_type: "edit",
      no_notification: true,
      created_by: "marketplace",
    } as CreateOrderChangeDTO
    const { version } = await service.createOrderChange(input)
    if (steps.added.length > 0) {
      // Without an order: only the confirmed edit puts them into it.
      const items = steps.added.map((item) => ({
        ...item,
        id: lineId(item.metadata.line_key),
        adjustments: [],
      }))
      await service.createOrderLineItems(items as unknown as CreateOrderLineItemDTO[])
    }
    const actions = [
      ...quantityActions(steps),
      ...steps.added.map(({ metadata, quantity, unit_price }) => ({
        action: ChangeActionType.ITEM_ADD,
        details: { reference_id: lineId(metadata.line_key), quantity, unit_price, metadata },
      })),
      ...(await shippingActions(container, order_id, version, steps)),
    ]
    await service.addOrderAction(
      actions.map((action) => ({
        ...action,
        order_change_id: intent.id,
        order_id,
        version,
      })) as unknown as CreateOrderChangeActionDTO[]
    )
    const preview = await service.previewOrderChange(order_id)
    if (isSameAmount(Number(preview.total), expected_total)) {
      await service.confirmOrderChange({ id: intent.id, confirmed_by: "marketplace" })
      return true
    }
  } catch (error) {
    if (!(error instanceof MedusaError)) throw error
  }
  const [change] = await service.listOrderChanges({ id: intent.id })
  if (change && ACTIVE.includes(change.status)) await service.cancelOrderChange(intent.id)
  return change?.status === OrderChangeStatus.CONFIRMED
}

const quantityActions = ({ quantities }: EditPlan) =>
  quantities.map(({ line_item_id, quantity, external_ids }) => ({
    action: ChangeActionType.ITEM_UPDATE,
    details: { reference_id: line_item_id, quantity, metadata: { external_ids } },
  }))

/** All in their order or none: the admin preselects the first method's option when it creates a fulfillment. */
async function shippingActions(
  container: MedusaContainer,
  order_id: string,
  version: number,
  { shipping_methods }: EditPlan
) {
  if (!shipping_methods) return []
  const service = container.resolve<IOrderModuleService>(Modules.ORDER)
  const { shipping_methods: before = [] } = await service.retrieveOrder(order_id, {
    relations: ["shipping_methods"],
  })
  const methods = shipping_methods.map((method) => ({ ...method, order_id, version, adjustments: [] }))
  const created = await service.createOrderShippingMethods(
    methods as unknown as CreateOrderShippingMethodDTO[]
  )
  return [
    ...before.map(({ id }) => ({
      action: ChangeActionType.SHIPPING_REMOVE,
      reference: "order_shipping_method",
      reference_id: id,
    })),
    ...created.map(({ id }, index) => ({
      action: ChangeActionType.SHIPPING_ADD,
      reference: "order_shipping_method",
      reference_id: id,
      amount: shipping_methods[index].amount,
    })),
  ]
}
