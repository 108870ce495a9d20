import { Switch, Textarea } from "@medusajs/ui"
import { useTranslation } from "react-i18next"
import { useCustomerGroups } from "../../hooks/api/store"
import { CarrierField } from "../carriers/carrier-field"
import { Field } from "../field"
import { OrderedChecks } from "../ordered-checks"
import { SelectField } from "../select-field"
import { TextField } from "../text-field"
import { DeliveryModesField } from "./delivery-modes-field"
import { NameRuleField } from "./name-rule-field"
import { type Recipient, RecipientsField } from "./recipients-field"
import type { Setting } from "./setting-sections"
import { fromText, patchOf, toText } from "./setting-value"

const NOTHING = "-"

export type SettingTexts = { label: string; help: string; option: (value: string) => string }
type Props = {
  setting: Setting
  texts: SettingTexts
  value: unknown
  /** As it is saved: a map is changed by what differs from it. */
  stored: unknown
  /** Stands for an empty list or text, where null is not allowed. */
  empty?: unknown
  connectionId: string
  onChange: (value: unknown) => void
}

export const SettingField = ({
  setting,
  texts,
  value,
  stored,
  empty = null,
  connectionId,
  onChange,
}: Props) => {
  const { t } = useTranslation("marketplaces")
  const { kind, options = [] } = setting
  const field = { label: texts.label, hint: texts.help }
  const groups = useCustomerGroups().data?.customer_groups ?? []
  switch (kind) {
    case "switch":
      return (
        <Field {...field}>
          {(props) => <Switch {...props} checked={value === true} onCheckedChange={onChange} />}
        </Field>
      )
    case "select":
      return (
        <SelectField
          {...field}
          value={String(value)}
          options={options.map((option) => ({ value: option, label: texts.option(option) }))}
          onChange={onChange}
        />
      )
    case "ordered":
      return (
        <OrderedChecks
          {...field}
          value={Array.isArray(value) ? value.map(String) : []}
          options={options.map((option) => ({ value: option, label: texts.option(option) }))}
          onChange={onChange}
        />
      )
    case "name_rule":
      return <NameRuleField {...field} value={value} onChange={onChange} />
    case "delivery_modes":
      return (
        <DeliveryModesField
          {...field}
          connectionId={connectionId}
          value={(stored ?? {}) as Record<string, string>}
          onChange={onChange}
        />
      )
    case "recipients":
      return <RecipientsField {...field} value={(value ?? []) as Recipient[]} onChange={onChange} />
    case "customer_group":
      return (
        <SelectField
          {...field}
          value={value ? String(value) : NOTHING}
          options={[
            { value: NOTHING, label: t("field.none") },
            ...groups.map(({ id, name }) => ({ value: id, label: name ?? id })),
          ]}
          onChange={(chosen) => onChange(chosen === NOTHING ? null : chosen)}
        />
      )
    case "carrier":
      return (
        <CarrierField
          {...field}
          connectionId={connectionId}
          value={value ? String(value) : ""}
          onChange={(chosen) => onChange(chosen || null)}
        />
      )
    case "map":
      return (
        <Field {...field}>
          {(props) => (
            <Textarea
              {...props}
              rows={3}
              defaultValue={toText(kind, stored)}
              placeholder={t("field.mapPlaceholder")}
              onChange={(event) => {
                const typed = fromText(kind, event.target.value) as Record<string, string>
                onChange(patchOf((stored ?? {}) as Record<string, unknown>, typed))
              }}
            />
          )}
        </Field>
      )
    default:
      return (
        <TextField
          {...field}
          type={kind === "number" || kind === "date" ? kind : "text"}
          min={setting.min}
          max={setting.max}
          step={kind === "number" ? "any" : undefined}
          defaultValue={toText(kind, value)}
          placeholder={kind === "list" ? t("field.all") : undefined}
          onChange={(text) => onChange(fromText(kind, text, empty))}
        />
      )
  }
}
