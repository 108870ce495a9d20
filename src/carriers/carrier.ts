import type { CheckRule } from "./check-digits"
import type { SourceKey } from "./data/sources"

/**
 * How far a fact of the catalog is to be trusted. `high`: the carrier's own module, portal or specification, or two
 * independent live uses; `medium`: one solid source; `low`: one third-party code base, or a shape that many carriers share.
 */
export type Confidence = "high" | "medium" | "low"

/** A page that follows a parcel. `{number}`, `{postcode}` and `{country}` are filled in, percent-encoded. */
export type TrackingUrlTemplate = {
  template: string
  confidence: Confidence
  /** The cleaned number must match, where given. */
  when?: RegExp
  /** Kept to recognize old links; a link is never built from it. */
  deprecated?: true
  /** Day (ISO date) on which the link was opened with a real parcel; absent until then. */
  checked_on?: string
  note?: string
  sources: readonly SourceKey[]
}

/** A number format. The whole cleaned number must match, and `check` must accept it where there is one. */
export type NumberPattern = {
  pattern: RegExp
  check: CheckRule | null
  confidence: Confidence
  note?: string
  sources: readonly SourceKey[]
}

/**
 * `carrier` moves parcels under its own numbers; `group` and `reseller` hand them to carriers of other names;
 * `name_only` is known as a name in a marketplace's list and nothing more.
 */
export type CarrierKind = "carrier" | "group" | "reseller" | "name_only"

export type Carrier = {
  /** Stable, stored with rules and actions. */
  key: string
  name: string
  /** ISO 3166-1 alpha-2 of the network's home; null for one that works worldwide. */
  country: string | null
  kind: CarrierKind
  status?: "historic" | "defunct" | "probably_defunct"
  /** Other names and codes of labels. Folded, each belongs to one carrier. */
  aliases: readonly string[]
  /** Best first. */
  tracking_urls: readonly TrackingUrlTemplate[]
  patterns: readonly NumberPattern[]
  /** The carrier's page asks for the postcode of the recipient. */
  needs_postcode?: true
  postcode_note?: string
  note?: string
}
