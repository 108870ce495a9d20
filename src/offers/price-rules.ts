import type { Problem } from "../orders/problems"
import { step, type PlanStep } from "./explanation"
import {
  exact,
  exactAsTyped,
  priceDown,
  priceText,
  priceUp,
  roundUpTo,
  withoutNoise,
  withTax,
  type Ending,
  type Exact,
} from "./money"

/** The store's price of one unit. Amounts are the exact texts that the store keeps. */
export type StorePrice = {
  amount: unknown
  currency_code: string
  is_tax_inclusive: boolean
  /** A price list made it, and not the variant's own price. */
  from_price_list: boolean
}

/** What the store's tax module says of the variant in the country where the channel sells. */
export type TaxFacts = {
  /** Without a region there are no rates either, and a net price would look like a gross one. */
  has_region: boolean
  /** In percent, exact texts. */
  rates: readonly unknown[]
}

export type PriceRule = {
  percent?: number
  add?: number
  /** Of the selling price: 15 divides by 0.85. */
  commission?: number
  round?: Ending
  /** Every condition that is given has to hold; of a list, one entry. */
  when?: {
    /** The price as it is when the rule's turn comes. */
    price?: { min?: number; max?: number }
    category_ids?: readonly string[]
    collection_ids?: readonly string[]
    product_type_ids?: readonly string[]
    tag_ids?: readonly string[]
  }
}

/** The rules of a connection, with what an offer overrides already in its place. */
export type PriceRules = {
  /** Only prices that lists of this group make count; null: the store's price. */
  customer_group_id: string | null
  no_list_price: "hold" | "store_price"
  price_rules: readonly PriceRule[]
  /** Tax included. */
  price_floor: number | null
  price_ceiling: number | null
  /** The variant's own floor, as it was typed into its metadata; null: none. */
  variant_floor: unknown
  below_floor: "hold" | "send_floor"
  struck_price: "untouched" | "remove"
  /** Instead of the store's price and the rules; null: none. */
  fixed_price: number | null
}

export type PriceFacts = {
  sku: string | null
  /** Null: the store has none for this region and currency. */
  price: StorePrice | null
  tax: TaxFacts
  /** The channel's. */
  currency_code: string
  product: {
    category_ids: readonly string[]
    collection_id: string | null
    type_id: string | null
    tag_ids: readonly string[]
  }
  /** Eco-participation of one unit, as it was typed into the variant's metadata; null: none. */
  eco_part: unknown
  /** The strikethrough price that the marketplace shows; null: none, or not known. */
  shown_struck_price: string | null
}

/** Tax included; amounts with two decimals and a point. */
export type OfferPrice = {
  amount: string
  currency_code: string
  /** In percent, as an exact text ("5.5"). */
  tax_rate: string
  /** Part of the amount. */
  eco_part: string
  /** `remove`: the marketplace takes a strikethrough price away. */
  struck_price: "untouched" | "remove"
}

export type RuledPrice = { price: OfferPrice; steps: PlanStep[] } | { problem: Problem; steps: PlanStep[] }

/**
 * The price from the store's own, or the reason why there is none to send: positive, exact, tax included, in the channel's
 * currency, half up to the cent, and the floor is tested last.
 */
