import { z } from "zod"

import { namedCountry } from "../orders/territories"
import { fold } from "../marketplaces/fold"
import type { LastMile } from "./label-service"

const text = z.string().trim().min(1).max(200)
const list = (item: z.ZodType<string>) => z.array(item).min(1).max(500).nullish()
const countryCode = z
  .string()
  .trim()
  .toUpperCase()
  .regex(/^[A-Z]{2}$/, "A country is written as two letters (ISO 3166-1).")

/** "If … then this option": absent conditions match everything, all that are there must match. */
export const optionRuleSchema = z.strictObject({
  name: text,
  is_enabled: z.boolean().default(true),
  match: z
    .strictObject({
      /** As the marketplace writes them. */
      delivery_modes: list(text),
      country_codes: list(countryCode),
      /** Both ends belong to the band. */
      min_grams: z.number().nonnegative().nullish(),
      max_grams: z.number().positive().nullish(),
      min_value: z.number().nonnegative().nullish(),
      max_value: z.number().positive().nullish(),
      stock_location_ids: list(text),
      /** One of the parcel's articles is enough. */
      skus: list(text),
      shipping_profile_ids: list(text),
      has_pickup_point: z.boolean().nullish(),
    })
    .refine(
      ({ min_grams, max_grams }) => (min_grams ?? 0) <= (max_grams ?? Infinity),
      "The lightest weight is above the heaviest"
    )
    .refine(
      ({ min_value, max_value }) => (min_value ?? 0) <= (max_value ?? Infinity),
      "The lowest value is above the highest"
    ),
  option_code: z.string().min(1).max(500),
  contract_id: text.nullish(),
})
export type OptionRuleInput = z.infer<typeof optionRuleSchema>
export type OptionRule = OptionRuleInput & { id: string }

/** What a parcel shows to the rules. */
export type OptionSubject = {
  delivery_mode: string | null
  country_code: string
  postal_code: string
  /** Null while it is not known. */
  grams: number | null
  value: number
  stock_location_id: string | null
  skus: readonly (string | null)[]
  shipping_profile_ids: readonly (string | null)[]
  has_pickup_point: boolean
}

export type OptionCondition =
  | "delivery_modes"
  | "country_codes"
  | "weight"
  | "value"
  | "stock_location_ids"
  | "skus"
  | "shipping_profile_ids"
  | "has_pickup_point"

/** Why a rule was, or was not, taken. `failed`: its first condition that does not hold. */
export type OptionStep =
  | { kind: "rule"; id: string; name: string; outcome: "used"; on: OptionCondition[] }
  | { kind: "rule"; id: string; name: string; outcome: "failed"; failed: OptionCondition }
  | { kind: "rule"; id: string; name: string; outcome: "disabled" | "not_reached" }
  | { kind: "override" | "fallback"; outcome: "used" | "none" | "not_reached" }

export type ChosenOption = { option_code: string; contract_id: string | null }

/**
 * The option of a parcel: what was chosen for this label only, else that of the first rule that fits, else the fallback.
 * Null where there is none. The steps explain it, rule by rule.
 */
export function chooseOption(
  subject: OptionSubject,
  rules: readonly OptionRule[],
  fallback: ChosenOption | null,
  override: ChosenOption | null = null
): { chosen: ChosenOption | null; steps: OptionStep[] } {
  let chosen = override
  const steps: OptionStep[] = [{ kind: "override", outcome: override ? "used" : "none" }]
  for (const rule of rules) {
    const { id, name } = rule
    const head = { kind: "rule", id, name } as const
    if (chosen) {
      steps.push({ ...head, outcome: "not_reached" })
      continue
    }
    if (!rule.is_enabled) {
      steps.push({ ...head, outcome: "disabled" })
      continue
    }
    const conditions = conditionsOf(rule, subject)
    const failed = conditions.find(([, holds]) => !holds)?.[0]
    if (failed) {
      steps.push({ ...head, outcome: "failed", failed })
      continue
    }
    chosen = { option_code: rule.option_code, contract_id: rule.contract_id ?? null }
    steps.push({ ...head, outcome: "used", on: conditions.map(([condition]) => condition) })
  }
  steps.push({ kind: "fallback", outcome: chosen ? "not_reached" : fallback ? "used" : "none" })
  return { chosen: chosen ?? fallback, steps }
}

/** Each condition of a rule, with whether it holds. */
function conditionsOf({ match }: OptionRule, subject: OptionSubject): [OptionCondition, boolean][] {
  const { delivery_modes, country_codes, min_grams, max_grams, min_value, max_value } = match
  const mode = fold(subject.delivery_mode ?? "")
  const country = namedCountry(subject, country_codes ?? [])
  const isIn = (
    band: readonly [number | null | undefined, number | null | undefined],
    value: number | null
  ) => value !== null && value >= (band[0] ?? -Infinity) && value <= (band[1] ?? Infinity)
  const isOneOf = (wanted: readonly string[] | null | undefined, given: readonly (string | null)[]) =>
    given.some((one) => one !== null && wanted?.includes(one))
  const isSet = (...values: unknown[]) => values.some((value) => value !== null && value !== undefined)
  const all: [OptionCondition, boolean, boolean][] = [
    [
      "delivery_modes",
      isSet(delivery_modes),
      (delivery_modes ?? []).some((one) => mode !== "" && fold(one) === mode),
    ],
    ["country_codes", isSet(country_codes), country !== null && (country_codes ?? []).includes(country)],
    ["weight", isSet(min_grams, max_grams), isIn([min_grams, max_grams], subject.grams)],
    ["value", isSet(min_value, max_value), isIn([min_value, max_value], subject.value)],
    [
      "stock_location_ids",
      isSet(match.stock_location_ids),
      isOneOf(match.stock_location_ids, [subject.stock_location_id]),
    ],
    ["skus", isSet(match.skus), isOneOf(match.skus, subject.skus)],
    [
      "shipping_profile_ids",
      isSet(match.shipping_profile_ids),
      isOneOf(match.shipping_profile_ids, subject.shipping_profile_ids),
    ],
    ["has_pickup_point", isSet(match.has_pickup_point), match.has_pickup_point === subject.has_pickup_point],
  ]
  return all.filter(([, isThere]) => isThere).map(([condition, , holds]) => [condition, holds])
}

/** Where an option and an order's pickup point do not agree: a parcel would go to the wrong place. */
export function pickupFault(
  last_mile: LastMile,
  has_pickup_point: boolean
): "pickup_point_missing" | "option_ignores_pickup_point" | null {
  if (last_mile === "service_point" && !has_pickup_point) {
    return "pickup_point_missing"
  }
  return has_pickup_point && (last_mile === "home" || last_mile === "other")
    ? "option_ignores_pickup_point"
    : null
}
