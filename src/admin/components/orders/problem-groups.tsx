import { NoRecords } from "@medusajs/dashboard/components"
import { CheckCircle } from "@medusajs/icons"
import { Text } from "@medusajs/ui"
import { useState } from "react"
import { useTranslation } from "react-i18next"
import { QueryState } from "../query-state"
import { ActiveFilters } from "./active-filters"
import { FailedActions } from "./failed-actions"
import { ProblemGroupSection } from "./problem-group"
import { ReleasedOrders } from "./released-orders"
import { useOrderFilters } from "./use-order-filters"
import { useToFix } from "./use-to-fix"

/** What waits for a person: orders by cause, then what could not be sent to the marketplaces. Fixed in place. */
export const ProblemGroups = () => {
  const { t } = useTranslation("marketplaces")
  const filters = useOrderFilters()
  const { query, groups, actions, moreActions } = useToFix(filters)
  const [released, setReleased] = useState<{ ids: string[]; since: string }>()
  const isNarrowed = Object.values(filters).some(Boolean)
  const follow = (ids: string[]) =>
    setReleased((before) => ({
      ids: [...new Set([...(before?.ids ?? []), ...ids])].slice(-200),
      since: new Date().toISOString(),
    }))
  return (
    <>
      <ActiveFilters />
      <QueryState query={query}>
        {/* What was chosen among other orders is chosen no more. */}
        <div key={JSON.stringify(filters)} className="divide-y">
          {groups.map((group) => (
            <ProblemGroupSection key={group.code} group={group} filters={filters} onReleased={follow} />
          ))}
          <FailedActions actions={actions} />
          {moreActions > 0 && (
            <Text size="small" className="text-ui-fg-subtle px-6 py-4">
              {t("fix.moreActions", { count: moreActions })}
            </Text>
          )}
          {!groups.length && !actions.length && (
            <NoRecords
              className="h-auto px-6 py-16 text-center"
              icon={<CheckCircle className="text-ui-fg-subtle" />}
              title={t("fix.none")}
              message={t(isNarrowed ? "fix.noneFiltered" : "fix.noneHint")}
            />
          )}
        </div>
        {released && <ReleasedOrders {...released} onClose={() => setReleased(undefined)} />}
      </QueryState>
    </>
  )
}
