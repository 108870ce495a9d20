import { context } from "../../../orders/__tests__/store-fixtures"
import { planImportable } from "../../../orders/plan-import"
import { UnreadableOrderError } from "../../port"
import { toOrder } from "../order-mapper"
import { readSettings } from "../settings"
import { emptyPurchase, mergePurchases, type Purchase } from "../snapshot"
import { AT, HOME, billed, billingItem, listed, listedNew, saleItem } from "./sales"

const orderOf = (purchase: Purchase, settings: Record<string, unknown> = {}) =>
  toOrder(purchase, readSettings(settings))
const statusOf = (purchase: Purchase, settings?: Record<string, unknown>) =>
  orderOf(purchase, settings).lines[0].items[0].status
const ANY = context({}, { import: { unknown_sku: "import_without_variant" } })
const money = (amount: string, currency = "EUR") => ({ amount, currency })

describe("lines", () => {
  it("are units of one reference and price together, each unit an item", () => {
    const { lines } = orderOf(listed([saleItem("1"), saleItem("2"), saleItem("3", { price: money("12.0") })]))
    expect(
      lines.map((line) => [
        line.key,
        line.unit_price,
        line.items.map((item) => [item.external_id, item.quantity]),
      ])
    ).toEqual([
      [
        "BOUGIE-01|810000001|14.50",
        14.5,
        [
          ["1", 1],
          ["2", 1],
        ],
      ],
      ["BOUGIE-01|810000001|12.00", 12, [["3", 1]]],
    ])
  })

  it("keep their key when more is known", () => {
    const known = listedNew([saleItem("1", { itemstatus: "REQUESTED", price: money("14.50") })], AT[0])
    const later = mergePurchases(
      mergePurchases(known, listed([saleItem("1"), saleItem("2")], AT[1])),
      billed([billingItem("1")])
    )
    expect(orderOf(later).lines.map(({ key }) => key)).toEqual(orderOf(known).lines.map(({ key }) => key))
  })

  it("have no reference where Rakuten gives none, and clean EANs", () => {
    const [line] = orderOf(
      listed([saleItem("1", { sku: "", ean: "2000000001012; 20000043;abc;2000000001012;" })])
    ).lines
    expect(line).toMatchObject({ sku: null, eans: ["2000000001012", "20000043"], key: "|810000001|14.50" })
  })

  it("take the price that was sold, which billing does not change, and no tax rate", () => {
    const [line] = orderOf(
      mergePurchases(listed([saleItem("1", { price: money("13,05") })]), billed([billingItem("1")]))
    ).lines
    expect(line).toMatchObject({ unit_price: 13.05, tax_rate: null })
  })

  it("add the tax where a setting says that prices have none", () => {
    const purchase = mergePurchases(
      listed([saleItem("1", { price: money("8.44") })]),
      billed([billingItem("1")])
    )
    const [line] = orderOf(purchase, { price_includes_tax: false, excluded_tax_rate: 5.5 }).lines
    expect([line.unit_price, line.items[0].shipping_price]).toEqual([8.9, 4.75])
  })

  it.each(["isrsl", "is_fulfilment"])(
    "are Rakuten's to ship with %s, apart from the seller's own",
    (flag) => {
      const { lines } = orderOf(listed([saleItem("1"), saleItem("2", { [flag]: "Y" })]))
      expect(lines.map((line) => [line.fulfilled_by, line.items[0].external_id])).toEqual([
        ["seller", "1"],
        ["marketplace", "2"],
      ])
    }
  )

  it("are all Rakuten's to ship with isfullrsl", () => {
    const { lines } = orderOf(listed([saleItem("1")], AT[0], { isfullrsl: "Y" }))
    expect(lines[0].fulfilled_by).toBe("marketplace")
  })

  it("say that a price was negotiated, and that it is a pre-order", () => {
    const { lines } = orderOf(listedNew([saleItem("1", { isnego: "Y", ispreorder: "Y" })]))
    expect(lines[0]).toMatchObject({ is_negotiated: true, is_preorder: true })
  })

  it("sum up the commission once billing knows every unit", () => {
    const two = listed([saleItem("1"), saleItem("2")])
    expect(orderOf(mergePurchases(two, billed([billingItem("1")]))).lines[0].commission).toBeNull()
    const all = mergePurchases(two, billed([billingItem("1"), billingItem("2")]))
    expect(orderOf(all).lines[0].commission).toEqual({
      amount_without_tax: 3.6,
      amount_with_tax: 4.32,
      rate: null,
    })
  })
})

