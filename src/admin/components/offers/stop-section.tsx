import { Button, Container, Input, toast, usePrompt } from "@medusajs/ui"
import { useState } from "react"
import { useTranslation } from "react-i18next"
import type { ConnectionOffers } from "../../../api/admin/marketplaces/connections/[id]/offers/types"
import { useResumeOffers, useStopOffers } from "../../hooks/api/offers"
import { useFormat } from "../../hooks/use-format"
import { Field } from "../field"
import { SectionHeader } from "../section-header"
import { Tip } from "../tip"

/** Vacation, an inventory count: everything shows 0, and orders go on. */
export const StopSection = ({ offers }: { offers: ConnectionOffers }) => {
  const { t } = useTranslation("marketplaces")
  const { date } = useFormat()
  const prompt = usePrompt()
  const stop = useStopOffers(offers.connection_id)
  const resume = useResumeOffers(offers.connection_id)
  const [until, setUntil] = useState("")
  const { stopped_at, stopped_until, counts } = offers
  const ask = async () => {
    const isSure = await prompt({
      title: t("offers.stop.title"),
      description: t("offers.stop.sure", { count: counts.live }),
      confirmText: t("offers.stop.stop"),
      cancelText: t("actions.cancel"),
    })
    if (isSure) stop.mutate(until || null, { onSuccess: () => toast.success(t("offers.stopping")) })
  }
  return (
    <Container className="divide-y p-0">
      <SectionHeader title={t("offers.stop.title")} hint={t("offers.stop.hint")}>
        {stopped_at && (
          <Button
            size="small"
            isLoading={resume.isPending}
            onClick={() =>
              resume.mutate(undefined, { onSuccess: () => toast.success(t("offers.stop.resumed")) })
            }
          >
            {t("offers.stop.resume")}
          </Button>
        )}
      </SectionHeader>
      {stopped_at ? (
        <div className="px-6 py-4" role="status">
          <Tip variant="warning" label={t("offers.stop.isStopped", { since: date(stopped_at) })}>
            {stopped_until ? t("offers.stop.until", { until: date(stopped_until) }) : t("offers.stop.byHand")}{" "}
            {counts.live > 0 && t("offers.stop.stillLive", { count: counts.live })}
          </Tip>
        </div>
      ) : (
        <div className="flex flex-wrap items-end gap-4 px-6 py-4">
          <Field label={t("offers.stop.untilLabel")} optional>
            {(props) => (
              <Input
                {...props}
                type="date"
                value={until}
                onChange={(event) => setUntil(event.target.value)}
              />
            )}
          </Field>
          <Button size="base" variant="secondary" isLoading={stop.isPending} onClick={() => void ask()}>
            {t("offers.stop.stop")}
          </Button>
        </div>
      )}
    </Container>
  )
}
