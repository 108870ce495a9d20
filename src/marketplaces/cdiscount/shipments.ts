import { isMarketplaceError, MarketplaceError } from "../errors"
import type {
  CallResult,
  CarrierPolicy,
  MarketplaceCarrier,
  NormalizedOrder,
  ShipmentPolicy,
  ShipmentRequest,
} from "../port"
import { parcelsOf } from "../parcels"
import { settingNames } from "../setting-fields"
import type { Call } from "./client"
import { settingFields, type CdiscountSettings } from "./settings"
import { readTaken } from "./writing"

const LABEL = "POST /orders/{orderId}/shipments"
const WRONG_STATE = /cannot switch to shipped status/i
const CORRECTION_SETTINGS = settingNames(settingFields, "tracking_correction")
/** By the field that the refusal names. */
const REASONS: [RegExp, string][] = [
  [/parcelnumber/i, "parcel_refused"],
  [/carrier/i, "carrier_refused"],
  [/trackingurl/i, "tracking_url_refused"],
]

/** Cdiscount takes one parcel for the complete order (Octopia documentation, quoted by public client code). */
export function shipmentPolicyOf(order: NormalizedOrder, settings: CdiscountSettings): ShipmentPolicy {
  const rules = settings.parcels_per_order
  return {
    parcels: rules[order.channel?.id ?? "*"] ?? rules["*"] ?? "one",
    split: settings.split_policy === "first-parcel" ? "first_parcel" : "wait_for_all",
    untracked: false,
    corrections: settings.tracking_correction === "repost",
    correction_settings: CORRECTION_SETTINGS,
    asks_unusual: settings.tracking_correction === "unsupported",
    tracking_number_max_length: settings.tracking_max_length,
    tracking_url_max_length: settings.tracking_url_max_length,
  }
}

/** What the settings say of carriers that Octopia does not list, and of links with a `#`. */
export function carrierPolicyOf(settings: CdiscountSettings): CarrierPolicy {
  return {
    match: settings.carrier_match === "free-text" ? "free_text" : "listed",
    fallback: settings.carrier_fallback_label,
    tracking_url_fragment: settings.tracking_url_fragment,
  }
}

/**
 * The call that declares a shipment. Throws `refused` for what must not be sent.
 * @param carriers the live list, needed only when carriers are sent by code
 */
export function shipmentCall(
  request: ShipmentRequest,
  carriers: MarketplaceCarrier[],
  settings: CdiscountSettings
): Call<CallResult> {
  const { order, parcels, item_external_ids } = request
  if (request.is_untracked || parcels.length === 0 || item_external_ids.length === 0) {
    throw unsent("untracked_not_supported", "a parcel with a number and at least one line are needed")
  }
  if (request.is_correction && settings.tracking_correction === "unsupported") {
    throw unsent(
      "correction_by_hand",
      "a parcel can be corrected in the seller portal only; see tracking_correction"
    )
  }
  const isOneParcel =
    shipmentPolicyOf(order, settings).parcels === "one" || settings.shipment_body === "object"
  if (isOneParcel && parcels.length > 1) {
    throw unsent("one_parcel_only", "this channel takes one parcel for the complete order")
  }
  const all = order.lines.flatMap((line) => line.items.map((item) => item.external_id))
  const wanted = new Set(item_external_ids)
  const isWhole = all.every((id) => wanted.has(id))
  const isOmitted = isWhole && parcels.length === 1 && settings.shipment_line_ids === "omit-when-all"
  const sent = parcelsOf(request, LABEL)
  const body = sent.map((parcel) => ({
    parcelNumber: parcel.tracking_number,
    [settings.carrier_field]:
      settings.carrier_field === "carrierCode" ? codeOf(parcel.carrier_name, carriers) : parcel.carrier_name,
    trackingUrl: settings.shipment_tracking_url === "send" ? (parcel.tracking_url ?? undefined) : undefined,
    orderLineIds: isOmitted ? undefined : parcel.item_external_ids,
  }))
  return {
    method: "POST",
    path: `/orders/${encodeURIComponent(request.external_id)}/shipments`,
    body: settings.shipment_body === "object" ? body[0] : body,
    label: LABEL,
    retry: false,
    read: (response) => readTaken(response, LABEL, settings),
  }
}

/** A refused shipment with its reason; `wrong_state` (also: shipped already) is settled by reading the order. */
export function withReason(error: unknown): unknown {
  if (!isMarketplaceError(error) || error.kind !== "refused" || error.details.reason) {
    return error
  }
  const message = error.details.marketplace_message ?? ""
  const reason =
    WRONG_STATE.test(message) || error.details.status === 409
      ? "wrong_state"
      : REASONS.find(([field]) => field.test(message))?.[1]
  return new MarketplaceError("refused", error.message, { ...error.details, reason })
}

function unsent(reason: string, sentence: string): MarketplaceError {
  return new MarketplaceError("refused", `${LABEL}: not sent, ${sentence}.`, { effect: "none", reason })
}

function codeOf(name: string, carriers: MarketplaceCarrier[]): string {
  const code = carriers.find((carrier) => carrier.name.trim() === name.trim())?.code
  if (!code) {
    throw unsent("carrier_refused", "Octopia lists no code for this carrier; see carrier_field")
  }
  return code
}
