import { Hint } from "@medusajs/ui"
import { useTranslation } from "react-i18next"
import type { SettingField } from "../../../api/admin/marketplaces/types"
import { TextField } from "../text-field"
import { type BrakeLimits, readBrake } from "./brake"

const LIMITS = ["zero_count", "zero_percent", "fall_percent", "rise_percent"] as const

type Props = { setting: SettingField; value: unknown; onChange: (value: BrakeLimits) => void }

/** From when on a change waits for a person. */
export const BrakeField = ({ setting, value, onChange }: Props) => {
  const { t } = useTranslation("marketplaces")
  const limits = readBrake(setting, value)
  return (
    <fieldset className="flex min-w-0 flex-col gap-y-4">
      <legend className="txt-compact-small-plus mb-2">{setting.label}</legend>
      <Hint>{setting.help}</Hint>
      {LIMITS.map((name) => (
        <TextField
          key={name}
          label={t(`brake.parts.${name}`)}
          type="number"
          min={0}
          step="any"
          defaultValue={String(limits[name])}
          onChange={(text) => onChange({ ...limits, [name]: Number(text.replace(",", ".")) })}
        />
      ))}
    </fieldset>
  )
}
