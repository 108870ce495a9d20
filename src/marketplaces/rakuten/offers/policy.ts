import { ean13Of } from "../../gtin"
import type { KeyRefusal, OfferPolicy } from "../../port"
import type { RakutenSettings } from "../settings"
import { fitsCsv } from "./stock-file"

const LONGEST_SKU = 100
// eslint-disable-next-line no-control-regex -- control characters are what is looked for
const NOT_IN_XML = /[\u0000-\u001f\u007f-\u009f\ufffe\uffff\p{Surrogate}]|^\s|\s$/u
/** The file, and one look at its report. */
const CALLS_OF_A_FILE = 2

export function policyOf(settings: RakutenSettings): OfferPolicy {
  const isCsv = settings.stock_format === "csv"
  return {
    batch_size: settings.rows_per_file,
    calls_per_batch: () => CALLS_OF_A_FILE,
    budget: {
      batches_per_hour: settings.files_per_hour,
      reserved: Math.min(settings.reserved_files, settings.files_per_hour),
    },
    shortest_gap_ms: settings.file_gap_seconds * 1000,
    merges_aspects: true,
    needs_stock_and_price: isCsv,
    channels: [{ id: "", currency_code: "EUR", country_code: "FR" }],
    shares_stock: true,
    largest_quantity: settings.quantity_maximum,
    sends_zero: settings.zero_policy === "zero",
    decimals: 2,
    refuseSku: (sku) => refuseSku(sku, settings),
    eanFor: ean13Of,
    results_hours: 5 * 24,
    look_after_seconds: settings.report_intervals,
    shows_after_minutes: settings.offers_show_after_minutes,
    // The method of shipping costs is set with Rakuten, for the account.
    deliveryFor: () => null,
    condition: settings.state,
    creation_lacks: [
      ...(settings.product_alias === "" ? ["product_alias"] : []),
      ...(isCsv ? ["stock_format"] : []),
    ],
    eco_part_field: null,
    reactivates_by: "update",
  }
}

function refuseSku(sku: string, settings: RakutenSettings): KeyRefusal | null {
  if (sku.length > LONGEST_SKU) {
    return "too_long"
  }
  const isCsv = settings.stock_format === "csv"
  const isForbidden = NOT_IN_XML.test(sku) || (isCsv && !fitsCsv(sku, settings))
  return sku === "" ? "too_short" : isForbidden ? "forbidden_characters" : null
}
