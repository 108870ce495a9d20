import type { MedusaContainer } from "@medusajs/framework/types"
import {
  isMarketplaceError,
  type MarketplaceSession,
  NOTHING_SENT,
  type OfferChange,
  type OfferResult,
  type OfferResults,
  type OfferSession,
  offerResultsSchema,
  offerSubmissionSchema,
} from "../../marketplaces/port"
import { readAnswer } from "../../marketplaces/read-answer"
import type {
  ItemResult,
  OfferBatchItemRow,
  OfferBatchRow,
} from "../../modules/marketplace/stores/offer-batches"
import { outcomeOf, problemOf } from "../../offers/result"
import { eachPart } from "../shared/each-part"
import { announce } from "../shared/events"
import { type HeldLease, LeaseLost } from "../shared/held-lease"
import { marketplaceOf } from "../shared/marketplace"
import type { OffersContext } from "./offers-context"
import { readShown } from "./read-shown"

/** After this time, what a batch that was lost should have done is looked for at the marketplace. */
const SETTLING_SECONDS = 120
const RETRY_SECONDS = [10, 30, 60, 120, 300]

export type OffersSession = MarketplaceSession & OfferSession

/** The next step of every batch that is due: what is written is sent, and what was sent has its results asked for. */
export async function advanceBatches(
  container: MedusaContainer,
  lease: HeldLease,
  context: OffersContext,
  session: OffersSession
): Promise<number> {
  const { offers } = marketplaceOf(container)
  const batches = await offers.takeBatches(lease.connection.id, lease.owner)
  const [failure] = await eachPart(batches, async (batch) => {
    await lease.keep()
    if (batch.state === "sending") await submit(container, lease, context, session, batch)
    else await readResults(container, lease, context, session, batch)
  })
  if (failure) throw failure.error
  return batches.length
}

async function submit(
  container: MedusaContainer,
  { owner }: HeldLease,
  context: OffersContext,
  session: OffersSession,
  row: OfferBatchRow
): Promise<void> {
  const { offers } = marketplaceOf(container)
  const claim = { id: row.id, owner }
  if (row.checkpoint === null || row.checkpoint === NOTHING_SENT) await offers.leaveOutOvertaken(claim)
  const items = await offers.listBatchItems(row.id)
  const write = async (values: Parameters<typeof offers.writeBatch>[1]) => {
    if (!(await offers.writeBatch(claim, values))) throw new LeaseLost()
  }
  const changes = items.filter(isWhole).map(changeOf)
  if (!changes.length) {
    await settle(container, context, { ...row, claimed_by: owner }, items, NOTHING)
    return
  }
  const batch = { id: row.id, kind: row.kind, channel: row.channel, changes }
  const sending = session.submitOffers(batch, row.checkpoint)
  try {
    let step = await sending.next()
    while (!step.done) {
      await write({ checkpoint: step.value })
      step = await sending.next()
    }
    const { reference, refused } = readAnswer(offerSubmissionSchema, step.value, "What became of a batch")
    if (reference !== null) {
      const next_in_seconds = context.policy.look_after_seconds[0]
      await write({ state: "sent", reference, refused, attempts: 0, next_in_seconds, is_submitted: true })
      return
    }
    await settle(container, context, { ...row, claimed_by: owner, refused }, items, NOTHING)
  } catch (error) {
    if (!isMarketplaceError(error)) throw error
    const { kind, details } = error
    const settled = { ...row, claimed_by: owner }
    if (kind === "not_found" && details.reason === "batch_lost") {
      await settle(container, context, settled, items, { ...NOTHING, state: "gone" })
      return
    }
    if (kind === "refused" || kind === "configuration") {
      const message = details.marketplace_message ?? error.message
      await settle(container, context, settled, items, { ...NOTHING, state: "failed", message }, true)
      return
    }
    await write({
      attempts: row.attempts + 1,
      next_in_seconds: retryIn(row.attempts, details.retry_after_ms),
    })
    throw error
  }
}

const NOTHING: OfferResults = { state: "done", results: [], message: null }

const retryIn = (attempts: number, retry_after_ms?: number): number =>
  Math.max(
    RETRY_SECONDS[Math.min(attempts, RETRY_SECONDS.length - 1)],
    Math.ceil((retry_after_ms ?? 0) / 1000)
  )

/** An offer is created with its stock and its price, or by the newer batch that has taken one of them over. */
const isWhole = ({ listing, stock_value, price_value }: OfferBatchItemRow): boolean =>
  listing === null || (stock_value !== null && price_value !== null)

function changeOf(item: OfferBatchItemRow): OfferChange {
  return {
    sku: item.external_sku,
    ...(item.stock_value === null ? {} : { stock: { quantity: item.stock_value } }),
    ...(item.price_value === null ? {} : { price: item.price_value }),
    ...(item.delivery_value === null ? {} : { delivery: item.delivery_value }),
    ...(item.listing === null ? {} : { listing: item.listing }),
  }
}

