import { carrierByKey, findCarrier, servesRelaysOf } from "../carriers"
import type { NormalisedOrder } from "../marketplaces/port"
import { wantedShipping } from "./choose-shipping-option"
import type { ResolvedLabel } from "./plan-shipment"
import type { Problem } from "./problems"
import type { ConnectionSettings } from "./settings"

/**
 * The network of an order's pick-up point as a carrier's key: what the merchant says of the delivery mode, else what the
 * marketplace tells. Null without a pick-up point, and where nobody says.
 */
function relayNetwork(order: NormalisedOrder, { shipping }: ConnectionSettings): string | null {
  if (!shipping.pickup_point || !order.pickup_point) {
    return null
  }
  const wanted = wantedShipping(order, shipping.delivery_modes)
  return (wanted === null ? null : findCarrier(wanted)?.key) ?? order.pickup_point.network
}

/**
 * A parcel to a pick-up point whose carrier does not serve that point's network. The label may be right all the same, so
 * this is for a person to look at and holds nothing up.
 */
export function relayWarning(
  { order, settings }: { order: NormalisedOrder; settings: ConnectionSettings },
  labels: readonly ResolvedLabel[]
): Problem | null {
  const network = relayNetwork(order, settings)
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
