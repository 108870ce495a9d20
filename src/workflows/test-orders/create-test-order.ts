import { randomBytes } from "node:crypto"
import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { invalid } from "../../modules/marketplace/refusal"
import { NO_COUNTS } from "../../modules/marketplace/stores/runs"
import { settingsOf } from "../shared/connection-settings"
import { importIds } from "../import-orders/import-due-orders"
import { orderFacts } from "../snapshots/order-facts"
import { type Actor, marketplaceOf } from "../shared/marketplace"
import { oneStepWorkflow } from "../shared/one-step-workflow"

export type CreateTestOrderInput = {
  connection_id: string
  sku?: string
  variant_id?: string
  country_code: string
  quantity: number
  actor: Actor
}

/** The price of a test where the store has none, in major units. */
const TEST_PRICE = 10

type VariantRow = {
  id: string
  sku: string | null
  title: string | null
  product?: { title: string } | null
  price_set?: { prices?: { amount: number; currency_code: string }[] } | null
}

/**
 * Creates an order in the marketplace's own format and imports it like any other: marked as a test, without stock,
 * payment or event, and never sent to the marketplace. Returns its id.
 */
export const createMarketplaceTestOrderWorkflow = oneStepWorkflow(
  "create-marketplace-test-order",
  async (input: CreateTestOrderInput, { container }) => {
    const marketplace = marketplaceOf(container)
    const connection = await marketplace.connection(input.connection_id)
    const adapter = marketplace.adapter(connection.marketplace_id)
    const settings = settingsOf(adapter, connection.settings, {})
    const variant = await findVariant(container, input)
    const now = new Date()
    const price = variant.price_set?.prices?.find(({ currency_code }) => currency_code === "eur")?.amount
    const snapshot = adapter.testOrder(
      {
        external_id: `TEST-${now.getTime().toString(36)}-${randomBytes(3).toString("hex")}`.toUpperCase(),
        sku: variant.sku ?? "",
        title: variant.product?.title ?? variant.title ?? "",
        quantity: input.quantity,
        unit_price: Number(price ?? TEST_PRICE),
        country_code: input.country_code.toUpperCase(),
        now,
      },
      settings[connection.marketplace_id] as Record<string, unknown>
    )
    const { created } = await marketplace.orders.storeSnapshots({
      connection,
      snapshots: [snapshot],
      is_test: true,
      merge: (previous, incoming) => adapter.merge(previous, incoming),
      withoutPersonalData: (payload) => adapter.withoutPersonalData(payload),
      derive: (payload) => {
        const facts = orderFacts({ payload }, { adapter, connection, settings, now })
        // Filters and dates are for the marketplace's orders.
        return facts.state === "ignored" ? { ...facts, state: "ready", state_reason: null } : facts
      },
    })
    await importIds(container, connection.id, created, { ...NO_COUNTS })
    await marketplace.createMarketplaceHistoryEntries({
      connection_id: connection.id,
      marketplace_order_id: created[0],
      event: "order.test_created",
      actor: input.actor,
      data: { variant_id: variant.id, quantity: input.quantity },
    })
    return created[0]
  }
)

async function findVariant(
  container: MedusaContainer,
  { sku, variant_id }: CreateTestOrderInput
): Promise<VariantRow> {
  const { data } = await container.resolve(ContainerRegistrationKeys.QUERY).graph({
    entity: "variant",
    fields: [
      "id",
      "sku",
      "title",
      "product.title",
      "price_set.prices.amount",
      "price_set.prices.currency_code",
    ],
    filters: variant_id ? { id: variant_id } : { sku },
  })
  const [variant] = data as unknown as VariantRow[]
  if (!variant?.sku) {
    if (variant) throw invalid("variant_without_sku")
    throw variant_id
      ? invalid("variant_not_found", { id: variant_id })
      : invalid("sku_not_found", { sku: sku ?? null })
  }
  return variant
}
