import type { IPricingModuleService, MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys, Modules } from "@medusajs/framework/utils"
import type { NormalizedOrder } from "../../marketplaces/port"
import type { StorePrices } from "../../orders/acceptance"
import { matchLine } from "../../orders/match"
import type { ImportContext } from "../../orders/import-context"
import { exactAmount } from "../../orders/totals"
import { lineTaxRate } from "../../orders/tax"

type Position = {
  order: NormalizedOrder
  context: Pick<ImportContext, "matches" | "variants" | "settings"> & {
    destination: { region: { id: string } | null }
  }
}
type Price = { amount: number; is_tax_inclusive: boolean }

/**
 * What the web shop asks for the articles of each order now, sales included: in the order's currency and region, with tax.
 * An article without such a price is missing.
 */
export async function loadPrices(
  container: MedusaContainer,
  positions: Position[]
): Promise<Map<NormalizedOrder, StorePrices>> {
  const matched = positions.map((position) => ({ ...position, lines: matchedLines(position) }))
  const sets = await priceSets(
    container,
    matched.flatMap(({ lines }) => lines.map(({ variant }) => variant.id))
  )
  const known = new Map<string, Map<string, Price>>()
  for (const place of new Set(positions.map(placeOf))) {
    const [currency_code, region_id] = place.split("|")
    known.set(place, await pricesIn(container, [...sets.values()], { currency_code, region_id }))
  }
  return new Map(
    matched.map(({ order, context, lines }) => {
      const prices = lines.flatMap(({ line, variant }) => {
        const price = known.get(placeOf({ order, context }))?.get(sets.get(variant.id) ?? "")
        if (!price) return []
        const { rate } = lineTaxRate(line, order.shipping_address, variant.tax_rates, context.settings)
        const amount = price.is_tax_inclusive ? price.amount : price.amount * (1 + rate / 100)
        return [[variant.id, exactAmount(amount)] as const]
      })
      return [order, new Map(prices)] as const
    })
  )
}

const placeOf = ({ order, context }: Position) =>
  `${order.currency_code.toLowerCase()}|${context.destination.region?.id ?? ""}`

function matchedLines({ order, context }: Position) {
  return order.lines.flatMap((line) => {
    const { variant_id } = matchLine(line, context.matches, context.settings)
    const variant = variant_id === null ? undefined : context.variants.get(variant_id)
    return variant ? [{ line, variant }] : []
  })
}

/** Price set by variant. */
async function priceSets(container: MedusaContainer, variant_ids: string[]): Promise<Map<string, string>> {
  if (!variant_ids.length) return new Map()
  const { data } = await container.resolve(ContainerRegistrationKeys.QUERY).graph({
    entity: "variant",
    fields: ["id", "price_set.id"],
    filters: { id: [...new Set(variant_ids)] },
  })
  const variants = data as unknown as { id: string; price_set?: { id: string } | null }[]
  return new Map(variants.flatMap(({ id, price_set }) => (price_set ? [[id, price_set.id] as const] : [])))
}

async function pricesIn(
  container: MedusaContainer,
  price_set_ids: string[],
  place: { currency_code: string; region_id: string }
): Promise<Map<string, Price>> {
  if (!price_set_ids.length || !place.region_id) return new Map()
  const prices = await container
    .resolve<IPricingModuleService>(Modules.PRICING)
    .calculatePrices({ id: price_set_ids }, { context: place })
  return new Map(
    prices.flatMap(({ id, calculated_amount, is_calculated_price_tax_inclusive }) =>
      calculated_amount === null || calculated_amount === undefined
        ? []
        : [
            [
              id,
              {
                amount: Number(calculated_amount),
                is_tax_inclusive: is_calculated_price_tax_inclusive ?? false,
              },
            ] as const,
          ]
    )
  )
}
