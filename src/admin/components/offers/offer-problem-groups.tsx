import { NoRecords } from "@medusajs/dashboard/components"
import { CheckCircle } from "@medusajs/icons"
import { Badge, Button, Text, toast } from "@medusajs/ui"
import { useState } from "react"
import { useTranslation } from "react-i18next"
import { Link, useLocation } from "react-router-dom"
import type { OfferProblemGroup } from "../../../api/admin/marketplaces/offers/types"
import { problemFacts } from "../../../orders/problems"
import { useConnections } from "../../hooks/api/connections"
import { useChangeOffers, useDecideBrake, useOfferProblems, useOffers } from "../../hooks/api/offers"
import { useFormat } from "../../hooks/use-format"
import { QueryState } from "../query-state"
import { OfferValue } from "./offer-value"
import { nameOf } from "./offers-table"

const SHOWN = 10
/** What offers wait for, by cause. What can be decided at once is decided here. */
export const OfferProblemGroups = () => {
  const { t } = useTranslation("marketplaces")
  const query = useOfferProblems()
  return (
    <QueryState query={query}>
      {query.data?.problems.length ? (
        <div className="divide-y">
          {query.data.problems.map((group) => (
            <Group key={`${group.connection_id} ${group.aspect} ${group.problem.code}`} group={group} />
          ))}
        </div>
      ) : (
        <NoRecords
          className="h-auto px-6 py-16 text-center"
          icon={<CheckCircle className="text-ui-fg-subtle" />}
          title={t("fix.none")}
          message={t("offers.fixedHint")}
        />
      )}
    </QueryState>
  )
}

const Group = ({ group }: { group: OfferProblemGroup }) => {
  const { t } = useTranslation("marketplaces")
  const { distance, number } = useFormat()
  const [isOpen, setOpen] = useState(false)
  const { connection_id, problem, count, since } = group
  const connections = useConnections({ limit: 200 }).data?.connections
  const name = connections?.find(({ id }) => id === connection_id)?.name ?? connection_id
  const isOne = count === 1
  return (
    <section aria-label={problem.title} className="flex flex-col gap-y-3 px-6 py-4">
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
        <div className="flex min-w-0 flex-1 basis-80 flex-col gap-y-1">
          <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
            <Text size="small" weight="plus">
              {problem.title}
            </Text>
            <Badge size="2xsmall" color="orange">
              {t("offers.count", { count, number: number(count) })}
            </Badge>
            <Text size="small" className="text-ui-fg-subtle">
              {name} · {distance(since)}
            </Text>
          </div>
          {/* With several offers, the sentence would be that of one of them. */}
          <Text size="small" className="text-ui-fg-subtle">
            {isOne || problemFacts(problem.code).is_braked ? `${problem.message} ` : ""}
            {problem.hint}
          </Text>
        </div>
        <div className="flex flex-wrap gap-2">
          {problemFacts(problem.code).is_braked ? (
            <BrakeButtons connectionId={connection_id} problem={problem.code} held_until={group.last_since} />
          ) : (
            problem.code === "offer_refused" && <PushAgain group={group} />
          )}
          <Button
            size="small"
            variant="transparent"
            type="button"
            aria-expanded={isOpen}
            onClick={() => setOpen(!isOpen)}
          >
            {t(isOpen ? "offers.hide" : "offers.show")}
          </Button>
        </div>
      </div>
      {isOpen && <Waiting group={group} />}
    </section>
  )
}

/** Lets what is held go, or leaves what the marketplace shows. What is held only since it was shown stays held. */
export const BrakeButtons = ({
  connectionId,
  ...choice
}: {
  connectionId: string
  held_until: string
  problem?: string
  ids?: string[]
}) => {
  const { t } = useTranslation("marketplaces")
  const decide = useDecideBrake(connectionId)
  const choose = (decision: "release" | "keep") =>
    decide.mutate(
      { decision, ...choice },
      {
        onSuccess: ({ count, later }) => {
          if (count) toast.success(t(`offers.brake.${decision}Done`, { count }))
          if (later) toast.warning(t("offers.brake.later", { count: later }))
        },
      }
    )
  return (
    <>
      <Button size="small" variant="secondary" isLoading={decide.isPending} onClick={() => choose("release")}>
        {t("offers.brake.release")}
      </Button>
      <Button size="small" variant="transparent" disabled={decide.isPending} onClick={() => choose("keep")}>
        {t("offers.brake.keep")}
      </Button>
    </>
  )
}

const useGroup = ({ connection_id, problem }: OfferProblemGroup, limit: number) =>
  useOffers({ connection_id, problem: problem.code, limit })

const PushAgain = ({ group }: { group: OfferProblemGroup }) => {
  const { t } = useTranslation("marketplaces")
  const offers = useGroup(group, 200).data?.offers ?? []
  const push = useChangeOffers("push")
  return (
    <Button
      size="small"
      variant="secondary"
      disabled={!offers.length}
      isLoading={push.isPending}
      onClick={() =>
        push.mutate(
          { ids: offers.map(({ id }) => id) },
          { onSuccess: ({ count }) => toast.success(t("offers.done.push", { count })) }
        )
      }
    >
      {t("offers.push")}
    </Button>
  )
}

const Waiting = ({ group }: { group: OfferProblemGroup }) => {
  const { t } = useTranslation("marketplaces")
  const { search } = useLocation()
  const query = useGroup(group, SHOWN)
  const isBraked = problemFacts(group.problem.code).is_braked
  const aspect = group.aspect === "price" ? "price" : "stock"
  return (
    <QueryState query={query}>
      <ul className="divide-y rounded-lg border">
        {query.data?.offers.map((offer) => (
          <li key={offer.id} className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-2">
            <Link
              to={`/marketplace-offers/${offer.id}${search}`}
              className="txt-compact-small-plus min-w-0 break-all"
            >
              {offer.external_sku}
            </Link>
            <Text size="small" className="text-ui-fg-subtle min-w-0 flex-1 truncate">
              {nameOf(offer)}
            </Text>
            <span className="txt-compact-small">
              <OfferValue offer={offer} aspect={aspect} />
            </span>
            {isBraked && (
              <BrakeButtons
                connectionId={group.connection_id}
                problem={group.problem.code}
                held_until={offer[aspect].problem_since ?? group.last_since}
                ids={[offer.id]}
              />
            )}
          </li>
        ))}
      </ul>
      {group.count > SHOWN && (
        <Text size="small" className="text-ui-fg-subtle">
          {t("completeness.more", { count: group.count - SHOWN })}
        </Text>
      )}
    </QueryState>
  )
}
