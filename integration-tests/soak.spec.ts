import type { FaultInput } from "../sandbox/faults"
import type { ExpectedOrder } from "../sandbox/expected"
import { Random } from "../sandbox/random"
import { againAfterDeadlock } from "../src/modules/marketplace/stores/database"
import { sendMarketplaceActionsWorkflow } from "../src/workflows/send-actions"
import { workOffers } from "./helpers/child-commands"
import { LIFE_CASES } from "./helpers/life-cases"
import { type Connected, countPending } from "./helpers/market-store"
import { marketTest } from "./helpers/market-test"
import { MARKETPLACES } from "./helpers/marketplace-cases"
import { GOODS, offersTest, QUICK } from "./helpers/offers"
import { colissimoNumber, shipOrder } from "./helpers/ship-order"
import type { ChildApp } from "./helpers/start-child-app"
import { until } from "./helpers/until"

const ORDERS = Number(process.env.SOAK_ORDERS ?? 200)
const SEED = Number(process.env.SOAK_SEED ?? 1)
const ROUNDS = Math.max(4, Math.round(ORDERS / 100))
const STOCK = 1000
const SETTLING_MS = 240_000
/** Articles of which so few are left that buyers of all marketplaces want the same units. */
const SCARCE = GOODS.slice(-3).map(({ sku }) => sku)
const LAST_UNITS = 3
/** The long form alone: each look at what is shown takes as long as a real one. */
const HAS_FIGHT = process.env.SOAK_ORDERS !== undefined
/** Two sales so close that no one could have lowered the other number: the orders are read at once here. */
const EXCUSED_MS = 10_000
const COMMANDS = "integration-tests/helpers/child-commands.ts"

/** `npm run soak -- --redis`: this process only serves, and the other two work. */
const IS_CLUSTER = Boolean(process.env.REDIS_URL)

const store = marketTest({
  seconds: 600 + ORDERS * 2,
  env: IS_CLUSTER ? { MEDUSA_WORKER_MODE: "server", MEDUSA_FF_CACHING: "true" } : { LOCKING: "postgres" },
})

const offers = offersTest(store)

const FAULTS: FaultInput["kind"][] = [
  "reset",
  "server_error",
  "unavailable",
  "truncated_body",
  "html",
  "status",
]

/**
 * Orders in bursts, two processes and a third that is killed and started again, faults of every kind, cancellations and
 * parcels, sales in the shop and of what the marketplaces show, edits of the stock, all by one seed. In the end the sandbox's
 * own records and the stock say whether all went right, and every offer there shows the store's stock.
 */
