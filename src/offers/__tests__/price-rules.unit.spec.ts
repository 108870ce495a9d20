import fc from "fast-check"

import { ENDINGS, exact, exactAsTyped, priceText, roundUpTo, withTax, type Exact } from "../money"
import { applyPriceRules, type PriceFacts, type PriceRule, type PriceRules } from "../price-rules"

const RULES: PriceRules = {
  customer_group_id: null,
  no_list_price: "hold",
  price_rules: [],
  price_floor: null,
  price_ceiling: null,
  variant_floor: null,
  below_floor: "hold",
  struck_price: "untouched",
  fixed_price: null,
}
const PRODUCT = { category_ids: ["pcat_1"], collection_id: "pcol_1", type_id: null, tag_ids: ["t1", "t2"] }
const facts = (amount: unknown, change: Partial<PriceFacts> = {}): PriceFacts => ({
  sku: "LAMP",
  price: { amount, currency_code: "eur", is_tax_inclusive: true, from_price_list: false },
  tax: { has_region: true, rates: ["20"] },
  currency_code: "EUR",
  product: PRODUCT,
  eco_part: null,
  shown_struck_price: null,
  ...change,
})
const net = (amount: unknown, ...rates: unknown[]) =>
  facts(amount, {
    price: { amount, currency_code: "eur", is_tax_inclusive: false, from_price_list: false },
    tax: { has_region: true, rates },
  })
const priceOf = (given: PriceFacts, rules: Partial<PriceRules> = {}) => {
  const found = applyPriceRules(given, { ...RULES, ...rules })
  return "price" in found ? found.price.amount : found.problem.code
}
const ruled = (amount: unknown, ...price_rules: PriceRule[]) => priceOf(facts(amount), { price_rules })

describe("a price", () => {
  it.each<[string, PriceFacts, string]>([
    ["with tax stays as it is", facts("24.90"), "24.90"],
    ["is rounded half up from the exact value", facts("8.695"), "8.70"],
    ["is rounded half up from the exact value", facts("1.005"), "1.01"],
    ["is rounded half up from a number too", facts(1.005), "1.01"],
    ["has no thousands mark", facts("1234.5"), "1234.50"],
    ["is never written with an exponent", facts(1e-7), "offer_price_not_positive"],
    ["gets 20 %", net("10", "20"), "12.00"],
    ["gets 10 %", net("9.99", "10"), "10.99"],
    ["gets 5.5 %", net("7.49", "5.5"), "7.90"],
    ["gets 2.1 %", net("3.00", "2.1"), "3.06"],
    ["gets several rates at once", net("10", "5", "9.975"), "11.50"],
    ["gets a rate of zero", net("10", 0), "10.00"],
    ["that is missing is not sent", facts("9", { price: null }), "offer_no_price"],
    ["that is null is not sent", facts(null), "offer_no_price"],
    ["that is no number is not sent", facts(NaN), "offer_no_price"],
    ["that is endless is not sent", facts(Infinity), "offer_no_price"],
    ["that is a text is not sent", facts("12,50"), "offer_no_price"],
    ["of nothing is not sent", facts(0), "offer_price_not_positive"],
    ["below zero is not sent", facts(-5), "offer_price_not_positive"],
    ["that rounds to nothing is not sent", facts("0.004"), "offer_price_not_positive"],
    [
      "in another currency is not sent",
      facts("9", {
        price: { amount: "9", currency_code: "usd", is_tax_inclusive: true, from_price_list: false },
      }),
      "offer_other_currency",
    ],
    [
      "without tax region is not sent",
      facts("9", { tax: { has_region: false, rates: [] } }),
      "offer_no_tax_region",
    ],
    ["without tax and without rate is not sent", net("9"), "offer_no_tax_region"],
    ["with a rate that cannot be read is not sent", net("9", "20", "?"), "offer_no_tax_region"],
    ["with a negative rate is not sent", net("9", -20), "offer_no_tax_region"],
  ])("%s", (_, given, expected) => {
    expect(priceOf(given)).toBe(expected)
  })

  it("is the same in every locale", () => {
    const toLocaleString = jest.spyOn(Number.prototype, "toLocaleString").mockReturnValue("1,5")
    expect(priceOf(facts("1234.5"))).toBe("1234.50")
    toLocaleString.mockRestore()
  })

  it("of a customer group comes from its price lists, or waits, or is the store's", () => {
    const group = { customer_group_id: "cusgroup_1" }
    const listed = facts("9")
    listed.price = { ...(listed.price as NonNullable<PriceFacts["price"]>), from_price_list: true }
    expect(priceOf(listed, group)).toBe("9.00")
    expect(priceOf(facts("9"), group)).toBe("offer_no_list_price")
    const found = applyPriceRules(facts("9"), { ...RULES, ...group, no_list_price: "store_price" })
    expect(found).toMatchObject({ price: { amount: "9.00" }, steps: [{ code: "store_price_instead" }] })
  })

  it("that an offer fixes takes no rule, but keeps floor and ceiling", () => {
    const fixed = { fixed_price: 50, price_rules: [{ percent: 10 }] }
    expect(priceOf(facts("9"), fixed)).toBe("50.00")
    expect(priceOf(facts(null), fixed)).toBe("50.00")
    expect(priceOf(facts("9"), { ...fixed, price_ceiling: 40 })).toBe("40.00")
    expect(priceOf(facts("9"), { ...fixed, price_floor: 60 })).toBe("offer_below_floor")
    expect(priceOf(facts("9"), { fixed_price: 0 })).toBe("offer_price_not_positive")
  })
})

