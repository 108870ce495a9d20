/** Carriers: who they are, how their numbers look, where a parcel is followed, and what each marketplace calls them. */
export type { Carrier, CarrierKind, Confidence, NumberPattern, TrackingUrlTemplate } from "./carrier"
export {
  type CarrierNames,
  type CarrierPolicy,
  type ListedName,
  type MarketplaceCarrier,
} from "./carrier-names"
export { articlesWeight, type WeighedUnits } from "./articles-weight"
export { CARRIERS, carrierByKey, findCarrier } from "./catalog"
export { CHECK_RULES, type CheckRule } from "./check-digits"
export {
  carrierCoverage,
  formatCoverage,
  uncoveredNames,
  type CarrierCoverage,
  type NamesByMarketplace,
} from "./coverage"
export { AMBIGUOUS_SHAPES, type AmbiguousShape } from "./data/ambiguous-shapes"
export { SOURCES, type SourceKey } from "./data/sources"
export { UNIVERSAL_TRACKERS } from "./data/universal-trackers"
export { detectCarrier, detectCarriers, type Candidate, type Detection } from "./detect"
export type { ExplanationCode, ExplanationDetail, ExplanationStep } from "./explanation"
export { isGone, removedCarriers } from "./list-changes"
export { listedCarriers } from "./listed-carriers"
export { listedAs, nameList, type NameList } from "./name-list"
export { marketplaceCarrierName, type MarketplaceName, type NameInput } from "./marketplace-name"
export { cleanNumber, foldName, tidyNumber } from "./normalize"
export { readNumber, type NumberFault, type ReadNumber } from "./read-number"
export { optionCoverage, type ConnectionCoverage, type Coverage, type CoveredBy } from "./option-coverage"
export { compilePattern, isFault, type Pattern, type PatternFault } from "./pattern"
export { servesRelaysOf } from "./relays"
export type { CarrierResolution, CarrierResolutionInput } from "./resolution"
export { resolveCarrier } from "./resolve"
export {
  carrierRuleSchema,
  matchRule,
  removeMarker,
  ruleFaults,
  rulesInUse,
  ruleWarning,
  type CarrierRule,
  type CarrierRuleInput,
  type RuleFault,
  type RuleWarning,
} from "./rules"
export {
  carrierUrl,
  fillTemplate,
  labelUrl,
  templateFault,
  universalUrl,
  type FragmentPolicy,
  type TemplateFault,
  type TrackingUrlValues,
} from "./tracking-url"