describe(`A soak of ${ORDERS} orders (seed ${SEED})`, () => {
  const random = new Random(SEED)
  let connections: Connected[]
  let child: ChildApp
  /** The worker that is never killed. */
  let steady: ChildApp
  const orders: { order: ExpectedOrder; connected: Connected }[] = []
  const canceled = new Set<string>()
  const shipped = new Set<string>()

  const ids = () => connections.map(({ id }) => id)

  const startWorker = () => store.startChild(IS_CLUSTER ? { MEDUSA_WORKER_MODE: "worker" } : {})

  const pullHere = () =>
    IS_CLUSTER
      ? steady.run(COMMANDS, "pullConnections", ids()).catch(() => undefined)
      : Promise.allSettled(ids().map((id) => store.pull({ id })))

  beforeAll(async () => {
    child = await startWorker()
    if (IS_CLUSTER) steady = await startWorker()
    connections = await Promise.all(
      MARKETPLACES.map((market) => store.connect(market, { settings: { [market.id]: QUICK[market.id] } }))
    )
    for (const { market, account } of connections)
      store.sandbox.control[market.id].offers.put({
        offers: GOODS.map(({ sku }) => ({ sku, account, quantity: 2 * STOCK })),
      })
    await pullHere()
    for (const connected of connections) await offers.switchOffers(connected, { stock: true })
  })

  /** Units that came in, went out, or were sold in the shop. */
  const edited = new Map<string, number>()

  async function editStock(count: number): Promise<void> {
    for (let edit = 0; edit < count; edit++) {
      const { sku } = random.pick([...GOODS])
      const change = random.chance(0.5) ? -1 : random.int(-40, 40)
      edited.set(sku, (edited.get(sku) ?? 0) + change)
      await offers.setStock(sku, ((await stock())[sku]?.stocked ?? 0) + change)
    }
  }

  /** Buyers buy what the marketplaces show. */
  function buySome(count: number): void {
    for (const connected of connections) {
      for (let buyer = 0; buyer < count; buyer++)
        buy(connected, random.pick([...GOODS]).sku, random.int(1, 2))
    }
  }

  /** What buyers bought of what was shown, in that order. */
  const sales: { sku: string; marketplace: string; units: number; at: number }[] = []

  /** Returns the units that a marketplace sold: none where it shows too few. */
  function buy(connected: Connected, sku: string, quantity: number): number {
    const { market, account } = connected
    const control = store.sandbox.control[market.id]
    const bought = control.offers.buy({ sku, account, quantity, to_accept: false })
    const order = control.expected().find(({ external_id }) => external_id === bought?.external_id)
    if (!bought || !order) return 0
    orders.push({ order, connected })
    sales.push({ sku, marketplace: market.id, units: quantity, at: Date.now() })
    return quantity
  }

  /** No more than the last units of some articles are left. */
  async function makeScarce(): Promise<void> {
    const levels = await stock()
    for (const sku of SCARCE) {
      const left = levels[sku].reserved + LAST_UNITS
      edited.set(sku, (edited.get(sku) ?? 0) + left - levels[sku].stocked)
      await offers.setStock(sku, left)
    }
  }

  const untilShown = () =>
    until(
      "every marketplace shows what is left",
      async () => {
        await letTimePass()
        await pullHere()
        await offersHere()
        return (await astrayOffers()).length === 0
      },
      120
    )

  /** A buyer of each marketplace wants one unit of each, in the same moment. Returns how many of each were sold. */
  const buyOneEach = () =>
    SCARCE.map((sku) => connections.reduce((sold, connected) => sold + buy(connected, sku, 1), 0))

  /** Of three units one is left after the first two. Each marketplace shows it, so two buyers of the same moment may get it; none after them does. */
  async function fightForTheLast(): Promise<void> {
    await makeScarce()
    const everyone = SCARCE.map(() => connections.length)
    await untilShown()
    const before = sales.length
    expect(buyOneEach()).toEqual(everyone)
    await untilShown()
    expect(buyOneEach()).toEqual(everyone)
    await settle()
    expect(buyOneEach()).toEqual(SCARCE.map(() => 0))
    const oversold = oversoldUnits(sales.slice(before))
    // One of each, no more, and each with the sale that took the unit in the same moment.
    for (const { sku, at, taken_at, marketplace, taken_on } of oversold)
      console.info(
        `oversold: ${sku} on ${marketplace} at ${iso(at)}, the last one on ${taken_on} at ${iso(taken_at)}`
      )
    expect(oversold.map(({ sku }) => sku).sort()).toEqual([...SCARCE].sort())
    expect(oversold.filter(({ at, taken_at }) => at - taken_at > EXCUSED_MS)).toEqual([])
  }

  const iso = (at: number) => new Date(at).toISOString()

  /** Units that were sold of more than there were, each with the sale that took the last one. */
  const oversoldUnits = (fight: typeof sales) =>
    SCARCE.flatMap((sku) => {
      const sold = fight.filter((sale) => sale.sku === sku)
      const last = sold[LAST_UNITS - 1]
      return sold.slice(LAST_UNITS).map((sale) => ({
        ...sale,
        taken_at: last.at,
        taken_on: last.marketplace,
      }))
    })

  const isSending = async () =>
    (await store.sql("select id from marketplace_offer_batch where state = 'sending' limit 1")).length > 0
  const offersHere = () =>
    IS_CLUSTER
      ? steady.run(COMMANDS, "workOffers", ids()).catch(() => undefined)
      : workOffers(store.app, ids()).catch(() => undefined)
  const offersElsewhere = () => child.run(COMMANDS, "workOffers", ids()).catch(() => undefined)

  /** What the clock would do between two runs: pauses, leases, claims and waits for an outcome end. */
  async function letTimePass(): Promise<void> {
    // Like the plugin, it changes many rows in an order of its own.
    const write = (sql: string) => againAfterDeadlock(() => store.sql(sql))
    await write(
      `update marketplace_connection set blocked_until = null, pull_lease_until = null, send_lease_until = null`
    )
    await write("update marketplace_connection set offers_lease_until = null")
    await write("update marketplace_offer set claimed_until = null, next_attempt_at = null")
    await write(
      `update marketplace_offer_batch set created_at = created_at - interval '1 hour',
              next_attempt_at = case when state in ('sending', 'sent') then now() end`
    )
    await write(
      "update marketplace_order set claimed_until = null, next_attempt_at = null where state <> 'waiting'"
    )
    await write(
      `update marketplace_action set claimed_until = null, next_attempt_at = now(),
              unsettled_since = unsettled_since - interval '1 hour', sent_at = sent_at - interval '1 hour'
        where state in ('pending', 'retrying', 'sending', 'sent')`
    )
  }

  function addFaults(): void {
    for (const { market, account } of connections) {
      const fault = { marketplace: market.id, account, kind: random.pick(FAULTS), times: random.int(1, 3) }
      store.sandbox.control.addFault({ ...fault, skip: random.int(0, 5) })
      store.sandbox.control.addFault({
        ...fault,
        endpoint: market.endpoint.ship,
        times: 1,
        after_effect: random.chance(0.5),
      })
    }
  }

  async function imported(): Promise<{ external_id: string; order_id: string }[]> {
    return store.sql(
      "select external_id, order_id from marketplace_order where state = 'imported' order by external_id"
    )
  }

  async function shipSome(count: number): Promise<void> {
    const open = (await imported()).filter(
      ({ external_id }) => !canceled.has(external_id) && !shipped.has(external_id)
    )
    for (let i = 0; i < count && open.length; i++) {
      const [{ external_id, order_id }] = open.splice(random.int(0, open.length - 1), 1)
      shipped.add(external_id)
      await shipOrder(store.app, order_id, colissimoNumber())
    }
  }

  function cancelSome(): void {
    for (const connected of connections) {
      const own = orders.filter(
        ({ order, connected: of }) =>
          of === connected && !shipped.has(order.external_id ?? "") && !canceled.has(order.external_id ?? "")
      )
      if (!own.length) continue
      const { external_id } = random.pick(own).order
      canceled.add(external_id ?? "")
      LIFE_CASES[connected.market.id].cancel(store.sandbox, external_id ?? "")
    }
  }

  const send = () =>
    IS_CLUSTER
      ? steady.run(COMMANDS, "sendConnections", ids())
      : Promise.all(
          ids().map((connection_id) =>
            sendMarketplaceActionsWorkflow(store.app.container).run({ input: { connection_id } })
          )
        )

  /** Until nothing is on its way any more: no order, no action, no offer. */
  async function settle(): Promise<void> {
    // What was written in the last minute is looked at again each time: rounds alone would be over too soon.
    const enough = Date.now() + SETTLING_MS
    for (let rounds = 0; rounds < 30 || Date.now() < enough; rounds++) {
      await letTimePass()
      await Promise.all([child.run(COMMANDS, "pullConnections", ids()), pullHere()])
      await send()
      const pending = await Promise.all(
        connections.map((connected) => countPending(store.database, connected))
      )
      const [{ count }] = await store.sql<{ count: number }>(
        "select count(*)::int from marketplace_action where state not in ('confirmed', 'skipped')"
      )
      await Promise.all([offersHere(), offersElsewhere()])
      const shown = (await astrayOffers()).length
      if (rounds > 1 && count + shown === 0 && pending.every((waiting) => waiting === 0)) break
    }
  }

  it("ends with nothing missing, nothing doubled and the stock exactly right", async () => {
    const each = Math.ceil(ORDERS / ROUNDS / connections.length)
    for (let round = 0; round < ROUNDS; round++) {
      for (const connected of connections) {
        const seeded = store.seedOrders(connected, {
          count: each,
          kinds: ["plain", "multi_line", "free_shipping"],
        })
        orders.push(...seeded.map((order) => ({ order, connected })))
      }
      addFaults()
      if (round > 0) cancelSome()
      const elsewhere = child.run(COMMANDS, "pullConnections", ids()).catch(() => undefined)
      const here = pullHere()
      if (round % 4 === 1) {
        await until("the other process is at work", async () => (await imported()).length > 0)
        await child.kill()
        child = await startWorker()
      }
      await Promise.all([elsewhere, here])
      await editStock(3)
      buySome(2)
      const sending = offersElsewhere()
      // In the long form the other process is killed while it sends, too.
      if (ROUNDS > 4 && round % 4 === 3) {
        await Promise.race([sending, until("a batch is sent", isSending).catch(() => undefined)])
        await child.kill()
        child = await startWorker()
      }
      await Promise.all([offersHere(), sending])
      await shipSome(Math.ceil(each / 2))
      await letTimePass()
    }

    store.sandbox.control.removeFaults()
    await settle()

    for (const { id } of connections) {
      const path = `/admin/marketplaces/connections/${id}/completeness`
      // The first comparison fixes, the second finds nothing; one that takes more than 10 seconds ends in the background.
      for (let comparison = 0; comparison < 2; comparison++) {
        const asked = new Date().toISOString()
        await store.app.api("GET", `${path}?refresh=true`)
        await until(
          "the comparison has ended",
          async () => {
            const { body } = await store.app.api<{ checked_at: string | null }>("GET", path)
            return (body.checked_at ?? "") > asked
          },
          300
        )
      }
      const { body } = await store.app.api<Record<string, unknown>>("GET", path)
      expect(body).toMatchObject({ missing: [], differences: [], unreadable: [], held: 0 })
    }
    // What the comparison found is sold, too.
    await settle()
    if (HAS_FIGHT) await fightForTheLast()
    expect(await astray()).toEqual([])
    expect(await rows()).toEqual(expectedRows())
    expect(ledger()).toEqual(expectedLedger())
    expect(await stock()).toEqual(expectedStock())
    expect(await astrayOffers()).toEqual([])
  })

  /** Offers that show another quantity than the store has, or of which it is not known, with what was sent of them. */
  async function astrayOffers() {
    const levels = expectedStock()
    const rows = await store.sql<{
      connection_id: string
      external_sku: string
      confirmed: number | null
      is_dirty: boolean
    }>(
      `select connection_id, external_sku, stock_confirmed as confirmed, stock_mark > stock_cleared as is_dirty,
              stock_problem_code as problem, stock_sent as sent, next_attempt_at from marketplace_offer`
    )
    return connections.flatMap((connected) =>
      GOODS.flatMap(({ sku }) => {
        const should_be = Math.max(0, levels[sku].stocked - levels[sku].reserved)
        const shown = offers.there(connected, sku).quantity
        const row = rows.find((one) => one.connection_id === connected.id && one.external_sku === sku)
        const isRight = shown === should_be && row?.confirmed === should_be && !row.is_dirty
        return isRight ? [] : { marketplace: connected.market.id, sku, should_be, shown, row }
      })
    )
  }

  const byId = (a: { external_id: string }, b: { external_id: string }) =>
    a.external_id < b.external_id ? -1 : 1

  /** Every order once; one that was canceled before its import is never in the store. */
  async function rows() {
    const found = await store.sql<{ external_id: string; state: string; orders: number }>(
      `select m.external_id, m.state, (select count(*)::int from "order" o
          where o.metadata ->> 'external_id' = m.external_id and o.status <> 'canceled') as orders
         from marketplace_order m`
    )
    return found.sort(byId)
  }
  const expectedRows = () =>
    orders
      .map(({ order: { external_id } }) => {
        const id = external_id ?? ""
        const state = canceled.has(id) ? "canceled" : shipped.has(id) ? "shipped" : "imported"
        return { external_id: id, state, orders: canceled.has(id) ? 0 : 1 }
      })
      .sort(byId)

  /** Orders that are not where they should be, with what has become of their actions. */
  async function astray() {
    const should = new Map(expectedRows().map(({ external_id, state }) => [external_id, state]))
    const found = (await rows()).filter(({ external_id, state }) => should.get(external_id) !== state)
    const actions = await store.sql<{ external_id: string }>(
      `select o.external_id, a.type, a.state, a.problem_code, a.params, a.sent_at, a.confirmed_at, a.created_at,
              o.external_status, o.applied_hash = o.snapshot_hash as is_applied, o.problem_code as order_problem,
              (select jsonb_agg(t.calls order by t.since) from (
                 select outcome || coalesce(' ' || status, '') || coalesce(': ' || message, '') || ' × ' || count(*)
                          as calls, min(at) as since
                   from marketplace_action_attempt where action_id = a.id
                  group by outcome, status, message) t) as attempts
         from marketplace_order o left join marketplace_action a on a.marketplace_order_id = o.id
        where o.external_id = any($1)`,
      [found.map(({ external_id }) => external_id)]
    )
    return found.map((row) => ({
      ...row,
      should_be: should.get(row.external_id),
      actions: actions.filter(({ external_id }) => external_id === row.external_id),
      ledger: orders
        .filter(({ order }) => order.external_id === row.external_id)
        .map(({ connected }) => connected.market.ledger(store.sandbox, row.external_id)),
    }))
  }

  /** What the marketplaces themselves have received. */
  const ledger = () =>
    orders
      .map(({ order: { external_id }, connected }) => ({
        external_id: external_id ?? "",
        shipped: connected.market.ledger(store.sandbox, external_id ?? "").shipments > 0,
        duplicates: connected.market.ledger(store.sandbox, external_id ?? "").duplicates,
      }))
      .sort(byId)
  const expectedLedger = () =>
    orders
      .map(({ order: { external_id } }) => ({
        external_id: external_id ?? "",
        shipped: shipped.has(external_id ?? ""),
        duplicates: 0,
      }))
      .sort(byId)

  async function stock() {
    const levels = await store.sql<{
      sku: string
      stocked: number
      reserved: number
      counted: number
    }>(
      `select i.sku, l.stocked_quantity::int as stocked, l.reserved_quantity::int as reserved,
              (select coalesce(sum(r.quantity), 0)::int from reservation_item r
                where r.inventory_item_id = i.id and r.deleted_at is null) as counted
         from inventory_item i join inventory_level l on l.inventory_item_id = i.id order by i.sku`
    )
    return Object.fromEntries(levels.map(({ sku, ...level }) => [sku, level]))
  }

  function expectedStock() {
    const levels = new Map(
      store.store.variants.map(({ sku }) => [
        sku,
        { stocked: STOCK + (edited.get(sku) ?? 0), reserved: 0, counted: 0 },
      ])
    )
    for (const { order } of orders) {
      const id = order.external_id ?? ""
      if (canceled.has(id)) continue
      for (const { sku, quantity } of order.lines.filter((line) => line.is_owed)) {
        const level = levels.get(sku)
        if (!level) continue
        if (shipped.has(id)) level.stocked -= quantity
        else {
          level.reserved += quantity
          level.counted += quantity
        }
      }
    }
    return Object.fromEntries(levels)
  }
})
