import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import type { ListingRow } from "../../../../modules/marketplace/stores/listings"
import { iso } from "../iso"
import type { Listing } from "./types"

type Variant = { id: string; title: string | null; sku: string | null; product?: { title: string } | null }

/** Listings with what their variant is called now; a variant that is gone is null. */
export async function presentListings(
  container: MedusaContainer,
  rows: Pick<
    ListingRow,
    "id" | "connection_id" | "external_sku" | "variant_id" | "created_at" | "updated_at"
  >[]
): Promise<Listing[]> {
  const { data } = rows.length
    ? await container.resolve(ContainerRegistrationKeys.QUERY).graph({
        entity: "variant",
        fields: ["id", "title", "sku", "product.title"],
        filters: { id: rows.map(({ variant_id }) => variant_id) },
      })
    : { data: [] }
  const variants = new Map((data as unknown as Variant[]).map((variant) => [variant.id, variant]))
  return rows.map(({ id, connection_id, external_sku, variant_id, created_at, updated_at }) => {
    const variant = variants.get(variant_id)
    return {
      id,
      connection_id,
      external_sku,
      variant_id,
      variant: variant
        ? { title: variant.title, sku: variant.sku, product_title: variant.product?.title ?? null }
        : null,
      created_at: iso(created_at),
      updated_at: iso(updated_at),
    }
  })
}
