import { RouteDrawer, useRouteModal } from "@medusajs/dashboard/components"
import { Switch, toast } from "@medusajs/ui"
import { useState } from "react"
import { useTranslation } from "react-i18next"
import { useParams, useSearchParams } from "react-router-dom"
import { providerName } from "../../../../../../components/carriers/provider-name"
import { TemplatePreview } from "../../../../../../components/carriers/template-preview"
import { CarrierField } from "../../../../../../components/carriers/carrier-field"
import { DeliveryModeField } from "../../../../../../components/delivery-mode-field"
import { DrawerForm } from "../../../../../../components/drawer-form"
import { DrawerLoading } from "../../../../../../components/drawer-loading"
import { Field } from "../../../../../../components/field"
import { Meanwhile } from "../../../../../../components/meanwhile"
import { SelectField } from "../../../../../../components/select-field"
import { TextField } from "../../../../../../components/text-field"
import { useCarrierRules, useSaveCarrierRule } from "../../../../../../hooks/api/carriers"
import { useShippingOptions } from "../../../../../../hooks/api/store"
import {
  PATTERN_OPERATORS,
  patternOf,
  type PatternOperator,
  patternWords,
} from "../../../../../../../carriers/pattern-words"
import type { CarrierRuleInput } from "../../../../../../../carriers/rules"
import type { ShownRule } from "../../../../../../../api/admin/marketplaces/carriers/types"

const ANY = "-"

const weightOf = (text: string): number | null => (text.trim() === "" ? null : Number(text))

const CarrierRulePage = () => {
  const { id = "", rule_id = "" } = useParams()
  const query = useCarrierRules(id)
  const rule = query.data?.carrier_rules.find((candidate) => candidate.id === rule_id)
  return (
    <RouteDrawer>
      {rule || rule_id === "new" ? (
        <CarrierRuleForm connectionId={id} rule={rule} />
      ) : (
        <DrawerLoading query={query} />
      )}
    </RouteDrawer>
  )
}

const fieldOf = ({ match, ...rule }: CarrierRuleInput, field: string): string =>
  (({ ...match, ...rule }) as Record<string, unknown>)[field]?.toString() || "–"

