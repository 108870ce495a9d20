import type { NormalizedOrder } from "../../marketplaces/port"
import type { Written } from "../buyer-facts"
import { matchTables } from "../match"
import { MAX_LINES } from "../unfit"
import { planImport } from "../plan-import"
import type { ImportContext } from "../import-context"
import type { OrderDraft } from "../order-draft"
import { address, item, line, linesOf, order } from "./fixtures"
import { context, stockOf, variant, VARIANTS } from "./store-fixtures"
import { withTax } from "../with-tax"

const plan = (
  patch: Partial<NormalizedOrder> = {},
  settings: Record<string, unknown> = {},
  where: Partial<ImportContext> = {}
) => planImport(order(patch), context(where, settings))

function draft(...args: Parameters<typeof plan>): OrderDraft {
  const result = plan(...args)
  if (result.kind !== "import") {
    throw new Error(`not imported: ${JSON.stringify(result)}`)
  }
  return result.draft
}

describe("planImport", () => {
  it("makes everything that Medusa needs of an order", () => {
    const lines = [
      line({
        key: "L1",
        sku: "LAMP",
        title: "Lampe de bureau\u0000",
        unit_price: 12.5,
        items: [item("ready", { external_id: "I1", quantity: 2, shipping_price: 4.99 })],
      }),
    ]
    expect(draft({ lines, total: 29.99, external_reference: "REF-1" })).toEqual({
      order: {
        region_id: "reg_fr",
        sales_channel_id: "sc_1",
        currency_code: "eur",
        email: "relay@buyer.example",
        created_at: "2026-07-01T09:30:00.000Z",
        status: "pending",
        no_notification: true,
        metadata: {
          marketplace: "cdiscount",
          connection_id: "conn_1",
          account: "12345",
          external_id: "2607010930ABCD",
          external_reference: "REF-1",
          channel: "CDISFR",
        },
        shipping_address: expect.objectContaining({ address_1: "12 rue des Lilas", country_code: "fr" }),
        billing_address: expect.objectContaining({ address_1: "12 rue des Lilas", country_code: "fr" }),
        items: [
          {
            title: "Produit LAMP",
            subtitle: "Variante LAMP",
            thumbnail: null,
            variant_id: "variant_lamp",
            product_id: "prod_lamp",
            product_title: "Produit LAMP",
            product_description: null,
            product_subtitle: null,
            product_type: null,
            product_type_id: null,
            product_collection: null,
            product_handle: null,
            variant_sku: "LAMP",
            variant_barcode: null,
            variant_title: "Variante LAMP",
            variant_option_values: null,
            quantity: 2,
            unit_price: 12.5,
            is_tax_inclusive: true,
            is_custom_price: true,
            is_discountable: false,
            requires_shipping: true,
            tax_lines: [{ code: "VAT-20", rate: 20, description: "TVA 20 %" }],
            metadata: {
              external_ids: ["I1"],
              line_key: "L1",
              sku: "LAMP",
              external_title: "Lampe de bureau",
            },
          },
        ],
        shipping_methods: [
          {
            name: "Cdiscount – STD",
            amount: 4.99,
            is_tax_inclusive: true,
            is_custom_amount: true,
            shipping_option_id: "so_a_default",
            data: {},
            tax_lines: [{ code: "VAT-20", rate: 20, description: "TVA 20 %" }],
            metadata: { kind: "shipping" },
          },
        ],
      },
      reservations: [{ line_key: "L1", inventory_item_id: "iitem_lamp", location_id: "sloc_a", quantity: 2 }],
      expected_total: 29.99,
      is_captured: true,
      customer: null,
      written: expect.objectContaining({ email: "relay@buyer.example", customer: null }) as Written,
      fulfilled_line_keys: [],
      problems: [],
    })
  })

  it("waits and ignores as the order's state says", () => {
    expect(plan({ lines: linesOf("to_accept") })).toEqual({
      kind: "wait",
      reason: "to_accept",
      until: null,
      problem: null,
    })
    expect(plan({ is_paid: false })).toMatchObject({ kind: "wait", reason: "unpaid" })
    expect(plan({ lines: linesOf("canceled") })).toEqual({ kind: "ignore", reason: "canceled" })
    expect(plan({ lines: linesOf("shipped") })).toEqual({ kind: "ignore", reason: "shipped_elsewhere" })
  })

  it.each<[string, Partial<NormalizedOrder>, Record<string, unknown>, Partial<ImportContext>]>([
    ["unknown_sku", { lines: [line({ sku: "GHOST" })] }, {}, {}],
    ["ambiguous_ean", { lines: [line({ sku: "GHOST", eans: ["2000000000015"] })] }, {}, {}],
    [
      "variant_deleted",
      {},
      {},
      { matches: matchTables([{ external_sku: "LAMP", variant_id: "gone" }], VARIANTS) },
    ],
    ["variant_deleted", {}, {}, { variants: new Map() }],
    [
      "too_many_lines",
      { lines: Array.from({ length: MAX_LINES + 1 }, (_, i) => line({ key: `${i}` })) },
      {},
      {},
    ],
    ["unreadable_order", { lines: [line(), line()] }, {}, {}],
    ["unreadable_order", { lines: [line({ key: "1\u0000" })] }, {}, {}],
    ["missing_inventory_level", {}, {}, { stock: new Map() }],
    [
      "out_of_stock",
      {},
      { import: { out_of_stock: "hold" } },
      { stock: stockOf({ sloc_a: { iitem_lamp: 0 } }) },
    ],
    [
      "out_of_stock",
      {},
      { import: { out_of_stock: "refuse" } },
      { stock: stockOf({ sloc_a: { iitem_lamp: 0 } }) },
    ],
    ["no_shipping_option", {}, {}, { shipping_options: [] }],
    ["currency_mismatch", { currency_code: "PLN" }, {}, {}],
    ["country_not_in_region", { shipping_address: address({ country_code: "BE" }) }, {}, {}],
    ["missing_address", { shipping_address: null }, {}, { now: new Date("2026-07-03T10:00:00Z") }],
    ["missing_address", { shipping_address: address({ city: null }) }, {}, {}],
    ["missing_address", { shipping_address: address({ postal_code: "97051", city: "Cedex" }) }, {}, {}],
    ["total_mismatch", { total: 11 }, {}, {}],
    ["store_setup_missing", {}, {}, { destination: { ...context().destination, region: null } }],
    ["store_setup_missing", {}, {}, { destination: { ...context().destination, sales_channel_id: null } }],
    ["store_setup_missing", {}, {}, { destination: { ...context().destination, stock_location_ids: [] } }],
  ])("holds with %s (%#)", (code, patch, settings, where) => {
    expect(plan(patch, settings, where)).toMatchObject({ kind: "hold", problem: { code } })
  })

  it("says where a letter of the address was lost", () => {
    const planned = plan({
      shipping_address: address({ last_name: "Ren\ufffd", lines: ["1 rue de l\ud800"] }),
    })
    expect(planned).toMatchObject({
      kind: "import",
      draft: { problems: [{ code: "lost_letters", params: { fields: ["name", "street"] } }] },
    })
  })

  it("names everything of the store that is gone", () => {
    const destination = { region: null, sales_channel_id: null, stock_location_ids: [] }
    const missing = ["region", "sales_channel", "stock_location"]
    expect(plan({}, {}, { destination })).toMatchObject({ problem: { params: { missing } } })
    const located = { ...destination, stock_location_ids: ["sloc_a"] }
    expect(plan({}, {}, { destination: located })).toMatchObject({
      problem: { params: { missing: missing.slice(0, 2) } },
    })
  })

  it("holds an article that could not be packed for want of a shipping profile", () => {
    const bare = variant("LAMP", { product: { ...variant("LAMP").product, shipping_profile_id: null } })
    expect(plan({}, {}, { variants: new Map([[bare.id, bare]]) })).toMatchObject({
      problem: { code: "no_shipping_profile" },
    })
  })

  it.each([
    [{ id: "RAKUFR", name: "Rakuten France" }, "hold"],
    [{ id: "RakutenFR", name: null }, "hold"],
    [{ id: "CDISFR", name: "Cdiscount" }, "import"],
    [null, "import"],
  ])("does not import twice what is sold through another connection: channel %j, %s", (channel, kind) => {
    const direct_connections = [
      { marketplace_id: "rakuten", marketplace_name: "Rakuten", connection_name: "Rakuten FR" },
    ]
    expect(plan({ channel }, {}, { direct_connections }).kind).toBe(kind)
  })

  it("imports an unknown article without variant where that is wanted", () => {
    const { order: made, reservations } = draft(
      { lines: [line({ sku: "GHOST", title: "Fantôme" })] },
      { import: { unknown_sku: "import_without_variant" } }
    )
    expect(made.items[0]).toMatchObject({ variant_id: null, title: "Fantôme", variant_sku: "GHOST" })
    expect(made.shipping_methods[0].shipping_option_id).toBe("so_a_default")
    expect(reservations).toEqual([])
  })

  it("imports only what the seller owes", () => {
    const lines = linesOf("ready", "refused", "canceled", "shipped").map((one) => ({ ...one, sku: "LAMP" }))
    const partly = line({
      key: "P",
      sku: "BOOK",
      items: ["ready", "canceled", "ready"].map((status, i) =>
        item(status as "ready", { external_id: `P${i}`, quantity: 1 })
      ),
    })
    const made = draft({ lines: [...lines, partly], total: 40 }).order
    expect(made.items.map(({ metadata, quantity }) => [metadata.external_ids, quantity])).toEqual([
      [["I0"], 1],
      [["P0", "P2"], 2],
    ])
  })

  it("records what the marketplace ships without stock, and marks it", () => {
    const there = line({
      key: "M",
      sku: "BOOK",
      fulfilled_by: "marketplace",
      items: [item("shipped", { external_id: "M" })],
    })
    const mixed = { lines: [...linesOf("ready").map((one) => ({ ...one, sku: "LAMP" })), there], total: 20 }
    const recorded = draft(mixed, { import: { fulfilled_by_marketplace: "record" } })
    expect(recorded.order.items).toHaveLength(2)
    expect(recorded.fulfilled_line_keys).toEqual(["M"])
    expect(recorded.reservations.map((one) => one.line_key)).toEqual(["L0"])
    expect(recorded.expected_total).toBe(20)
    const ignored = draft(mixed)
    expect(ignored.expected_total).toBe(10)
    expect(ignored.order.items).toHaveLength(1)
  })

  it("has a shipping method per profile and per rate, the first profile carrying the amounts", () => {
    const lines = [
      line({ key: "1", sku: "LAMP", items: [item("ready", { external_id: "1", shipping_price: 3 })] }),
      line({
        key: "2",
        sku: "BOOK",
        tax_rate: 5.5,
        items: [item("ready", { external_id: "2", shipping_price: 2 })],
      }),
      line({ key: "3", sku: "KIT", items: [item("ready", { external_id: "3", shipping_price: 0.5 })] }),
    ]
    const methods = draft({ lines }).order.shipping_methods
    expect(methods.map((one) => [one.shipping_option_id, one.amount, one.tax_lines[0].rate])).toEqual([
      ["so_a_default", 3.5, 20],
      ["so_a_default", 2, 5.5],
      ["so_a_media", 0, 20],
    ])
    expect(methods[1].tax_lines[0]).toEqual({ code: "VAT-5.5", rate: 5.5, description: "TVA 5,5 %" })
  })

  it("has a shipping method even when shipping is free", () => {
    expect(draft().order.shipping_methods).toMatchObject([{ amount: 0, shipping_option_id: "so_a_default" }])
  })

  it("shows fees, rounding and an accepted difference as methods of their own", () => {
    const fees = [{ label: "Frais de service", amount: 2.5, in_total: "unknown" as const }]
    const methods = draft({ fees, total: 12.51 }).order.shipping_methods
    expect(methods.map(({ name, amount, metadata }) => [name, amount, metadata.kind])).toEqual([
      ["Cdiscount – STD", 0, "shipping"],
      ["Frais de service", 2.5, "fee"],
      ["Arrondi", 0.01, "rounding"],
    ])
    expect(methods[1].metadata.tax_rate_estimated).toBe(true)
    expect(new Set(methods.map((one) => one.shipping_option_id))).toEqual(new Set(["so_a_default"]))
    expect(draft({ total: 8 }, {}, { accepted_total: true }).order.shipping_methods.at(-1)).toMatchObject({
      name: "Écart accepté",
      amount: -2,
    })
  })

  it("marks a tax rate that it had to estimate", () => {
    const lines = [line({ sku: "BOOK", tax_rate: null })]
    const { items, shipping_methods } = draft({ lines }).order
    expect(items[0]).toMatchObject({ tax_lines: [{ rate: 5.5 }], metadata: { tax_rate_estimated: true } })
    expect(shipping_methods[0].metadata).toEqual({ kind: "shipping", tax_rate_estimated: true })
  })

  it("writes several taxes one by one, on the line and on its shipping", () => {
    const taxes = [
      { code: "GST", name: "GST 5 %", rate: 5 },
      { code: "QST", name: "QST", rate: 9.975 },
    ]
    const given = order({ lines: [line({ tax_rate: null, taxes })] })
    const { items, shipping_methods } = draft(withTax(given)).order
    const tax_lines = [
      { code: "GST", rate: 5, description: "GST 5 %" },
      { code: "QST", rate: 9.975, description: "QST" },
    ]
    expect(items[0].tax_lines).toEqual(tax_lines)
    expect(shipping_methods[0].tax_lines).toEqual(tax_lines)
  })

  it("keeps the pickup point everywhere it is looked for, unless that is not wanted", () => {
    const pickup_point = { id: "012345", name: "Tabac du Port", network: "mondial-relay" }
    const made = draft({ pickup_point }, { shipping: { pickup_point_field: "relay_id" } }).order
    expect(made.metadata).toMatchObject({ pickup_point, relay_id: "012345" })
    expect(made.shipping_address.company).toBe("Tabac du Port")
    expect(made.billing_address.company).toBeNull()
    expect(made.shipping_methods[0].data).toEqual({ pickup_point })
    const without = draft(
      { pickup_point },
      { shipping: { pickup_point: false, pickup_point_field: "relay_id" } }
    ).order
    expect(JSON.stringify(without)).not.toContain("012345")
  })

  it("does not let the pickup point's field overwrite the order's own metadata", () => {
    const pickup_point = { id: "012345", name: null, network: null }
    const made = draft({ pickup_point }, { shipping: { pickup_point_field: "external_id" } }).order
    expect(made.metadata.external_id).toBe("2607010930ABCD")
  })

  it("raises what is sold beyond the stock and imports all the same", () => {
    const stock = stockOf({ sloc_a: { iitem_lamp: 0 } })
    expect(draft({}, {}, { stock }).problems).toEqual([
      { code: "oversold", params: { sku: "LAMP", needed: 1, available: 0 } },
    ])
  })

  it("imports what is not paid yet uncaptured and marked, where that is wanted", () => {
    const made = draft(
      { is_paid: false, lines: linesOf("waiting").map((one) => ({ ...one, sku: "LAMP" })) },
      { import: { unpaid: true } }
    )
    expect(made.is_captured).toBe(false)
    expect(made.problems).toEqual([{ code: "unpaid", params: {} }])
  })

  it("takes nothing for a test order, and marks it", () => {
    const made = draft({}, { customer: { mode: "guest" } }, { is_test: true, stock: new Map() })
    expect(made).toMatchObject({ reservations: [], is_captured: false, customer: null })
    expect(made.order.metadata.is_test).toBe(true)
    // With its variant it could not be packed without stock.
    const [item] = made.order.items
    const [real] = draft({}).order.items
    expect([item.variant_id, item.metadata.test_variant_id]).toEqual([null, real.variant_id])
    expect(real.metadata).not.toHaveProperty("test_variant_id")
  })

  it("makes a guest by the connection's mode, with a phone from whichever address has one", () => {
    const addresses = { shipping_address: address({ phone: null }), billing_address: address() }
    const made = draft(addresses, { customer: { mode: "guest" } })
    expect(made.customer).toMatchObject({ last_name: "Martin", buyer_reference: "B-1" })
    expect(made.order.shipping_address.phone).toBe("+33100000000")
  })

  it("reserves every part of a kit, and nothing for what is not managed", () => {
    const lines = [
      line({ key: "K", sku: "KIT", items: [item("ready", { external_id: "K", quantity: 2 })] }),
      line({ key: "C", sku: "CARD", items: [item("ready", { external_id: "C" })] }),
    ]
    expect(draft({ lines }).reservations).toEqual([
      { line_key: "K", inventory_item_id: "iitem_lamp", location_id: "sloc_a", quantity: 2 },
      { line_key: "K", inventory_item_id: "iitem_bulb", location_id: "sloc_a", quantity: 6 },
    ])
  })
})
