import type { OfferDelivery, OfferPolicy } from "../marketplaces/port"
import type { Problem } from "../orders/problems"
import {
  availableQuantity,
  unitsSold,
  type AvailableSettings,
  type Level,
  type StockedVariant,
  type UnreservedSale,
} from "./available-quantity"
import { step, type PlanStep } from "./explanation"
import { exact } from "./money"
import { applyPriceRules, type OfferPrice, type PriceFacts, type PriceRules } from "./price-rules"
import { applyStockRules, type StockRules } from "./stock-rules"

/** What is wanted of the offer: to sell it, or why it is not sold here. */
export type Presence = "sold" | "excluded" | "deleted" | "unpublished" | "left_channel"

/** Whether a value may go up or down. */
export type Directions = { allow_increase: boolean; allow_decrease: boolean }

/** What the marketplace has of an aspect, as far as it is known. */
export type Known<Value> = {
  confirmed: Value | null
  /** What was sent last: where the confirmed value is no longer known, this is the nearest to it. */
  sent: Value | null
  /** The value that was refused: the same one is not sent again. */
  refused: Value | null
}

export type OfferFacts = {
  /** The marketplace's key of the offer. */
  sku: string
  /** Null: no article of the store is recognized in it, and nothing is ever sent for it. */
  variant: StockedVariant | null
  presence: Presence
  /** The whole account shows nothing for sale: vacation, inventory count. */
  is_stopped: boolean
  fulfilled_by: "seller" | "marketplace"
  levels: readonly Level[]
  locations: readonly string[]
  /** Units of marketplace orders without a reservation in the store. */
  sales: readonly UnreservedSale[]
  price: PriceFacts
  delivery: OfferDelivery | null
  /** It does not exist there yet: it is created, or refused, with all of its values. */
  is_new: boolean
  /** Its product is not known there, whatever its values are. */
  awaits_product: boolean
  known: { stock: Known<number>; price: Known<OfferPrice>; delivery: Known<OfferDelivery> }
}

/** The settings of the connection, with what the offer overrides already in their place. */
export type OfferRules = {
  stock: ({ is_on: boolean } & AvailableSettings & StockRules & Directions) | null
  price: ({ is_on: boolean } & PriceRules & Directions) | null
  delivery: { is_on: boolean } | null
}

/**
 * `send`: the value goes. `same`: the marketplace has confirmed it. `nothing`: there is no value, and that is right; the last
 * step says why. `problem`: there should be one.
 */
export type Planned<Value> =
  | { outcome: "send" | "same"; value: Value; steps: PlanStep[] }
  | { outcome: "nothing"; steps: PlanStep[] }
  | { outcome: "problem"; problem: Problem; steps: PlanStep[] }

export type OfferPlan = {
  stock: Planned<number>
  price: Planned<OfferPrice>
  delivery: Planned<OfferDelivery>
}

type PlanPolicy = Pick<OfferPolicy, "refuseSku" | "largest_quantity" | "sends_zero">

/** What the marketplace should show of an offer, each aspect apart: the problem of one keeps no other from going. */
export function planOffer(facts: OfferFacts, rules: OfferRules, policy: PlanPolicy): OfferPlan {
  const why = policy.refuseSku(facts.sku)
  const unsendable: Problem | null = why && {
    code: "offer_sku_refused",
    params: { sku: facts.sku, why: [why] },
  }
  const planned = <Value>(
    rule: { is_on: boolean } | null,
    plan: () => Planned<Value>,
    known: Known<Value>,
    isSame: (a: Value, b: Value) => boolean
  ): Planned<Value> => {
    if (!rule?.is_on) {
      return { outcome: "nothing", steps: [step("aspect_off")] }
    }
    if (!facts.variant && facts.presence !== "deleted") {
      return { outcome: "nothing", steps: [step("unmatched")] }
    }
    if (unsendable) {
      return { outcome: "problem", problem: unsendable, steps: [] }
    }
    return compared(plan(), facts.is_new ? { ...known, refused: null } : known, isSame)
  }
  const { known } = facts
  const plan: OfferPlan = {
    stock: planned(
      rules.stock,
      () => planStock(facts, rules, policy),
      known.stock,
      (a, b) => a === b
    ),
    price: planned(rules.price, () => planPrice(facts, rules), known.price, isSamePrice),
    delivery: planned(rules.delivery, () => planDelivery(facts), known.delivery, isSameDelivery),
  }
  return facts.awaits_product || (facts.is_new && isRefusedAlready(plan, facts)) ? refusedAlready(plan) : plan
}

/** Whether it would be created with nothing but what was refused: each of its values may have been the reason. */
function isRefusedAlready({ stock, price }: OfferPlan, { known, delivery }: OfferFacts): boolean {
  const isSame = <Value>(
    value: Value | null,
    { refused }: Known<Value>,
    equals: (a: Value, b: Value) => boolean
  ) => value !== null && refused !== null && equals(value, refused)
  return (
    isSame("value" in stock ? stock.value : null, known.stock, (a, b) => a === b) &&
    isSame("value" in price ? price.value : null, known.price, isSamePrice) &&
    (delivery === null || isSame(delivery, known.delivery, isSameDelivery))
  )
}

const refusedAlready = ({ stock, price, delivery }: OfferPlan): OfferPlan => {
  const refused = ({ steps }: { steps: PlanStep[] }): Planned<never> => ({
    outcome: "nothing",
    steps: [...steps, step("refused_before")],
  })
  return { stock: refused(stock), price: refused(price), delivery: refused(delivery) }
}

