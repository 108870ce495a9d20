import {
  createSalesChannelsWorkflow,
  deleteSalesChannelsWorkflow,
  linkSalesChannelsToStockLocationWorkflow,
} from "@medusajs/medusa/core-flows"
import type { MedusaContainer } from "@medusajs/framework/types"
import { createStep, StepResponse } from "@medusajs/framework/workflows-sdk"

/** Makes the sales channel that a connection asks for by a name of its own, so that Medusa's lists can be filtered by it. */
export const createOwnSalesChannelStep = createStep(
  "create-own-sales-channel",
  async ({ new_sales_channel }: { new_sales_channel?: string }, { container }) => {
    if (!new_sales_channel) return new StepResponse(null)
    const { result } = await createSalesChannelsWorkflow(container).run({
      input: { salesChannelsData: [{ name: new_sales_channel }] },
    })
    return new StepResponse(result[0].id, result[0].id)
  },
  async (id, { container }) => {
    if (id) await deleteSalesChannelsWorkflow(container).run({ input: { ids: [id] } })
  }
)

/** Medusa serves a channel only from locations that are linked to it. */
export async function linkToLocations(
  container: MedusaContainer,
  sales_channel_id: string,
  stock_location_ids: string[]
): Promise<void> {
  for (const id of stock_location_ids) {
    await linkSalesChannelsToStockLocationWorkflow(container).run({ input: { id, add: [sales_channel_id] } })
  }
}
