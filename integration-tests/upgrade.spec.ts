import fs from "fs"
import path from "path"
import { cancelOrderWorkflow } from "@medusajs/medusa/core-flows"
import type { Migration } from "@medusajs/framework/mikro-orm/migrations"
import { Modules } from "@medusajs/framework/utils"
import { DEFAULT_CATALOG } from "../sandbox/catalog"
import { type ExpectedOrder, lineCents } from "../sandbox/expected"
import { Migration20261129200630 as To02 } from "../src/modules/marketplace/migrations/Migration20261129200630"
import { notifyDeadlines } from "../src/workflows/notify/notify-daily"
import { marketplaceOf } from "../src/workflows/shared/marketplace"
import { LIFE_CASES } from "./helpers/life-cases"
import {
  connect,
  type Connected,
  type MarketStore,
  pull,
  pullAll,
  seedNow,
  startMarketStore,
} from "./helpers/market-store"
import { marketplaceApi } from "./helpers/marketplace-api"
import { MARKETPLACES } from "./helpers/marketplace-cases"
import { migrate } from "./helpers/migrate"
import { settled } from "./helpers/jobs"
import { until } from "./helpers/until"

jest.setTimeout(240_000)

const [cdiscount] = MARKETPLACES
const root = path.resolve(__dirname, "..")
const migrations = path.join(root, "src", "modules", "marketplace", "migrations")

let market: MarketStore
let connected: Connected

const sql = <Row = Record<string, unknown>>(text: string, values: unknown[] = []) =>
  market.database.sql<Row>(text, values)
const rowOf = async (external_id: string | null) => {
  const [row] = await sql<Record<string, never>>("select * from marketplace_order where external_id = $1", [
    external_id,
  ])
  return row as unknown as {
    id: string
    order_id: string
    state: string
    problem_code: string
    marks: object
  }
}
const reservationsOf = (external_id: string | null) =>
  sql("select id, quantity::float8 from reservation_item where external_id = $1 and deleted_at is null", [
    external_id,
  ])

type MigrationClass = new (...args: ConstructorParameters<typeof Migration>) => Migration

async function runQueries(Class: MigrationClass, way: "up" | "down"): Promise<void> {
  const migration = new Class(undefined as never, undefined as never)
  await migration[way]()
  for (const query of migration.getQueries()) await sql(String(query))
}

/** The migrations that 0.1.0 has, the oldest first. */
const OF_01 = fs
  .readdirSync(migrations)
  .filter((file) => file.startsWith("Migration") && file < To02.name)
  .map((file) => file.replace(/\.ts$/, ""))
  .sort()

/** Each mark as 0.1.0 kept it among the reserved ids, and as it is kept since. */
const EDIT = {
  id: "ordch_invented",
  lines: [{ line_item_id: "ordli_invented", line_key: "EL\"É'1", external_ids: ["1", "2"] }],
  reservations: [{ line_key: "EL\"É'1", inventory_item_id: "iitem_1", location_id: "sloc_1", quantity: 2 }],
  is_captured: true,
}
const MARKS: [before: Record<string, string>, after: Record<string, unknown>][] = [
  [{ deadline_told: "202611291200near" }, { deadline_notified: "202611291200near" }],
  [{ accepted_told: "true" }, { acceptance_announced: true }],
  [{ total_accepted: "true" }, { total_accepted: true }],
  [{ reopened: "true" }, { reopened: true }],
  [{ canceled_by: "marketplace" }, { canceled_by: "marketplace" }],
  [{ cancellation_confirmed: "a hash" }, { cancellation_confirmed: "a hash" }],
  [{ order_edit: JSON.stringify(EDIT) }, { order_edit: EDIT }],
]
const ALL: (typeof MARKS)[number] = [
  Object.assign({}, ...MARKS.map(([before]) => before)) as Record<string, string>,
  Object.assign({}, ...MARKS.map(([, after]) => after)) as Record<string, unknown>,
]
const IDS = {
  order: "order_1",
  "line:EL1": "ordli_1",
  "reservation:EL1:iitem_1": "resitem_1",
  payment: "pay_1",
}
const KEPT: [reserved_ids: Record<string, string> | null, marks: Record<string, unknown> | null][] = [
  [null, null],
  [{}, null],
  [IDS, null],
  ...[...MARKS, ALL].flatMap(([before, after]): [Record<string, string>, Record<string, unknown>][] => [
    [before, after],
    [{ ...IDS, ...before }, after],
  ]),
]
const STATES = [
  "to_accept",
  "waiting",
  "ready",
  "importing",
  "imported",
  "partly_shipped",
  "shipped",
  "delivered",
  "canceled",
  "ignored",
]
const INVENTED = STATES.flatMap((state) =>
  KEPT.map(([reserved_ids, marks]) => ({ state, reserved_ids, marks }))
).map((row, number) => ({ ...row, id: `mpord_invented${String(number).padStart(4, "0")}` }))
const RESPELLED = [
  ["cancelled_in_store", "canceled_in_store"],
  ["cancelled_after_shipping", "canceled_after_shipping"],
  ["canceled_at_marketplace", "canceled_at_marketplace"],
]
const REPORT = {
  marketplace_open: 3,
  missing: [],
  differences: [
    { external_id: "A", reason: "missing", mended: true },
    { external_id: "B", reason: "closed_there", mended: false },
  ],
  checked_at: "2026-11-29T12:00:00.000Z",
}

