import { useQuery } from "@tanstack/react-query"
import { useTranslation } from "react-i18next"
import { marketplaceKeys } from "../../lib/query-keys"
import { request } from "../../lib/request"
import type { Marketplace } from "../../../api/admin/marketplaces/types"

/** The marketplaces describe themselves in the admin's language. */
export function useMarketplaces() {
  const { language } = useTranslation().i18n
  return useQuery({
    queryKey: marketplaceKeys.list({ language }),
    queryFn: () => request<{ marketplaces: Marketplace[] }>(""),
    staleTime: Infinity,
  })
}

export const useMarketplace = (id: string | undefined) =>
  useMarketplaces().data?.marketplaces.find((marketplace) => marketplace.id === id)
