import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import type { MarketplaceSession } from "../../marketplaces/port"
import type { ConnectionRow } from "../../modules/marketplace/stores/connections"
import { NO_COUNTS } from "../../modules/marketplace/stores/runs"
import {
  type ChangePlan,
  isMassCancellation,
  planChanges,
  unconfirmedCancellation,
} from "../../orders/changes"
import { itemsById } from "../../orders/fulfillments"
import { isGone } from "../../orders/item-status"
import type { Problem } from "../../orders/problems"
import type { OrderRowWithPayload } from "../../modules/marketplace/stores/orders"
import { storePage } from "../snapshots/store-page"
import { eachOrder } from "../shared/each-order"
import { errorKind } from "../shared/error-kind"
import { announce } from "../shared/events"
import { marketplaceOf } from "../shared/marketplace"
import { applyPlan } from "./apply-plan"
import { finishEdits } from "./edit-order"
import { type LoadedImport, loadImported } from "./load-imported"
import { notedProblems } from "./noted"

const BATCH_SIZE = 50
/** A claim outlives a batch. */
const CLAIM_SECONDS = 900
/** An order whose changes fail unexpectedly is left alone for so long. */
const PAUSE_SECONDS = 60
/** Canceled orders that one run reads again alone; the others wait for the next run. */
const READS_PER_RUN = 50

/**
 * Brings the store in line with what changed at the marketplace since it was last applied. A whole cancellation is read
 * again alone before anything is done, and many at once wait for a human.
 * @param session null where the marketplace cannot be asked now: cancellations wait
 */
export async function applyChanges(
  container: MedusaContainer,
  connection: ConnectionRow,
  session: MarketplaceSession | null,
  afterBatch: () => Promise<void>,
  owner: string
): Promise<void> {
  const canceled = new Map<string, Problem>()
  let last = ""
  for (;;) {
    const ids = await marketplaceOf(container).orders.listChanged(connection.id, last, BATCH_SIZE)
    if (!ids.length) break
    last = ids[ids.length - 1]
    const batch = await applyBatch(container, connection, ids, false, owner)
    for (const entry of batch.canceled) canceled.set(...entry)
    if (session) await fetchLateDetails(container, connection, session, batch.lacking, owner)
    await afterBatch()
  }
  if (session && canceled.size)
    await applyCancellations(container, connection, session, canceled, afterBatch, owner)
}

/** What was not applied, with what a person has to know of it until it is. */
type Unapplied = {
  /** Canceled at the marketplace, whole or in part, and not confirmed. */
  canceled: Map<string, Problem>
  /** Lines that became ready after the import and miss details (a shipping price, for example), or are not listed now. */
  lacking: Map<string, Problem>
}

/** Applies the given orders whether their snapshot changed or not; `are_confirmed` also what is canceled. */
export const applyBatch = async (
  container: MedusaContainer,
  connection: ConnectionRow,
  ids: string[],
  are_confirmed: boolean,
  owner: string | null = null
): Promise<Unapplied> => {
  const paused: string[] = []
  const failed = (id: string, error: unknown) => {
    paused.push(id)
    container
      .resolve(ContainerRegistrationKeys.LOGGER)
      .error(`marketplace-connect: changes of ${id} failed (${errorKind(error)})`)
  }
  const claimed = await finishEdits(
    container,
    await marketplaceOf(container).orders.claimImported(ids, CLAIM_SECONDS, owner),
    failed
  )
  const canceled = new Map<string, Problem>()
  const lacking = new Map<string, Problem>()
  const loaded = await loadImported(container, connection, claimed)
  const notedOn = await notedProblems(
    container,
    loaded.map(({ row }) => row)
  )
  for (const one of loaded) {
    const plan = planOf(one)
    const edit = plan.changes.find((change) => change.kind === "edit_order")
    const isConfirmed = are_confirmed || one.row.marks?.read_alone === one.row.snapshot_hash
    if (!isConfirmed && (isAllGone(one) || edit?.takes_away)) {
      canceled.set(one.row.id, edit?.otherwise ?? unconfirmedCancellation(one.order))
      continue
    }
    if (one.order.needs_details && (edit || lacksItems(one))) {
      lacking.set(one.row.id, edit?.otherwise ?? UNSHOWN)
      continue
    }
    try {
      if (are_confirmed) {
        await marketplaceOf(container).orders.markOrder(one.row.id, { read_alone: one.row.snapshot_hash })
      }
      await applyPlan(container, one, plan, notedOn(one.row.id))
    } catch (error) {
      failed(one.row.id, error)
    }
  }
  const unreadable = claimed.filter((id) => !loaded.some(({ row }) => row.id === id))
  const { orders } = marketplaceOf(container)
  await orders.releaseClaims(
    [...canceled.keys(), ...lacking.keys(), ...unreadable].filter((id) => !paused.includes(id)),
    owner
  )
  await orders.postponeChanges(paused, PAUSE_SECONDS)
  return { canceled, lacking }
}