/** What a statement of 0.1.0 would have written instead. It uses nothing of `src`. */
async function keepAs01(): Promise<void> {
  await sql(`update marketplace_order set reserved_ids = coalesce(reserved_ids, '{}') || jsonb_strip_nulls(jsonb_build_object(
      'deadline_told', marks ->> 'deadline_notified', 'accepted_told', marks ->> 'acceptance_announced',
      'canceled_by', marks ->> 'canceled_by', 'order_edit', marks ->> 'order_edit')) where marks is not null`)
  await sql(
    "update marketplace_order set problem_code = 'cancelled_in_store' where problem_code = 'canceled_in_store'"
  )
  await sql(`update marketplace_history_entry set data = data || '{"code": "cancelled_in_store"}'
    where data ->> 'code' = 'canceled_in_store'`)
}

/** Creates the plugin's tables again with the migrations of 0.1.0, and keeps their rows. */
async function backTo01(): Promise<void> {
  await keepAs01()
  const tables = await sql<{ name: string }>(
    `select table_name as name from information_schema.tables
      where table_schema = 'public' and starts_with(table_name, 'marketplace_')`
  )
  for (const { name } of tables) {
    await sql(`create table kept_${name} as select * from ${name}`)
    await sql(`drop table ${name}`)
  }
  for (const name of OF_01) {
    const file = (await import(path.join(migrations, name))) as Record<string, MigrationClass>
    await runQueries(file[name], "up")
  }
  const later = fs.readdirSync(migrations).filter((file) => file.startsWith("Migration") && file >= To02.name)
  await sql("delete from mikro_orm_migrations where split_part(name, '.', 1) = any($1)", [
    later.map((file) => file.replace(/\.ts$/, "")),
  ])
  for (const { name } of tables) {
    const columns = await sql<{ column: string }>(
      `select quote_ident(column_name) as column from information_schema.columns where table_name = $1`,
      [name]
    )
    const list = columns.map(({ column }) => column).join(", ")
    // 0.1.0 does not have each of the tables.
    if (list) await sql(`insert into ${name} (${list}) select ${list} from kept_${name}`)
    await sql(`drop table kept_${name}`)
  }
}

