import type { SettingField } from "../../../api/admin/marketplaces/types"
import type { BrakeRules } from "../../../offers/brake"

export type BrakeLimits = BrakeRules

/** Stored limits, with the default of each that is missing. */
export const readBrake = ({ default: standard }: Pick<SettingField, "default">, value: unknown) =>
  ({ ...(standard as object), ...(value as object | null) }) as BrakeLimits
