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
  const { data } = result
  return {
    name: data.name ?? null,
    is_enabled: data.is_enabled ?? true,
    match: data.match,
    carrier: data.carrier,
    marketplace_carrier_name: data.marketplace_carrier_name ?? null,
    remove_pattern: data.remove_pattern ?? null,
    tracking_url_template: data.tracking_url_template ?? null,
  }
}

/** A partial change laid over what a rule says, without its id and place; `match` is replaced as a whole. */
export function changedRule(rule: CarrierRuleInput, change: unknown): Required<CarrierRuleInput> {
  const before = Object.fromEntries(
    Object.entries(rule).filter(([field]) => Object.hasOwn(carrierRuleSchema.shape, field))
  )
  return readRule(change && typeof change === "object" ? { ...before, ...change } : change)
}
