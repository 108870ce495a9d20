import { ean13Of } from "../../gtin"
import type { KeyRefusal, OfferPolicy } from "../../port"
import type { CdiscountSettings } from "../settings"

const LONGEST_SKU = 50
/** Letters, digits, and the punctuation that the documentation lists: no space, no accent. */
const SKU = /^[A-Za-z0-9{}@%;$=[\]/,\-()'\\"&!#^?_+:.]*$/
/** Package, upload, read, closing, and at least one look at the results. */
const CALLS_OF_A_PACKAGE = 5
const UPLOAD = 100

export function policyOf(settings: CdiscountSettings): OfferPolicy {
  return {
    batch_size: settings.package_size,
    calls_per_batch: (size) => CALLS_OF_A_PACKAGE - 1 + Math.ceil(size / UPLOAD),
    budget: null,
    shortest_gap_ms: settings.package_gap_seconds * 1000,
    merges_aspects: settings.merge_update,
    needs_stock_and_price: false,
    channels: channelsOf(settings),
    shares_stock: settings.shared_stock,
    largest_quantity: settings.quantity_maximum,
    sends_zero: true,
    decimals: 2,
    refuseSku,
    eanFor: ean13Of,
    results_hours: 72,
    look_after_seconds: settings.results_intervals,
    shows_after_minutes: settings.offers_show_after_minutes,
    deliveryFor: ({ weight_grams }) => ({
      preparation_days: settings.preparation_days,
      modes: modesFor(weight_grams, settings).map((code) => ({
        code,
        fee: settings.shipping_fee.toFixed(2),
        additional_fee: settings.additional_shipping_fee.toFixed(2),
      })),
    }),
    condition: settings.condition,
    eco_part_field: settings.eco_part_field || null,
    reactivates_by: REACTIVATION[settings.reactivate_by],
  }
}

const HEAVY_GRAMS = 30_000
const REACTIVATION = { update: "update", upsert: "create", none: "person" } as const

function modesFor(weight_grams: number | null, settings: CdiscountSettings): readonly string[] {
  const isHeavy = weight_grams !== null && weight_grams > HEAVY_GRAMS
  return isHeavy && settings.heavy_delivery_modes.length > 0
    ? settings.heavy_delivery_modes
    : settings.delivery_modes
}

/** The channel for stock comes first: a shared quantity goes once for the account. */
function channelsOf({ offer_channels, channel_countries, stock_channel }: CdiscountSettings) {
  const channels = Object.entries(offer_channels).map(([id, currency_code]) => ({
    id,
    currency_code,
    country_code: channel_countries[id] ?? "FR",
  }))
  return channels.sort((a, b) => Number(b.id === stock_channel) - Number(a.id === stock_channel))
}

export function refuseSku(sku: string): KeyRefusal | null {
  if (sku.length > LONGEST_SKU) {
    return "too_long"
  }
  return sku === "" ? "too_short" : SKU.test(sku) ? null : "forbidden_characters"
}
