import { z } from "zod"

import { localText } from "../../marketplaces/port"
import {
  connectionSettingsSchema,
  describeCommonSettings,
  importFilters,
  importStart,
  mergeSettings,
} from "../settings"

const adapter = z.strictObject({
  page_size: z.number().default(100),
  parcels: z.record(z.string(), z.string()).default({}),
})
const schema = connectionSettingsSchema("cdiscount", adapter, 5, true)

describe("connection settings", () => {
  it("fills in every default of the contract", () => {
    expect(schema.parse({})).toEqual({
      import: {
        enabled: true,
        interval_minutes: 10,
        start_at: null,
        acceptance: "manual",
        unpaid: false,
        price_guard_percent: 50,
        channels: null,
        countries: null,
        fulfilled_by_marketplace: "ignore",
        match_by: ["sku"],
        unknown_sku: "hold",
        out_of_stock: "backorder",
        custom_display_id: false,
        emit_order_placed: false,
      },
      customer: { mode: "none", group_id: null, name_rule: "dynamic" },
      tax: { rate_fallback: 20 },
      shipping: {
        send: true,
        default_carrier: null,
        wait_for_tracking_hours: 24,
        untracked: "ask",
        delivery_modes: {},
        label_account_id: null,
        label_mode: null,
        pickup_point: true,
        pickup_point_field: null,
      },
      changes: { cancel_in_store: "automatic", mark_delivered: true, cancel_at_marketplace: "ask" },
      notifications: { feed: "all", feed_language: "en", digest: true, recipients: [] },
      privacy: { retention_days: 180 },
      offers: {
        stock: false,
        price: false,
        delivery: false,
        scope: "existing",
        safety_quantity: 0,
        stock_percent: 100,
        stock_maximum: null,
        zero_at_or_below: 0,
        unmanaged_quantity: null,
        backorder_quantity: null,
        price_source: "store",
        customer_group_id: null,
        no_list_price: "hold",
        price_rules: [],
        price_floor: null,
        price_ceiling: null,
        price_floor_field: null,
        below_floor: "hold",
        struck_price: "untouched",
        stock_allow_increase: true,
        stock_allow_decrease: true,
        price_allow_increase: true,
        price_allow_decrease: true,
        brake: { zero_count: 10, zero_percent: 5, fall_percent: 30, rise_percent: 200 },
        foreign_stock: "lower",
        foreign_price: "report",
      },
      cdiscount: { page_size: 100, parcels: {} },
    })
  })

  it("has none of offers where the adapter has no offers", () => {
    const without = connectionSettingsSchema("acme", adapter, 5, false)
    expect(without.parse({})).not.toHaveProperty("offers")
    expect(without.safeParse({ offers: {} }).error?.issues[0].message).toBe("Unknown setting: offers")
    expect(describeCommonSettings(5, false).map(({ name }) => name)).not.toContain("offers")
  })

  it.each([
    [{ price_rules: [{}] }, "price_rules.0"],
    [{ price_rules: [{ commission: 100 }] }, "price_rules.0.commission"],
    [{ price_rules: [{ percent: -100 }] }, "price_rules.0.percent"],
    [{ price_rules: [{ percent: 5, when: { category: "x" } }] }, "price_rules.0.when"],
    [{ price_floor: 0 }, "price_floor"],
    [{ stock_percent: 101 }, "stock_percent"],
    [{ safety_quantity: 1.5 }, "safety_quantity"],
    [{ brake: { zero_count: -1 } }, "brake.zero_count"],
  ])("refuses %j of offers, and names %s", (offers, path) => {
    const [issue] = schema.safeParse({ offers }).error?.issues ?? []
    expect(["offers", path].join(".")).toBe(issue?.path.join("."))
  })

  it.each([
    [{ color: 1 }, "color"],
    [{ import: { unpayed: true } }, "import.unpayed"],
    [{ customer: { name_rule: { nom: "billing" } } }, "customer.name_rule"],
    [{ cdiscount: { pagesize: 1 } }, "pagesize"],
    [{ rakuten: {} }, "rakuten"],
  ])("refuses the unknown key in %j and names it", (settings, name) => {
    const result = schema.safeParse(settings)
    expect(result.success).toBe(false)
    const issue = result.error?.issues[0]
    expect(`${issue?.path.join(".")} ${issue?.message}`).toContain(name)
  })

  it("says the whole path of an unknown key in its message", () => {
    expect(schema.safeParse({ import: { unpayed: true } }).error?.issues[0].message).toBe(
      "Unknown setting: import.unpayed"
    )
  })

  it("keeps a marketplace's shortest interval", () => {
    const rakuten = connectionSettingsSchema("rakuten", adapter, 10, true)
    expect(rakuten.parse({}).import.interval_minutes).toBe(10)
    expect(rakuten.safeParse({ import: { interval_minutes: 5 } }).success).toBe(false)
    expect(schema.safeParse({ import: { interval_minutes: 5 } }).success).toBe(true)
    expect(schema.safeParse({ import: { interval_minutes: 4 } }).success).toBe(false)
  })

  it("keeps start_at in UTC and countries in upper case", () => {
    const settings = schema.parse({ import: { start_at: "2026-03-01T00:30:00+02:00", countries: ["fr"] } })
    expect(settings.import.start_at).toBe("2026-02-28T22:30:00.000Z")
    expect(settings.import.countries).toEqual(["FR"])
  })

  it("takes 30 days before creation when no start is set", () => {
    const createdAt = new Date("2026-03-31T12:00:00Z")
    expect(importStart(schema.parse({}), createdAt).toISOString()).toBe("2026-03-01T12:00:00.000Z")
    expect(importStart(schema.parse({ import: { start_at: "2025-01-01" } }), createdAt).toISOString()).toBe(
      "2025-01-01T00:00:00.000Z"
    )
  })

  it.each(["to", "channel"])("refuses a recipient whose %s has a second line", (field) => {
    const recipient = {
      to: "equipe@shop.example",
      channel: "email",
      [field]: "a@shop.example\r\nBcc: b@shop.example",
    }
    expect(schema.safeParse({ notifications: { recipients: [recipient] } }).success).toBe(false)
  })

  it("refuses a marketplace named like a section", () => {
    expect(() => connectionSettingsSchema("import", adapter, 5, true)).toThrow("import")
  })
})

