/** Medusa's weights have no unit: the operator says which one the store's products have. */
export const WEIGHT_UNITS = { g: 1, kg: 1000, oz: 28.349523125, lb: 453.59237 } as const
export type WeightUnit = keyof typeof WEIGHT_UNITS

/** No service takes less. */
const LEAST_GRAMS = 2

/** A line of the order, never a row of its fulfillment: a kit has several rows, and is weighed once. */
export type WeighedLine = {
  line_item_id: string
  quantity: number
  /** Of one unit, in the store's unit. */
  weight: number | null
}

export type WeightSettings = {
  weight_unit: WeightUnit | null
  /** For articles without a weight. */
  item_grams: number | null
  packaging_grams: number
}

export type WeightFault =
  | { code: "unit_not_chosen" }
  | { code: "weight_missing"; line_item_id: string }
  | { code: "too_light"; grams: number; limit: number }
  | { code: "too_heavy"; grams: number; limit: number }

/** Grams of one unit; null where neither the article nor the settings say. A weight of zero says nothing. */
export function unitGrams({ weight }: Pick<WeighedLine, "weight">, settings: WeightSettings): number | null {
  const { weight_unit, item_grams } = settings
  if (weight !== null && Number.isFinite(weight) && weight > 0) {
    return weight_unit === null ? null : weight * WEIGHT_UNITS[weight_unit]
  }
  return item_grams
}

/**
 * What a parcel of these lines weighs, in whole grams: what was measured, else the articles with their packaging.
 * @param measured_grams typed in by the packer, packaging included
 */
export function parcelWeight(
  lines: readonly WeighedLine[],
  settings: WeightSettings,
  measured_grams: number | null
): { grams: number } | { faults: WeightFault[] } {
  if (measured_grams !== null) {
    return atLeast(Math.round(measured_grams))
  }
  const hasWeights = lines.some(({ weight }) => weight !== null && weight > 0)
  if (settings.weight_unit === null && hasWeights) {
    return { faults: [{ code: "unit_not_chosen" }] }
  }
  const weighed = lines.map((line) => ({ line, grams: unitGrams(line, settings) }))
  const faults = weighed.flatMap(({ line, grams }): WeightFault[] =>
    grams === null ? [{ code: "weight_missing", line_item_id: line.line_item_id }] : []
  )
  if (faults.length > 0) {
    return { faults }
  }
  const items = weighed.reduce((sum, { line, grams }) => sum + (grams ?? 0) * line.quantity, 0)
  return atLeast(Math.round(items + settings.packaging_grams))
}

const atLeast = (grams: number): { grams: number } | { faults: WeightFault[] } =>
  grams >= LEAST_GRAMS ? { grams } : { faults: [{ code: "too_light", grams, limit: LEAST_GRAMS }] }

/** Why an option does not take a weight. Both ends of its band belong to it. */
export function bandFault(
  grams: number,
  { min_grams, max_grams }: { min_grams: number | null; max_grams: number | null }
): WeightFault | null {
  if (min_grams !== null && grams < min_grams) {
    return { code: "too_light", grams, limit: min_grams }
  }
  return max_grams !== null && grams > max_grams ? { code: "too_heavy", grams, limit: max_grams } : null
}

/**
 * Whole grams of one unit of each line for the customs, of which the sum is at most the parcel's: a parcel that was weighed
 * can be lighter than what its articles say.
 */
export function declaredGrams(
  units: readonly { grams: number; quantity: number }[],
  parcel_grams: number
): number[] | null {
  const sum = units.reduce((total, { grams, quantity }) => total + grams * quantity, 0)
  const share = Math.min(1, sum === 0 ? 1 : parcel_grams / sum)
  const declared = units.map(({ grams }) => Math.max(1, Math.floor(grams * share)))
  const total = units.reduce((grams, { quantity }, index) => grams + declared[index] * quantity, 0)
  return total <= parcel_grams ? declared : null
}
