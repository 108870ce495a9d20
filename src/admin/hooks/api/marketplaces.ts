import { useQuery } from "@tanstack/react-query"
import { marketplaceKeys } from "../../lib/query-keys"
import { request } from "../../lib/request"
import type { Marketplace } from "../../lib/types"

export const useMarketplaces = () =>
  useQuery({
    queryKey: marketplaceKeys.all,
    queryFn: () => request<{ marketplaces: Marketplace[] }>(""),
    staleTime: Infinity,
  })

export const useMarketplace = (id: string | undefined) =>
  useMarketplaces().data?.marketplaces.find((marketplace) => marketplace.id === id)
