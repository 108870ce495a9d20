import { ArrowDownMini, ArrowUpMini, Plus, Trash } from "@medusajs/icons"
import { Button, Heading, Hint, IconButton, Text } from "@medusajs/ui"
import { useState } from "react"
import { useTranslation } from "react-i18next"
import type { SettingField } from "../../../api/admin/marketplaces/types"
import { ENDINGS, type Ending } from "../../../offers/money"
import type { PriceRule } from "../../../offers/price-rules"
import { SelectField } from "../select-field"
import { TextField } from "../text-field"
import { readPriceRules, typedNumber, withoutGaps } from "./price-rules"
import { usePriceRuleWords } from "./use-price-rule-words"

const NOTHING = "-"
const CHANGES = ["percent", "add", "commission"] as const

type Props = { setting: SettingField; value: unknown; onChange: (value: PriceRule[]) => void }

/** The rules in their order, each with what it changes and for which prices. */
export const PriceRulesField = ({ setting, value, onChange }: Props) => {
  const { t } = useTranslation("marketplaces")
  const [rows, setRows] = useState(() => readPriceRules(value).map((rule, key) => ({ key, rule })))
  const change = (changed: typeof rows) => {
    setRows(changed)
    onChange(changed.map(({ rule }) => withoutGaps(rule)))
  }
  const add = () => change([...rows, { key: Math.max(-1, ...rows.map(({ key }) => key)) + 1, rule: {} }])
  const move = (from: number, to: number) => {
    const moved = [...rows]
    moved.splice(to, 0, ...moved.splice(from, 1))
    change(moved)
  }
  return (
    <fieldset className="flex min-w-0 flex-col gap-y-4">
      <legend className="txt-compact-small-plus mb-2">{setting.label}</legend>
      <Hint>{setting.help}</Hint>
      {rows.map(({ key, rule }, at) => (
        <div
          key={key}
          className="bg-ui-bg-component shadow-elevation-card-rest flex flex-col gap-y-4 rounded-lg p-4"
        >
          <div className="flex items-center justify-between gap-x-2">
            <Heading level="h3">{t("priceRules.rule", { place: at + 1 })}</Heading>
            <div className="flex gap-x-1">
              <IconButton
                type="button"
                size="small"
                variant="transparent"
                disabled={at === 0}
                aria-label={t("priceRules.up", { place: at + 1 })}
                onClick={() => move(at, at - 1)}
              >
                <ArrowUpMini />
              </IconButton>
              <IconButton
                type="button"
                size="small"
                variant="transparent"
                disabled={at === rows.length - 1}
                aria-label={t("priceRules.down", { place: at + 1 })}
                onClick={() => move(at, at + 1)}
              >
                <ArrowDownMini />
              </IconButton>
              <IconButton
                type="button"
                size="small"
                variant="transparent"
                aria-label={t("priceRules.remove", { place: at + 1 })}
                onClick={() => change(rows.filter((row) => row.key !== key))}
              >
                <Trash />
              </IconButton>
            </div>
          </div>
          <RuleParts
            rule={rule}
            onChange={(changed) =>
              change(rows.map((row) => (row.key === key ? { key, rule: changed } : row)))
            }
          />
        </div>
      ))}
      <div>
        <Button size="small" variant="secondary" type="button" onClick={add}>
          <Plus />
          {t("priceRules.add")}
        </Button>
      </div>
    </fieldset>
  )
}

const RuleParts = ({ rule, onChange }: { rule: PriceRule; onChange: (rule: PriceRule) => void }) => {
  const { t } = useTranslation("marketplaces")
  const others = usePriceRuleWords().others(rule)
  const setLimit = (name: "min" | "max", text: string) =>
    onChange({
      ...rule,
      when: { ...rule.when, price: { ...rule.when?.price, [name]: typedNumber(text) } },
    })
  return (
    <>
      <div className="grid grid-cols-1 gap-4 md:grid-cols-2">
        {CHANGES.map((name) => (
          <TextField
            key={name}
            label={t(`priceRules.parts.${name}`)}
            type="number"
            step="any"
            defaultValue={String(rule[name] ?? "")}
            onChange={(text) => onChange({ ...rule, [name]: typedNumber(text) })}
          />
        ))}
        <SelectField
          label={t("priceRules.parts.round")}
          value={rule.round ?? NOTHING}
          options={[
            { value: NOTHING, label: t("priceRules.noRounding") },
            ...ENDINGS.map((ending) => ({ value: ending, label: ending })),
          ]}
          onChange={(ending) =>
            onChange({ ...rule, round: ending === NOTHING ? undefined : (ending as Ending) })
          }
        />
        <TextField
          label={t("priceRules.from")}
          type="number"
          min={0}
          step="any"
          defaultValue={String(rule.when?.price?.min ?? "")}
          onChange={(text) => setLimit("min", text)}
        />
        <TextField
          label={t("priceRules.to")}
          type="number"
          min={0}
          step="any"
          defaultValue={String(rule.when?.price?.max ?? "")}
          onChange={(text) => setLimit("max", text)}
        />
      </div>
      {others && (
        <Text size="small" className="text-ui-fg-subtle">
          {others}
        </Text>
      )}
    </>
  )
}
