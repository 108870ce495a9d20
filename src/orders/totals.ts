import type { NormalisedOrder, OrderItem, OrderLine } from "../marketplaces/port"
import type { Problem } from "./problems"

/** Amounts are added as integers of this many parts of a major unit: prices finer than a cent stay exact. */
const SCALE = 1_000_000
/** An order whose amounts come to more, in major units, is taken for an error of the marketplace. */
const LARGEST_AMOUNT = 1_000_000_000

export type Fee = NormalisedOrder["fees"][number]

export type TotalResult =
  | {
      /** Total of the part that is imported, in major units, whole minor units. */
      expected: number
      /** What lines, shipping and fees of that part need to reach `expected`; zero or a few cents. */
      adjustment: number
      /** The fees that belong to the total. */
      fees: Fee[]
    }
  | { problem: Problem }

/** Decimals of a currency: 2 for EUR, 0 for JPY, 3 for TND. */
export function currencyDecimals(currencyCode: string): number {
  const { maximumFractionDigits } = new Intl.NumberFormat("en", {
    style: "currency",
    currency: currencyCode,
  }).resolvedOptions()
  return maximumFractionDigits ?? 2
}

/** An amount without the noise of floating point: at most six decimals. */
export function exactAmount(amount: number): number {
  return fromParts(toParts(amount))
}

/** Sum of amounts in major units, exact to six decimals. */
export function sumAmounts(amounts: readonly number[]): number {
  return fromParts(amounts.reduce((sum, amount) => sum + toParts(amount), 0n))
}

/**
 * Decides what the imported part of an order must come to.
 *
 * The marketplace's total speaks of the whole order. Which sum it is, is not documented everywhere: with or without fees
 * of unknown kind, with or without cancelled items. The sum that comes nearest counts, and may be off by one minor unit a
 * line: a rounding adjustment. What is not imported (the marketplace's own lines, items that are not decided) is then
 * taken off. Without a total of the marketplace's, the lines are the total.
 *
 * @param isImported which items become part of the store's order
 * @param isDifferenceAccepted an operator accepted the difference: the adjustment takes all of it
 */
export function agreeOnTotal(
  order: NormalisedOrder,
  isImported: (item: OrderItem, line: OrderLine) => boolean,
  isDifferenceAccepted: boolean
): TotalResult {
  const positions = order.lines.flatMap((line) => line.items.map((item) => ({ item, line })))
  const unusable = unusableAmount(order, positions)
  if (unusable) {
    return { problem: { code: "unreadable_order", params: { detail: unusable } } }
  }

  const minor = BigInt(SCALE / 10 ** currencyDecimals(order.currency_code))
  const round = (parts: bigint) => roundTo(parts, minor)
  const alive = positions.filter((position) => !isGone(position))
  const ours = sumOf(positions.filter(({ item, line }) => isImported(item, line)))
  const certain = order.fees.filter((fee) => fee.in_total === "yes")
  const possible = order.fees.filter((fee) => fee.in_total !== "no")

  if (order.total === null) {
    const sum = ours + sumOfFees(certain)
    return agreed(round(sum), sum, certain)
  }

  const total = round(toParts(order.total))
  const candidates = [possible, certain].flatMap((fees) =>
    [alive, positions].map((counted) => ({
      fees,
      lines: new Set(counted.map(({ line }) => line.key)).size,
      parts: sumOf(counted) + sumOfFees(fees),
    }))
  )
  const distance = ({ parts }: { parts: bigint }) => absolute(total - parts)
  const best = candidates.reduce((nearest, one) => (distance(one) < distance(nearest) ? one : nearest))
  const others = best.parts - ours - sumOfFees(best.fees)
  const expected = round(total - others)
  const imported = ours + sumOfFees(best.fees)
  const largest = minor * BigInt(best.lines)
  const isNear = distance(best) <= largest && absolute(expected - imported) <= largest
  if ((isNear || isDifferenceAccepted) && expected >= 0n) {
    return agreed(expected, imported, best.fees)
  }
  const params = {
    expected: fromParts(total),
    computed: fromParts(round(best.parts)),
    currency_code: order.currency_code,
  }
  return { problem: { code: "total_mismatch", params } }
}

type Position = { item: OrderItem; line: OrderLine }

function unusableAmount(order: NormalisedOrder, positions: readonly Position[]): string | null {
  const prices = positions.flatMap(({ item, line }) => [line.unit_price, item.shipping_price])
  if (prices.some((price) => price < 0)) {
    return "a negative price"
  }
  const sums = positions.map(({ item, line }) => Math.max(line.unit_price, 1) * item.quantity)
  const size = [...prices, ...sums, ...order.fees.map((fee) => fee.amount), order.total ?? 0]
    .map(Math.abs)
    .reduce((sum, amount) => sum + amount, 0)
  return size > LARGEST_AMOUNT ? "an amount out of range" : null
}

function isGone({ item }: Position): boolean {
  return item.status === "refused" || item.status === "canceled"
}

function sumOf(positions: readonly Position[]): bigint {
  return positions.reduce(
    (sum, { item, line }) =>
      sum + toParts(line.unit_price) * BigInt(item.quantity) + toParts(item.shipping_price),
    0n
  )
}

function sumOfFees(fees: readonly Fee[]): bigint {
  return fees.reduce((sum, fee) => sum + toParts(fee.amount), 0n)
}

function agreed(expected: bigint, sum: bigint, fees: Fee[]): TotalResult {
  return { expected: fromParts(expected), adjustment: fromParts(expected - sum), fees }
}

function toParts(amount: number): bigint {
  return BigInt(Math.round(amount * SCALE))
}

function fromParts(parts: bigint): number {
  return Number(parts) / SCALE
}

function absolute(parts: bigint): bigint {
  return parts < 0n ? -parts : parts
}

/** Half away from zero. */
function roundTo(parts: bigint, unit: bigint): bigint {
  const whole = ((absolute(parts) + unit / 2n) / unit) * unit
  return parts < 0n ? -whole : whole
}
