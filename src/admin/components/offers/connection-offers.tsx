import { SectionRow } from "@medusajs/dashboard/components"
import { Badge, Button, Container, Text, toast } from "@medusajs/ui"
import { useState } from "react"
import { useTranslation } from "react-i18next"
import { Link } from "react-router-dom"
import type { Connection } from "../../../api/admin/marketplaces/connections/types"
import type { ConnectionOffers as Offers } from "../../../api/admin/marketplaces/connections/[id]/offers/types"
import { type Aspect, ASPECTS } from "../../../offers/result"
import { useCompareOffers, useConnectionOffers } from "../../hooks/api/offers"
import { useMarketplace } from "../../hooks/api/marketplaces"
import { useFormat } from "../../hooks/use-format"
import { QueryState } from "../query-state"
import { SectionHeader } from "../section-header"
import { Tip } from "../tip"
import { BrakeButtons } from "./offer-problem-groups"
import { OffersOffModal } from "./offers-off-modal"
import { OffersOnModal } from "./offers-on-modal"
import { StopSection } from "./stop-section"

/** What a connection sends of stock and prices, and where it stands. */
export const ConnectionOffers = ({ connection }: { connection: Connection }) => {
  const query = useConnectionOffers(connection.id)
  const offers = query.data?.offers
  if (!offers) {
    return (
      <Container className="p-0">
        <QueryState query={query}>{null}</QueryState>
      </Container>
    )
  }
  return (
    <>
      <Brake offers={offers} />
      <Switches connection={connection} offers={offers} />
      <Standing connection={connection} offers={offers} />
      {offers.is_on.stock && <StopSection offers={offers} />}
    </>
  )
}

/** What is held until a person has looked. */
const Brake = ({
  offers: { brake, counts, connection_id, last_held_at, other_tool_at, sales_unknown },
}: {
  offers: Offers
}) => {
  const { t } = useTranslation("marketplaces")
  const { distance } = useFormat()
  const compare = useCompareOffers(connection_id)
  if (!brake && !counts.braked && !other_tool_at && !sales_unknown.length) return null
  return (
    <Container className="flex flex-col gap-y-3 px-6 py-4" role="alert">
      {(brake || counts.braked > 0) && (
        <>
          <Tip variant="warning" label={t("offers.brake.title")}>
            {brake
              ? t("offers.brake.zeros", {
                  count: brake.count,
                  limit: brake.limit,
                  since: distance(brake.since),
                })
              : t("offers.brake.held", { count: counts.braked })}
          </Tip>
          <div className="flex flex-wrap gap-2">
            {last_held_at && <BrakeButtons connectionId={connection_id} held_until={last_held_at} />}
            <Button size="small" variant="transparent" asChild>
              <Link to="/marketplace-offers?tab=fix">{t("offers.show")}</Link>
            </Button>
          </div>
        </>
      )}
      {sales_unknown.length > 0 && (
        <Tip variant="warning" label={t("offers.salesUnknown")}>
          {t("offers.salesUnknownHint", { names: sales_unknown.map(({ name }) => name).join(", ") })}
        </Tip>
      )}
      {other_tool_at && (
        <>
          <Tip variant="warning" label={t("offers.otherTool")}>
            {t("offers.otherToolHint", { since: distance(other_tool_at) })}
          </Tip>
          <div>
            <Button
              size="small"
              variant="secondary"
              isLoading={compare.isPending}
              onClick={() =>
                compare.mutate(
                  { other_tool_is_off: true },
                  { onSuccess: () => toast.info(t("offers.comparing")) }
                )
              }
            >
              {t("offers.otherToolOff")}
            </Button>
          </div>
        </>
      )}
    </Container>
  )
}

