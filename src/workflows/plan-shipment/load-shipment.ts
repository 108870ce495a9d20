import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { articlesWeight, findCarrier } from "../../carriers"
import {
  type MarketplaceAdapter,
  type NormalizedOrder,
  type ShipmentPolicy,
  UnreadableOrderError,
} from "../../marketplaces/port"
import { itemIdsOf, type VersionedAction } from "../../modules/marketplace/stores/actions"
import type { ConnectionRow } from "../../modules/marketplace/stores/connections"
import type { OrderRowWithPayload } from "../../modules/marketplace/stores/orders"
import { mayBeSent } from "../../orders/actions"
import { wantedShipping } from "../../orders/choose-shipping-option"
import type { ImportedLine, SentShipment } from "../../orders/fulfillments"
import type { ShipmentInput } from "../../orders/plan-shipment"
import { readOrder } from "../../orders/read-order"
import type { ResolvedLabel } from "../../orders/resolved-label"
import type { ConnectionSettings } from "../../orders/settings"
import { carrierContext } from "../shared/carrier-context"
import {
  FULFILLMENT_FIELDS,
  fulfillmentFacts,
  type GraphFulfillment,
  packedUnits,
} from "../shared/fulfillment-facts"
import { marketplaceOf } from "../shared/marketplace"
import { type GivenTracking, labelsRead, resolveLabels } from "./labels"
import { isCorrection, shipmentKey } from "../../orders/intent-keys"

/** What a person wants of one fulfillment, and what was given before, over which it was laid. */
export type Wish = {
  fulfillment_id: string
  params: { given?: GivenTracking; send_now?: boolean }
  before: GivenTracking | undefined
}

export type LoadedOrder = {
  row: OrderRowWithPayload
  connection: ConnectionRow
  adapter: MarketplaceAdapter
  order: NormalizedOrder
  policy: ShipmentPolicy
  actions: VersionedAction[]
  now: Date
  fulfillment_ids: string[]
  inputFor: (fulfillment_id: string) => ShipmentInput
  /** What a person declared for a fulfillment; planning the shipment again keeps it. */
  givenFor: (fulfillment_id: string) => Wish["params"]
  /** What is stored of that, without what a person wants now. */
  storedFor: (fulfillment_id: string) => Wish["params"]
  /**
   * The labels that the plan read, also those of other fulfillments that it took: their numbers show later what changed.
   * Medusa deletes a label's row, so only the ids say whose it was.
   */
  labelsOf: (
    fulfillment_id: string,
    sources: string[]
  ) => { label_ids?: string[]; labels: Record<string, string[]> }
  /** The parcels of a fulfillment with what is given in place of what was given before. */
  resolve: (fulfillment_id: string, given: GivenTracking) => ResolvedLabel[]
}

/**
 * Everything that the plan of one order's shipments needs; null when the store's order is gone. Throws
 * `UnreadableOrderError` when the marketplace's latest answer cannot be read.
 */
export async function loadOrderForShipping(
  container: MedusaContainer,
  marketplace_order_id: string,
  wish?: Wish
): Promise<LoadedOrder | null> {
  const marketplace = marketplaceOf(container)
  const now = await marketplace.actions.readClock()
  const [row] = await marketplace.orders.loadOrders([marketplace_order_id])
  if (!row?.order_id) return null
  const connection = await marketplace.anyConnection(row.connection_id)
  const context = await carrierContext(container, connection)
  const { adapter, settings } = context
  const { order, problem } = readOrder(adapter, connection, row)
  if (!order) throw new UnreadableOrderError(String(problem.params.detail))
  const policy = adapter.shipmentPolicy(order, settings[row.marketplace_id] as Record<string, unknown>)
  const isWeighed = context.rules.some(({ match }) => match.min_weight != null || match.max_weight != null)
  const inStore = await orderInStore(container, row.order_id, isWeighed)
  if (!inStore) return null
  const { packed, weights } = inStore
  const actions = await marketplace.actions.listActionsOf([row.id])
  const units = await packedUnits(container, [row.order_id])
  const ships = actions.filter((action) => action.type === "ship" && !isCorrection(action))
  const storedFor = (fulfillment_id: string) => storedOf(row.id, fulfillment_id, ships)
  const givenFor = (fulfillment_id: string): Wish["params"] => ({
    ...storedFor(fulfillment_id),
    ...(wish?.fulfillment_id === fulfillment_id ? wish.params : {}),
  })
  const resolve = (fulfillment_id: string, given: GivenTracking): ResolvedLabel[] => {
    const one = packed.find(({ id }) => id === fulfillment_id)
    if (!one) return []
    const weight = articlesWeight(
      fulfillmentFacts(one, units).items.map(({ line_item_id, quantity }) => ({
        quantity,
        weight: weights.get(line_item_id) ?? null,
      }))
    )
    return resolveLabels(one, given, { ...context, order, policy, weight })
  }
  const shared = {
    order,
    policy,
    capabilities: adapter.descriptor.capabilities,
    settings,
    delivery_carrier: await deliveryCarrier(container, order, settings),
    lines: linesInStore(row),
    fulfillments: packed.map((one) => fulfillmentFacts(one, units)),
    sent: sentOf(ships),
    labels: new Map(packed.map(({ id }) => [id, resolve(id, givenFor(id).given ?? {})])),
    is_test: row.is_test,
    now: new Date(now),
  }
  return {
    row,
    connection,
    adapter,
    order,
    policy,
    actions,
    now: shared.now,
    fulfillment_ids: packed.map(({ id }) => id),
    inputFor: (fulfillment_id) => ({
      ...shared,
      fulfillment_id,
      send_now: givenFor(fulfillment_id).send_now === true,
      is_untracked: givenFor(fulfillment_id).given?.is_untracked === true,
      as_is: givenFor(fulfillment_id).given?.send_as_is ?? [],
    }),
    givenFor,
    storedFor,
    labelsOf: (fulfillment_id, sources) => labelsRead(packed, fulfillment_id, sources),
    resolve,
  }
}

