import { Modules } from "@medusajs/framework/utils"
import { DEFAULT_CATALOG } from "../sandbox/catalog"
import { changeWalks } from "./helpers/change-walks"
import { connectionWalks } from "./helpers/connection-walks"
import { ELSEWHERE, specHas } from "./helpers/walked-elsewhere"
import { PROBLEM_CODES, type ProblemCode, PROBLEMS } from "../src/orders/problems"
import type { Connected } from "./helpers/market-store"
import { marketTest } from "./helpers/market-test"
import type { ShownProblem } from "./helpers/marketplace-api"
import { MARKETPLACES } from "./helpers/marketplace-cases"
import { LIFE_CASES } from "./helpers/life-cases"
import { colissimoNumber, itemsOf } from "./helpers/ship-order"
import { setStock } from "./helpers/stock"
import { until } from "./helpers/until"
import { label } from "./helpers/warehouse"

const store = marketTest({ seconds: 180 })
const [cdiscount] = MARKETPLACES
const life = LIFE_CASES.cdiscount
const ARTICLE = DEFAULT_CATALOG[0]
const reason = "Looked at"

let connected: Connected
beforeAll(async () => {
  connected = await store.connect(cdiscount)
  await store.sql("update marketplace_connection set blocked_until = now() + interval '1 day'")
})

type Row = { id: string; order_id: string; external_id: string; state: string; problem: ShownProblem | null }
type Subject = { code: ProblemCode; row: Row; action_id: string; fulfillment_id: string }

async function seeded(
  kind: string,
  settings: object | null = null,
  before: (external_id: string) => void = () => undefined
): Promise<Row> {
  const { stock_location_id, sales_channel_id, region_id } = store.store
  const place = { stock_location_ids: [stock_location_id], sales_channel_id, region_id }
  const where = settings ? await store.connect(cdiscount, { settings: settings as never, place }) : connected
  const request = { count: 1, kinds: [kind], catalog: [ARTICLE] }
  const [order] = store.seedNow(where, request)
  before(order.external_id ?? "")
  await store.pullAll(where)
  return store.desk.orderOf<Row>(order.external_id)
}
const again = ({ external_id }: Row) => store.desk.orderOf<Row>(external_id)
const admin = async (path: string, body: object = {}) => {
  const { status, body: answer } = await store.app.api<{ message?: string }>("POST", `/admin${path}`, body)
  return { status, message: answer.message ?? "" }
}
/** Follows a step: where it is refused, the test says why. */
async function follow(path: string, body: object = {}): Promise<void> {
  const { status, message } = await admin(path, body)
  expect([path, status < 300 ? "" : message]).toEqual([path, ""])
}
const ours = (path: string, body: object = {}) => follow(`/marketplaces${path}`, body)
const ofConnection = (body: object) => ours(`/connections/${connected.id}`, body)

/** Shows a problem on what it is about. */
const shown = (code: ProblemCode, id: string) =>
  store.sql(
    "update marketplace_order set problem_code = $1, problem_params = '{}', problem_since = now() where id = $2",
    [code, id]
  )

type Walk = (subject: Subject) => Promise<unknown>
/** Followed as written, the step ends the problem; another one may be next. */
const isOver = (code: ProblemCode, shows: () => Promise<string | null>) =>
  until(`${code} is over`, async () => (await shows()) !== code)
const codeOf =
  (table: "marketplace_order" | "marketplace_action", id: string) => async (): Promise<string | null> =>
    (
      await store.sql<{ code: string | null }>(`select problem_code as code from ${table} where id = $1`, [
        id,
      ])
    )[0].code
const onHeld =
  (walk: Walk, kind = "unknown_sku"): ((code: ProblemCode) => Promise<void>) =>
  async (code) => {
    const row = await seeded(kind)
    await shown(code, row.id)
    await walk({ code, row, action_id: "", fulfillment_id: "" })
    await isOver(code, codeOf("marketplace_order", row.id))
  }
const onImported =
  (walk: Walk) =>
  async (code: ProblemCode): Promise<void> => {
    const row = await seeded("plain")
    await shown(code, row.id)
    await walk({ code, row, action_id: "", fulfillment_id: "" })
    await isOver(code, codeOf("marketplace_order", row.id))
  }
