import { Badge, Table, Text } from "@medusajs/ui"
import { useTranslation } from "react-i18next"
import { problemTitle } from "../../orders/problems"
import { useFormat } from "../hooks/use-format"
import { noticeLanguage } from "../lib/notice-language"
import type { Run, RunOutcome } from "../../api/admin/marketplaces/runs/types"

const OUTCOMES: RunOutcome["outcome"][] = ["import", "hold", "wait", "ignore", "exists"]

/** What a dry run found, order by order. */
export const RunPreview = ({ run }: { run: Run }) => {
  const { t, i18n } = useTranslation("marketplaces")
  const { date, money, number } = useFormat()
  if (!run.outcomes?.length) {
    // The error beside it shows what could not be read: then the preview cannot say that nothing would come.
    return run.error ? null : <Text size="small">{t("preview.nothing")}</Text>
  }
  const { outcomes, counts } = run
  const kinds = OUTCOMES.flatMap((kind) => {
    const count = outcomes.filter(({ outcome }) => outcome === kind).length
    return count ? `${t(`preview.outcomes.${kind}`)} ${number(count)}` : []
  })
  return (
    <div className="flex flex-col gap-y-2">
      {counts.seen > outcomes.length && (
        <Text size="small" className="text-ui-fg-subtle">
          {t("preview.first", { shown: number(outcomes.length), all: number(counts.seen) })}
        </Text>
      )}
      {counts.seen <= outcomes.length && <Text size="small">{kinds.join(" · ")}</Text>}
      <div className="max-h-80 overflow-auto rounded-lg border">
        <Table>
          <Table.Header>
            <Table.Row>
              <Table.HeaderCell>{t("order.number")}</Table.HeaderCell>
              <Table.HeaderCell>{t("preview.outcome")}</Table.HeaderCell>
              <Table.HeaderCell className="text-right">{t("order.total")}</Table.HeaderCell>
            </Table.Row>
          </Table.Header>
          <Table.Body>
            {outcomes.map((order) => (
              <Table.Row key={order.external_id}>
                <Table.Cell>
                  {order.external_reference ?? order.external_id}
                  {order.purchased_at && (
                    <Text size="small" className="text-ui-fg-subtle">
                      {date(order.purchased_at)}
                    </Text>
                  )}
                  {order.lines?.map(({ title, quantity }, place) => (
                    <Text
                      key={place}
                      size="small"
                      className="text-ui-fg-subtle max-w-72 truncate"
                      title={title}
                    >
                      {quantity} × {title}
                    </Text>
                  ))}
                  {order.more_lines ? (
                    <Text size="small" className="text-ui-fg-subtle">
                      {t("preview.moreLines", { count: order.more_lines })}
                    </Text>
                  ) : null}
                </Table.Cell>
                <Table.Cell>
                  <Badge size="2xsmall" color={order.outcome === "hold" ? "orange" : "grey"}>
                    {t(`preview.outcomes.${order.outcome}`)}
                  </Badge>{" "}
                  {order.reason && (
                    <span className="text-ui-fg-subtle">
                      {problemTitle(order.reason, noticeLanguage(i18n.language)) ??
                        t([`order.reasons.${order.reason}`, `order.states.${order.reason}`], {
                          defaultValue: order.reason,
                        })}
                    </span>
                  )}
                </Table.Cell>
                <Table.Cell className="text-right">{money(order.total, order.currency_code)}</Table.Cell>
              </Table.Row>
            ))}
          </Table.Body>
        </Table>
      </div>
    </div>
  )
}
