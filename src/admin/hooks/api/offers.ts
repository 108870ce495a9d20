import { keepPreviousData, useQuery } from "@tanstack/react-query"
import type {
  BrakeDecided,
  ConnectionOffers,
  ConnectionOffersConflict,
  ConnectionOffersPreview,
  Leave,
  LeavingNeeded,
  PreviewNeeded,
} from "../../../api/admin/marketplaces/connections/[id]/offers/types"
import type {
  Offer,
  OfferConflict,
  OfferDetails,
  OfferList,
  OfferProblems,
  OffersChanged,
  OffersImported,
  OffersToCreate,
  OfferStateName,
} from "../../../api/admin/marketplaces/offers/types"
import type { ListQuery } from "../../../api/admin/marketplaces/types"
import type { Aspect } from "../../../offers/result"
import { connectionKeys, historyKeys, offerKeys } from "../../lib/query-keys"
import { request, requestWithRefusal } from "../../lib/request"
import { useChange } from "./use-change"

/** How often is looked while something is on its way. */
const WATCH_MS = 4_000

const isMoving = ({ stock, price, delivery }: Offer) =>
  [stock, price, delivery].some(({ is_on, is_dirty }) => is_on && is_dirty)

export type OffersQuery = ListQuery & {
  connection_id?: string | string[]
  variant_id?: string
  product_id?: string
  state?: OfferStateName
  problem?: string
  differs?: "true"
}

export const useOffers = (query: OffersQuery, enabled = true) =>
  useQuery({
    queryKey: offerKeys.list(query),
    queryFn: () => request<OfferList>("/offers", { query }),
    placeholderData: keepPreviousData,
    enabled,
    refetchInterval: ({ state }) => (state.data?.offers.some(isMoving) ? WATCH_MS : false),
  })

export const useOffer = (id: string) =>
  useQuery({
    queryKey: offerKeys.detail(id),
    queryFn: () => request<{ offer: OfferDetails }>(`/offers/${id}`),
    refetchInterval: ({ state }) => (state.data && isMoving(state.data.offer) ? WATCH_MS : false),
  })

export const useOfferProblems = (query: { connection_id?: string | string[] } = {}, enabled = true) =>
  useQuery({
    queryKey: offerKeys.list({ problems: query }),
    queryFn: () => request<OfferProblems>("/offers/problems", { query }),
    placeholderData: keepPreviousData,
    enabled,
  })

export type OverridesGiven = { [Name in keyof Offer["overrides"]]?: Offer["overrides"][Name] | null }

/** Null takes an override away. */
export const useOverrideOffer = (id: string) =>
  useChange(
    ({ version, ...overrides }: OverridesGiven & { version: string }) =>
      requestWithRefusal<{ offer: OfferDetails }, OfferConflict>(`/offers/${id}`, { overrides, version }),
    [offerKeys.all]
  )

export const useChangeOffers = (as: "push" | "exclude" | "include") =>
  useChange(
    (body: { ids: string[] } | { connection_id: string }) =>
      request<OffersChanged>(`/offers/${as}`, { method: "POST", body }),
    [offerKeys.all]
  )

/** With `dry_run` it only says what would be created; the refusal is shown where it is asked. */
export const useCreateOffers = () =>
  useChange(
    (body: { connection_id: string; after?: string; dry_run: boolean }) =>
      request<OffersToCreate>("/offers", { method: "POST", body }),
    [offerKeys.all, historyKeys.all]
  )

/** `file`: its bytes as base64. With `dry_run` it only says what the file would change. */
export const useImportOffers = () =>
  useChange(
    (body: { connection_id: string; file: string; dry_run: boolean }) =>
      request<OffersImported>("/offers/import", { method: "POST", body }),
    [offerKeys.all, historyKeys.all]
  )

export const useConnectionOffers = (id: string, enabled = true) =>
  useQuery({
    queryKey: offerKeys.detail(`of ${id}`),
    queryFn: () => request<{ offers: ConnectionOffers }>(`/connections/${id}/offers`),
    enabled,
    refetchInterval: ({ state }) => (state.data?.offers.is_comparing ? WATCH_MS : false),
  })

const STALE = [offerKeys.all, connectionKeys.all, historyKeys.all]

/** Returns what has to be decided first, or a conflict like a save. */
export const useSwitchOffers = (id: string) =>
  useChange(
    (
      body: Partial<Record<Aspect, boolean>> & {
        confirmed?: boolean
        leave?: Leave
        previous_tool?: string
        version: string
      }
    ) =>
      requestWithRefusal<
        { offers: ConnectionOffers },
        ConnectionOffersConflict | PreviewNeeded | LeavingNeeded
      >(`/connections/${id}/offers/activate`, body),
    STALE
  )

export const useCompareOffers = (id: string) =>
  useChange(
    (body: { other_tool_is_off?: boolean }) =>
      request(`/connections/${id}/offers/compare`, { method: "POST", body }),
    STALE
  )

export const useStopOffers = (id: string) =>
  useChange(
    (until: string | null) => request(`/connections/${id}/offers/stop`, { method: "POST", body: { until } }),
    STALE
  )

export const useResumeOffers = (id: string) =>
  useChange(() => request(`/connections/${id}/offers/resume`, { method: "POST", body: {} }), STALE)

export const useDecideBrake = (id: string) =>
  useChange(
    (body: { decision: "release" | "keep"; ids?: string[]; problem?: string; held_until: string }) =>
      request<BrakeDecided>(`/connections/${id}/offers/brake`, { method: "POST", body }),
    STALE
  )

/** What switching on would do; while the marketplace is being read, it is asked for again. */
export const useOffersPreview = (id: string) =>
  useQuery({
    queryKey: offerKeys.detail(`preview of ${id}`),
    queryFn: () => request<{ preview: ConnectionOffersPreview }>(`/connections/${id}/offers/preview`),
    refetchInterval: ({ state }) => (state.data?.preview.is_comparing ? WATCH_MS : false),
  })
