import type { AdminOrder } from "@medusajs/framework/types"
import { Button, Container, Text } from "@medusajs/ui"
import { useState } from "react"
import { useTranslation } from "react-i18next"
import type { ShownLabel } from "../../../api/admin/labels/types"
import { useLabelAccounts, useLabels, useMakeLabel, useReturnsOfOrder } from "../../hooks/api/labels"
import { useFormat } from "../../hooks/use-format"
import { SectionHeader } from "../section-header"
import { Tip } from "../tip"
import { LabelActions } from "./label-actions"
import { LabelBadge } from "./label-badge"
import { LabelCorrections } from "./label-corrections"

/** The labels of an order's parcels and returns, and a button for those that have none. Nothing where no label account is connected. */
export const LabelsOfOrder = ({ order }: { order: AdminOrder }) => {
  const { t } = useTranslation("marketplaces")
  const accounts = useLabelAccounts()
  const query = useLabels({ order_id: order.id, limit: 50 })
  const returns = useReturnsOfOrder(order.id, Boolean(accounts.data?.count))
  const make = useMakeLabel()
  const labels = query.data?.labels ?? []
  if (!query.data || (!accounts.data?.count && labels.length === 0)) return null
  const bare = (order.fulfillments ?? []).filter(
    ({ id, canceled_at, shipped_at }) =>
      !canceled_at && !shipped_at && !labels.some(({ fulfillment_id }) => fulfillment_id === id)
  )
  const isMade = (accounts.data?.label_accounts ?? []).some(
    ({ settings }) => settings.labels?.return_mode !== "off"
  )
  const asked = (returns.data?.returns ?? []).filter(
    ({ id, status }) =>
      isMade &&
      ["requested", "partially_received"].includes(status) &&
      !labels.some(({ return_id }) => return_id === id)
  )
  if (labels.length === 0 && bare.length === 0 && asked.length === 0) return null
  return (
    <Container className="divide-y p-0">
      <SectionHeader title={t("labels.title")} />
      {labels.map((label) => (
        <OneLabel key={label.id} label={label} />
      ))}
      {[
        ...bare.map(({ id }) => ({ id, words: ["none", "make"], subject: { fulfillment_id: id } })),
        ...asked.map(({ id }) => ({ id, words: ["noneOfReturn", "makeReturn"], subject: { return_id: id } })),
      ].map(({ id, words: [none, button], subject }) => (
        <div key={id} className="flex items-center justify-between gap-x-4 px-6 py-4">
          <Text size="small" className="text-ui-fg-subtle">
            {t(`labels.${none}`)}
          </Text>
          <Button
            size="small"
            variant="secondary"
            isLoading={make.isPending}
            onClick={() => make.mutate(subject)}
          >
            {t(`labels.${button}`)}
          </Button>
        </div>
      ))}
    </Container>
  )
}

const OneLabel = ({ label }: { label: ShownLabel }) => {
  const { t } = useTranslation("marketplaces")
  const { money } = useFormat()
  const [isCorrecting, setCorrecting] = useState(false)
  const { parcels, problem, option, price_estimate, never_reason } = label
  return (
    <div className="flex flex-col gap-y-3 px-6 py-4">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <LabelBadge {...label} />
        <Text size="small" className="text-ui-fg-subtle">
          {option?.name}
          {price_estimate &&
            ` · ${t("labels.estimate")} ${money(price_estimate.amount, price_estimate.currency_code)}`}
        </Text>
      </div>
      {parcels.map(({ external_id, tracking_number, tracking_url, status }) => (
        <Text key={external_id} size="small">
          {tracking_url && /^https?:/.test(tracking_url) ? (
            <a
              href={tracking_url}
              target="_blank"
              rel="noreferrer"
              className="text-ui-fg-interactive-hover dark:text-ui-fg-interactive underline"
            >
              {tracking_number}
            </a>
          ) : (
            tracking_number
          )}{" "}
          · {t(`labels.parcel.${status}`)}
        </Text>
      ))}
      {never_reason && <Text size="small">{t(`labels.never.${never_reason}`)}</Text>}
      {problem && (
        <Tip variant={label.state === "failed" ? "error" : "warning"} label={problem.title}>
          {problem.message} {problem.hint}
        </Tip>
      )}
      {isCorrecting ? (
        <LabelCorrections label={label} onDone={() => setCorrecting(false)} />
      ) : (
        <LabelActions label={label} onCorrect={() => setCorrecting(true)} />
      )}
    </div>
  )
}