describe("shipping price", () => {
  it("comes from billing, item by item, and is asked for until every accepted item has it", () => {
    const half = listed([saleItem("1"), saleItem("2", { itemstatus: "CANCELLED" }), saleItem("3")])
    expect(orderOf(half).needs_details).toBe(true)
    const one = mergePurchases(half, billed([billingItem("1")]))
    expect(orderOf(one).needs_details).toBe(true)
    const all = mergePurchases(one, billed([billingItem("3", { shippingsaleprice: money("1.0") })]))
    const order = orderOf(all)
    expect(order.needs_details).toBe(false)
    expect(order.lines[0].items.map((item) => item.shipping_price)).toEqual([4.5, null, 1])
    expect(order.total).toBeNull()
  })

  it("is not asked for while nothing is accepted", () => {
    for (const itemstatus of ["REQUESTED", "REFUSED", "PENDING", "ODD"]) {
      expect(orderOf(listed([saleItem("1", { itemstatus })])).needs_details).toBe(false)
    }
    // A claim before the parcel left is imported: it needs its price as an accepted item does.
    expect(orderOf(listed([saleItem("1", { itemstatus: "PENDING_CLAIM" })])).needs_details).toBe(true)
  })
})

describe("statuses", () => {
  it.each([
    ["TO_CONFIRM", "to_accept"],
    ["REQUESTED", "to_accept"],
    ["REMINDED", "to_accept"],
    ["accepted", "ready"],
    ["COMMITTED", "ready"],
    ["PENDING", "waiting"],
    ["PENDING_CLAIM", "claim"],
    ["CLAIM", "claim"],
    ["ON_HOLD", "claim"],
    ["REFUSED", "refused"],
    ["CANCELLED", "canceled"],
    ["CLOSED", "closed"],
    ["BROKEN_ARROW", "unknown"],
    ["", "unknown"],
  ])("%j is %s, and the word is kept", (itemstatus, expected) => {
    const purchase = listed([saleItem("1", { itemstatus })])
    expect(statusOf(purchase)).toBe(expected)
    expect(orderOf(purchase).external_status).toBe(itemstatus)
  })

  it("follow the settings for pre-orders and words that are new", () => {
    expect(
      statusOf(listed([saleItem("1", { itemstatus: "PENDING" })]), {
        import_statuses: ["accepted", "pending"],
      })
    ).toBe("ready")
    expect(
      statusOf(listed([saleItem("1", { itemstatus: "Broken" })]), {
        extra_status_map: { broken: "canceled" },
      })
    ).toBe("canceled")
    expect(statusOf(listed([saleItem("1")]), { extra_status_map: { ACCEPTED: "canceled" } })).toBe("ready")
  })

  it.each([
    ["1", "shipped"],
    ["TRUE", "shipped"],
    ["y", "shipped"],
    ["0", "ready"],
    ["N", "ready"],
    ["", "ready"],
    ["oui", "ready"],
  ])("shipped %j in billing is %s", (shipped, expected) => {
    expect(statusOf(mergePurchases(listed([saleItem("1")]), billed([billingItem("1", { shipped })])))).toBe(
      expected
    )
  })

  it("take shipped from the sale too, by the setting's words, or not at all", () => {
    const purchase = listed([saleItem("1", { shipped: "expédié" })])
    expect(statusOf(purchase)).toBe("ready")
    expect(statusOf(purchase, { shipped_truthy: ["expédié"] })).toBe("shipped")
    expect(statusOf(purchase, { shipped_truthy: ["expédié"], confirm_shipped_by: "none" })).toBe("ready")
    expect(statusOf(listed([saleItem("1", { itemstatus: "CANCELLED", shipped: "1" })]))).toBe("canceled")
  })

  it("name the half that was accepted and the half that was refused", () => {
    const order = orderOf(
      mergePurchases(
        listedNew([saleItem("1", { itemstatus: "ACCEPTED" }), saleItem("2", { itemstatus: "REFUSED" })]),
        listed([saleItem("1")], AT[1])
      )
    )
    expect(order.lines[0].items.map((item) => item.status)).toEqual(["ready", "refused"])
    expect(order.external_status).toBe("ACCEPTED, REFUSED")
    expect(order.accept_by).toBeNull()
  })
})