describe("the rules of prices", () => {
  it.each<[string, PriceRule[], string]>([
    ["percent", [{ percent: 10 }], "22.00"],
    ["a reduction", [{ percent: -12.5 }], "17.50"],
    ["add", [{ add: 1.5 }], "21.50"],
    ["commission of the selling price", [{ commission: 15 }], "23.53"],
    ["in the order of the list", [{ add: 5 }, { percent: 10 }], "27.50"],
    ["in the order of the list, turned", [{ percent: 10 }, { add: 5 }], "27.00"],
    ["up to a ten-cent step", [{ add: 0.01, round: "0.10" }], "20.10"],
    ["up to a nine", [{ round: ".x9" }], "20.09"],
    ["up to ninety-nine", [{ round: ".99" }], "20.99"],
    ["up to a cent", [{ add: 0.001, round: "0.01" }], "20.01"],
    ["where a step fits already", [{ round: "0.10" }], "20.00"],
    ["a division that does not end", [{ commission: 70 }, { percent: -70, round: ".99" }], "20.99"],
    ["a division that does not end, exact", [{ commission: 70 }, { percent: -70, round: "0.10" }], "20.00"],
    ["only above a price", [{ percent: 10, when: { price: { min: 20.01 } } }], "20.00"],
    ["up to a price", [{ percent: 10, when: { price: { max: 20 } } }], "22.00"],
    ["by the price as it is then", [{ add: 5 }, { add: 1, when: { price: { min: 25 } } }], "26.00"],
    ["in a category", [{ add: 1, when: { category_ids: ["x", "pcat_1"] } }], "21.00"],
    ["in another category", [{ add: 1, when: { category_ids: ["x"] } }], "20.00"],
    ["in a collection", [{ add: 1, when: { collection_ids: ["pcol_1"] } }], "21.00"],
    ["of a type that it has not", [{ add: 1, when: { product_type_ids: ["type"] } }], "20.00"],
    ["with a tag, and in no category", [{ add: 1, when: { tag_ids: ["t2"], category_ids: [] } }], "20.00"],
    ["a commission of everything", [{ commission: 100 }], "offer_price_not_positive"],
    ["a reduction of everything", [{ percent: -100 }], "offer_price_not_positive"],
    ["more taken off than there is", [{ add: -30 }], "offer_price_not_positive"],
  ])("%s", (_, rules, expected) => {
    expect(ruled("20", ...rules)).toBe(expected)
  })

  it("explain each step, with what it comes to", () => {
    const found = applyPriceRules(net("10", "20"), {
      ...RULES,
      price_rules: [{ commission: 15, round: ".x9" }],
      price_ceiling: 14,
    })
    expect(found.steps.map(({ code, params }) => [code, params.amount])).toEqual([
      ["store_price", 10],
      ["with_tax", 12],
      ["rule_commission", 14.1176],
      ["rule_round", 14.19],
      ["ceiling", 14],
    ])
    expect(found).toMatchObject({ price: { amount: "14.00", currency_code: "EUR", tax_rate: "20" } })
  })
})

describe("floor, ceiling and strikethrough price", () => {
  const below = { price_floor: 25, below_floor: "send_floor" as const }
  it.each<[string, Partial<PriceRules>, string]>([
    ["a price below is held", { price_floor: 25 }, "offer_below_floor"],
    ["or the floor goes", below, "25.00"],
    ["the price at the floor goes", { price_floor: 20 }, "20.00"],
    ["the variant's own floor", { ...below, price_floor: null, variant_floor: "22,5" }, "22.50"],
    ["the higher of the two", { ...below, variant_floor: "22.5" }, "25.00"],
    ["the higher of the two, turned", { ...below, variant_floor: 30 }, "30.00"],
    ["a floor that cannot be read holds", { variant_floor: "about 12" }, "offer_floor_unreadable"],
    ["an empty field is no floor", { variant_floor: "" }, "20.00"],
    ["a floor finer than a cent is not undercut", { ...below, price_floor: 20.001 }, "20.01"],
    ["the floor is tested last", { ...below, price_ceiling: 15 }, "25.00"],
    ["the floor is tested last, held", { price_floor: 18, price_ceiling: 15 }, "offer_below_floor"],
    ["a floor of nothing makes no price", { fixed_price: 0.001, price_floor: 0 }, "offer_price_not_positive"],
  ])("%s", (_, rules, expected) => {
    expect(priceOf(facts("20"), rules)).toBe(expected)
  })

  it("a price at or above the strikethrough price is held, unless it is removed; none is invented", () => {
    const struck = (shown_struck_price: string | null, rules: Partial<PriceRules> = {}) =>
      applyPriceRules(facts("20", { shown_struck_price }), { ...RULES, ...rules })
    expect(struck("20.01")).toMatchObject({ price: { struck_price: "untouched" } })
    expect(struck("20")).toMatchObject({ problem: { code: "offer_not_below_struck" } })
    expect(struck("19.99")).toMatchObject({ problem: { code: "offer_not_below_struck" } })
    expect(struck("19.99", { struck_price: "remove" })).toMatchObject({ price: { struck_price: "remove" } })
  })
})

