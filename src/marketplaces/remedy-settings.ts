import { isMarketplaceError, MarketplaceError } from "./errors"
import type { SettingFieldDescription } from "./port"
import { settingNames } from "./setting-fields"

/**
 * The result of a call that changes something; where it is refused, the error names the settings that decide how such a call
 * is made: what an API does not document may be right for one account and refused for another.
 */
export async function withRemedySettings<T>(
  call: Promise<T>,
  fields: readonly SettingFieldDescription[],
  names: readonly string[]
): Promise<T> {
  try {
    return await call
  } catch (error) {
    if (!isMarketplaceError(error) || error.kind !== "refused" || error.details.settings) {
      throw error
    }
    const settings = settingNames(fields, ...names)
    throw new MarketplaceError(error.kind, error.message, { ...error.details, settings })
  }
}
