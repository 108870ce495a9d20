import { RE2JS } from "re2js"
import { z } from "zod"

import { MarketplaceError } from "../errors"
import { describeSettings, settingTexts } from "../setting-fields"

const wholeNumber = (min: number, max: number) => z.number().int().min(min).max(max)
const describe = (label: string, help: string) => [settingTexts, { label, help }] as const

const isPattern = (pattern: string): boolean => {
  try {
    RE2JS.compile(pattern)
    return true
  } catch {
    return false
  }
}

/**
 * What Octopia's documentation leaves open, as settings with the likeliest reading as default; validation and form
 * come from here. Unknown keys are refused.
 */
export const settingsSchema = z.strictObject({
  requests_per_second: z
    .number()
    .min(0.05)
    .max(100)
    .default(1)
    .register(
      ...describe("Requests per second", "Octopia does not publish its limits; 1 is what others use.")
    ),
  orders_page_size: wholeNumber(1, 100)
    .default(100)
    .register(...describe("Orders per page", "Octopia gives at most 100.")),
  orders_max_pages: wholeNumber(1, 10_000)
    .default(200)
    .register(
      ...describe(
        "Most pages in one reading",
        "More than this ends the run with an error; nothing is skipped."
      )
    ),
  orders_sort: z
    .string()
    .max(100)
    .regex(/^[\w:.,%=&-]+$/)
    .nullable()
    .default(null)
    .register(...describe("Sort parameter", "Raw query text such as sort=createdAt; empty: none is sent.")),
  orders_end_on_404: z
    .boolean()
    .default(true)
    .register(
      ...describe(
        "404 ends the list",
        "Whether a 404 after the first page means that there are no more orders."
      )
    ),
  poll_overlap_minutes: wholeNumber(1, 1440)
    .default(15)
    .register(...describe("Overlap in minutes", "How far each reading looks back before the previous one.")),
  daily_recheck_days: wholeNumber(0, 30)
    .default(2)
    .register(...describe("Daily recheck in days", "How far the daily second look goes back.")),
  sales_channel_header: z
    .enum(["offers", "always", "never"])
    .default("offers")
    .register(
      ...describe("SalesChannelId header", "Calls that name the sales channel; “always” sends CDISFR.")
    ),
  ready_to_ship_level: z
    .enum(["line", "order"])
    .default("line")
    .register(
      ...describe(
        "Ready to ship by",
        "Whether each line's own status or the order's says that it may be shipped."
      )
    ),
  cancel_request_lines: z
    .enum(["hold", "ship", "drop"])
    .default("hold")
    .register(
      ...describe(
        "Lines with a cancellation request",
        "hold: flag them; ship: as if not asked; drop: as if cancelled."
      )
    ),
  missing_supply_mode: z
    .enum(["Seller", "skip"])
    .default("Seller")
    .register(...describe("Line without supply mode", "Seller: you ship it; skip: the marketplace does.")),
  acceptance_deadline_hours: wholeNumber(1, 720)
    .default(48)
    .register(
      ...describe(
        "Hours to accept an order",
        "From the purchase. 48 rests on a single weak source: compare with your portal."
      )
    ),
  relay_detection: z
    .enum(["pickupId", "deliveryMode"])
    .default("pickupId")
    .register(
      ...describe("Pick-up points", "By the pick-up id alone, or only for the delivery modes listed below.")
    ),
  relay_delivery_modes: z
    .array(z.string().min(1).max(100))
    .max(50)
    .default([])
    .register(
      ...describe("Pick-up delivery modes", "Used when pick-up points are found by the delivery mode.")
    ),
  unit_price_includes_vat: z
    .boolean()
    .default(true)
    .register(...describe("Prices include VAT", "Whether unit prices and shipping are with VAT.")),
  shipping_cost_scope: z
    .enum(["line", "unit"])
    .default("line")
    .register(
      ...describe("Shipping cost is per", "Whether a line's shipping cost is for the line or for each unit.")
    ),
  line_total_source: z
    .enum(["computed", "api"])
    .default("computed")
    .register(
      ...describe(
        "Line total",
        "computed: unit price × quantity + shipping; api: Octopia's line total, shipping included."
      )
    ),
  service_fees_in_total: z
    .enum(["auto", "yes", "no"])
    .default("auto")
    .register(...describe("Service fees in the total", "auto: whichever agrees with the order's total.")),
  tax_rate_unit: z
    .enum(["auto", "percent", "fraction"])
    .default("auto")
    .register(
      ...describe("Unit of tax rates", "auto: up to 1 is a fraction (0.2), above 1 a percentage (20).")
    ),
  tax_targets: z
    .array(z.string().min(1).max(100))
    .max(100)
    .default([])
    .register(
      ...describe(
        "Tax targets of the price",
        "Which tax entries belong to the article; empty: any but shipping's."
      )
    ),
  approval_field: z
    .enum(["approval_status", "approvalStatus"])
    .default("approval_status")
    .register(...describe("Field of the approval", "Its spelling in the request.")),
  success_codes: z
    .array(wholeNumber(200, 299))
    .max(100)
    .default([])
    .register(
      ...describe("Success codes", "Statuses that confirm a written change; empty: any from 200 to 299.")
    ),
  shipment_body: z
    .enum(["array", "object"])
    .default("array")
    .register(...describe("Shipment request", "A list of parcels, or one bare parcel.")),
  shipment_line_ids: z
    .enum(["always", "omit-when-all"])
    .default("always")
    .register(
      ...describe("Line ids in shipments", "Whether they are left out when the parcel holds the whole order.")
    ),
  shipment_tracking_url: z
    .enum(["send", "omit"])
    .default("send")
    .register(...describe("Tracking URL", "Whether it is sent.")),
  carrier_field: z
    .enum(["carrierName", "carrierCode"])
    .default("carrierName")
    .register(...describe("Carrier field", "Carriers are sent by name; codes are not unique at Octopia.")),
  parcels_per_order: z
    .record(z.string().min(1).max(50), z.enum(["one", "many"]))
    .default({ CDISFR: "one", "*": "many" })
    .register(...describe("Parcels per order", "one or many, by sales channel; * is every other channel.")),
  split_policy: z
    .enum(["wait-for-all-lines", "first-parcel"])
    .default("wait-for-all-lines")
    .register(
      ...describe("Split orders with one parcel", "Wait for the last line, or send the first parcel for all.")
    ),
  tracking_max_length: wholeNumber(1, 255)
    .default(50)
    .register(...describe("Longest tracking number", "From the rules of the former API, not confirmed.")),
  tracking_url_max_length: wholeNumber(10, 2000)
    .default(255)
    .register(...describe("Longest tracking URL", "From the rules of the former API, not confirmed.")),
  cancel_enabled: z
    .boolean()
    .default(false)
    .register(
      ...describe(
        "Cancel at Cdiscount",
        "Sources disagree on whether Cdiscount takes cancellations; off until proved."
      )
    ),
  cancel_order_field: z
    .enum(["orderSellerId", "orderId"])
    .default("orderSellerId")
    .register(...describe("Field of a cancellation", "How the order is named in the request.")),
  cancel_partial_shape: z
    .enum(["refund-per-line", "refund-top-level"])
    .default("refund-per-line")
    .register(...describe("Partial cancellation", "Where the refund of shipping stands in the request.")),
  cancel_shipping_refund: z
    .boolean()
    .default(true)
    .register(...describe("Refund shipping", "Whether a cancellation also refunds the shipping cost.")),
  quota_pattern: z
    .string()
    .min(1)
    .max(200)
    .refine(isPattern, "Not a regular expression")
    .default("quota")
    .register(
      ...describe(
        "Quota wording",
        "Regular expression, case ignored, that tells a used-up quota from a missing right."
      )
    ),
  retry_after_default_seconds: wholeNumber(1, 3600)
    .default(60)
    .register(
      ...describe("Pause in seconds", "After “too many requests”, when Octopia does not say how long.")
    ),
})
export type CdiscountSettings = z.infer<typeof settingsSchema>

export const settingFields = describeSettings(settingsSchema)

/** The settings with their defaults; throws `configuration` with the wrong key. */
export function readSettings(settings: Record<string, unknown>): CdiscountSettings {
  const result = settingsSchema.safeParse(settings)
  if (!result.success) {
    const key = result.error.issues[0]?.path.map(String).join(".") || "an unknown key"
    throw new MarketplaceError("configuration", `The Cdiscount settings are wrong at ${key}.`, {
      effect: "none",
    })
  }
  return result.data
}
