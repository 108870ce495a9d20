import { generateEntityId } from "@medusajs/framework/utils"
import {
  createStep,
  createWorkflow,
  StepResponse,
  WorkflowResponse,
  type WorkflowData,
} from "@medusajs/framework/workflows-sdk"
import type { Destination } from "../../orders/destinations"
import { importStart } from "../../orders/settings"
import type { ShippingOptionChoice } from "../../modules/marketplace/stores/connections"
import { ensureShippingOptions, shippingProfileIds } from "../shared/ensure-shipping-options"
import { checkDefaultCarrier } from "../carriers/check-default-carrier"
import { type Actor, marketplaceOf } from "../shared/marketplace"
import { labelsFromNowOn } from "../labels/automatic-since"
import { adoptOrders } from "./adopt-orders"
import { shippingOptionChoices } from "./shipping-option-choices"
import {
  type ConnectionInput,
  placementOf,
  refuseOverlap,
  refuseSwitches,
  refuseUnservedRecipients,
} from "./connection-input"
import { createOwnSalesChannelStep, linkToLocations } from "./own-sales-channel"
import { settingsOf } from "../shared/connection-settings"

/**
 * `credentials` come as the encrypted text that the route made of them, bound to `id`: a workflow's input may be
 * written down by the engine.
 */
export type CreateConnectionInput = Omit<ConnectionInput, "credentials"> & {
  id: string
  /** Name of a sales channel that is made for it. */
  new_sales_channel?: string
  marketplace_id: string
  account: string
  encrypted_credentials: string
  credential_hints: Record<string, string>
  actor: Actor
}

type Prepared = Destination & { settings: Record<string, unknown>; shipping_options: ShippingOptionChoice[] }

const prepareMarketplaceConnectionStep = createStep(
  "prepare-marketplace-connection",
  async (
    { given, own_channel }: { given: CreateConnectionInput; own_channel: string | null },
    { container }
  ) => {
    const input = own_channel ? { ...given, sales_channel_id: own_channel } : given
    const adapter = marketplaceOf(container).adapter(input.marketplace_id)
    const settings = settingsOf(adapter, {}, input.settings ?? {})
    refuseSwitches(settings, null)
    checkDefaultCarrier(adapter, null, settings, null)
    await refuseUnservedRecipients(container, settings, null)
    // Nothing is made for a connection that cannot be.
    refuseOverlap(await marketplaceOf(container).connections.listOnAccount(input, null), settings)
    const placement = await placementOf(container, input, {})
    const locations = [
      ...placement.stock_location_ids,
      ...(input.destinations ?? []).flatMap((destination) => destination.stock_location_ids ?? []),
    ]
    if (own_channel) await linkToLocations(container, own_channel, [...new Set(locations)])
    const shipping_options = input.shipping_option_ids
      ? await shippingOptionChoices(container, input.shipping_option_ids)
      : (await ensureShippingOptions(container, [...new Set(locations)], await shippingProfileIds(container)))
          .options
    return new StepResponse<Prepared>({ ...placement, settings, shipping_options })
  }
)

const createMarketplaceConnectionStep = createStep(
  "create-marketplace-connection",
  async ({ input, prepared }: { input: CreateConnectionInput; prepared: Prepared }, { container }) => {
    const marketplace = marketplaceOf(container)
    const now = new Date()
    const settings = settingsOf(marketplace.adapter(input.marketplace_id), prepared.settings, {})
    const connection = {
      id: input.id,
      marketplace_id: input.marketplace_id,
      account: input.account,
      name: input.name ?? marketplace.adapter(input.marketplace_id).descriptor.name,
      sales_channel_id: prepared.sales_channel_id,
      region_id: prepared.region_id,
      stock_location_ids: prepared.stock_location_ids,
      shipping_options: prepared.shipping_options,
      destinations: input.destinations ?? [],
      settings: prepared.settings,
      start_at: importStart(settings, now),
    }
    await marketplace.connections.insertConnection(
      connection,
      {
        id: generateEntityId("", "mpcred"),
        encrypted: input.encrypted_credentials,
        hints: input.credential_hints,
      },
      async (others, _, transaction) => {
        refuseOverlap(others, settings)
        await labelsFromNowOn(container, transaction, connection.id, {}, settings)
      }
    )
    // The new connection takes over the orders and open actions of a deleted one on the same account.
    await marketplace.connections.adoptOrphans(connection.id)
    await marketplace.actions.resumeActions(connection.id)
    await adoptOrders(container, {
      id: connection.id,
      marketplace_id: input.marketplace_id,
      account: input.account,
    })
    await marketplace.createMarketplaceHistoryEntries({
      connection_id: connection.id,
      event: "connection.created",
      actor: input.actor,
      data: { name: connection.name, marketplace_id: input.marketplace_id },
    })
    return new StepResponse(connection.id, connection.id)
  },
  async (id, { container }) => {
    if (!id) return
    const marketplace = marketplaceOf(container)
    await marketplace.deleteMarketplaceCredentials({ connection_id: id })
    await marketplace.deleteMarketplaceConnections(id)
  }
)

/** Creates an inactive connection; returns its id. Activation is a step of its own. */
export const createMarketplaceConnectionWorkflow = createWorkflow(
  "create-marketplace-connection",
  (input: WorkflowData<CreateConnectionInput>) => {
    const own_channel = createOwnSalesChannelStep(input)
    const prepared = prepareMarketplaceConnectionStep({ given: input, own_channel })
    return new WorkflowResponse(createMarketplaceConnectionStep({ input, prepared }))
  }
)

export const newConnectionId = () => generateEntityId("", "mpcon")
