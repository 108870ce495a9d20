import { context as importContext } from "../../../orders/__tests__/store-fixtures"
import { order as ours, settings } from "../../../orders/__tests__/fixtures"
import { planChanges } from "../../../orders/changes"
import { planImportable } from "../../../orders/plan-import"
import { PROBLEMS, type Problem, describeProblem } from "../../../orders/problems"
import type { ImportContext } from "../../../orders/import-context"
import { cdiscount } from ".."
import { changed, fixture } from "./fixtures"

type Json = null | boolean | number | string | Json[] | { [key: string]: Json }

const ODD: Json[] = [
  null,
  "",
  " ",
  "odd",
  "x".repeat(5000),
  -1,
  0,
  0.5,
  1e12,
  true,
  [],
  [null],
  {},
  { a: [1] },
]
const ANY_SKU = { unknown_sku: "import_without_variant" }
const ESSENTIAL = ["orderId"]
/** The only line that is left, or the whole list: without it there is nothing to read. */
const WHOLE = /^lines$/

/** Every place of a document, those of lists for the first entry. */
function placesOf(value: Json, prefix = ""): string[] {
  if (typeof value !== "object" || value === null) {
    return [prefix]
  }
  const entries = Array.isArray(value)
    ? value.slice(0, 1).map((one, index) => [String(index), one] as const)
    : Object.entries(value)
  return [
    ...(prefix ? [prefix] : []),
    ...entries.flatMap(([key, inner]) => placesOf(inner, prefix ? `${prefix}.${key}` : key)),
  ]
}

const places = placesOf(JSON.parse(fixture("order-ready")) as Json)

it("has many places", () => expect(places.length).toBeGreaterThan(50))

it.each(places.filter((place) => !ESSENTIAL.includes(place) && !WHOLE.test(place)))(
  "an odd %s leaves the rest of the order readable, and what cannot be read is named",
  (place) => {
    for (const value of ODD) {
      const order = cdiscount.normalize(changed("order-ready", { [place]: value }), {})
      expect(order.external_id).toBe("CDISFR2605041000001FX01")
      const others = order.lines.filter(({ key }) => !place.startsWith("lines.0") || key !== "1")
      expect(others.length).toBeGreaterThan(0)
      for (const part of order.unread ?? []) {
        expect(part.field).not.toBe("")
        expect((part.given ?? "").length).toBeLessThanOrEqual(60)
      }
      // An object or a list is never what a text or a number should be.
      const isLeaf = !places.some((one) => one.startsWith(`${place}.`))
      if (isLeaf && typeof value === "object" && value !== null && isRead(place)) {
        expect((order.unread ?? []).map(({ field }) => field)).toContainEqual(expect.stringContaining(place))
      }
    }
  }
)

/** Places that nothing is read of cannot be odd. */
function isRead(place: string): boolean {
  const before = cdiscount.normalize(fixture("order-ready"), {})
  expect(before.unread).toBeUndefined()
  const field = place.split(".").at(-1) ?? ""
  return (
    /^(quantity|unitSalesPrice|shippingCost|rate|status|currencyCode|sellingPrice|postalCode|city|addressLine1|countryCode|sellerProductId|supplyMode|productTitle|amount)$/.test(
      field
    ) && !/offerPrice|civility|taxes\.\d+\.amount/.test(place)
  )
}

