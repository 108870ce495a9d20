import { settingParams } from "./fill-text"
import type { NormalizedOrder, OrderItem, OrderLine, UnreadPart } from "../marketplaces/port"
import { hasLostLetters } from "../marketplaces/text"
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

/** Texts of which letters were lost on their way to us, beside those of the delivery address (`lostLetters`). */
function lostTexts(order: NormalizedOrder): UnreadPart[] {
  const part = (field: string, given: string | null): UnreadPart => ({
    field,
    given,
    blocks: false,
    settings: null,
  })
  const { billing_address: billing, shipping_address: shipping } = order
  // The buyer's: named without what stands there.
  const buyers: Record<string, string | null | undefined> = {
    email: order.email,
    "shipping_address.phone": shipping?.phone,
    "shipping_address.province": shipping?.province,
    "shipping_address.email": shipping?.email,
    ...Object.fromEntries(
      Object.entries(billing ?? {}).map(([field, text]) => [
        `billing_address.${field}`,
        [text].flat().join(" "),
      ])
    ),
  }
  const named: [field: string, text: string | null | undefined][] = [
    ["channel.name", order.channel?.name],
    ["delivery_mode", order.delivery_mode],
    ...order.fees.map(({ label }, index): [string, string] => [`fees.${index}.label`, label]),
    ...order.lines.flatMap(({ title, items }, index): [string, string | null][] => [
      [`lines.${index}.title`, title],
      ...items.flatMap(({ parcels }) =>
        parcels.map(({ carrier_name }): [string, string | null] => [
          `lines.${index}.parcels.carrier_name`,
          carrier_name,
        ])
      ),
    ]),
  ]
  return [
    ...Object.entries(buyers).flatMap(([field, text]) =>
      hasLostLetters(text ?? null) ? part(field, null) : []
    ),
    ...named.flatMap(([field, text]) => (hasLostLetters(text ?? null) ? part(field, text ?? null) : [])),
  ]
}

/** The problems of unreadable parts that do not hold the order; once it is in the store, none does. */
export function unreadDetails(order: NormalizedOrder): Problem[] {
  const unread = [...(order.unread ?? []), ...lostTexts(order)]
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
