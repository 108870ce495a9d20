import { Combobox } from "@medusajs/dashboard/components"
import { Plus, Trash } from "@medusajs/icons"
import { Button, Hint, IconButton } from "@medusajs/ui"
import { useState } from "react"
import { useTranslation } from "react-i18next"
import { useShippingOptions } from "../../hooks/api/store"
import { useCarrierChoices } from "../carriers/use-carrier-choices"
import { DeliveryModeChoice } from "../delivery-mode-field"
import { patchOf } from "./setting-value"

type Props = {
  label: string
  hint: string
  connectionId: string
  /** Stored: delivery mode to carrier or shipping option. */
  value: Record<string, string>
  onChange: (patch: Record<string, string | null>) => void
}

/** The marketplace's delivery modes and what each means here. */
export const DeliveryModesField = ({ label, hint, connectionId, value, onChange }: Props) => {
  const { t } = useTranslation("marketplaces")
  const [rows, setRows] = useState(() => Object.entries(value).map(([mode, target]) => ({ mode, target })))
  const carriers = useCarrierChoices(connectionId)
  const options = (useShippingOptions().data?.shipping_options ?? []).map(({ id, name }) => ({
    value: id,
    label: t("carrier.optionNamed", { name }),
  }))
  const change = (changed: typeof rows) => {
    setRows(changed)
    const complete = changed.filter(({ mode, target }) => mode.trim() && target)
    onChange(patchOf(value, Object.fromEntries(complete.map(({ mode, target }) => [mode.trim(), target]))))
  }
  const set = (index: number, part: Partial<(typeof rows)[number]>) =>
    change(rows.map((row, at) => (at === index ? { ...row, ...part } : row)))
  return (
    <fieldset className="flex min-w-0 flex-col gap-y-2">
      <legend className="txt-compact-small-plus mb-2">{label}</legend>
      {rows.map((row, index) => (
        <div key={index} className="flex items-center gap-2">
          <div className="min-w-0 flex-1">
            <DeliveryModeChoice
              aria-label={t("deliveryModes.mode", { place: index + 1 })}
              connectionId={connectionId}
              value={row.mode}
              onChange={(mode) => set(index, { mode })}
            />
          </div>
          <div className="min-w-0 flex-1">
            <Combobox
              aria-label={t("deliveryModes.target", { place: index + 1 })}
              value={row.target}
              options={[...options, ...carriers]}
              placeholder={t("field.choose")}
              onChange={(target) => set(index, { target: target ?? "" })}
            />
          </div>
          <IconButton
            type="button"
            size="small"
            variant="transparent"
            aria-label={t("deliveryModes.remove", { place: index + 1 })}
            onClick={() => change(rows.filter((_, at) => at !== index))}
          >
            <Trash />
          </IconButton>
        </div>
      ))}
      <div>
        <Button
          size="small"
          variant="secondary"
          type="button"
          onClick={() => setRows([...rows, { mode: "", target: "" }])}
        >
          <Plus />
          {t("deliveryModes.add")}
        </Button>
      </div>
      <Hint>{hint}</Hint>
    </fieldset>
  )
}
