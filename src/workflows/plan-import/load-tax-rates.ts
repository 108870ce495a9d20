import type { ITaxModuleService, MedusaContainer } from "@medusajs/framework/types"
import { Modules } from "@medusajs/framework/utils"
import type { NormalizedOrder } from "../../marketplaces/port"
import { taxPlace } from "../../orders/tax"
import type { VariantRow } from "./load-variants"

/** The store's own VAT by variant and country, asked only where the marketplace gives no rate. */
export async function loadTaxRates(
  container: MedusaContainer,
  variants: VariantRow[],
  orders: NormalizedOrder[]
): Promise<Map<string, Record<string, number>>> {
  const rates = new Map<string, Record<string, number>>()
  const countries = new Set(
    orders
      .filter((order) => order.lines.some((line) => line.tax_rate === null))
      .map((order) => taxPlace(order.shipping_address).country_code)
  )
  const tax = container.resolve<ITaxModuleService>(Modules.TAX)
  for (const country of countries) {
    if (!country || !variants.length) continue
    const country_code = country.toLowerCase()
    const lines = await tax.getTaxLines(
      variants.map((variant) => ({
        id: variant.id,
        product_id: variant.product?.id ?? "",
        product_type_id: variant.product?.type?.id,
        quantity: 1,
      })),
      { address: { country_code } }
    )
    for (const line of lines) {
      if (!("line_item_id" in line) || line.rate === null || line.rate === undefined) continue
      rates.set(line.line_item_id, { ...rates.get(line.line_item_id), [country_code]: Number(line.rate) })
    }
  }
  return rates
}
