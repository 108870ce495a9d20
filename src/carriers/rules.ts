import { z } from "zod"
import type { CarrierNames, MarketplaceCarrier } from "./carrier-names"
import { findCarrier } from "./catalog"
import { marketplaceCarrierName } from "./marketplace-name"
import { cleanNumber, isReadable } from "./normalize"
import { compilePattern, isFault } from "./pattern"
import { templateFault } from "./tracking-url"

const text = z.string().trim().min(1)
const weight = z.number().min(0).max(1_000_000_000)

/**
 * "If … then this carrier": what a merchant writes. Absent conditions match everything; all that are there must match.
 * `carrier` is a key of the catalog, or any name of the marketplace's own list; null leaves it to
 * `marketplace_carrier_name`, which is sent as is. `remove_pattern` takes the merchant's marker out of the number.
 */
const ruleShape = z.strictObject({
  match: z.strictObject({
    tracking_pattern: z.string().nullish(),
    shipping_option_id: text.nullish(),
    provider_id: text.nullish(),
    country_code: z
      .string()
      .trim()
      .toUpperCase()
      .regex(/^[A-Z]{2}$/, "A country is written as two letters (ISO 3166-1).")
      .nullish(),
    /** As the marketplace says it. */
    delivery_mode: text.max(200).nullish(),
    /** Of the parcel's articles, in the unit of the store's products; both ends belong to it. */
    min_weight: weight.nullish(),
    max_weight: weight.nullish(),
  }),
  /** What the merchant calls it. */
  name: text.max(200).nullish(),
  /** Left out: it is tried. */
  is_enabled: z.boolean().optional(),
  carrier: text.max(100).nullable(),
  marketplace_carrier_name: text.max(100).nullish(),
  remove_pattern: z.string().nullish(),
  tracking_url_template: z.string().nullish(),
})

export type CarrierRuleInput = z.infer<typeof ruleShape>
export type CarrierRule = CarrierRuleInput & { id: string; position: number }

export type RuleFault = { path: readonly string[]; code: string; message: string }

/** Why a rule of the right shape must not be saved; empty when it may. */
export function ruleFaults(rule: CarrierRuleInput): RuleFault[] {
  const patterns = [
    { path: ["match", "tracking_pattern"], source: rule.match.tracking_pattern },
    { path: ["remove_pattern"], source: rule.remove_pattern },
  ].flatMap(({ path, source }) => {
    const compiled = typeof source === "string" ? compilePattern(source) : null
    return compiled && isFault(compiled) ? [{ path, ...compiled }] : []
  })
  const template =
    typeof rule.tracking_url_template === "string" ? templateFault(rule.tracking_url_template) : null
  const { min_weight, max_weight } = rule.match
  const isReversed = min_weight != null && max_weight != null && min_weight > max_weight
  return [
    ...patterns,
    ...(isReversed
      ? [
          {
            path: ["match", "max_weight"],
            code: "weights_reversed",
            message: "The highest weight is below the lowest.",
          },
        ]
      : []),
    ...(template ? [{ path: ["tracking_url_template"], ...template }] : []),
    ...(rule.carrier === null && !rule.marketplace_carrier_name
      ? [{ path: ["carrier"], code: "carrier_missing", message: "The rule names no carrier." }]
      : []),
  ]
}

/** A rule as it comes from outside. Each issue carries its path, a sentence, and its code in `params.code`. */
export const carrierRuleSchema = ruleShape.superRefine((rule, context) => {
  for (const { path, code, message } of ruleFaults(rule)) {
    context.addIssue({ code: "custom", path: [...path], message, params: { code } })
  }
})

/** What a shipment shows to the rules. `tidy` is the number as `tidyNumber` leaves it, `number` as it was read out of that. */
export type RuleSubject = {
  tidy: string
  number?: string
  shipping_option_id?: string | null
  provider_id?: string | null
  country_code?: string | null
  delivery_mode?: string | null
  /** In the unit of the store's products; null where it is not known: then no rule with a weight applies. */
  weight?: number | null
}

/** The rules that are tried, in their order. */
export const rulesInUse = <Rule extends CarrierRule>(rules: readonly Rule[]): Rule[] =>
  rules.filter(({ is_enabled }) => is_enabled !== false).sort((a, b) => a.position - b.position)