describe("deadlines", () => {
  const undecided = listedNew([saleItem("1", { itemstatus: "REQUESTED" })], AT[0])

  it("to accept is three days after the purchase while something is undecided", () => {
    expect(orderOf(undecided)).toMatchObject({
      purchased_at: "2026-06-10T07:12:00.000Z",
      accept_by: "2026-06-13T07:12:00.000Z",
      ship_by: "2026-06-12T07:12:00.000Z",
    })
    expect(orderOf(undecided, { accept_within_days: 5 }).accept_by).toBe("2026-06-15T07:12:00.000Z")
  })

  it("to ship counts from an acceptance that was watched, else from the purchase", () => {
    const accepted = listed([saleItem("1")], AT[5])
    expect(orderOf(accepted).ship_by).toBe("2026-06-12T07:12:00.000Z")
    expect(orderOf(mergePurchases(undecided, accepted)).ship_by).toBe("2026-06-12T15:00:00.000Z")
    const stale = listedNew([saleItem("1", { itemstatus: "REQUESTED" })], AT[6])
    expect(orderOf(mergePurchases(stale, accepted)).ship_by).toBe("2026-06-12T07:12:00.000Z")
    expect(orderOf(accepted, { ship_within_working_days: 3 }).ship_by).toBe("2026-06-15T07:12:00.000Z")
  })

  it("make a sale expired that the seller did not answer and no list has, a day later", () => {
    const missing = (at: string) =>
      mergePurchases(undecided, { ...emptyPurchase("700000001"), missing_at: at })
    expect(statusOf(missing("2026-06-14T07:12:00.000Z"))).toBe("to_accept")
    const expired = orderOf(missing("2026-06-14T07:13:00.000Z"))
    expect(expired.lines[0].items[0]).toMatchObject({ status: "canceled", external_status: "EXPIRED" })
    expect(expired.accept_by).toBeNull()
    expect(
      statusOf(mergePurchases(missing("2026-06-20T00:00:00.000Z"), listed([saleItem("1")], AT[1])))
    ).toBe("ready")
  })
})

