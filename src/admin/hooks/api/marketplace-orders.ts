import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query"
import { useEffect } from "react"
import { nextLook } from "../../lib/polling"
import { actionKeys, connectionKeys, orderKeys, queryKeys } from "../../lib/query-keys"
import { request, requestWithRefusal } from "../../lib/request"
import { sdk } from "../../lib/sdk"
import type {
  AddressConflict,
  CancellationReason,
  MarketplaceOrder,
  OrderDetails,
  OrdersPage,
  ProblemGroup,
  SeenDeliveryMode,
} from "../../../api/admin/marketplaces/orders/types"
import type { BulkAnswer, KeysetQuery } from "../../../api/admin/marketplaces/types"
import type { CorrectedAddress } from "../../../orders/corrections"
import type { MarketplaceOrderState } from "../../../orders/order-states"
import { isOnItsWay, timesOf } from "./actions"
import { useChange } from "./use-change"

const LIST_POLL_MS = 30_000

export type OrdersQuery = KeysetQuery & {
  id?: string[]
  connection_id?: string | string[]
  marketplace_id?: string[]
  state?: MarketplaceOrderState[]
  problem?: string | string[]
  order_id?: string
  delivery_mode?: string[]
  due?: string
  purchased_from?: string
  purchased_to?: string
  is_test?: string
  /** "true": kept out of the store by a problem. */
  held?: string
}

/** A page of orders, as it changes behind it. */
export const useMarketplaceOrders = (
  query: OrdersQuery,
  enabled = true,
  refetchInterval: number | ((data: OrdersPage | undefined) => number | false) = LIST_POLL_MS
) =>
  useQuery({
    queryKey: orderKeys.list(query),
    queryFn: () => request<OrdersPage>("/orders", { query }),
    placeholderData: keepPreviousData,
    enabled,
    refetchInterval: ({ state }) =>
      typeof refetchInterval === "number" ? refetchInterval : refetchInterval(state.data),
  })

const ARRIVING_POLL_MS = 1500

/** The newest orders of a connection, often looked for while they arrive, and once more when that is over. */
export function useArrivingOrders(connection_id: string, limit: number, isArriving: boolean) {
  const client = useQueryClient()
  useEffect(() => {
    if (!isArriving) void client.invalidateQueries({ queryKey: orderKeys.all })
  }, [client, isArriving])
  return useMarketplaceOrders(
    { connection_id, limit, order: "-purchased_at" },
    true,
    isArriving ? ARRIVING_POLL_MS : LIST_POLL_MS
  )
}

/** Requests again while something is on its way or about to be, so that "confirmed" appears automatically. */
export const useMarketplaceOrder = (
  id: string,
  isExpecting?: (order: OrderDetails) => number | false,
  enabled = true
) =>
  useQuery({
    queryKey: orderKeys.detail(id),
    enabled,
    queryFn: () => request<{ order: OrderDetails }>(`/orders/${id}`),
    refetchInterval: ({ state: { data } }) => {
      if (!data) return false
      const { order } = data
      const isMoving = order.state === "importing" || order.actions.some(isOnItsWay)
      const happened = [order.history[0]?.created_at, ...order.actions.flatMap(timesOf)]
      return isMoving ? nextLook(happened) : (isExpecting?.(order) ?? false)
    },
  })

const personalKeys = queryKeys("personal-data")

/**
 * The buyer's data. Each look is written into the order's history, so it is requested once and not cached: another
 * `look` requests it again, 0 requests nothing.
 */
export const usePersonalData = (id: string, look: number) =>
  useQuery({
    queryKey: [...personalKeys.detail(id), look],
    queryFn: () => request<{ order: OrderDetails }>(`/orders/${id}`, { query: { personal_data: true } }),
    enabled: look > 0,
    staleTime: Infinity,
    gcTime: 0,
    retry: false,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  })

export const useProblems = (filters: OrdersQuery = {}) =>
  useQuery({
    queryKey: orderKeys.list({ problems: true, ...filters }),
    queryFn: () => request<{ problems: ProblemGroup[] }>("/orders/problems", { query: filters }),
    refetchInterval: LIST_POLL_MS,
  })

