import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import type { LabelFulfillment, LabelLine, LabelOrder } from "../../labels/plan-label"
import { mayBeSent } from "../../orders/actions"
import type { StoreAddress } from "../../orders/addresses"
import { isCorrection } from "../../orders/intent-keys"
import { problemFacts } from "../../orders/problems"
import { ownSettings, readOrder } from "../../orders/read-order"
import {
  fulfillmentFacts,
  type GraphFulfillment,
  type PackedUnits,
  packedUnits,
} from "../shared/fulfillment-facts"
import { marketplaceOf } from "../shared/marketplace"

const FIELDS = [
  "id",
  "display_id",
  "status",
  "email",
  "currency_code",
  "created_at",
  "canceled_at",
  "metadata",
  "sales_channel_id",
  "total",
  "shipping_total",
  "shipping_address.*",
  "billing_address.*",
  "items.*",
  "items.total",
  "items.variant.sku",
  "items.variant.weight",
  "items.variant.hs_code",
  "items.variant.origin_country",
  "items.variant.material",
  "items.product.weight",
  "items.product.hs_code",
  "items.product.origin_country",
  "items.product.material",
  "items.product.shipping_profile.id",
  "fulfillments.*",
  "fulfillments.items.*",
  "fulfillments.labels.*",
]

type Customs = { hs_code?: string | null; origin_country?: string | null; material?: string | null }
type GraphVariant = Customs & { sku: string | null; weight: number | null }
type GraphItem = {
  id: string
  title: string
  variant_sku: string | null
  quantity: number
  total: number
  metadata?: { test_variant_id?: unknown } | null
  variant?: GraphVariant | null
  product?: (Customs & { weight: number | null; shipping_profile?: { id: string } | null }) | null
}
export type PackedFulfillment = Omit<GraphFulfillment, "labels"> & {
  location_id: string | null
  created_at: string | Date
  labels?: { id: string; tracking_number: string; tracking_url: string; label_url: string }[]
}
type GraphOrder = {
  id: string
  display_id: number
  status: string
  email: string | null
  currency_code: string
  created_at: string | Date
  metadata: Record<string, unknown> | null
  sales_channel_id: string | null
  shipping_total: number | null
  shipping_address: StoreAddress | null
  billing_address: StoreAddress | null
  items?: GraphItem[]
  fulfillments?: PackedFulfillment[]
}

/** Everything of the store and the marketplace that decides about the label of one fulfillment. */
export type LoadedLabel = {
  order_id: string
  display_id: number
  sales_channel_id: string | null
  packed: PackedFulfillment
  order: LabelOrder
  fulfillment: LabelFulfillment
  /** In the buyer's units, as packed. */
  items: { id: string; quantity: number }[]
  /** Since when the marketplace order has a problem with which its parcel may not leave; null: it has none. */
  stopped_since: Date | null
  /** Whether the buyer of the marketplace order was forgotten. */
  is_purged: boolean
  /** Where the parcel goes, for the look at the service. */
  to: { postal_code: string; country_code: string }
}

type StoredOrder = { order: GraphOrder; units: PackedUnits }

export async function readStored(container: MedusaContainer, order_id: string): Promise<StoredOrder | null> {
  const { data } = await container.resolve(ContainerRegistrationKeys.QUERY).graph({
    entity: "order",
    fields: FIELDS,
    filters: { id: order_id },
  })
  const [order] = data as unknown as GraphOrder[]
  if (!order) return null
  await addTestVariants(container, order)
  return { order, units: await packedUnits(container, [order_id]) }
}

/** What is packed of a test order is no variant of the store's; it weighs what its article does. */
async function addTestVariants(container: MedusaContainer, { items = [] }: GraphOrder): Promise<void> {
  const idOf = ({ metadata }: GraphItem) =>
    typeof metadata?.test_variant_id === "string" ? metadata.test_variant_id : null
  const ids = items.flatMap((item) => idOf(item) ?? [])
  if (!ids.length) return
  const { data } = await container.resolve(ContainerRegistrationKeys.QUERY).graph({
    entity: "variant",
    fields: ["id", "sku", "weight", "hs_code", "origin_country", "material"],
    filters: { id: ids },
  })
  const variants = data as unknown as (GraphVariant & { id: string })[]
  for (const item of items) item.variant ??= variants.find(({ id }) => id === idOf(item)) ?? null
}

