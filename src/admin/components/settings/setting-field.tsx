import { Switch, Textarea } from "@medusajs/ui"
import { useTranslation } from "react-i18next"
import { useCustomerGroups, useShippingOptions } from "../../hooks/api/store"
import { CarrierField } from "../carriers/carrier-field"
import type { SettingField as Description } from "../../../api/admin/marketplaces/types"
import { DeliveryModesListField } from "../delivery-mode-field"
import { Field } from "../field"
import { OrderedChecks } from "../ordered-checks"
import { SelectField } from "../select-field"
import { TextField } from "../text-field"
import { isMadeForOrders } from "../destinations/shipping-options"
import { BrakeField } from "./brake-field"
import { DeliveryModesField } from "./delivery-modes-field"
import { LabelAccountField } from "./label-account-field"
import { NameRuleField } from "./name-rule-field"
import { PriceRulesField } from "./price-rules-field"
import { type Recipient, RecipientsField } from "./recipients-field"
import { emptyMeansAll, fromText, optionLabel, patchOf, toText } from "./setting-value"

const NOTHING = "-"

type Props = {
  setting: Description
  value: unknown
  /** As it is saved: a map is changed by what differs from it. */
  stored: unknown
  connectionId: string
  /** Of its settings. */
  section: string
  onChange: (value: unknown) => void
}

export const SettingField = ({ setting, value, stored, connectionId, section, onChange }: Props) => {
  const { t } = useTranslation("marketplaces")
  const { type } = setting
  const field = {
    label: setting.label,
    hint: setting.help,
    name: `settings.${section}.${setting.name}`,
  }
  const options = (setting.options ?? []).map((option) => ({
    value: option,
    label: optionLabel(setting, option),
  }))
  const shippingOptions = useShippingOptions().data?.shipping_options ?? []
  const groups = useCustomerGroups().data?.customer_groups ?? []
  const text = (
    <TextField
      {...field}
      type={type === "number" || type === "date" ? type : "text"}
      min={setting.min}
      max={setting.max}
      step={type === "number" ? "any" : undefined}
      defaultValue={toText(type, value)}
      placeholder={emptyMeansAll(setting) ? t("field.all") : undefined}
      onChange={(text) => onChange(fromText(setting, text))}
    />
  )
  switch (type) {
    case "boolean":
      return (
        <Field {...field}>
          {(props) => <Switch {...props} checked={value === true} onCheckedChange={onChange} />}
        </Field>
      )
    case "select":
      return setting.default === null ? (
        <SelectField
          {...field}
          value={value ? String(value) : NOTHING}
          options={[{ value: NOTHING, label: t("field.none") }, ...options]}
          onChange={(chosen) => onChange(chosen === NOTHING ? null : chosen)}
        />
      ) : (
        <SelectField {...field} value={String(value)} options={options} onChange={onChange} />
      )
    case "label_account":
      return <LabelAccountField {...field} value={value ? String(value) : null} onChange={onChange} />
    case "ordered":
      return (
        <OrderedChecks
          {...field}
          value={Array.isArray(value) ? value.map(String) : []}
          options={options}
          onChange={onChange}
        />
      )
    case "name_rule":
      return <NameRuleField setting={setting} value={value} onChange={onChange} />
    case "delivery_modes":
      return (
        <DeliveryModesField
          {...field}
          connectionId={connectionId}
          value={(stored ?? {}) as Record<string, string>}
          onChange={onChange}
        />
      )
    case "list":
      return setting.items === "delivery_mode" ? (
        <DeliveryModesListField
          {...field}
          connectionId={connectionId}
          value={Array.isArray(value) ? value.map(String) : []}
          onChange={onChange}
        />
      ) : (
        text
      )
    case "recipients":
      return <RecipientsField setting={setting} value={(value ?? []) as Recipient[]} onChange={onChange} />
    case "price_rules":
      return <PriceRulesField setting={setting} value={value} onChange={onChange} />
    case "brake":
      return <BrakeField setting={setting} value={value} onChange={onChange} />
    case "activation":
      return null
    case "shipping_options":
      return (
        <OrderedChecks
          {...field}
          isOrdered={false}
          value={Array.isArray(value) ? value.map(String) : []}
          options={shippingOptions
            .filter((option) => !isMadeForOrders(option))
            .map((option) => ({ value: option.id, label: option.name }))}
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
              defaultValue={toText(type, stored)}
              placeholder={t("field.mapPlaceholder")}
              onChange={(event) => {
                const typed = fromText(setting, event.target.value) as Record<string, string>
                onChange(patchOf((stored ?? {}) as Record<string, unknown>, typed))
              }}
            />
          )}
        </Field>
      )
    default:
      return text
  }
}