const onShipment =
  (walk: Walk) =>
  async (code: ProblemCode): Promise<void> => {
    const row = await seeded("plain")
    const fulfillment_id = await store.hands.pack(row.order_id)
    const items = await itemsOf(store.app, row.order_id)
    await store.hands.ship(row.order_id, fulfillment_id, items, [label(colissimoNumber())])
    const action = await until("the shipment is planned", async () => {
      const [found] = await store.sql<{ id: string }>(
        "select id from marketplace_action where fulfillment_id = $1",
        [fulfillment_id]
      )
      return found ?? null
    })
    await store.sql(
      "update marketplace_action set state = 'needs_attention', problem_code = $1, problem_params = '{}' where id = $2",
      [code, action.id]
    )
    await walk({ code, row, action_id: action.id, fulfillment_id })
    await isOver(code, codeOf("marketplace_action", action.id))
  }
const retried = onHeld(({ row }) => ours(`/orders/${row.id}/retry`))
const mapped = onHeld(async ({ row }) => {
  const [{ sku }] = (await store.desk.orderOf<{ lines: { sku: string }[] }>(row.external_id)).lines
  const { variant_id } = store.store.variants[0]
  await ours("/listings", { connection_id: connected.id, external_sku: sku, variant_id })
})
const decided = onHeld(({ row }) => ours(`/orders/${row.id}/accept`), "to_accept")
const savedAgain = onHeld(() => ofConnection({ name: `Cdiscount ${Date.now()}` }))
const addressed = onHeld(({ row }) => ours(`/orders/${row.id}/address`, { address: { city: "Paris" } }))
const stocked = onHeld(({ row }) => {
  const item = store.store.variants.find(({ sku }) => sku === ARTICLE.sku)?.inventory_item_id
  const level = `/inventory-items/${item}/location-levels/${store.store.stock_location_id}`
  return follow(level, { stocked_quantity: 1000 }).then(() => ours(`/orders/${row.id}/retry`))
})
const placed = onHeld(() =>
  ofConnection({
    destinations: [
      {
        countries: ["be"],
        region_id: store.store.region_id,
        sales_channel_id: store.store.sales_channel_id,
        stock_location_ids: [store.store.stock_location_id],
      },
    ],
  }).then(() => ofConnection({ destinations: [] }))
)
const retriedAction = onShipment(async ({ action_id }) => {
  await ours(`/actions/${action_id}/retry`)
  await store.sql("update marketplace_action set state = 'needs_attention' where id = $1", [action_id])
  await ours(`/actions/${action_id}/mark-done`, { reason })
})
const given = (body: object) =>
  onShipment(({ row, fulfillment_id }) => ours(`/orders/${row.id}/shipments/${fulfillment_id}`, body))
const numbered = given({ carrier: "colissimo", tracking_number: colissimoNumber() })

/** Short at its location by what was sold: packed at once, or not yet. */
async function soldShort(settings: object = {}): Promise<Row> {
  const { reserved } = await stockOf()
  await setStock(store, ARTICLE.sku, reserved)
  const row = await seeded("plain", settings)
  expect(row.problem?.code).toBe("oversold")
  return row
}
async function stockOf(): Promise<{ reserved: number }> {
  const inventory_item_id = store.store.variants.find(({ sku }) => sku === ARTICLE.sku)?.inventory_item_id
  const [level] = await store.app.container
    .resolve(Modules.INVENTORY)
    .listInventoryLevels({ inventory_item_id, location_id: store.store.stock_location_id })
  return { reserved: Number(level.reserved_quantity) }
}
const restock = () => setStock(store, ARTICLE.sku, 1000)
const lookAgain = async (row: Row) => {
  const [{ connection_id }] = await store.sql<{ connection_id: string }>(
    "select connection_id from marketplace_order where id = $1",
    [row.id]
  )
  await store.pull({ id: connection_id })
  return again(row)
}

