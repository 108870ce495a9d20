import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { externalSku } from "../../orders/match"
import { readOrder } from "../../orders/read-order"
import {
  type SuggestedVariant,
  searchTerms,
  suggestVariants,
  type UnknownArticle,
} from "../../orders/suggest-variants"
import { whyUnusable } from "../shared/unusable"
import { marketplaceOf } from "../shared/marketplace"

/** Orders that are read for what the marketplace says of the article. */
const ORDERS = 5
/** Variants that are compared, of each way to find them; those that have most of what is looked for. */
const CANDIDATES = 50

type Query = { connection_id: string; external_sku: string }

/** Which variants of the store a marketplace's SKU may be, by what its latest orders say of it; the likeliest first. */
export async function suggestListings(container: MedusaContainer, query: Query): Promise<SuggestedVariant[]> {
  const article = await articleOf(container, query)
  const { skus, words } = searchTerms(article)
  const { medusaTables } = marketplaceOf(container)
  const codes = article.eans.length
    ? ["ean", "upc", "barcode"].map((field) => ({ [field]: [...article.eans] }))
    : []
  const alike = await Promise.all([
    medusaTables.listAlikeVariants({ field: "sku", texts: skus, limit: CANDIDATES }),
    medusaTables.listAlikeVariants({ field: "title", texts: words, limit: CANDIDATES }),
  ])
  const ids = [...new Set(alike.flat())]
  const found = await Promise.all([
    listVariants(container, codes),
    listVariants(container, ids.length ? [{ id: ids }] : []),
  ])
  const variants = new Map(found.flat().map((variant) => [variant.id, variant]))
  return suggestVariants(article, [...variants.values()])
}

async function articleOf(container: MedusaContainer, query: Query): Promise<UnknownArticle> {
  const { connection_id, external_sku } = query
  const marketplace = marketplaceOf(container)
  const connection = await marketplace.connection(connection_id)
  const unknown = { sku: external_sku, eans: [], title: null }
  if (whyUnusable(container, connection)) return unknown
  const ids = await marketplace.orders.listOrderIds(
    { connection_id: [connection_id], q: external_sku },
    ORDERS
  )
  for (const row of await marketplace.orders.loadOrders(ids)) {
    const { order } = readOrder(marketplace.adapter(connection.marketplace_id), connection, row)
    const line = order?.lines.find((one) => externalSku(one) === external_sku)
    if (line) return { sku: external_sku, eans: line.eans, title: line.title }
  }
  return unknown
}

type VariantRow = {
  id: string
  title: string | null
  sku: string | null
  ean: string | null
  upc: string | null
  barcode: string | null
  product?: { title: string } | null
}

async function listVariants(container: MedusaContainer, filters: object[]) {
  if (!filters.length) return []
  const { data } = await container.resolve(ContainerRegistrationKeys.QUERY).graph({
    entity: "variant",
    fields: ["id", "title", "sku", "ean", "upc", "barcode", "product.title"],
    filters: { $or: filters } as Record<string, unknown>,
    pagination: { take: 2 * CANDIDATES, skip: 0, order: { id: "ASC" } },
  })
  return (data as unknown as VariantRow[]).map(({ id, title, sku, ean, upc, barcode, product }) => ({
    id,
    title,
    sku,
    product_title: product?.title ?? null,
    codes: [ean, upc, barcode].filter((code) => code !== null),
  }))
}
