/**
 * The folders of src/ from the ground up. A file may import from its own folder and from those below it. Folders that
 * stand in one group may not import each other. The longest path that fits a file is its folder; `**` is any folders.
 */
const floors = [
  // Floor 1: pure TypeScript.
  "carriers",
  ["marketplaces/brand.ts", "marketplaces/short-text.ts"],
  ["marketplaces/errors.ts", "marketplaces/offers-port.ts"],
  "marketplaces/port.ts",
  [
    "marketplaces/fold.ts",
    "marketplaces/decode-text.ts",
    "marketplaces/parcels.ts",
    "marketplaces/amounts.ts",
    "marketplaces/new-ids.ts",
    "marketplaces/tolerant.ts",
    "marketplaces/vat-rates.ts",
    "marketplaces/pauses.ts",
    "marketplaces/in-pages.ts",
    "marketplaces/in-steps.ts",
    "marketplaces/contract-success.ts",
  ],
  ["marketplaces/offers-contract-test.ts", "marketplaces/text.ts", "marketplaces/countries.ts"],
  ["marketplaces/phone.ts", "marketplaces/postcode.ts", "marketplaces/gtin.ts"],
  ["marketplaces/without-buyer.ts"],
  ["marketplaces/http", "marketplaces/setting-fields.ts", "marketplaces/contract-test.ts"],
  ["marketplaces/remedy-settings.ts", "marketplaces/helpers.ts", "marketplaces/read-answer.ts"],
  ["marketplaces/cdiscount", "marketplaces/rakuten"],
  "offers/money.ts",
  "offers/settings.ts",
  "orders",
  "labels/label-service.ts",
  "labels",
  "labels/sendcloud",
  "offers",
  // Floor 2: what is stored.
  "modules/marketplace",
  "modules/label",
  // Floor 3: what happens.
  "links",
  "workflows/shared",
  ["workflows/plan-shipment", "workflows/plan-import"],
  "workflows/snapshots",
  "workflows/offers",
  ["workflows/send-actions", "workflows/import-orders"],
  [
    "workflows/accept-orders",
    "workflows/carriers",
    "workflows/apply-changes",
    "workflows/release-held",
    "workflows/test-orders",
  ],
  [
    "workflows/pull-orders",
    "workflows/manage-orders",
    "workflows/manage-actions",
    "workflows/listings",
    "workflows/manage-offers",
  ],
  "workflows/labels",
  "workflows/ship-many",
  "workflows/label-many",
  "workflows/label-panel",
  "workflows/sweep",
  "workflows/notify",
  "workflows/dispatch",
  "workflows/connections",
  "workflows/index.ts",
  // The shapes of what the API returns.
  "api/**/types.ts",
  // What Medusa's roles can hold.
  "policies",
  // Who calls.
  ["providers", "jobs", "subscribers", "api", "scripts"],
  "admin",
]

const floor1 = ["carriers", "marketplaces", "orders", "labels", "offers"]

/** What these import outside themselves: a page knows the API by its shapes, and a shape knows no framework. */
const reach = { "api/**/types.ts": floor1, admin: ["api/**/types.ts", ...floor1] }

/** Files that hold types and nothing else. */
const types = ["api/**/types.ts"]

module.exports = { floors, reach, types }
