import { createHash } from "node:crypto"
import { generateEntityId } from "@medusajs/framework/utils"
import type { AfterSale, Snapshot } from "../../../marketplaces/port"
import { type Database, type TransactionalDatabase, placeholders, rowsOf } from "./database"

export type OrderLineRecord = {
  key: string
  external_ids: string[]
  sku: string | null
  title: string
  /** Null where it cannot be read; what was imported keeps what was. */
  quantity: number | null
  /** Major units, tax included; null where it cannot be read. */
  unit_price: number | null
  variant_id: string | null
  line_item_id: string | null
  status: string
  /** Only there when true: a price that was negotiated with the buyer. */
  is_negotiated?: true
}

/** What is derived from a snapshot and kept in columns. Holds nothing about the buyer. */
export type OrderFacts = {
  external_reference: string | null
  channel: string | null
  external_status: string
  state: string
  state_reason: string | null
  /** When a waiting order is looked at again although nothing new came (UTC); null for not by itself. */
  due_at: string | null
  problem: { code: string; params: Record<string, unknown> } | null
  total: number | null
  currency_code: string | null
  purchased_at: string | null
  accept_by: string | null
  ship_by: string | null
  fulfilled_by: string
  lines: OrderLineRecord[]
  search: string
}

export type OrderRow = {
  id: string
  marketplace_id: string
  account: string
  connection_id: string
  external_id: string
  state: string
  state_reason: string | null
  problem_code: string | null
  order_id: string | null
  reserved_ids: Record<string, string> | null
  imported_at: Date | null
  is_test: boolean
  lines: OrderLineRecord[]
  snapshot_hash: string
  applied_hash: string | null
  attempts: number
  purged_at: Date | null
  after_sales: AfterSale[] | null
}

/** `corrections`: what an operator corrected, see `orders/corrections.ts`. */
export type OrderRowWithPayload = OrderRow & { payload: string; corrections: unknown }

/** Before the import the state follows the marketplace; from then on it follows our own work. */
const FOLLOWS_MARKETPLACE = ["to_accept", "waiting", "ready", "ignored", "canceled"]

/** A person's decision, or the end of what is kept of the buyer: later snapshots do not change it. */
const DECIDED_BY_HAND = ["by_hand", "handled_elsewhere", "purged"]

const isUnwanted = (order: { state: string; state_reason: string | null }) =>
  order.state === "ignored" && /^(channel|country)_not_wanted$/.test(order.state_reason ?? "")

export const hashOf = (payload: string) => createHash("sha256").update(payload).digest("base64url")
const bigNumber = (value: number | null) =>
  value === null ? null : JSON.stringify({ value: String(value), precision: 20 })

export type StoreResult = {
  created: string[]
  updated: string[]
  unchanged: number
  /** Rows whose problem is another than before: each is told once. */
  held: string[]
  /** Rows that were open, not in the store yet, and are cancelled now. */
  canceled: string[]
  ignored: number
}

