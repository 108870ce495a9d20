import { RadioGroup, Table, Text } from "@medusajs/ui"
import { useTranslation } from "react-i18next"
import { useFormat } from "../hooks/use-format"
import type { NeedsDecision } from "../../api/admin/marketplaces/connections/types"

export type OlderOpenOrders = "import" | "handled_elsewhere"

type Props = { found: NeedsDecision; value?: OlderOpenOrders; onChange: (value: OlderOpenOrders) => void }

/** The open orders that were there before us, and what they are to be. */
export const OpenOrdersChoice = ({ found, value, onChange }: Props) => {
  const { t } = useTranslation("marketplaces")
  const { date, money } = useFormat()
  const count = found.open_orders.length
  return (
    <div className="flex flex-col gap-y-6">
      <Text size="small">
        {t(found.is_complete ? "openOrders.found" : "openOrders.foundMore", { count })}
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
                <Table.Cell>{order.external_id}</Table.Cell>
                <Table.Cell>{date(order.purchased_at)}</Table.Cell>
                <Table.Cell>{order.external_status}</Table.Cell>
                <Table.Cell className="text-right">{money(order.total, order.currency_code)}</Table.Cell>
              </Table.Row>
            ))}
          </Table.Body>
        </Table>
      </div>
    </div>
  )
}
