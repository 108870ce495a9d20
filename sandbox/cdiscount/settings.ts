import { z } from "zod"

export const clientSchema = z.strictObject({
  client_id: z.string().min(1),
  client_secret: z.string().min(1),
  /** The sellers that have linked their account to this client. */
  seller_ids: z.array(z.string()),
})
export type CdiscountClient = z.infer<typeof clientSchema>

/** How Cdiscount's side behaves. Delays run on the sandbox's clock. */
export const cdiscountSettingsSchema = z.strictObject({
  clients: z
    .array(clientSchema)
    .default([{ client_id: "sandbox-client", client_secret: "sandbox-secret", seller_ids: ["12345"] }]),
  token_seconds: z.number().positive().default(7200),
  /** Put in front of every access token, for tests that look for it in logs. */
  token_prefix: z.string().default("sandbox-token-"),
  /** From `POST approval-status` to `Accepted`, and from there to `InPreparation`. */
  approval_delay_ms: z.number().nonnegative().default(1000),
  preparation_delay_ms: z.number().nonnegative().default(1000),
  /** From `POST shipments` to the parcels in the order. */
  shipment_delay_ms: z.number().nonnegative().default(1000),
  cancellation_delay_ms: z.number().nonnegative().default(1000),
  /** An order without the seller's decision is refused after this. */
  approval_deadline_hours: z.number().positive().default(48),
  /** Shows in `GET /sellers`. */
  auto_accept_order: z.boolean().default(false),
  /** Only listed carrier names are taken. */
  strict_carriers: z.boolean().default(true),
  /** Whether an object instead of an array of parcels is taken. */
  accept_bare_shipment: z.boolean().default(false),
  /** Open questions of the API: how a body has to look. */
  approval_field: z.enum(["approval_status", "approvalStatus"]).default("approval_status"),
  shipment_body: z.enum(["array", "object"]).default("array"),
  carrier_field: z.enum(["carrierName", "carrierCode"]).default("carrierName"),
  takes_tracking_url: z.boolean().default(true),
  /** Whether a parcel of all lines may name them. */
  takes_all_line_ids: z.boolean().default(true),
  cancel_order_field: z.enum(["either", "orderSellerId", "orderId"]).default("either"),
  cancel_partial_shape: z.enum(["either", "refund-per-line", "refund-top-level"]).default("either"),
  /** Reasons that a cancellation may give; null: any. And whether it may refund the shipping. */
  cancellation_reasons: z.array(z.string()).nullable().default(null),
  takes_shipping_refund: z.boolean().default(true),
  /** Whether a shipment of shipped lines replaces their parcel. */
  shipment_overwrite: z.boolean().default(false),
  /** The name for carriers that are not listed, and what numbers and links may be. */
  other_carrier: z.string().default("autre"),
  max_number_length: z.number().int().positive().default(50),
  max_url_length: z.number().int().positive().default(255),
  takes_url_fragment: z.boolean().default(true),
  /** The status that a change is answered with; null: one that fits. */
  success_status: z.number().int().min(200).max(299).nullable().default(null),
  /** How `GET /orders` wants to be asked. */
  max_page_size: z.number().int().positive().default(100),
  needs_sort: z.boolean().default(false),
  needs_channel: z.boolean().default(false),
  /** Whether every call has to name the sales channel in a header. */
  needs_channel_header: z.boolean().default(false),
  /** Whether an answer links to its next page. */
  links: z.boolean().default(true),
  /** How long a change takes until lists have it. */
  listed_after_minutes: z.number().nonnegative().default(0),
  quota_message: z.string().default("Out of call volume quota. Quota will be replenished in {time}."),
  /** How an order is written: amounts, rates, and what is left out. */
  unit_price: z.enum(["with_vat", "net", "rounded"]).default("with_vat"),
  shipping_cost: z.enum(["line", "unit"]).default("line"),
  order_total: z.enum(["with_shipping", "goods"]).default("with_shipping"),
  line_total: z.enum(["with_shipping", "goods"]).default("with_shipping"),
  /** `other_first`: another tax comes before VAT, under the same code. */
  taxes: z.enum(["vat", "other_first"]).default("vat"),
  line_status: z.enum(["own", "accepted"]).default("own"),
  shows_supply_mode: z.boolean().default(true),
  shows_delivery_address: z.boolean().default(true),
  /** Whether every address names a pickup point, the nearest one. */
  always_names_pickup: z.boolean().default(false),
  /** Channels that take exactly one parcel for the complete order. */
  one_parcel_channels: z.array(z.string()).default(["CDISFR"]),
  past_the_last_page: z.enum(["empty", "404"]).default("empty"),
  sort: z.enum(["updated_at", "created_at", "created_at_desc"]).default("updated_at"),
  /** Volume quota per client, counted on the sandbox's clock; null: none. */
  quota: z
    .strictObject({ calls: z.number().int().positive(), minutes: z.number().positive() })
    .nullable()
    .default(null),
  /** 429 above this, by the machine's clock; null: never. */
  max_calls_per_second: z.number().positive().nullable().default(null),
  /** An upload is taken in for this long; until then the package cannot be closed. */
  intake_delay_ms: z.number().nonnegative().default(0),
  /** From the closed package to its results, and from there to what `GET /offers` and buyers see. */
  integration_delay_ms: z.number().nonnegative().default(1000),
  offer_delay_ms: z.number().nonnegative().default(1000),
  /** Packages stay in integration until they are released. */
  packages_stuck: z.boolean().default(false),
  /** A package that is not closed is gone after this, and results after that. */
  package_hours: z.number().positive().default(6),
  result_days: z.number().positive().default(3),
  /** References that are reported as integrated and are not. */
  lost_skus: z.array(z.string()).default([]),
  /** Products that the catalog does not have. */
  unknown_gtins: z.array(z.string()).default([]),
  /** Open questions: how taxes are written, whether a price needs them, whether a quantity activates an offer. */
  tax_coding: z.enum(["any", "percent", "fraction", "zero"]).default("any"),
  taxes_with_price: z.boolean().default(true),
  update_reactivates: z.boolean().default(true),
  /** Codes that the account has activated. */
  delivery_codes: z.array(z.string()).default(["THD", "SHD", "EHD", "FDHD", "SRHD", "WSHD", "NTHD", "PPMR"]),
})
export type CdiscountSettings = z.output<typeof cdiscountSettingsSchema>
export type CdiscountSettingsInput = z.input<typeof cdiscountSettingsSchema>
