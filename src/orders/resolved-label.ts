import type { CarrierResolution } from "../carriers"
import type { ShipmentRequest } from "../marketplaces/port"
import type { Problem } from "./problems"

export type CleanParcel = Omit<ShipmentRequest["parcels"][number], "item_external_ids">

/** What the carrier rules make of one label: a clean parcel, or why it cannot be sent. */
export type ResolvedLabel = {
  /** As it was entered. */
  tracking_number: string
  /** Key of our catalog; null for a carrier outside it, and when none is known. */
  carrier: string | null
  /** What a person should look at, where the parcel could be sent. */
  doubts?: Problem[]
} & ({ parcel: CleanParcel; problem: null } | { parcel: null; problem: Problem })

/** A label as the carrier rules read it: a clean parcel, or what keeps it from being sent. */
export function resolvedLabel(tracking_number: string, resolution: CarrierResolution): ResolvedLabel {
  const { carrier, marketplace_carrier_name, marketplace_carrier_code: code, problem, doubts } = resolution
  // Without a problem there is a number to send and a name.
  return problem || !resolution.tracking_number || marketplace_carrier_name === null
    ? {
        tracking_number,
        carrier,
        parcel: null,
        problem: problem ?? { code: "carrier_missing", params: { candidates: null } },
      }
    : {
        tracking_number,
        carrier,
        parcel: {
          tracking_number: resolution.tracking_number,
          carrier_name: marketplace_carrier_name,
          ...(code !== null && { carrier_code: code }),
          tracking_url: resolution.tracking_url,
        },
        problem: null,
        ...(doubts.length > 0 && { doubts }),
      }
}
