import type { MedusaContainer } from "@medusajs/framework/types"
import {
  isMarketplaceError,
  MarketplaceError,
  type OffersPage,
  offersPageSchema,
  type ShownOffer,
} from "../../marketplaces/port"
import { pageGuard } from "../../marketplaces/new-ids"
import { mapInTurns } from "../../marketplaces/pauses"
import { readAnswer } from "../../marketplaces/read-answer"
import type { OfferRow } from "../../modules/marketplace/stores/offers"
import {
  answerForeignPrice,
  answerForeignQuantity,
  isForeignPrice,
  isForeignQuantity,
  type ShownFacts,
} from "../../offers/foreign"
import { matchLine, matchTables } from "../../orders/match"
import { KEY_FIELDS, loadVariants } from "../plan-import/load-variants"
import { eachPart, type PartFailure } from "../shared/each-part"
import { announce } from "../shared/events"
import { describeError } from "../shared/describe-error"
import type { HeldLease } from "../shared/held-lease"
import { marketplaceOf } from "../shared/marketplace"
import type { OffersContext } from "./offers-context"
import { endless, LIST, MOST_PAGES } from "./read-shown"
import type { OffersSession } from "./submit-batches"

/** SKUs that a report names of each kind. */
const MOST_NAMED = 50
const DAY_SECONDS = 24 * 60 * 60
const HOUR_SECONDS = 60 * 60
/** So long after the first activation, what is shown is compared every hour. */
const WATCH_MS = 48 * HOUR_SECONDS * 1000
/** So many new differences in one comparison of that time that nothing of ours explains are another tool. */
const OTHER_TOOL_DIFFERENCES = 2
/** After so long without a new difference it is no longer there. */
const OTHER_TOOL_QUIET_MS = 24 * HOUR_SECONDS * 1000

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
  let fresh = 0
  /** Channels that were read to their end. */
  const complete: string[] = []
  try {
    const failures = await eachPart(policy.channels, async ({ id: channel }) => {
      let cursor: string | null = null
      const before = found.counts.shown
      const watch = pageGuard(LIST)
      let unreadable = 0
      for (let pages = 0; ; pages++) {
        const page: OffersPage = readAnswer(
          offersPageSchema,
          await session.readOffers({ channel, cursor }),
          LIST
        )
        await lease.keep()
        watch(
          cursor,
          page.offers.map(({ sku }) => sku)
        )
        fresh += await storePage(container, context, channel, page.offers, found)
        unreadable += page.unreadable.length
        found.unreadable.push(...page.unreadable.slice(0, MOST_NAMED - found.unreadable.length))
        if (page.cursor === null) break
        if (pages >= MOST_PAGES) throw endless()
        cursor = page.cursor
      }
      // An answer without any offer is one that failed, not a shop that sells nothing any more.
      if (found.counts.shown === before && (await offers.hasLiveOffers(connection, channel)))
        throw new MarketplaceError("invalid_answer", `${LIST} is empty.`, { effect: "none" })
      if (unreadable === 0) complete.push(channel)
    })
    found.failed = failedChannels(failures, policy.channels.length > 1)
    found.is_complete = complete.length === policy.channels.length
  } catch (error) {
    if (lease.signal.aborted || !isMarketplaceError(error)) throw error
    found.failed = describeError(error).message
  }
  if (complete.length > 0) {
    const absent = await offers.writeAbsentOffers(connection, complete, began)
    found.counts.absent = absent.length
    found.absent = absent.slice(0, MOST_NAMED)
  }
  const { offers_activated_at, offers_other_tool_at } = connection
  const isWatched =
    offers_activated_at !== null && Date.now() - new Date(offers_activated_at).getTime() < WATCH_MS
  const next = found.failed || isWatched || offers_other_tool_at ? HOUR_SECONDS : DAY_SECONDS
  const { stock, price, delivery } = context.offers
  await connections.endComparison(connection, {
    offers_comparison: found,
    // Without an aspect that is on, it is made only where it is asked for.
    offers_compare_at: stock || price || delivery ? new Date(Date.now() + next * 1000) : null,
    ...(found.is_complete ? { offers_read_at: new Date() } : {}),
    offers_other_tool_at: otherToolAt(offers_other_tool_at, fresh, isWatched, found.is_complete),
  })
  return found
}

