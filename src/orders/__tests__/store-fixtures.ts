import { matchTables } from "../match"
import type { ImportContext, VariantFacts } from "../import-context"
import { stockKey } from "../stock"
import { settings } from "./fixtures"

export function variant(id: string, patch: Partial<VariantFacts> = {}): VariantFacts {
  return {
    id: `variant_${id.toLowerCase()}`,
    title: `Variante ${id}`,
    sku: id,
    barcode: null,
    ean: null,
    upc: null,
    thumbnail: null,
    option_values: null,
    manage_inventory: true,
    allow_backorder: false,
    inventory: [{ inventory_item_id: `iitem_${id.toLowerCase()}`, required_quantity: 1 }],
    tax_rates: { fr: 20 },
    price: 10,
    ...patch,
    product: {
      id: `prod_${id.toLowerCase()}`,
      title: `Produit ${id}`,
      subtitle: null,
      description: null,
      handle: null,
      type: null,
      type_id: null,
      collection: null,
      thumbnail: null,
      shipping_profile_id: "sp_default",
      ...patch.product,
    },
  }
}

/** A bulb of the kit is also sold with the lamp: both take the same stock. */
export const VARIANTS = [
  variant("LAMP", { ean: "2000000000015" }),
  variant("KIT", {
    inventory: [
      { inventory_item_id: "iitem_lamp", required_quantity: 1 },
      { inventory_item_id: "iitem_bulb", required_quantity: 3 },
    ],
  }),
  variant("BOOK", {
    tax_rates: { fr: 5.5 },
    product: { ...variant("BOOK").product, shipping_profile_id: "sp_media" },
  }),
  variant("CARD", { manage_inventory: false, inventory: [] }),
]

export const stockOf = (levels: Record<string, Record<string, number>>) =>
  new Map(
    Object.entries(levels).flatMap(([location, items]) =>
      Object.entries(items).map(
        ([inventoryItem, available]) => [stockKey(inventoryItem, location), available] as const
      )
    )
  )

export function context(
  patch: Partial<ImportContext> = {},
  patchSettings: Record<string, unknown> = {}
): ImportContext {
  return {
    connection: {
      id: "conn_1",
      marketplace_id: "cdiscount",
      marketplace_name: "Cdiscount",
      account: "12345",
    },
    settings: settings(patchSettings),
    start_at: new Date("2026-06-01T00:00:00Z"),
    now: new Date("2026-07-01T12:00:00Z"),
    destination: {
      region: { id: "reg_fr", name: "France", currency_code: "eur", countries: ["fr", "mc"] },
      sales_channel_id: "sc_1",
      stock_location_ids: ["sloc_a", "sloc_b"],
    },
    shipping_options: ["sloc_a", "sloc_b"].flatMap((location_id) =>
      ["sp_default", "sp_media"].map((shipping_profile_id) => ({
        id: `so_${location_id.slice(-1)}_${shipping_profile_id.slice(3)}`,
        location_id,
        shipping_profile_id,
      }))
    ),
    matches: matchTables([], VARIANTS),
    variants: new Map(VARIANTS.map((one) => [one.id, one])),
    stock: stockOf({
      sloc_a: { iitem_lamp: 10, iitem_bulb: 30, iitem_book: 10 },
      sloc_b: { iitem_lamp: 10, iitem_bulb: 30, iitem_book: 10 },
    }),
    reserved: [],
    direct_connections: [],
    is_test: false,
    accepted_total: null,
    ...patch,
  }
}
