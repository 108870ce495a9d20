import { NoRecords } from "@medusajs/dashboard/components"
import { CheckCircle } from "@medusajs/icons"
import { Text } from "@medusajs/ui"
import { useRef, useState } from "react"
import { useTranslation } from "react-i18next"
import { QueryState } from "../query-state"
import { ActiveFilters } from "./active-filters"
import { FailedActions } from "./failed-actions"
import { JumpChips } from "./jump-chips"
import type { OrderFilters } from "./order-filters"
import { ProblemGroupSection } from "./problem-group"
import { ReleasedOrders } from "./released-orders"
import { inShownOrder, type ToFixEntry } from "./urgency"
import { useOrderFilters } from "./use-order-filters"
import { useToFix } from "./use-to-fix"

/** What waits for a person, by cause, the most urgent first. Fixed in place. */
export const ProblemGroups = () => {
  const { t } = useTranslation("marketplaces")
  const filters = useOrderFilters()
  const { query, entries, moreActions } = useToFix(filters)
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
        <Entries key={JSON.stringify(filters)} entries={entries} filters={filters} onReleased={follow} />
        {moreActions > 0 && (
          <Text size="small" className="text-ui-fg-subtle border-t px-6 py-4">
            {t("fix.moreActions", { count: moreActions })}
          </Text>
        )}
        {!entries.length && (
          <NoRecords
            className="h-auto px-6 py-16 text-center"
            icon={<CheckCircle className="text-ui-fg-subtle" />}
            title={t("fix.none")}
            message={t(isNarrowed ? "fix.noneFiltered" : "fix.noneHint")}
          />
        )}
        {released && <ReleasedOrders {...released} onClose={() => setReleased(undefined)} />}
      </QueryState>
    </>
  )
}

type Props = { entries: ToFixEntry[]; filters: OrderFilters; onReleased: (ids: string[]) => void }

const Entries = ({ entries, filters, onReleased }: Props) => {
  const shown = useRef<string[]>([])
  const ordered = inShownOrder(entries, shown.current)
  shown.current = [...new Set([...shown.current, ...ordered.map(({ key }) => key)])]
  return (
    <>
      <JumpChips entries={ordered} />
      <div className="divide-y">
        {ordered.map((entry) =>
          "group" in entry ? (
            <ProblemGroupSection
              key={entry.key}
              group={entry.group}
              filters={filters}
              onReleased={onReleased}
            />
          ) : (
            <FailedActions key={entry.key} actions={entry.actions} />
          )
        )}
      </div>
    </>
  )
}
