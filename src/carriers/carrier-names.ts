import type { SourceKey } from "./data/sources"
import type { FragmentPolicy } from "./tracking-url"

/** A carrier as a marketplace lists it. */
export type MarketplaceCarrier = { name: string; code: string | null }

/** A name that a marketplace listed, its code there, and the lists in which it was seen. */
export type ListedName = { name: string; code?: string | null; seen_in?: readonly SourceKey[] }

/** How one marketplace names the carriers. */
export type CarrierNames = {
  /** Sent for a carrier that the marketplace does not list, together with a tracking URL. */
  fallback: string
  /**
   * What the marketplace listed when last seen: stands in for its live list while that cannot be read. With
   * `capabilities.fixed_carriers` it is the whole list.
   */
  seed: readonly ListedName[]
  /** Listed names that are sent only when the merchant wrote them into a rule: they mean more than the carrier. */
  reserved: readonly string[]
  /**
   * By carrier key. `preferred` is the name to send, null where the marketplace does not list the carrier.
   * `known_as` are other names of it, older or wider: recognized, and sent only if they are all that its live list has.
   */
  names: Readonly<Record<string, { preferred: string | null; known_as?: readonly string[] }>>
}

/** What a connection's settings say of carriers and links. */
export type CarrierPolicy = {
  /**
   * `listed`: while a live list is there, only its names are sent, beside the merchant's own; `free_text`: other names
   * are sent too, since it is not confirmed that they are refused.
   */
  match: "listed" | "free_text"
  /** Name for a carrier that the marketplace does not list; null holds the shipment. */
  fallback: string | null
  tracking_url_fragment: FragmentPolicy
}
