import type { NormalizedOrder } from "../marketplaces/port"
import { fold } from "../marketplaces/fold"

export type ShippingOptionFacts = {
  id: string
  location_id: string
  shipping_profile_id: string
  /** Of an option of one of our providers: its carrier's key, null for "from the tracking number". */
  carrier?: string | null
}

/**
 * What a delivery mode stands for: the merchant's own word for it (`settings.shipping.delivery_modes`: a carrier's key
 * or a shipping option's id), else the network of the pickup point. Modes are compared without case, accents and signs.
 */
export function wantedShipping(
  order: Pick<NormalizedOrder, "delivery_mode" | "pickup_point">,
  delivery_modes: Readonly<Record<string, string>>
): string | null {
  const mode = fold(order.delivery_mode ?? "")
  const chosen = Object.entries(delivery_modes).find(([name]) => fold(name) === mode)
  return (mode && chosen ? chosen[1] : null) ?? order.pickup_point?.network ?? null
}

/**
 * The option that imported lines of one location and shipping profile get: the one that is wanted, else the first,
 * which is the connection's own.
 */
export function chooseShippingOption(
  options: readonly ShippingOptionFacts[],
  location_id: string | undefined,
  shipping_profile_id: string | null,
  wanted: string | null
): ShippingOptionFacts | undefined {
  const fitting = options.filter(
    (one) => one.location_id === location_id && one.shipping_profile_id === shipping_profile_id
  )
  return (
    fitting.find(({ id, carrier }) => wanted !== null && (id === wanted || carrier === wanted)) ?? fitting[0]
  )
}
