import {
  type Address,
  type ItemStatus,
  type NormalizedOrder,
  type Snapshot,
  type TestOrderRequest,
  UnreadableOrderError,
} from "medusa-plugin-marketplace-connect/port"
import { schemaPath } from "medusa-plugin-marketplace-connect/port/helpers"
import { orderSchema, type WireOrder } from "./wire"

const STATUS: Record<WireOrder["lines"][number]["status"], ItemStatus> = {
  waiting: "to_accept",
  accepted: "ready",
  refused: "refused",
  shipped: "shipped",
  canceled: "canceled",
}

/** The order as Acme sent it. The error names the place, never what stands there. */
export function wireOrder(payload: string): WireOrder {
  let value: unknown
  try {
    value = JSON.parse(payload)
  } catch {
    throw new UnreadableOrderError("The order is not JSON.")
  }
  const result = orderSchema.safeParse(value)
  if (!result.success) throw new UnreadableOrderError(`The order is broken at ${schemaPath(result.error)}.`)
  return result.data
}

/** The same in the words of the store. */
export function normalize(payload: string): NormalizedOrder {
  const order = wireOrder(payload)
  const address = addressOf(order)
  return {
    external_id: order.id,
    external_reference: null,
    external_status: [...new Set(order.lines.map(({ status }) => status))].join(", "),
    channel: null,
    purchased_at: order.created_at,
    updated_at: order.updated_at,
    accept_by: null,
    ship_by: null,
    currency_code: order.currency,
    total: order.total,
    fees: [],
    lines: order.lines.map((line) => ({
      key: line.id,
      sku: line.sku,
      eans: [],
      title: line.title,
      unit_price: line.price,
      tax_rate: line.tax_rate,
      shipping_tax_rate: null,
      fulfilled_by: "seller",
      is_negotiated: false,
      is_preorder: false,
      commission: null,
      items: [
        {
          external_id: line.id,
          quantity: line.quantity,
          status: STATUS[line.status],
          external_status: line.status,
          shipping_price: line.shipping,
          // A number that was put and not confirmed yet is no parcel: the shipment would count as done.
          parcels:
            order.tracking && line.status === "shipped"
              ? [{ tracking_number: order.tracking.number, carrier_name: null, tracking_url: null }]
              : [],
          cancel_requested_by: null,
        },
      ],
    })),
    shipping_address: address,
    billing_address: address,
    pickup_point: null,
    prepaid_label: null,
    buyer_reference: order.customer.id || null,
    email: null,
    delivery_mode: null,
    is_business: false,
    is_paid: true,
    needs_details: false,
    portal_url: null,
  }
}

const addressOf = ({ customer }: WireOrder): Address => ({
  first_name: customer.first_name || null,
  last_name: customer.last_name || null,
  company: null,
  vat_number: null,
  lines: [customer.street].filter(Boolean),
  postal_code: customer.postal_code || null,
  city: customer.city || null,
  province: null,
  country_code: customer.country || null,
  phone: null,
  email: null,
})

/** The newer of two answers; what cannot be read loses. */
export function merge(previous: string | null, incoming: string): string {
  const [before, after] = [previous, incoming].map((payload) => {
    try {
      return payload === null ? "" : wireOrder(payload).updated_at
    } catch {
      return ""
    }
  })
  return previous !== null && before > after ? previous : incoming
}

const NO_BUYER = { id: "", first_name: "", last_name: "", street: "", postal_code: "", city: "", country: "" }

/** Where even that cannot be read, nothing is kept. */
export function withoutPersonalData(payload: string): string {
  try {
    const { customer, ...order } = wireOrder(payload)
    return JSON.stringify({ ...order, customer: { ...NO_BUYER, country: customer.country } })
  } catch {
    return "{}"
  }
}

export function testOrder(request: TestOrderRequest): Snapshot {
  const order: WireOrder = {
    id: request.external_id,
    created_at: request.now.toISOString(),
    updated_at: request.now.toISOString(),
    currency: "EUR",
    total: request.quantity * request.unit_price,
    lines: [
      {
        id: `${request.external_id}-1`,
        sku: request.sku,
        title: request.title,
        quantity: request.quantity,
        price: request.unit_price,
        shipping: 0,
        tax_rate: 20,
        status: "accepted",
      },
    ],
    tracking: null,
    customer: {
      id: "",
      first_name: "Test",
      last_name: "Order",
      street: "1 Test Street",
      postal_code: "75001",
      city: "Paris",
      country: request.country_code,
    },
  }
  return { external_id: order.id, payload: JSON.stringify(order) }
}
