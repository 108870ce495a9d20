import type { NormalizedOrder, OrderLine } from "../port"

/** Parts of a major unit: prices finer than a cent stay exact. */
const SCALE = 1_000_000
const HALF_A_CENT = SCALE / 200

/**
 * The shipping of lines that name none (`shipping_price` null), by line key, from an order's total that includes shipping:
 * what the total leaves is the shipping of the one line that lacks it, and nothing left is no shipping. Null where that is
 * not certain.
 */
export function missingShipping({
  total,
  fees,
  lines,
}: Pick<NormalizedOrder, "total" | "fees" | "lines">): Map<string, number> | null {
  const alive = lines.filter((line) => !isGone(line))
  const missing = alive.filter(({ items }) => items.some(({ shipping_price }) => shipping_price === null))
  const [rest, restWithGone] = [alive, lines].map((counted) => left(total, fees, counted))
  if (rest === null || missing.length === 0) {
    return null
  }
  // The total may still count what is canceled: where that leaves something too, either could be.
  const isGoneCounted = alive.length < lines.length && (restWithGone === null || restWithGone !== rest)
  if (isGoneCounted && (restWithGone === null || restWithGone > -HALF_A_CENT)) {
    return null
  }
  const isNone = Math.abs(rest) < HALF_A_CENT
  if (rest < -HALF_A_CENT || (!isNone && missing.length > 1)) {
    return null
  }
  return new Map(missing.map(({ key }) => [key, isNone ? 0 : rest / SCALE]))
}

/** Of the total without prices, known shipping and fees; null where one of these is not known. */
function left(
  total: number | null,
  fees: NormalizedOrder["fees"],
  lines: readonly OrderLine[]
): number | null {
  if (total === null || fees.some(({ in_total }) => in_total === "unknown")) {
    return null
  }
  const certain = fees.filter(({ in_total }) => in_total === "yes").map(({ amount }) => amount)
  const amounts = lines.flatMap(({ unit_price, items }) =>
    items.flatMap(({ quantity, shipping_price }) => [
      unit_price === null || quantity === null ? null : unit_price * quantity,
      shipping_price ?? 0,
    ])
  )
  return [...amounts, ...certain].reduce<number | null>(
    (rest, amount) => (rest === null || amount === null ? null : rest - Math.round(amount * SCALE)),
    Math.round(total * SCALE)
  )
}

const isGone = ({ items }: OrderLine): boolean =>
  items.every(({ status }) => status === "canceled" || status === "refused")