async function invent(): Promise<void> {
  const insertOrder = (id: string, state: string, reserved_ids: object | null, problem_code: string | null) =>
    sql(
      `insert into marketplace_order (id, marketplace_id, account, connection_id, external_id, external_status, state,
         lines, search, snapshot_hash, seen_at, reserved_ids, problem_code, updated_at)
       values ($1, 'cdiscount', 'invented', 'mpcon_invented', $1, '', $2, '[]', '', '', now(), $3, $4, '2026-01-01')`,
      [id, state, reserved_ids && JSON.stringify(reserved_ids), problem_code]
    )
  for (const { id, state, reserved_ids } of INVENTED) await insertOrder(id, state, reserved_ids, null)
  for (const [code] of RESPELLED) {
    await insertOrder(`mpord_${code}`, "imported", null, code)
    await sql(
      `insert into marketplace_action (id, connection_id, marketplace_order_id, type, intent_key, state, params, problem_code)
       values ($1, 'mpcon_invented', $2, 'ship', $1, 'needs_attention', '{}', $3)`,
      [`mpact_${code}`, `mpord_${code}`, code]
    )
    await sql(
      `insert into marketplace_history_entry (id, connection_id, marketplace_order_id, event, actor, data)
       values ($1, 'mpcon_invented', $2, 'order.acknowledged', 'system', $3), ($1 || '_2', 'mpcon_invented', $2, 'order.retried', 'system', $4)`,
      [
        `mphist_${code}`,
        `mpord_${code}`,
        JSON.stringify({ code, params: { count: 1 }, reason: `It said ${code}` }),
        JSON.stringify({ from: code, reason: null }),
      ]
    )
    await sql(
      `insert into notification (id, "to", channel, idempotency_key, data) values ($1, '', 'feed', $2, $3)`,
      [
        `noti_${code}`,
        `marketplace:order:mpcon_invented:${code}:2026-11-29:mpord_1:123`,
        JSON.stringify({
          code,
          link: `/app/marketplaces/orders?problem=${code}&connection_id=mpcon_invented`,
        }),
      ]
    )
  }
  await sql(
    `insert into marketplace_connection (id, marketplace_id, account, name, sales_channel_id, region_id, stock_location_ids,
       shipping_options, destinations, settings, start_at, completeness)
     select 'mpcon_invented' || n, 'cdiscount', 'invented' || n, 'Invented', '', '', '[]', '[]', '[]', '{}', now(), report
       from unnest(array[$1, $2, null]::jsonb[]) with ordinality reports (report, n)`,
    [JSON.stringify(REPORT), JSON.stringify({ ...REPORT, differences: [] })]
  )
}

type Row = Record<string, unknown>

/** All that the migration may change, row by row; an open edit is compared by what it says. */
const everything = async () => ({
  orders: (
    await sql("select id, state, reserved_ids, problem_code, updated_at from marketplace_order order by id")
  ).map(({ reserved_ids, ...row }): Row => ({ ...row, reserved_ids: withEdit(reserved_ids) })),
  actions: await sql("select id, problem_code from marketplace_action order by id"),
  history: await sql("select id, data from marketplace_history_entry order by id"),
  reports: await sql("select id, completeness from marketplace_connection order by id"),
  notifications: await sql("select id, idempotency_key, data from notification order by id"),
})
const withEdit = (ids: unknown): unknown => {
  const { order_edit } = (ids ?? {}) as { order_edit?: string }
  return order_edit === undefined
    ? ids
    : { ...(ids as object), order_edit: JSON.parse(order_edit) as unknown }
}
/** The invented rows of it, with which nothing goes on. */
const invented = (all: Awaited<ReturnType<typeof everything>>) => {
  const only = (rows: Row[]) => rows.filter(({ id }) => /invented|cancel/.test(String(id)))
  return {
    orders: only(all.orders),
    actions: only(all.actions),
    history: only(all.history),
    reports: only(all.reports),
    notifications: only(all.notifications),
  }
}

type Sold = ExpectedOrder & { external_id: string }
let accepted: Sold
let completed: Sold
let undone: Sold
let late: Sold
let acknowledged: Sold
let shown: Sold
let held: unknown[]
let change_id: string
let before: Awaited<ReturnType<typeof everything>>

const life = LIFE_CASES[cdiscount.id]
const desk = () => marketplaceApi(market.app)

