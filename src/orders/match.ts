import type { NormalizedOrder, OrderLine } from "../marketplaces/port"
import type { Problem } from "./problems"
import type { ConnectionSettings } from "./settings"
import { cleanOrNull, cleanText } from "./text"

type VariantKeys = {
  id: string
  title: string | null
  product: { title: string } | null
  sku: string | null
  barcode: string | null
  ean: string | null
  upc: string | null
}
type Field = "sku" | "barcode" | "ean" | "upc"
const GTIN_FIELDS = ["ean", "barcode", "upc"] as const

/** What names an article: a line of an order, an offer. */
export type NamedArticle = Pick<OrderLine, "sku" | "eans" | "key" | "title">

/** What a batch of lines is matched against; made once for the batch. */
export type MatchTables = {
  /** Variant id by the marketplace's SKU, as mapped by an operator; the variant may be gone. */
  aliases: ReadonlyMap<string, string>
  variants: ReadonlyMap<string, VariantKeys>
  by: Record<Field, ReadonlyMap<string, string>>
}

export type Match =
  | { variant_id: string; by: "alias" | Field }
  | { variant_id: null; problem: Problem; offered_variant_id: string | null }

/**
 * What a mapping of this line is stored under (`listing.external_sku`): its SKU, or what comes nearest to one. An EAN
 * names the article in later orders too, the key at least this line.
 */
export function externalSku(line: NamedArticle): string {
  return cleanOrNull(line.sku) ?? line.eans[0] ?? line.key
}

/**
 * What the variants of a batch have to be looked for by: `skus` among the aliases and in every field of
 * `import.match_by`, `gtins` in ean, barcode and upc.
 */
export function matchKeys(orders: readonly NormalizedOrder[]): { skus: string[]; gtins: string[] } {
  const lines = orders.flatMap((order) => order.lines)
  return {
    skus: [...new Set(lines.map(externalSku))],
    gtins: [...new Set(lines.flatMap((line) => line.eans))],
  }
}

/** @param variants every live variant that one of the batch's keys or aliases names */
export function matchTables(
  aliases: readonly { external_sku: string; variant_id: string }[],
  variants: readonly VariantKeys[]
): MatchTables {
  const by = (field: Field) =>
    new Map(variants.flatMap((variant) => (variant[field] ? [[variant[field], variant.id] as const] : [])))
  return {
    aliases: new Map(aliases.map((alias) => [alias.external_sku, alias.variant_id])),
    variants: new Map(variants.map((variant) => [variant.id, variant])),
    by: { sku: by("sku"), barcode: by("barcode"), ean: by("ean"), upc: by("upc") },
  }
}

/**
 * The variant that a line sells. An alias wins over everything, then the line's SKU in the fields of `match_by`.
 * An EAN decides only for a line without SKU and only where `match_by` allows it, since one EAN can also be a used or
 * a bundled article; otherwise its variant is offered to the operator.
 */
export function matchLine(line: NamedArticle, tables: MatchTables, settings: ConnectionSettings): Match {
  const sku = externalSku(line)
  const alias = tables.aliases.get(sku)
  if (alias) {
    return tables.variants.has(alias)
      ? { variant_id: alias, by: "alias" }
      : { variant_id: null, problem: { code: "variant_deleted", params: { sku } }, offered_variant_id: null }
  }
  const fields = settings.import.match_by
  const gtinFields = fields.filter((field) => field !== "sku")
  const found = cleanOrNull(line.sku) ? findBy(tables, fields, [sku]) : findBy(tables, gtinFields, line.eans)
  if (found && found.rivals.size === 1) {
    return { variant_id: found.variant_id, by: found.field }
  }

  const offered = findBy(tables, GTIN_FIELDS, line.eans)
  if (!offered) {
    const params = { sku, title: cleanText(line.title) }
    return { variant_id: null, problem: { code: "unknown_sku", params }, offered_variant_id: null }
  }
  const { variant_id, value: ean } = offered
  const variant = tables.variants.get(variant_id)
  const names = [variant?.product?.title, variant?.title].filter(Boolean)
  const variant_title = names.length > 0 ? names.join(" · ") : variant_id
  const params = { sku, ean, variant_id, variant_title }
  return { variant_id: null, problem: { code: "ambiguous_ean", params }, offered_variant_id: variant_id }
}

/** The first hit, field by field, and all variants that any value names in that field. */
function findBy(
  tables: MatchTables,
  fields: readonly Field[],
  values: readonly string[]
): { variant_id: string; field: Field; value: string; rivals: Set<string> } | null {
  for (const field of fields) {
    const hits = values.flatMap((value) => {
      const variant_id = tables.by[field].get(value)
      return variant_id ? [{ variant_id, field, value }] : []
    })
    if (hits.length > 0) {
      return { ...hits[0], rivals: new Set(hits.map((hit) => hit.variant_id)) }
    }
  }
  return null
}
