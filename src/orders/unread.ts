import { settingParams } from "./fill-text"
import type { NormalizedOrder, OrderItem, OrderLine, UnreadPart } from "../marketplaces/port"
import type { Problem } from "./problems"

/** Names in one problem at most: an order can be odd in every line. */
const MOST_NAMED = 10

const nameOf = ({ field, given }: UnreadPart) => (given === null ? field : `${field} “${given}”`)

/** Each part by its place, with what stands there where that may be shown: lines.0.quantity “0”. */
export function partNames(parts: readonly UnreadPart[]): string[] {
  const names = parts.map(nameOf)
  return names.length > MOST_NAMED ? [...names.slice(0, MOST_NAMED), "…"] : names
}

/**
 * What cannot be read of these items, or of the whole order, and money, goods or delivery hang on.
 * @param isMeant the items that are imported, or to be decided
 */
export function blockingParts(
  { unread = [], lines }: NormalizedOrder,
  isMeant: (item: OrderItem, line: OrderLine) => boolean
): UnreadPart[] {
  const blocking = unread.filter(({ blocks }) => blocks)
  if (blocking.length === 0) return []
  const meant = new Set(
    lines.flatMap((line) =>
      line.items.filter((item) => isMeant(item, line)).map(({ external_id }) => external_id)
    )
  )
  return blocking.filter(({ item_external_ids: ids }) => !ids || ids.some((id) => meant.has(id)))
}

/** The problems of unreadable parts that do not hold the order; once it is in the store, none does. */
export function unreadDetails({ unread = [] }: NormalizedOrder): Problem[] {
  return unread.length > 0
    ? [
        {
          code: "unread_detail",
          params: {
            parts: partNames(unread),
            ...settingParams(unread.find(({ settings }) => settings)?.settings),
          },
          about: unread.map(nameOf),
        },
      ]
    : []
}