async function readResults(
  container: MedusaContainer,
  { owner }: HeldLease,
  context: OffersContext,
  session: OffersSession,
  row: OfferBatchRow
): Promise<void> {
  const { offers } = marketplaceOf(container)
  const again = (next_in_seconds: number) =>
    offers.writeBatch({ id: row.id, owner }, { attempts: row.attempts + 1, next_in_seconds })
  try {
    const results = await session.offerResults(row.reference ?? "")
    const { look_after_seconds, results_hours } = context.policy
    const age = Date.now() - new Date(row.submitted_at ?? row.created_at).getTime()
    if (results.state === "pending" && age < results_hours * 3_600_000) {
      await again(look_after_seconds[Math.min(row.attempts + 1, look_after_seconds.length - 1)])
      return
    }
    // A zero is repeated at once: what it may have done already is right.
    const isLost = results.state === "gone" || results.state === "pending"
    if (isLost && !row.has_zeros && row.attempts === 0) {
      await again(SETTLING_SECONDS)
      return
    }
    const items = await offers.listBatchItems(row.id)
    const known = isLost
      ? { ...NOTHING, state: "gone" as const, results: await shownAsSent(context, session, row, items) }
      : results
    await settle(container, context, { ...row, claimed_by: owner }, items, known)
  } catch (error) {
    if (!isMarketplaceError(error)) throw error
    await again(retryIn(row.attempts, error.details.retry_after_ms))
    throw error
  }
}

/** Of a batch of which nothing is known: the offers that show what was sent. */
async function shownAsSent(
  { capabilities }: OffersContext,
  session: OffersSession,
  { channel }: OfferBatchRow,
  items: OfferBatchItemRow[]
): Promise<OfferResult[]> {
  if (!capabilities.reads_back) return []
  const shown = await readShown(
    session,
    channel,
    items.map(({ external_sku }) => external_sku)
  )
  return items.flatMap(({ external_sku: sku, stock_value, price_value, delivery_value }): OfferResult[] => {
    const offer = shown.get(sku)
    const isAsSent =
      offer !== undefined &&
      // Delivery is not shown.
      delivery_value === null &&
      (stock_value === null || stock_value === offer.quantity) &&
      (price_value === null || price_value.amount === offer.price)
    const { external_id } = offer ?? { external_id: null }
    return isAsSent ? [{ sku, outcome: "done", reason: null, code: null, message: null, external_id }] : []
  })
}

/** @param isRefused whether the batch was refused as a whole: its message holds for each offer */
async function settle(
  container: MedusaContainer,
  { connection, policy }: OffersContext,
  row: OfferBatchRow,
  items: OfferBatchItemRow[],
  given: OfferResults,
  isRefused = false
): Promise<void> {
  const results = readAnswer(offerResultsSchema, given, "The results of a batch")
  const isKnown = results.state === "done" || results.state === "gone"
  const bySku = new Map((isKnown ? results.results : []).map((result) => [result.sku, result]))
  const refused = new Map((row.refused ?? []).map(({ sku, message }) => [sku, message]))
  const outcomes = items.map((item): ItemResult => {
    const { external_sku: sku } = item
    const message = refused.get(sku) ?? (isRefused ? results.message : null)
    const known: OfferResult | "unknown" =
      message !== null
        ? { sku, outcome: "refused", reason: null, code: null, message, external_id: null }
        : (bySku.get(sku) ?? outcomeOf(sku, results, bySku))
    if (known === "unknown")
      return { ...BLANK, offer_id: item.offer_id, outcome: "unknown", message: results.message }
    const problem = known.outcome === "refused" ? problemOf(sku, known, item.listing?.ean) : null
    return {
      offer_id: item.offer_id,
      outcome: known.outcome,
      code: known.code,
      message: known.message,
      external_id: known.external_id,
      problem_code: problem?.code ?? null,
      problem_params: problem?.params ?? null,
    }
  })
  const settled = await marketplaceOf(container).offers.settleBatch(
    { id: row.id, owner: row.claimed_by ?? "" },
    {
      state: results.state === "pending" ? "gone" : results.state,
      message: results.message,
      shows_after_minutes: policy.shows_after_minutes,
    },
    outcomes
  )
  if (settled === null) throw new LeaseLost()
  const byOffer = new Map(settled.map(({ id, outcome }) => [id, outcome]))
  announce(
    container,
    [...byOffer].map(([id, outcome]) => ({
      name:
        outcome === "done" ? ("marketplace-offer.confirmed" as const) : ("marketplace-offer.failed" as const),
      data: { id, connection_id: connection.id },
    }))
  )
}

const BLANK = { code: null, message: null, external_id: null, problem_code: null, problem_params: null }