export function applyPriceRules(facts: PriceFacts, rules: PriceRules): RuledPrice {
  const steps: PlanStep[] = []
  const sku = facts.sku ?? ""
  const { currency_code } = facts
  const problem = (code: Problem["code"], params: Problem["params"] = {}): RuledPrice => ({
    problem: { code, params: { sku, ...params } },
    steps,
  })
  const note = (code: PlanStep["code"], value: Exact, params: PlanStep["params"] = {}) =>
    steps.push(step(code, { ...params, amount: shown(value), currency_code }))

  const rates = facts.tax.rates.map(exact)
  const known = rates.filter((rate) => rate !== null && rate.isGreaterThanOrEqualTo(0)) as Exact[]
  if (!facts.tax.has_region || known.length < rates.length) {
    return problem("offer_no_tax_region")
  }
  let price: Exact
  if (rules.fixed_price !== null) {
    const fixed = exact(rules.fixed_price)
    if (!fixed?.isGreaterThan(0)) {
      return problem("offer_price_not_positive")
    }
    price = fixed
    note("fixed_price", price)
  } else {
    const source = facts.price
    const found = exact(source?.amount)
    if (!source || !found) {
      return problem("offer_no_price")
    }
    if (source.currency_code.toUpperCase() !== currency_code.toUpperCase()) {
      return problem("offer_other_currency", { given: source.currency_code.toUpperCase(), currency_code })
    }
    if (!found.isGreaterThan(0)) {
      return problem("offer_price_not_positive")
    }
    if (rules.customer_group_id !== null && !source.from_price_list) {
      if (rules.no_list_price === "hold") {
        return problem("offer_no_list_price")
      }
      note("store_price_instead", found)
    } else {
      note(source.from_price_list ? "price_list" : "store_price", found)
    }
    price = found
    if (!source.is_tax_inclusive) {
      if (known.length === 0) {
        return problem("offer_no_tax_region")
      }
      price = withTax(found, known)
      note("with_tax", price, { rate: taxRate(known) })
    }
    for (const rule of rules.price_rules) {
      if (applies(rule, price, facts)) {
        price = applyRule(rule, price, note)
      }
    }
  }
  return atLast(price)

  /** Rounded to the cent, kept below the ceiling, and tested against the floor. */
  function atLast(exactPrice: Exact): RuledPrice {
    const raw = withoutNoise(exactPrice)
    if (!raw.isFinite()) {
      return problem("offer_price_not_positive")
    }
    let last = exact(priceText(raw)) as Exact
    if (!last.isEqualTo(raw)) {
      note("half_up", last)
    }
    const ceiling = exact(rules.price_ceiling)
    if (ceiling && last.isGreaterThan(ceiling)) {
      last = priceDown(ceiling)
      note("ceiling", last)
    }
    const eco = isGiven(facts.eco_part) ? exactAsTyped(facts.eco_part) : exact(0)
    if (!eco || eco.isLessThan(0)) {
      return problem("offer_eco_part_unreadable")
    }
    const floors = [exact(rules.price_floor), exactAsTyped(rules.variant_floor)]
    if (isGiven(rules.variant_floor) && !floors[1]) {
      return problem("offer_floor_unreadable")
    }
    const floor = floors.reduce((high, one) => (one && (!high || one.isGreaterThan(high)) ? one : high), null)
    if (floor && last.isLessThan(floor)) {
      const lowest = priceUp(floor)
      if (rules.below_floor === "hold") {
        return problem("offer_below_floor", { amount: Number(last), floor: Number(lowest), currency_code })
      }
      last = lowest
      note("floor", last)
    }
    if (!last.isGreaterThan(0)) {
      return problem("offer_price_not_positive")
    }
    const struck = exact(facts.shown_struck_price)
    if (rules.struck_price === "remove") {
      steps.push(step("struck_price_removed"))
    } else if (struck && last.isGreaterThanOrEqualTo(struck)) {
      return problem("offer_not_below_struck", {
        amount: Number(last),
        struck: Number(struck),
        currency_code,
      })
    }
    const { struck_price } = rules
    const tax_rate = taxRate(known)
    return {
      price: { amount: priceText(last), currency_code, tax_rate, eco_part: priceText(eco), struck_price },
      steps,
    }
  }
}

function applyRule(
  { percent, add, commission, round }: PriceRule,
  before: Exact,
  note: (code: PlanStep["code"], value: Exact, params?: PlanStep["params"]) => void
): Exact {
  let price = before
  const change = (to: Exact, code: PlanStep["code"], params: PlanStep["params"]) => {
    if (!to.isEqualTo(price)) {
      price = to
      note(code, price, params)
    }
  }
  if (percent !== undefined) {
    change(price.times((exact(percent) as Exact).plus(100)).dividedBy(100), "rule_percent", { percent })
  }
  if (add !== undefined) {
    change(price.plus(add), "rule_add", { add })
  }
  if (commission !== undefined) {
    const kept = (exact(100) as Exact).minus(commission).dividedBy(100)
    change(price.dividedBy(kept), "rule_commission", { commission })
  }
  if (round !== undefined) {
    change(roundUpTo(withoutNoise(price), round), "rule_round", { ending: round })
  }
  return price
}

function applies({ when }: PriceRule, price: Exact, { product }: PriceFacts): boolean {
  if (!when) {
    return true
  }
  const isIn = (wanted: readonly string[] | undefined, has: readonly (string | null)[]) =>
    wanted === undefined || has.some((one) => one !== null && wanted.includes(one))
  const now = withoutNoise(price)
  return (
    (when.price?.min === undefined || now.isGreaterThanOrEqualTo(when.price.min)) &&
    (when.price?.max === undefined || now.isLessThanOrEqualTo(when.price.max)) &&
    isIn(when.category_ids, product.category_ids) &&
    isIn(when.collection_ids, [product.collection_id]) &&
    isIn(when.product_type_ids, [product.type_id]) &&
    isIn(when.tag_ids, product.tag_ids)
  )
}

const isGiven = (value: unknown): boolean => value !== null && value !== undefined && value !== ""

/** For the explanation: as exact as a person reads it. */
const shown = (value: Exact): number => Number(value.toFixed(4))

const taxRate = (rates: readonly Exact[]): string =>
  rates.reduce((sum, rate) => sum.plus(rate), exact(0) as Exact).toFixed()
