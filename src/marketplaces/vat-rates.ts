/**
 * VAT rates in percent: standard, reduced, super-reduced and parking rates of the European Union's members with those of
 * their regions, and of the neighbors that buy on French marketplaces. From the European Commission's "Taxes in Europe"
 * database and, for France, code général des impôts, art. 278 to 281 nonies, 296 (overseas) and 297 (Corsica). Rates that
 * have ended in the last years stay: orders of that time are still read.
 */
export const VAT_RATES: Readonly<Record<string, readonly number[]>> = {
  AT: [20, 19, 13, 10, 4.9],
  BE: [21, 12, 6],
  BG: [20, 9],
  CY: [19, 9, 5, 3],
  CZ: [21, 15, 12, 10],
  DE: [19, 7],
  DK: [25],
  EE: [24, 22, 20, 13, 9, 5],
  ES: [21, 10, 7.5, 5, 4, 2],
  FI: [25.5, 24, 14, 13.5, 10],
  FR: [20, 13, 10, 8.5, 5.5, 2.1, 1.75, 1.05, 0.9],
  GR: [24, 17, 13, 9, 6, 4],
  HR: [25, 13, 5],
  HU: [27, 18, 5],
  IE: [23, 13.5, 9, 4.8],
  IT: [22, 10, 5, 4],
  LT: [21, 12, 9, 5],
  LU: [17, 16, 14, 8, 7, 3],
  LV: [21, 12, 5],
  MT: [18, 12, 7, 5],
  NL: [21, 9],
  PL: [23, 8, 5],
  PT: [23, 22, 16, 13, 12, 9, 6, 5, 4],
  RO: [21, 19, 11, 9, 5],
  SE: [25, 12, 6],
  SI: [22, 9.5, 5],
  SK: [23, 20, 19, 10, 5],
  CH: [8.1, 7.7, 3.8, 3.7, 2.6, 2.5],
  GB: [20, 5],
  NO: [25, 15, 12],
}
const RATES: ReadonlySet<number> = new Set(Object.values(VAT_RATES).flat())
/** No country taxes goods higher. */
const HIGHEST = 50

/**
 * A rate in percent where its unit is not known: the reading by which some country has it. The country of delivery does not
 * narrow it, since a small seller's own rate goes with the parcel, and no rate of the table is a hundredth of another.
 * Above 1 it can only be a percentage, known or not. Null where it is ambiguous: 1 is neither 1 % nor 100 % anywhere.
 */
export function percentOf(rate: number): number | null {
  const [percent, fraction] = [rounded(rate), rounded(rate * 100)]
  const [isPercent, isFraction] = [RATES.has(percent), RATES.has(fraction)]
  if (rate === 0 || isPercent !== isFraction) {
    return isPercent || rate === 0 ? percent : fraction
  }
  return rate > 1 ? possiblePercent(rate) : null
}

/** The percentage, or null for what is none that a country could ask. */
export function possiblePercent(percent: number): number | null {
  return percent >= 0 && percent <= HIGHEST ? rounded(percent) : null
}

/** Without the noise of binary fractions. */
const rounded = (value: number) => Math.round(value * 1e6) / 1e6
