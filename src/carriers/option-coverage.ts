import { type CarrierRule, rulesInUse } from "./rules"

/**
 * What gives an option's parcels their carrier without looking at their number: the option itself, a rule that needs
 * nothing but the option or its provider, or the default. Null: only the number can decide.
 */
export type CoveredBy = "option" | "rule" | "default" | null

export type Coverage = { covered_by: CoveredBy; rule_id: string | null }

/** The options and providers that a connection's parcels can use, each with how its carrier is determined. */
export type ConnectionCoverage = {
  shipping_options: ({
    id: string
    name: string
    provider_id: string
    stock_location_id: string
  } & Coverage)[]
  providers: ({ id: string } & Coverage)[]
  default_carrier: string | null
  /** How many of both leave the carrier to the parcel's number. */
  uncovered: number
}

export function optionCoverage(
  option: { shipping_option_id: string | null; provider_id: string; option_carrier: string | null },
  rules: readonly CarrierRule[],
  default_carrier: string | null
): Coverage {
  if (option.option_carrier) {
    return { covered_by: "option", rule_id: null }
  }
  const rule = rulesInUse(rules).find(({ match }) => {
    const hasWeight = match.min_weight != null || match.max_weight != null
    const isNarrower = Boolean(match.tracking_pattern || match.country_code || match.delivery_mode)
    const isOption = !match.shipping_option_id || match.shipping_option_id === option.shipping_option_id
    const isProvider = !match.provider_id || match.provider_id === option.provider_id
    return !isNarrower && !hasWeight && isOption && isProvider
  })
  if (rule) {
    return { covered_by: "rule", rule_id: rule.id }
  }
  return { covered_by: default_carrier ? "default" : null, rule_id: null }
}