function failedChannels(failures: PartFailure<{ id: string }>[], isNamed: boolean): string | null {
  const named = failures.map(({ part, error }) => {
    const { message } = describeError(error)
    return isNamed ? `${part.id}: ${message}` : message
  })
  return named.length > 0 ? named.join(" ") : null
}

/** When another tool was last seen to write these offers; null: none, or not for a day of complete comparisons. */
export function otherToolAt(
  known: Date | null,
  fresh: number,
  isWatched: boolean,
  is_complete: boolean,
  now = Date.now()
): Date | null {
  if (known === null) return isWatched && fresh >= OTHER_TOOL_DIFFERENCES ? new Date(now) : null
  if (fresh) return new Date(now)
  return is_complete && now - new Date(known).getTime() > OTHER_TOOL_QUIET_MS ? null : known
}

/** Returns how many offers show another value than ours that they did not show before. */
async function storePage(
  container: MedusaContainer,
  context: OffersContext,
  channel: string,
  shown: ShownOffer[],
  found: OfferComparison
): Promise<number> {
  if (!shown.length) return 0
  const { offers } = marketplaceOf(container)
  const { connection } = context
  const skus = shown.map(({ sku }) => sku)
  const before = new Map(
    (await offers.loadOffersBySku(connection, channel, skus)).map((row) => [row.external_sku, row])
  )
  const matched = await recognize(container, context, shown)
  await offers.writeSeenOffers({ connection_id: connection.id, channel }, matched)
  found.counts.shown += shown.length
  found.counts.matched += matched.filter(({ variant_id }) => variant_id !== null).length
  const unmatched = matched.filter(({ variant_id }) => variant_id === null).map(({ sku }) => sku)
  found.counts.unmatched += unmatched.length
  found.unmatched.push(...unmatched.slice(0, MOST_NAMED - found.unmatched.length))
  const foreign = await noteForeign(
    container,
    context,
    shown.flatMap((one) => {
      const row = before.get(one.sku)
      return row ? { row, shown: one } : []
    })
  )
  found.counts.foreign += foreign.length
  found.foreign.push(
    ...foreign.slice(0, MOST_NAMED - found.foreign.length).map(({ row }) => row.external_sku)
  )
  return foreign.filter(({ is_new }) => is_new).length
}

/** Each offer with the variant that its SKU names, as an order's line would be matched. */
async function recognize(
  container: MedusaContainer,
  { connection, settings }: OffersContext,
  shown: ShownOffer[]
) {
  const skus = shown.map(({ sku }) => sku)
  const aliases = await marketplaceOf(container).listings.listAliases(connection.id, skus)
  const named = { ids: aliases.map(({ variant_id }) => variant_id), codes: [...new Set(skus)] }
  const variants = await loadVariants(container, named, KEY_FIELDS)
  const tables = matchTables(
    aliases,
    variants.map((variant) => ({ ...variant, product: null }))
  )
  return mapInTurns(shown, (offer) => {
    const line = { sku: offer.sku, eans: [], key: offer.sku, title: offer.title ?? "" }
    return { ...offer, variant_id: matchLine(line, tables, settings).variant_id }
  })
}

type Compared = { row: OfferRow; shown: Pick<ShownOffer, "quantity" | "price"> }
type Differences = NonNullable<OfferRow["foreign_changes"]>

/**
 * Compares what is shown of offers with ours, and writes what follows from it: sent again, or reported. A value of our own that
 * came late is sent over, and is no one else's. Returns the offers that show a value of another, and whether it is new.
 */
