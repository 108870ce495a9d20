import { keepPreviousData, useQuery } from "@tanstack/react-query"
import { listingKeys, orderKeys } from "../../lib/query-keys"
import { request, requestWithRefusal } from "../../lib/request"
import type { Listing, ListingConflict, ListingsPage } from "../../../api/admin/marketplaces/listings/types"
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

/** Says which variant a SKU is, and releases the orders that waited for it. */
export const useMapSku = () =>
  useChange(
    (body: Pick<Listing, "connection_id" | "external_sku" | "variant_id"> & { replaces: string | null }) =>
      requestWithRefusal<{ listing: Listing; released: number }, ListingConflict>("/listings", body),
    [listingKeys.all, orderKeys.all]
  )

export const useDeleteListing = () =>
  useChange(
    ({ id, variant_id }: Pick<Listing, "id" | "variant_id">) =>
      request(`/listings/${id}`, { method: "DELETE", query: { variant_id } }),
    [listingKeys.all]
  )