/** An order in each of the states that an upgrade finds, made by the plugin itself; what 0.1.0 kept of it is written after. */
async function sell(): Promise<void> {
  const one = (kind: string, catalog?: typeof DEFAULT_CATALOG) => {
    const [order] = seedNow(market.sandbox, connected, {
      count: 1,
      kinds: [kind],
      ...(catalog && { catalog }),
    })
    return { ...order, external_id: order.external_id ?? "" }
  }
  accepted = one("to_accept", [DEFAULT_CATALOG[0]])
  ;[completed, undone] = [one(life.several_items_kind), one(life.several_items_kind)]
  ;[late, acknowledged, shown] = [one("plain"), one("plain"), one("plain")]
  await pullAll(market, connected)

  const { id } = await rowOf(accepted.external_id)
  await desk().post(`/orders/${id}/accept`)
  await until("the marketplace has the decision", () => {
    const [ledger] = market.sandbox.control.cdiscount.ledger({ external_id: accepted.external_id })
    return ledger?.decisions.length ? ledger : null
  })
  // And this side has written that it has.
  await settled(market.app)
  market.sandbox.control.time({ advance_minutes: 1 })
  const [action] = await sql<{ id: string }>(
    "select id from marketplace_action where marketplace_order_id = $1",
    [id]
  )
  await desk().post(`/actions/${action.id}/retry`)
  await until("the acceptance shows", async () => (await rowOf(accepted.external_id)).state === "ready")
  await until(
    "the acceptance is announced",
    async () => "acceptance_announced" in ((await rowOf(accepted.external_id)).marks ?? {})
  )
  held = await reservationsOf(accepted.external_id)
  expect(held).toHaveLength(1)

  life.cancelFirstItem(market.sandbox, completed.external_id)
  await pull(market.app, connected)

  await sql("update marketplace_order set ship_by = now() + interval '2 hours' where external_id = $1", [
    late.external_id,
  ])
  await notifyDeadlines(market.app.container)

  for (const { external_id } of [acknowledged, shown]) {
    const { order_id } = await rowOf(external_id)
    await cancelOrderWorkflow(market.app.container).run({ input: { order_id } })
    await until("the cancellation shows", async () =>
      (await rowOf(external_id)).problem_code === "canceled_in_store" ? true : null
    )
  }
  await desk().post("/orders/acknowledge", {
    ids: [(await rowOf(acknowledged.external_id)).id],
    reason: "seen",
  })
}

/** As 0.1.0 leaves it between an edit and its consequences: of one order it was confirmed, of the other not. */
async function interruptEdits(): Promise<void> {
  const orders = market.app.container.resolve(Modules.ORDER)
  const begin = (external_id: string, id: string) =>
    sql(
      `update marketplace_order
          set reserved_ids = reserved_ids || jsonb_build_object('order_edit', $1::text), applied_hash = ''
        where external_id = $2`,
      [JSON.stringify({ ...EDIT, id, lines: [], reservations: [] }), external_id]
    )
  const { order_id } = await rowOf(completed.external_id)
  const [confirmed] = await orders.listOrderChanges({ order_id, status: "confirmed" })
  await sql("delete from order_transaction where order_id = $1 and reference = 'refund'", [order_id])
  await begin(completed.external_id, confirmed.id)
  const open = await orders.createOrderChange({
    order_id: (await rowOf(undone.external_id)).order_id,
    change_type: "edit",
  })
  change_id = open.id
  await begin(undone.external_id, change_id)
}

beforeAll(async () => {
  market = await startMarketStore()
  connected = await connect(market.app, market.sandbox, cdiscount)
  await sell()
  await backTo01()
  await interruptEdits()
  await invent()
  before = await everything()
  await migrate(market.database.url)
})
afterAll(() => market?.stop())

