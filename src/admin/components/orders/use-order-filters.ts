import { useDataTableDateFilters, useQueryParams } from "@medusajs/dashboard/hooks"
import { useTranslation } from "react-i18next"
import { problemTitle } from "../../../orders/problems"
import { useConnections } from "../../hooks/api/connections"
import { useDeliveryModes, useProblems } from "../../hooks/api/marketplace-orders"
import { useMarketplaces } from "../../hooks/api/marketplaces"
import { noticeLanguage } from "../../lib/notice-language"
import { MARKETPLACE_ORDER_STATES } from "../../../orders/order-states"
import { FILTERS, type OrderFilters, readFilters } from "./order-filters"

/** The filters of the page of orders, kept in the address. */
export const useOrderFilters = (): OrderFilters => readFilters(useQueryParams([...FILTERS]))

type FilterChoice = {
  id: Exclude<(typeof FILTERS)[number], "purchased_at">
  type: "radio" | "multiselect"
  label: string
  options: { value: string; label: string }[]
}

/** When they were bought, by the periods that Medusa's own tables offer. */
export function usePurchasedFilter() {
  const { t } = useTranslation("marketplaces")
  const [created] = useDataTableDateFilters()
  return { ...created, id: "purchased_at", label: t("order.purchased") }
}

/** What the orders can be narrowed to, in words. */
export function useFilterChoices(): FilterChoice[] {
  const { t, i18n } = useTranslation("marketplaces")
  const connections = useConnections({ limit: 200 }).data?.connections ?? []
  const marketplaces = useMarketplaces().data?.marketplaces ?? []
  const problems = useProblems().data?.problems ?? []
  // A problem that no order has any more is still what the page is narrowed to.
  const active = useOrderFilters()
  const codes = new Set([...problems.map(({ code }) => code), ...(active.problem ?? [])])
  const modes = new Set([...useDeliveryModes(), ...(active.delivery_mode ?? [])])
  const titleOf = (code: string) =>
    problemTitle(code, noticeLanguage(i18n.language)) ??
    problems.find((one) => one.code === code)?.message ??
    code
  const byName = ({ id, name }: { id: string; name: string }) => ({ value: id, label: name })
  return [
    {
      id: "marketplace_id",
      type: "multiselect",
      label: t("connections.marketplace"),
      options: marketplaces.map(byName),
    },
    {
      id: "connection_id",
      type: "multiselect",
      label: t("filter.connection"),
      options: connections.map(byName),
    },
    {
      id: "state",
      type: "multiselect",
      label: t("order.state"),
      options: MARKETPLACE_ORDER_STATES.map((state) => ({ value: state, label: t(`order.states.${state}`) })),
    },
    {
      id: "delivery_mode",
      type: "multiselect",
      label: t("order.deliveryMode"),
      options: [...modes].map((mode) => ({ value: mode, label: mode })),
    },
    {
      id: "problem",
      type: "multiselect",
      label: t("filter.problem"),
      options: [...codes].map((code) => ({ value: code, label: titleOf(code) })),
    },
    {
      id: "due",
      type: "radio",
      label: t("order.due"),
      options: [
        { value: "at_risk", label: t("filter.atRisk") },
        { value: "overdue", label: t("filter.overdue") },
      ],
    },
    {
      id: "is_test",
      type: "radio",
      label: t("filter.tests"),
      options: [
        { value: "true", label: t("filter.onlyTests") },
        { value: "false", label: t("filter.withoutTests") },
      ],
    },
    {
      id: "held",
      type: "radio",
      label: t("filter.held"),
      options: [
        { value: "true", label: t("filter.onlyHeld") },
        { value: "false", label: t("filter.withoutHeld") },
      ],
    },
  ]
}
