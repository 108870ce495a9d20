import type { MedusaContainer } from "@medusajs/framework/types"
import { pauses } from "../../marketplaces/pauses"
import type { PlannedBatch, ReadyOffer } from "../../offers/batches"
import { makeBatches } from "../../offers/batches"
import { brakeZeros } from "../../offers/brake"
import type { NewItem } from "../../modules/marketplace/stores/offer-batches"
import type { OfferRow } from "../../modules/marketplace/stores/offers"
import type { PlannedOffer } from "../../modules/marketplace/stores/plan-offers"
import { announce } from "../shared/events"
import type { HeldLease } from "../shared/held-lease"
import { marketplaceOf } from "../shared/marketplace"
import { decideOffer, type Ready, TURN_SECONDS, type Waits } from "./decide-offer"
import { loadFacts } from "./load-facts"
import { type OffersContext, offersContext } from "./offers-context"
import { pushMarketplaceOffersWorkflow } from "./push-offers"

/** Offers that are read and planned at once, and in one round: what is left has the next one. */
const AT_ONCE = 500
const MOST_IN_ROUND = 20_000
/** What was packed in this time explains that so many units are gone. */
const BRAKE_MINUTES = 60

/**
 * `batches`: how many were written; `is_full`: there may be more to plan; `corrected`: variants whose offer was refused for
 * another EAN than they have.
 */
export type PlanRound = { batches: number; is_full: boolean; corrected: string[] }

/**
 * Computes the values of all offers that changed, holds what the brake or the sales hold, and writes what goes into batches.
 * Nothing is sent here.
 */
export async function planOffers(
  container: MedusaContainer,
  lease: HeldLease,
  context: OffersContext
): Promise<PlanRound> {
  const { connections, offers } = marketplaceOf(container)
  const { connection, owner } = lease
  // What one of them has sold is not known before its pull.
  const [oldest] = await connections.listSellers(connection.id)
  const sales_known_until = timeOf(oldest?.pulled_from)
  const ready: Ready[] = []
  const corrected: string[] = []
  let current = context
  let planned = 0
  let isFull = true
  while (planned < MOST_IN_ROUND && !lease.signal.aborted) {
    const rows = await offers.claimOffers(connection.id, owner, AT_ONCE)
    planned += rows.length
    if (rows.length) {
      // A stop or a rule is written before it marks its offers: read after the claim, it is as new as their marks.
      current = { ...current, ...offersContext(container, await lease.keep()) }
      const is_other_tool = current.connection.offers_other_tool_at !== null
      const waits = { sales_known_until, is_other_tool, now: Date.now() }
      const page = await planPage(container, owner, current, rows, waits)
      ready.push(...page.ready)
      corrected.push(...page.corrected)
    }
    if (rows.length < AT_ONCE) {
      isFull = false
      break
    }
  }
  const other_tool_at = timeOf(context.connection.offers_other_tool_at)
  const isOvertaken = await wakeOvertaken(container, lease, { sales_known_until, other_tool_at })
  const going = await brakeTheZeros(
    container,
    current,
    owner,
    await limited(container, connection.id, owner, ready)
  )
  const batches = await writeBatches(container, current, owner, going)
  return { batches, is_full: isFull || isOvertaken, corrected }
}

const timeOf = (date: Date | null | undefined): number | null => (date ? new Date(date).getTime() : null)

/**
 * A pull that ended while its sales were awaited here, or a person who switched the other tool off, woke what waited before its
 * wait was written: it has its turn.
 */
async function wakeOvertaken(
  container: MedusaContainer,
  lease: HeldLease,
  planned_with: { sales_known_until: number | null; other_tool_at: number | null }
): Promise<boolean> {
  const { connections, offers } = marketplaceOf(container)
  const { id, offers_other_tool_at } = await lease.keep()
  const [oldest] = await connections.listSellers(id)
  const isPulled = timeOf(oldest?.pulled_from) !== planned_with.sales_known_until
  const isOtherTool = timeOf(offers_other_tool_at) !== planned_with.other_tool_at
  if (isOtherTool) await offers.wakeWaiting(id)
  else if (isPulled) await offers.wakeWaitingRaises([id])
  return isPulled || isOtherTool
}

