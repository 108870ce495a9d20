import type { MedusaContainer } from "@medusajs/framework/types"
import {
  isMarketplaceError,
  MarketplaceError,
  offersPageSchema,
  type ShownOffer,
} from "../../marketplaces/port"
import { mapInTurns } from "../../marketplaces/pauses"
import type { OfferRow, ShownValues } from "../../modules/marketplace/stores/offers"
import {
  answerForeignPrice,
  answerForeignQuantity,
  isForeignPrice,
  isForeignQuantity,
  type ShownFacts,
} from "../../offers/foreign"
import { matchLine, matchTables } from "../../orders/match"
import { loadVariants, variantFacts } from "../plan-import/load-variants"
import { announce } from "../shared/events"
import { describeError } from "../shared/describe-error"
import type { HeldLease } from "../shared/held-lease"
import { marketplaceOf } from "../shared/marketplace"
import type { OffersContext } from "./offers-context"
import type { OffersSession } from "./submit-batches"

/** Pages of one channel: 50 million offers. */
const MOST_PAGES = 50_000
/** SKUs that a report names of each kind. */
const MOST_NAMED = 50
const DAY_SECONDS = 24 * 60 * 60
const HOUR_SECONDS = 60 * 60
/** So long after the first activation, what is shown is compared every hour. */
const WATCH_MS = 48 * HOUR_SECONDS * 1000
/** So many differences in that time that no sale explains are another tool. */
const OTHER_TOOL_DIFFERENCES = 2

/** What a comparison found; `failed`: why it could not be made, or not to its end. */
export type OfferComparison = {
  checked_at: string
  is_complete: boolean
  failed: string | null
  counts: { shown: number; matched: number; unmatched: number; absent: number; foreign: number }
  unmatched: string[]
  absent: string[]
  foreign: string[]
  unreadable: string[]
}

/**
 * Reads everything that the marketplace offers for the account, recognizes the store's articles in it, and compares it with
 * what was confirmed. Only a read that reached its end says that an offer is gone.
 */
export async function readInventory(
  container: MedusaContainer,
  lease: HeldLease,
  context: OffersContext,
  session: OffersSession
): Promise<OfferComparison> {
  const { connections, offers } = marketplaceOf(container)
  const { connection, policy } = context
  const found: OfferComparison = {
    checked_at: new Date().toISOString(),
    is_complete: false,
    failed: null,
    counts: { shown: 0, matched: 0, unmatched: 0, absent: 0, foreign: 0 },
    unmatched: [],
    absent: [],
    foreign: [],
    unreadable: [],
  }
  const began = await offers.readMarkingClock()
  try {
    for (const { id: channel } of policy.channels) {
      let cursor: string | null = null
      for (let pages = 0; ; pages++) {
        const page = offersPageSchema.parse(await session.readOffers({ channel, cursor }))
        await lease.keep()
        await storePage(container, context, channel, page.offers, found)
        found.unreadable.push(...page.unreadable.slice(0, MOST_NAMED - found.unreadable.length))
        if (page.cursor === null) break
        if (page.cursor === cursor || pages >= MOST_PAGES)
          throw new MarketplaceError("invalid_answer", "The list of offers has no end.", { effect: "none" })
        cursor = page.cursor
      }
    }
    found.is_complete = found.unreadable.length === 0
  } catch (error) {
    if (lease.signal.aborted || !isMarketplaceError(error)) throw error
    found.failed = describeError(error).message
  }
  if (found.is_complete) {
    const absent = await offers.writeAbsentOffers(
      connection,
      policy.channels.map(({ id }) => id),
      began
    )
    found.counts.absent = absent.length
    found.absent = absent.slice(0, MOST_NAMED)
  }
  const { offers_activated_at, offers_other_tool_at } = connection
  const isWatched =
    offers_activated_at !== null && Date.now() - new Date(offers_activated_at).getTime() < WATCH_MS
  const isOther = isWatched && found.counts.foreign >= OTHER_TOOL_DIFFERENCES
  const next = found.failed || isWatched ? HOUR_SECONDS : DAY_SECONDS
  const { stock, price, delivery } = context.offers
  await connections.writeConnection(connection.id, {
    offers_comparison: found,
    // Without an aspect that is on, it is made only where it is asked for.
    offers_compare_at: stock || price || delivery ? new Date(Date.now() + next * 1000) : null,
    ...(found.is_complete ? { offers_read_at: new Date() } : {}),
    ...(isOther && !offers_other_tool_at ? { offers_other_tool_at: new Date() } : {}),
  })
  return found
}

