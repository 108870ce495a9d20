import type { SellerOrder, SellerState } from "../page/seller-order"
import type { RakutenMarket } from "./market"
import type { RakutenItem, Situation } from "./sale"

const STATES: Record<Situation, SellerState> = {
  requested: "to_accept",
  reminded: "to_accept",
  expired: "canceled",
  canceled_before: "canceled",
  refused: "refused",
  accepted: "ready",
  pending: "accepted",
  claim: "cancel_requested",
  canceled: "canceled",
  closed: "delivered",
}
const stateOf = (item: RakutenItem): SellerState =>
  item.is_shipped && item.situation === "accepted" ? "shipped" : STATES[item.situation]

/** What matters most to the seller comes first. */
const ORDER: SellerState[] = [
  "to_accept",
  "ready",
  "cancel_requested",
  "accepted",
  "shipped",
  "delivered",
  "refused",
]

/** Rakuten's purchases for the page. */
export const sellerOrders = (market: RakutenMarket): SellerOrder[] =>
  market.list().map((sale) => {
    const states = sale.items.map(stateOf)
    const cents = sale.items.reduce((sum, item) => sum + item.price_cents + item.shipping_cents, 0)
    return {
      marketplace: "rakuten",
      account: sale.login,
      external_id: sale.purchaseid,
      kind: sale.kind,
      purchased_at: sale.purchased_at,
      state: ORDER.find((state) => states.includes(state)) ?? states[0] ?? "other",
      status: [...new Set(sale.items.map((item) => item.situation))].join(", "),
      buyer: `${sale.buyer.first_name} ${sale.buyer.last_name}`,
      delivery: [sale.shippingtype, sale.relay?.name].filter(Boolean).join(", "),
      total: cents / 100,
      currency_code: sale.items[0]?.currency ?? "EUR",
      lines: sale.items.map((item) => ({
        ids: [item.itemid],
        sku: item.sku,
        title: item.headline,
        quantity: 1,
        state: stateOf(item),
        status: item.situation,
        by_seller: !item.is_rsl && !item.is_fulfilment,
        parcels: item.tracking
          ? [{ number: item.tracking.number, carrier: item.tracking.transporter, url: item.tracking.url }]
          : [],
      })),
    }
  })
