import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import type { NewLabelRequest } from "../../modules/label/stores/requests"
import { labelsOf } from "../shared/labels"
import { SYSTEM } from "../shared/marketplace"
import { wakeLabels } from "./wake-labels"
import { labelMakers } from "./which-account"

export type ConsideredFulfillment = {
  id: string
  provider_id: string | null
  canceled_at: string | Date | null
  shipped_at: string | Date | null
  created_at: string | Date
  metadata: Record<string, unknown> | null
  order?: { id: string; display_id: number; sales_channel_id: string | null } | null
}

/** These fulfillments, with what decides who makes their labels. */
export async function readFulfillments(
  container: MedusaContainer,
  fulfillment_ids: string[]
): Promise<ConsideredFulfillment[]> {
  if (fulfillment_ids.length === 0) return []
  const { data } = await container.resolve(ContainerRegistrationKeys.QUERY).graph({
    entity: "fulfillment",
    fields: [
      "id",
      "provider_id",
      "canceled_at",
      "shipped_at",
      "created_at",
      "metadata",
      "order.id",
      "order.display_id",
      "order.sales_channel_id",
    ],
    filters: { id: fulfillment_ids },
  })
  return data as unknown as ConsideredFulfillment[]
}

/**
 * Writes the intent for each of these fulfillments whose labels are made automatically. Nothing is decided here but by whom
 * and whether: what the label is, is read when it is bought. Returns how many were written.
 */
export async function considerFulfillments(
  container: MedusaContainer,
  fulfillment_ids: string[]
): Promise<number> {
  const found = (await readFulfillments(container, fulfillment_ids)).filter(
    ({ canceled_at, shipped_at, order, metadata }) =>
      canceled_at === null &&
      shipped_at === null &&
      order &&
      // Its number is typed in by whoever packed it.
      metadata?.marketplace_number_given !== true
  )
  const subjects = found.flatMap(({ provider_id, order }) =>
    order ? [{ order_id: order.id, sales_channel_id: order.sales_channel_id, provider_id }] : []
  )
  const makerOf = await labelMakers(container, subjects)
  const wanted = found.flatMap(({ id, order, provider_id, created_at }): NewLabelRequest[] => {
    if (!order) return []
    const maker = makerOf({ order_id: order.id, sales_channel_id: order.sales_channel_id, provider_id })
    if (!maker || maker.mode !== "automatic" || !maker.account.is_enabled) return []
    if (new Date(created_at) < maker.since) return []
    return [
      {
        account_id: maker.account.id,
        order_id: order.id,
        fulfillment_id: id,
        order_number: maker.order_number ?? String(order.display_id),
        is_test: maker.is_test,
        requested_by: SYSTEM,
      },
    ]
  })
  const written = await labelsOf(container).requests.planRequests(wanted)
  wakeLabels(container, written.length)
  return written.length
}
