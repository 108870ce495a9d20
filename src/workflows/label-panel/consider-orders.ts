import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { labelMakers } from "../labels/which-account"
import { wakePanel } from "../labels/wake-labels"
import { labelsOf } from "../shared/labels"
import { marketplaceOf } from "../shared/marketplace"

type Considered = { id: string; display_id: number; sales_channel_id: string | null }

/**
 * Orders that entered the store or changed: those whose labels are made in the panel of their service are to stand there,
 * and what stands there already is looked at again. Whether and how it is shown, is judged when it is its turn.
 */
export async function considerOrders(container: MedusaContainer, order_ids: string[]): Promise<void> {
  const { accounts, panel } = labelsOf(container)
  if (order_ids.length === 0 || (await accounts.listAccounts()).length === 0) return
  const known = await panel.wakePanelOrders(order_ids)
  const { data } = await container.resolve(ContainerRegistrationKeys.QUERY).graph({
    entity: "order",
    fields: ["id", "display_id", "sales_channel_id"],
    filters: { id: order_ids },
  })
  const orders = data as unknown as Considered[]
  const subjectOf = ({ id, sales_channel_id }: Considered) => ({
    order_id: id,
    sales_channel_id,
    provider_id: null,
  })
  const makerOf = await labelMakers(container, orders.map(subjectOf))
  const planned = await panel.planPanelOrders(
    orders.flatMap((order) => {
      const maker = makerOf(subjectOf(order))
      if (maker?.mode !== "panel" || !maker.account.is_enabled || maker.is_test) return []
      const order_number = maker.order_number ?? String(order.display_id)
      return [{ account_id: maker.account.id, order_id: order.id, order_number }]
    })
  )
  wakePanel(container, known.length + planned.length)
}

/** What the marketplace, or a person, said of an order of the marketplace can keep it from leaving. */
export async function considerMarketplaceOrder(container: MedusaContainer, id: string): Promise<void> {
  const [row] = await marketplaceOf(container).orders.loadRows([id])
  if (row?.order_id) await considerOrders(container, [row.order_id])
}
