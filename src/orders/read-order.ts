import { type MarketplaceAdapter, type NormalizedOrder, isUnreadableOrderError } from "../marketplaces/port"
import { correctionsOf, isOvertaken, withCorrections } from "./corrections"
import type { Problem } from "./problems"
import { withTax } from "./with-tax"

type Adapter = Pick<MarketplaceAdapter, "descriptor" | "settings_schema" | "normalize">
type Settings = Record<string, unknown>

/** A stored order; without `corrections`, or `imported_at`, one that was only read at the marketplace. */
export type StoredOrder = { payload: string; corrections?: unknown; imported_at?: Date | string | null }

export type ReadOrder =
  | {
      /** As it counts here: what an operator corrected, until the marketplace changes that address of an imported order. */
      order: NormalizedOrder
      /** As the marketplace has it. */
      said: NormalizedOrder
      is_corrected: boolean
      /** The marketplace has changed the address since. */
      is_overtaken: boolean
      problem?: undefined
    }
  | { order: null; problem: Problem }

const INVALID_SETTINGS = "The settings of its connection are not valid."

type Read = ReturnType<Adapter["settings_schema"]["safeParse"]>

/** By the settings of a connection: a batch reads many orders with them. */
const known = new WeakMap<object, { adapter: Adapter; read: Read }>()

function readSettings(adapter: Adapter, { settings }: { settings: Settings }): Read {
  const before = known.get(settings)
  if (before?.adapter === adapter) return before.read
  const read = adapter.settings_schema.safeParse(settings[adapter.descriptor.id] ?? {})
  known.set(settings, { adapter, read })
  return read
}

/** A connection's settings for its marketplace, with the defaults filled in. Throws where they are not valid. */
export function ownSettings(adapter: Adapter, connection: { settings: Settings }): Settings {
  const read = readSettings(adapter, connection)
  if (!read.success) throw read.error
  return read.data
}

export const unreadableOrder = (detail: string): { order: null; problem: Problem } => ({
  order: null,
  problem: { code: "unreadable_order", params: { detail } },
})

/** An order as its marketplace sent it, with prices that include tax. Throws `UnreadableOrderError`. */
export const readSaid = (
  adapter: Adapter,
  connection: { settings: Settings },
  payload: string
): NormalizedOrder => withTax(adapter.normalize(payload, ownSettings(adapter, connection)))

/** Reads an order as it counts here; one without the documented shape has a problem that says where. */
export function readOrder(
  adapter: Adapter,
  connection: { settings: Settings },
  { payload, corrections: stored, imported_at }: StoredOrder
): ReadOrder {
  // Many orders are read together: the settings of one connection keep no other's from being read.
  if (!readSettings(adapter, connection).success) return unreadableOrder(INVALID_SETTINGS)
  try {
    const said = readSaid(adapter, connection, payload)
    const corrections = correctionsOf(stored)
    const is_overtaken = corrections !== null && isOvertaken(said, corrections)
    const order = is_overtaken && imported_at ? said : withCorrections(said, corrections)
    return { order, said, is_corrected: corrections !== null, is_overtaken }
  } catch (error) {
    if (!isUnreadableOrderError(error)) throw error
    return unreadableOrder(error.message)
  }
}
