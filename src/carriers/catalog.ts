import type { Carrier } from "./carrier"
import type { CarrierNames } from "./carrier-names"
import { ASIAN_CARRIERS } from "./data/carriers-asia"
import { NAMES_WITHOUT_NUMBERS } from "./data/carriers-by-name-only"
import { EUROPEAN_CARRIERS } from "./data/carriers-europe"
import { FRENCH_CARRIERS } from "./data/carriers-france"
import { WORLDWIDE_CARRIERS } from "./data/carriers-worldwide"
import { foldName } from "./normalize"

/** Every carrier that we know, by no particular merit. */
export const CARRIERS: readonly Carrier[] = [
  ...FRENCH_CARRIERS,
  ...WORLDWIDE_CARRIERS,
  ...EUROPEAN_CARRIERS,
  ...ASIAN_CARRIERS,
  ...NAMES_WITHOUT_NUMBERS,
]

const byKey = new Map(CARRIERS.map((carrier) => [carrier.key, carrier]))

/** Keys first: where a name says otherwise ("TNT" in France is the national network), the name holds. */
const byName = new Map<string, Carrier>([
  ...CARRIERS.map((carrier): [string, Carrier] => [foldName(carrier.key), carrier]),
  ...CARRIERS.flatMap((carrier) =>
    [carrier.name, ...carrier.aliases].map((name): [string, Carrier] => [foldName(name), carrier])
  ),
])

/** The carrier of a key, or null. */
export function carrierByKey(key: string): Carrier | null {
  return byKey.get(key) ?? null
}

const tables = new WeakMap<CarrierNames, ReadonlyMap<string, string>>()

/** A marketplace's names, folded once, each with the key of its first carrier. */
function keysByName(table: CarrierNames): ReadonlyMap<string, string> {
  const known = tables.get(table)
  if (known) {
    return known
  }
  const keys = new Map<string, string>()
  for (const [key, { preferred, known_as = [] }] of Object.entries(table.names)) {
    for (const name of [preferred ?? "", ...known_as]) {
      if (!keys.has(foldName(name))) keys.set(foldName(name), key)
    }
  }
  tables.set(table, keys)
  return keys
}

/**
 * The carrier that a text means: a key, a name, an alias, or one of a marketplace's own names where those are given.
 * Whole names only, never parts: "post" is inside "colisposte". Null where the catalog has none of that name.
 */
export function findCarrier(text: string, names?: CarrierNames): Carrier | null {
  const folded = foldName(text)
  const found = byKey.get(text.trim()) ?? byName.get(folded)
  if (found || folded === "" || names === undefined) {
    return found ?? null
  }
  return carrierByKey(keysByName(names).get(folded) ?? "")
}
