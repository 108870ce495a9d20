import { createHash } from "node:crypto"
import { mapInTurns, pauses } from "../../../marketplaces/pauses"
import { generateEntityId, MedusaError } from "@medusajs/framework/utils"
import type { Snapshot } from "../../../marketplaces/port"
import {
  followsMarketplace,
  goesToAnother,
  isAwaited,
  isBeforeImport,
  keepsProblem,
} from "../../../orders/state"
import {
  assignments,
  type Database,
  hasRow,
  idsOf,
  insertable,
  rowsOf,
  type TransactionalDatabase,
} from "./database"
import { problemValues, SETS_PROBLEM } from "./order-problems"
import type { OrderFacts, OrderLineRecord, OrderRow, OrderRowWithPayload } from "./orders"

export const hashOf = (payload: string) => createHash("sha256").update(payload).digest("base64url")
export const bigNumber = (value: number | null) =>
  value === null ? null : JSON.stringify({ value: String(value), precision: 20 })

export type StoreResult = {
  created: string[]
  updated: string[]
  unchanged: number
  /** Rows whose problem changed: each is notified once. */
  held: string[]
  /** Rows that were open, not in the store yet, and are canceled now. */
  canceled: string[]
  ignored: number
}

export type StoreInput = {
  connection: { id: string; marketplace_id: string; account: string }
  snapshots: Snapshot[]
  merge: (previous: string | null, incoming: string) => string
  /** Never throws: an unreadable snapshot gives facts with a problem. `row` is the order's row, if it has one. */
  derive: (payload: string, row?: Pick<OrderRowWithPayload, "marks" | "corrections">) => OrderFacts
  withoutPersonalData: (payload: string) => string
  is_test?: boolean
  /** Judges unchanged snapshots again too. */
  again?: boolean
}

/**
 * Stores orders as the marketplace sent them, in one transaction: either all of them or none.
 * Rows that exist are locked first, in one order, so that two processes cannot overwrite each other's newer answer.
 */
export async function storeSnapshots(
  database: TransactionalDatabase,
  input: StoreInput
): Promise<StoreResult> {
  const { connection } = input
  const result: StoreResult = { created: [], updated: [], unchanged: 0, held: [], canceled: [], ignored: 0 }
  if (!input.snapshots.length) return result

  const incoming = new Map<string, string>()
  for (const { external_id, payload } of input.snapshots) {
    const before = incoming.get(external_id)
    incoming.set(external_id, before === undefined ? payload : input.merge(before, payload))
  }

  return database.transaction(async (transaction) => {
    await lockAccount(transaction, connection)
    const select = async () => {
      const rows = await rowsOf<OrderRow>(
        transaction,
        `select * from marketplace_order where marketplace_id = ? and account = ? and external_id = any(?)
          order by external_id for update`,
        [connection.marketplace_id, connection.account, [...incoming.keys()]]
      )
      return withContents(transaction, rows)
    }
    const known = new Map((await select()).map((row) => [row.external_id, row]))
    const fresh = [...incoming.keys()].filter((id) => !known.has(id)).sort()

    if (fresh.length) {
      const prepared = await mapInTurns(fresh, (external_id) => {
        const payload = input.merge(null, incoming.get(external_id) ?? "")
        return { external_id, payload, facts: input.derive(payload), id: generateEntityId("", "mpord") }
      })
      const inserted = await insertOrders(transaction, input, prepared)
      for (const { id, facts } of prepared.filter((order) => inserted.has(order.id))) {
        result.created.push(id)
        if (facts.problem) result.held.push(id)
        if (facts.state === "ignored") result.ignored += 1
      }
      // Another process stored some of them between our read and our insert: they are updated like known ones.
      if (inserted.size < prepared.length) {
        for (const row of await select()) if (!inserted.has(row.id)) known.set(row.external_id, row)
      }
    }

    const pause = pauses()
    for (const [external_id, row] of [...known].sort(([a], [b]) => (a < b ? -1 : 1))) {
      await pause()
      const merged = input.merge(row.payload, incoming.get(external_id) ?? "")
      const payload = row.purged_at ? input.withoutPersonalData(merged) : merged
      const isOurs = row.connection_id === connection.id
      if (isOurs && !input.again && hashOf(payload) === row.snapshot_hash) {
        result.unchanged += 1
        continue
      }
      const facts = input.derive(payload, row)
      if (!isOurs && !goesToAnother(row, facts)) {
        result.unchanged += 1
        continue
      }
      await updateOrder(transaction, connection.id, row, payload, facts)
      result.updated.push(row.id)
      if (facts.problem && facts.problem.code !== row.problem_code) result.held.push(row.id)
      if (facts.state === "canceled" && isAwaited(row)) result.canceled.push(row.id)
      if (facts.state === "ignored" && isBeforeImport(row)) result.ignored += 1
    }
    return result
  })
}

type Contents = { payload: string | null; corrections: unknown }

/**
 * What is kept of locked orders. Asked for after the lock is there: what is joined to a row that was waited for is as it was
 * before the wait.
 */
export async function withContents<Row extends { id: string }>(
  database: Database,
  rows: readonly Row[]
): Promise<(Row & Contents)[]> {
  const contents = await rowsOf<Contents & { marketplace_order_id: string }>(
    database,
    `select marketplace_order_id, payload, corrections from marketplace_order_snapshot
      where marketplace_order_id = any(?) and deleted_at is null`,
    [rows.map(({ id }) => id)]
  )
  const byId = new Map(
    contents.map(({ marketplace_order_id, ...content }) => [marketplace_order_id, content])
  )
  return rows.map((row) => ({ payload: null, corrections: null, ...row, ...byId.get(row.id) }))
}