/** The order as a label is planned from it. */
export const labelOrder = (order: GraphOrder, { order_number, facts }: OfMarketplace): LabelOrder => ({
  shipping: order.shipping_address,
  billing: order.billing_address,
  email: order.email,
  order_number: order_number ?? String(order.display_id),
  currency_code: order.currency_code,
  created_at: new Date(order.created_at).toISOString(),
  shipping_total: order.shipping_total,
  is_canceled: order.status === "canceled",
  ...facts,
})

/** What is left to be packed of an order, for the panel of a label service. Null when the order is gone. */
export async function loadUnpacked(
  container: MedusaContainer,
  order_id: string
): Promise<
  | (Pick<LoadedLabel, "sales_channel_id" | "stopped_since" | "is_purged"> & {
      order: LabelOrder
      lines: LabelLine[]
      /** Whether some of it is packed already. */
      is_packed: boolean
      /** The numbers that its parcels show. */
      numbers: string[]
      /** Whether all of it is packed, and each parcel has its number or left without one. */
      is_labeled: boolean
    })
  | null
> {
  const stored = await readStored(container, order_id)
  if (!stored) return null
  const { order, units } = stored
  const parcels = (order.fulfillments ?? []).filter(({ canceled_at }) => canceled_at === null)
  const packed = parcels.flatMap((one) => fulfillmentFacts(one, units).items)
  const lines = (order.items ?? []).flatMap((item): LabelLine[] => {
    const before = packed
      .filter(({ line_item_id }) => line_item_id === item.id)
      .reduce((sum, { quantity }) => sum + quantity, 0)
    const quantity = Number(item.quantity) - before
    return quantity > 0 ? [lineOf(item, quantity, packed)] : []
  })
  const marketplace = await marketplaceFacts(container, order_id, null)
  return {
    order: labelOrder(order, marketplace),
    lines,
    is_packed: parcels.length > 0,
    numbers: parcels.flatMap(numbersOf),
    is_labeled:
      lines.length === 0 && parcels.every((one) => one.shipped_at !== null || numbersOf(one).length > 0),
    sales_channel_id: order.sales_channel_id,
    stopped_since: marketplace.stopped_since,
    is_purged: marketplace.is_purged,
  }
}

/** Null when the fulfillment, or its order, is gone. */
export async function loadLabel(
  container: MedusaContainer,
  order_id: string,
  fulfillment_id: string
): Promise<LoadedLabel | null> {
  const stored = await readStored(container, order_id)
  const packed = stored?.order.fulfillments?.find(({ id }) => id === fulfillment_id)
  if (!stored || !packed) return null
  const { order, units } = stored
  const marketplace = await marketplaceFacts(container, order_id, fulfillment_id)
  const facts = fulfillmentFacts(packed, units)
  const items = facts.items.map(({ line_item_id, quantity }) => ({ id: line_item_id, quantity }))
  const earlier = (order.fulfillments ?? [])
    .filter((one) => one.canceled_at === null && one.id !== packed.id && isBefore(one, packed))
    .flatMap((one) => fulfillmentFacts(one, units).items)
  const lines = (order.items ?? []).flatMap((item): LabelLine[] => {
    const quantity = items.find(({ id }) => id === item.id)?.quantity ?? 0
    return quantity > 0 ? [lineOf(item, quantity, earlier)] : []
  })
  const { shipping_address } = order
  return {
    order_id,
    display_id: order.display_id,
    sales_channel_id: order.sales_channel_id,
    packed,
    items,
    stopped_since: marketplace.stopped_since,
    is_purged: marketplace.is_purged,
    to: {
      postal_code: shipping_address?.postal_code ?? "",
      country_code: (shipping_address?.country_code ?? "").toUpperCase(),
    },
    order: labelOrder(order, marketplace),
    fulfillment: {
      stock_location_id: packed.location_id,
      shipping_option_id: packed.shipping_option_id,
      is_canceled: packed.canceled_at !== null,
      lines,
    },
  }
}

