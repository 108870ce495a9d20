import { fold } from "../marketplaces/fold"
import type { NormalizedOrder } from "../marketplaces/port"
import { settingParams } from "./fill-text"
import type { ImportContext } from "./import-context"
import { externalSku } from "./match"
import type { Problem } from "./problems"
import type { ConnectionSettings } from "./settings"
import { isImportable } from "./state"
import { blockingParts, partNames } from "./unread"

/** Orders with more lines are left to a human. */
export const MAX_LINES = 1000

/** What of the order itself keeps it out, whatever the store has; null: nothing. */
export const unfitProblem = (order: NormalizedOrder, context: ImportContext): Problem | null =>
  shapeProblem(order) ??
  unreadProblem(order, context.settings) ??
  directConnectionProblem(order, context) ??
  addressProblem(order)

function shapeProblem(order: NormalizedOrder): Problem | null {
  if (order.lines.length > MAX_LINES) {
    return { code: "too_many_lines", params: { count: order.lines.length, limit: MAX_LINES } }
  }
  const keys = order.lines.map((line) => line.key)
  const ids = order.lines.flatMap((line) => line.items.map((item) => item.external_id))
  if (new Set(keys).size < keys.length || new Set(ids).size < ids.length) {
    return { code: "unreadable_order", params: { detail: "two of its lines have the same number" } }
  }
  return keys.some((id) => /[\p{Cc}\p{Surrogate}]/u.test(id))
    ? { code: "unreadable_order", params: { detail: "a number with characters that no text can hold" } }
    : null
}

/** What money, goods or delivery of what is imported hang on and what cannot be read. */
function unreadProblem(order: NormalizedOrder, settings: ConnectionSettings): Problem | null {
  const blocking = blockingParts(order, (item, line) => isImportable(item, line, order, settings))
  const named = settingParams(blocking.find((part) => part.settings)?.settings)
  return blocking.length > 0
    ? { code: "unreadable_part", params: { parts: partNames(blocking), ...named } }
    : null
}

/** Lines that go elsewhere: an order has one address, and so has a parcel. */
function addressProblem({ other_addresses = [], lines }: NormalizedOrder): Problem | null {
  const keys = other_addresses.flatMap(({ line_keys }) => line_keys)
  const elsewhere = lines
    .filter(({ key }) => keys.includes(key))
    .map((line) => externalSku(line) || line.title)
  return keys.length > 0 ? { code: "several_addresses", params: { lines: elsewhere } } : null
}

/** An Octopia channel that is also connected directly would bring every sale twice. */
function directConnectionProblem(
  order: NormalizedOrder,
  { direct_connections }: ImportContext
): Problem | null {
  const channels = [order.channel?.id, order.channel?.name]
    .filter((name) => !!name)
    .map((name) => fold(name ?? ""))
  const direct = direct_connections.find(({ marketplace_id, marketplace_name }) =>
    [marketplace_id, marketplace_name].some((name) =>
      channels.some((channel) => channel.startsWith(fold(name)))
    )
  )
  const channel = order.channel?.name ?? order.channel?.id ?? null
  return direct
    ? { code: "mixed_marketplace_connections", params: { channel, connection: direct.connection_name } }
    : null
}
