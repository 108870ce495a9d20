import { keepPreviousData, useQuery } from "@tanstack/react-query"
import {
  actionKeys,
  completenessKeys,
  connectionKeys,
  historyKeys,
  offerKeys,
  orderKeys,
  ruleKeys,
  runKeys,
} from "../../lib/query-keys"
import { request, requestWithRefusal } from "../../lib/request"
import type {
  Activated,
  CompletenessReport,
  Connection,
  ConnectionConflict,
  ConnectionFields,
  ConnectionsPage,
  HistoryPage,
  NeedsDecision,
  TestMessage,
} from "../../../api/admin/marketplaces/connections/types"
import type { Leave } from "../../../api/admin/marketplaces/connections/[id]/offers/types"
import type { Run } from "../../../api/admin/marketplaces/runs/types"
import type { ListQuery } from "../../../api/admin/marketplaces/types"
import type { CheckResult } from "../../../marketplaces/port"
import { useChange } from "./use-change"

export const useConnections = (query: ListQuery = {}) =>
  useQuery({
    queryKey: connectionKeys.list(query),
    queryFn: () => request<ConnectionsPage>("/connections", { query }),
    placeholderData: keepPreviousData,
  })

export const useConnection = (id: string | undefined) =>
  useQuery({
    queryKey: connectionKeys.detail(id ?? ""),
    queryFn: () => request<{ connection: Connection }>(`/connections/${id}`),
    enabled: id !== undefined,
  })

export const useCreateConnection = () =>
  useChange(
    (body: ConnectionFields & { marketplace_id: string; credentials: Record<string, string> }) =>
      request<{ connection: Connection }>("/connections", { method: "POST", body }),
    [connectionKeys.all]
  )

/** Returns a conflict when another user changed it since the version that is given. */
export const useUpdateConnection = (id: string) =>
  useChange(
    (body: ConnectionFields & { leave?: Leave }) =>
      requestWithRefusal<{ connection: Connection }, ConnectionConflict>(`/connections/${id}`, body),
    // The settings also say what can be done about its orders.
    [connectionKeys.all, historyKeys.all, ruleKeys.all, orderKeys.all, actionKeys.all]
  )

export const useDeleteConnection = (id: string) =>
  useChange(
    (query: { version: string; leave?: Leave }) => request(`/connections/${id}`, { method: "DELETE", query }),
    [connectionKeys.all, offerKeys.all]
  )

/** Tries credentials that are not saved; with an id, secrets left out are the stored ones. */
export const useCheckCredentials = () =>
  useChange(
    (body: { marketplace_id: string; credentials: Record<string, string>; connection_id?: string }) =>
      request<CheckResult>("/connections/check", { method: "POST", body }),
    []
  )

export const useCheckConnection = (id: string) =>
  useChange(
    () => request<CheckResult>(`/connections/${id}/check`, { method: "POST", body: {} }),
    [connectionKeys.all]
  )

export const useTestNotification = (id: string) =>
  useChange(
    () => request<TestMessage>(`/connections/${id}/test-notification`, { method: "POST", body: {} }),
    []
  )

/** Returns `open_orders` when the operator must say first how to treat them, or a conflict like a save. */
export const useActivateConnection = () =>
  useChange(
    ({ id, ...body }: { id: string; version: string; older_open_orders?: "import" | "handled_elsewhere" }) =>
      requestWithRefusal<Activated, NeedsDecision | ConnectionConflict>(`/connections/${id}/activate`, body),
    [connectionKeys.all]
  )

export const useImport = () =>
  useChange(
    ({ id, ...body }: { id: string; since?: string; external_ids?: string[]; dry_run?: boolean }) =>
      request<{ run: Run }>(`/connections/${id}/import`, { method: "POST", body }),
    [runKeys.all, connectionKeys.all, orderKeys.all]
  )

/** Who changed what of the connection itself; what was done to its orders is on the orders. */
export const useConnectionHistory = (id: string, query: ListQuery) =>
  useQuery({
    queryKey: [...historyKeys.detail(id), query],
    queryFn: () =>
      request<HistoryPage>(`/connections/${id}/history`, {
        query: { about: "connection", ...query },
      }),
    placeholderData: keepPreviousData,
  })

/** The last report. */
export const useCompleteness = (id: string) =>
  useQuery({
    queryKey: completenessKeys.detail(id),
    queryFn: () => request<CompletenessReport>(`/connections/${id}/completeness`),
  })

/** Compares now; a longer comparison continues in the background, and its report appears later. */
export const useCompare = (id: string) =>
  useChange(
    () => request<CompletenessReport>(`/connections/${id}/completeness`, { query: { refresh: "true" } }),
    [completenessKeys.all, runKeys.all, orderKeys.all]
  )

export const useTestOrder = (id: string) =>
  useChange(
    (body: { variant_id: string; country_code: string; quantity?: number }) =>
      request(`/connections/${id}/test-order`, { method: "POST", body }),
    [orderKeys.all, connectionKeys.all]
  )
