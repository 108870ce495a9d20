import { settingParams } from "./fill-text"
import type { NormalizedOrder, UnreadPart } from "../marketplaces/port"
import type { Problem } from "./problems"

/** Names in one problem at most: an order can be odd in every line. */
const MOST_NAMED = 10

const nameOf = ({ field, given }: UnreadPart) => (given === null ? field : `${field} “${given}”`)

/** Each part by its place, with what stands there where that may be shown: lines.0.quantity “0”. */
export function partNames(parts: readonly UnreadPart[]): string[] {
  const names = parts.map(nameOf)
  return names.length > MOST_NAMED ? [...names.slice(0, MOST_NAMED), "…"] : names
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
