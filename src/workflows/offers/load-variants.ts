import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"

export type StoreVariant = {
  id: string
  title: string | null
  sku: string | null
  ean: string | null
  barcode: string | null
  upc: string | null
  manage_inventory: boolean
  allow_backorder: boolean
  weight: number | null
  metadata: Record<string, unknown> | null
  price_set?: { id: string } | null
  inventory_items?: {
    inventory_item_id: string
    required_quantity: number
    inventory?: {
      location_levels?: {
        location_id: string
        stocked_quantity: number
        reserved_quantity: number
        raw_stocked_quantity?: { value: string }
        raw_reserved_quantity?: { value: string }
      }[]
    }
  }[]
  product?: {
    id: string
    title: string
    status: string
    weight: number | null
    collection_id: string | null
    type_id: string | null
    categories?: { id: string }[]
    tags?: { id: string }[]
    /** Only where it is asked for. */
    sales_channels?: { id: string }[]
  } | null
}

const FIELDS = [
  "id",
  "title",
  "sku",
  "ean",
  "barcode",
  "upc",
  "manage_inventory",
  "allow_backorder",
  "weight",
  "metadata",
  "price_set.id",
  "inventory_items.inventory_item_id",
  "inventory_items.required_quantity",
  "inventory_items.inventory.location_levels.location_id",
  "inventory_items.inventory.location_levels.stocked_quantity",
  "inventory_items.inventory.location_levels.raw_stocked_quantity",
  "inventory_items.inventory.location_levels.reserved_quantity",
  "inventory_items.inventory.location_levels.raw_reserved_quantity",
  "product.id",
  "product.title",
  "product.status",
  "product.weight",
  "product.collection_id",
  "product.type_id",
  "product.categories.id",
  "product.tags.id",
]

/** Variants with their stock as it is now, and with their sales channels; one that is deleted is missing. */
export async function loadOfferVariants(
  container: MedusaContainer,
  ids: string[],
  { channels = false } = {}
): Promise<Map<string, StoreVariant>> {
  if (!ids.length) return new Map()
  const { data } = await container.resolve(ContainerRegistrationKeys.QUERY).graph({
    entity: "variant",
    fields: channels ? [...FIELDS, "product.sales_channels.id"] : FIELDS,
    filters: { id: [...new Set(ids)] },
  })
  return new Map((data as unknown as StoreVariant[]).map((variant) => [variant.id, variant]))
}
