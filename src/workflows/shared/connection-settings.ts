import type { MarketplaceAdapter } from "../../marketplaces/port"
import { invalidFields } from "../../modules/marketplace/refusal"
import { wrongFields } from "../../modules/marketplace/wrong-fields"
import { type ConnectionSettings, connectionSettingsSchema, mergeSettings } from "../../orders/settings"

/** Made once: reading a connection's settings would cost a parcel as much as its call. */
const schemas = new WeakMap<MarketplaceAdapter, ReturnType<typeof connectionSettingsSchema>>()

function schemaOf(adapter: MarketplaceAdapter) {
  const { id, min_interval_minutes, capabilities } = adapter.descriptor
  const schema =
    schemas.get(adapter) ??
    connectionSettingsSchema(
      id,
      adapter.settings_schema,
      min_interval_minutes,
      capabilities.offers !== undefined
    )
  schemas.set(adapter, schema)
  return schema
}

/** Settings of a connection with a partial update laid over them, validated; the message names every wrong key. */
export function settingsOf(
  adapter: MarketplaceAdapter,
  current: Record<string, unknown>,
  patch: Record<string, unknown>
): ConnectionSettings & Record<string, unknown> {
  const result = schemaOf(adapter).safeParse(mergeSettings(current, patch))
  if (!result.success) {
    const problems = result.error.issues.map((issue) =>
      issue.path.length ? `settings.${issue.path.join(".")}: ${issue.message}` : issue.message
    )
    throw invalidFields(problems.join("; "), wrongFields(result.error.issues, "settings"))
  }
  return result.data as ConnectionSettings & Record<string, unknown>
}
