import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { findCarrier } from "../../carriers"
import {
  type MarketplaceAdapter,
  type NormalisedOrder,
  type ShipmentPolicy,
  UnreadableOrderError,
} from "../../marketplaces/port"
import { type ActionRow, itemIdsOf } from "../../modules/marketplace/stores/actions"
import type { ConnectionRow } from "../../modules/marketplace/stores/connections"
import type { OrderRowWithPayload } from "../../modules/marketplace/stores/orders"
import { mayBeSent } from "../../orders/actions"
import { wantedShipping } from "../../orders/choose-shipping-option"
import type { ShipmentInput } from "../../orders/plan-shipment"
import { readOrder } from "../../orders/read-order"
import { type ResolvedLabel, resolvedLabel } from "../../orders/resolved-label"
import type { ConnectionSettings } from "../../orders/settings"
import { type CarrierContext, carrierContext, resolveParcel } from "../shared/carrier-context"
import {
  FULFILLMENT_FIELDS,
  fulfillmentFacts,
  type GraphFulfillment,
  packedUnits,
} from "../shared/fulfillment-facts"
import { marketplaceOf } from "../shared/marketplace"
import { isCorrection, shipmentKey } from "../../orders/intent-keys"

/** What an operator gave by hand for one shipment; wins over rules and labels. */
export type GivenTracking = {
  carrier?: string
  tracking_number?: string
  tracking_url?: string
  is_untracked?: boolean
  /** Numbers that are sent as they are, although they are unusual for their carrier. */
  send_as_is?: string[]
}

/** What a person wants of one fulfillment, over what was given before. */
export type Wish = { fulfillment_id: string; params: { given?: GivenTracking; send_now?: boolean } }

export type LoadedOrder = {
  row: OrderRowWithPayload
  connection: ConnectionRow
  adapter: MarketplaceAdapter
  order: NormalisedOrder
  policy: ShipmentPolicy
  actions: ActionRow[]
  /** The database's time before anything of this was read. */
  read_at: string
  now: Date
  fulfillment_ids: string[]
  inputFor: (fulfillment_id: string) => ShipmentInput
  /** What a person declared for a fulfillment; planning the shipment again keeps it. */
  givenFor: (fulfillment_id: string) => Wish["params"]
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

/** Of a label's number, so much is kept and compared. */
const LABEL_LENGTH = 100

type OrderGraph = { id: string; fulfillments?: GraphFulfillment[] }

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
  const { read_at, now } = await marketplace.actions.readClock()
  const [row] = await marketplace.orders.loadOrders([marketplace_order_id])
  if (!row?.order_id) return null
  const connection = await marketplace.anyConnection(row.connection_id)
  const context = await carrierContext(container, connection)
  const { adapter, settings } = context
  const own = settings[row.marketplace_id] as Record<string, unknown>
  const { order, problem } = readOrder(adapter, connection, row)
  if (!order) throw new UnreadableOrderError(String(problem.params.detail))
  const policy = adapter.shipmentPolicy(order, own)
  const { data } = await container.resolve(ContainerRegistrationKeys.QUERY).graph({
    entity: "order",
    fields: ["id", ...FULFILLMENT_FIELDS],
    filters: { id: row.order_id },
  })
  const graph = data[0] as unknown as OrderGraph | undefined
  if (!graph) return null
  const actions = await marketplace.actions.listActionsOf([row.id])
  const packed = graph.fulfillments ?? []
  const units = await packedUnits(container, [row.order_id])
  const ships = actions.filter((action) => action.type === "ship" && !isCorrection(action))
  const givenFor = (fulfillment_id: string): Wish["params"] => {
    const before = ships.find((action) => action.intent_key === shipmentKey(row.id, fulfillment_id))?.params
    return {
      ...(before?.given ? { given: before.given } : {}),
      ...(before?.send_now === true ? { send_now: true } : {}),
      ...(wish?.fulfillment_id === fulfillment_id ? wish.params : {}),
    }
  }
  const resolve = (fulfillment_id: string, given: GivenTracking): ResolvedLabel[] => {
    const one = packed.find(({ id }) => id === fulfillment_id)
    return one ? resolveLabels(one, given, { ...context, order, policy }) : []
  }
  const shared = {
    order,
    policy,
    capabilities: adapter.descriptor.capabilities,
    settings,
    delivery_carrier: await deliveryCarrier(container, order, settings),
    lines: row.lines.flatMap((line) =>
      line.line_item_id && line.quantity !== null
        ? [
            {
              line_item_id: line.line_item_id,
              line_key: line.key,
              item_external_ids: line.external_ids,
              quantity: line.quantity,
            },
          ]
        : []
    ),
    fulfillments: packed.map((one) => fulfillmentFacts(one, units)),
    sent: ships
      .filter(mayBeSent)
      .flatMap((action) =>
        action.fulfillment_id
          ? [{ fulfillment_id: action.fulfillment_id, item_external_ids: itemIdsOf(action) }]
          : []
      ),
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
    read_at,
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
    labelsOf: (fulfillment_id, sources) => {
      const read = packed.filter(({ id }) => id === fulfillment_id || sources.includes(id))
      const own = read.find(({ id }) => id === fulfillment_id)
      const label_ids = (own?.labels ?? []).map(({ id }) => id)
      return {
        ...(label_ids.length > 0 && { label_ids: label_ids.sort() }),
        labels: Object.fromEntries(read.map(({ id, labels }) => [id, numbersOf(labels ?? [])])),
      }
    },
    resolve,
  }
}

