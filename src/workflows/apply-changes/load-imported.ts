import type { IOrderModuleService, MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys, Modules } from "@medusajs/framework/utils"
import { type NormalizedOrder, type PickupPoint, pickupPointSchema } from "../../marketplaces/port"
import { itemIdsOf } from "../../modules/marketplace/stores/actions"
import type { ConnectionRow } from "../../modules/marketplace/stores/connections"
import type { OrderRowWithPayload } from "../../modules/marketplace/stores/orders"
import { mayBeSent } from "../../orders/actions"
import type { StoreAddress } from "../../orders/addresses"
import { afterSalesOf, mergeAfterSales } from "../../orders/after-sales"
import type { CurrentBuyer } from "../../orders/buyer-changes"
import { type Written, type WrittenGuest, writtenSchema } from "../../orders/buyer-facts"
import type { ImportedOrder, StoreLine } from "../../orders/changes"
import { countUnits, itemsById } from "../../orders/fulfillments"
import type { Problem } from "../../orders/problems"
import { readOrder } from "../../orders/read-order"
import type { ConnectionSettings } from "../../orders/settings"
import { settingsOf } from "../shared/connection-settings"
import {
  FULFILLMENT_FIELDS,
  fulfillmentFacts,
  type GraphFulfillment,
  type PackedUnits,
  packedUnits,
} from "../shared/fulfillment-facts"
import { marketplaceOf } from "../shared/marketplace"

/** An order that is in the store, as the marketplace and the store have it now. */
export type LoadedImport = {
  row: OrderRowWithPayload
  order: NormalizedOrder
  imported: ImportedOrder
  settings: ConnectionSettings
  /** Of the order's region, in lower case. */
  countries: string[]
  currency_code: string
  /** Major units. */
  total: number
  /** False when the store's order was deleted. */
  exists: boolean
}

type OrderAddress = StoreAddress & { id: string }

type OrderGraph = {
  id: string
  status: string
  total: number
  email?: string | null
  currency_code: string
  region?: { countries?: { iso_2: string }[] } | null
  metadata: Record<string, unknown> | null
  shipping_address?: OrderAddress | null
  billing_address?: OrderAddress | null
  shipping_methods?: { data: Record<string, unknown> | null; metadata: Record<string, unknown> | null }[]
  customer?: (Omit<WrittenGuest, "address"> & { id: string; addresses?: StoreAddress[] }) | null
  items?: {
    id: string
    quantity: number
    metadata: { external_ids?: string[]; line_key?: string } | null
  }[]
  fulfillments?: GraphFulfillment[]
  payment_collections?: { captured_amount: number | null }[]
}

const FIELDS = [
  "id",
  "status",
  "total",
  "email",
  "currency_code",
  "region.countries.iso_2",
  "metadata",
  "shipping_address.*",
  "billing_address.*",
  "shipping_methods.data",
  "shipping_methods.metadata",
  "customer.*",
  "customer.addresses.*",
  "items.id",
  "items.quantity",
  "items.metadata",
  "payment_collections.captured_amount",
  ...FULFILLMENT_FIELDS,
]

export async function loadImported(
  container: MedusaContainer,
  connection: ConnectionRow,
  ids: string[]
): Promise<LoadedImport[]> {
  const marketplace = marketplaceOf(container)
  const adapter = marketplace.adapter(connection.marketplace_id)
  const settings = settingsOf(adapter, connection.settings, {})
  const rows = (await marketplace.orders.loadOrders(ids)).filter(
    ({ imported_at, order_id }) => imported_at && order_id
  )
  const { data } = await container.resolve(ContainerRegistrationKeys.QUERY).graph({
    entity: "order",
    fields: FIELDS,
    filters: { id: rows.flatMap(({ order_id }) => order_id ?? []) },
  })
  const graphs = new Map((data as unknown as OrderGraph[]).map((graph) => [graph.id, graph]))
  const written = await writtenAddresses(container, rows)
  const packed = await packedUnits(container, [...graphs.keys()])
  const ships = (await marketplace.actions.listActionsOf(ids, ["ship"])).filter(mayBeSent)
  return rows.flatMap((row) => {
    const read = readOrder(adapter, connection, row)
    if (read.problem) return []
    const { order } = read
    const graph = graphs.get(row.order_id ?? "")
    return {
      row,
      order,
      settings,
      imported: importedOrder(
        row,
        order,
        graph,
        written.get(row.reserved_ids?.shipping_address ?? "") ?? null,
        read.is_corrected,
        packed,
        ships.filter((action) => action.marketplace_order_id === row.id).flatMap(itemIdsOf)
      ),
      countries: (graph?.region?.countries ?? []).map(({ iso_2 }) => iso_2.toLowerCase()),
      currency_code: graph?.currency_code ?? "",
      total: Number(graph?.total ?? 0),
      exists: graph !== undefined,
    }
  })
}

