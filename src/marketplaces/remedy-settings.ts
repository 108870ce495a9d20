import { isMarketplaceError, MarketplaceError } from "./errors"
import type { SettingFieldDescription } from "./port"
import { settingNames } from "./setting-fields"

/** The names of settings by which an error may be cured; none where no setting helps. */
export type Remedies = (error: MarketplaceError) => readonly string[]

/**
 * The result of a call; where it fails, the error names the settings that decide how such a call is made: what an API does
 * not document may be right for one account and refused for another.
 */
export async function withRemedySettings<T>(
  call: Promise<T>,
  fields: readonly SettingFieldDescription[],
  remedies: Remedies
): Promise<T> {
  try {
    return await call
  } catch (error) {
    throw isMarketplaceError(error) ? named(error, fields, remedies) : error
  }
}

/** The error with the settings that may cure it, unless it names some already. */
export function named(
  error: MarketplaceError,
  fields: readonly SettingFieldDescription[],
  remedies: Remedies
): MarketplaceError {
  const names = error.details.settings ? [] : remedies(error)
  return names.length === 0
    ? error
    : new MarketplaceError(error.kind, error.message, {
        ...error.details,
        settings: settingNames(fields, ...names),
      })
}
