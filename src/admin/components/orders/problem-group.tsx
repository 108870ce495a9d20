import { Badge, Button, Input, Text, toast, usePrompt } from "@medusajs/ui"
import { useId, useState } from "react"
import { useTranslation } from "react-i18next"
import { Link } from "react-router-dom"
import { useConnections } from "../../hooks/api/connections"
import {
  useAcknowledge,
  useDecideCancellations,
  useDecideOrders,
  type SeenProblems,
  seenOf,
  useMarketplaceOrders,
  useOrdersOf,
} from "../../hooks/api/marketplace-orders"
import { useFormat } from "../../hooks/use-format"
import { orderNumber } from "../../lib/order-number"
import type {
  MarketplaceOrder,
  ProblemCause,
  ProblemGroup,
} from "../../../api/admin/marketplaces/orders/types"
import type { BulkAnswer } from "../../../api/admin/marketplaces/types"
import { QueryState } from "../query-state"
import { ReasonPrompt } from "../reason-prompt"
import { causeLinks } from "./cause-remedies"
import { type GroupRemedy, groupRemedies } from "./group-remedies"
import { GroupChoice, GroupSection } from "./group-section"
import { URGENCY_COLORS } from "./jump-chips"
import { MapSku } from "./map-sku"
import { causeRemedies } from "./remedies"
import { Deadline, OrderStateBadge, TestMark } from "./order-badges"
import { type OrderFilters, ordersLink } from "./order-filters"
import { OrderRemedies } from "./order-remedies"
import { urgencyOf } from "./urgency"
import { useOutcomeToast } from "./use-outcome-toast"

/** The store writes the same parameters in the same order. */
const isSame = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other)

const MOST_CAUSES = 20
const MOST_ORDERS = 50
/** A group with at most this many orders is shown open where each is fixed alone. */
const OPEN_AT_ONCE = 10

type Props = {
  group: ProblemGroup
  /** What the group is counted and listed by; nothing else is decided about. */
  filters?: OrderFilters
  onReleased: (ids: string[]) => void
}

