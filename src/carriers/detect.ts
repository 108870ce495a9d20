import type { Carrier, Confidence } from "./carrier"
import { CARRIERS } from "./catalog"
import { CHECK_RULES } from "./check-digits"

export type Candidate = {
  carrier: Carrier
  confidence: Confidence
  /** A check digit was there and right. */
  checked: boolean
}

const RANK: Record<Confidence, number> = { high: 3, medium: 2, low: 1 }

const strength = (candidate: Omit<Candidate, "carrier">) =>
  RANK[candidate.confidence] * 2 + Number(candidate.checked)

const fits = ({ pattern, check }: Carrier["patterns"][number], number: string) =>
  pattern.test(number) && (check === null || CHECK_RULES[check](number))

/** Whether a cleaned number has one of a carrier's formats. */
export const isOf = (carrier: Carrier, number: string): boolean =>
  carrier.patterns.some((pattern) => fits(pattern, number))

/** Every carrier whose formats fit a cleaned number, each with its strongest fit, strongest first. */
export function detectCarriers(number: string): Candidate[] {
  return CARRIERS.flatMap((carrier) => {
    const [best] = carrier.patterns
      .filter((pattern) => fits(pattern, number))
      .map(({ confidence, check }) => ({ carrier, confidence, checked: check !== null }))
      .sort((a, b) => strength(b) - strength(a))
    return best ? [best] : []
  }).sort((a, b) => strength(b) - strength(a))
}

export type Detection = {
  carrier: Carrier | null
  /**
   * `certain`: one carrier fits with high confidence, and no right check digit speaks for another.
   * `only_enabled`: of the carriers that fit, the connection uses exactly one. `unsure`: some fit, none with certainty.
   * `none`: no carrier fits.
   */
  outcome: "certain" | "only_enabled" | "unsure" | "none"
  candidates: Candidate[]
}

/** Finds the carrier of a cleaned number, and returns none rather than a guess. `enabled` are carrier keys. */
export function detectCarrier(number: string, enabled: ReadonlySet<string>): Detection {
  const candidates = detectCarriers(number)
  const [first, ...others] = candidates.filter(({ confidence }) => confidence === "high")
  const contradicted = candidates.some((one) => one !== first && one.checked && one.confidence !== "low")
  if (first && others.length === 0 && (first.checked || !contradicted)) {
    return { carrier: first.carrier, outcome: "certain", candidates }
  }
  const fitting = candidates.filter(({ carrier }) => enabled.has(carrier.key))
  return fitting.length === 1
    ? { carrier: fitting[0].carrier, outcome: "only_enabled", candidates }
    : { carrier: null, outcome: candidates.length ? "unsure" : "none", candidates }
}