export type RuleCondition = keyof CarrierRuleInput["match"]

export type RuleMatch = { matches: true; on: RuleCondition[] } | { matches: false; fault?: string }

const CONDITIONS = ["shipping_option_id", "provider_id", "country_code", "delivery_mode"] as const

const WEIGHTS = ["min_weight", "max_weight"] as const

const fitsWeight = ({ min_weight, max_weight }: CarrierRuleInput["match"], weight: number | null) =>
  weight !== null && weight >= (min_weight ?? 0) && weight <= (max_weight ?? Infinity)

const sameCase = (value: string | null | undefined) => value?.trim().toLowerCase()

/**
 * Whether a rule applies. A pattern is matched against the number as it was given, cleaned, and as it is sent, so both
 * "SHOP-" and "SHOP" find their marker. A pattern that is invalid (saved by another way than the schema) matches nothing.
 */
export function matchRule(rule: CarrierRuleInput, subject: RuleSubject): RuleMatch {
  const { tracking_pattern } = rule.match
  const equal = CONDITIONS.filter((condition) => rule.match[condition])
  if (equal.some((condition) => sameCase(rule.match[condition]) !== sameCase(subject[condition]))) {
    return { matches: false }
  }
  const weights = WEIGHTS.filter((condition) => rule.match[condition] != null)
  if (weights.length && !fitsWeight(rule.match, subject.weight ?? null)) {
    return { matches: false }
  }
  const on = [...equal, ...weights]
  if (typeof tracking_pattern !== "string") {
    return { matches: true, on }
  }
  const pattern = compilePattern(tracking_pattern)
  if (isFault(pattern)) {
    return { matches: false, fault: pattern.message }
  }
  const texts =
    subject.tidy && isReadable(subject.tidy)
      ? [subject.tidy, cleanNumber(subject.tidy), subject.number ?? ""].filter(
          (candidate) => candidate !== ""
        )
      : []
  return texts.some((candidate) => pattern.test(candidate))
    ? { matches: true, on: ["tracking_pattern", ...on] }
    : { matches: false }
}

export type Removal = {
  /** The cleaned number that is left. */
  number: string
  /** The same as it was given, so that it still shows what separates two numbers. */
  rest: string
  /** `kept`: the pattern would have left nothing, so the number stays whole. `invalid`: the pattern cannot be used. */
  outcome: "removed" | "not_found" | "kept" | "invalid"
}

/** Takes what a rule's `remove_pattern` matches out of a tidy number, and cleans it. Never leaves nothing. */
export function removeMarker(remove_pattern: string, tidy: string): Removal {
  const whole = cleanNumber(tidy)
  const pattern = compilePattern(remove_pattern)
  if (isFault(pattern) || !isReadable(tidy)) {
    return { number: whole, rest: tidy, outcome: isFault(pattern) ? "invalid" : "not_found" }
  }
  const rest = [pattern.remove(tidy), pattern.remove(whole)].find((left) => cleanNumber(left) !== whole)
  if (rest === undefined) {
    return { number: whole, rest: tidy, outcome: "not_found" }
  }
  const number = cleanNumber(rest)
  return number === "" ? { number: whole, rest: tidy, outcome: "kept" } : { number, rest, outcome: "removed" }
}

export type RuleWarning = {
  /** `carrier_not_listed`: the marketplace's live list does not have it (any more). */
  code: "carrier_not_listed"
  name: string
}

/** What is doubtful about a saved rule, given the marketplace's live list. Null when nothing is, or there is no list. */
export function ruleWarning(
  rule: CarrierRuleInput,
  names: CarrierNames,
  live: readonly MarketplaceCarrier[] | null
): RuleWarning | null {
  if (!live?.length) {
    return null
  }
  const carrier = rule.carrier === null ? null : findCarrier(rule.carrier, names)
  const { source } = marketplaceCarrierName({
    names,
    carrier,
    text: rule.carrier,
    own_name: rule.marketplace_carrier_name ?? null,
    live,
    match: "listed",
    fallback: null,
  })
  return source === "none" || source === "own_unlisted"
    ? {
        code: "carrier_not_listed",
        name: rule.marketplace_carrier_name ?? carrier?.name ?? rule.carrier ?? "",
      }
    : null
}