describe("a database of 0.1.0 after the migration to 0.2.0", () => {
  it("has every order's marks, and its reserved ids as they were", async () => {
    const after = await sql(
      "select id, state, reserved_ids, marks from marketplace_order where id like 'mpord_invented%' order by id"
    )
    expect(after).toEqual(
      INVENTED.map(({ id, state, reserved_ids, marks }) => ({ id, state, reserved_ids, marks }))
    )
    expect((await everything()).orders.map((row) => ({ ...row, problem_code: null }))).toEqual(
      before.orders.map((row) => ({ ...row, problem_code: null }))
    )
  })

  it.each(RESPELLED)(
    "spells %s as %s wherever it is stored, and leaves what people wrote",
    async (old, code) => {
      const at = (text: string, id: string) => sql(text, [id])
      expect(await at("select problem_code from marketplace_order where id = $1", `mpord_${old}`)).toEqual([
        { problem_code: code },
      ])
      expect(await at("select problem_code from marketplace_action where id = $1", `mpact_${old}`)).toEqual([
        { problem_code: code },
      ])
      expect(
        await at(
          "select data from marketplace_history_entry where starts_with(id, $1) order by id",
          `mphist_${old}`
        )
      ).toEqual([
        { data: { code, params: { count: 1 }, reason: `It said ${old}` } },
        { data: { from: code, reason: null } },
      ])
      expect(await at("select idempotency_key, data from notification where id = $1", `noti_${old}`)).toEqual(
        [
          {
            idempotency_key: `marketplace:order:mpcon_invented:${code}:2026-11-29:mpord_1:123`,
            data: { code, link: `/app/marketplaces/orders?problem=${code}&connection_id=mpcon_invented` },
          },
        ]
      )
    }
  )

  it("has reports whose differences are fixed or not", async () => {
    const reports = await sql(
      "select completeness from marketplace_connection where id like 'mpcon_invented%' order by id"
    )
    expect(reports.map(({ completeness }) => completeness)).toEqual([
      {
        ...REPORT,
        differences: [
          { external_id: "A", reason: "missing", fixed: true },
          { external_id: "B", reason: "closed_there", fixed: false },
        ],
      },
      { ...REPORT, differences: [] },
      null,
    ])
  })

  it("has deadlines that were notified and are not notified again", async () => {
    const { id } = await rowOf(late.external_id)
    await sql("delete from notification where idempotency_key like 'marketplace:deadline%'")
    await notifyDeadlines(market.app.container)
    const notified = () =>
      sql("select 1 from notification where idempotency_key like $1", [`marketplace:deadline:${id}:%`])
    expect(await notified()).toEqual([])
    await sql("update marketplace_order set ship_by = now() - interval '1 hour' where id = $1", [id])
    await notifyDeadlines(market.app.container)
    expect(await notified()).toHaveLength(1)
  })

  it("has an accepted order whose stock is found, whose acceptance is announced once, and that is imported", async () => {
    const { id } = await rowOf(accepted.external_id)
    expect(await marketplaceOf(market.app.container).orders.markAcceptanceAnnounced(id)).toBe(false)
    await pullAll(market, connected)
    expect((await rowOf(accepted.external_id)).state).toBe("imported")
    expect(await reservationsOf(accepted.external_id)).toEqual(held)
  })

  it("has order edits that go on: the confirmed one is completed, the other is taken back", async () => {
    await pull(market.app, connected)
    for (const { external_id } of [completed, undone]) {
      expect((await rowOf(external_id)).marks).not.toHaveProperty("order_edit")
    }
    const { order_id } = await rowOf(completed.external_id)
    const [{ amount }] = await sql<{ amount: string }>(
      "select sum(amount) as amount from order_transaction where order_id = $1 and deleted_at is null",
      [order_id]
    )
    const left = completed.lines.slice(1).reduce((sum, line) => sum + lineCents(line), 0)
    expect(Math.round(Number(amount) * 100)).toBe(left)
    const [change] = await market.app.container.resolve(Modules.ORDER).listOrderChanges({ id: change_id })
    expect(change.status).toBe("canceled")
  })

  it("does not show again what a person has taken note of, and keeps showing the rest", async () => {
    await sql("update marketplace_order set applied_hash = null where external_id = any($1)", [
      [acknowledged.external_id, shown.external_id],
    ])
    expect((await rowOf(shown.external_id)).problem_code).toBe("canceled_in_store")
    await pull(market.app, connected)
    expect((await rowOf(acknowledged.external_id)).problem_code).toBeNull()
    expect((await rowOf(shown.external_id)).problem_code).toBe("canceled_in_store")
  })

  it("is that of 0.1.0 again when the migration is taken back, with what was marked since", async () => {
    const after = invented(await everything())
    const [{ id }] = INVENTED
    await sql(
      `update marketplace_order set marks = '{"deadline_notified": "202612010000missed"}' where id = $1`,
      [id]
    )
    await runQueries(To02, "down")
    const back = invented(await everything())
    const others = (rows: Row[]) => rows.filter((row) => row.id !== id)
    expect({ ...back, orders: others(back.orders) }).toEqual({
      ...invented(before),
      orders: others(invented(before).orders),
    })
    expect(back.orders.find((row) => row.id === id)).toMatchObject({
      reserved_ids: { deadline_told: "202612010000missed" },
    })
    await sql("update marketplace_order set reserved_ids = null where id = $1", [id])
    await runQueries(To02, "up")
    expect(invented(await everything())).toEqual(after)
  })
})
