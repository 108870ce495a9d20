/** Where every part of the customer record comes from, and what each may be. */
export const NAME_RULE_PARTS = {
  name: ["shipping", "billing"],
  company: ["billing", "shipping", "none"],
  email: ["order", "shipping", "billing", "none"],
  phone: ["shipping", "billing", "none"],
  address: ["shipping", "billing"],
} as const

export type NameRulePart = keyof typeof NAME_RULE_PARTS
export type NameRule = "dynamic" | Record<NameRulePart, string>

export const nameRuleParts = Object.keys(NAME_RULE_PARTS) as NameRulePart[]

/** The stored rule; what it does not name has the first source. */
export function readNameRule(value: unknown): NameRule {
  if (typeof value !== "object" || value === null) return "dynamic"
  const stored = value as Partial<Record<NameRulePart, string>>
  const sources = nameRuleParts.map((part) => [part, stored[part] ?? NAME_RULE_PARTS[part][0]])
  return Object.fromEntries(sources) as Record<NameRulePart, string>
}
