import { keepPreviousData, useQuery } from "@tanstack/react-query"
import { connectionKeys, orderKeys } from "../../lib/query-keys"
import { request } from "../../lib/request"
import type {
  ListQuery,
  MarketplaceOrder,
  OrderDetails,
  OrderState,
  Page,
  ProblemGroup,
} from "../../lib/types"
import { useChange } from "./use-change"

export type OrdersQuery = ListQuery & {
  connection_id?: string
  state?: OrderState[]
  problem?: string
  order_id?: string
}

export const useMarketplaceOrders = (query: OrdersQuery, enabled = true) =>
  useQuery({
    queryKey: orderKeys.list(query),
    queryFn: () => request<{ orders: MarketplaceOrder[] } & Page>("/orders", { query }),
    placeholderData: keepPreviousData,
    enabled,
  })

/** Looking at the buyer's data is written into the order's history. */
export const useMarketplaceOrder = (id: string, personal_data = false) =>
  useQuery({
    queryKey: [...orderKeys.detail(id), { personal_data }],
    queryFn: () =>
      request<{ order: OrderDetails }>(`/orders/${id}`, {
        query: personal_data ? { personal_data } : undefined,
      }),
    placeholderData: keepPreviousData,
  })

export const useProblems = () =>
  useQuery({
    queryKey: orderKeys.list({ problems: true }),
    queryFn: () => request<{ problems: ProblemGroup[] }>("/orders/problems"),
  })

export type Decision = "accept" | "refuse" | "retry" | "ignore"
type Which = { ids?: string[]; problem?: string; reason?: string }

/** Several orders at once; the answer says what became of each. */
export const useDecideOrders = (decision: Decision) =>
  useChange(
    (body: Which) =>
      request<{ count: number; remaining: number }>(`/orders/${decision}`, { method: "POST", body }),
    [orderKeys.all, connectionKeys.all]
  )

export const useChangeOrder = (id: string) =>
  useChange(
    ({ change, ...body }: { change: Decision | "cancel" | "purge"; reason?: string }) =>
      request(`/orders/${id}/${change}`, { method: "POST", body }),
    [orderKeys.all, connectionKeys.all]
  )

/** What is shown on an order of the store is known now, and is not shown again. */
export const useAcknowledge = () =>
  useChange(
    (body: { ids: string[]; reason?: string }) => request("/orders/acknowledge", { method: "POST", body }),
    [orderKeys.all, connectionKeys.all]
  )

/** Many cancellations at once wait until a person says whether they are meant. */
export const useDecideCancellations = () =>
  useChange(
    (body: { ids: string[]; decision: "confirm" | "discard"; reason?: string }) =>
      request("/orders/cancellations", { method: "POST", body }),
    [orderKeys.all, connectionKeys.all]
  )