export type StoreInput = {
  connection: { id: string; marketplace_id: string; account: string }
  snapshots: Snapshot[]
  merge: (previous: string | null, incoming: string) => string
  /** Never throws: an unreadable snapshot gives facts with a problem. `row` is what is known of the order, if anything. */
  derive: (payload: string, row?: Pick<OrderRowWithPayload, "reserved_ids" | "corrections">) => OrderFacts
  withoutPersonalData: (payload: string) => string
  is_test?: boolean
  /** Also what is stored already is judged anew. */
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
    const select = () =>
      rowsOf<OrderRow & { payload: string | null; corrections: unknown }>(
        transaction,
        `select o.*, s.payload, s.corrections from marketplace_order o
           left join marketplace_order_snapshot s on s.marketplace_order_id = o.id and s.deleted_at is null
          where o.marketplace_id = ? and o.account = ? and o.external_id = any(?)
          order by o.external_id for update of o`,
        [connection.marketplace_id, connection.account, [...incoming.keys()]]
      )
    const known = new Map((await select()).map((row) => [row.external_id, row]))
    const fresh = [...incoming.keys()].filter((id) => !known.has(id)).sort()

    if (fresh.length) {
      const prepared = fresh.map((external_id) => {
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

    for (const [external_id, row] of [...known].sort(([a], [b]) => (a < b ? -1 : 1))) {
      const merged = input.merge(row.payload, incoming.get(external_id) ?? "")
      const payload = row.purged_at ? input.withoutPersonalData(merged) : merged
      const isOurs = row.connection_id === connection.id
      if (isOurs && !input.again && hashOf(payload) === row.snapshot_hash) {
        result.unchanged += 1
        continue
      }
      const facts = input.derive(payload, row)
      // Two connections may share an account (disjoint channels or countries): the one that wants an order has it.
      if (!isOurs && !(isUnwanted(row) && !isUnwanted(facts))) {
        result.unchanged += 1
        continue
      }
      await updateOrder(transaction, connection.id, row, payload, facts)
      result.updated.push(row.id)
      if (facts.problem && facts.problem.code !== row.problem_code) result.held.push(row.id)
      const wasOpen = ["to_accept", "waiting", "ready"].includes(row.state) && !row.order_id
      if (facts.state === "canceled" && wasOpen) result.canceled.push(row.id)
      if (facts.state === "ignored" && FOLLOWS_MARKETPLACE.includes(row.state)) result.ignored += 1
    }
    return result
  })
}

async function insertOrders(
  database: Database,
  { connection, is_test = false }: StoreInput,
  orders: { id: string; external_id: string; payload: string; facts: OrderFacts }[]
): Promise<Set<string>> {
  const columns = [
    "id", "marketplace_id", "account", "connection_id", "external_id", "external_reference", "channel",
    "external_status", "state", "state_reason", "problem_code", "problem_params", "problem_since", "total",
    "raw_total", "currency_code", "purchased_at", "accept_by", "ship_by", "is_test", "fulfilled_by", "lines",
    "search", "snapshot_hash", "next_attempt_at", "seen_at", "created_at", "updated_at",
  ] // prettier-ignore
  const now = new Date()
  const inserted = await rowsOf<{ id: string }>(
    database,
    `insert into marketplace_order (${columns.join(", ")}) values ${placeholders(orders.length, columns.length)}
     on conflict (marketplace_id, account, external_id) do nothing returning id`,
    orders.flatMap(({ id, external_id, payload, facts }) => [
      id,
      connection.marketplace_id,
      connection.account,
      connection.id,
      external_id,
      facts.external_reference,
      facts.channel,
      facts.external_status,
      facts.state,
      facts.state_reason,
      facts.problem?.code ?? null,
      facts.problem ? JSON.stringify(facts.problem.params) : null,
      facts.problem ? now : null,
      facts.total,
      bigNumber(facts.total),
      facts.currency_code,
      facts.purchased_at,
      facts.accept_by,
      facts.ship_by,
      is_test,
      facts.fulfilled_by,
      JSON.stringify(facts.lines),
      facts.search,
      hashOf(payload),
      facts.due_at,
      now,
      now,
      now,
    ])
  )
  const ids = new Set(inserted.map((row) => row.id))
  const stored = orders.filter((order) => ids.has(order.id))
  if (stored.length) {
    await database.raw(
      `insert into marketplace_order_snapshot (id, marketplace_order_id, payload) values ${placeholders(stored.length, 3)}`,
      stored.flatMap(({ id, payload }) => [generateEntityId("", "mpsnap"), id, payload])
    )
  }
  return ids
}

/**
 * The marketplace's lines with what is ours of them. A line is found again by its key or by any of its items; one that is
 * in the store stays, whatever an answer leaves out: its parcel must still be told.
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
  await database.raw(
    `update marketplace_order
        set snapshot_hash = ?, seen_at = now(), updated_at = now(), problem_code = ?, problem_params = ?::jsonb,
            problem_since = case when problem_code = ? then problem_since else now() end
      where id = ?`,
    [hashOf(payload), problem.code, JSON.stringify(problem.params), problem.code, row.id]
  )
  await writeSnapshot(database, row.id, payload)
}

/** An adopted order has no snapshot yet. */
const writeSnapshot = (database: Database, marketplace_order_id: string, payload: string) =>
  database.raw(
    `insert into marketplace_order_snapshot (id, marketplace_order_id, payload) values (?, ?, ?)
     on conflict (marketplace_order_id) where deleted_at is null do update set payload = excluded.payload`,
    [generateEntityId("", "mpsnap"), marketplace_order_id, payload]
  )

async function updateOrder(
  database: Database,
  connection_id: string,
  row: OrderRow,
  payload: string,
  facts: OrderFacts
): Promise<void> {
  const followsMarketplace =
    FOLLOWS_MARKETPLACE.includes(row.state) &&
    !row.order_id &&
    !DECIDED_BY_HAND.includes(row.state_reason ?? "")
  if (row.order_id && facts.problem?.code === "unreadable_order") {
    await storeUnreadable(database, row, payload, facts.problem)
    return
  }
  const lines = linesWithOurs(row.lines, facts.lines)
  await database.raw(
    `update marketplace_order set
       connection_id = ?, external_reference = ?, channel = ?, external_status = ?, total = ?, raw_total = ?,
       currency_code = ?, purchased_at = ?, accept_by = ?, ship_by = ?, fulfilled_by = ?, lines = ?, search = ?,
       snapshot_hash = ?, seen_at = now(), updated_at = now(), next_attempt_at = ?
     where id = ?`,
    [
      connection_id,
      facts.external_reference,
      facts.channel,
      facts.external_status,
      facts.total,
      bigNumber(facts.total),
      facts.currency_code,
      facts.purchased_at,
      facts.accept_by,
      facts.ship_by,
      facts.fulfilled_by,
      JSON.stringify(lines),
      facts.search,
      hashOf(payload),
      facts.due_at,
      row.id,
    ]
  )
  await writeSnapshot(database, row.id, payload)
  if (!followsMarketplace) return
  // A `ready` order keeps its problem until the import has looked at it again, one to accept until the acceptance has:
  // the same cause is not told twice.
  const isSameWait = facts.state === "to_accept" && row.state === "to_accept"
  const keepsProblem = (facts.state === "ready" || isSameWait) && !facts.problem
  await database.raw(
    `update marketplace_order set state = ?, state_reason = ?, problem_code = case when ? then problem_code else ? end,
       problem_params = case when ? then problem_params else ?::jsonb end,
       problem_since = case when ? or problem_code = ? then problem_since when ?::text is null then null else now() end
     where id = ?`,
    [
      facts.state,
      facts.state_reason,
      keepsProblem,
      facts.problem?.code ?? null,
      keepsProblem,
      facts.problem ? JSON.stringify(facts.problem.params) : null,
      keepsProblem,
      facts.problem?.code ?? null,
      facts.problem?.code ?? null,
      row.id,
    ]
  )
}

export type AdoptedOrder = {
  id: string
  order_id: string
  external_id: string
  external_reference: string | null
  channel: string | null
  state: "imported" | "canceled"
  currency_code: string
  created_at: Date
  /** Major units, tax included. */
  total: number | null
  lines: OrderLineRecord[]
  reserved_ids: Record<string, string>
}

/**
 * Writes rows for orders that the store has and we do not know. Its hash is none, so the next snapshot counts as new.
 * An order that has a row by now is left alone. Answers the new rows.
 */
export async function adoptOrders(
  database: Database,
  connection: { id: string; marketplace_id: string; account: string },
  orders: AdoptedOrder[]
): Promise<string[]> {
  if (!orders.length) return []
  const columns = [
    "id", "marketplace_id", "account", "connection_id", "external_id", "external_reference", "channel",
    "external_status", "state", "order_id", "reserved_ids", "imported_at", "total", "raw_total", "currency_code",
    "purchased_at", "lines", "search", "snapshot_hash", "seen_at", "created_at", "updated_at",
  ] // prettier-ignore
  const now = new Date()
  const rows = await rowsOf<{ id: string }>(
    database,
    `insert into marketplace_order (${columns.join(", ")}) values ${placeholders(orders.length, columns.length)}
     on conflict do nothing returning id`,
    orders.flatMap((order) => [
      order.id,
      connection.marketplace_id,
      connection.account,
      connection.id,
      order.external_id,
      order.external_reference,
      order.channel,
      "",
      order.state,
      order.order_id,
      JSON.stringify(order.reserved_ids),
      order.created_at,
      order.total,
      bigNumber(order.total),
      order.currency_code,
      order.created_at,
      JSON.stringify(order.lines),
      [
        order.external_id,
        order.external_reference ?? "",
        ...order.lines.map(({ sku, title }) => `${sku ?? ""} ${title}`),
      ]
        .join(" ")
        .toLowerCase()
        .slice(0, 4000),
      "",
      // Never seen: whoever wants to act on it reads the marketplace first.
      new Date(0),
      now,
      now,
    ])
  )
  return rows.map((row) => row.id)
}

/** Ready and due, or left behind by a worker that is gone, or a wait that is over. */
const IMPORTABLE = `connection_id = ?
  and (state in ('ready', 'importing')
       or (state in ('waiting', 'to_accept') and state_reason is distinct from 'details' and next_attempt_at <= now()))
  and (claimed_until is null or claimed_until < now())`

/** Orders that a batch may take now, those without a problem first. */
export async function listImportable(
  database: Database,
  connection_id: string,
  limit: number
): Promise<string[]> {
  const rows = await rowsOf<{ id: string }>(
    database,
    `select id from marketplace_order where ${IMPORTABLE} and (next_attempt_at is null or next_attempt_at <= now())
      order by (problem_code is null) desc, purchased_at nulls last, id limit ?`,
    [connection_id, limit]
  )
  return rows.map((row) => row.id)
}

/**
 * Claims orders for one worker: the given ones whether they are due or not, else those that are due. A claim outlives
 * any batch; whoever takes it over goes on with the same reserved ids.
 */
export async function claimImportable(
  database: Database,
  filter: { connection_id: string; ids?: string[]; limit: number; claim_seconds: number }
): Promise<string[]> {
  const ids = filter.ids ?? (await listImportable(database, filter.connection_id, filter.limit))
  const rows = await rowsOf<{ id: string }>(
    database,
    `with free as (
       select id from marketplace_order where ${IMPORTABLE} and id = any(?) order by id for update skip locked)
     update marketplace_order o set claimed_until = now() + make_interval(secs => ?)
       from free where o.id = free.id returning o.id`,
    [filter.connection_id, ids, filter.claim_seconds]
  )
  return rows.map((row) => row.id)
}

export const releaseClaims = async (database: Database, ids: string[]): Promise<void> => {
  await database.raw("update marketplace_order set claimed_until = null where id = any(?)", [ids])
}

export const loadOrders = (database: Database, ids: string[]): Promise<OrderRowWithPayload[]> =>
  rowsOf<OrderRowWithPayload>(
    database,
    `select o.*, s.payload, s.corrections from marketplace_order o
       join marketplace_order_snapshot s on s.marketplace_order_id = o.id and s.deleted_at is null
      where o.id = any(?) order by o.purchased_at nulls last, o.id`,
    [ids]
  )

/**
 * Writes the ids that the Medusa order and its parts will have, before anything is created. Ids that are already
 * reserved win: whoever comes second works with the same ones, and the database refuses to create them twice.
 * With the id of the order itself among them, its import has begun.
 */
export async function reserveIds(
  database: Database,
  orders: { id: string; ids: Record<string, string> }[]
): Promise<Map<string, Record<string, string>>> {
  const rows = await rowsOf<{ id: string; reserved_ids: Record<string, string> }>(
    database,
    `update marketplace_order o
        set reserved_ids = v.ids::jsonb || coalesce(o.reserved_ids, '{}'::jsonb),
            order_id = coalesce(o.order_id, v.ids::jsonb ->> 'order'),
            state = case when o.imported_at is null and v.ids::jsonb ->> 'order' is not null then 'importing'
                         else o.state end
       from (values ${orders.map(() => "(?::text, ?::text)").join(", ")}) as v (id, ids)
      where o.id = v.id returning o.id, o.reserved_ids`,
    orders.flatMap(({ id, ids }) => [id, JSON.stringify(ids)])
  )
  return new Map(rows.map((row) => [row.id, row.reserved_ids]))
}

/** Takes ids back that name nothing any more. */
export async function forgetReservedIds(
  database: Database,
  forgotten: { id: string; keys: string[] }[]
): Promise<void> {
  for (const { id, keys } of forgotten) {
    await database.raw("update marketplace_order set reserved_ids = reserved_ids - ?::text[] where id = ?", [
      keys,
      id,
    ])
  }
}

export type ImportedOrder = {
  id: string
  state: string
  lines: OrderLineRecord[]
  applied_hash: string
  problem: { code: string; params: Record<string, unknown> } | null
}

/** Marks orders as imported. Answers those that were not yet: only they are announced. */
export async function markImported(database: Database, orders: ImportedOrder[]): Promise<string[]> {
  if (!orders.length) return []
  const rows = await rowsOf<{ id: string }>(
    database,
    `update marketplace_order o
        set state = v.state, imported_at = now(), updated_at = now(), lines = v.lines::jsonb, applied_hash = v.hash,
            problem_code = v.code, problem_params = v.params::jsonb, attempts = 0, next_attempt_at = null,
            problem_since = case when v.code is null then null else now() end, claimed_until = null
       from (values ${orders.map(() => "(?::text, ?::text, ?::text, ?::text, ?::text, ?::text)").join(", ")})
         as v (id, state, lines, hash, code, params)
      where o.id = v.id and o.imported_at is null returning o.id`,
    orders.flatMap(({ id, state, lines, applied_hash, problem }) => [
      id,
      state,
      JSON.stringify(lines),
      applied_hash,
      problem?.code ?? null,
      problem ? JSON.stringify(problem.params) : null,
    ])
  )
  return rows.map((row) => row.id)
}

export type OrderOutcome = {
  id: string
  state: "ready" | "waiting" | "ignored" | "to_accept" | "canceled"
  state_reason?: string
  problem: { code: string; params: Record<string, unknown> } | null
  /** When to look again without anybody asking, in seconds; null only for states that are not imported. */
  retry_seconds: number | null
}

/**
 * Gives claimed orders back with what became of them. One that a faster worker has imported meanwhile stays imported.
 * Answers those whose problem is another than before.
 */
export async function settleOrders(database: Database, outcomes: OrderOutcome[]): Promise<string[]> {
  const changed: string[] = []
  for (const { id, state, state_reason, problem, retry_seconds } of outcomes) {
    const rows = await rowsOf<{ changed: boolean }>(
      database,
      `with before as (select id, problem_code from marketplace_order where id = ? for update)
       update marketplace_order o
          set state = ?,
              state_reason = ?, problem_code = ?, problem_params = ?::jsonb,
              problem_since = case when o.problem_code is not distinct from ? then o.problem_since
                                   when ?::text is null then null else now() end,
              attempts = o.attempts + 1, claimed_until = null, updated_at = now(),
              next_attempt_at = now() + make_interval(secs => ?::float8)
         from before where o.id = before.id and o.imported_at is null
       returning (before.problem_code is distinct from o.problem_code and o.problem_code is not null) as changed`,
      [
        id,
        state,
        state_reason ?? null,
        problem?.code ?? null,
        problem ? JSON.stringify(problem.params) : null,
        problem?.code ?? null,
        problem?.code ?? null,
        retry_seconds,
      ]
    )
    if (rows[0]?.changed) changed.push(id)
  }
  return changed
}

/**
 * Makes held orders due now: their cause may be fixed. `skus`: of the problem or of any line; `eans`: anywhere in what the
 * marketplace sent, since our lines keep none.
 */
export const releaseHeld = (
  database: Database,
  filter: { connection_id?: string; problem_codes?: string[]; skus?: string[]; eans?: string[] }
): Promise<{ id: string; connection_id: string }[]> =>
  rowsOf(
    database,
    `update marketplace_order set next_attempt_at = null, attempts = 0, updated_at = now()
      where state in ('ready', 'importing') and problem_code is not null
        and (:connection_id::text is null or connection_id = :connection_id)
        and (:problem_codes::text[] is null or problem_code = any(:problem_codes))
        and (:skus::text[] is null or problem_params ->> 'sku' = any(:skus) or exists (
              select 1 from jsonb_array_elements(lines) line where line ->> 'sku' = any(:skus))
              or exists (select 1 from marketplace_order_snapshot s, unnest(:eans::text[]) ean
                          where s.marketplace_order_id = marketplace_order.id and strpos(s.payload, ean) > 0))
      returning id, connection_id`,
    {
      connection_id: filter.connection_id ?? null,
      problem_codes: filter.problem_codes ?? null,
      skus: filter.skus ?? null,
      eans: filter.eans ?? [],
    }
  )
