import type { CarrierProblem } from "../carriers"
import type { Problem } from "./problems"

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
        params.reason === "too_long" ? [params.reason] : [params.reason, params.characters.slice(0, 50)]
      return {
        code: problem.code,
        params: { tracking_number: (tracking_number ?? "").slice(0, 100), detail },
      }
    }
    default:
      return problem
  }
}
