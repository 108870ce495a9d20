import { carrierByKey, findCarrier, servesRelaysOf } from "../carriers"
import type { NormalizedOrder } from "../marketplaces/port"
import { wantedShipping } from "./choose-shipping-option"
import type { ResolvedLabel } from "./resolved-label"
import type { Problem } from "./problems"
import type { ConnectionSettings } from "./settings"

type Facts = {
  order: NormalizedOrder
  settings: ConnectionSettings
  /** Of the shipping option that the merchant gave for the delivery mode, if it is one of ours. */
  delivery_carrier: string | null
}

/**
 * The network of an order's pickup point as a carrier's key: the merchant's choice for the delivery mode, else the
 * marketplace's. Null without a pickup point, and where neither names one.
 */
function relayNetwork({ order, settings: { shipping }, delivery_carrier }: Facts): string | null {
  if (!shipping.pickup_point || !order.pickup_point) {
    return null
  }
  const wanted = wantedShipping(order, shipping.delivery_modes)
  return (wanted === null ? null : findCarrier(wanted)?.key) ?? delivery_carrier ?? order.pickup_point.network
}

/**
 * A parcel to a pickup point whose carrier does not serve that point's network. The label may still be right, so
 * this is for a person to look at and holds nothing up.
 */
export function relayWarning(facts: Facts, labels: readonly ResolvedLabel[]): Problem | null {
  const network = relayNetwork(facts)
  const other = labels.find(
    ({ carrier, parcel }) => network !== null && parcel !== null && !servesRelaysOf(network, carrier)
  )
  if (network === null || !other) {
    return null
  }
  const nameOf = (key: string) => carrierByKey(key)?.name ?? key
  const carrier = other.carrier === null ? (other.parcel?.carrier_name ?? null) : nameOf(other.carrier)
  return { code: "relay_carrier_mismatch", params: { network: nameOf(network), carrier } }
}
