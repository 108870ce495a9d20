import type { CarrierDoubt, CarrierProblem, CarrierResolution } from "../carriers"
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
  const { carrier, marketplace_carrier_name, problem } = resolution
  // Without a problem there is a number to send and a name.
  return problem || !resolution.tracking_number || marketplace_carrier_name === null
    ? {
        tracking_number,
        carrier,
        parcel: null,
        problem: carrierProblem(
          problem ?? { code: "carrier_unknown", params: { candidates: [] } },
          tracking_number
        ),
      }
    : {
        tracking_number,
        carrier,
        parcel: {
          tracking_number: resolution.tracking_number,
          carrier_name: marketplace_carrier_name,
          tracking_url: resolution.tracking_url,
        },
        problem: null,
        ...(resolution.doubts.length > 0 && {
          doubts: resolution.doubts.map((doubt) => carrierDoubt(doubt, tracking_number)),
        }),
      }
}

/**
 * What keeps a parcel's carrier, number or link from being sent, as the operator reads it.
 * @param tracking_number as it was given, for a number that cannot be sent
 */
export function carrierProblem(problem: CarrierProblem, tracking_number: string | null): Problem {
  switch (problem.code) {
    case "carrier_unknown": {
      const { candidates } = problem.params
      return { code: "carrier_missing", params: { candidates: candidates.length ? [...candidates] : null } }
    }
    case "carrier_name_unknown":
      return { code: "carrier_unknown", params: problem.params }
    case "tracking_number_invalid": {
      const { params } = problem
      const detail =
        params.reason === "forbidden_characters"
          ? [params.reason, params.characters.slice(0, 50)]
          : [params.reason]
      return {
        code: problem.code,
        params: { tracking_number: (tracking_number ?? "").slice(0, 100), detail },
      }
    }
    default:
      return problem
  }
}

/**
 * A doubt about a parcel that could be sent, as the operator reads it.
 * @param tracking_number as it was given
 */
export function carrierDoubt({ code, params }: CarrierDoubt, tracking_number: string | null): Problem {
  return code === "carrier_sent_as_other"
    ? { code, params }
    : {
        code: "tracking_number_doubtful",
        params: { ...params, tracking_number: (tracking_number ?? "").trim().slice(0, 100) },
      }
}
