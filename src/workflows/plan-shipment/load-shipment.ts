import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { resolveCarrier, type CarrierResolution as Resolved, type CarrierRule } from "../../carriers"
import type { MarketplaceAdapter, NormalisedOrder } from "../../marketplaces/port"
import type { ActionRow } from "../../modules/marketplace/stores/actions"
import type { ConnectionRow } from "../../modules/marketplace/stores/connections"
import type { OrderRowWithPayload } from "../../modules/marketplace/stores/orders"
import type { CarrierResolution, ShipmentInput } from "../../orders/plan-shipment"
import type { Problem } from "../../orders/problems"
import { settingsOf } from "../connections/connection-input"
import {
  FULFILLMENT_FIELDS,
  fulfillmentFacts,
  type GraphFulfillment,
  type GraphItem,
} from "../shared/fulfillment-facts"
import { marketplaceOf } from "../shared/marketplace"

/** What an operator gave by hand for one shipment; wins over rules and labels. */
export type GivenTracking = { carrier?: string; tracking_number?: string; tracking_url?: string }

export type LoadedOrder = {
  row: OrderRowWithPayload
  connection: ConnectionRow
  adapter: MarketplaceAdapter
  order: NormalisedOrder
  actions: ActionRow[]
  inputFor: (fulfillment_id: string) => ShipmentInput
  fulfillment_ids: string[]
}

type OrderGraph = { id: string; items?: GraphItem[]; fulfillments?: GraphFulfillment[] }

/** Everything that the plan of one order's shipments needs; null when the order cannot be read. */
export async function loadOrderForShipping(
  container: MedusaContainer,
  marketplace_order_id: string
): Promise<LoadedOrder | null> {
  const marketplace = marketplaceOf(container)
  const [row] = await marketplace.loadOrders([marketplace_order_id])
  if (!row?.order_id) return null
  const connection = await marketplace.anyConnection(row.connection_id)
  const adapter = marketplace.adapter(row.marketplace_id)
  const settings = settingsOf(adapter, connection.settings, {})
  const own = settings[row.marketplace_id] as Record<string, unknown>
  const order = adapter.normalise(row.payload, own)
  const { data } = await container.resolve(ContainerRegistrationKeys.QUERY).graph({
    entity: "order",
    fields: ["id", ...FULFILLMENT_FIELDS],
    filters: { id: row.order_id },
  })
  const graph = data[0] as unknown as OrderGraph | undefined
  if (!graph) return null
  const actions = await marketplace.query<ActionRow>(
    "select * from marketplace_action where marketplace_order_id = ? order by created_at, id",
    [row.id]
  )
  const rules = await marketplace.query<CarrierRule>(
    `select id, position, match, carrier, marketplace_carrier_name, remove_pattern, tracking_url_template
       from marketplace_carrier_rule where connection_id = ? and deleted_at is null order by position`,
    [connection.id]
  )
  const ships = actions.filter(({ type }) => type === "ship")
  const fulfillments = (graph.fulfillments ?? []).map((one) => fulfillmentFacts(one, graph.items ?? []))
  const carriers = new Map(
    (graph.fulfillments ?? []).map((one) => {
      const given = (ships.find(({ fulfillment_id }) => fulfillment_id === one.id)?.params.given ??
        {}) as GivenTracking
      return [one.id, resolveParcels(one, given, { order, connection, adapter, rules, settings })] as const
    })
  )
  const shared = {
    order,
    policy: adapter.shipmentPolicy(order, own),
    capabilities: adapter.descriptor.capabilities,
    settings,
    lines: row.lines.flatMap((line) =>
      line.line_item_id
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
    fulfillments,
    told: ships.flatMap(({ fulfillment_id, params, sent_at, unsettled_since, state }) =>
      fulfillment_id && (sent_at || unsettled_since || state === "done_elsewhere" || state === "confirmed")
        ? [{ fulfillment_id, item_external_ids: (params.item_external_ids ?? []) as string[] }]
        : []
    ),
    carriers,
    is_test: row.is_test,
    now: new Date(),
  }
  return {
    row,
    connection,
    adapter,
    order,
    actions,
    fulfillment_ids: fulfillments.map(({ id }) => id),
    inputFor: (fulfillment_id) => ({
      ...shared,
      fulfillment_id,
      send_now: ships.some(
        (action) => action.fulfillment_id === fulfillment_id && action.params.send_now === true
      ),
    }),
  }
}

type CarrierContext = {
  order: NormalisedOrder
  connection: ConnectionRow
  adapter: MarketplaceAdapter
  rules: CarrierRule[]
  settings: ReturnType<typeof settingsOf>
}

/** The parcels of a fulfilment as the marketplace shall hear of them; the first problem holds all of them. */
function resolveParcels(
  one: GraphFulfillment,
  given: GivenTracking,
  context: CarrierContext
): CarrierResolution {
  const labels = one.labels?.length
    ? one.labels
    : given.tracking_number
      ? [{ tracking_number: "", tracking_url: "" }]
      : []
  const resolved = labels
    .filter((label) => label.tracking_number || given.tracking_number)
    .map((label, index) =>
      resolveLabel(
        {
          tracking_number: (index === 0 && given.tracking_number) || label.tracking_number,
          tracking_url: (index === 0 && given.tracking_url) || label.tracking_url,
        },
        one,
        given,
        context
      )
    )
  const problem = resolved.find((parcel) => parcel.problem)?.problem ?? null
  return {
    problem: problem as Problem | null,
    parcels: problem
      ? []
      : resolved.flatMap(({ tracking_number, marketplace_carrier_name, tracking_url }) =>
          tracking_number && marketplace_carrier_name
            ? [{ tracking_number, carrier_name: marketplace_carrier_name, tracking_url }]
            : []
        ),
  }
}

function resolveLabel(
  label: { tracking_number: string; tracking_url: string },
  one: GraphFulfillment,
  given: GivenTracking,
  { order, connection, adapter, rules, settings }: CarrierContext
): Resolved {
  const policy = adapter.shipmentPolicy(order, settings[connection.marketplace_id] as Record<string, unknown>)
  return resolveCarrier({
    marketplace_id: connection.marketplace_id,
    tracking_number: label.tracking_number,
    tracking_url: label.tracking_url,
    carrier: given.carrier ?? null,
    option_carrier: one.shipping_option?.data?.carrier ?? null,
    shipping_option_id: one.shipping_option_id,
    provider_id: one.provider_id,
    country_code: order.shipping_address?.country_code ?? null,
    postal_code: order.shipping_address?.postal_code ?? null,
    rules,
    default_carrier: settings.shipping.default_carrier,
    marketplace_carriers: connection.carriers?.carriers ?? null,
    fallback_carrier_name: adapter.descriptor.fallback_carrier_name,
    tracking_number_max_length: policy.tracking_number_max_length,
    tracking_url_max_length: policy.tracking_url_max_length,
  })
}
