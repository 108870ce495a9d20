import { Switch, Textarea } from "@medusajs/ui"
import { useTranslation } from "react-i18next"
import { useCustomerGroups } from "../../hooks/api/store"
import { CarrierField } from "../carriers/carrier-field"
import { Field } from "../field"
import { SelectField } from "../select-field"
import { TextField } from "../text-field"
import type { Setting } from "./setting-sections"
import { fromText, toText } from "./setting-value"

const NOTHING = "-"

export type SettingTexts = { label: string; help: string; option: (value: string) => string }
type Props = {
  setting: Setting
  texts: SettingTexts
  value: unknown
  /** Stands for an empty list or text, where null is not allowed. */
  empty?: unknown
  connectionId: string
  onChange: (value: unknown) => void
}

export const SettingField = ({ setting, texts, value, empty = null, connectionId, onChange }: Props) => {
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
              defaultValue={toText(kind, value)}
              placeholder={t("field.mapPlaceholder")}
              onChange={(event) => onChange(fromText(kind, event.target.value))}
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
