import type { IPricingModuleService, ITaxModuleService, MedusaContainer } from "@medusajs/framework/types"
import { Modules } from "@medusajs/framework/utils"
import type { StoreVariant } from "../../modules/marketplace/medusa-tables"
import type { StorePrice, TaxFacts } from "../../offers/price-rules"
import type { OffersContext } from "./offers-context"

export type ChannelPrices = { prices: Map<string, StorePrice>; taxes: Map<string, TaxFacts> }

/**
 * The store's price of each variant for a channel, and the store's taxes in the country where the channel sells. With a
 * customer group, the price lists of that group count too.
 */
export async function loadChannelPrices(
  container: MedusaContainer,
  { connection, offers }: OffersContext,
  channel: { id: string; currency_code: string; country_code: string },
  variants: StoreVariant[]
): Promise<ChannelPrices> {
  const sets = new Map(
    variants.flatMap(({ id, price_set_id }) => (price_set_id ? [[price_set_id, id] as const] : []))
  )
  const place = connection.destinations.find(({ channels }) => channels?.includes(channel.id)) ?? connection
  const group = offers.price_source === "customer_group" ? offers.customer_group_id : null
  const context = {
    currency_code: channel.currency_code.toLowerCase(),
    region_id: place.region_id ?? connection.region_id,
    ...(group ? { customer: { groups: [{ id: group }] } } : {}),
  }
  const found = sets.size
    ? await container
        .resolve<IPricingModuleService>(Modules.PRICING)
        .calculatePrices({ id: [...sets.keys()] }, { context: context as unknown as Record<string, string> })
    : []
  const prices = new Map<string, StorePrice>()
  for (const price of found) {
    const variant_id = sets.get(price.id)
    if (variant_id === undefined || price.calculated_amount == null) continue
    const { raw_calculated_amount: raw } = price as { raw_calculated_amount?: { value: unknown } | null }
    prices.set(variant_id, {
      amount: raw?.value ?? price.calculated_amount,
      currency_code: price.currency_code ?? "",
      is_tax_inclusive: price.is_calculated_price_tax_inclusive ?? false,
      from_price_list: price.is_calculated_price_price_list ?? false,
    })
  }
  return { prices, taxes: await loadTaxes(container, channel.country_code.toLowerCase(), variants) }
}

async function loadTaxes(
  container: MedusaContainer,
  country_code: string,
  variants: StoreVariant[]
): Promise<Map<string, TaxFacts>> {
  const tax = container.resolve<ITaxModuleService>(Modules.TAX)
  const [region] = await tax.listTaxRegions({ country_code }, { take: 1, select: ["id"] })
  const facts = new Map(
    variants.map(({ id }) => [id, { has_region: Boolean(region), rates: [] as unknown[] }])
  )
  if (!region || !variants.length) return facts
  const lines = await tax.getTaxLines(
    variants.map((variant) => ({
      id: variant.id,
      product_id: variant.product?.id ?? "",
      product_type_id: variant.product?.type_id ?? undefined,
      quantity: 1,
    })),
    { address: { country_code } }
  )
  for (const line of lines) {
    if ("line_item_id" in line) facts.get(line.line_item_id)?.rates.push(line.rate)
  }
  return facts
}
