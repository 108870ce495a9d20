import type { SellerOrder, SellerState } from "../page/seller-order"
import type { CdiscountMarket } from "./market"
import type { LineStatus } from "./wire"

const STATES: Record<LineStatus, SellerState> = {
  Processing: "checking",
  WaitingAcceptance: "to_accept",
  Accepted: "accepted",
  InPreparation: "ready",
  CancelRequest: "cancel_requested",
  Shipped: "shipped",
  Delivered: "delivered",
  Refused: "refused",
  Rejected: "refused",
  Cancelled: "canceled",
}

/** Cdiscount's orders for the page. */
export const sellerOrders = (market: CdiscountMarket): SellerOrder[] =>
  market.list().map(({ id, kind, seller_id, order }) => ({
    marketplace: "cdiscount",
    account: seller_id,
    external_id: id,
    kind,
    purchased_at: Date.parse(order.purchasedAt) || 0,
    state: STATES[order.status] ?? "other",
    status: String(order.status),
    buyer: [order.billingAddress?.firstName, order.billingAddress?.lastName].filter(Boolean).join(" "),
    delivery: [order.salesChannel?.name, order.lines[0]?.delivery?.mode].filter(Boolean).join(", "),
    total: order.totalPrice?.sellingPrice ?? 0,
    currency_code: String(order.currencyCode),
    lines: order.lines.map((line) => ({
      ids: [line.orderLineId],
      sku: line.offer?.sellerProductId ?? "",
      title: line.offer?.productTitle ?? "",
      quantity: line.quantity,
      state: STATES[line.status] ?? "other",
      status: String(line.status),
      by_seller: (line.offer?.supplyMode ?? "Seller") === "Seller",
      parcels: line.parcels.map((parcel) => ({
        number: parcel.parcelNumber,
        carrier: parcel.carrierName,
        url: parcel.trackingUrl,
      })),
    })),
  }))
