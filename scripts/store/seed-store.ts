import {
  createInventoryLevelsWorkflow,
  createProductsWorkflow,
  createProductTypesWorkflow,
  createRegionsWorkflow,
  createShippingProfilesWorkflow,
  createStockLocationsWorkflow,
  createTaxRatesWorkflow,
  createTaxRegionsWorkflow,
  linkSalesChannelsToStockLocationWorkflow,
  updateStoresWorkflow,
} from "@medusajs/medusa/core-flows"
import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys, Modules, ProductStatus } from "@medusajs/framework/utils"

/** A product of the shop: `price` in euros with tax, `vat` in percent. */
export type SeedProduct = { sku: string; ean: string; title: string; price: number; vat: number }

export type SeededVariant = { sku: string; variant_id: string; product_id: string; inventory_item_id: string }

export type SeededStore = {
  region_id: string
  sales_channel_id: string
  stock_location_id: string
  shipping_profile_id: string
  variants: SeededVariant[]
}

const STANDARD_VAT = 20

/**
 * Makes a French store out of a fresh database: region France in EUR with automatic taxes, prices with tax,
 * VAT 20 % and a tax rate per other `vat` (by product type), the default sales channel, one stock location
 * with the manual provider, and the catalog with `stock` pieces of each product.
 */
export async function seedStore(
  container: MedusaContainer,
  catalog: readonly SeedProduct[],
  { stock = 1000 } = {}
): Promise<SeededStore> {
  const sales_channel_id = await useEuros(container)
  const region_id = await createFrance(container)
  const types = await createVatRates(container, catalog)
  const stock_location_id = await createWarehouse(container, sales_channel_id)
  const shipping_profile_id = await createShippingProfile(container)

  const { result: products } = await createProductsWorkflow(container).run({
    input: {
      products: catalog.map((product) => ({
        title: product.title,
        status: ProductStatus.PUBLISHED,
        type_id: types.get(product.vat),
        shipping_profile_id,
        sales_channels: [{ id: sales_channel_id }],
        options: [{ title: "Modèle", values: ["Unique"] }],
        variants: [
          {
            title: "Unique",
            sku: product.sku,
            barcode: product.ean,
            ean: product.ean,
            options: { Modèle: "Unique" },
            prices: [{ amount: product.price, currency_code: "eur" }],
          },
        ],
      })),
    },
  })
  const { data: variants } = await container.resolve(ContainerRegistrationKeys.QUERY).graph({
    entity: "variant",
    fields: ["id", "sku", "product_id", "inventory_items.inventory_item_id"],
    filters: { product_id: products.map(({ id }) => id) },
  })
  const seeded = variants.map((variant) => ({
    sku: variant.sku ?? "",
    variant_id: variant.id,
    product_id: variant.product_id ?? "",
    inventory_item_id: variant.inventory_items?.[0]?.inventory_item_id ?? "",
  }))
  await createInventoryLevelsWorkflow(container).run({
    input: {
      inventory_levels: seeded.map(({ inventory_item_id }) => ({
        inventory_item_id,
        location_id: stock_location_id,
        stocked_quantity: stock,
      })),
    },
  })
  return { region_id, sales_channel_id, stock_location_id, shipping_profile_id, variants: seeded }
}

/** Makes EUR the store's only currency, prices with tax, and returns the default sales channel. */
async function useEuros(container: MedusaContainer): Promise<string> {
  const [store] = await container.resolve(Modules.STORE).listStores()
  await updateStoresWorkflow(container).run({
    input: {
      selector: { id: store.id },
      update: {
        name: "Maison Tilleul",
        supported_currencies: [{ currency_code: "eur", is_default: true, is_tax_inclusive: true }],
      },
    },
  })
  return store.default_sales_channel_id ?? ""
}

async function createFrance(container: MedusaContainer): Promise<string> {
  const { result } = await createRegionsWorkflow(container).run({
    input: {
      regions: [
        {
          name: "France",
          currency_code: "eur",
          countries: ["fr"],
          automatic_taxes: true,
          is_tax_inclusive: true,
          payment_providers: ["pp_system_default"],
        },
      ],
    },
  })
  return result[0].id
}

/** Returns the product type of each rate. */
async function createVatRates(
  container: MedusaContainer,
  catalog: readonly SeedProduct[]
): Promise<Map<number, string>> {
  const rates = [...new Set([STANDARD_VAT, ...catalog.map(({ vat }) => vat)])]
  const { result: types } = await createProductTypesWorkflow(container).run({
    input: { product_types: rates.map((rate) => ({ value: `TVA ${rate} %` })) },
  })
  const typeOf = new Map(types.map((type, index) => [rates[index], type.id]))
  const taxRate = (rate: number) => ({ name: `TVA ${rate} %`, code: `FR-TVA-${rate}`, rate })
  const { result: regions } = await createTaxRegionsWorkflow(container).run({
    input: [{ country_code: "fr", provider_id: "tp_system", default_tax_rate: taxRate(STANDARD_VAT) }],
  })
  await createTaxRatesWorkflow(container).run({
    input: rates
      .filter((rate) => rate !== STANDARD_VAT)
      .map((rate) => ({
        ...taxRate(rate),
        tax_region_id: regions[0].id,
        rules: [{ reference: "product_type", reference_id: typeOf.get(rate) ?? "" }],
      })),
  })
  return typeOf
}

async function createWarehouse(container: MedusaContainer, salesChannelId: string): Promise<string> {
  const { result: locations } = await createStockLocationsWorkflow(container).run({
    input: {
      locations: [
        {
          name: "Entrepôt",
          address: {
            address_1: "12 rue des Tanneurs",
            postal_code: "37000",
            city: "Tours",
            country_code: "fr",
          },
        },
      ],
    },
  })
  const { id } = locations[0]
  await container.resolve(ContainerRegistrationKeys.LINK).create({
    [Modules.STOCK_LOCATION]: { stock_location_id: id },
    [Modules.FULFILLMENT]: { fulfillment_provider_id: "manual_manual" },
  })
  await linkSalesChannelsToStockLocationWorkflow(container).run({ input: { id, add: [salesChannelId] } })
  return id
}

async function createShippingProfile(container: MedusaContainer): Promise<string> {
  const [existing] = await container.resolve(Modules.FULFILLMENT).listShippingProfiles({ type: "default" })
  if (existing) {
    return existing.id
  }
  const { result } = await createShippingProfilesWorkflow(container).run({
    input: { data: [{ name: "Colis", type: "default" }] },
  })
  return result[0].id
}