it("an eco-participation is a part of the price, or holds it where it cannot be read", () => {
  const eco = (eco_part: unknown) => applyPriceRules(facts("20", { eco_part }), RULES)
  expect(eco("0,35")).toMatchObject({ price: { amount: "20.00", eco_part: "0.35" } })
  expect(eco("")).toMatchObject({ price: { eco_part: "0.00" } })
  expect(eco("-1")).toMatchObject({ problem: { code: "offer_eco_part_unreadable" } })
  expect(eco("35 cents")).toMatchObject({ problem: { code: "offer_eco_part_unreadable" } })
})

const cents = fc.integer({ min: 1, max: 5_000_000 })
const anyRule = fc.record<PriceRule>(
  {
    percent: fc.integer({ min: -120, max: 200 }),
    add: fc.integer({ min: -5000, max: 5000 }).map((one) => one / 100),
    commission: fc.integer({ min: 0, max: 99 }),
    round: fc.constantFrom(...ENDINGS),
  },
  { requiredKeys: [] }
)

describe("whatever the price", () => {
  it("is positive, has two decimals, and keeps the floor", () => {
    fc.assert(
      fc.property(
        cents,
        fc.array(anyRule, { maxLength: 4 }),
        fc.option(fc.integer({ min: 1, max: 9_999_999 })),
        fc.constantFrom("hold" as const, "send_floor" as const),
        (price, price_rules, floor, below_floor) => {
          const price_floor = floor === null ? null : floor / 1000
          const found = applyPriceRules(facts(price / 1000), {
            ...RULES,
            price_rules,
            price_floor,
            below_floor,
          })
          if (!("price" in found)) return
          expect(found.price.amount).toMatch(/^\d+\.\d\d$/)
          expect(Number(found.price.amount)).toBeGreaterThan(0)
          expect(Number(found.price.amount)).toBeGreaterThanOrEqual(price_floor ?? 0)
        }
      )
    )
  })

  it("with tax equals the sum in whole parts of a cent", () => {
    fc.assert(
      fc.property(cents, fc.constantFrom(2.1, 5.5, 8.5, 10, 20), (price, rate) => {
        // Hundredths of a cent, half up, in whole numbers.
        const parts = BigInt(price) * BigInt(1000 + Math.round(rate * 10))
        const gross = (parts + 500n) / 1000n
        const amount = withTax(exact(price / 100) as Exact, [exact(rate) as Exact])
        expect(priceText(amount)).toBe(`${gross / 100n}.${String(gross % 100n).padStart(2, "0")}`)
      })
    )
  })

  it("is rounded up to the next such price, and no further", () => {
    fc.assert(
      fc.property(cents, fc.constantFrom(...ENDINGS), (price, ending) => {
        const value = exact(price / 1000) as Exact
        const rounded = roundUpTo(value, ending)
        const step = { "0.01": 0.01, "0.10": 0.1, ".x9": 0.1, ".99": 1 }[ending]
        expect(rounded.isGreaterThanOrEqualTo(value)).toBe(true)
        expect(rounded.minus(step).isLessThan(value)).toBe(true)
        const end = { "0.01": /\d$/, "0.10": /0$/, ".x9": /9$/, ".99": /\.99$/ }[ending]
        expect(priceText(rounded)).toMatch(end)
      })
    )
  })
})

describe("reading an amount", () => {
  it("takes numbers and their texts, and nothing that can mean two things", () => {
    for (const text of [
      "",
      " ",
      "12,50",
      "1.234,5",
      "1 234",
      "0x10",
      "1e9999",
      "-",
      "12.",
      null,
      {},
      [],
      true,
    ]) {
      expect(exact(text)).toBeNull()
    }
    expect(exact("19.90")?.toFixed()).toBe("19.9")
    expect(exact(" 19.90 ")?.toFixed()).toBe("19.9")
    expect(exactAsTyped("2,4")?.toFixed()).toBe("2.4")
    expect(exactAsTyped("1.234,5")).toBeNull()
    expect(exactAsTyped("1,234,5")).toBeNull()
  })
})
