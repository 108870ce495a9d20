import type { OfferBatch, OfferChange, OfferPolicy } from "../marketplaces/port"
import type { Problem } from "../orders/problems"

/** One offer whose values are to be sent. */
export type ReadyOffer = {
  id: string
  variant_id: string
  /** What the SKU is for, in words of the operator: a title, the variant's own SKU. */
  name: string
  kind: OfferBatch["kind"]
  channel: string
  change: OfferChange
}

export type BatchesContext = {
  policy: Pick<OfferPolicy, "batch_size" | "budget" | "shortest_gap_ms" | "merges_aspects">
  /** Batches that were begun in the last 60 minutes. */
  begun_in_hour: number
  /** Milliseconds since the last one was begun; null: none yet. */
  since_last_ms: number | null
  /** Whether a batch is under way: changes then collect, except zeros. */
  is_in_flight: boolean
}

export type PlannedBatch = {
  kind: OfferBatch["kind"]
  channel: string
  has_zeros: boolean
  offers: ReadyOffer[]
}
export type Batches = {
  batches: PlannedBatch[]
  /** What stays dirty until its turn. */
  waiting: ReadyOffer[]
  /** Two variants under one SKU: nothing is sent for either. */
  refused: { id: string; problem: Problem }[]
}

/**
 * What goes now, in which pieces. Zeros go first, in a batch of their own, wait neither for a gap nor for a batch that is under
 * way, and have a part of the budget to themselves; among the others the lowest quantities come first, prices and
 * delivery last. What does not fit stays dirty.
 */
export function makeBatches(offers: readonly ReadyOffer[], context: BatchesContext): Batches {
  const { policy, begun_in_hour, since_last_ms, is_in_flight } = context
  const { refused, unique } = withoutTwins(offers)
  const parts = policy.merges_aspects ? unique : unique.flatMap(aspectsApart)
  const zeros = parts.filter(isZero)
  const others = parts.filter((offer) => !isZero(offer)).sort((a, b) => urgency(a) - urgency(b))
  const { batches_per_hour, reserved } = policy.budget ?? { batches_per_hour: Infinity, reserved: 0 }
  const left = Math.max(0, batches_per_hour - begun_in_hour)
  const forZeros = inBatches(zeros, policy.batch_size, true)
  const goingZeros = forZeros.slice(0, left)
  const mayGo = !is_in_flight && (since_last_ms === null || since_last_ms >= policy.shortest_gap_ms)
  const ordinary = Math.max(
    0,
    Math.min(left - goingZeros.length, batches_per_hour - reserved - begun_in_hour)
  )
  const forOthers = inBatches(others, policy.batch_size, false)
  // With a gap between batches, one at a time.
  const most = mayGo ? Math.min(ordinary, policy.shortest_gap_ms > 0 ? 1 : Infinity) : 0
  const goingOthers = forOthers.slice(0, most)
  const waiting = [...forZeros.slice(goingZeros.length), ...forOthers.slice(goingOthers.length)]
  return {
    batches: [...goingZeros, ...goingOthers],
    waiting: waiting.flatMap((batch) => batch.offers),
    refused,
  }
}

export const isZero = ({ change }: ReadyOffer): boolean => change.stock?.quantity === 0

/** Low stock sells out first; what changes no quantity can wait longest. */
const urgency = ({ change }: ReadyOffer): number => change.stock?.quantity ?? Number.MAX_SAFE_INTEGER

const keyOf = ({ kind, channel }: Pick<ReadyOffer, "kind" | "channel">) => `${kind} ${channel}`

function inBatches(offers: readonly ReadyOffer[], size: number, has_zeros: boolean): PlannedBatch[] {
  const groups = new Map<string, ReadyOffer[]>()
  for (const offer of offers) {
    const group = groups.get(keyOf(offer))
    if (group) group.push(offer)
    else groups.set(keyOf(offer), [offer])
  }
  return [...groups.values()].flatMap((group) =>
    slices(distinct(group), size).map((part) => ({
      kind: part[0].kind,
      channel: part[0].channel,
      has_zeros,
      offers: part,
    }))
  )
}

/** A SKU once per batch: aspects that go apart are of one offer. */
function distinct(group: readonly ReadyOffer[]): ReadyOffer[][] {
  const rounds: { skus: Set<string>; offers: ReadyOffer[] }[] = []
  for (const offer of group) {
    const { sku } = offer.change
    let round = rounds.find(({ skus }) => !skus.has(sku))
    if (!round) {
      round = { skus: new Set(), offers: [] }
      rounds.push(round)
    }
    round.skus.add(sku)
    round.offers.push(offer)
  }
  return rounds.map(({ offers }) => offers)
}

const slices = (rounds: readonly ReadyOffer[][], size: number): ReadyOffer[][] =>
  rounds.flatMap((offers) =>
    Array.from({ length: Math.ceil(offers.length / size) }, (_, at) =>
      offers.slice(at * size, (at + 1) * size)
    )
  )

/** Stock goes alone: what is wrong with a price never keeps a quantity from going. */
function aspectsApart(offer: ReadyOffer): ReadyOffer[] {
  const { sku, stock, price, delivery, listing } = offer.change
  if (offer.kind === "create" || !stock || (!price && !delivery)) {
    return [offer]
  }
  return [
    { ...offer, change: { sku, stock } },
    { ...offer, change: { sku, price, delivery, listing } },
  ]
}

function withoutTwins(offers: readonly ReadyOffer[]) {
  const byKey = new Map<string, ReadyOffer[]>()
  for (const offer of offers) {
    const key = `${keyOf(offer)} ${offer.change.sku}`
    byKey.set(key, [...(byKey.get(key) ?? []), offer])
  }
  const groups = [...byKey.values()]
  const refused = groups
    .filter((group) => group.length > 1)
    .flatMap((group) =>
      group.map(({ id, change }) => ({
        id,
        problem: {
          code: "offer_sku_twice" as const,
          params: { sku: change.sku, variants: group.map(({ name }) => name) },
        },
      }))
    )
  return { refused, unique: groups.filter((group) => group.length === 1).flat() }
}
