import { NoRecords } from "@medusajs/dashboard/components"
import { CheckCircle } from "@medusajs/icons"
import { useState } from "react"
import { useTranslation } from "react-i18next"
import { useActions } from "../../hooks/api/actions"
import { useProblems } from "../../hooks/api/marketplace-orders"
import type { ActionState } from "../../lib/types"
import { QueryState } from "../query-state"
import { FailedActions } from "./failed-actions"
import { ProblemGroupSection } from "./problem-group"
import { ReleasedOrders } from "./released-orders"

/** Actions that go no further without a person. */
export const STANDING_STILL = { state: ["needs_attention"] as ActionState[], limit: 200, order: "created_at" }

/** On their way, and yet a person should look: the marketplace takes one parcel, or shows nothing. */
const TO_LOOK_AT = {
  state: ["pending", "sent"] as ActionState[],
  problem: ["waiting_split", "sent_not_confirmed", "correction_not_shown"],
  limit: 200,
  order: "created_at",
}

/** What waits for a person: orders by cause, then what the marketplaces could not be told. Mended in place. */
export const ProblemGroups = () => {
  const { t } = useTranslation("marketplaces")
  const problems = useProblems()
  const actions = useActions(STANDING_STILL)
  const informing = useActions(TO_LOOK_AT)
  const [released, setReleased] = useState<{ ids: string[]; since: string }>()
  const groups = [...(problems.data?.problems ?? [])].sort(
    (one, other) => Number(other.is_blocking) - Number(one.is_blocking)
  )
  const failed = [...(actions.data?.actions ?? []), ...(informing.data?.actions ?? [])]
  const query = problems.isPending || problems.isError ? problems : actions
  const follow = (ids: string[]) =>
    setReleased((before) => ({
      ids: [...new Set([...(before?.ids ?? []), ...ids])].slice(-200),
      since: new Date().toISOString(),
    }))
  return (
    <QueryState query={query}>
      <div className="divide-y">
        {groups.map((group) => (
          <ProblemGroupSection key={group.code} group={group} onReleased={follow} />
        ))}
        <FailedActions actions={failed} />
        {!groups.length && !failed.length && (
          <NoRecords
            className="h-auto px-6 py-16 text-center"
            icon={<CheckCircle className="text-ui-fg-subtle" />}
            title={t("fix.none")}
            message={t("fix.noneHint")}
          />
        )}
      </div>
      {released && <ReleasedOrders {...released} onClose={() => setReleased(undefined)} />}
    </QueryState>
  )
}
