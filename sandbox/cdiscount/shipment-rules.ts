import { isListedCarrier, labelOfCode } from "./carriers"
import type { CdiscountMarket, StoredOrder } from "./market"
import type { WireParcel, WireShipment } from "./wire"

export type Parcels = { parcel: WireParcel; line_ids: string[] }[]
/** A refusal as the `errors` of a problem+json: field to sentences. `is_duplicate`: it was shipped already. */
export type Refusal = { errors: Record<string, string[]>; is_duplicate: boolean; line_ids: string[] }

const isText = (value: unknown): value is string => typeof value === "string" && value.trim() !== ""

/**
 * Cdiscount's rules for a shipment. Sources: Octopia documentation (states, supply mode, one parcel for the complete
 * order, listed carriers); number and URL rules come from the older interface and are not confirmed for this one.
 */
export function judgeShipment(
  market: CdiscountMarket,
  stored: StoredOrder,
  body: unknown
): Parcels | Refusal {
  const { settings } = market
  const { order } = stored
  const refuse = (
    field: string,
    message: string,
    line_ids: string[] = [],
    is_duplicate = false
  ): Refusal => ({
    errors: { [field]: [message] },
    is_duplicate,
    line_ids,
  })
  const takes_object = settings.accept_bare_shipment || settings.shipment_body === "object"
  const bare = typeof body === "object" && body !== null && !Array.isArray(body) && takes_object
  if (settings.shipment_body === "object" && !bare) return refuse("$", "One parcel is expected.")
  const entries: unknown = bare ? [body] : body
  if (!Array.isArray(entries) || entries.length === 0) return refuse("$", "An array of parcels is expected.")

  const all_ids = order.lines.map((line) => line.orderLineId)
  const parcels: Parcels = []
  for (const entry of entries as (WireShipment | null)[]) {
    const { parcelNumber, trackingUrl = null, orderLineIds = all_ids } = entry ?? {}
    const given = (entry as Record<string, unknown> | null)?.[settings.carrier_field]
    const carrierName = settings.carrier_field === "carrierCode" ? labelOfCode(given) : given
    if (trackingUrl !== null && !settings.takes_tracking_url) {
      return refuse("trackingUrl", "The field is not expected.")
    }
    const named = entry?.orderLineIds
    if (Array.isArray(named) && named.length === all_ids.length && !settings.takes_all_line_ids) {
      return refuse("orderLineIds", "The field is not expected for the whole order.")
    }
    if (!isText(parcelNumber)) return refuse("parcelNumber", "The parcel number is required.")
    if (parcelNumber.length > settings.max_number_length)
      return refuse("parcelNumber", `The parcel number exceeds ${settings.max_number_length} characters.`)
    if (/[\s&*$;]/.test(parcelNumber))
      return refuse("parcelNumber", "The parcel number holds a forbidden character.")
    if (!isText(carrierName)) return refuse("carrierName", "The carrier name is required.")
    const is_known = isListedCarrier(carrierName, settings.other_carrier)
    if (settings.strict_carriers && !is_known) {
      return refuse("carrierName", `The carrier '${carrierName.slice(0, 100)}' is unknown.`)
    }
    if (trackingUrl !== null && (typeof trackingUrl !== "string" || !/^https?:\/\//i.test(trackingUrl))) {
      return refuse("trackingUrl", "The tracking URL must begin with http or https.")
    }
    if (trackingUrl !== null && trackingUrl.length > settings.max_url_length) {
      return refuse("trackingUrl", `The tracking URL exceeds ${settings.max_url_length} characters.`)
    }
    if (trackingUrl?.includes("#") && !settings.takes_url_fragment) {
      return refuse("trackingUrl", "The tracking URL must not have a fragment.")
    }
    const line_ids: unknown = orderLineIds
    if (!Array.isArray(line_ids) || line_ids.length === 0 || !line_ids.every(isText)) {
      return refuse("orderLineIds", "Order line ids must be a list of texts.")
    }
    const unknown_id = line_ids.find((id) => !all_ids.includes(id))
    if (unknown_id !== undefined)
      return refuse("orderLineIds", `The order line '${unknown_id}' does not exist.`)
    parcels.push({ parcel: { parcelNumber, carrierName: carrierName.trim(), trackingUrl }, line_ids })
  }

  const line_ids = parcels.flatMap((parcel) => parcel.line_ids)
  const lines = market.lines(stored, line_ids)
  const taken = lines.filter(
    (line) =>
      stored.lines_on_the_way.has(line.orderLineId) ||
      (["Shipped", "Delivered"].includes(line.status) && line.parcels.length > 0)
  )
  const is_replaced =
    settings.shipment_overwrite && lines.length > 0 && lines.every(({ status }) => status === "Shipped")
  if (is_replaced) return parcels
  const cannot = "Cannot switch to shipped status"
  if (taken.length > 0) {
    const ids = taken.map((line) => line.orderLineId)
    return refuse("orderLineIds", `${cannot}: line ${ids.join(", ")} is already shipped.`, ids, true)
  }
  if (order.status !== "InPreparation")
    return refuse("orderId", `${cannot}: the order is ${order.status}.`, line_ids)
  for (const line of lines) {
    const id = line.orderLineId
    if ((line.offer?.supplyMode ?? "Seller") !== "Seller") {
      return refuse("orderLineIds", `${cannot}: line ${id} is not shipped by the seller.`, line_ids)
    }
    const can_ship =
      line.status === "InPreparation" ||
      (line.status === "CancelRequest" && stored.cancel_requests.get(id) === "buyer")
    if (!can_ship) return refuse("orderLineIds", `${cannot}: line ${id} is ${line.status}.`, line_ids)
  }
  if (settings.one_parcel_channels.includes(order.salesChannel.id)) {
    const owed = order.lines.filter(
      (line) => (line.offer?.supplyMode ?? "Seller") === "Seller" && line.status === "InPreparation"
    )
    const is_complete = owed.every((line) => line_ids.includes(line.orderLineId))
    if (parcels.length > 1 || !is_complete) {
      return refuse(
        "parcelNumber",
        "Only one parcel for the complete order is allowed on this channel.",
        line_ids
      )
    }
  }
  return parcels
}
