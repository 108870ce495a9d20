import { keepPreviousData, useQuery } from "@tanstack/react-query"
import { carrierKeys, ruleKeys } from "../../lib/query-keys"
import { request, requestWithRefusal } from "../../lib/request"
import type {
  CatalogPage,
  LiveCarriers,
  OneRule,
  Resolution,
  ResolveInput,
  RulesPage,
} from "../../../api/admin/marketplaces/carriers/types"
import type { Conflict } from "../../../api/admin/marketplaces/types"
import type { ConnectionCoverage } from "../../../carriers/option-coverage"
import type { CarrierRuleInput } from "../../../carriers/rules"
import { useChange } from "./use-change"

export const useCarriers = () =>
  useQuery({
    queryKey: carrierKeys.all,
    queryFn: () => request<CatalogPage>("/carriers", { query: { limit: 200 } }),
    staleTime: Infinity,
  })

/** The marketplace's own list, read live. */
export const useLiveCarriers = (connection_id: string, enabled: boolean) =>
  useQuery({
    queryKey: carrierKeys.detail(connection_id),
    queryFn: () => request<LiveCarriers>(`/connections/${connection_id}/carriers`),
    enabled,
    retry: false,
  })

/** Depends on rules and settings, so a change of either requests it again. */
export const useCarrierCoverage = (connection_id: string) =>
  useQuery({
    queryKey: [...ruleKeys.detail(connection_id), "coverage"],
    queryFn: () => request<ConnectionCoverage>(`/connections/${connection_id}/carriers/coverage`),
  })

const rulesOf = (connection_id: string) => `/connections/${connection_id}/carrier-rules`

export const useCarrierRules = (connection_id: string) =>
  useQuery({
    queryKey: ruleKeys.detail(connection_id),
    queryFn: () => request<RulesPage>(rulesOf(connection_id), { query: { limit: 200 } }),
  })

export const useSaveCarrierRule = (connection_id: string) =>
  useChange(
    ({ id, ...body }: Partial<CarrierRuleInput> & { id?: string; version?: string }) =>
      requestWithRefusal<OneRule, Conflict & OneRule>(`${rulesOf(connection_id)}${id ? `/${id}` : ""}`, body),
    [ruleKeys.all]
  )

export const useDeleteCarrierRule = (connection_id: string) =>
  useChange(
    ({ id, version }: { id: string; version: string }) =>
      request(`${rulesOf(connection_id)}/${id}`, { method: "DELETE", query: { version } }),
    [ruleKeys.all]
  )

export const useOrderCarrierRules = (connection_id: string) =>
  useChange(
    (body: { ids: string[]; shown_ids: string[] }) =>
      requestWithRefusal<RulesPage, Conflict & RulesPage>(`${rulesOf(connection_id)}/order`, body),
    [ruleKeys.all]
  )

export const useResolveCarrier = (connection_id: string) =>
  useChange(
    (body: ResolveInput) =>
      request<Resolution>(`/connections/${connection_id}/carriers/resolve`, { method: "POST", body }),
    []
  )

/** What would be sent to the marketplace for a parcel. Sends nothing. */
export const useParcelPreview = (connection_id: string, parcel: ResolveInput | null) =>
  useQuery({
    queryKey: [...carrierKeys.detail(connection_id), "preview", parcel],
    queryFn: () =>
      request<Resolution>(`/connections/${connection_id}/carriers/resolve`, {
        method: "POST",
        body: parcel ?? undefined,
      }),
    enabled: parcel !== null,
    retry: false,
    placeholderData: keepPreviousData,
  })
