import type { Carrier } from "./carrier"
import type { CarrierNames, CarrierPolicy, MarketplaceCarrier } from "./carrier-names"
import { listedAs, nameList } from "./name-list"
import { foldName } from "./normalize"

export type NameInput = {
  names: CarrierNames
  /** Null for a carrier that the catalog does not know. */
  carrier: Carrier | null
  /** What the merchant or the label calls the carrier, where that is known. */
  text: string | null
  /** The merchant's own name for it at this marketplace. */
  own_name: string | null
  /** The marketplace's live list; null or empty when it has none, or it could not be read. */
  live: readonly MarketplaceCarrier[] | null
} & Pick<CarrierPolicy, "match" | "fallback">

export type MarketplaceName = {
  name: string | null
  /** `none`: there is no name, and no fallback. `own_unlisted`: the merchant's own name, which the list does not have. */
  source: "own" | "own_unlisted" | "live" | "table" | "free_text" | "fallback" | "none"
}

const present = (name: string | null | undefined): name is string => !!name && foldName(name) !== ""

/**
 * How a marketplace wants a carrier named: the merchant's own name → the live list, exactly as listed → our table →
 * the fallback. While there is no live list, the names that the marketplace listed when last seen stand in for it.
 */
export function marketplaceCarrierName(input: NameInput): MarketplaceName {
  const { names: table, carrier, live } = input
  const entry = carrier && Object.hasOwn(table.names, carrier.key) ? table.names[carrier.key] : undefined
  const list = nameList(live?.length ? live : table.seed)

  if (present(input.own_name)) {
    const listed = listedAs(input.own_name, list)
    return listed ? { name: listed, source: "own" } : { name: input.own_name.trim(), source: "own_unlisted" }
  }

  // A text that means "another carrier" names none, so it is treated like one that the marketplace does not list.
  const reserved = new Set([table.fallback, ...table.reserved].map(foldName))
  const text = present(input.text) && foldName(input.text) !== foldName(table.fallback) ? input.text : null
  const names = [
    text,
    entry?.preferred,
    ...(entry?.known_as ?? []),
    carrier?.name,
    ...(carrier?.aliases ?? []),
  ]
  for (const name of names) {
    const listed = present(name) && !reserved.has(foldName(name)) ? listedAs(name, list) : undefined
    if (listed !== undefined) {
      return { name: listed, source: live?.length ? "live" : "table" }
    }
  }
  const isKey = text !== null && carrier?.key === text.trim()
  const free = entry?.preferred ?? (isKey ? null : text) ?? carrier?.name
  if (input.match === "free_text" && free) {
    return { name: free.trim(), source: entry?.preferred ? "table" : "free_text" }
  }
  return input.fallback === null
    ? { name: null, source: "none" }
    : { name: listedAs(input.fallback, list) ?? input.fallback, source: "fallback" }
}