async function planPage(
  container: MedusaContainer,
  owner: string,
  context: OffersContext,
  rows: OfferRow[],
  waits: Waits
): Promise<{ ready: Ready[]; corrected: string[] }> {
  const pause = pauses()
  const plans: PlannedOffer[] = []
  const ready: Ready[] = []
  const corrected: string[] = []
  for (const loaded of await loadFacts(container, context, rows)) {
    await pause()
    const { plan, going } = decideOffer(context, loaded, waits)
    plans.push(plan)
    if (going) ready.push(going)
    if (loaded.is_ean_corrected && loaded.row.variant_id) corrected.push(loaded.row.variant_id)
  }
  const keeps = ready.map(({ offer }) => offer.id)
  await marketplaceOf(container).offers.writePlans(plans, owner, keeps)
  return { ready, corrected }
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
  const held = ready.flatMap((one) => {
    const hold = byId.get(one.offer.id)?.hold
    return hold === undefined ? [] : { ...itemOf(one.offer, one.marks), id: one.offer.id, reason: hold }
  })
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
  { connection, policy, offers: settings }: OffersContext,
  owner: string,
  ready: Ready[]
): Promise<Ready[]> {
  const zeros = ready.filter(({ unexplained_zero }) => unexplained_zero)
  if (!zeros.length) return ready
  const { offers, connections, medusaTables } = marketplaceOf(container)
  const { gone, live } = await offers.readBrake(
    connection.id,
    zeros.map(({ offer }) => offer.id)
  )
  const variant_ids = zeros.map(({ offer }) => offer.variant_id)
  const { stock_location_ids } = connection
  const ended = await medusaTables.listEndedReservations(variant_ids, stock_location_ids, BRAKE_MINUTES)
  const explained = new Set(zeros.filter((one) => one.isExplainedBy(ended)))
  const verdict = brakeZeros(
    zeros.map((one) => ({ id: one.offer.id, is_explained: explained.has(one), is_released: false })),
    { gone, live, rules: settings.brake }
  )
  for (const one of explained) one.unexplained_zero = false
  if (!verdict.is_tripped) return ready
  const held = new Set(verdict.held)
  /** What else of a held offer goes; nothing where neither stock nor price goes alone. */
  const rest = ({ offer }: Ready): ReadyOffer | null => {
    const { stock: _, ...change } = offer.change
    return !policy.needs_stock_and_price && (change.price || change.delivery) ? { ...offer, change } : null
  }
  await offers.holdZeros(
    zeros
      .filter(({ offer }) => held.has(offer.id))
      .map((one) => ({ id: one.offer.id, mark: one.marks.stock, goes_on: rest(one) !== null })),
    owner,
    { count: verdict.count, limit: verdict.limit }
  )
  if (!connection.offers_brake) {
    const offers_brake = { since: new Date().toISOString(), count: verdict.count, limit: verdict.limit }
    await connections.writeConnection(connection.id, { offers_brake })
    announce(container, [{ name: "marketplace-offers.braked", data: { id: connection.id } }])
  }
  return ready.flatMap((one) => {
    if (!held.has(one.offer.id)) return one
    const offer = rest(one)
    return offer ? { ...one, offer } : []
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
  const seen = (list: readonly { id: string }[]) =>
    [...new Set(list.map(({ id }) => id))].flatMap((id) => byId.get(id)?.seen ?? [])
  await offers.releaseOffers(seen(batches.flatMap((batch) => batch.offers)), owner, null)
  await offers.releaseOffers(seen([...waiting, ...refused]), owner, turn)
  return written
}

const unexplainedIn = ({ offers }: PlannedBatch, byId: ReadonlyMap<string, Ready>): number =>
  offers.filter(({ id, change }) => change.stock?.quantity === 0 && byId.get(id)?.unexplained_zero).length

const itemOf = ({ id, change }: ReadyOffer, marks?: Ready["marks"]): NewItem => ({
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
