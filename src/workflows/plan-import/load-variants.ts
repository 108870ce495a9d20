import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import type { VariantFacts } from "../../orders/import-context"
import { stockKey } from "../../orders/stock"

export type VariantRow = Omit<
  VariantFacts,
  "inventory" | "tax_rates" | "price" | "product" | "option_values"
> & {
  options?: { value: string; option?: { title: string } }[]
  inventory_items?: {
    inventory_item_id: string
    required_quantity: number
    inventory?: {
      location_levels?: { location_id: string; stocked_quantity: number; reserved_quantity: number }[]
    }
  }[]
  product?: {
    id: string
    title: string
    subtitle: string | null
    description: string | null
    handle: string | null
    thumbnail: string | null
    type?: { id: string; value: string } | null
    collection?: { title: string } | null
    shipping_profile?: { id: string } | null
  } | null
}

const VARIANT_FIELDS = [
  "id",
  "title",
  "sku",
  "barcode",
  "ean",
  "upc",
  "thumbnail",
  "manage_inventory",
  "allow_backorder",
  "options.value",
  "options.option.title",
  "inventory_items.inventory_item_id",
  "inventory_items.required_quantity",
  "inventory_items.inventory.location_levels.location_id",
  "inventory_items.inventory.location_levels.stocked_quantity",
  "inventory_items.inventory.location_levels.reserved_quantity",
  "product.id",
  "product.title",
  "product.subtitle",
  "product.description",
  "product.handle",
  "product.thumbnail",
  "product.type.id",
  "product.type.value",
  "product.collection.title",
  "product.shipping_profile.id",
]

/** What a line is matched by. */
export const KEY_FIELDS = ["id", "title", "sku", "barcode", "ean", "upc"]

/** The variants with these ids, or one of these codes as SKU, barcode, EAN or UPC. */
export async function loadVariants(
  container: MedusaContainer,
  { ids, codes }: { ids: string[]; codes: string[] },
  fields = VARIANT_FIELDS
): Promise<VariantRow[]> {
  const { data } = await container.resolve(ContainerRegistrationKeys.QUERY).graph({
    entity: "variant",
    fields,
    filters: {
      $or: [{ id: ids }, ...["sku", "barcode", "ean", "upc"].map((field) => ({ [field]: codes }))],
    } as Record<string, unknown>,
  })
  return data as unknown as VariantRow[]
}

/** A variant as a plan needs it; `rates` are the store's own, in percent by variant and country. */
export function variantFacts(row: VariantRow, rates: Map<string, Record<string, number>>): VariantFacts {
  const product = row.product
  return {
    id: row.id,
    title: row.title,
    sku: row.sku,
    barcode: row.barcode,
    ean: row.ean,
    upc: row.upc,
    thumbnail: row.thumbnail,
    option_values: row.options?.length
      ? Object.fromEntries(row.options.map((option) => [option.option?.title ?? "", option.value]))
      : null,
    manage_inventory: row.manage_inventory,
    allow_backorder: row.allow_backorder,
    inventory: (row.inventory_items ?? []).map(({ inventory_item_id, required_quantity }) => ({
      inventory_item_id,
      required_quantity,
    })),
    tax_rates: rates.get(row.id) ?? {},
    price: null,
    product: {
      id: product?.id ?? "",
      title: product?.title ?? row.title ?? "",
      subtitle: product?.subtitle ?? null,
      description: product?.description ?? null,
      handle: product?.handle ?? null,
      type: product?.type?.value ?? null,
      type_id: product?.type?.id ?? null,
      collection: product?.collection?.title ?? null,
      thumbnail: product?.thumbnail ?? null,
      shipping_profile_id: product?.shipping_profile?.id ?? null,
    },
  }
}

/** What is free of each inventory item at each location. */
export function stockOf(rows: VariantRow[]): Map<string, number> {
  const stock = new Map<string, number>()
  for (const item of rows.flatMap((row) => row.inventory_items ?? [])) {
    for (const level of item.inventory?.location_levels ?? []) {
      stock.set(
        stockKey(item.inventory_item_id, level.location_id),
        Number(level.stocked_quantity) - Number(level.reserved_quantity)
      )
    }
  }
  return stock
}