const WEIGHT_FIELDS = ["items.id", "items.variant.weight", "items.product.weight"]

type Weighed = { weight: number | null } | null
type GraphOrder = {
  fulfillments?: GraphFulfillment[]
  items?: { id: string; variant?: Weighed; product?: Weighed }[]
}

/**
 * The parcels of the store's order, and what one unit of each of its lines weighs, which is asked for only where a rule
 * wants to know. Null when the order is gone.
 */
async function orderInStore(
  container: MedusaContainer,
  id: string,
  isWeighed: boolean
): Promise<{ packed: GraphFulfillment[]; weights: Map<string, number | null> } | null> {
  const { data } = await container.resolve(ContainerRegistrationKeys.QUERY).graph({
    entity: "order",
    fields: ["id", ...FULFILLMENT_FIELDS, ...(isWeighed ? WEIGHT_FIELDS : [])],
    filters: { id },
  })
  const [order] = data as unknown as GraphOrder[]
  if (!order) return null
  const weights = (order.items ?? []).map((item): [string, number | null] => [
    item.id,
    item.variant?.weight ?? item.product?.weight ?? null,
  ])
  return { packed: order.fulfillments ?? [], weights: new Map(weights) }
}

/** What a person gave for a fulfillment before. */
function storedOf(
  marketplace_order_id: string,
  fulfillment_id: string,
  ships: VersionedAction[]
): Wish["params"] {
  const intent_key = shipmentKey(marketplace_order_id, fulfillment_id)
  const before = ships.find((action) => action.intent_key === intent_key)?.params
  return {
    ...(before?.given ? { given: before.given } : {}),
    ...(before?.send_now === true ? { send_now: true } : {}),
  }
}

const linesInStore = ({ lines }: OrderRowWithPayload): ImportedLine[] =>
  lines.flatMap(({ line_item_id, key: line_key, external_ids: item_external_ids, quantity }) =>
    line_item_id && quantity !== null ? [{ line_item_id, line_key, item_external_ids, quantity }] : []
  )

const sentOf = (ships: VersionedAction[]): SentShipment[] =>
  ships.filter(mayBeSent).flatMap((action) => {
    const { fulfillment_id } = action
    const quantities = action.params.quantities as Record<string, number> | undefined
    return fulfillment_id ? [{ fulfillment_id, item_external_ids: itemIdsOf(action), quantities }] : []
  })

/** Asked only where a warning can depend on it. */
async function deliveryCarrier(
  container: MedusaContainer,
  order: NormalizedOrder,
  { shipping }: ConnectionSettings
): Promise<string | null> {
  const wanted = order.pickup_point ? wantedShipping(order, shipping.delivery_modes) : null
  if (wanted === null || findCarrier(wanted)) return null
  const { data } = await container.resolve(ContainerRegistrationKeys.QUERY).graph({
    entity: "shipping_option",
    fields: ["id", "data"],
    filters: { id: wanted },
  })
  const [option] = data as { data?: { carrier?: unknown } | null }[]
  return typeof option?.data?.carrier === "string" ? option.data.carrier : null
}
