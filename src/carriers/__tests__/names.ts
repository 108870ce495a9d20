import type { CarrierNames, CarrierPolicy } from "../carrier-names"

/** The names of two marketplaces as their adapters bring them, and a third's that has none. */
export { CARRIER_NAMES as cdiscount } from "../../marketplaces/cdiscount/carrier-names"
export { CARRIER_NAMES as rakuten } from "../../marketplaces/rakuten/carrier-names"
export const third: CarrierNames = { fallback: "Other", seed: [], reserved: [], names: {} }

export const policy: CarrierPolicy = { match: "listed", fallback: "autre", tracking_url_fragment: "avoid" }
