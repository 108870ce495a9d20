import type { SettingField } from "../../../api/admin/marketplaces/types"

export type NameRuleChoice = "dynamic" | Record<string, string>

/** The stored rule; what it does not name has its default. */
export function readNameRule({ parts = {} }: Pick<SettingField, "parts">, value: unknown): NameRuleChoice {
  if (typeof value !== "object" || value === null) return "dynamic"
  const standard = Object.entries(parts).map(([part, { default: source }]) => [part, source])
  return { ...Object.fromEntries(standard), ...value }
}
