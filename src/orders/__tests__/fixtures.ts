import { normalizedOrderSchema } from "../../marketplaces/port"
import type { Address, ItemStatus, NormalizedOrder, OrderItem, OrderLine } from "../../marketplaces/port"
import { connectionSettingsSchema, mergeSettings } from "../settings"
import type { ConnectionSettings } from "../settings"

import { z } from "zod"

const schema = connectionSettingsSchema("cdiscount", z.strictObject({}), 5, true)

export function settings(patch: Record<string, unknown> = {}): ConnectionSettings {
  return schema.parse(mergeSettings({}, patch))
}

export function address(patch: Partial<Address> = {}): Address {
  return {
    first_name: "Zoé",
    last_name: "Martin",
    company: null,
    vat_number: null,
    lines: ["12 rue des Lilas"],
    postal_code: "75011",
    city: "Paris",
    province: null,
    country_code: "FR",
    phone: "+33100000000",
    email: null,
    ...patch,
  }
}

export function item(status: ItemStatus = "ready", patch: Partial<OrderItem> = {}): OrderItem {
  return {
    external_id: "1",
    quantity: 1,
    status,
    external_status: status,
    shipping_price: 0,
    parcels: [],
    cancel_requested_by: null,
    ...patch,
  }
}

export function line(patch: Partial<OrderLine> = {}): OrderLine {
  return {
    key: "1",
    sku: "LAMP",
    eans: [],
    title: "Lampe",
    unit_price: 10,
    tax_rate: 20,
    shipping_tax_rate: null,
    fulfilled_by: "seller",
    is_negotiated: false,
    is_preorder: false,
    commission: null,
    items: [item()],
    ...patch,
  }
}

/** One line per status, each with one item of its own id. */
export function linesOf(...statuses: ItemStatus[]): OrderLine[] {
  return statuses.map((status, index) =>
    line({ key: `L${index}`, sku: `SKU-${index}`, items: [item(status, { external_id: `I${index}` })] })
  )
}

export function order(patch: Partial<NormalizedOrder> = {}): NormalizedOrder {
  return normalizedOrderSchema.parse({
    external_id: "2607010930ABCD",
    external_reference: null,
    external_status: "InPreparation",
    channel: { id: "CDISFR", name: "Cdiscount" },
    purchased_at: "2026-07-01T09:30:00Z",
    updated_at: "2026-07-01T10:00:00Z",
    accept_by: null,
    ship_by: "2026-07-04T10:00:00Z",
    currency_code: "EUR",
    total: null,
    fees: [],
    lines: [line()],
    shipping_address: address(),
    billing_address: address(),
    pickup_point: null,
    buyer_reference: "B-1",
    email: "relay@buyer.example",
    delivery_mode: "STD",
    is_business: false,
    is_paid: true,
    needs_details: false,
    prepaid_label: null,
    portal_url: null,
    ...patch,
  } satisfies NormalizedOrder)
}
