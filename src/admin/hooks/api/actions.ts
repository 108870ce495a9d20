import { keepPreviousData, useQuery } from "@tanstack/react-query"
import { nextLook } from "../../lib/polling"
import { actionKeys, orderKeys } from "../../lib/query-keys"
import { request } from "../../lib/request"
import type { ActionsPage, MarketplaceAction } from "../../../api/admin/marketplaces/actions/types"
import type { BulkAnswer, BulkResult, ListQuery } from "../../../api/admin/marketplaces/types"
import type { ActionState } from "../../../orders/actions"
import { useChange } from "./use-change"

/** States that continue automatically. */
export const MOVING: ActionState[] = ["pending", "sending", "sent", "retrying"]

export const isOnItsWay = ({ state }: MarketplaceAction) => MOVING.includes(state)

/** When something happened to it. */
export const timesOf = ({ created_at, sent_at, attempts }: MarketplaceAction) => [
  created_at,
  sent_at,
  attempts.at(-1)?.at,
]

type ActionsQuery = ListQuery & {
  connection_id?: string[]
  marketplace_order_id?: string | string[]
  fulfillment_id?: string
  type?: MarketplaceAction["type"][]
  state?: ActionState[]
  problem?: string[]
}

/** Asks again while something is under way. */
export const useActions = (query: ActionsQuery, enabled = true) =>
  useQuery({
    queryKey: actionKeys.list(query),
    queryFn: () => request<ActionsPage>("/actions", { query }),
    placeholderData: keepPreviousData,
    enabled,
    refetchInterval: ({ state: { data } }) => {
      const moving = data?.actions.filter(isOnItsWay) ?? []
      return moving.length ? nextLook(moving.flatMap(timesOf)) : false
    },
  })

const STALE = [actionKeys.all, orderKeys.all]

export type Closing = "skip" | "mark-done"
export type ActionChange = { change: "retry" | Closing; version: string; reason?: string }

export const useChangeAction = (id: string) =>
  useChange(
    ({ change, ...body }: ActionChange) => request(`/actions/${id}/${change}`, { method: "POST", body }),
    STALE
  )

export const useRetryActions = () =>
  useChange((body: SeenActions) => request<BulkAnswer>("/actions/retry", { method: "POST", body }), STALE)

/** Actions in one request, few enough to show progress. */
const BATCH = 25

/** Actions with what was shown of each: one that is another by now is refused. */
export type SeenActions = { ids: string[]; versions: Record<string, string> }

export const seenOf = (actions: Pick<MarketplaceAction, "id" | "version">[]): SeenActions => ({
  ids: actions.map(({ id }) => id),
  versions: Object.fromEntries(actions.map(({ id, version }) => [id, version])),
})

type Closed = SeenActions & {
  closing: Closing
  reason: string
  /** How many are through. */
  onProgress: (count: number) => void
}

/** In batches; what is refused for one stops no other. A batch that fails ends it, and the rest is left. */
export const useCloseActions = () =>
  useChange(async ({ ids, versions, closing, reason, onProgress }: Closed): Promise<BulkAnswer> => {
    const results: BulkResult[] = []
    for (let at = 0; at < ids.length; at += BATCH) {
      const batch = ids.slice(at, at + BATCH)
      const body = {
        ids: batch,
        versions: Object.fromEntries(batch.map((id) => [id, versions[id]])),
        reason,
      }
      try {
        results.push(...(await request<BulkAnswer>(`/actions/${closing}`, { method: "POST", body })).results)
      } catch (error) {
        if (!at) throw error
        break
      }
      onProgress(results.length)
    }
    return { results, count: results.length, remaining: ids.length - results.length }
  }, STALE)

export type ParcelInput = {
  carrier?: string
  tracking_number?: string
  tracking_url?: string
  is_untracked?: boolean
  send_now?: boolean
  /** The number that is sent as it is, although it is unusual for its carrier. */
  send_as_is?: string
  /** Of the parcel that was shown. */
  version?: string
}

/** Carrier, number or link of one parcel, before it is sent or as a correction of what was. */
export const useDeclareShipment = (marketplace_order_id: string, fulfillment_id: string) =>
  useChange(
    (body: ParcelInput) =>
      request(`/orders/${marketplace_order_id}/shipments/${fulfillment_id}`, { method: "POST", body }),
    STALE
  )