describe("a line with an odd part", () => {
  const context = {
    settings: settings(),
    connection: { id: "c", marketplace_id: "cdiscount", marketplace_name: "Cdiscount", account: "1" },
    direct_connections: [],
  } as unknown as ImportContext

  it.each([
    ["quantity", 0, "lines.0.quantity “0”"],
    ["quantity", "deux", "lines.0.quantity “deux”"],
    ["sellingPrice.unitSalesPrice", "cher", "lines.0.sellingPrice.unitSalesPrice “cher”"],
    ["sellingPrice.shippingCost", "4,90 ou 5", "lines.0.sellingPrice.shippingCost “4,90 ou 5”"],
    ["sellingPrice.taxes.0.rate", 1, "lines.0.sellingPrice.taxes.0.rate “1”"],
    ["offer.supplyMode", "Drone", "lines.0.offer.supplyMode “Drone”"],
  ])("%s %j is held with its place and its text", (field, value, named) => {
    const sold = cdiscount.normalize(changed("order-ready", { [`lines.0.${field}`]: value }), {})
    const plan = planImportable(sold, context, null)
    expect(plan).toMatchObject({
      kind: "hold",
      problem: { code: "unreadable_part", params: { parts: [named] } },
    })
  })

  const ODD_FIELDS: [string, Json][] = [
    ["quantity", 0],
    ["sellingPrice.unitSalesPrice", "cher"],
    ["sellingPrice.shippingCost", "gratuit ?"],
    ["sellingPrice.taxes.0.rate", 1],
    ["offer", "x"],
    ["sellingPrice", null],
    ["shippingAddress.postalCode", [1]],
    ["shippingAddress", "nulle part"],
  ]
  const FREE: Record<string, Json> = { totalPrice: null }

  it.each(ODD_FIELDS)("that is canceled holds nothing: %s %j", (field, value) => {
    const lines = { "lines.0.status": "Cancelled", [`lines.0.${field}`]: value }
    const sold = cdiscount.normalize(changed("order-ready", { ...FREE, ...lines }), {})
    expect(sold.shipping_address?.postal_code).toBe("67000")
    expect(planImportable(sold, importContext({}, { import: ANY_SKU }), null)).toMatchObject({
      kind: "import",
    })
    const live = cdiscount.normalize(changed("order-ready", { ...FREE, [`lines.0.${field}`]: value }), {})
    expect(planImportable(live, importContext({}, { import: ANY_SKU }), null)).toMatchObject({ kind: "hold" })
  })

  it.each([
    ["sellingPrice.unitSalesPrice", "cher"],
    ["sellingPrice.shippingCost", -4],
    ["sellingPrice.shippingCost", null],
    ["quantity", 0],
  ])("that the marketplace ships holds nothing: %s %j", (field, value) => {
    const lines = { "lines.0.offer.supplyMode": "Fulfillment", [`lines.0.${field}`]: value }
    const sold = cdiscount.normalize(changed("order-ready", lines), {})
    expect(planImportable(sold, importContext({}, { import: ANY_SKU }), null)).toMatchObject({
      kind: "import",
      draft: { expected_total: 51.42 },
    })
    const recorded = { ...ANY_SKU, fulfilled_by_marketplace: "record" }
    expect(planImportable(sold, importContext({}, { import: recorded }), null)).toMatchObject({
      kind: "hold",
    })
  })

  it("has its address taken only where no line that is sold has one", () => {
    const canceled = { "lines.0.status": "Cancelled", "lines.0.shippingAddress.city": "LYON" }
    const sold = cdiscount.normalize(changed("order-ready", canceled), {})
    expect([sold.shipping_address?.city, sold.other_addresses]).toEqual(["Strasbourg", undefined])
    const only = { "lines.1.shippingAddress": null, "lines.2.shippingAddress": null }
    const odd = { ...FREE, ...canceled, ...only, "lines.0.shippingAddress.postalCode": [1] }
    const taken = cdiscount.normalize(changed("order-ready", odd), {})
    expect(taken.shipping_address?.city).toBe("LYON")
    expect(planImportable(taken, importContext({}, { import: ANY_SKU }), null)).toMatchObject({
      kind: "hold",
      problem: { code: "unreadable_part" },
    })
  })

  it("names the setting that decides how a rate is read, and is read with it", () => {
    const payload = changed("order-ready", { "lines.0.sellingPrice.taxes.0.rate": 1 })
    const plan = planImportable(cdiscount.normalize(payload, {}), context, null)
    const { code, params } = plan.kind === "hold" ? plan.problem : { code: "", params: {} }
    expect(describeProblem(code, params, "en").hint).toContain("tax_rate_unit")
    expect(describeProblem(code, params, "fr").hint).toContain("tax_rate_unit")
    expect(PROBLEMS.unreadable_part.blocks).toBe(true)
    expect(cdiscount.normalize(payload, { tax_rate_unit: "percent" }).unread).toBeUndefined()
  })

  it("blocks nothing that is in the store already: its quantity is the store's", () => {
    const sold = cdiscount.normalize(changed("order-ready", { "lines.0.quantity": 0 }), {})
    const lines = sold.lines.map((line, index) => ({
      line_item_id: `li_${index}`,
      line_key: line.key,
      item_external_ids: line.items.map(({ external_id }) => external_id),
      quantity: line.items[0].quantity ?? 2,
      current_quantity: line.items[0].quantity ?? 2,
    }))
    const imported = {
      canceled_by: null,
      lines,
      after_sales: [],
      withdrawn_item_ids: [],
      sent_item_ids: [],
      fulfillments: [],
      recorded_fulfillment_id: null,
      written: null,
      current: {
        shipping_address: null,
        billing_address: null,
        email: sold.email,
        pickup_points: [],
        customer: null,
      },
      is_address_corrected: false,
      is_captured: true,
      short_stock: [],
    }
    const plan = planChanges(sold, imported, settings(), ["fr"])
    expect(plan.state).toBe("imported")
    expect(plan.changes.filter((change) => change.kind !== "raise")).toEqual([])
    expect(plan.changes).toContainEqual({
      kind: "raise",
      problem: expect.objectContaining({
        code: "unread_detail",
        params: { parts: ["lines.0.quantity “0”"] },
      }) as Problem,
    })
  })
})

describe("lines with different addresses", () => {
  const elsewhere = (patch: Record<string, Json>) => {
    const address = (
      JSON.parse(fixture("order-ready")) as { lines: { shippingAddress: Record<string, Json> }[] }
    ).lines[0].shippingAddress
    return cdiscount.normalize(
      changed("order-ready", { "lines.1.shippingAddress": { ...address, ...patch } }),
      {}
    )
  }

  it("are named with the other address, and held", () => {
    const sold = elsewhere({ addressLine1: "1 quai de l'Autre", city: "LYON", postalCode: "69002" })
    expect(sold.other_addresses).toEqual([
      {
        line_keys: ["2"],
        address: expect.objectContaining({ city: "LYON", postal_code: "69002" }) as unknown,
      },
    ])
    const context = { settings: settings(), direct_connections: [] } as unknown as ImportContext
    expect(planImportable(ours({ ...sold }), context, null)).toMatchObject({
      kind: "hold",
      problem: { code: "several_addresses" },
    })
  })

  it("are one where only the spelling or the contact differs", () => {
    expect(elsewhere({ phone: "0611111111", email: "x@relais.example" }).other_addresses).toBeUndefined()
    expect(elsewhere({}).other_addresses).toBeUndefined()
  })
})
