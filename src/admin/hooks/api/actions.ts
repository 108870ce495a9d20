import { useQuery } from "@tanstack/react-query"
import { actionKeys, orderKeys } from "../../lib/query-keys"
import { request } from "../../lib/request"
import type { ListQuery, MarketplaceAction, Page } from "../../lib/types"
import { useChange } from "./use-change"

const POLL_MS = 10_000
const MOVING = ["pending", "sending", "sent", "retrying"]

type ActionsQuery = ListQuery & { marketplace_order_id?: string; fulfillment_id?: string }

/** Asks again while something is under way, so that "confirmed" appears by itself. */
export const useActions = (query: ActionsQuery, enabled = true) =>
  useQuery({
    queryKey: actionKeys.list(query),
    queryFn: () => request<{ actions: MarketplaceAction[] } & Page>("/actions", { query }),
    enabled,
    refetchInterval: ({ state }) =>
      state.data?.actions.some((action) => MOVING.includes(action.state)) ? POLL_MS : false,
  })

export const useChangeAction = (id: string) =>
  useChange(
    ({ change, ...body }: { change: "retry" | "skip" | "mark-done"; reason?: string }) =>
      request(`/actions/${id}/${change}`, { method: "POST", body }),
    [actionKeys.all, orderKeys.all]
  )

export type ParcelInput = { carrier?: string; tracking_number?: string; tracking_url?: string }

/** Carrier, number or link of one parcel, before it is sent or as a correction of what was. */
export const useTellShipment = (marketplace_order_id: string, fulfillment_id: string) =>
  useChange(
    (body: ParcelInput) =>
      request(`/orders/${marketplace_order_id}/shipments/${fulfillment_id}`, { method: "POST", body }),
    [actionKeys.all, orderKeys.all]
  )
