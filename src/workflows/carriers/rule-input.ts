import { carrierRuleSchema, type CarrierRuleInput } from "../../carriers"
import { invalidFields } from "../../modules/marketplace/refusal"
import { wrongFields } from "../../modules/marketplace/wrong-fields"

/** A rule as it comes from outside, all its fields there. Throws a 400 that names every wrong field and why. */
export function readRule(input: unknown): Required<CarrierRuleInput> {
  const result = carrierRuleSchema.safeParse(input)
  if (!result.success) {
    const reasons = result.error.issues.map(({ path, message }) =>
      path.length ? `${path.join(".")}: ${message}` : message
    )
    throw invalidFields(reasons.join("; "), wrongFields(result.error.issues))
  }
  const {
    match,
    name,
    is_enabled,
    carrier,
    marketplace_carrier_name,
    remove_pattern,
    tracking_url_template,
  } = result.data
  return {
    name: name ?? null,
    is_enabled: is_enabled ?? true,
    match,
    carrier,
    marketplace_carrier_name: marketplace_carrier_name ?? null,
    remove_pattern: remove_pattern ?? null,
    tracking_url_template: tracking_url_template ?? null,
  }
}

/** A partial change laid over a rule; `match` is replaced as a whole. */
export function changedRule(rule: CarrierRuleInput, change: unknown): Required<CarrierRuleInput> {
  const {
    match,
    name,
    is_enabled,
    carrier,
    marketplace_carrier_name,
    remove_pattern,
    tracking_url_template,
  } = rule
  const given = { carrier, marketplace_carrier_name, remove_pattern, tracking_url_template }
  const before = { name, is_enabled, match, ...given }
  return readRule(change && typeof change === "object" ? { ...before, ...change } : change)
}
