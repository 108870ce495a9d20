import type { OfferChange } from "../../marketplaces/port"
import type { OfferRow } from "../../modules/marketplace/stores/offers"
import type { PlannedAspect, PlannedOffer } from "../../modules/marketplace/stores/plan-offers"
import type { ReadyOffer } from "../../offers/batches"
import { brakePrice, type EndedReservation, isTakenByOrders } from "../../offers/brake"
import { step } from "../../offers/explanation"
import { planOffer, type OfferPlan, type Planned } from "../../offers/plan-offer"
import type { OfferPrice } from "../../offers/price-rules"
import { isRaise, judgeRaise } from "../../offers/raises"
import { type Aspect, ASPECTS } from "../../offers/result"
import { isToCreate, type LoadedOffer } from "./load-facts"
import type { OffersContext } from "./offers-context"

/** How long a raise waits that no pull has waked, and what waits for its turn. */
const RAISE_SECONDS = 300
const SECOND_READ_SECONDS = 1
export const TURN_SECONDS = 10

type Problem = { code: string; params: Record<string, unknown> }
type Marks = Record<Aspect, number>

/** An offer of which something goes, with the marks that its values were computed of. */
export type Ready = {
  offer: ReadyOffer
  marks: Marks
  /** The marks of the whole offer when its values were computed. */
  seen: { id: string } & Record<`${Aspect}_mark`, number>
  /** A quantity of zero goes that what is reserved does not explain. */
  unexplained_zero: boolean
  /** Whether what was packed in the last hour explains it. */
  isExplainedBy(ended: readonly EndedReservation[]): boolean
}

/** What keeps values of all offers of a connection from going. Times in milliseconds. */
export type Waits = {
  /** Everything that was sold of the stock until then is known; null: that of an account is not. */
  sales_known_until: number | null
  is_other_tool: boolean
  now: number
}

/**
 * What becomes of one offer: what is written of it, and what of it goes. Only what changed is decided: a value that a person
 * or the brake keeps does not go along with another one.
 */
export function decideOffer(
  context: OffersContext,
  loaded: LoadedOffer,
  waits: Waits
): { plan: PlannedOffer; going: Ready | null } {
  const { row, facts, rules, name } = loaded
  const planned = planOffer(facts, rules, context.policy)
  const isNew = isToCreate(row)
  // An offer is created with everything that belongs to it.
  const changed = ASPECTS.filter((aspect) => isNew || row[`${aspect}_mark`] > row[`${aspect}_claimed`])
  const of = <Value>(aspect: Aspect, plan: Planned<Value>) =>
    changed.includes(aspect) ? aspectOf(row, aspect, plan) : null
  const marks: Marks = { stock: row.stock_mark, price: row.price_mark, delivery: row.delivery_mark }
  const written: PlannedOffer = {
    id: row.id,
    marks,
    stock: of("stock", planned.stock),
    price: of("price", planned.price),
    delivery: of("delivery", planned.delivery),
    explanation: Object.fromEntries(changed.map((aspect) => [aspect, planned[aspect].steps])),
    wait_seconds: null,
    is_lower: false,
    is_unexplained_zero: false,
    second_read: null,
    is_in_channel: loaded.is_in_channel,
    ends: {
      stock: "value" in planned.stock && planned.stock.value !== 0,
      price: "value" in planned.price && !isDecidedPrice(row, planned.price.value),
    },
  }
  const change: OfferChange = { sku: row.external_sku }
  const unexplained_zero =
    changed.includes("stock") && decideStock(loaded, planned.stock, waits, written, change)
  written.is_unexplained_zero = unexplained_zero
  if (changed.includes("price")) decidePrice(context, row, planned.price, waits, written, change)
  if (changed.includes("delivery") && planned.delivery.outcome === "send") {
    change.delivery = planned.delivery.value
  }
  if (isNew) {
    createdWith(context, loaded, change)
    // What it lacks may come without a change of its own.
    if (!change.listing) waitFor(written, RAISE_SECONDS)
  } else {
    for (const aspect of completed(context, row, planned, change)) marks[aspect] = row[`${aspect}_claimed`]
  }
  const isGoing = isNew ? change.listing : change.stock || change.price || change.delivery
  const kind = isNew ? "create" : "update"
  const offer = {
    id: row.id,
    variant_id: row.variant_id ?? "",
    name,
    kind,
    channel: row.channel,
    change,
  } as const
  return {
    plan: {
      ...written,
      marks: { stock: row.stock_mark, price: row.price_mark, delivery: row.delivery_mark },
    },
    going: isGoing
      ? {
          offer,
          marks,
          seen: seenOf(row),
          unexplained_zero,
          isExplainedBy: (ended) => isTakenByOrders(facts, rules.stock, { shown: highestKnown(row), ended }),
        }
      : null,
  }
}

