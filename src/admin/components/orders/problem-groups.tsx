import { NoRecords } from "@medusajs/dashboard/components"
import { CheckCircle } from "@medusajs/icons"
import { Badge, Button, Text, toast } from "@medusajs/ui"
import { useState } from "react"
import { useTranslation } from "react-i18next"
import { Link, useLocation } from "react-router-dom"
import { useDecideOrders, useMarketplaceOrders, useProblems } from "../../hooks/api/marketplace-orders"
import { useFormat } from "../../hooks/use-format"
import type { ProblemGroup } from "../../lib/types"
import { QueryState } from "../query-state"
import { ReasonPrompt } from "../reason-prompt"
import { MapSku } from "./map-sku"
import { OrderStateBadge } from "./order-badges"

const MOST_CAUSES = 20
const MOST_ORDERS = 20

/** What waits for a human, by cause, mended in place. */
export const ProblemGroups = () => {
  const { t } = useTranslation("marketplaces")
  const query = useProblems()
  const groups = query.data?.problems ?? []
  return (
    <QueryState query={query}>
      {groups.length ? (
        <div className="divide-y">
          {[...groups]
            .sort((one, other) => Number(other.is_blocking) - Number(one.is_blocking))
            .map((group) => (
              <Group key={group.code} group={group} />
            ))}
        </div>
      ) : (
        <NoRecords
          className="h-auto px-6 py-16 text-center"
          icon={<CheckCircle className="text-ui-fg-subtle" />}
          title={t("fix.none")}
          message={t("fix.noneHint")}
        />
      )}
    </QueryState>
  )
}

const Group = ({ group }: { group: ProblemGroup }) => {
  const { t } = useTranslation("marketplaces")
  const retry = useDecideOrders("retry")
  const ignore = useDecideOrders("ignore")
  const [isOpen, setOpen] = useState(false)
  const [isIgnoring, setIgnoring] = useState(false)
  const { code, count } = group
  const done = (answer: { count: number }) => {
    toast.success(t("orders.decided", { count: answer.count }))
    setIgnoring(false)
  }
  return (
    <section className="flex flex-col gap-y-4 px-6 py-4" aria-label={group.message}>
      <div className="flex flex-wrap items-center justify-between gap-2">
        <div className="flex items-center gap-x-2">
          <Badge size="2xsmall" color={group.is_blocking ? "orange" : "grey"}>
            {t(group.is_blocking ? "fix.blocks" : "fix.informs")}
          </Badge>
          <Text size="small" leading="compact" weight="plus">
            {t("fix.orders", { count })}
          </Text>
        </div>
        <div className="flex flex-wrap gap-2">
          <Button size="small" variant="transparent" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
            {t(isOpen ? "fix.hideOrders" : "fix.showOrders")}
          </Button>
          {group.is_blocking && (
            <>
              <Button
                size="small"
                variant="secondary"
                isLoading={retry.isPending}
                onClick={() => retry.mutate({ problem: code }, { onSuccess: done })}
              >
                {t("orders.retry")}
              </Button>
              <Button size="small" variant="secondary" onClick={() => setIgnoring(true)}>
                {t("orders.ignore")}
              </Button>
            </>
          )}
        </div>
      </div>
      <ul className="flex flex-col gap-y-4">
        {group.causes.slice(0, MOST_CAUSES).map((cause) => (
          <li key={JSON.stringify(cause.params)} className="flex flex-col gap-y-2">
            <div className="flex items-start justify-between gap-x-4">
              <Text size="small">{cause.message}</Text>
              {group.causes.length > 1 && <Badge size="2xsmall">{cause.count}</Badge>}
            </div>
            {cause.mend === "map_sku" && <MapSku problem={cause} />}
          </li>
        ))}
      </ul>
      <Text size="small" className="text-ui-fg-subtle">
        {group.hint}
      </Text>
      {isOpen && <GroupOrders code={code} />}
      {isIgnoring && (
        <ReasonPrompt
          title={t("orders.ignoreTitle", { count })}
          description={t("orders.ignoreText")}
          confirmText={t("orders.ignore")}
          onClose={() => setIgnoring(false)}
          onConfirm={(reason) => ignore.mutate({ problem: code, reason }, { onSuccess: done })}
        />
      )}
    </section>
  )
}

const GroupOrders = ({ code }: { code: string }) => {
  const { t } = useTranslation("marketplaces")
  const { date, money } = useFormat()
  const { search } = useLocation()
  const query = useMarketplaceOrders({ problem: code, limit: MOST_ORDERS })
  return (
    <QueryState query={query}>
      <ul className="divide-y rounded-lg border">
        {query.data?.orders.map((order) => (
          <li key={order.id} className="flex flex-wrap items-center justify-between gap-2 px-4 py-2">
            <Link to={`/marketplace-orders/${order.id}${search}`} className="txt-compact-small-plus">
              {order.external_reference ?? order.external_id}
            </Link>
            <OrderStateBadge state={order.state} />
            <Text size="small" className="text-ui-fg-subtle">
              {date(order.purchased_at)}
            </Text>
            <Text size="small">{money(order.total, order.currency_code)}</Text>
          </li>
        ))}
      </ul>
      {(query.data?.count ?? 0) > MOST_ORDERS && (
        <Text size="small" className="text-ui-fg-subtle">
          {t("fix.more", { count: (query.data?.count ?? 0) - MOST_ORDERS })}
        </Text>
      )}
    </QueryState>
  )
}