describe("addresses", () => {
  const nowhere = {
    ...HOME,
    firstname: "",
    lastname: "",
    address1: "",
    zipcode: "",
    city: "",
    country: "",
    countryalpha2: "",
  }
  const relay = {
    id: "FR-088888",
    name: "TABAC DU POINT FICTIF",
    firstname: "Zoé",
    lastname: "Vraisemblable",
    address: "21 cours Inventé",
    zipcode: "33000",
    city: "BORDEAUX",
    country: "France",
    countryalpha2: "",
  }

  it("at home: delivery is also billing", () => {
    const order = orderOf(
      listed([saleItem("1")], AT[0], { deliveryaddress: { ...HOME, address2: "Bât. B" } })
    )
    expect(order.shipping_address).toEqual({
      first_name: "Zoé",
      last_name: "Vraisemblable",
      company: null,
      vat_number: null,
      lines: ["7 impasse de l'Essai", "Bât. B"],
      postal_code: "35000",
      city: "RENNES",
      province: null,
      country_code: "FR",
      phone: null,
      email: null,
    })
    expect(order.billing_address).toEqual(order.shipping_address)
    expect(order.pickup_point).toBeNull()
  })

  it.each([
    ["Point relais Mondial Relay", "mondial-relay"],
    ["RELAIS KIALA", "kiala"],
    ["Shop2Shop by Chronopost", "chronopost"],
    ["Chez moi", null],
  ])(
    "at a pickup point (%s): the parcel goes there, the buyer's address is billing",
    (shippingtype, network) => {
      const order = orderOf(
        listed([saleItem("1")], AT[0], {
          shippingtype,
          deliveryaddress: nowhere,
          billingaddress: { ...HOME, phonenumber1: "0199001234", phonenumber2: "0639980011" },
          collectionpointaddress: relay,
        })
      )
      expect(order.pickup_point).toEqual({ id: "FR-088888", name: "TABAC DU POINT FICTIF", network })
      expect(order.shipping_address).toMatchObject({
        first_name: "Zoé",
        lines: ["21 cours Inventé"],
        postal_code: "33000",
        country_code: "FR",
        phone: "0639980011",
      })
      expect(order.billing_address).toMatchObject({ lines: ["7 impasse de l'Essai"], postal_code: "35000" })
      expect(order.delivery_mode).toBe(shippingtype)
    }
  )

  it("at a pickup point of a kind that the settings name", () => {
    const purchase = listed([saleItem("1")], AT[0], {
      shippingtype: "Mon relais",
      collectionpointaddress: relay,
    })
    const settings = { shipping_type_map: { "MON RELAIS": "Point relais Mondial Relay" } }
    expect(orderOf(purchase, settings).pickup_point?.network).toBe("mondial-relay")
  })

  it("with So Colissimo: only billing is there, and is where the parcel goes", () => {
    const order = orderOf(
      listed([saleItem("1")], AT[0], {
        shippingtype: "So Colissimo",
        deliveryaddress: nowhere,
        billingaddress: HOME,
      })
    )
    expect(order.shipping_address).toEqual(order.billing_address)
    expect(order.shipping_address?.postal_code).toBe("35000")
    expect(order.pickup_point).toBeNull()
  })

  it("not there yet", () => {
    expect(orderOf(listed([saleItem("1")], AT[0], { deliveryaddress: nowhere }))).toMatchObject({
      shipping_address: null,
      billing_address: null,
    })
  })

  it("of a buyer whose reference is never an e-mail", () => {
    expect(orderOf(listed([saleItem("1")])).buyer_reference).toBe("acheteur-fictif")
    expect(
      orderOf(listed([saleItem("1")], AT[0], { purchasebuyerlogin: "a@b.example" })).buyer_reference
    ).toBeNull()
  })
})

it("counts every payment status as paid, unless a setting names the ones that are", () => {
  const purchase = listed([saleItem("1", { paymentstatus: "ODD" })])
  expect(orderOf(purchase).is_paid).toBe(true)
  expect(orderOf(purchase, { payment_status_filter: ["INCOMING"] }).is_paid).toBe(false)
  expect(orderOf(purchase, { payment_status_filter: ["odd"] }).is_paid).toBe(true)
})

it.each<[string, Purchase]>([
  ["no sale", billed([billingItem("1")])],
  ["no items", listed([])],
])("cannot read a purchase with %s", (_, purchase) => {
  expect(() => orderOf(purchase)).toThrow(UnreadableOrderError)
})

