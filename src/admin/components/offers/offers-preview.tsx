import { Skeleton, Table, Text } from "@medusajs/ui"
import { useEffect } from "react"
import { useTranslation } from "react-i18next"
import type { PreviewCounts } from "../../../offers/preview"
import type { Aspect } from "../../../offers/result"
import { useCompareOffers, useOffersPreview } from "../../hooks/api/offers"
import { useFormat } from "../../hooks/use-format"
import { QueryState } from "../query-state"
import { Tip } from "../tip"

const COUNTS = ["up", "down", "same", "unknown", "held", "not_sent"] as const

type Props = {
  connectionId: string
  aspect: Aspect
  /** Whether there is something that was looked at. */
  onReady: (isReady: boolean) => void
}

/** What sending it would change, the largest first. The marketplace's offers are read for it. */
export const OffersPreview = ({ connectionId, aspect, onReady }: Props) => {
  const { t } = useTranslation("marketplaces")
  const { date, number } = useFormat()
  const query = useOffersPreview(connectionId)
  const compare = useCompareOffers(connectionId)
  const preview = query.data?.preview
  const wasRead = Boolean(preview?.read_at)
  const isReading = preview?.is_comparing || compare.isPending
  const { mutate: read } = compare
  const isUnread = preview !== undefined && !wasRead && !preview.is_comparing
  useEffect(() => {
    if (isUnread) read({})
  }, [isUnread, read])
  useEffect(() => onReady(preview !== undefined && !isReading), [preview, isReading, onReady])
  if (!preview) return <QueryState query={query}>{null}</QueryState>
  if (isReading) {
    return (
      <div role="status" aria-label={t("offers.comparing")} className="flex flex-col gap-y-3">
        <Text size="small">{t("offers.comparing")}</Text>
        <Skeleton className="h-5 w-2/3" />
        <Skeleton className="h-5 w-1/2" />
      </div>
    )
  }
  return (
    <div className="flex flex-col gap-y-6">
      {wasRead ? (
        <Text size="small" className="text-ui-fg-subtle">
          {t("offers.preview.read", { count: preview.offers, date: date(preview.read_at) })}
        </Text>
      ) : (
        <Tip variant="warning" label={t("offers.preview.unread")}>
          {preview.failed} {t("offers.preview.unreadHint")}
        </Tip>
      )}
      {aspect === "delivery" ? (
        <Tip variant="info" label={t("offers.preview.modes")}>
          {t("offers.preview.modesHint", { modes: preview.delivery_modes.join(", ") || "–" })}
        </Tip>
      ) : (
        <>
          <Counts counts={preview[aspect]} toZero={aspect === "stock" ? preview.stock.to_zero : null} />
          <Largest connectionId={connectionId} aspect={aspect} />
        </>
      )}
      {preview.unmatched > 0 && (
        <Tip variant="info" label={t("offers.tabs.unmatched")}>
          {t("offers.preview.unmatched", { count: preview.unmatched, number: number(preview.unmatched) })}
        </Tip>
      )}
    </div>
  )
}

const Counts = ({ counts, toZero }: { counts: PreviewCounts; toZero: number | null }) => {
  const { t } = useTranslation("marketplaces")
  const { number } = useFormat()
  return (
    <dl className="grid grid-cols-2 gap-4 md:grid-cols-3">
      {COUNTS.map((name) => (
        <div key={name} className="flex flex-col">
          <dt className="txt-compact-small text-ui-fg-subtle">{t(`offers.preview.counts.${name}`)}</dt>
          <dd className="txt-compact-medium-plus">{number(counts[name])}</dd>
        </div>
      ))}
      {toZero !== null && (
        <div className="flex flex-col">
          <dt className="txt-compact-small text-ui-fg-subtle">{t("offers.preview.counts.sold_out")}</dt>
          <dd className="txt-compact-medium-plus">{number(toZero)}</dd>
        </div>
      )}
    </dl>
  )
}

const Largest = ({ connectionId, aspect }: { connectionId: string; aspect: Exclude<Aspect, "delivery"> }) => {
  const { t } = useTranslation("marketplaces")
  const { number } = useFormat()
  const changes = useOffersPreview(connectionId).data?.preview.largest.filter((one) => one.aspect === aspect)
  if (!changes?.length) return null
  return (
    <div className="flex flex-col gap-y-2">
      <Text size="small" weight="plus">
        {t("offers.preview.largest")}
      </Text>
      <div
        className="max-h-72 overflow-auto rounded-lg border"
        tabIndex={0}
        role="region"
        aria-label={t("offers.preview.largest")}
      >
        <Table>
          <Table.Body>
            {changes.map(({ id, sku, title, from, to }) => (
              <Table.Row key={id}>
                <Table.Cell className="txt-compact-small-plus break-all">{sku}</Table.Cell>
                <Table.Cell className="max-md:hidden">{title ?? "–"}</Table.Cell>
                <Table.Cell className="whitespace-nowrap text-right">
                  {number(from)} → {number(to)}
                </Table.Cell>
              </Table.Row>
            ))}
          </Table.Body>
        </Table>
      </div>
    </div>
  )
}
