import type { MedusaContainer } from "@medusajs/framework/types"
import type { OfferChange } from "../../marketplaces/port"
import { pauses } from "../../marketplaces/pauses"
import type { PlannedBatch, ReadyOffer } from "../../offers/batches"
import { makeBatches } from "../../offers/batches"
import { brakePrice, brakeZeros } from "../../offers/brake"
import { planOffer, type OfferPlan, type Planned } from "../../offers/plan-offer"
import type { OfferPrice } from "../../offers/price-rules"
import { isRaise, judgeRaise } from "../../offers/raises"
import { type Aspect, ASPECTS } from "../../offers/result"
import type { NewItem } from "../../modules/marketplace/stores/offer-batches"
import type { OfferRow } from "../../modules/marketplace/stores/offers"
import type { PlannedAspect, PlannedOffer } from "../../modules/marketplace/stores/plan-offers"
import { announce } from "../shared/events"
import type { HeldLease } from "../shared/held-lease"
import { marketplaceOf } from "../shared/marketplace"
import { type LoadedOffer, loadFacts } from "./load-facts"
import type { OffersContext } from "./offers-context"
import { pushMarketplaceOffersWorkflow } from "./push-offers"

/** Offers that are read and planned at once, and in one round: what is left has the next one. */
const AT_ONCE = 500
const MOST_IN_ROUND = 20_000
/** How long a raise waits that no pull has waked, and what waits for its turn. */
const RAISE_SECONDS = 300
const SECOND_READ_SECONDS = 1
const TURN_SECONDS = 10
/** An order that took a variant's stock in this time explains that it is sold out. */
const BRAKE_MINUTES = 60

type Problem = { code: string; params: Record<string, unknown> }
type Marks = Record<Aspect, number>
/** An offer of which something goes, with the marks that its values were computed of. */
type Ready = { offer: ReadyOffer; marks: Marks; unexplained_zero: boolean; price: OfferPrice | null }

/** `batches`: how many were written; `is_full`: there may be more to plan. */
export type PlanRound = { batches: number; is_full: boolean }

/**
 * Computes the values of all offers that changed, holds what the brake or the sales hold, and writes what goes into batches.
 * Nothing is sent here.
 */
export async function planOffers(
  container: MedusaContainer,
  lease: HeldLease,
  context: OffersContext
): Promise<PlanRound> {
  const { offers } = marketplaceOf(container)
  const { connection, owner } = lease
  const ready: Ready[] = []
  let planned = 0
  let isFull = true
  while (planned < MOST_IN_ROUND && !lease.signal.aborted) {
    const rows = await offers.claimOffers(connection.id, owner, AT_ONCE)
    planned += rows.length
    if (rows.length) ready.push(...(await planPage(container, owner, context, rows)))
    if (rows.length < AT_ONCE) {
      isFull = false
      break
    }
    await lease.keep()
  }
  const going = await brakeTheZeros(
    container,
    context,
    owner,
    await limited(container, connection.id, owner, ready)
  )
  return { batches: await writeBatches(container, context, owner, going), is_full: isFull }
}

async function planPage(
  container: MedusaContainer,
  owner: string,
  context: OffersContext,
  rows: OfferRow[]
): Promise<Ready[]> {
  const pause = pauses()
  const plans: PlannedOffer[] = []
  const ready: Ready[] = []
  for (const loaded of await loadFacts(container, context, rows)) {
    await pause()
    const { plan, going } = decide(context, loaded)
    plans.push(plan)
    if (going) ready.push(going)
  }
  const keeps = ready.map(({ offer }) => offer.id)
  await marketplaceOf(container).offers.writePlans(plans, owner, keeps)
  return ready
}