/** The delivery modes of the orders here, of one connection or of all, as the marketplaces write them. */
export function useDeliveryModes(connection_id?: string): string[] {
  const { data } = useQuery({
    queryKey: [...orderKeys.all, "delivery-modes"],
    queryFn: () => request<{ delivery_modes: SeenDeliveryMode[] }>("/orders/delivery-modes"),
  })
  return (data?.delivery_modes ?? [])
    .filter(({ connection_ids }) => connection_id === undefined || connection_ids.includes(connection_id))
    .map(({ delivery_mode }) => delivery_mode)
}

const STALE = [orderKeys.all, actionKeys.all, connectionKeys.all]

export type OrderDecision = "accept" | "refuse" | "retry" | "ignore"
type Which = { ids?: string[]; problem?: string; reason?: string }

/** Several orders at once; the answer says what became of each. */
export const useDecideOrders = (decision: OrderDecision) =>
  useChange((body: Which) => request<BulkAnswer>(`/orders/${decision}`, { method: "POST", body }), STALE)

type OrderChange = {
  change: OrderDecision | "cancel" | "purge"
  reason?: string
  accept_total?: boolean
  /** Of the problem whose total is accepted. */
  version?: string
  /** Some items, where the marketplace takes that; left out: all of them. */
  line_external_ids?: string[]
  /** Of an acceptance that refuses the others with the same call. */
  refuse_line_external_ids?: string[]
}

export const useChangeOrder = (id: string) =>
  useChange(
    ({ change, ...body }: OrderChange) => request(`/orders/${id}/${change}`, { method: "POST", body }),
    STALE
  )

/** What is given replaces what the marketplace sent; the rest stays. */
export const useCorrectAddress = (id: string) =>
  useChange(
    (body: { address: Partial<CorrectedAddress>; reason?: string; version: string }) =>
      requestWithRefusal<object, AddressConflict>(`/orders/${id}/address`, body),
    STALE
  )

export const useRemoveTestOrder = (id: string) =>
  useChange(
    () => request(`/orders/${id}`, { method: "DELETE" }),
    [[...orderKeys.all, "list"], connectionKeys.all]
  )

/** The marketplace's own reasons, asked now; empty where it takes any words. */
export const useCancellationReasons = (id: string, enabled: boolean) =>
  useQuery({
    queryKey: [...orderKeys.detail(id), "cancellation-reasons"],
    queryFn: () =>
      request<{ cancellation_reasons: CancellationReason[] }>(`/orders/${id}/cancellation-reasons`),
    enabled,
    retry: false,
    staleTime: 60_000,
  })

/** Orders with what was shown of each: one that shows another problem by now is refused. */
export type SeenProblems = { ids: string[]; versions: Record<string, string> }

export const seenOf = (orders: Pick<MarketplaceOrder, "id" | "problem_version">[]): SeenProblems => ({
  ids: orders.map(({ id }) => id),
  versions: Object.fromEntries(
    orders.flatMap(({ id, problem_version }) => (problem_version ? [[id, problem_version]] : []))
  ),
})

/** Acknowledges the problems of imported orders, so that they are not shown again. */
export const useAcknowledge = () =>
  useChange(
    (body: SeenProblems & { reason?: string }) =>
      request<BulkAnswer & { ids: string[] }>("/orders/acknowledge", { method: "POST", body }),
    STALE
  )

/** Many cancellations at once wait until a person says whether they are meant. */
export const useDecideCancellations = () =>
  useChange(
    (body: SeenProblems & { decision: "confirm" | "discard"; reason?: string }) =>
      request<Omit<BulkAnswer, "remaining">>("/orders/cancellations", { method: "POST", body }),
    STALE
  )

/** Medusa's own cancellation of the store's order. */
export const useCancelStoreOrder = (order_id: string) =>
  useChange(() => sdk.admin.order.cancel(order_id), [...STALE, ["orders"]])

/** Such orders, as many as can be decided at once, the oldest first; `remaining` were too many. */
export function useOrdersOf() {
  const client = useQueryClient()
  return async (which: OrdersQuery) => {
    const query = { ...which, limit: 200, order: "purchased_at" }
    const { orders, count } = await client.fetchQuery({
      queryKey: [...orderKeys.list(query), "ids"],
      queryFn: () => request<OrdersPage>("/orders", { query }),
    })
    return { orders, remaining: count - orders.length }
  }
}