/** The account of a connection stays what it is until these orders are written: with orders it cannot change. */
async function lockAccount(
  database: Database,
  { id, account }: Pick<StoreInput["connection"], "id" | "account">
): Promise<void> {
  const isSame = await hasRow(
    database,
    "select 1 from marketplace_connection where id = ? and account = ? for key share",
    [id, account]
  )
  if (!isSame) {
    throw new MedusaError(MedusaError.Types.UNEXPECTED_STATE, `The connection ${id} has another account now.`)
  }
}

async function insertOrders(
  database: Database,
  { connection, is_test = false }: StoreInput,
  orders: { id: string; external_id: string; payload: string; facts: OrderFacts }[]
): Promise<Set<string>> {
  const now = new Date()
  const [rows, values] = insertable(
    orders.map(({ id, external_id, payload, facts }) => ({
      id,
      marketplace_id: connection.marketplace_id,
      account: connection.account,
      connection_id: connection.id,
      external_id,
      ...columnsOf(facts, facts.lines, payload),
      state: facts.state,
      state_reason: facts.state_reason,
      ...problemValues(facts.problem),
      problem_since: facts.problem ? now : null,
      is_test,
      seen_at: now,
      created_at: now,
      updated_at: now,
    }))
  )
  const inserted = await idsOf(
    database,
    `insert into marketplace_order ${rows}
     on conflict (marketplace_id, account, external_id) do nothing returning id`,
    values
  )
  const ids = new Set(inserted)
  const stored = orders.filter((order) => ids.has(order.id))
  if (stored.length) {
    const [snapshots, contents] = insertable(
      stored.map(({ id, payload }) => ({
        id: generateEntityId("", "mpsnap"),
        marketplace_order_id: id,
        payload,
      }))
    )
    await rowsOf(database, `insert into marketplace_order_snapshot ${snapshots}`, contents)
  }
  return ids
}

/** The columns that follow the marketplace, whatever our own work has made of the order. */
const columnsOf = (facts: OrderFacts, lines: OrderLineRecord[], payload: string) => ({
  external_reference: facts.external_reference,
  channel: facts.channel,
  delivery_mode: facts.delivery_mode,
  external_status: facts.external_status,
  total: facts.total,
  raw_total: bigNumber(facts.total),
  currency_code: facts.currency_code,
  purchased_at: facts.purchased_at,
  accept_by: facts.accept_by,
  ship_by: facts.ship_by,
  fulfilled_by: facts.fulfilled_by,
  lines: JSON.stringify(lines),
  search: facts.search,
  snapshot_hash: hashOf(payload),
  next_attempt_at: facts.due_at,
})

/**
 * The marketplace's lines with our ids of them. A line is found by its key or by any of its items; one that is in the
 * store stays, even if a snapshot leaves it out: its parcel must still be sent.
 */
function linesWithOurs(before: OrderLineRecord[], after: OrderLineRecord[]): OrderLineRecord[] {
  const isSame = (one: OrderLineRecord, other: OrderLineRecord) =>
    one.key === other.key || one.external_ids.some((id) => other.external_ids.includes(id))
  const lines = after.map((line) => {
    const ours =
      before.find((one) => one.line_item_id && isSame(one, line)) ?? before.find((one) => isSame(one, line))
    return {
      ...line,
      quantity: line.quantity ?? ours?.quantity ?? null,
      unit_price: line.unit_price ?? ours?.unit_price ?? null,
      variant_id: ours?.variant_id ?? line.variant_id,
      line_item_id: ours?.line_item_id ?? line.line_item_id,
    }
  })
  const found = new Set(lines.map((line) => line.line_item_id))
  return [...lines, ...before.filter((line) => line.line_item_id && !found.has(line.line_item_id))]
}

/** An order of the store whose newest answer cannot be read keeps everything that was read before, and says so. */
async function storeUnreadable(
  database: Database,
  row: OrderRow,
  payload: string,
  problem: NonNullable<OrderFacts["problem"]>
): Promise<void> {
  await rowsOf(
    database,
    `update marketplace_order
        set snapshot_hash = :hash, seen_at = now(), updated_at = now(), ${SETS_PROBLEM} where id = :id`,
    { id: row.id, hash: hashOf(payload), ...problemValues(problem) }
  )
  await writeSnapshot(database, row.id, payload)
}

/** An adopted order has no snapshot yet. */
const writeSnapshot = (database: Database, marketplace_order_id: string, payload: string) =>
  rowsOf(
    database,
    `insert into marketplace_order_snapshot (id, marketplace_order_id, payload) values (?, ?, ?)
     on conflict (marketplace_order_id) where deleted_at is null do update set payload = excluded.payload, buyer = null`,
    [generateEntityId("", "mpsnap"), marketplace_order_id, payload]
  )

async function updateOrder(
  database: Database,
  connection_id: string,
  row: OrderRow,
  payload: string,
  facts: OrderFacts
): Promise<void> {
  if (row.order_id && facts.problem?.code === "unreadable_order") {
    await storeUnreadable(database, row, payload, facts.problem)
    return
  }
  const lines = linesWithOurs(row.lines, facts.lines)
  const columns = { connection_id, ...columnsOf(facts, lines, payload) }
  await rowsOf(
    database,
    `update marketplace_order set ${assignments(columns)}, seen_at = now(), updated_at = now() where id = :id`,
    { ...columns, id: row.id }
  )
  await writeSnapshot(database, row.id, payload)
  if (!followsMarketplace(row)) return
  await rowsOf(
    database,
    `update marketplace_order
        set state = :state, state_reason = :state_reason${keepsProblem(row, facts) ? "" : `, ${SETS_PROBLEM}`} where id = :id`,
    { id: row.id, state: facts.state, state_reason: facts.state_reason, ...problemValues(facts.problem) }
  )
}