const CarrierRuleForm = ({ connectionId, rule: current }: { connectionId: string; rule?: ShownRule }) => {
  const [rule] = useState(current)
  const [theirs, setTheirs] = useState<ShownRule>()
  const { t } = useTranslation("marketplaces")
  const { handleSuccess } = useRouteModal()
  const save = useSaveCarrierRule(connectionId)
  const options = useShippingOptions().data?.shipping_options ?? []
  const providers = [...new Set(options.map(({ provider_id }) => provider_id))]
  const [asked] = useSearchParams()
  const initial: ShownRule["match"] = rule?.match ?? {
    shipping_option_id: asked.get("option"),
    provider_id: asked.get("provider"),
  }
  const [called, setCalled] = useState(rule?.name ?? "")
  const [isEnabled, setEnabled] = useState(rule?.is_enabled !== false)
  const [weights, setWeights] = useState({
    min_weight: String(initial.min_weight ?? ""),
    max_weight: String(initial.max_weight ?? ""),
  })
  const [match, setMatch] = useState<ShownRule["match"]>(initial)
  const [carrier, setCarrier] = useState(rule?.carrier ?? "")
  const [name, setName] = useState(rule?.marketplace_carrier_name ?? "")
  const [remove, setRemove] = useState(rule?.remove_pattern ?? "")
  const [template, setTemplate] = useState(rule?.tracking_url_template ?? "")
  const [number, setNumber] = useState(() => patternWords(initial.tracking_pattern ?? ""))
  const set = (field: keyof ShownRule["match"]) => (value: string) =>
    setMatch({ ...match, [field]: value === ANY || !value.trim() ? null : value })
  const typed = {
    name: called.trim() || null,
    is_enabled: isEnabled,
    match: {
      ...match,
      min_weight: weightOf(weights.min_weight),
      max_weight: weightOf(weights.max_weight),
      tracking_pattern: number.text.trim() ? patternOf(number) : null,
      country_code: match.country_code?.toUpperCase() ?? null,
    },
    carrier: carrier || null,
    marketplace_carrier_name: name.trim() || null,
    remove_pattern: remove || null,
    tracking_url_template: template.trim() || null,
  }
  const [untouched] = useState(() => JSON.stringify(typed))
  const submit = () =>
    save.mutate(
      { id: rule?.id, version: (theirs ?? rule)?.version, ...typed },
      {
        onSuccess: (answer) => {
          if ("code" in answer) {
            setTheirs(answer.carrier_rule)
          } else {
            toast.success(t("state.saved"))
            handleSuccess()
          }
        },
      }
    )
  const labels: Record<string, string> = {
    name: t("carrier.ruleName"),
    is_enabled: t("carrier.inUse"),
    min_weight: t("carrier.minWeight"),
    max_weight: t("carrier.maxWeight"),
    tracking_pattern: t("carrier.pattern"),
    shipping_option_id: t("tester.option"),
    provider_id: t("carrier.provider"),
    country_code: t("tester.country"),
    delivery_mode: t("order.deliveryMode"),
    carrier: t("carrier.carrier"),
    marketplace_carrier_name: t("carrier.name"),
    remove_pattern: t("carrier.remove"),
    tracking_url_template: t("carrier.template"),
  }
  const both = theirs
    ? Object.keys(labels).flatMap((field) => {
        const [saved, mine] = [theirs, typed].map((one) => fieldOf(one, field))
        return saved === mine ? [] : { label: labels[field], theirs: saved, mine }
      })
    : []
  return (
    <DrawerForm
      title={t(rule ? "carrier.editRule" : "carrier.addRule")}
      hint={t("carrier.ruleHint")}
      isSaving={save.isPending}
      error={save.error}
      canSave={Boolean(carrier || name.trim())}
      isDirty={JSON.stringify(typed) !== untouched}
      onSubmit={submit}
    >
      <Meanwhile fields={both} onTake={handleSuccess} />
      <TextField
        optional
        name="name"
        label={t("carrier.ruleName")}
        hint={t("carrier.ruleNameHint")}
        maxLength={200}
        value={called}
        onChange={setCalled}
      />
      <Field label={t("carrier.inUse")} name="is_enabled">
        {(props) => <Switch {...props} checked={isEnabled} onCheckedChange={setEnabled} />}
      </Field>
      <SelectField
        label={t("carrier.number")}
        value={number.operator}
        options={PATTERN_OPERATORS.map((operator) => ({
          value: operator,
          label: t(`carrier.operators.${operator}`),
        }))}
        onChange={(operator) => setNumber({ ...number, operator: operator as PatternOperator })}
      />
      <TextField
        optional
        name="match.tracking_pattern"
        label={t("carrier.pattern")}
        hint={t(number.operator === "matches" ? "carrier.patternHint" : "carrier.textHint")}
        spellCheck={false}
        value={number.text}
        onChange={(text) => setNumber({ ...number, text })}
      />
      <SelectField
        optional
        name="match.shipping_option_id"
        label={t("tester.option")}
        hint={t("carrier.optionHint")}
        value={match.shipping_option_id ?? ANY}
        options={[
          { value: ANY, label: t("field.any") },
          ...options.map((option) => ({ value: option.id, label: option.name })),
        ]}
        onChange={set("shipping_option_id")}
      />
      <SelectField
        optional
        name="match.provider_id"
        label={t("carrier.provider")}
        hint={t("carrier.providerHint")}
        value={match.provider_id ?? ANY}
        options={[
          { value: ANY, label: t("field.any") },
          ...providers.map((provider) => ({ value: provider, label: providerName(provider) })),
        ]}
        onChange={set("provider_id")}
      />
      <TextField
        optional
        name="match.country_code"
        label={t("tester.country")}
        hint={t("carrier.countryHint")}
        maxLength={2}
        value={match.country_code ?? ""}
        onChange={set("country_code")}
      />
      <DeliveryModeField
        optional
        name="match.delivery_mode"
        label={t("order.deliveryMode")}
        hint={t("carrier.modeHint")}
        connectionId={connectionId}
        value={match.delivery_mode ?? ""}
        onChange={set("delivery_mode")}
      />
      {(["min_weight", "max_weight"] as const).map((end) => (
        <TextField
          optional
          key={end}
          name={`match.${end}`}
          label={t(end === "min_weight" ? "carrier.minWeight" : "carrier.maxWeight")}
          hint={end === "max_weight" ? t("carrier.weightHint") : undefined}
          type="number"
          min={0}
          step="any"
          value={weights[end]}
          onChange={(weight) => setWeights({ ...weights, [end]: weight })}
        />
      ))}
      <CarrierField
        name="carrier"
        label={t("carrier.carrier")}
        hint={t("carrier.carrierHint")}
        connectionId={connectionId}
        value={carrier}
        onChange={setCarrier}
      />
      <TextField
        optional
        name="marketplace_carrier_name"
        label={t("carrier.name")}
        hint={t("carrier.nameHint")}
        value={name}
        onChange={setName}
      />
      <TextField
        optional
        name="remove_pattern"
        label={t("carrier.remove")}
        hint={t("carrier.removeHint")}
        spellCheck={false}
        value={remove}
        onChange={setRemove}
      />
      <TextField
        optional
        name="tracking_url_template"
        label={t("carrier.template")}
        hint={t("carrier.templateHint")}
        spellCheck={false}
        value={template}
        onChange={setTemplate}
      />
      <TemplatePreview template={template} />
    </DrawerForm>
  )
}

export default CarrierRulePage
