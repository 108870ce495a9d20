import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys, Modules } from "@medusajs/framework/utils"
import type { ActionRow } from "../../modules/marketplace/stores/actions"
import { isProviderOf } from "../shared/carrier-context"
import { errorKind } from "../shared/error-kind"
import { marketplaceOf } from "../shared/marketplace"
import { contentOf } from "./in-hand"

/**
 * The data of a fulfillment that one of our providers packed says what the marketplace has. It only repeats what the
 * action says, so a failure here is logged and nothing more.
 */
export async function showOnFulfillment(container: MedusaContainer, action: ActionRow): Promise<void> {
  const { fulfillment_id: id, marketplace_order_id } = action
  if (!id) return
  try {
    const fulfillments = container.resolve(Modules.FULFILLMENT)
    const [packed] = await fulfillments.listFulfillments({ id }, { select: ["id", "provider_id", "data"] })
    if (!packed) return
    const { marketplace_id } = await marketplaceOf(container).retrieveMarketplaceOrder(marketplace_order_id)
    if (!isProviderOf(marketplace_id, packed.provider_id)) return
    const sent = { ...contentOf(action), confirmed_at: new Date().toISOString() }
    // Medusa's own workflow takes `data` for a relation.
    await fulfillments.updateFulfillment(id, { data: { ...packed.data, sent } })
  } catch (error) {
    container
      .resolve(ContainerRegistrationKeys.LOGGER)
      .error(`marketplace-connect: fulfillment ${id} does not show what was sent (${errorKind(error)})`)
  }
}
