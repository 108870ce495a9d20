import type { Carrier } from "./carrier"
import { ASIAN_CARRIERS } from "./data/carriers-asia"
import { NAMES_WITHOUT_NUMBERS } from "./data/carriers-by-name-only"
import { EUROPEAN_CARRIERS } from "./data/carriers-europe"
import { FRENCH_CARRIERS } from "./data/carriers-france"
import { WORLDWIDE_CARRIERS } from "./data/carriers-worldwide"
import { MARKETPLACE_NAMES } from "./data/marketplace-names"
import { foldName } from "./normalise"

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

/**
 * The carrier that a text means: a key, a name, an alias, or (with a marketplace) a name of that marketplace's table.
 * Whole names only, never parts: "post" is inside "colisposte". Null when nobody of the catalogue is called that.
 */
export function findCarrier(text: string, marketplace_id?: string): Carrier | null {
  const folded = foldName(text)
  const found = byKey.get(text.trim()) ?? byName.get(folded)
  if (found || folded === "" || marketplace_id === undefined) {
    return found ?? null
  }
  const names = MARKETPLACE_NAMES.get(marketplace_id)?.names ?? {}
  const key = Object.keys(names).find((candidate) =>
    [names[candidate].preferred, ...(names[candidate].known_as ?? [])].some(
      (name) => name !== null && foldName(name) === folded
    )
  )
  return key === undefined ? null : carrierByKey(key)
}