/** What becomes of one offer: what is written of it, and what of it goes. */
function decide(context: OffersContext, loaded: LoadedOffer): { plan: PlannedOffer; going: Ready | null } {
  const { row, facts, rules, name, is_moving } = loaded
  const { policy, connection } = context
  const planned = planOffer(facts, rules, policy)
  const written: PlannedOffer = {
    id: row.id,
    stock: aspectOf(row, "stock", planned.stock),
    price: aspectOf(row, "price", planned.price),
    delivery: aspectOf(row, "delivery", planned.delivery),
    explanation: Object.fromEntries(ASPECTS.map((aspect) => [aspect, planned[aspect].steps])),
    wait_seconds: null,
    is_lower: false,
    second_read: null,
  }
  const change: OfferChange = { sku: row.external_sku }
  let unexplained_zero = false

  const { stock, price, delivery } = planned
  if (stock.outcome === "send") {
    const known = knownQuantities(row)
    if (row.stock_claimed > row.stock_cleared && stock.value === row.stock_sent) {
      // It is under way already: its result comes first.
      written.wait_seconds = TURN_SECONDS
    } else if (isRaise(stock.value, known)) {
      const wait = waitOfRaise(
        connection.pulled_from,
        connection.offers_other_tool_at,
        row,
        stock.value,
        written
      )
      if (wait === null) change.stock = { quantity: written.stock?.desired ?? stock.value }
      else written.wait_seconds = wait
    } else {
      change.stock = { quantity: stock.value }
      written.is_lower = stock.value < Math.max(0, ...Object.values(known).map((one) => one ?? 0))
      unexplained_zero = stock.value === 0 && written.is_lower && !isExplained(loaded, is_moving)
    }
  }
  if (price.outcome === "send") {
    const held = heldPrice(context, row, price.value)
    if (held) {
      written.price = { desired: price.value, clears: row.price_mark, problem: held }
    } else if (connection.offers_other_tool_at) {
      written.wait_seconds = RAISE_SECONDS
    } else {
      change.price = price.value
    }
  }
  if (delivery.outcome === "send") change.delivery = delivery.value
  const isNew = row.state === "new"
  if (isNew) createdWith(context, loaded, change)
  else completed(context, planned, row, change)
  // What it lacks may come without a change of its own.
  if (isNew && !change.listing) written.wait_seconds ??= RAISE_SECONDS
  const isGoing = isNew ? change.listing : change.stock || change.price || change.delivery
  return {
    plan: written,
    going: isGoing
      ? {
          offer: {
            id: row.id,
            variant_id: row.variant_id ?? "",
            name,
            kind: isNew ? "create" : "update",
            channel: row.channel,
            change,
          },
          marks: { stock: row.stock_mark, price: row.price_mark, delivery: row.delivery_mark },
          unexplained_zero,
          price: change.price ?? null,
        }
      : null,
  }
}

/** An offer is created with everything that belongs to it, or not yet. */
function createdWith({ policy }: OffersContext, { row, facts }: LoadedOffer, change: OfferChange): void {
  if (!change.stock || !change.price || row.ean === null) return
  if (facts.delivery) change.delivery = facts.delivery
  change.listing = { ean: row.ean, condition: policy.condition }
}