/** A date of the order that comes near or is missed, and what is to be done until then. */
const due =
  (
    date: "accept_by" | "ship_by",
    when: string,
    fix: (row: Row) => Promise<unknown>,
    before: (external_id: string) => void = () => undefined
  ) =>
  async (code: ProblemCode): Promise<void> => {
    const row = await seeded(date === "accept_by" ? "to_accept" : "plain", {}, before)
    const stood = row.state
    await store.sql(`update marketplace_order set ${date} = now() + $2::interval where id = $1`, [
      row.id,
      when,
    ])
    const deadlineOf = async (of: Row) =>
      (await store.desk.orderOf<{ deadline: ShownProblem | null }>(of.external_id)).deadline?.code ?? null
    expect(await deadlineOf(row)).toBe(code)
    await fix(row)
    await until(`${code} is over`, async () => {
      store.sandbox.control.time({ advance_minutes: 1 })
      return (await lookAgain(row)).state !== stood && (await deadlineOf(row)) !== code
    })
  }
const accepted = (row: Row) => ours(`/orders/${row.id}/accept`)
const canceledThere = (row: Row) => Promise.resolve(life.cancel(store.sandbox, row.external_id))
/** The marketplace keeps it back; asked, it lets it be shipped, and says until when. */
const setThere = (external_id: string, status: string, more: object = {}) => {
  const { lines } = store.sandbox.control.cdiscount.order({ external_id }).wire as { lines: object[] }
  const patch = { status, ...more, lines: lines.map((line) => ({ ...line, status })) }
  store.sandbox.control.cdiscount.modify({ external_id, patch })
}
const keptBack = (external_id: string) => setThere(external_id, "Accepted")
const releasedThere = ({ external_id }: Row) => {
  const shippedAtMax = new Date(Date.now() + 5 * 24 * 3_600_000).toISOString()
  return Promise.resolve(setThere(external_id, "InPreparation", { shippedAtMax }))
}
const shippedNow = async (row: Row) => {
  const id = await store.hands.pack(row.order_id)
  const items = await itemsOf(store.app, row.order_id)
  await store.hands.ship(row.order_id, id, items, [label(colissimoNumber())])
}

