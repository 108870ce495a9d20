import { type Aspect, ASPECTS } from "./result"

/** A connection of a seller account, as far as it says what is sent there and which orders come from there. */
export type AccountConnection = {
  name: string
  /** What is switched on. */
  is_on: Readonly<Record<Aspect, boolean>>
  /** The sales channels of its offers. */
  channels: readonly string[]
  /** Whether one quantity serves all channels of the account. */
  shares_stock: boolean
}

/**
 * The connection that sends one of these aspects already, and which. Stock that the channels of an account share has one owner
 * for the whole account; everything else has one for each channel.
 */
export function ownerOf(
  wanted: readonly Aspect[],
  own: Pick<AccountConnection, "channels" | "shares_stock">,
  others: readonly AccountConnection[]
): { aspect: Aspect; name: string } | null {
  for (const aspect of ASPECTS.filter((one) => wanted.includes(one))) {
    const owner = others.find(
      ({ is_on, channels, shares_stock }) =>
        is_on[aspect] &&
        ((aspect === "stock" && (shares_stock || own.shares_stock)) ||
          channels.some((channel) => own.channels.includes(channel)))
    )
    if (owner) return { aspect, name: owner.name }
  }
  return null
}

/** Which of an account's orders an active connection imports; null: all. */
export type ImportedOrders = { channels: readonly string[] | null; countries: readonly string[] | null }

/**
 * The channels whose orders no connection imports completely: what is sold there would be unknown, and its stock would be sold
 * again. A marketplace without channels has the one channel "".
 */
export const unknownSales = (channels: readonly string[], imported: readonly ImportedOrders[]): string[] =>
  channels.filter(
    (channel) =>
      !imported.some(
        (orders) =>
          orders.countries === null &&
          (orders.channels === null || channel === "" || orders.channels.includes(channel))
      )
  )