describe("the form of the common settings", () => {
  const sections = describeCommonSettings(5, true)
  const fields = sections.flatMap(({ name: section, fields }) =>
    fields.map((field) => ({ ...field, section }))
  )

  it("has what the schema has, with its defaults", () => {
    const { cdiscount: _own, ...common } = schema.parse({}) as Record<string, unknown>
    const form = sections.map(({ name, fields }) => [
      name,
      Object.fromEntries(fields.map((field) => [field.name, field.default])),
    ])
    expect(Object.fromEntries(form)).toEqual(common)
  })

  it("follows a marketplace's shortest interval", () => {
    const [{ fields }] = describeCommonSettings(30, true)
    expect(fields.find(({ name }) => name === "interval_minutes")).toMatchObject({ min: 30, default: 30 })
  })

  it.each(fields.filter(({ options }) => options))(
    "$section.$name offers what is accepted, in words",
    (field) => {
      const { section, name, type, options = [], option_labels = {} } = field
      expect(Object.keys(option_labels)).toEqual(options)
      const accepts = (value: string) =>
        schema.safeParse({ [section]: { [name]: type === "ordered" ? [value] : value } }).success
      expect(options.filter((option) => option !== "map").every(accepts)).toBe(true)
      expect(accepts("no such option")).toBe(false)
    }
  )

  it("is translated", () => {
    const texts = [
      ...sections.flatMap(({ title, hint }) => [title, hint]),
      ...fields.flatMap(({ label, help, option_labels = {} }) => [
        label,
        help,
        ...Object.values(option_labels),
      ]),
    ]
    const same = texts.flatMap((text) =>
      typeof text === "object" && text.fr && text.en !== text.fr ? [] : [text]
    )
    expect(same.map((text) => localText(text, "fr"))).toEqual(["Notifications", "SKU", "EAN", "UPC"])
  })
})

describe("mergeSettings", () => {
  it("merges objects, replaces arrays, keeps null and what was not named", () => {
    const current = {
      import: { channels: ["A", "B"], unpaid: true, countries: ["FR"] },
      tax: { rate_fallback: 5 },
    }
    expect(
      mergeSettings(current, { import: { channels: ["C"], countries: null, unpaid: undefined } })
    ).toEqual({
      import: { channels: ["C"], unpaid: true, countries: null },
      tax: { rate_fallback: 5 },
    })
    expect(current.import.channels).toEqual(["A", "B"])
  })

  it("takes an entry out of a map with null, and leaves the others", () => {
    const current = { shipping: { delivery_modes: { STD: "colissimo", RCO: "mondial-relay" }, send: true } }
    expect(mergeSettings(current, { shipping: { delivery_modes: { STD: null, EXP: "ups" } } })).toEqual({
      shipping: { delivery_modes: { RCO: "mondial-relay", EXP: "ups" }, send: true },
    })
  })

  it("does not let a patch reach the prototype", () => {
    const patch = JSON.parse('{"__proto__": {"polluted": true}}') as Record<string, unknown>
    const merged = mergeSettings({}, patch)
    expect(Object.getPrototypeOf(merged)).toBe(Object.prototype)
    expect(schema.safeParse(merged).success).toBe(false)
  })
})

describe("which orders a connection imports", () => {
  it.each([
    ["nothing is set", {}, { channels: null, countries: null }],
    [
      "another setting is not valid",
      { import: { channels: ["A"], gone: 1 }, old: {} },
      { channels: ["A"], countries: null },
    ],
    ["a filter is not valid", { import: { channels: "A" } }, null],
    ["there is no section", { import: null }, null],
  ])("is read although %s", (_, settings, filters) => {
    expect(importFilters(settings)).toEqual(filters)
  })
})
