import { keepPreviousData, useQuery } from "@tanstack/react-query"
import type {
  DoctorReport,
  LabelAccountConflict,
  LabelAccountFieldsInput,
  LabelAccountsPage,
  LabelRulesPage,
  OptionsList,
  ResolvedOption,
  SendersList,
  ServicePointsList,
  ShownLabelAccount,
  ShownLabelRule,
  ShownLabelService,
} from "../../../api/admin/label-accounts/types"
import type {
  EstimatedLabels,
  LabeledOrders,
  LabelProblemsList,
  LabelsPage,
  MakeLabelInput,
  OrdersToLabel,
  PickingListAnswer,
  ShownLabel,
} from "../../../api/admin/labels/types"
import type { LabelOverrides } from "../../../labels/plan-label"
import type { CheckResult } from "../../../marketplaces/port"
import { labelAccountKeys, labelKeys } from "../../lib/query-keys"
import { request, requestWithRefusal } from "../../lib/request"
import { useChange } from "./use-change"

const LABELS = { root: "/admin/labels" }
const ACCOUNTS = { root: "/admin/label-accounts" }
/** While the service works on one, the page follows. */
const FOLLOW_MS = 2000
const UNDER_WAY = ["pending", "buying", "unclear"]

type LabelsQuery = {
  order_id?: string
  has_problem?: boolean
  printed?: boolean
  state?: string[]
  q?: string
  limit?: number
  offset?: number
}

export const useLabels = (query: LabelsQuery) =>
  useQuery({
    queryKey: labelKeys.list(query),
    queryFn: () => request<LabelsPage>("", { ...LABELS, query }),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) =>
      state.data?.labels.some((label) => UNDER_WAY.includes(label.state) || label.is_canceling)
        ? FOLLOW_MS
        : false,
  })

/** Returns of the store's order. */
export const useReturnsOfOrder = (order_id: string, enabled: boolean) =>
  useQuery({
    enabled,
    queryKey: labelKeys.detail(`returns-${order_id}`),
    queryFn: () =>
      request<{ returns: { id: string; status: string }[] }>("/returns", {
        root: "/admin",
        query: { order_id, fields: "id,status", limit: 50 },
      }),
  })

export const useLabelProblems = () =>
  useQuery({
    queryKey: labelKeys.detail("problems"),
    queryFn: () => request<LabelProblemsList>("/problems", LABELS),
  })

export const useMakeLabel = () =>
  useChange(
    (body: MakeLabelInput) => request<{ label: ShownLabel }>("", { ...LABELS, method: "POST", body }),
    [labelKeys.all]
  )

/** Orders that wait to be packed and labeled. */
export const useOrdersToLabel = () =>
  useQuery({
    queryKey: labelKeys.detail("to-make"),
    queryFn: () => request<OrdersToLabel>("/to-make", LABELS),
  })

/** So many orders are packed by one request: the page shows how far it is, and an answer does not take long. */
const PACKED_AT_ONCE = 5

/** What the labels of these orders cost, about; null where the service does not say. */
export const estimateLabels = (order_ids: string[]) =>
  request<EstimatedLabels>("/estimate", { ...LABELS, method: "POST", body: { order_ids } }).catch(() => null)

/** Packs orders and asks for their labels; returns what became of each. `onProgress`: how many are done. */
export const useLabelOrders = (onProgress: (done: number) => void) =>
  useChange(
    async (order_ids: string[]) => {
      const orders: LabeledOrders["orders"] = []
      for (let start = 0; start < order_ids.length; start += PACKED_AT_ONCE) {
        const body = { order_ids: order_ids.slice(start, start + PACKED_AT_ONCE) }
        orders.push(...(await request<LabeledOrders>("/bulk", { ...LABELS, method: "POST", body })).orders)
        onProgress(orders.length)
      }
      return orders
    },
    [labelKeys.all]
  )

/** What is in the parcels of these labels. */
export const usePickingList = () =>
  useChange((ids: string[]) => request<PickingListAnswer>("/picking-list", { ...LABELS, query: { ids } }), [])

export const useMarkPrinted = () =>
  useChange(
    (ids: string[]) =>
      request<{ ids: string[] }>("/mark-printed", { ...LABELS, method: "POST", body: { ids } }),
    [labelKeys.all]
  )

/** Retry, approve, cancel and mark as printed. */
export const useLabelAct = () =>
  useChange(
    ({ id, act }: { id: string; act: "retry" | "approve" | "cancel" | "mark-printed" }) =>
      request<{ label: ShownLabel }>(`/${id}/${act}`, { ...LABELS, method: "POST", body: {} }),
    [labelKeys.all]
  )

/** Tries a label again with corrections for it only. */
export const useRetryLabel = () =>
  useChange(
    ({ id, overrides }: { id: string; overrides: LabelOverrides }) =>
      request<{ label: ShownLabel }>(`/${id}/retry`, { ...LABELS, method: "POST", body: { overrides } }),
    [labelKeys.all]
  )

