import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import type { NewLabelRequest } from "../../modules/label/stores/requests"
import { labelsOf } from "../shared/labels"
import { SYSTEM } from "../shared/marketplace"
import { readReturns, type StoredReturn } from "./load-return"
import { wakeLabels } from "./wake-labels"
import { type LabelMaker, labelMakers } from "./which-account"

type OrderOfReturn = {
  id: string
  display_id: number
  sales_channel_id: string | null
  fulfillments?: { provider_id: string | null }[]
}
export type ReturnToLabel = StoredReturn & { order: OrderOfReturn; maker: LabelMaker | null }

/** Returns with who makes their labels: whoever makes those of the order's parcels. */
export async function readReturnsToLabel(
  container: MedusaContainer,
  return_ids: string[]
): Promise<ReturnToLabel[]> {
  const returns = await readReturns(container, return_ids)
  if (returns.length === 0) return []
  const { data } = await container.resolve(ContainerRegistrationKeys.QUERY).graph({
    entity: "order",
    fields: ["id", "display_id", "sales_channel_id", "fulfillments.provider_id"],
    filters: { id: [...new Set(returns.map(({ order_id }) => order_id))] },
  })
  const orders = data as unknown as OrderOfReturn[]
  const subjectsOf = ({ id, sales_channel_id, fulfillments = [] }: OrderOfReturn) =>
    [null, ...fulfillments.map(({ provider_id }) => provider_id)].map((provider_id) => ({
      order_id: id,
      sales_channel_id,
      provider_id,
    }))
  const makerOf = await labelMakers(container, orders.flatMap(subjectsOf))
  return returns.flatMap((one): ReturnToLabel[] => {
    const order = orders.find(({ id }) => id === one.order_id)
    if (!order) return []
    const makers = subjectsOf(order).flatMap((subject) => makerOf(subject) ?? [])
    return [{ ...one, order, maker: makers.at(0) ?? null }]
  })
}

/** Writes the intent for each of these returns whose labels are made automatically. What is back already needs none. */
export async function considerReturns(container: MedusaContainer, return_ids: string[]): Promise<number> {
  const labels = labelsOf(container)
  const found = await readReturnsToLabel(container, return_ids)
  const wanted = found.flatMap(({ id, order, maker, status, created_at }): NewLabelRequest[] => {
    if (!maker?.account.is_enabled || status !== "requested") return []
    if (labels.settingsOf(maker.account).labels.return_mode !== "automatic") return []
    if (new Date(created_at) < maker.returns_since) return []
    return [
      {
        account_id: maker.account.id,
        order_id: order.id,
        kind: "return",
        fulfillment_id: id,
        order_number: maker.order_number ?? String(order.display_id),
        is_test: maker.is_test,
        requested_by: SYSTEM,
      },
    ]
  })
  const written = await labels.requests.planRequests(wanted)
  wakeLabels(container, written.length)
  return written.length
}