/** One problem with all that have it: what is the same for all is fixed once, the rest order by order. */
export const ProblemGroupSection = ({ group, filters = {}, onReleased }: Props) => {
  const { t } = useTranslation("marketplaces")
  const prompt = usePrompt()
  const listId = useId()
  const { code, count, remedy, causes } = group
  const urgency = urgencyOf(group)
  const hasOneHint = causes.every(({ hint }) => hint === group.hint)
  const hasCauseRemedy = causeRemedies(remedy).length > 0
  const [isOpen, setOpen] = useState(!hasCauseRemedy && count <= OPEN_AT_ONCE)
  /** With what was shown when they were chosen. */
  const [picked, setPicked] = useState<MarketplaceOrder[]>([])
  const chosen = picked.map(({ id }) => id)
  const [asking, setAsking] = useState<"ignore" | "refuse">()
  const showOutcome = useOutcomeToast()
  const ordersOf = useOrdersOf()
  const work = {
    accept: useDecideOrders("accept"),
    refuse: useDecideOrders("refuse"),
    retry: useDecideOrders("retry"),
    ignore: useDecideOrders("ignore"),
  }
  const acknowledge = useAcknowledge()
  const cancellations = useDecideCancellations()
  const isWorking =
    Object.values(work).some(({ isPending }) => isPending) || acknowledge.isPending || cancellations.isPending
  const affected = chosen.length || count
  const scope = chosen.length ? "chosen" : "all"
  const done = (what: GroupRemedy, answer: BulkAnswer, remaining: number) => {
    showOutcome({ ...answer, remaining: answer.remaining + remaining }, what)
    setPicked([])
    setAsking(undefined)
  }
  const decideCancellations = (decision: "confirm" | "discard") => {
    const what = decision === "confirm" ? "confirm_cancellation" : "discard_cancellation"
    return withSeen(what, (seen, left) =>
      cancellations.mutate(
        { ...seen, decision },
        { onSuccess: (answer) => done(what, { ...answer, remaining: 0 }, left) }
      )
    )
  }
  const isNarrowed = Object.values(filters).some(Boolean)
  const ofGroup = { ...filters, problem: [code] }
  const withIds = async (run: (ids: string[], remaining: number) => void) => {
    if (chosen.length) return run(chosen, 0)
    const all = await load()
    if (all) run(seenOf(all.orders).ids, all.remaining)
  }
  const load = async () => {
    try {
      return await ordersOf(ofGroup)
    } catch (error) {
      toast.error(error instanceof Error ? error.message : t("state.error"))
    }
  }
  /** Only what the group showed: neither a problem that began later nor a cause that is not among its causes. */
  const isShown = ({ problem, problem_since }: MarketplaceOrder) =>
    (problem_since === null || problem_since <= group.as_of) &&
    // How many cancellations wait together is counted again in each run.
    (remedy === "confirm_cancellations" || causes.some(({ params }) => isSame(params, problem?.params)))
  const withSeen = async (what: GroupRemedy, run: (seen: SeenProblems, remaining: number) => void) => {
    if (picked.length) return run(seenOf(picked), 0)
    const all = await load()
    if (!all) return
    const shown = all.orders.filter(isShown)
    const remaining = all.remaining + all.orders.length - shown.length
    if (shown.length) run(seenOf(shown), remaining)
    else done(what, { results: [], count: 0, remaining: 0 }, remaining)
  }
  /** The chosen ones, or all: by their problem, unless the group is narrowed to some of them. */
  const withOrders = (run: (which: { ids: string[] } | { problem: string }, remaining: number) => void) =>
    chosen.length || isNarrowed
      ? withIds((ids, remaining) => run({ ids }, remaining))
      : run({ problem: code }, 0)
  const confirm = async () => {
    const isSure = await prompt({
      title: t("fix.confirmCancellationsTitle", { count: affected }),
      description: t("fix.confirmCancellationsText"),
      confirmText: t("remedy.confirm_cancellation"),
      cancelText: t("actions.cancel"),
    })
    if (isSure) await decideCancellations("confirm")
  }
  const run: Record<GroupRemedy, () => unknown> = {
    accept: () =>
      withOrders((which, left) =>
        work.accept.mutate(which, { onSuccess: (answer) => done("accept", answer, left) })
      ),
    retry: () =>
      withOrders((which, left) =>
        work.retry.mutate(which, {
          onSuccess: (answer) => {
            done("retry", answer, left)
            onReleased(answer.results.map(({ id }) => id))
          },
        })
      ),
    refuse: () => setAsking("refuse"),
    ignore: () => setAsking("ignore"),
    acknowledge: () =>
      withSeen("acknowledge", (seen, left) =>
        acknowledge.mutate(seen, { onSuccess: (answer) => done("acknowledge", answer, left) })
      ),
    confirm_cancellation: confirm,
    discard_cancellation: () => decideCancellations("discard"),
  }
  return (
    <GroupSection
      id={`orders-${code}`}
      title={group.title}
      badge={{ text: t(`fix.${urgency}`), color: URGENCY_COLORS[urgency] }}
      count={t("fix.orders", { count })}
      hint={hasOneHint ? group.hint : undefined}
      buttons={groupRemedies(group).map((one) => (
        <Button
          key={one}
          size="small"
          variant="secondary"
          type="button"
          disabled={isWorking}
          onClick={() => void run[one]()}
        >
          {t(`fix.${scope}.${one}`, { count: affected })}
        </Button>
      ))}
    >
      <Causes group={group} filters={filters} hasOneHint={hasOneHint} onReleased={onReleased} />
      <div>
        <Button
          size="small"
          variant="transparent"
          type="button"
          className="-ml-2"
          aria-expanded={isOpen}
          aria-controls={listId}
          onClick={() => setOpen(!isOpen)}
        >
          {t(isOpen ? "fix.hideOrders" : "fix.showOrders")}
        </Button>
        <div id={listId} hidden={!isOpen} className={isOpen ? "mt-2" : ""}>
          {isOpen && (
            <GroupOrders
              ofGroup={ofGroup}
              withoutCause={hasCauseRemedy}
              picked={picked}
              onPick={setPicked}
              onReleased={onReleased}
            />
          )}
        </div>
      </div>
      {asking && (
        <ReasonPrompt
          title={t(`orders.${asking}Title`, { count: affected })}
          description={t(`orders.${asking}Text`)}
          confirmText={t(`remedy.${asking}`)}
          isPending={work[asking].isPending}
          onClose={() => setAsking(undefined)}
          onConfirm={(reason) =>
            withOrders((which, left) =>
              work[asking].mutate({ ...which, reason }, { onSuccess: (answer) => done(asking, answer, left) })
            )
          }
        />
      )}
    </GroupSection>
  )
}

type CausesProps = Props & { hasOneHint: boolean }