/** Pickup points around a French postal code, once it is complete. */
export const useServicePoints = (id: string, postal_code: string) =>
  useQuery({
    queryKey: labelAccountKeys.detail(`${id}-points-${postal_code}`),
    queryFn: () =>
      request<ServicePointsList>(`/${id}/service-points`, {
        ...ACCOUNTS,
        query: { country_code: "FR", postal_code },
      }),
    enabled: postal_code.length >= 5,
  })

export const useLabelAccounts = () =>
  useQuery({
    queryKey: labelAccountKeys.list({}),
    queryFn: () => request<LabelAccountsPage>("", { ...ACCOUNTS, query: { limit: 100 } }),
  })

export const useLabelServices = () =>
  useQuery({
    queryKey: labelAccountKeys.detail("services"),
    queryFn: () => request<{ services: ShownLabelService[] }>("/services", ACCOUNTS),
  })

export const useLabelService = (id: string | undefined) =>
  useLabelServices().data?.services.find((service) => service.id === id)

/** One of the accounts, as the list has it. */
export function useLabelAccount(id: string) {
  const query = useLabelAccounts()
  return { query, account: query.data?.label_accounts.find((account) => account.id === id) }
}

export const useDoctor = (id: string) =>
  useQuery({
    queryKey: labelAccountKeys.detail(`${id}-doctor`),
    queryFn: () => request<DoctorReport>(`/${id}/doctor`, ACCOUNTS),
  })

export const useLabelSenders = (id: string) =>
  useQuery({
    queryKey: labelAccountKeys.detail(`${id}-senders`),
    queryFn: () => request<SendersList>(`/${id}/senders`, ACCOUNTS),
  })

/** What can be bought for an ordinary parcel inside France, or to another country. */
export const useLabelOptions = (id: string, country_code = "FR", is_return = false) =>
  useQuery({
    queryKey: labelAccountKeys.detail(`${id}-options-${country_code}-${is_return}`),
    queryFn: () =>
      request<OptionsList>(`/${id}/options`, {
        ...ACCOUNTS,
        query: {
          country_code,
          postal_code: country_code === "FR" ? "75001" : undefined,
          weight_grams: 1000,
          is_return: is_return || undefined,
        },
      }),
  })

export const useLabelRules = (id: string) =>
  useQuery({
    queryKey: labelAccountKeys.detail(`${id}-rules`),
    queryFn: () => request<LabelRulesPage>(`/${id}/rules`, ACCOUNTS),
  })

type RuleBody = Omit<ShownLabelRule, "id" | "position" | "version"> & { id?: string; version?: string }

/** Creates a rule, or changes the one with this id. */
export const useSaveLabelRule = (id: string) =>
  useChange(
    ({ id: rule_id, ...body }: RuleBody) =>
      request<LabelRulesPage>(rule_id ? `/${id}/rules/${rule_id}` : `/${id}/rules`, {
        ...ACCOUNTS,
        method: "POST",
        body,
      }),
    [labelAccountKeys.all, labelKeys.all]
  )

export const useDeleteLabelRule = (id: string) =>
  useChange(
    ({ id: rule_id, version }: Pick<ShownLabelRule, "id" | "version">) =>
      request<LabelRulesPage>(`/${id}/rules/${rule_id}`, {
        ...ACCOUNTS,
        method: "DELETE",
        query: { version },
      }),
    [labelAccountKeys.all]
  )

export const useOrderLabelRules = (id: string) =>
  useChange(
    (ids: string[]) =>
      request<LabelRulesPage>(`/${id}/rules/order`, { ...ACCOUNTS, method: "POST", body: { ids } }),
    [labelAccountKeys.all]
  )

/** Which option a parcel would get; nothing is bought. */
export const useResolveLabelOption = (id: string) =>
  useChange(
    (parcel: {
      country_code: string
      postal_code: string
      grams: number | null
      delivery_mode: string | null
      has_pickup_point: boolean
    }) => request<ResolvedOption>(`/${id}/rules/resolve`, { ...ACCOUNTS, method: "POST", body: parcel }),
    []
  )

export const useCheckLabelKeys = () =>
  useChange(
    (body: { service_id?: string; account_id?: string; credentials?: Record<string, string> }) =>
      request<CheckResult>("/check", { ...ACCOUNTS, method: "POST", body }),
    [labelAccountKeys.all]
  )

export const useCreateLabelAccount = () =>
  useChange(
    (body: LabelAccountFieldsInput & { service_id: string }) =>
      request<{ label_account: ShownLabelAccount }>("", { ...ACCOUNTS, method: "POST", body }),
    [labelAccountKeys.all]
  )

export const useUpdateLabelAccount = (id: string) =>
  useChange(
    (body: LabelAccountFieldsInput) =>
      requestWithRefusal<{ label_account: ShownLabelAccount }, LabelAccountConflict>(
        `/${id}`,
        body,
        ACCOUNTS.root
      ),
    [labelAccountKeys.all, labelKeys.all]
  )

/** Its labels stay. */
export const useDeleteLabelAccount = (id: string) =>
  useChange(
    (version: string) => request(`/${id}`, { ...ACCOUNTS, method: "DELETE", query: { version } }),
    [labelAccountKeys.all, labelKeys.all]
  )
