import type { SuggestedVariant } from "../../../../orders/suggest-variants"
import type { Conflict, KeysetPage } from "../types"

/** Which variant a marketplace's SKU stands for. */
export type Listing = {
  id: string
  connection_id: string
  external_sku: string
  variant_id: string
  /** Null for one that is gone. */
  variant: { title: string | null; sku: string | null; product_title: string | null } | null
  created_at: string
  updated_at: string
}

/** What the SKU is mapped to by now. */
export type ListingConflict = Conflict & { listing?: Listing }

/** Variants that a SKU may stand for, the likeliest first. */
export type ListingSuggestions = { suggestions: SuggestedVariant[] }

/** What a file changes of the mappings, or would; SKUs of the store. */
export type ListingsImported = {
  dry_run: boolean
  /** Of what the rows met: given with the import itself, a row that meets something else by then is a conflict. */
  version: string
  rows: number
  changed: number
  unchanged: number
  open: number
  released: number
  changes: { row: number; external_sku: string; from: string | null; to: string }[]
  bad_count: number
  bad: { row: number; external_sku: string; message: string }[]
}

export type ListingsPage = { listings: Listing[] } & KeysetPage