const seenOf = ({ id, stock_mark, price_mark, delivery_mark }: OfferRow): Ready["seen"] => ({
  id,
  stock_mark,
  price_mark,
  delivery_mark,
})

/** Returns whether a quantity of zero goes that nothing explains. */
function decideStock(
  { row, facts, rules }: LoadedOffer,
  plan: OfferPlan["stock"],
  waits: Waits,
  written: PlannedOffer,
  change: OfferChange
): boolean {
  if (plan.outcome !== "send") return false
  const { value } = plan
  const known = knownQuantities(row)
  // A person asked for it: vacation, or an offer that is not sold here.
  const isAsked = facts.is_stopped || facts.presence === "excluded"
  if (row.stock_kept === value && !isAsked) {
    written.stock = { desired: value, clears: row.stock_mark, problem: null }
    written.explanation.stock = [...plan.steps, step("kept")]
  } else if (row.stock_claimed > row.stock_cleared && value === row.stock_sent) {
    // It is under way already: its result comes first.
    waitFor(written, TURN_SECONDS)
  } else if (isRaise(value, known)) {
    raise(row, value, waits, written, change)
  } else {
    change.stock = { quantity: value }
    written.is_lower = value < highestKnown(row)
    if (value !== 0 || !written.is_lower || isAsked || row.stock_released !== null) return false
    return !isTakenByOrders(facts, rules.stock, { shown: highestKnown(row) })
  }
  return false
}

/** A higher quantity goes once the sales are known and a second read agreed; until then it waits. */
function raise(
  row: OfferRow,
  quantity: number,
  waits: Waits,
  written: PlannedOffer,
  change: OfferChange
): void {
  const { stock_second_read: read } = row
  const { sales_known_until: pulled_from, now } = waits
  // One that was made for this change stays: what is in front of it in the queue does not make it older.
  const own = read?.mark === row.stock_mark ? read : null
  const verdict = judgeRaise(quantity, {
    changed_at: row.stock_marked_at ? new Date(row.stock_marked_at).getTime() : 0,
    pulled_from,
    now,
    second_read: own && own.quantity,
  })
  written.second_read = own
  if (verdict.may === "wait" && verdict.for === "second_read") {
    written.second_read = { mark: row.stock_mark, quantity, at: new Date(now).toISOString() }
    waitFor(written, SECOND_READ_SECONDS)
  } else if (verdict.may === "wait" || waits.is_other_tool) {
    waitFor(written, RAISE_SECONDS)
  } else {
    written.stock = { desired: verdict.quantity, clears: null, problem: null }
    change.stock = { quantity: verdict.quantity }
  }
}

function decidePrice(
  context: OffersContext,
  row: OfferRow,
  plan: OfferPlan["price"],
  waits: Waits,
  written: PlannedOffer,
  change: OfferChange
): void {
  if (plan.outcome !== "send") return
  const { value } = plan
  const held = heldPrice(context, row, value)
  if (row.price_kept === value.amount) {
    written.price = { desired: value, clears: row.price_mark, problem: null }
    written.explanation.price = [...plan.steps, step("kept")]
  } else if (held) {
    written.price = { desired: value, clears: row.price_mark, problem: held }
  } else if (waits.is_other_tool) {
    waitFor(written, RAISE_SECONDS)
  } else {
    change.price = value
  }
}

/** Of several waits the shortest counts. */
function waitFor(written: PlannedOffer, seconds: number): void {
  written.wait_seconds = Math.min(written.wait_seconds ?? seconds, seconds)
}

const isDecidedPrice = ({ price_released, price_kept }: OfferRow, { amount }: OfferPrice): boolean =>
  amount === price_released || amount === price_kept

