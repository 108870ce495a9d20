import type { AfterSale, NormalizedOrder, OrderItem, OrderLine } from "../marketplaces/port"
import { exactAmount } from "./totals"
import type { Problem } from "./problems"

/**
 * Claims and cancellations by the order's own items, identified by the item.
 * @param now when it is seen, ISO 8601 in UTC; the first time is kept (`mergeAfterSales`)
 */
export function afterSalesOf(order: NormalizedOrder, now: string): AfterSale[] {
  return order.lines
    .filter((line) => line.fulfilled_by === "seller")
    .flatMap((line) => line.items.map((item) => ({ line, item })))
    .filter(({ item }) => item.status === "claim" || item.status === "canceled")
    .map(({ line, item }) => ({
      kind: item.status === "claim" ? ("claim" as const) : ("cancellation" as const),
      external_id: item.external_id,
      external_ids: [item.external_id],
      quantity: item.quantity,
      amount: item.status === "claim" ? null : amountOf(line, item),
      currency_code: item.status === "claim" ? null : order.currency_code.toLowerCase(),
      reason: null,
      status: item.external_status,
      at: now,
    }))
}

/** Null where a part of it cannot be read. */
function amountOf({ unit_price }: OrderLine, { quantity, shipping_price }: OrderItem): number | null {
  return unit_price === null || quantity === null || shipping_price === null
    ? null
    : exactAmount(unit_price * quantity + shipping_price)
}

const keyOf = ({ kind, external_id }: AfterSale) => `${kind}|${external_id}`

/** What is known, with what was seen now. Nothing is forgotten; the time at which something was seen first stays. */
export function mergeAfterSales(known: readonly AfterSale[], seen: readonly AfterSale[]): AfterSale[] {
  const merged = new Map(known.map((one) => [keyOf(one), one]))
  for (const one of seen) {
    const before = merged.get(keyOf(one))
    merged.set(keyOf(one), before ? { ...one, at: before.at ?? one.at } : one)
  }
  return [...merged.values()]
}

const idsOf = (some: readonly AfterSale[]) => some.map(({ external_id }) => external_id)

const valueOf = ({ kind, external_id, external_ids, quantity, amount }: AfterSale) =>
  JSON.stringify([kind, external_id, [...external_ids].sort(), quantity, amount])

/**
 * What needs a person's attention: each kind by the marketplace's numbers and values, so that an acknowledged problem
 * stays so until another case comes or one becomes another. A claim counts while the marketplace shows it as open;
 * cancellations are other problems.
 */
export function afterSaleProblems(order: NormalizedOrder, known: readonly AfterSale[]): Problem[] {
  const claimed = order.lines
    .flatMap((line) => line.items)
    .filter((item) => item.status === "claim")
    .map((item) => item.external_id)
  const returned = known.filter(({ kind }) => kind === "return")
  const refunded = known.filter(({ kind }) => kind === "refund" || kind === "gesture")
  const problems: (Problem | null)[] = [
    claimed.length > 0 ? { code: "claim_open", params: { items: claimed }, about: claimed } : null,
    returned.length > 0
      ? {
          code: "returned_at_marketplace",
          params: { returns: idsOf(returned) },
          about: returned.map(valueOf),
        }
      : null,
    refunded.length > 0
      ? {
          code: "refunded_at_marketplace",
          params: { refunds: idsOf(refunded) },
          about: refunded.map(valueOf),
        }
      : null,
  ]
  return problems.filter((problem) => problem !== null)
}
