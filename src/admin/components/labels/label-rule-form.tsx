import { Button } from "@medusajs/ui"
import { type FormEvent, useState } from "react"
import { useTranslation } from "react-i18next"
import type { ChosenOption } from "../../../labels/choose-option"
import type { ShownLabelAccount, ShownLabelRule } from "../../../api/admin/label-accounts/types"
import { useSaveLabelRule } from "../../hooks/api/labels"
import { DeliveryModesListField } from "../delivery-mode-field"
import { SelectField } from "../select-field"
import { TextField } from "../text-field"
import { OptionField } from "./option-field"

const ANY = "any"
const POINTS = [ANY, "yes", "no"] as const
const STATES = ["on", "off"] as const

type Props = { account: ShownLabelAccount; rule?: ShownLabelRule; onDone: () => void }

/** One rule. Conditions that have no field here, which the API sets, stay as they are. */
export const LabelRuleForm = ({ account, rule, onDone }: Props) => {
  const { t } = useTranslation("marketplaces")
  const save = useSaveLabelRule(account.id)
  const { match } = rule ?? { match: {} as Partial<ShownLabelRule["match"]> }
  const [fields, setFields] = useState({
    name: rule?.name ?? "",
    countries: (match.country_codes ?? []).join(", "),
    skus: (match.skus ?? []).join(", "),
    min_grams: String(match.min_grams ?? ""),
    max_grams: String(match.max_grams ?? ""),
    point: match.has_pickup_point == null ? ANY : match.has_pickup_point ? "yes" : "no",
    state: rule?.is_enabled === false ? "off" : "on",
  })
  const [modes, setModes] = useState(match.delivery_modes ?? [])
  const [option, setOption] = useState<ChosenOption | null>(
    rule ? { option_code: rule.option_code, contract_id: rule.contract_id ?? null } : null
  )
  const field = (name: keyof typeof fields) => ({
    label: t(`labelRules.${name}`),
    value: fields[name],
    onChange: (value: string) => setFields({ ...fields, [name]: value }),
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!option) return
    const body = {
      name: fields.name.trim(),
      is_enabled: fields.state === "on",
      ...option,
      match: {
        ...match,
        country_codes: listed(fields.countries.toUpperCase()),
        delivery_modes: modes.length ? modes : null,
        skus: listed(fields.skus),
        min_grams: numbered(fields.min_grams),
        max_grams: numbered(fields.max_grams),
        has_pickup_point: fields.point === ANY ? null : fields.point === "yes",
      },
    }
    save.mutate({ id: rule?.id, version: rule?.version, ...body }, { onSuccess: onDone })
  }
  return (
    <form className="grid gap-4 px-6 py-4 md:grid-cols-3" onSubmit={submit}>
      <TextField {...field("name")} required maxLength={200} />
      <OptionField
        country={/^\s*([A-Za-z]{2})\b/.exec(fields.countries)?.[1].toUpperCase()}
        accountId={account.id}
        label={t("labelRules.option")}
        value={option}
        onChange={setOption}
      />
      <SelectField
        {...field("state")}
        options={STATES.map((value) => ({ value, label: t(`field.${value}`) }))}
      />
      <TextField {...field("countries")} hint={t("labelRules.listHint")} optional />
      <DeliveryModesListField
        optional
        label={t("labelRules.modes")}
        hint={t("labelRules.modesHint")}
        value={modes}
        onChange={setModes}
      />
      <TextField {...field("skus")} hint={t("labelRules.listHint")} optional />
      <TextField {...field("min_grams")} type="number" min={0} optional />
      <TextField {...field("max_grams")} type="number" min={1} optional />
      <SelectField
        {...field("point")}
        options={POINTS.map((value) => ({
          value,
          label: value === ANY ? t("field.any") : t(`labelRules.points.${value}`),
        }))}
      />
      <div className="flex gap-2 md:col-span-3">
        <Button
          size="small"
          type="submit"
          disabled={!fields.name.trim() || !option}
          isLoading={save.isPending}
        >
          {t("actions.save")}
        </Button>
        <Button size="small" type="button" variant="secondary" onClick={onDone}>
          {t("actions.cancel")}
        </Button>
      </div>
    </form>
  )
}

const numbered = (text: string): number | null => (text.trim() === "" ? null : Number(text))

function listed(text: string): string[] | null {
  const parts = text
    .split(",")
    .map((part) => part.trim())
    .filter(Boolean)
  return parts.length > 0 ? parts : null
}
