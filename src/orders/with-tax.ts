import type { LineTax, NormalizedOrder, OrderItem, OrderLine, UnreadPart } from "../marketplaces/port"
import { exactAmount, sumAmounts } from "./totals"

/**
 * The order as everything here reads it: prices include tax, and `tax_rate` is the sum of several taxes. A price without
 * tax whose rate is unknown is none: the order waits until it can be read.
 */
export function withTax(order: NormalizedOrder): NormalizedOrder {
  const isNet = order.prices === "without_tax"
  if (!isNet && !order.lines.some(({ taxes, shipping_taxes }) => taxes ?? shipping_taxes)) return order
  const unread: UnreadPart[] = []
  const lines = order.lines.map((line, index): OrderLine => {
    const tax_rate = rateOf(line.taxes) ?? line.tax_rate
    const shipping_tax_rate = rateOf(line.shipping_taxes) ?? line.shipping_tax_rate
    const known = { ...line, tax_rate, shipping_tax_rate }
    if (!isNet) return known
    const shippingRate = shipping_tax_rate ?? tax_rate
    const isCharged = line.items.some(({ shipping_price }) => shipping_price !== 0)
    if (tax_rate === null || (isCharged && shippingRate === null)) {
      const item_external_ids = line.items.map(({ external_id }) => external_id)
      const field = `lines.${index}.tax_rate`
      unread.push({ field, given: null, blocks: true, settings: null, item_external_ids })
    }
    const items = line.items.map((item): OrderItem => ({
      ...item,
      shipping_price: gross(item.shipping_price, shippingRate),
    }))
    return { ...known, unit_price: gross(line.unit_price, tax_rate), items }
  })
  return {
    ...order,
    prices: "with_tax",
    lines,
    ...(unread.length > 0 && { unread: [...(order.unread ?? []), ...unread] }),
  }
}

/** Each tax is on the price without tax. */
const rateOf = (taxes: readonly LineTax[] | undefined): number | null =>
  taxes ? sumAmounts(taxes.map(({ rate }) => rate)) : null

const gross = (net: number | null, rate: number | null): number | null =>
  net === 0 ? 0 : net === null || rate === null ? null : exactAmount(net * (1 + rate / 100))