/** Asked only where a warning can depend on it. */
async function deliveryCarrier(
  container: MedusaContainer,
  order: NormalisedOrder,
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

type Label = { tracking_number: string; tracking_url: string; created_at?: string | Date }

const ageOf = ({ created_at }: Label) => (created_at ? new Date(created_at).getTime() : 0)

/** The labels of a fulfillment as they are sent, oldest first; a declared parcel replaces the first. */
function resolveLabels(
  one: GraphFulfillment,
  given: GivenTracking,
  { order, policy, ...connections }: CarrierContext & { order: NormalisedOrder; policy: ShipmentPolicy }
): ResolvedLabel[] {
  const { settings } = connections
  // A label that the marketplace made is not sent back: the default would only be a wrong guess.
  const context = policy.has_prepaid_label
    ? { ...connections, settings: { ...settings, shipping: { ...settings.shipping, default_carrier: null } } }
    : connections
  const labels = [...(one.labels ?? [])]
    .sort((a, b) => ageOf(a) - ageOf(b))
    .map((label) => withGiven(label, {}))
  const [first = { tracking_number: "", tracking_url: "" }, ...rest] = labels
  const entered = [withGiven(first, given), ...rest].filter(({ tracking_number }) => tracking_number)
  return entered.map(({ tracking_number, tracking_url }): ResolvedLabel => {
    const resolution = resolveParcel(context, policy, {
      tracking_number,
      tracking_url,
      carrier: given.carrier ?? null,
      option_data: one.shipping_option?.data,
      shipping_option_id: one.shipping_option_id,
      provider_id: one.provider_id,
      country_code: order.shipping_address?.country_code ?? null,
      postal_code: order.shipping_address?.postal_code ?? null,
    })
    return resolvedLabel(tracking_number, resolution)
  })
}

/** In any order, as far as `medusa-tables.ts` compares them. */
const numbersOf = (labels: Pick<Label, "tracking_number">[]) =>
  labels
    .flatMap(({ tracking_number }) => tracking_number.slice(0, LABEL_LENGTH) || [])
    .sort((a, b) => (a < b ? -1 : 1))

/** A label with what was given for it: the link of another number is not this number's. */
function withGiven(label: Label, given: GivenTracking): Pick<Label, "tracking_number" | "tracking_url"> {
  const tracking_number = given.tracking_number ?? label.tracking_number
  const isSame = tracking_number === label.tracking_number
  return { tracking_number, tracking_url: given.tracking_url ?? (isSame ? label.tracking_url : "") }
}
