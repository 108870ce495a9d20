import type { MarketplaceAdapter } from "../../marketplaces/port"
import { invalidFields } from "../../modules/marketplace/refusal"
import { wrongFields } from "../../modules/marketplace/wrong-fields"
import { type ConnectionSettings, connectionSettingsSchema, mergeSettings } from "../../orders/settings"

/** Settings of a connection with a partial update laid over them, validated; the message names every wrong key. */
export function settingsOf(
  adapter: MarketplaceAdapter,
  current: Record<string, unknown>,
  patch: Record<string, unknown>
): ConnectionSettings & Record<string, unknown> {
  const { id, min_interval_minutes, capabilities } = adapter.descriptor
  const hasOffers = capabilities.offers !== undefined
  const schema = connectionSettingsSchema(id, adapter.settings_schema, min_interval_minutes, hasOffers)
  const result = schema.safeParse(mergeSettings(current, patch))
  if (!result.success) {
    const problems = result.error.issues.map((issue) =>
      issue.path.length ? `settings.${issue.path.join(".")}: ${issue.message}` : issue.message
    )
    throw invalidFields(problems.join("; "), wrongFields(result.error.issues, "settings"))
  }
  return result.data as ConnectionSettings & Record<string, unknown>
}