async function storePage(
  container: MedusaContainer,
  context: OffersContext,
  channel: string,
  shown: ShownOffer[],
  found: OfferComparison
): Promise<void> {
  if (!shown.length) return
  const { offers } = marketplaceOf(container)
  const { connection } = context
  const skus = shown.map(({ sku }) => sku)
  const before = new Map(
    (await offers.loadOffersBySku(connection, channel, skus)).map((row) => [row.external_sku, row])
  )
  const matched = await recognize(container, context, shown)
  const written = await offers.writeSeenOffers({ connection_id: connection.id, channel }, matched)
  const ids = new Map(written.map(({ external_sku, id }) => [external_sku, id]))
  found.counts.shown += shown.length
  found.counts.matched += matched.filter(({ variant_id }) => variant_id !== null).length
  const unmatched = matched.filter(({ variant_id }) => variant_id === null).map(({ sku }) => sku)
  found.counts.unmatched += unmatched.length
  found.unmatched.push(...unmatched.slice(0, MOST_NAMED - found.unmatched.length))
  for (const one of shown) {
    const row = before.get(one.sku)
    if (row && (await noteForeign(container, context, row, one))) {
      found.counts.foreign += 1
      if (found.foreign.length < MOST_NAMED) found.foreign.push(one.sku)
      announce(container, [
        {
          name: "marketplace-offer.foreign_change",
          data: { id: ids.get(one.sku) ?? row.id, connection_id: connection.id },
        },
      ])
    }
  }
}

/** Each offer with the variant that its SKU names, as an order's line would be matched. */
async function recognize(
  container: MedusaContainer,
  { connection, settings }: OffersContext,
  shown: ShownOffer[]
) {
  const skus = shown.map(({ sku }) => sku)
  const aliases = await marketplaceOf(container).listings.listAliases(connection.id, skus)
  const variants = await loadVariants(container, {
    ids: aliases.map(({ variant_id }) => variant_id),
    codes: [...new Set(skus)],
  })
  const tables = matchTables(
    aliases,
    variants.map((variant) => variantFacts(variant, new Map()))
  )
  return mapInTurns(shown, (offer) => {
    const line = { sku: offer.sku, eans: [], key: offer.sku, title: offer.title ?? "" }
    return { ...offer, variant_id: matchLine(line, tables, settings).variant_id }
  })
}

/** Whether another value is shown than ours; what follows from it is written. */
export async function noteForeign(
  container: MedusaContainer,
  { connection, policy, offers: settings }: OffersContext,
  row: OfferRow,
  shown: Pick<ShownOffer, "quantity" | "price"> & Partial<ShownValues>
): Promise<boolean> {
  const at = (date: Date | null) => (date ? new Date(date).getTime() : null)
  const facts = <Value>(
    aspect: "stock" | "price",
    value: Value,
    sent: Value | null,
    confirmed: Value | null
  ): ShownFacts<Value> => ({
    shown: value,
    sent,
    confirmed,
    sold_since: aspect === "stock" ? row.stock_sold_since : 0,
    is_in_flight: row[`${aspect}_claimed`] > row[`${aspect}_cleared`],
    confirmed_at: at(row[`${aspect}_confirmed_at`]),
    now: Date.now(),
    shows_after_minutes: policy.shows_after_minutes,
  })
  const day = new Date().toISOString().slice(0, 10)
  const corrections = row.corrections?.day === day ? row.corrections : { day, stock: 0, price: 0 }
  const changes: NonNullable<OfferRow["foreign_changes"]> = {}
  const sends: ("stock" | "price")[] = []
  const ours = row.stock_confirmed ?? row.stock_sent
  const { quantity, price } = shown
  if (settings.stock && ours !== null && quantity !== null) {
    // What was sold there since is taken off: the marketplace's own decrement.
    const confirmed = row.stock_confirmed ?? row.stock_sent
    if (isForeignQuantity(facts("stock", quantity, row.stock_sent, confirmed))) {
      changes.stock = { shown: quantity, ours, at: new Date().toISOString() }
      const answer = answerForeignQuantity(settings.foreign_stock, {
        shown: quantity,
        ours,
        corrected_today: corrections.stock,
      })
      if (answer === "send") sends.push("stock")
    }
  }
  const ourPrice = row.price_confirmed?.amount ?? null
  if (settings.price && ourPrice !== null && price !== null) {
    if (isForeignPrice(facts("price", price, row.price_sent?.amount ?? null, ourPrice))) {
      changes.price = { shown: price, ours: ourPrice, at: new Date().toISOString() }
      if (answerForeignPrice(settings.foreign_price, corrections.price) === "send") sends.push("price")
    }
  }
  const isForeign = changes.stock !== undefined || changes.price !== undefined
  if (isForeign || row.foreign_changes !== null) {
    for (const aspect of sends) corrections[aspect] += 1
    await marketplaceOf(container).offers.writeForeign(row.id, isForeign ? changes : null, corrections, sends)
  }
  return isForeign && connection.id === row.connection_id
}