function importedOrder(
  row: OrderRowWithPayload,
  order: NormalizedOrder,
  graph: OrderGraph | undefined,
  written: StoreAddress | null,
  is_corrected: boolean,
  packed: PackedUnits,
  sent_item_ids: string[]
): ImportedOrder {
  const isCanceled = !graph || graph.status === "canceled"
  const lines = (graph?.items ?? []).flatMap((item) => importedLine(item, order))
  const present = new Set((graph?.items ?? []).map(({ id }) => id))
  return {
    canceled_by: !isCanceled ? null : (row.marks?.canceled_by ?? "operator"),
    lines,
    fulfillments: (graph?.fulfillments ?? []).map((one) => fulfillmentFacts(one, packed)),
    recorded_fulfillment_id: row.reserved_ids?.fulfillment ?? null,
    written: writtenOf(row, graph, written),
    current: currentBuyer(row, graph),
    is_address_corrected: is_corrected,
    is_captured:
      Number(graph?.total ?? 0) === 0 ||
      (graph?.payment_collections ?? []).some(({ captured_amount }) => Number(captured_amount) > 0),
    short_stock: (row.marks?.short_stock ?? []) as Problem[],
    after_sales: mergeAfterSales(row.after_sales ?? [], afterSalesOf(order, new Date().toISOString())),
    sent_item_ids,
    withdrawn_item_ids: row.lines
      .filter(({ line_item_id }) => line_item_id && !present.has(line_item_id))
      .flatMap(({ external_ids }) => external_ids),
  }
}

/** Of an order from before this was kept, the delivery address and the pickup point are known. */
function writtenOf(
  row: OrderRowWithPayload,
  graph: OrderGraph | undefined,
  shipping_address: StoreAddress | null
): Written | null {
  if (row.written) return writtenSchema.parse(row.written)
  return (
    shipping_address && {
      given: null,
      shipping_address,
      pickup_point: pickupPointOf(graph?.metadata),
      billing_address: null,
      email: null,
      customer: null,
    }
  )
}

const pickupPointOf = (holder: Record<string, unknown> | null | undefined): PickupPoint | null =>
  pickupPointSchema
    .nullable()
    .catch(null)
    .parse(holder?.pickup_point ?? null)

function currentBuyer(row: OrderRowWithPayload, graph: OrderGraph | undefined): CurrentBuyer {
  const ours = (graph?.shipping_methods ?? []).filter(isOurMethod)
  const guest = graph?.customer?.id === row.reserved_ids?.customer ? graph?.customer : null
  const address = guest?.addresses?.at(0)
  return {
    shipping_address: graph?.shipping_address ?? null,
    billing_address: graph?.billing_address ?? null,
    email: graph?.email || null,
    pickup_points: [graph?.metadata, ...ours.map(({ data }) => data)].map(pickupPointOf),
    customer: guest && address ? { ...guest, address } : null,
  }
}

/** Shipping methods that we made. */
export const isOurMethod = ({ metadata }: { metadata: Record<string, unknown> | null }): boolean =>
  ["shipping", "fee", "rounding"].includes(String(metadata?.kind))

/** The items are those that the line was imported with; how many units they are, only the marketplace still says. */
function importedLine(item: NonNullable<OrderGraph["items"]>[number], order: NormalizedOrder): StoreLine[] {
  const { external_ids, line_key } = item.metadata ?? {}
  if (!external_ids?.length || !line_key) return []
  const known = itemsById(order)
  const items = external_ids.flatMap((id) => known.get(id)?.item ?? [])
  // One unreadable quantity makes the sum wrong: the store's own quantity is used instead.
  const units = items.some(({ quantity }) => quantity === null) ? 0 : countUnits(items)
  return [
    {
      line_item_id: item.id,
      line_key,
      item_external_ids: external_ids,
      quantity: units || Number(item.quantity),
      current_quantity: Number(item.quantity),
    },
  ]
}

/** The addresses as they were written by us last: Medusa keeps the old one when an operator corrects it. */
async function writtenAddresses(
  container: MedusaContainer,
  rows: OrderRowWithPayload[]
): Promise<Map<string, StoreAddress>> {
  const ids = rows.flatMap(({ reserved_ids }) => reserved_ids?.shipping_address ?? [])
  if (!ids.length) return new Map()
  const addresses = await container
    .resolve<IOrderModuleService>(Modules.ORDER)
    .listOrderAddresses({ id: ids }, { take: ids.length, withDeleted: true })
  // The published type leaves out that Medusa's empty fields are null.
  return new Map((addresses as unknown as OrderAddress[]).map((address) => [address.id, address]))
}