it.each<[string, Purchase, string, string | null]>([
  ["a price that is no amount", listed([saleItem("1", { price: money("cher") })]), "1.price", "cher"],
  ["no price", listed([saleItem("1", { price: money("", "") })]), "1.price", ""],
  ["a negative price", listed([saleItem("1", { price: money("-3") })]), "1.price", "-3"],
  ["an item without id", listed([saleItem("1"), saleItem("")]), "items.itemid", null],
  [
    "two currencies",
    listed([saleItem("1"), saleItem("2", { price: money("1", "GBP") })]),
    "items.price.currency",
    "EUR, GBP",
  ],
  [
    "a currency that is none",
    listed([saleItem("1", { price: money("1", "€") })]),
    "items.price.currency",
    "€",
  ],
  ["an odd flag of who ships", listed([saleItem("1", { isrsl: "peut-être" })]), "1.isrsl", "peut-être"],
  ["a date that is none", { ...listed([saleItem("1")]), purchasedate: "hier" }, "purchasedate", "hier"],
])("reads the rest of a purchase with %s, and names it", (_, purchase, field, given) => {
  const order = orderOf(purchase)
  const about = field.startsWith("1.") ? { item_external_ids: ["1"] } : {}
  expect(order.unread).toEqual([{ field, given, blocks: true, settings: null, ...about }])
  expect(order.lines.flatMap(({ items }) => items).map(({ external_id }) => external_id)).toContain("1")
})

describe("an item that is gone", () => {
  const sold = (given: Partial<Parameters<typeof saleItem>[1]>) =>
    orderOf(mergePurchases(listed([saleItem("1"), saleItem("2", given)]), billed([billingItem("1")])), {
      payment_status_filter: ["INCOMING"],
    })

  it.each([
    ["price", { price: money("", "") }, "2.price"],
    ["price's currency", { price: money("1", "GBP") }, "2.price.currency"],
    ["flag of who ships", { isrsl: "?" }, "2.isrsl"],
    ["flag of a negotiation", { isnego: "?" }, "2.isnego"],
    ["payment", { paymentstatus: "REFUNDED" }, null],
  ])("holds the others for no odd %s", (_, odd, field) => {
    for (const itemstatus of ["CANCELLED", "REFUSED"]) {
      const order = sold({ ...odd, itemstatus })
      expect(order.unread ?? []).toEqual(
        field ? [expect.objectContaining({ field, item_external_ids: ["2"] })] : []
      )
      expect(planImportable(order, ANY, null)).toMatchObject({
        kind: "import",
        draft: { expected_total: 19 },
      })
      expect([order.currency_code, order.is_paid]).toEqual(["EUR", true])
    }
    const live = mergePurchases(
      listed([saleItem("1"), saleItem("2", odd)]),
      billed([billingItem("1"), billingItem("2")])
    )
    const order = orderOf(live, { payment_status_filter: ["INCOMING"] })
    expect(order.is_paid && planImportable(order, ANY, null).kind).toBe(field ? "hold" : false)
  })

  it("names an odd flag of the second unit of a line, too", () => {
    const order = orderOf(listed([saleItem("1"), saleItem("2", { isrsl: "?" })]))
    expect(order.unread).toEqual([expect.objectContaining({ field: "2.isrsl", blocks: true })])
  })
})

describe("a shipping price in billing", () => {
  const withShipping = (amount: string, currency = "EUR") =>
    orderOf(
      mergePurchases(
        listed([saleItem("1")]),
        billed([billingItem("1", { shippingsaleprice: { amount, currency } })])
      )
    )

  it.each([
    ["4.9", 4.9],
    ["4,90 €", 4.9],
    ["1 234,56", 1234.56],
    ["1\u202f234,56 €", 1234.56],
    ["0", 0],
    ["0.00", 0],
  ])("of %j is %d", (text, amount) => {
    expect(withShipping(text).lines[0].items[0].shipping_price).toBe(amount)
    expect(withShipping(text).unread).toBeUndefined()
  })

  it.each(["", "gratuit", "4.9.0", "1,234", "4,90 $", "-1", "NaN", "1e3", "٤"])(
    "of %j is not nothing: it is named",
    (text) => {
      const order = withShipping(text)
      expect(order.lines[0].items[0].shipping_price).toBeNull()
      expect(order.unread).toEqual([
        {
          field: "1.shippingsaleprice",
          given: text,
          blocks: true,
          settings: null,
          item_external_ids: ["1"],
        },
      ])
    }
  )

  it("of another currency than the price is named", () => {
    expect(withShipping("4.9", "GBP").unread?.[0].given).toBe("4.9 GBP")
  })
})
