import type { OfferBatch, OfferChange } from "../../port"
import type { CdiscountSettings } from "../settings"

const TAX_NAMES = {
  percent: ["VAT", "Ecotax", "Deatax"],
  fraction: ["vat", "ecoTax", "deaTax"],
  zero: ["VAT", "Ecotax", "Deatax"],
} as const

/** An upsert replaces the whole offer: what it would not name would be gone. */
export const isComplete = ({ stock, price, delivery, listing }: OfferChange): boolean =>
  Boolean(stock && price && listing && delivery?.modes && delivery.preparation_days !== null)

/** One entry of a package. An update names only what changes; what creates names everything. */
export function offerRequest(
  { sku, stock, price, delivery, listing }: OfferChange,
  kind: OfferBatch["kind"],
  settings: CdiscountSettings
): Record<string, unknown> {
  return {
    sellerExternalReference: sku,
    ...(kind === "create" && listing
      ? {
          product: { gtin: listing.ean, ...(settings.send_product_reference ? { reference: sku } : {}) },
          condition: listing.condition,
        }
      : {}),
    ...(price ? { price: priceOf(price, kind, settings) } : {}),
    ...(delivery?.modes
      ? {
          deliveryModes: delivery.modes.map(({ code, fee, additional_fee }) => ({
            code,
            cost: Number(fee),
            additionalCost: Number(additional_fee),
          })),
        }
      : {}),
    ...(delivery && delivery.preparation_days !== null ? { preparationTime: delivery.preparation_days } : {}),
    ...(stock ? { quantity: stock.quantity } : {}),
  }
}

function priceOf(
  { amount, tax_rate, eco_part, struck_price }: NonNullable<OfferChange["price"]>,
  kind: OfferBatch["kind"],
  settings: CdiscountSettings
) {
  return {
    price: Number(amount),
    ...(struck_price === "remove" && kind === "update" ? { originPrice: null } : {}),
    ...(settings.price_update_with_taxes || kind === "create"
      ? { taxes: taxesOf(tax_rate, eco_part, settings) }
      : {}),
  }
}

/** Octopia wants all three, at zero too (public client code). */
function taxesOf(tax_rate: string, eco_part: string, { tax_coding, tax_names }: CdiscountSettings) {
  const [usualVat, usualEco, usualDea] = TAX_NAMES[tax_coding]
  const { vat = usualVat, eco = usualEco, dea = usualDea } = tax_names
  const isTyped = tax_coding === "fraction"
  const rate = tax_coding === "zero" ? 0 : isTyped ? fractionOf(tax_rate) : Number(tax_rate)
  const tax = (code: string, type: string, value: number) =>
    isTyped ? { code, type, value } : { code, value }
  return [tax(vat, "Rate", rate), tax(eco, "Amount", Number(eco_part)), tax(dea, "Amount", 0)]
}

/** 5.5 % is 0.055, without the noise of binary fractions. */
const fractionOf = (percent: string): number => Number((Number(percent) / 100).toFixed(6))
