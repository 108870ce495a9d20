import { Combobox } from "@medusajs/dashboard/components"
import { useTranslation } from "react-i18next"
import { useDeliveryModes } from "../hooks/api/marketplace-orders"
import { Field } from "./field"

type Named = {
  label: string
  hint?: string
  name?: string
  optional?: boolean
  /** Only what orders of this connection have; left out: of all. */
  connectionId?: string
}

/** The modes that were seen, and those that are chosen already, whether or not an order has them. */
function useModeOptions(connectionId: string | undefined, chosen: string[]) {
  const seen = useDeliveryModes(connectionId)
  return [...new Set([...chosen.filter(Boolean), ...seen])].map((mode) => ({ value: mode, label: mode }))
}

type ChoiceProps = {
  id?: string
  "aria-label"?: string
  "aria-describedby"?: string
  connectionId?: string
  value: string
  onChange: (value: string) => void
}

/** A delivery mode in the marketplace's words: one that orders have, or one that is still to come. */
export const DeliveryModeChoice = ({ connectionId, value, onChange, ...props }: ChoiceProps) => {
  const { t } = useTranslation("marketplaces")
  const change = (mode?: string) => onChange(mode?.trim() ?? "")
  return (
    <Combobox
      {...props}
      value={value}
      options={useModeOptions(connectionId, [value])}
      allowClear
      placeholder={t("deliveryModes.modePlaceholder")}
      onChange={change}
      onCreateOption={change}
    />
  )
}

type OneProps = Named & { value: string; onChange: (value: string) => void }

export const DeliveryModeField = ({ label, hint, name, optional, ...choice }: OneProps) => (
  <Field label={label} hint={hint} name={name} optional={optional}>
    {(props) => <DeliveryModeChoice {...props} {...choice} />}
  </Field>
)

type ManyProps = Named & { value: string[]; onChange: (value: string[]) => void }

/** Several delivery modes. */
export const DeliveryModesListField = ({ connectionId, value, onChange, ...field }: ManyProps) => {
  const { t } = useTranslation("marketplaces")
  const options = useModeOptions(connectionId, value)
  return (
    <Field {...field}>
      {(props) => (
        <Combobox<string[]>
          {...props}
          displayMode="chips"
          value={value}
          options={options}
          placeholder={t("deliveryModes.modePlaceholder")}
          onChange={(modes) =>
            onChange([...new Set((modes ?? []).map((mode) => mode.trim()).filter(Boolean))])
          }
          // What is new is among the values too.
          onCreateOption={() => undefined}
        />
      )}
    </Field>
  )
}