/** While the marketplace does not provide the missing details, the lines are shown, and asked for again in the next run. */
async function fetchLateDetails(
  container: MedusaContainer,
  connection: ConnectionRow,
  session: MarketplaceSession,
  lacking: ReadonlyMap<string, Problem>,
  owner: string
): Promise<void> {
  const rows = await marketplaceOf(container).orders.loadOrders([...lacking.keys()])
  await eachOrder(
    nextToRead(rows, lacking),
    async (row) => {
      const snapshot = await session.fetchDetails({ external_id: row.external_id, payload: row.payload })
      await storePage(container, connection, [snapshot], { ...NO_COUNTS })
      await applyBatch(container, connection, [row.id], false, owner)
    },
    (row) => raise(container, row, lacking.get(row.id))
  )
}

/** What one run reads alone: first what nothing is shown of yet, so that what fails again and again lets others pass. */
const nextToRead = (rows: OrderRowWithPayload[], problems: ReadonlyMap<string, Problem>) => {
  const isShown = ({ id, problem_code }: OrderRowWithPayload) => problem_code === problems.get(id)?.code
  return [...rows].sort((a, b) => Number(isShown(a)) - Number(isShown(b))).slice(0, READS_PER_RUN)
}

/** Shows that a change is not applied yet, until a person acknowledges it, and emits the event once. */
async function raise(
  container: MedusaContainer,
  row: OrderRowWithPayload,
  problem: Problem | undefined
): Promise<void> {
  if (!problem) return
  const isNew = await marketplaceOf(container).orders.writeApplied(row, { problem, applied_hash: null })
  if (isNew) announce(container, [{ name: "marketplace-order.flagged", data: { id: row.id } }])
}

const planOf = ({ order, imported, settings, countries }: LoadedImport): ChangePlan =>
  planChanges(order, imported, settings, countries)

/** Whether nothing of the order is left at the marketplace. */
function isAllGone({ order, imported }: LoadedImport): boolean {
  const known = itemsById(order)
  const items = imported.lines.flatMap((line) =>
    line.item_external_ids.flatMap((id) => known.get(id)?.item ?? [])
  )
  return imported.canceled_by === null && items.length > 0 && items.every(isGone)
}

/** Whether an item of the store's order is missing in what the marketplace shows. */
function lacksItems({ order, imported }: LoadedImport): boolean {
  const known = itemsById(order)
  return imported.lines.some((line) => line.item_external_ids.some((id) => !known.has(id)))
}

const UNSHOWN: Problem = { code: "items_not_shown", params: { lines: [] } }

async function applyCancellations(
  container: MedusaContainer,
  connection: ConnectionRow,
  session: MarketplaceSession,
  canceled: ReadonlyMap<string, Problem>,
  afterBatch: () => Promise<void>,
  owner: string
): Promise<void> {
  const marketplace = marketplaceOf(container)
  const rows = await marketplace.orders.loadOrders([...canceled.keys()])
  const confirmed = rows.filter(({ marks, snapshot_hash }) => marks?.cancellation_confirmed === snapshot_hash)
  const open = await marketplaceOf(container).orders.countOpen(connection.id)
  const isMass = isMassCancellation(rows.length - confirmed.length, open)
  if (isMass) {
    const problem = {
      code: "mass_cancellation" as const,
      params: { count: rows.length - confirmed.length, open },
      // The same one while its numbers grow.
      about: [],
    }
    for (const row of rows.filter((one) => !confirmed.includes(one))) await raise(container, row, problem)
  }
  // A cancellation that the marketplace does not confirm needs a person; the other orders go on.
  const unconfirmed = (row: OrderRowWithPayload) => raise(container, row, canceled.get(row.id))
  await eachOrder(
    nextToRead(isMass ? confirmed : rows, canceled),
    async (row) => {
      const known = { external_id: row.external_id, payload: row.payload }
      const snapshot = await session.read(row.external_id, known)
      if (!snapshot) return unconfirmed(row)
      await storePage(container, connection, [snapshot], { ...NO_COUNTS })
      await applyBatch(container, connection, [row.id], true, owner)
      await afterBatch()
    },
    unconfirmed
  )
}
