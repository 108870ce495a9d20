import { keepPreviousData, useQuery } from "@tanstack/react-query"
import { orderKeys } from "../../lib/query-keys"
import { request } from "../../lib/request"
import type { Overview } from "../../../api/admin/marketplaces/overview/types"

/** In days of the viewer's time zone. */
export const useOverview = (query: { days: number; connection_id?: string }) =>
  useQuery({
    queryKey: [...orderKeys.all, "overview", query],
    queryFn: () =>
      request<Overview>("/overview", {
        query: { ...query, time_zone: Intl.DateTimeFormat().resolvedOptions().timeZone },
      }),
    placeholderData: keepPreviousData,
  })
