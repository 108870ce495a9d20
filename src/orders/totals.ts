import type { NormalizedOrder, OrderItem, OrderLine } from "../marketplaces/port"
import { settingParams } from "./fill-text"
import { isGone } from "./item-status"
import type { Problem } from "./problems"

/** Amounts are added as integers of this many parts of a major unit: prices finer than a cent stay exact. */
const SCALE = 1_000_000
/** An order whose amounts come to more, in major units, is taken for an error of the marketplace. */
const LARGEST_AMOUNT = 1_000_000_000

export type Fee = NormalizedOrder["fees"][number]

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
 * of unknown kind, shipping, or canceled items. The sum that comes nearest counts, and may be off by one minor unit a
 * line: a rounding adjustment. What is not imported (the marketplace's own lines, items that are not decided) is then
 * taken off. Without a total of the marketplace's, the lines are the total. Where only what is not imported has an amount
 * that cannot be read, that amount is what the rest leaves of the total.
 *
 * @param isImported which items become part of the store's order
 * @param isDifferenceAccepted an operator accepted the difference: the adjustment takes all of it
 */
export function agreeOnTotal(
  order: NormalizedOrder,
  isImported: (item: OrderItem, line: OrderLine) => boolean,
  isDifferenceAccepted: boolean
): TotalResult {
  const positions = order.lines.flatMap((line) => line.items.map((item) => ({ item, line })))
  const imported = positions.filter(({ item, line }) => isImported(item, line))
  const unusable = unusableAmount(order, imported)
  // Adds only possible amounts.
  const [goods, shipping] = unusable ? [null, null] : [goodsOf(imported), shippingOf(imported)]
  if (goods === null || shipping === null) {
    return { problem: { code: "unreadable_order", params: { detail: unusable ?? "an amount is missing" } } }
  }

  const minor = BigInt(SCALE / 10 ** currencyDecimals(order.currency_code))
  const round = (parts: bigint) => roundTo(parts, minor)
  const ours = goods + shipping
  const certain = order.fees.filter((fee) => fee.in_total === "yes")

  if (order.total === null) {
    const sum = ours + sumOfFees(certain)
    return agreed(round(sum), sum, certain)
  }

  const total = round(toParts(order.total))
  const readings = readingsOf(order, positions, certain)
  if (readings.length === 0 && order.fees.every(({ in_total }) => in_total !== "unknown")) {
    const sum = ours + sumOfFees(certain)
    const inside = order.shipping_in_total === "no" ? sum - shipping : sum
    if (inside <= total) return agreed(round(sum), sum, certain)
  }
  const distance = ({ parts }: Reading) => absolute(total - parts)
  const largest = ({ lines }: Reading) => minor * BigInt(lines)
  const nearest = (readings: Reading[]) =>
    readings.reduce<Reading | null>(
      (best, one) => (best === null || distance(one) < distance(best) ? one : best),
      null
    )
  const including = nearest(readings.filter(({ beside }) => beside === 0n))
  // That a total includes shipping is the rule, so the other reading counts only where that one does not agree.
  const best = including && distance(including) <= largest(including) ? including : nearest(readings)
  if (best === null) {
    return { problem: { code: "unreadable_order", params: { detail: "an amount is missing" } } }
  }
  const whole = best.parts + best.beside
  const sum = ours + sumOfFees(best.fees)
  const expected = round(total + best.beside - (whole - sum))
  const isNear = distance(best) <= largest(best) && absolute(expected - sum) <= largest(best)
  if ((isNear || isDifferenceAccepted) && expected >= 0n) {
    return agreed(expected, sum, best.fees)
  }
  const params = {
    expected: fromParts(total),
    computed: fromParts(round(best.parts)),
    currency_code: order.currency_code,
    ...settingParams(order.total_settings),
  }
  return { problem: { code: "total_mismatch", params } }
}

type Position = { item: OrderItem; line: OrderLine }

/** What the marketplace's total may be the sum of, and the shipping beside it. */
type Reading = { fees: Fee[]; lines: number; parts: bigint; beside: bigint }

const SHIPPING_IN_TOTAL = { yes: [true], no: [false], unknown: [true, false] }

/** Without those that lack an amount. */
function readingsOf(order: NormalizedOrder, positions: readonly Position[], certain: Fee[]): Reading[] {
  const possible = order.fees.filter((fee) => fee.in_total !== "no")
  const alive = positions.filter((position) => !isGone(position.item))
  return SHIPPING_IN_TOTAL[order.shipping_in_total ?? "yes"].flatMap((isShippingIn) =>
    [possible, certain].flatMap((fees) =>
      [alive, positions].flatMap((counted) => {
        const [goods, shipping] = [goodsOf(counted), shippingOf(counted)]
        if (goods === null || shipping === null || unusableAmount(order, counted)) {
          return []
        }
        const lines = new Set(counted.map(({ line }) => line.key)).size
        const inside = isShippingIn ? shipping : 0n
        return { fees, lines, parts: goods + inside + sumOfFees(fees), beside: shipping - inside }
      })
    )
  )
}

function unusableAmount(order: NormalizedOrder, positions: readonly Position[]): string | null {
  const prices = positions
    .flatMap(({ item, line }) => [line.unit_price, item.shipping_price])
    .filter((price) => price !== null)
  if (prices.some((price) => price < 0)) {
    return "a negative price"
  }
  const sums = positions.map(({ item, line }) => Math.max(line.unit_price ?? 1, 1) * (item.quantity ?? 1))
  const size = [...prices, ...sums, ...order.fees.map((fee) => fee.amount), order.total ?? 0]
    .map(Math.abs)
    .reduce((sum, amount) => sum + amount, 0)
  return size > LARGEST_AMOUNT ? "an amount out of range" : null
}

/** Null where a price or a quantity cannot be read. */
function goodsOf(positions: readonly Position[]): bigint | null {
  return totalOf(
    positions.map(({ item: { quantity }, line: { unit_price } }) =>
      unit_price === null || quantity === null ? null : toParts(unit_price) * BigInt(quantity)
    )
  )
}

function shippingOf(positions: readonly Position[]): bigint | null {
  return totalOf(
    positions.map(({ item: { shipping_price } }) =>
      shipping_price === null ? null : toParts(shipping_price)
    )
  )
}

function totalOf(amounts: (bigint | null)[]): bigint | null {
  return amounts.reduce<bigint | null>(
    (sum, amount) => (sum === null || amount === null ? null : sum + amount),
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