/** Where neither stock nor price goes without the other, the one that did not change is named as it is there. */
function completed({ policy }: OffersContext, planned: OfferPlan, row: OfferRow, change: OfferChange): void {
  if (!policy.needs_stock_and_price || !change.stock === !change.price) return
  const { stock, price } = planned
  const quantity =
    "value" in stock ? stock.value : (row.stock_confirmed ?? row.stock_sent ?? row.shown?.quantity)
  const known = "value" in price ? price.value : (row.price_confirmed ?? row.price_sent)
  if (!change.stock && quantity != null) change.stock = { quantity }
  if (!change.price && known) change.price = known
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

/** Null where a raise may go: with what the second read agreed on. Otherwise in how many seconds it is judged again. */
function waitOfRaise(
  pulled_from: Date | null,
  other_tool_at: Date | null,
  row: OfferRow,
  quantity: number,
  written: PlannedOffer
): number | null {
  const { stock_second_read: read } = row
  const pulled = pulled_from && new Date(pulled_from).getTime()
  const isFresh =
    read !== null && read.mark === row.stock_mark && pulled !== null && Date.parse(read.at) > pulled
  const verdict = judgeRaise(quantity, {
    changed_at: row.stock_marked_at ? new Date(row.stock_marked_at).getTime() : 0,
    pulled_from: pulled,
    now: Date.now(),
    second_read: isFresh ? read.quantity : null,
  })
  if (verdict.may === "go" && !other_tool_at) {
    written.stock = { desired: verdict.quantity, clears: null, problem: null }
    return null
  }
  if (verdict.may === "wait" && verdict.for === "second_read") {
    written.second_read = { mark: row.stock_mark, quantity, at: new Date().toISOString() }
    return SECOND_READ_SECONDS
  }
  return RAISE_SECONDS
}

/** A zero that a person asked for, or that a sale, a reservation or a fulfillment explains. */
const isExplained = ({ facts, row }: LoadedOffer, is_moving: boolean): boolean =>
  is_moving || facts.is_stopped || facts.presence === "excluded" || row.stock_released !== null

function heldPrice({ offers }: OffersContext, row: OfferRow, to: OfferPrice): Problem | null {
  const from = row.price_confirmed?.amount ?? row.shown?.price ?? null
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

/** What code of the store's own lowers or holds, through the hook. */
async function limited(
  container: MedusaContainer,
  connection_id: string,
  owner: string,
  ready: Ready[]
): Promise<Ready[]> {
  if (!ready.length) return ready
  const planned = ready.map(({ offer: { id, channel, variant_id, change } }) => ({
    id,
    external_sku: change.sku,
    channel,
    variant_id,
    quantity: change.stock?.quantity ?? null,
    price: change.price?.amount ?? null,
  }))
  const { result } = await pushMarketplaceOffersWorkflow(container).run({ input: { connection_id, planned } })
  if (!result.length) return ready
  const byId = new Map(result.map((limit) => [limit.id, limit]))
  const held = result.flatMap(({ id, hold }) => (hold === undefined ? [] : { id, reason: hold }))
  await marketplaceOf(container).offers.holdOffers(held, owner)
  return ready.flatMap((one) => {
    const limit = byId.get(one.offer.id)
    if (!limit) return one
    if (limit.hold !== undefined) return []
    const { stock } = one.offer.change
    if (!stock || limit.quantity === undefined || limit.quantity >= stock.quantity) return one
    const change = { ...one.offer.change, stock: { quantity: limit.quantity } }
    return { ...one, offer: { ...one.offer, change } }
  })
}

/** So many zeros that a person has to look are held, with what else they would carry; all others go. */
async function brakeTheZeros(
  container: MedusaContainer,
  { connection, offers: settings }: OffersContext,
  owner: string,
  ready: Ready[]
): Promise<Ready[]> {
  const zeros = ready.filter(({ unexplained_zero }) => unexplained_zero)
  if (!zeros.length) return ready
  const { offers, connections, medusaTables } = marketplaceOf(container)
  const { gone, live } = await offers.readBrake(connection.id)
  const variant_ids = zeros.map(({ offer }) => offer.variant_id)
  const moved = new Set(await medusaTables.listVariantsOrdered(variant_ids, BRAKE_MINUTES))
  const verdict = brakeZeros(
    zeros.map(({ offer }) => ({
      id: offer.id,
      is_explained: moved.has(offer.variant_id),
      is_released: false,
    })),
    { gone, live, rules: settings.brake }
  )
  for (const one of zeros) if (moved.has(one.offer.variant_id)) one.unexplained_zero = false
  if (!verdict.is_tripped) return ready
  const held = new Set(verdict.held)
  await offers.holdZeros(verdict.held, owner, { count: verdict.count, limit: verdict.limit })
  if (!connection.offers_brake) {
    const offers_brake = { since: new Date().toISOString(), count: verdict.count, limit: verdict.limit }
    await connections.writeConnection(connection.id, { offers_brake })
    announce(container, [{ name: "marketplace-offers.braked", data: { id: connection.id } }])
  }
  return ready.flatMap((one) => {
    if (!held.has(one.offer.id)) return one
    const { stock: _, ...change } = one.offer.change
    return change.price || change.delivery ? { ...one, offer: { ...one.offer, change } } : []
  })
}

async function writeBatches(
  container: MedusaContainer,
  { connection, policy }: OffersContext,
  owner: string,
  ready: Ready[]
): Promise<number> {
  if (!ready.length) return 0
  const { offers } = marketplaceOf(container)
  const pace = await offers.readBatchPace(connection.id)
  const { batches, waiting, refused } = makeBatches(
    ready.map(({ offer }) => offer),
    { policy, ...pace }
  )
  const byId = new Map(ready.map((one) => [one.offer.id, one]))
  let written = 0
  for (const batch of batches) {
    const row = await offers.insertOfferBatch(
      { connection_id: connection.id, kind: batch.kind, channel: batch.channel, has_zeros: batch.has_zeros },
      batch.offers.map((offer) => itemOf(offer, byId.get(offer.id)?.marks)),
      owner,
      unexplainedIn(batch, byId)
    )
    if (row) written += 1
  }
  const gap = policy.shortest_gap_ms - (pace.since_last_ms ?? policy.shortest_gap_ms)
  const turn = Math.max(TURN_SECONDS, Math.ceil(gap / 1000))
  const goes = batches.flatMap((batch) => batch.offers.map(({ id }) => id))
  await offers.releaseOffers(goes, owner, null)
  await offers.releaseOffers(
    [...waiting, ...refused].map(({ id }) => id),
    owner,
    turn
  )
  return written
}

const unexplainedIn = ({ offers }: PlannedBatch, byId: ReadonlyMap<string, Ready>): number =>
  offers.filter(({ id, change }) => change.stock?.quantity === 0 && byId.get(id)?.unexplained_zero).length

const itemOf = ({ id, change }: ReadyOffer, marks?: Marks): NewItem => ({
  offer_id: id,
  external_sku: change.sku,
  stock_mark: change.stock ? (marks?.stock ?? null) : null,
  stock_value: change.stock?.quantity ?? null,
  price_mark: change.price ? (marks?.price ?? null) : null,
  price_value: change.price ?? null,
  delivery_mark: change.delivery ? (marks?.delivery ?? null) : null,
  delivery_value: change.delivery ?? null,
  listing: change.listing ?? null,
})
