import type { MedusaContainer } from "@medusajs/framework/types"
import {
  isMarketplaceError,
  type MarketplaceSession,
  type NormalizedOrder,
  type Snapshot,
  isUnreadableOrderError,
} from "../../marketplaces/port"
import { mapInTurns, pauses } from "../../marketplaces/pauses"
import type { ConnectionRow } from "../../modules/marketplace/stores/connections"
import type { OrderRowWithPayload } from "../../modules/marketplace/stores/orders"
import type { RunCounts, RunRow } from "../../modules/marketplace/stores/runs"
import { correctionsOf, withCorrections } from "../../orders/corrections"
import { type PreviewLines, previewLines } from "../../orders/preview-lines"
import { readSaid } from "../../orders/read-order"
import { orderState } from "../../orders/state"
import { settingsOf } from "../shared/connection-settings"
import { planOrder } from "../import-orders/import-claimed"
import { loadBatch, type PlannedRow } from "../plan-import/load-batch"
import { isConnectionsError } from "../shared/is-connections-error"
import { marketplaceOf } from "../shared/marketplace"
import { readEach } from "./read-each"

/** A dry run lists at most so many orders; the counts go on. */
const MAX_LISTED = 500
/** A person waits for the preview, and a marketplace may require seconds between two calls. */
const MOST_DETAILS = 20

export type PreviewOutcome = PreviewLines & {
  external_id: string
  external_reference: string | null
  outcome: "import" | "hold" | "wait" | "ignore" | "exists"
  reason: string | null
  total: number | null
  currency_code: string | null
  purchased_at: string | null
}

type Preview = {
  container: MedusaContainer
  connection: ConnectionRow
  session: MarketplaceSession
  params: NonNullable<RunRow["params"]>
  counts: RunCounts
  /** Says what could not be read. */
  report: (sentence: string) => void
  /** Gets what was found so far, also when the rest cannot be read. */
  show: (outcomes: PreviewOutcome[]) => void
}

const COUNTED = { import: "created", hold: "held", ignore: "ignored", wait: null, exists: null } as const

/**
 * What the next pull would bring, order by order, through the same plan; writes nothing. What a list does not have is asked
 * for of the first orders; the others are shown as waiting for it. An order that comes twice (in two lists, or again while
 * pages move) is one: put together as a pull would, it counts as what it is in the end.
 */
export async function previewOrders({
  container,
  connection,
  session,
  params,
  counts,
  report,
  show,
}: Preview): Promise<void> {
  const listed = new Map<string, Looked>()
  const seen = new Map<string, PreviewOutcome["outcome"]>()
  const details = { session, calls_left: MOST_DETAILS, report }
  const count = (outcome: PreviewOutcome["outcome"] | undefined, by: 1 | -1) => {
    const counted = outcome && COUNTED[outcome]
    if (counted) counts[counted] += by
  }
  const look = async (snapshots: Snapshot[]) => {
    const before = (id: string) => listed.get(id)?.payload ?? null
    for (const looked of await previewPage(container, connection, snapshots, before, details)) {
      const { external_id, outcome } = looked.outcome
      count(seen.get(external_id), -1)
      count(outcome, 1)
      seen.set(external_id, outcome)
      if (listed.has(external_id) || listed.size < MAX_LISTED) listed.set(external_id, looked)
    }
    counts.seen = seen.size
    show([...listed.values()].map(({ outcome }) => outcome))
  }
  if (params.external_ids) {
    await readEach(session, params.external_ids, { take: (snapshot) => look([snapshot]), report })
  } else {
    const pages = session.pull({
      cursor: connection.cursor,
      start_at: new Date(params.since ?? connection.start_at),
      oldest_unfinished_at: null,
      scope: params.since || !connection.cursor ? "since" : "new",
    })
    for await (const page of pages) {
      page.unreadable.forEach(report)
      await look(page.snapshots)
    }
  }
}