const numbersOf = ({ labels }: PackedFulfillment): string[] =>
  (labels ?? []).flatMap(({ tracking_number }) => tracking_number || [])

const isBefore = (one: PackedFulfillment, other: PackedFulfillment) =>
  new Date(one.created_at).getTime() < new Date(other.created_at).getTime()

export function lineOf(
  item: GraphItem,
  quantity: number,
  earlier: readonly { line_item_id: string; quantity: number }[]
): LabelLine {
  const customs = (from: Customs | null | undefined) =>
    from
      ? {
          hs_code: from.hs_code ?? null,
          origin_country: from.origin_country ?? null,
          material: from.material ?? null,
        }
      : null
  return {
    line_item_id: item.id,
    title: item.title,
    sku: item.variant?.sku ?? item.variant_sku ?? null,
    quantity,
    ordered_quantity: Number(item.quantity),
    before: earlier
      .filter(({ line_item_id }) => line_item_id === item.id)
      .reduce((sum, one) => sum + one.quantity, 0),
    total: Number(item.total),
    weight: item.variant?.weight ?? item.product?.weight ?? null,
    variant: customs(item.variant),
    product: customs(item.product),
    shipping_profile_id: item.product?.shipping_profile?.id ?? null,
  }
}

type MarketplaceFacts = Pick<
  LabelOrder,
  | "pickup_point"
  | "delivery_mode"
  | "is_test"
  | "is_shipped_by_marketplace"
  | "has_prepaid_label"
  | "is_declared"
>
const OWN: MarketplaceFacts = {
  pickup_point: null,
  delivery_mode: null,
  is_test: false,
  is_shipped_by_marketplace: false,
  has_prepaid_label: false,
  is_declared: false,
}

type OfMarketplace = Pick<LoadedLabel, "stopped_since" | "is_purged"> & {
  order_number: string | null
  facts: MarketplaceFacts
}

/** What the marketplace says of the order; of an order of the store's own, nothing. */
export async function marketplaceFacts(
  container: MedusaContainer,
  order_id: string,
  fulfillment_id: string | null
): Promise<OfMarketplace> {
  const marketplace = marketplaceOf(container)
  const [source] = await marketplace.orders.listSources([order_id])
  if (!source) return { order_number: null, stopped_since: null, is_purged: false, facts: OWN }
  const order_number = source.external_reference ?? source.external_id
  const facts = {
    ...OWN,
    is_test: source.is_test,
    is_shipped_by_marketplace: source.fulfilled_by === "marketplace",
  }
  const [row] = await marketplace.orders.loadOrders([source.id])
  const isStopped = row?.problem_code && problemFacts(row.problem_code).stops_parcel
  const stopped_since = isStopped ? new Date(row.problem_since ?? Date.now()) : null
  const known = { order_number, stopped_since, is_purged: Boolean(row?.purged_at) }
  const connection = await marketplace.anyConnection(source.connection_id)
  if (!row || !marketplace.hasAdapter(connection.marketplace_id)) return { ...known, facts }
  const adapter = marketplace.adapter(connection.marketplace_id)
  const { order } = readOrder(adapter, connection, row)
  if (!order) return { ...known, facts }
  const actions = await marketplace.actions.listActionsOf([source.id])
  return {
    ...known,
    facts: {
      ...facts,
      pickup_point: order.pickup_point,
      delivery_mode: order.delivery_mode,
      has_prepaid_label:
        adapter.shipmentPolicy(order, ownSettings(adapter, connection)).has_prepaid_label === true,
      is_declared: actions.some(
        (action) =>
          action.type === "ship" &&
          fulfillment_id !== null &&
          action.fulfillment_id === fulfillment_id &&
          !isCorrection(action) &&
          mayBeSent(action)
      ),
    },
  }
}
