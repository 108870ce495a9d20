import { keepPreviousData, useQuery } from "@tanstack/react-query"
import { storeKeys } from "../../lib/query-keys"
import { sdk } from "../../lib/sdk"

const MOST = { limit: 200, fields: "id,name" }

export const useSalesChannels = () =>
  useQuery({
    queryKey: storeKeys.detail("sales-channels"),
    queryFn: () => sdk.admin.salesChannel.list(MOST),
  })

export const useRegions = () =>
  useQuery({
    queryKey: storeKeys.detail("regions"),
    queryFn: () => sdk.admin.region.list({ limit: 200, fields: "id,name,currency_code" }),
  })

export const useStockLocations = () =>
  useQuery({
    queryKey: storeKeys.detail("stock-locations"),
    queryFn: () => sdk.admin.stockLocation.list(MOST),
  })

export const useShippingOptions = () =>
  useQuery({
    queryKey: storeKeys.detail("shipping-options"),
    queryFn: () =>
      sdk.admin.shippingOption.list({
        limit: 200,
        fields:
          "id,name,provider_id,service_zone.fulfillment_set.type,service_zone.fulfillment_set.location.id",
      }),
  })

type AtLocation = { service_zone?: { fulfillment_set?: { location?: { id: string } | null } | null } | null }

/** The stock location that a shipping option ships from. */
export const locationOf = ({ service_zone }: AtLocation) => service_zone?.fulfillment_set?.location?.id

export const useCustomerGroups = () =>
  useQuery({
    queryKey: storeKeys.detail("customer-groups"),
    queryFn: () => sdk.admin.customerGroup.list(MOST),
  })

export const useVariants = (q: string) =>
  useQuery({
    queryKey: storeKeys.list({ q }),
    queryFn: () => sdk.admin.productVariant.list({ q, limit: 20, fields: "id,title,sku,product.title" }),
    placeholderData: keepPreviousData,
  })

export const useVariant = (id: string) =>
  useQuery({
    queryKey: storeKeys.detail(id),
    queryFn: () => sdk.admin.productVariant.list({ id: [id], fields: "id,title,sku,product.title" }),
    enabled: Boolean(id),
  })

/** Who did what, by name. */
export const useUsers = (ids: string[]) =>
  useQuery({
    queryKey: storeKeys.list({ users: ids }),
    queryFn: () => sdk.admin.user.list({ id: ids, fields: "id,email,first_name,last_name", limit: 100 }),
    enabled: ids.length > 0,
    staleTime: Infinity,
  })