/** An offer is created with everything that belongs to it, or not yet. */
function createdWith({ policy }: OffersContext, { row, facts }: LoadedOffer, change: OfferChange): void {
  if (!change.stock || !change.price || row.ean === null) return
  if (facts.delivery) change.delivery = facts.delivery
  change.listing = { ean: row.ean, condition: policy.condition }
}

/**
 * Where neither stock nor price goes without the other, the one that does not go is named as it is there: what waits
 * or is held does not go along. Returns what was added.
 */
function completed(
  { policy }: OffersContext,
  row: OfferRow,
  planned: OfferPlan,
  change: OfferChange
): Aspect[] {
  if (!policy.needs_stock_and_price || !change.stock === !change.price) return []
  if (!change.stock) {
    const quantity = quantityThere(row)
    // Without a quantity that is known it would be one that no one decided.
    if (quantity === null) delete change.price
    else change.stock = { quantity }
    return quantity === null ? [] : ["stock"]
  }
  const price = priceThere(row, planned.price)
  if (price) change.price = price
  return price ? ["price"] : []
}

/** What the marketplace shows by now, as far as it is known: never more than that. */
function quantityThere(row: OfferRow): number | null {
  const { confirmed, sent, shown } = knownQuantities(row)
  const known = [
    confirmed,
    sent === null ? null : Math.max(0, sent - row.stock_sold_since),
    shown ?? row.shown?.quantity,
  ]
  const quantities = known.filter((one) => typeof one === "number")
  return quantities.length ? Math.min(...quantities) : null
}

function priceThere(row: OfferRow, plan: OfferPlan["price"]): OfferPrice | null {
  const known = row.price_confirmed ?? row.price_sent
  const amount = row.shown?.price
  if (known || !amount) return known
  return "value" in plan
    ? { ...plan.value, amount }
    : {
        amount,
        currency_code: row.shown?.currency_code ?? "",
        tax_rate: "0",
        eco_part: "0.00",
        struck_price: "untouched",
      }
}

/** What a plan of an aspect writes. Where nothing has to go, or cannot, its mark is cleared: only a change makes it another. */
function aspectOf<Value>(row: OfferRow, aspect: Aspect, plan: Planned<Value>): PlannedAspect<Value> {
  const mark = row[`${aspect}_mark`]
  const known: Problem | null = row[`${aspect}_problem_code`]
    ? { code: row[`${aspect}_problem_code`] ?? "", params: row[`${aspect}_problem_params`] ?? {} }
    : null
  switch (plan.outcome) {
    case "send":
      return { desired: plan.value, clears: null, problem: null }
    case "same":
      return { desired: plan.value, clears: mark, problem: null }
    case "problem":
      return { desired: null, clears: mark, problem: plan.problem }
    case "nothing": {
      // The refusal stands until another value goes.
      const isRefused = plan.steps.at(-1)?.code === "refused_before"
      return { desired: null, clears: mark, problem: isRefused ? known : null }
    }
  }
}

/** What the marketplace may show: only what is as new as the last confirmation counts. */
function knownQuantities(row: OfferRow): {
  sent: number | null
  confirmed: number | null
  shown: number | null
} {
  const isUnderWay = row.stock_claimed > row.stock_cleared
  const at = (date: Date | null) => (date ? new Date(date).getTime() : 0)
  const isKnown = row.stock_confirmed !== null
  const isShownLater = at(row.seen_at) > Math.max(at(row.stock_confirmed_at), at(row.stock_sent_at))
  return {
    confirmed: row.stock_confirmed,
    sent: isUnderWay || !isKnown ? row.stock_sent : null,
    shown: isShownLater ? (row.shown?.quantity ?? null) : null,
  }
}

const highestKnown = (row: OfferRow): number =>
  Math.max(0, ...Object.values(knownQuantities(row)).map((one) => one ?? 0))

function heldPrice({ offers }: OffersContext, row: OfferRow, to: OfferPrice): Problem | null {
  const from = row.price_confirmed?.amount ?? row.price_sent?.amount ?? row.shown?.price ?? null
  const percent = brakePrice(
    {
      from,
      to: to.amount,
      confirmed_before: (row.price_confirmed_before ?? []).map(({ amount }) => amount),
      is_released: row.price_released === to.amount,
    },
    offers.brake
  )
  if (percent === null) return null
  const { currency_code } = to
  return {
    code: "offer_price_braked",
    params: { sku: row.external_sku, from: Number(from), to: Number(to.amount), percent, currency_code },
  }
}
