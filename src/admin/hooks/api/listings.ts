import { keepPreviousData, useQuery } from "@tanstack/react-query"
import { historyKeys, listingKeys, offerKeys, orderKeys } from "../../lib/query-keys"
import { request, requestWithRefusal } from "../../lib/request"
import type {
  Listing,
  ListingConflict,
  ListingsImported,
  ListingsPage,
  ListingSuggestions,
} from "../../../api/admin/marketplaces/listings/types"
import type { ListQuery } from "../../../api/admin/marketplaces/types"
import { useChange } from "./use-change"

export const useListings = (
  query: ListQuery & { variant_id?: string; connection_id?: string },
  enabled = true
) =>
  useQuery({
    queryKey: listingKeys.list(query),
    queryFn: () => request<ListingsPage>("/listings", { query }),
    placeholderData: keepPreviousData,
    enabled,
  })

/** Variants that a SKU may be, by the orders that wait for it. */
export const useListingSuggestions = (query: { connection_id: string; external_sku: string }) =>
  useQuery({
    queryKey: [...listingKeys.all, "suggestions", query],
    queryFn: () => request<ListingSuggestions>("/listings/suggestions", { query }),
    enabled: query.connection_id !== "" && query.external_sku !== "",
  })

/** Says which variant a SKU is, and releases the orders that waited for it. */
export const useMapSku = () =>
  useChange(
    (body: Pick<Listing, "connection_id" | "external_sku" | "variant_id"> & { replaces: string | null }) =>
      requestWithRefusal<{ listing: Listing; released: number }, ListingConflict>("/listings", body),
    [listingKeys.all, orderKeys.all]
  )

/** Says it of many SKUs, by a file. */
export const useImportListings = () =>
  useChange(
    (body: { connection_id: string; file: string; dry_run: boolean }) =>
      request<ListingsImported>("/listings/import", { method: "POST", body }),
    [listingKeys.all, orderKeys.all, offerKeys.all, historyKeys.all]
  )

export const useDeleteListing = () =>
  useChange(
    ({ id, variant_id }: Pick<Listing, "id" | "variant_id">) =>
      request(`/listings/${id}`, { method: "DELETE", query: { variant_id } }),
    [listingKeys.all]
  )