function planStock(facts: OfferFacts, { stock: rules }: OfferRules, policy: PlanPolicy): Planned<number> {
  if (facts.fulfilled_by === "marketplace") {
    return { outcome: "nothing", steps: [step("ships_itself")] }
  }
  const isGone = facts.presence !== "sold" || !facts.variant
  if (isGone || facts.is_stopped || !rules) {
    const last = isGone ? step("not_sold_here", { presence: facts.presence }) : step("stopped")
    return zeroSent({ outcome: "send", value: 0, steps: [last] }, facts, policy)
  }
  const { variant, levels, locations, sales } = facts
  const available = availableQuantity(variant as StockedVariant, levels, locations, rules)
  // A quantity that an offer fixes needs no stock in the store.
  const isFixed = rules.fixed_quantity !== null
  if (!isFixed && "problem" in available) {
    return { outcome: "problem", problem: available.problem, steps: [] }
  }
  if (!isFixed && "nothing" in available) {
    return { outcome: "nothing", steps: [available.nothing] }
  }
  const known = "quantity" in available ? available : { quantity: 0, steps: [] }
  const isManaged = variant?.manage_inventory ?? false
  const sold = isManaged ? unitsSold(variant?.inventory ?? [], sales) : 0
  const ruled = applyStockRules(known.quantity, sold, rules)
  const steps = isFixed ? ruled.steps : [...known.steps, ...ruled.steps]
  const value = Math.min(ruled.quantity, policy.largest_quantity)
  if (value < ruled.quantity) {
    steps.push(step("marketplace_limit", { quantity: value }))
  }
  return zeroSent(
    directed({ outcome: "send", value, steps }, lastKnown(facts.known.stock), rules),
    facts,
    policy
  )
}

/** A marketplace that takes no quantity of zero. */
function zeroSent(plan: Planned<number>, facts: OfferFacts, { sends_zero }: PlanPolicy): Planned<number> {
  return "value" in plan && plan.value === 0 && !sends_zero
    ? {
        outcome: "problem",
        problem: { code: "offer_zero_not_sent", params: { sku: facts.sku } },
        steps: plan.steps,
      }
    : plan
}

function planPrice(facts: OfferFacts, { price: rules }: OfferRules): Planned<OfferPrice> {
  if (facts.presence !== "sold" || !rules) {
    return { outcome: "nothing", steps: [step("not_sold_here", { presence: facts.presence })] }
  }
  const ruled = applyPriceRules(facts.price, rules)
  if ("problem" in ruled) {
    return { outcome: "problem", problem: ruled.problem, steps: ruled.steps }
  }
  const before = lastKnown(facts.known.price)
  const plan: Planned<OfferPrice> = { outcome: "send", value: ruled.price, steps: ruled.steps }
  return directed(plan, before, rules, (price) => Number(price.amount))
}

function planDelivery(facts: OfferFacts): Planned<OfferDelivery> {
  const { delivery, presence } = facts
  return delivery && presence === "sold"
    ? { outcome: "send", value: delivery, steps: [step("delivery_fees")] }
    : { outcome: "nothing", steps: [step("not_sold_here", { presence })] }
}

/** A value that may not go this way stays as it is there; where nothing was sent yet, there is no way. */
function directed<Value>(
  plan: Planned<Value> & { value: Value; steps: PlanStep[] },
  before: Value | null,
  { allow_increase, allow_decrease }: Directions,
  measure: (value: Value) => number = Number
): Planned<Value> {
  const change = before === null ? 0 : measure(plan.value) - measure(before)
  if (change > 0 && !allow_increase) {
    return { outcome: "nothing", steps: [...plan.steps, step("increase_off")] }
  }
  if (change < 0 && !allow_decrease) {
    return { outcome: "nothing", steps: [...plan.steps, step("decrease_off")] }
  }
  return plan
}

const lastKnown = <Value>({ confirmed, sent }: Known<Value>): Value | null => confirmed ?? sent

function compared<Value>(
  plan: Planned<Value>,
  { confirmed, refused }: Known<Value>,
  isSame: (a: Value, b: Value) => boolean
): Planned<Value> {
  if (!("value" in plan)) {
    return plan
  }
  if (confirmed !== null && isSame(plan.value, confirmed)) {
    return { outcome: "same", value: plan.value, steps: [...plan.steps, step("as_confirmed")] }
  }
  return refused !== null && isSame(plan.value, refused)
    ? { outcome: "nothing", steps: [...plan.steps, step("refused_before")] }
    : plan
}

const isSamePrice = (a: OfferPrice, b: OfferPrice): boolean =>
  a.amount === b.amount &&
  a.currency_code === b.currency_code &&
  isSameAmount(a.tax_rate, b.tax_rate) &&
  isSameAmount(a.eco_part, b.eco_part) &&
  a.struck_price === b.struck_price

const isSameAmount = (a: string, b: string): boolean => exact(a)?.isEqualTo(exact(b) ?? NaN) ?? a === b

const modesOf = ({ modes }: OfferDelivery): string =>
  JSON.stringify(
    modes
      ?.map(({ code, fee, additional_fee }) => [code, Number(fee), Number(additional_fee)] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1)) ?? null
  )

const isSameDelivery = (a: OfferDelivery, b: OfferDelivery): boolean =>
  a.preparation_days === b.preparation_days && modesOf(a) === modesOf(b)
