/** Cdiscount's JSON as the Octopia documentation and public client code show it. Amounts are euros with tax. */
export const ORDER_STATUSES = [
  "Processing",
  "WaitingAcceptance",
  "Accepted",
  "InPreparation",
  "Shipped",
  "Delivered",
  "Refused",
  "Rejected",
  "Cancelled",
] as const
export type OrderStatus = (typeof ORDER_STATUSES)[number]
export type LineStatus = OrderStatus | "CancelRequest"
export type SupplyMode = "Seller" | "Fulfillment" | "Xdock"

export type WireAddress = {
  civility: string
  firstName: string
  lastName: string
  companyName: string | null
  companyVatNumber: string | null
  addressLine1: string
  addressLine2: string | null
  addressLine3: string | null
  postalCode: string
  city: string
  stateOrRegion: string | null
  countryCode: string
}
export type WireShippingAddress = WireAddress & {
  phone: string | null
  email: string | null
  pickupId: string | null
  pickupName: string | null
}
export type WireParcel = { parcelNumber: string; carrierName: string; trackingUrl: string | null }
export type WirePrice = {
  unitSalesPrice: number
  shippingCost: number
  taxes: { code: string; target: string; amount: number; rate: number }[]
}
export type WireLine = {
  orderLineId: string
  status: LineStatus
  quantity: number
  totalPrice: { offerPrice: number; sellingPrice: number }
  offerPrice: WirePrice & { commission: Record<string, number> }
  sellingPrice: WirePrice
  offer: {
    id: string
    sellerProductId: string
    productId: string
    productTitle: string
    productGtin: string | null
    supplyMode?: SupplyMode
    condition: string
  }
  delivery: { mode: string; promisedAtMin: string; promisedAtMax: string; shippedAtMax: string }
  shippingAddress?: WireShippingAddress | null
  parcels: WireParcel[]
  productAttributes?: unknown
}
export type WireOrder = {
  orderId: string
  reference: string | null
  businessOrder: boolean
  salesChannel: { id: string; name: string }
  seller: { id: string }
  customer: { reference: string }
  purchasedAt: string
  createdAt: string
  updatedAt: string
  shippedAtMax: string
  status: OrderStatus
  payment: { method: string }
  currencyCode: string
  billingAddress?: WireAddress | null
  totalPrice: { offerPrice: number; sellingPrice: number }
  serviceFees: { label: string; amount: number }[]
  statusEvents: unknown[]
  lines: WireLine[]
}

/** The body that `POST /orders/{orderId}/shipments` accepts. */
export type WireShipment = {
  parcelNumber?: unknown
  carrierName?: unknown
  trackingUrl?: unknown
  orderLineIds?: unknown
}
