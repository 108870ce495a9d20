/**
 * What the built-in adapters are made of, for those of other packages: `medusa-plugin-marketplace-connect/port/helpers`. The
 * schemas that these take may be of any version of zod 4.
 */
export { describeSettings, isPattern, setting, settingNames, settingsReader } from "./setting-fields"
export { checkAddress, parseJson, parseRetryAfter, redact, schemaPath } from "./http"
export { inPages } from "./in-pages"
export { inSteps } from "./in-steps"
export { pageGuard, repetitionGuard } from "./new-ids"
export { parcelsOf, withItems } from "./parcels"
export { mapInTurns, pauses } from "./pauses"