const Switches = ({ connection, offers }: { connection: Connection; offers: Offers }) => {
  const { t } = useTranslation("marketplaces")
  const [on, setOn] = useState<Aspect>()
  const [off, setOff] = useState<Aspect>()
  const fields = useMarketplace(connection.marketplace_id)?.setting_sections.find(
    ({ name }) => name === "offers"
  )?.fields
  return (
    <Container className="divide-y p-0">
      <SectionHeader title={t("offers.switches")} hint={t("offers.switchesHint")} />
      {ASPECTS.filter((aspect) => offers.capabilities[aspect]).map((aspect) => {
        const field = fields?.find(({ name }) => name === aspect)
        const isOn = offers.is_on[aspect]
        return (
          <div
            key={aspect}
            role="group"
            aria-label={field?.label}
            className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 px-6 py-4"
          >
            <div className="flex min-w-0 flex-1 basis-64 flex-col gap-y-1">
              <div className="flex items-center gap-x-2">
                <Text size="small" leading="compact" weight="plus">
                  {field?.label}
                </Text>
                <Badge size="2xsmall" color={isOn ? "green" : "grey"}>
                  {t(isOn ? "offers.isOn" : "offers.isOff")}
                </Badge>
              </div>
              <Text size="small" className="text-ui-fg-subtle">
                {field?.help}
              </Text>
            </div>
            <Button
              size="small"
              variant="secondary"
              onClick={() => (isOn ? setOff(aspect) : setOn(aspect))}
              aria-label={t(isOn ? "offers.switchOffOf" : "offers.switchOnOf", { what: field?.label })}
            >
              {t(isOn ? "offers.switchOff" : "offers.switchOn")}
            </Button>
          </div>
        )
      })}
      {on && <OffersOnModal aspect={on} offers={offers} onClose={() => setOn(undefined)} />}
      {off && <OffersOffModal aspect={off} offers={offers} onClose={() => setOff(undefined)} />}
    </Container>
  )
}

/** How many are for sale, what differs, and when the marketplace was read last. */
const Standing = ({ connection: { id }, offers }: { connection: Connection; offers: Offers }) => {
  const { t } = useTranslation("marketplaces")
  const { date, number, distance } = useFormat()
  const compare = useCompareOffers(id)
  const { counts, lower_waiting } = offers
  const link = (tab: string) =>
    `/marketplace-offers?tab=${tab}&connection_id=${encodeURIComponent(JSON.stringify([id]))}`
  const counted = (tab: string, count: number) =>
    count ? (
      <Link to={link(tab)} className="text-ui-fg-interactive-hover dark:text-ui-fg-interactive">
        {number(count)}
      </Link>
    ) : (
      number(0)
    )
  return (
    <Container className="divide-y p-0">
      <SectionHeader title={t("offers.standing")} hint={t("offers.standingHint")}>
        <Button
          size="small"
          variant="secondary"
          isLoading={compare.isPending || offers.is_comparing}
          onClick={() => compare.mutate({}, { onSuccess: () => toast.info(t("offers.comparing")) })}
        >
          {t("completeness.compare")}
        </Button>
      </SectionHeader>
      {offers.comparison?.failed && (
        <div className="px-6 py-4">
          <Tip variant="warning" label={t("offers.preview.unread")}>
            {offers.comparison.failed} {t("offers.preview.unreadHint")}
          </Tip>
        </div>
      )}
      {lower_waiting && (
        <div className="px-6 py-4">
          <Tip variant="warning" label={t("offers.lowerWaiting")}>
            {t("offers.lowerWaitingHint", {
              count: lower_waiting.count,
              units: lower_waiting.units,
              since: distance(lower_waiting.since),
            })}
          </Tip>
        </div>
      )}
      <SectionRow
        title={t("offers.live")}
        value={t("offers.liveUnits", { count: counts.live, units: number(counts.live_units) })}
      />
      <SectionRow title={t("offers.tabs.all")} value={counted("all", counts.all)} />
      <SectionRow title={t("offers.tabs.differs")} value={counted("differs", counts.differs)} />
      <SectionRow title={t("offers.tabs.fix")} value={counted("fix", counts.to_fix)} />
      <SectionRow title={t("offers.tabs.unmatched")} value={counted("unmatched", counts.unmatched)} />
      <SectionRow
        title={t("completeness.checkedAt")}
        value={offers.is_comparing ? t("offers.comparing") : date(offers.read_at)}
      />
    </Container>
  )
}