export async function noteForeign(
  container: MedusaContainer,
  context: OffersContext,
  compared: Compared[]
): Promise<{ row: OfferRow; is_new: boolean }[]> {
  const { offers } = marketplaceOf(container)
  const { connection, offers: settings } = context
  const differing = compared.flatMap(({ row, shown }) => {
    const differences = differencesOf(context, row, shown)
    const differs = differences.stock !== undefined || differences.price !== undefined
    return differs || row.foreign_changes !== null ? { row, differences } : []
  })
  if (!differing.length) return []
  const late = await offers.listLateValues(differing.map(({ row }) => row.id))
  const day = new Date().toISOString().slice(0, 10)
  const foreign: { row: OfferRow; is_new: boolean }[] = []
  for (const { row, differences } of differing) {
    const corrections = row.corrections?.day === day ? { ...row.corrections } : { day, stock: 0, price: 0 }
    const changes: Differences = {}
    const sends: ("stock" | "price")[] = []
    const { stock, price } = differences
    if (stock) {
      const isLate = late.get(row.id)?.quantities.includes(Number(stock.shown)) ?? false
      const answer = answerForeignQuantity(isLate ? "overwrite" : settings.foreign_stock, {
        shown: Number(stock.shown),
        ours: Number(stock.ours),
        corrected_today: corrections.stock,
      })
      if (answer === "send") sends.push("stock")
      if (!isLate || answer === "report") changes.stock = stock
    }
    if (price) {
      const isLate = late.get(row.id)?.prices.includes(String(price.shown)) ?? false
      const answer = answerForeignPrice(isLate ? "overwrite" : settings.foreign_price, corrections.price)
      if (answer === "send") sends.push("price")
      if (!isLate || answer === "report") changes.price = price
    }
    for (const aspect of sends) corrections[aspect] += 1
    const isForeign = changes.stock !== undefined || changes.price !== undefined
    await offers.writeForeign(row.id, isForeign ? changes : null, corrections, sends)
    if (!isForeign) continue
    const is_new = (["stock", "price"] as const).some(
      (aspect) => changes[aspect] && changes[aspect].shown !== row.foreign_changes?.[aspect]?.shown
    )
    if (is_new)
      announce(container, [
        { name: "marketplace-offer.foreign_change", data: { id: row.id, connection_id: connection.id } },
      ])
    // What another connection of the account drives is its own.
    if (connection.id === row.connection_id) foreign.push({ row, is_new })
  }
  return foreign
}

/** What is shown of an offer and is not ours, without looking at what may have come late. */
function differencesOf(
  { policy, offers: settings }: OffersContext,
  row: OfferRow,
  { quantity, price }: Compared["shown"]
): Differences {
  const facts = <Value>(
    aspect: "stock" | "price",
    shown: Value,
    sent: Value | null,
    confirmed: Value | null
  ): ShownFacts<Value> => {
    const at = row[`${aspect}_confirmed_at`]
    return {
      shown,
      sent,
      confirmed,
      sold_since: aspect === "stock" ? row.stock_sold_since : 0,
      is_in_flight: row[`${aspect}_claimed`] > row[`${aspect}_cleared`],
      confirmed_at: at ? new Date(at).getTime() : null,
      now: Date.now(),
      shows_after_minutes: policy.shows_after_minutes,
    }
  }
  const differences: Differences = {}
  const at = new Date().toISOString()
  const ours = row.stock_confirmed ?? row.stock_sent
  // What was sold there since is taken off: the marketplace's own decrement.
  if (
    settings.stock &&
    ours !== null &&
    quantity !== null &&
    isForeignQuantity(facts("stock", quantity, row.stock_sent, ours))
  )
    differences.stock = { shown: quantity, ours, at }
  const ourPrice = row.price_confirmed?.amount ?? null
  if (
    settings.price &&
    ourPrice !== null &&
    price !== null &&
    isForeignPrice(facts("price", price, row.price_sent?.amount ?? null, ourPrice))
  )
    differences.price = { shown: price, ours: ourPrice, at }
  return differences
}
