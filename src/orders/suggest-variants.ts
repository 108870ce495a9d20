import { fold } from "../marketplaces/fold"

/** A variant of the store, as it is called. */
export type NamedVariant = {
  id: string
  title: string | null
  sku: string | null
  product_title: string | null
  /** EAN, UPC and barcode. */
  codes: string[]
}

export type SuggestedVariant = {
  variant_id: string
  title: string | null
  sku: string | null
  product_title: string | null
  /** Why it is suggested. */
  by: "ean" | "sku" | "title"
}

export type UnknownArticle = { sku: string; eans: readonly string[]; title: string | null }

const MOST = 3
/** Of the pairs of letters that two texts have in common. */
const SIMILAR_SKU = 0.6
const SIMILAR_TITLE = 0.5

/** What to look for among a store's variants: words of the title, and the longest parts of the SKU. */
export function searchTerms({ sku, title }: UnknownArticle): { skus: string[]; words: string[] } {
  const longest = (texts: string[], shortest: number) =>
    [...new Set(texts)]
      .filter((text) => text.length >= shortest)
      .sort((a, b) => b.length - a.length)
      .slice(0, 3)
  // Accents stay: a database compares letters.
  const words = (title ?? "").toLowerCase().split(/[^\p{L}\p{N}]+/u)
  return { skus: longest(sku.split(/[^\p{L}\p{N}]+/u), 3), words: longest(words, 4) }
}

/** The variants that an article which the store does not know may be: the same EAN, then a similar SKU, then a similar title. */
export function suggestVariants(
  article: UnknownArticle,
  variants: readonly NamedVariant[]
): SuggestedVariant[] {
  const eans = new Set(article.eans)
  const judged = variants.flatMap((variant): (SuggestedVariant & { likeness: number })[] => {
    const { id, title, sku, product_title } = variant
    const named = { variant_id: id, title, sku, product_title }
    if (variant.codes.some((code) => eans.has(code))) return [{ ...named, by: "ean", likeness: 3 }]
    const bySku = similarity(plain(article.sku), plain(sku ?? ""))
    if (bySku >= SIMILAR_SKU) return [{ ...named, by: "sku", likeness: 1 + bySku }]
    const byTitle = similarity(fold(article.title ?? ""), fold([product_title, title].join(" ")))
    return byTitle >= SIMILAR_TITLE ? [{ ...named, by: "title", likeness: byTitle }] : []
  })
  return judged
    .sort((a, b) => b.likeness - a.likeness)
    .slice(0, MOST)
    .map(({ likeness: _, ...one }) => one)
}

const plain = (sku: string) => fold(sku).replaceAll(" ", "")

function pairs(text: string): string[] {
  return Array.from({ length: Math.max(0, text.length - 1) }, (_, at) => text.slice(at, at + 2))
}

/** Dice's coefficient of two texts' pairs of letters: 1 for the same, 0 for none in common. */
function similarity(one: string, other: string): number {
  if (one === other) return one === "" ? 0 : 1
  const left = pairs(other)
  const all = pairs(one)
  const total = all.length + left.length
  if (total === 0) return 0
  const common = all.filter((pair) => {
    const at = left.indexOf(pair)
    if (at >= 0) left.splice(at, 1)
    return at >= 0
  })
  return (2 * common.length) / total
}