const WALKS: Partial<Record<ProblemCode, (code: ProblemCode) => Promise<void>>> = {
  ...changeWalks(store),
  ...connectionWalks(store),
  unreadable_order: retried,
  unreadable_part: retried,
  rejected_by_hook: retried,
  import_failed: retried,
  cancellation_reverted: retried,
  unknown_sku: mapped,
  ambiguous_ean: mapped,
  variant_deleted: mapped,
  missing_inventory_level: stocked,
  out_of_stock: stocked,
  no_shipping_profile: onHeld(async ({ row }) => {
    const { product_id, profile } = await productOf()
    await follow(`/products/${product_id}`, { shipping_profile_id: profile })
    await ours(`/orders/${row.id}/retry`)
  }),
  no_shipping_option: savedAgain,
  mixed_marketplace_connections: onHeld(({ row }) => ours(`/orders/${row.id}/ignore`, { reason })),
  store_setup_missing: savedAgain,
  too_many_lines: onHeld(({ row }) => ours(`/orders/${row.id}/ignore`, { reason })),
  currency_mismatch: placed,
  country_not_in_region: placed,
  missing_address: addressed,
  several_addresses: addressed,
  total_mismatch: onHeld(({ row }) => ours(`/orders/${row.id}/retry`, { accept_total: true, reason })),
  price_guard: decided,
  not_accepted_automatically: decided,
  deadline_accept_risk: due("accept_by", "1 hour", accepted),
  deadline_accept_missed: due("accept_by", "-1 minute", canceledThere),
  deadline_ship_risk: due("ship_by", "1 hour", shippedNow),
  overdue_shipment: due("ship_by", "-1 minute", shippedNow),
  deadline_waiting_risk: due("ship_by", "1 hour", releasedThere, keptBack),
  deadline_waiting_missed: due("ship_by", "-1 minute", releasedThere, keptBack),
  mass_cancellation: onImported(({ row }) =>
    ours("/orders/cancellations", { ids: [row.id], decision: "discard", reason })
  ),
  canceled_in_store: async () => {
    const settings = { changes: { cancel_at_marketplace: "ask" }, cdiscount: { cancel_enabled: true } }
    const row = await seeded("plain", settings)
    await follow(`/orders/${row.order_id}/cancel`)
    const codeNow = async () => (await again(row)).problem?.code ?? null
    await until("it is shown", async () => (await codeNow()) === "canceled_in_store")
    const { cancellation_reasons } = await store.desk.get<{ cancellation_reasons: { code: string }[] }>(
      `/orders/${row.id}/cancellation-reasons`
    )
    await ours(`/orders/${row.id}/cancel`, { reason: cancellation_reasons[0].code })
    await until("the marketplace has it", async () => {
      const { problem, state } = await lookAgain(row)
      return problem === null && state === "canceled"
    })
  },
  oversold: async () => {
    const row = await soldShort()
    await restock()
    expect(await store.hands.pack(row.order_id)).toMatch(/^ful_/)
  },
  canceled_at_marketplace: async () => {
    const row = await seeded("plain", { changes: { cancel_in_store: "ask" } })
    life.cancel(store.sandbox, row.external_id)
    expect((await lookAgain(row)).problem?.code).toBe("canceled_at_marketplace")
    await follow(`/orders/${row.order_id}/cancel`)
    expect(await lookAgain(row)).toMatchObject({ state: "canceled", problem: null })
  },
  cancel_stop_parcel: async () => {
    const row = await soldShort({ changes: { cancel_in_store: "ask" } })
    const fulfillment = await store.hands.pack(row.order_id)
    life.cancel(store.sandbox, row.external_id)
    const { problem } = await lookAgain(row)
    expect(problem).toMatchObject({
      code: "cancel_stop_parcel",
      hint: expect.stringContaining("restock its items first"),
    })
    const cancel = `/orders/${row.order_id}/fulfillments/${fulfillment}/cancel`
    expect((await admin(cancel)).status).toBe(400)
    expect((await admin(`/orders/${row.order_id}/cancel`)).status).toBe(400)
    await restock()
    await follow(cancel)
    await follow(`/orders/${row.order_id}/cancel`)
    await until("the cancellation is known", async () => (await lookAgain(row)).state === "canceled")
    expect((await again(row)).problem).toBeNull()
  },
  labels_differ: onShipment(({ action_id }) => ours(`/actions/${action_id}/mark-done`, { reason })),
  may_not_be_shipped: retriedAction,
  refused_by_marketplace: retriedAction,
  too_many_attempts: retriedAction,
  shown_differently: retriedAction,
  order_gone: retriedAction,
  sent_not_confirmed: retriedAction,
  correction_not_shown: retriedAction,
  correction_not_supported: retriedAction,
  connection_gone: retriedAction,
  wrong_account: retriedAction,
  carrier_missing: numbered,
  carrier_unknown: numbered,
  carrier_sent_as_other: numbered,
  relay_carrier_mismatch: numbered,
  tracking_url_missing: given({ tracking_url: "https://tracking.example/6A1" }),
  tracking_number_missing: numbered,
  tracking_number_invalid: numbered,
  tracking_number_doubtful: numbered,
  untracked_not_allowed: numbered,
  tracking_number_unusual: given({ send_as_is: "6A10000000001" }),
  waiting_split: given({ send_now: true }),
  split_deadline: given({ send_now: true }),
}

async function productOf(): Promise<{ product_id: string; profile: string }> {
  const { variant_id } = store.store.variants[0]
  const { data } = await store.app.query.graph({
    entity: "variant",
    fields: ["product.id", "product.shipping_profile.id"],
    filters: { id: variant_id },
  })
  const { product } = data[0] as unknown as { product: { id: string; shipping_profile: { id: string } } }
  return { product_id: product.id, profile: product.shipping_profile.id }
}

const walked = PROBLEM_CODES.filter((code) => !ELSEWHERE[code])

describe("The next step of a problem", () => {
  it.each(walked)("%s: can be followed as written, and ends it", async (code) => {
    const walk = WALKS[code]
    if (!walk) throw new Error(`Say how the next step of ${code} is followed.`)
    await walk(code)
  })

  it("is followed here, in the spec that has its world, or outside the store, and nowhere twice", () => {
    expect(Object.keys(WALKS).filter((code) => code in ELSEWHERE)).toEqual([])
    const missing = Object.entries(ELSEWHERE).filter(([, there]) => "spec" in there && !specHas(there))
    expect(missing).toEqual([])
    const outside = Object.entries(ELSEWHERE).flatMap(([code, there]) => ("outside" in there ? [code] : []))
    expect(outside.filter((code) => PROBLEMS[code as ProblemCode].remedy !== null)).toEqual([])
  })
})
