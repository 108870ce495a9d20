import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys, Modules } from "@medusajs/framework/utils"
import type { ActionRow } from "../../modules/marketplace/stores/actions"
import { isProviderOf } from "../shared/carrier-context"
import { errorKind } from "../shared/error-kind"
import { marketplaceOf } from "../shared/marketplace"
import { toldBy } from "./action-seen"

type Packed = { provider_id: string | null; data: Record<string, unknown> | null; marketplace_id: string }

/**
 * The data of a fulfilment that one of our providers packed says what the marketplace has. It only repeats what the
 * action says, so a failure here is logged and nothing more.
 */
export async function showOnFulfillment(container: MedusaContainer, action: ActionRow): Promise<void> {
  const { fulfillment_id: id, marketplace_order_id } = action
  try {
    const [packed] = await marketplaceOf(container).query<Packed>(
      `select f.provider_id, f.data, o.marketplace_id from fulfillment f, marketplace_order o
        where f.id = ? and f.deleted_at is null and o.id = ?`,
      [id, marketplace_order_id]
    )
    if (!id || !packed || !isProviderOf(packed.marketplace_id, packed.provider_id)) return
    const sent = { ...toldBy(action), confirmed_at: new Date().toISOString() }
    // Medusa's own workflow takes `data` for a relation.
    await container.resolve(Modules.FULFILLMENT).updateFulfillment(id, { data: { ...packed.data, sent } })
  } catch (error) {
    container
      .resolve(ContainerRegistrationKeys.LOGGER)
      .error(`marketplace-connect: fulfilment ${id} does not show what was sent (${errorKind(error)})`)
  }
}
