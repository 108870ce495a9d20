import type { MarketplaceCarrier } from "../marketplaces/port"
import type { Carrier } from "./carrier"
import { MARKETPLACE_NAMES } from "./data/marketplace-names"
import { foldName } from "./normalise"

export type NameInput = {
  marketplace_id: string
  /** Null for a carrier that the catalogue does not know. */
  carrier: Carrier | null
  /** What the merchant or the label calls the carrier, where that is known. */
  text: string | null
  /** The merchant's own name for it at this marketplace. */
  own_name: string | null
  /** The marketplace's live list; null or empty when it has none, or it could not be read. */
  live: readonly MarketplaceCarrier[] | null
  /**
   * `listed`: while a live list is there, only its names are sent, beside the merchant's own; `free_text`: other names
   * are sent too, since it is not confirmed that they are refused.
   */
  match: "listed" | "free_text"
  /** Name for a carrier that the marketplace does not list; null holds the shipment. */
  fallback: string | null
}

export type MarketplaceName = {
  name: string | null
  /** `none`: there is no name, and no fallback. `own_unlisted`: the merchant's own name, which the list does not have. */
  source: "own" | "own_unlisted" | "live" | "table" | "free_text" | "fallback" | "none"
}

const present = (name: string | null | undefined): name is string => !!name && foldName(name) !== ""

/** The entry that is this name, or else the first that is it without case, accents, spaces and punctuation; as listed. */
function listedAs(name: string, list: readonly string[]): string | undefined {
  return list.find((entry) => entry === name) ?? list.find((entry) => foldName(entry) === foldName(name))
}

/**
 * How a marketplace wants a carrier named: the merchant's own name → the live list, exactly as listed → our table →
 * the fallback. While there is no live list, the names that the marketplace listed when last seen stand in for it.
 */
export function marketplaceCarrierName(input: NameInput): MarketplaceName {
  const table = MARKETPLACE_NAMES.get(input.marketplace_id)
  const entry = input.carrier ? table?.names[input.carrier.key] : undefined
  const live = input.live?.length ? input.live.map(({ name }) => name).filter(present) : null
  const list = live ?? table?.seed.map(({ name }) => name) ?? []

  if (present(input.own_name)) {
    const listed = listedAs(input.own_name, list)
    return listed ? { name: listed, source: "own" } : { name: input.own_name.trim(), source: "own_unlisted" }
  }

  const reserved = new Set(table?.reserved.map(foldName))
  const text = present(input.text) ? input.text : null
  const names = [
    text,
    entry?.preferred,
    ...(entry?.known_as ?? []),
    input.carrier?.name,
    ...(input.carrier?.aliases ?? []),
  ]
  for (const name of names) {
    const listed = present(name) && !reserved.has(foldName(name)) ? listedAs(name, list) : undefined
    if (listed !== undefined) {
      return { name: listed, source: live ? "live" : "table" }
    }
  }
  const isKey = text !== null && input.carrier?.key === text.trim()
  const free = entry?.preferred ?? (isKey ? null : text) ?? input.carrier?.name
  if (input.match === "free_text" && free) {
    return { name: free.trim(), source: entry?.preferred ? "table" : "free_text" }
  }
  return input.fallback === null
    ? { name: null, source: "none" }
    : { name: listedAs(input.fallback, list) ?? input.fallback, source: "fallback" }
}
