import { Badge, RadioGroup, Table, Text } from "@medusajs/ui"
import { useTranslation } from "react-i18next"
import { useFormat } from "../hooks/use-format"
import { orderNumber } from "../lib/order-number"
import type { NeedsDecision } from "../../api/admin/marketplaces/connections/types"
import { CodeWords } from "./code-words"

export type OlderOpenOrders = "import" | "handled_elsewhere"

type Props = {
  found: NeedsDecision
  marketplaceId: string
  value?: OlderOpenOrders
  onChange: (value: OlderOpenOrders) => void
}

/** The open orders that were there before us, and what they are to be. */
export const OpenOrdersChoice = ({ found, marketplaceId, value, onChange }: Props) => {
  const { t } = useTranslation("marketplaces")
  const { date, money } = useFormat()
  const count = found.open_orders.length
  const here = found.open_orders.filter(({ in_store }) => in_store).length
  return (
    <div className="flex flex-col gap-y-6">
      <Text size="small">
        {t(found.is_complete ? "openOrders.found" : "openOrders.foundMore", { count })}
        {here > 0 && ` ${t("openOrders.inStore", { count: here })}`}
      </Text>
      <RadioGroup
        aria-label={t("openOrders.question")}
        className="grid grid-cols-1 gap-4 md:grid-cols-2"
        value={value ?? ""}
        onValueChange={(chosen) => onChange(chosen as OlderOpenOrders)}
      >
        <RadioGroup.ChoiceBox
          value="import"
          label={t("openOrders.import")}
          description={t("openOrders.importHint")}
        />
        <RadioGroup.ChoiceBox
          value="handled_elsewhere"
          label={t("openOrders.elsewhere")}
          description={t("openOrders.elsewhereHint")}
        />
      </RadioGroup>
      <div className="max-h-80 overflow-auto rounded-lg border">
        <Table>
          <Table.Header>
            <Table.Row>
              <Table.HeaderCell>{t("order.number")}</Table.HeaderCell>
              <Table.HeaderCell>{t("order.purchased")}</Table.HeaderCell>
              <Table.HeaderCell>{t("order.statusThere")}</Table.HeaderCell>
              <Table.HeaderCell className="text-right">{t("order.total")}</Table.HeaderCell>
            </Table.Row>
          </Table.Header>
          <Table.Body>
            {found.open_orders.map((order) => (
              <Table.Row key={order.external_id}>
                <Table.Cell>
                  {orderNumber(order)}
                  {order.in_store && (
                    <Badge size="2xsmall" className="ml-2">
                      {t("preview.outcomes.exists")}
                    </Badge>
                  )}
                </Table.Cell>
                <Table.Cell>{date(order.purchased_at)}</Table.Cell>
                <Table.Cell>
                  <CodeWords marketplaceId={marketplaceId} kind="statuses" code={order.external_status} />
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
