import { ActionMenu, NoRecords } from "@medusajs/dashboard/components"
import { ArrowDownMini, ArrowUpMini, PencilSquare, Trash } from "@medusajs/icons"
import { Button, Container, IconButton, Text, usePrompt } from "@medusajs/ui"
import { useTranslation } from "react-i18next"
import { Link } from "react-router-dom"
import {
  useCarrierRules,
  useCarriers,
  useDeleteCarrierRule,
  useOrderCarrierRules,
} from "../../hooks/api/carriers"
import { useShippingOptions } from "../../hooks/api/store"
import type { CarrierRule, Connection } from "../../lib/types"
import { QueryState } from "../query-state"
import { SectionHeader } from "../section-header"

/** The rules in the order in which they are tried; the first that fits decides. */
export const CarrierRulesSection = ({ connection }: { connection: Connection }) => {
  const { t } = useTranslation("marketplaces")
  const query = useCarrierRules(connection.id)
  const reorder = useOrderCarrierRules(connection.id)
  const rules = query.data?.carrier_rules ?? []
  const move = (from: number, to: number) => {
    const ids = rules.map(({ id }) => id)
    ids.splice(to, 0, ...ids.splice(from, 1))
    reorder.mutate(ids)
  }
  return (
    <Container className="divide-y p-0">
      <SectionHeader title={t("carrier.rules")} hint={t("carrier.rulesHint")}>
        <Button size="small" variant="secondary" asChild>
          <Link to="carrier-rules/new">{t("carrier.addRule")}</Link>
        </Button>
      </SectionHeader>
      <QueryState query={query}>
        {rules.length ? (
          <ol className="divide-y">
            {rules.map((rule, index) => (
              <RuleRow
                key={rule.id}
                rule={rule}
                place={index + 1}
                connection={connection}
                isMoving={reorder.isPending}
                onUp={index > 0 ? () => move(index, index - 1) : undefined}
                onDown={index < rules.length - 1 ? () => move(index, index + 1) : undefined}
              />
            ))}
          </ol>
        ) : (
          <NoRecords
            className="h-auto px-6 py-10 text-center"
            title={t("carrier.noRules")}
            message={t("carrier.noRulesHint")}
          />
        )}
      </QueryState>
    </Container>
  )
}

type RowProps = {
  rule: CarrierRule
  place: number
  connection: Connection
  isMoving: boolean
  onUp?: () => void
  onDown?: () => void
}

const RuleRow = ({ rule, place, connection, isMoving, onUp, onDown }: RowProps) => {
  const { t } = useTranslation("marketplaces")
  const prompt = usePrompt()
  const remove = useDeleteCarrierRule(connection.id)
  const words = useRuleWords()
  const { conditions, carrier } = words(rule)
  const ask = async () => {
    const sure = await prompt({
      title: t("carrier.deleteTitle"),
      description: t("carrier.deleteText"),
      confirmText: t("actions.delete"),
      cancelText: t("actions.cancel"),
    })
    if (sure) remove.mutate(rule.id)
  }
  return (
    <li className="flex items-center justify-between gap-x-4 px-6 py-3">
      <div className="min-w-0">
        <Text size="small" leading="compact" weight="plus" className="break-words">
          {place}. {carrier}
        </Text>
        <Text size="small" className="text-ui-fg-subtle break-words">
          {conditions}
        </Text>
        {rule.warning && (
          <Text size="small" className="text-ui-tag-orange-text break-words">
            {rule.warning.message}
          </Text>
        )}
      </div>
      <div className="flex shrink-0 items-center gap-x-1">
        <IconButton
          size="small"
          variant="transparent"
          aria-label={t("carrier.moveUp", { place })}
          disabled={!onUp || isMoving}
          onClick={onUp}
        >
          <ArrowUpMini />
        </IconButton>
        <IconButton
          size="small"
          variant="transparent"
          aria-label={t("carrier.moveDown", { place })}
          disabled={!onDown || isMoving}
          onClick={onDown}
        >
          <ArrowDownMini />
        </IconButton>
        <ActionMenu
          groups={[
            {
              actions: [
                { icon: <PencilSquare />, label: t("actions.edit"), to: `carrier-rules/${rule.id}` },
                { icon: <Trash />, label: t("actions.delete"), onClick: ask },
              ],
            },
          ]}
        />
      </div>
    </li>
  )
}

/** A rule in plain language. */
function useRuleWords() {
  const { t } = useTranslation("marketplaces")
  const carriers = useCarriers().data?.carriers
  const options = useShippingOptions().data?.shipping_options
  return ({ match, carrier, marketplace_carrier_name }: CarrierRule) => {
    const name = carriers?.find(({ key }) => key === carrier)?.name ?? carrier
    const option = options?.find(({ id }) => id === match.shipping_option_id)?.name
    const parts = [
      match.tracking_pattern && t("carrier.ifNumber", { pattern: match.tracking_pattern }),
      match.shipping_option_id && t("carrier.ifOption", { option: option ?? match.shipping_option_id }),
      match.provider_id && t("carrier.ifProvider", { provider: match.provider_id }),
      match.country_code && t("carrier.ifCountry", { country: match.country_code }),
    ].filter(Boolean)
    return {
      conditions: parts.length ? parts.join(" · ") : t("carrier.always"),
      carrier:
        name && marketplace_carrier_name
          ? t("carrier.sentAs", { carrier: name, name: marketplace_carrier_name })
          : (name ?? marketplace_carrier_name ?? "–"),
    }
  }
}