/** `payload`: the order's merged content. */
type Looked = { outcome: PreviewOutcome; payload: string }

type Details = { session: MarketplaceSession; calls_left: number; report: (sentence: string) => void }

/** Null where the marketplace does not have them of this order now, or enough of them were asked for. */
async function detailsOf(snapshot: Snapshot, details: Details): Promise<Snapshot | null> {
  if (details.calls_left === 0) return null
  details.calls_left -= 1
  try {
    return await details.session.fetchDetails(snapshot)
  } catch (error) {
    if (!isMarketplaceError(error) || error.details.reason === "aborted") throw error
    if (isConnectionsError(error)) {
      // The service fails, not this order.
      details.calls_left = 0
      details.report(error.message)
    }
    return null
  }
}

type KnownRow = PlannedRow & Pick<OrderRowWithPayload, "imported_at" | "corrections">

const newRow = (external_id: string): KnownRow => ({
  id: "",
  external_id,
  is_test: false,
  reserved_ids: null,
  marks: null,
  imported_at: null,
  corrections: null,
})

async function previewPage(
  container: MedusaContainer,
  connection: ConnectionRow,
  snapshots: Snapshot[],
  before: (external_id: string) => string | null,
  details: Details
): Promise<Looked[]> {
  const marketplace = marketplaceOf(container)
  const adapter = marketplace.adapter(connection.marketplace_id)
  const settings = settingsOf(adapter, connection.settings, {})
  const waitsForDetails = (order: NormalizedOrder) => {
    const state = orderState(order, settings, { start_at: new Date(connection.start_at), now: new Date() })
    return state.state === "waiting" && state.reason === "details"
  }
  const known = await marketplace.orders.listKnown(
    connection,
    snapshots.map(({ external_id }) => external_id)
  )
  const rowOf = new Map(known.map((row) => [row.external_id, row]))
  const read: { external_id: string; order: NormalizedOrder | null; payload: string }[] = []
  const pause = pauses()
  for (const { external_id, payload } of snapshots) {
    await pause()
    try {
      const corrections = correctionsOf(rowOf.get(external_id)?.corrections)
      const readPayload = (text: string) => withCorrections(readSaid(adapter, connection, text), corrections)
      let known = adapter.merge(before(external_id), payload)
      let order = readPayload(known)
      if (!rowOf.get(external_id)?.imported_at && waitsForDetails(order)) {
        const more = await detailsOf({ external_id, payload: known }, details)
        known = more ? adapter.merge(known, more.payload) : known
        order = more ? readPayload(known) : order
      }
      read.push({ external_id, order, payload: known })
    } catch (error) {
      if (!isUnreadableOrderError(error)) throw error
      read.push({ external_id, order: null, payload })
    }
  }
  const batch = await loadBatch(
    container,
    connection,
    read.flatMap(({ order }) => order ?? []),
    known
  )
  const outcomeOf = async ({ external_id, order }: (typeof read)[number]): Promise<PreviewOutcome> => {
    const facts = {
      external_id,
      external_reference: order?.external_reference ?? null,
      total: order?.total ?? null,
      currency_code: order?.currency_code ?? null,
      purchased_at: order?.purchased_at ?? null,
      ...previewLines(order),
    }
    const row = rowOf.get(external_id) ?? newRow(external_id)
    if (row.imported_at) return { ...facts, outcome: "exists", reason: null }
    if (!order) return { ...facts, outcome: "hold", reason: "unreadable_order" }
    const plan = await planOrder(row, order, batch, [], pause)
    if (plan.kind === "import") {
      batch.take(row, plan.draft.reservations)
      return { ...facts, outcome: "import", reason: plan.draft.problems[0]?.code ?? null }
    }
    return { ...facts, outcome: plan.kind, reason: plan.kind === "hold" ? plan.problem.code : plan.reason }
  }
  return mapInTurns(read, async (one) => ({ outcome: await outcomeOf(one), payload: one.payload }))
}