/** The causes of a group, the most frequent first; where they are many, a few at a time, or those that are looked for. */
const Causes = ({ group: { causes, count }, hasOneHint, ...shared }: CausesProps) => {
  const { t } = useTranslation("marketplaces")
  const [shown, setShown] = useState(MOST_CAUSES)
  const [search, setSearch] = useState("")
  const found = causes.filter(({ message }) => message.toLowerCase().includes(search.trim().toLowerCase()))
  const unlisted = count - causes.reduce((sum, cause) => sum + cause.count, 0)
  return (
    <>
      {causes.length > MOST_CAUSES && (
        <Input
          type="search"
          size="small"
          className="md:max-w-80"
          aria-label={t("fix.searchCauses")}
          placeholder={t("fix.searchCauses")}
          value={search}
          onChange={({ target }) => setSearch(target.value)}
        />
      )}
      <ul className="flex flex-col gap-y-4">
        {found.slice(0, shown).map((cause) => (
          <li key={JSON.stringify(cause.params)} className="flex flex-col gap-y-2">
            <div className="flex items-start justify-between gap-x-4">
              <Text size="small">{cause.message}</Text>
              {causes.length > 1 && (
                <Badge size="2xsmall" className="shrink-0">
                  {t("fix.orders", { count: cause.count })}
                </Badge>
              )}
            </div>
            {!hasOneHint && (
              <Text size="small" className="text-ui-fg-subtle">
                {cause.hint}
              </Text>
            )}
            <CauseRemedies cause={cause} {...shared} />
          </li>
        ))}
      </ul>
      {!found.length && causes.length > 0 && (
        <Text size="small" role="status">
          {t("state.noResults")}
        </Text>
      )}
      {found.length > shown && (
        <div>
          <Button
            size="small"
            variant="secondary"
            type="button"
            onClick={() => setShown(shown + MOST_CAUSES)}
          >
            {t("fix.moreCauses", { count: found.length - shown })}
          </Button>
        </div>
      )}
      {unlisted > 0 && (
        <Text size="small" className="text-ui-fg-subtle">
          {t("fix.unlisted", { count: unlisted })}
        </Text>
      )}
    </>
  )
}

type CauseProps = Omit<Props, "group"> & { cause: ProblemCause }

const CauseRemedies = ({ cause, filters, onReleased }: CauseProps) => {
  const { t } = useTranslation("marketplaces")
  const all = useConnections({ limit: 200 }).data?.connections ?? []
  const remedies = causeRemedies(cause.remedy)
  const ofConnection = remedies.find(
    (remedy) => remedy === "open_connection" || remedy === "open_destinations"
  )
  const connections = all.filter(({ id }) => cause.connection_ids.includes(id))
  if (remedies.includes("map_sku"))
    return (
      <MapSku
        problem={cause}
        filters={filters}
        connectionIds={cause.connection_ids}
        onReleased={onReleased}
      />
    )
  if (!remedies.length) return null
  const links = causeLinks(cause)
  return (
    <div className="flex flex-wrap gap-2">
      {ofConnection &&
        connections.map(({ id, name }) => (
          <Button key={id} size="small" variant="secondary" asChild>
            <Link to={causeLinks(cause, id)[ofConnection] ?? ""}>
              {t(ofConnection === "open_destinations" ? "remedy.destinations_named" : "remedy.open_named", {
                name,
              })}
            </Link>
          </Button>
        ))}
      {remedies
        .filter((remedy) => remedy !== ofConnection)
        .map((remedy) => (
          <Button key={remedy} size="small" variant="secondary" asChild>
            <Link to={links[remedy] ?? ""}>{t(`remedy.${remedy}`)}</Link>
          </Button>
        ))}
    </div>
  )
}

type OrdersProps = {
  ofGroup: OrderFilters
  onReleased: Props["onReleased"]
  withoutCause: boolean
  picked: MarketplaceOrder[]
  onPick: (orders: MarketplaceOrder[]) => void
}

const GroupOrders = ({ ofGroup, withoutCause, picked, onPick, onReleased }: OrdersProps) => {
  const { t } = useTranslation("marketplaces")
  const { date, money } = useFormat()
  const query = useMarketplaceOrders({ ...ofGroup, limit: MOST_ORDERS })
  const orders = query.data?.orders ?? []
  const choose = (order: MarketplaceOrder, isChosen: boolean) =>
    onPick(isChosen ? [...picked, order] : picked.filter(({ id }) => id !== order.id))
  return (
    <QueryState query={query}>
      <ul className="divide-y rounded-lg border">
        {orders.map((order) => {
          return (
            <li key={order.id} className="flex flex-col gap-y-3 px-4 py-3">
              <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
                <GroupChoice
                  orderId={order.id}
                  number={orderNumber(order)}
                  isChosen={picked.some(({ id }) => id === order.id)}
                  onChoose={(isChosen) => choose(order, isChosen)}
                />
                <OrderStateBadge state={order.state} />
                {order.is_test && <TestMark />}
                <Deadline order={order} />
                <Text size="small" className="text-ui-fg-subtle ml-auto">
                  {date(order.purchased_at)}
                </Text>
                <Text size="small">{money(order.total, order.currency_code)}</Text>
              </div>
              <OrderRemedies order={order} withoutCause={withoutCause} onReleased={onReleased} />
            </li>
          )
        })}
      </ul>
      {(query.data?.count ?? 0) > MOST_ORDERS && (
        <Link
          to={ordersLink("all", ofGroup)}
          className="txt-small text-ui-fg-interactive-hover dark:text-ui-fg-interactive mt-2 block"
        >
          {t("fix.more", { count: (query.data?.count ?? 0) - MOST_ORDERS })}
        </Link>
      )}
    </QueryState>
  )
}
