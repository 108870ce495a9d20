import { NoRecords } from "@medusajs/dashboard/components"
import { ArrowDownMini, ArrowUpMini, PencilSquare, Trash } from "@medusajs/icons"
import { Button, Container, IconButton, Text, usePrompt } from "@medusajs/ui"
import { useState } from "react"
import { useTranslation } from "react-i18next"
import type { ShownLabelAccount, ShownLabelRule } from "../../../api/admin/label-accounts/types"
import {
  useDeleteLabelRule,
  useLabelOptions,
  useLabelRules,
  useOrderLabelRules,
} from "../../hooks/api/labels"
import { MoreMenu } from "../more-menu"
import { QueryState } from "../query-state"
import { SectionHeader } from "../section-header"
import { LabelRuleForm } from "./label-rule-form"
import { optionName } from "./option-field"

/** The account's rules in the order in which they are tried; the first that fits decides which option is bought. */
export const LabelRulesSection = ({ account }: { account: ShownLabelAccount }) => {
  const { t } = useTranslation("marketplaces")
  const query = useLabelRules(account.id)
  const [edited, setEdited] = useState<ShownLabelRule | "new" | null>(null)
  const rules = query.data?.rules ?? []
  const close = () => setEdited(null)
  return (
    <Container className="divide-y p-0">
      <SectionHeader title={t("labelRules.title")} hint={t("labelRules.hint")}>
        <Button size="small" variant="secondary" onClick={() => setEdited("new")}>
          {t("labelRules.add")}
        </Button>
      </SectionHeader>
      {edited === "new" && <LabelRuleForm account={account} onDone={close} />}
      <QueryState query={query}>
        {rules.length === 0 && edited !== "new" && (
          <NoRecords
            className="h-auto px-6 py-10 text-center"
            title={t("labelRules.none")}
            message={t("labelRules.noneHint")}
          />
        )}
        <ol className="divide-y" aria-label={t("labelRules.title")}>
          {rules.map((rule, index) =>
            edited !== "new" && edited?.id === rule.id ? (
              <li key={rule.id}>
                <LabelRuleForm account={account} rule={rule} onDone={close} />
              </li>
            ) : (
              <RuleRow
                key={rule.id}
                account={account}
                rules={rules}
                place={index + 1}
                onEdit={() => setEdited(rule)}
              />
            )
          )}
        </ol>
      </QueryState>
    </Container>
  )
}

type RowProps = { account: ShownLabelAccount; rules: ShownLabelRule[]; place: number; onEdit: () => void }

const RuleRow = ({ account, rules, place, onEdit }: RowProps) => {
  const { t } = useTranslation("marketplaces")
  const prompt = usePrompt()
  const reorder = useOrderLabelRules(account.id)
  const remove = useDeleteLabelRule(account.id)
  const options = useLabelOptions(account.id).data?.options ?? []
  const rule = rules[place - 1]
  const move = (by: -1 | 1) => {
    const ids = rules.map(({ id }) => id)
    ids.splice(place - 1 + by, 0, ...ids.splice(place - 1, 1))
    reorder.mutate(ids)
  }
  const ask = async () => {
    const isSure = await prompt({
      title: t("labelRules.deleteTitle"),
      description: t("labelRules.deleteHint"),
      confirmText: t("actions.delete"),
      cancelText: t("actions.cancel"),
    })
    if (isSure) remove.mutate(rule)
  }
  const option = optionName(options, rule.option_code)
  return (
    <li className="flex items-center gap-x-3 px-6 py-3">
      <div className="min-w-0 flex-1">
        <Text size="small" leading="compact" weight="plus" className="break-words">
          {place}. {rule.name} → {option}
          {!rule.is_enabled && ` (${t("labelRules.off")})`}
        </Text>
        <Text size="small" className="text-ui-fg-subtle break-words">
          {useConditionWords()(rule)}
        </Text>
      </div>
      <IconButton
        size="small"
        variant="transparent"
        aria-label={t("carrier.moveUp", { place })}
        disabled={place === 1 || reorder.isPending}
        onClick={() => move(-1)}
      >
        <ArrowUpMini />
      </IconButton>
      <IconButton
        size="small"
        variant="transparent"
        aria-label={t("carrier.moveDown", { place })}
        disabled={place === rules.length || reorder.isPending}
        onClick={() => move(1)}
      >
        <ArrowDownMini />
      </IconButton>
      <MoreMenu
        groups={[
          {
            actions: [
              { icon: <PencilSquare />, label: t("actions.edit"), onClick: onEdit },
              { icon: <Trash />, label: t("actions.delete"), onClick: () => void ask() },
            ],
          },
        ]}
      />
    </li>
  )
}

/** "If … and …" of a rule; a rule without conditions fits every parcel. */
function useConditionWords() {
  const { t } = useTranslation("marketplaces")
  return ({ match }: ShownLabelRule): string => {
    const band = (from: number | null | undefined, to: number | null | undefined, unit: string) =>
      from == null && to == null ? null : `${from ?? 0}–${to ?? "∞"} ${unit}`
    const point = match.has_pickup_point
    const words = [
      ...[
        match.country_codes,
        match.delivery_modes,
        match.skus,
        match.stock_location_ids,
        match.shipping_profile_ids,
      ].map((list) => (list?.length ? list.join(", ") : null)),
      band(match.min_grams, match.max_grams, "g"),
      band(match.min_value, match.max_value, "€"),
      point == null ? null : t(`labelRules.points.${point ? "yes" : "no"}`),
    ].filter((one) => one !== null)
    return words.length > 0 ? words.join(" · ") : t("labelRules.always")
  }
}
