import type { FaultInput } from "../sandbox/faults"
import type { ShownLabel } from "../src/api/admin/labels/types"
import { createHmac } from "node:crypto"
import { dispatchWork, settled, sweepAll } from "./helpers/jobs"
import { labelDesk } from "./helpers/label-desk"
import { LIFE_CASES } from "./helpers/life-cases"
import type { Connected } from "./helpers/market-store"
import { marketTest } from "./helpers/market-test"
import { MARKETPLACES } from "./helpers/marketplace-cases"
import { type Imported, parcels } from "./helpers/parcels"
import { until } from "./helpers/until"
import { label as typed } from "./helpers/warehouse"

const market = marketTest({ seconds: 180, env: { NOTIFICATION_CHANNELS: "feed" } })
const desk = labelDesk(market)
const { bought } = parcels(market)
const [cdiscount] = MARKETPLACES
const BUY = "POST /shipments/announce"

let connected: Connected
let account: Awaited<ReturnType<typeof desk.connect>>

/** A connection whose labels come from an account of its own, so that no test disturbs another. */
async function open(labels: Record<string, unknown> = {}): Promise<void> {
  account = await desk.connect({ labels })
  connected = await market.connect(cdiscount, {
    settings: { shipping: { label_account_id: account.id } },
  })
}
const fault = (change: Record<string, unknown>) =>
  market.sandbox.control.addFault({
    marketplace: "sendcloud",
    endpoint: BUY,
    times: 1,
    ...change,
  } as FaultInput)
const sale = async () => {
  const order = await bought(connected, "plain")
  return { order, fulfillment_id: await market.hands.pack(order.order_id) }
}
const bare = ({ id }: ShownLabel) => `/labels/${id}`
const problemOf = ({ problem }: ShownLabel) => problem?.code ?? null
/** One label is paid for, and it is the one that is shown. */
function expectOne(shown: ShownLabel): void {
  expect(desk.paid(shown.order_number).map(({ parcel_id }) => String(parcel_id))).toEqual(
    shown.parcels.map(({ external_id }) => external_id)
  )
  expect(shown.parcels).toHaveLength(1)
}
afterEach(async () => {
  market.sandbox.control.removeFaults()
  await settled(market.app)
})

describe("A label", () => {
  beforeAll(() => open())

  it.each([
    ["no answer in time", { kind: "status", status: 504, after_effect: true }],
    ["a cut connection", { kind: "reset", after_effect: true }],
    ["an unreadable answer", { kind: "html", after_effect: true }],
  ])("is bought once although the purchase was answered with %s", async (_, change) => {
    fault(change)
    const { fulfillment_id } = await sale()
    const unclear = await desk.inState(fulfillment_id, "unclear")
    expect(problemOf(unclear)).toBe("label_unclear")
    expect(unclear.parcels).toEqual([])
    await desk.later()
    const ready = await desk.inState(fulfillment_id, "ready")
    expectOne(ready)
  })

  it("is bought once although the first purchase failed without an effect", async () => {
    fault({ kind: "server_error" })
    const { fulfillment_id } = await sale()
    await desk.inState(fulfillment_id, "unclear")
    await desk.later()
    expectOne(await desk.inState(fulfillment_id, "ready"))
  })

  it("waits when the service asks to slow down", async () => {
    fault({ kind: "rate_limit", retry_after_seconds: 5 })
    const { fulfillment_id } = await sale()
    await desk.inState(fulfillment_id, "pending")
    await until("it waits", async () => {
      const [row] = await market.sql<{ free: boolean }>(
        "select claimed_by is null as free from marketplace_label_request where fulfillment_id = $1",
        [fulfillment_id]
      )
      return row?.free
    })
    await desk.later()
    expectOne(await desk.inState(fulfillment_id, "ready"))
  })

  it("is none where the carrier says no in an answer that says yes", async () => {
    fault({ kind: "announcement_failed", body: "The house number is missing." })
    const { order, fulfillment_id } = await sale()
    const failed = await desk.inState(fulfillment_id, "failed")
    expect(problemOf(failed)).toBe("label_refused")
    expect(desk.paid(failed.order_number)).toEqual([])
    const packed = await market.hands.fulfillment(order.order_id, fulfillment_id)
    expect(packed).toMatchObject({ labels: [], shipped_at: null })

    await desk.good("POST", `${bare(failed)}/retry`, {})
    const ready = await desk.inState(fulfillment_id, "ready")
    expect(ready.generation).toBe(2)
    expectOne(ready)
  })

  it("that was refused is bought again by a person alone, whatever wakes it", async () => {
    fault({ kind: "announcement_failed", body: "Not today." })
    const { fulfillment_id } = await sale()
    await desk.inState(fulfillment_id, "failed")
    const shipments = market.sandbox.control.sendcloud.shipments().length
    await desk.wake(fulfillment_id)
    await desk.wake(fulfillment_id)
    const still = await desk.inState(fulfillment_id, "failed")
    expect([problemOf(still), still.generation]).toEqual(["label_refused", 1])
    expect(market.sandbox.control.sendcloud.shipments()).toHaveLength(shipments)

    // The account off and on again does not hide what keeps it from being bought.
    await market.sql("update marketplace_label_account set is_enabled = false where id = $1", [account.id])
    await desk.wake(fulfillment_id)
    await market.sql("update marketplace_label_account set is_enabled = true where id = $1", [account.id])
    await desk.wake(fulfillment_id)
    expect(problemOf(await desk.inState(fulfillment_id, "failed"))).toBe("label_refused")
    expect(market.sandbox.control.sendcloud.shipments()).toHaveLength(shipments)
  })

  it("is asked for twice at once and bought once", async () => {
    const order = await bought(connected, "plain")
    await market.sql("update marketplace_label_account set is_enabled = false where id = $1", [account.id])
    const fulfillment_id = await market.hands.pack(order.order_id)
    await settled(market.app)
    await market.sql("update marketplace_label_account set is_enabled = true where id = $1", [account.id])
    const asked = await Promise.all(
      [1, 2, 3].map(() => desk.call<{ label: ShownLabel }>("POST", "/labels", { fulfillment_id }))
    )
    expect(asked.filter(({ status }) => status === 202).length).toBeGreaterThan(0)
    expectOne(await desk.inState(fulfillment_id, "ready"))
  })

  it("that was made in the panel for the same order is taken over", async () => {
    fault({ kind: "announcement_failed", body: "Not today." })
    const { order, fulfillment_id } = await sale()
    const failed = await desk.inState(fulfillment_id, "failed")
    const [{ postal_code }] = await market.sql<{ postal_code: string }>(
      `select a.postal_code from "order" o join order_address a on a.id = o.shipping_address_id where o.id = $1`,
      [order.order_id]
    )
    market.sandbox.control.sendcloud.makeLabel({ order_number: failed.order_number, postal_code })
    await desk.good("POST", `${bare(failed)}/retry`, {})
    const ready = await desk.inState(fulfillment_id, "ready")
    expectOne(ready)
  })

  it("is made although its event was lost", async () => {
    await market.sql("update marketplace_label_account set is_enabled = false where id = $1", [account.id])
    const { fulfillment_id } = await sale()
    await settled(market.app)
    expect(await desk.labelOf(fulfillment_id)).toBeNull()
    await market.sql("update marketplace_label_account set is_enabled = true where id = $1", [account.id])
    await sweepAll(market.app)
    expectOne(await desk.inState(fulfillment_id, "ready"))
  })

  it("is none where whoever packed it gives the number, by the event and by the sweep", async () => {
    const order = await bought(connected, "plain")
    const given = { marketplace_number_given: true }
    const fulfillment_id = await market.hands.pack(order.order_id, undefined, undefined, given)
    await settled(market.app)
    await sweepAll(market.app)
    expect(await desk.labelOf(fulfillment_id)).toBeNull()
  })

  it.each(["account", "connection"])(
    "is none of what was packed before the %s made labels automatically",
    async (which) => {
      account = await desk.connect({ labels: { mode: "by_hand" } })
      connected = await market.connect(cdiscount, {
        settings: { shipping: { label_account_id: account.id } },
      })
      const before = await sale()
      await settled(market.app)
      if (which === "account") {
        await desk.good("POST", `/label-accounts/${account.id}`, {
          settings: { labels: { mode: "automatic" } },
        })
      } else {
        await desk.good("POST", `/marketplaces/connections/${connected.id}`, {
          settings: { shipping: { label_mode: "automatic" } },
        })
      }
      await sweepAll(market.app)
      expect(await desk.labelOf(before.fulfillment_id)).toBeNull()
      expectOne(await desk.inState((await sale()).fulfillment_id, "ready"))
      await open()
    }
  )

  it("is none where a number was typed by hand", async () => {
    await market.sql("update marketplace_label_account set is_enabled = false where id = $1", [account.id])
    const { order, fulfillment_id } = await sale()
    await settled(market.app)
    const items = order.lines.map(({ line_item_id, quantity }) => ({ id: line_item_id, quantity }))
    await market.hands.ship(order.order_id, fulfillment_id, items, [typed("6A11111111111")])
    await market.sql("update marketplace_label_account set is_enabled = true where id = $1", [account.id])
    await desk.good("POST", "/labels", { fulfillment_id })
    const none = await desk.inState(fulfillment_id, "canceled")
    expect(none.never_reason).toBe("declared_already")
    expect(desk.paid(none.order_number)).toEqual([])
  })
})

describe("Of several parcels, when the carrier makes only some", () => {
  beforeAll(() => open())
  const THREE = [1, 2, 3].map(() => ({ weight_grams: 700, dimensions: null }))
  const partly = async () => {
    fault({ kind: "announcement_failed", body: "The third is too heavy.", failed_parcels: 1 })
    const order = await bought(connected, "plain")
    const fulfillment_id = await desk.byHand(account.id, () => market.hands.pack(order.order_id), {
      parcels: THREE,
    })
    return desk.inState(fulfillment_id, "failed")
  }
  const numbers = (label: ShownLabel) =>
    desk.paid(label.order_number).map(({ parcel_id }) => String(parcel_id))

  it("those are canceled, and all are bought again by a person", async () => {
    const failed = await partly()
    expect([problemOf(failed), numbers(failed)]).toEqual(["label_refused", []])
    await desk.good("POST", `${bare(failed)}/retry`, {})
    const ready = await desk.inState(failed.fulfillment_id, "ready")
    expect(numbers(ready)).toEqual(ready.parcels.map(({ external_id }) => external_id))
    expect(ready.parcels).toHaveLength(3)
  })

  it("and the service keeps those, nothing is bought again without a person's word", async () => {
    market.sandbox.control.sendcloud.configure({ cancels: "never" })
    const failed = await partly()
    expect([problemOf(failed), numbers(failed).length]).toEqual(["label_left_paid", 2])
    await desk.wake(failed.fulfillment_id)
    const still = await desk.inState(failed.fulfillment_id, "failed")
    expect([problemOf(still), numbers(still).length]).toEqual(["label_left_paid", 2])
    await desk.good("POST", `${bare(failed)}/retry`, {})
    const ready = await desk.inState(failed.fulfillment_id, "ready")
    expect([ready.generation, numbers(ready).length]).toEqual([2, 5])
    market.sandbox.control.sendcloud.configure({ cancels: "at_once" })
  })
})

describe("A purchase whose outcome is not known", () => {
  beforeEach(() => open({ ship: "at_once" }))

  it("and a label of the panel: canceled, what was bought is paid for no longer", async () => {
    fault({ kind: "status", status: 504, after_effect: true })
    const { order, fulfillment_id } = await sale()
    const { order_number } = await desk.inState(fulfillment_id, "unclear")
    const [{ postal_code }] = await market.sql<{ postal_code: string }>(
      `select a.postal_code from "order" o join order_address a on a.id = o.shipping_address_id where o.id = $1`,
      [order.order_id]
    )
    const made = market.sandbox.control.sendcloud.makeLabel({ order_number, postal_code })
    await desk.later()
    const several = await desk.inState(fulfillment_id, "failed")
    expect([problemOf(several), desk.paid(order_number).length]).toEqual(["label_several", 2])
    await desk.good("POST", `${bare(several)}/cancel`, {})
    await desk.inState(fulfillment_id, "canceled")
    expect(desk.paid(order_number).map(({ parcel_id }) => parcel_id)).toEqual([made.parcels[0].id])
  })

  it("is not forgotten when something is missing meanwhile", async () => {
    market.sandbox.control.sendcloud.configure({ list_delay_ms: 60_000 })
    fault({ kind: "status", status: 504, after_effect: true })
    const { fulfillment_id } = await sale()
    const unclear = await desk.inState(fulfillment_id, "unclear")
    await desk.good("POST", `/label-accounts/${account.id}`, { settings: { labels: { item_grams: null } } })
    await settled(market.app)
    expect((await desk.labelOf(fulfillment_id))?.state).toBe("unclear")
    market.sandbox.control.time({ advance_minutes: 2 })
    market.sandbox.control.sendcloud.configure({ list_delay_ms: 0 })
    await desk.wake(fulfillment_id)
    const ready = await desk.inState(fulfillment_id, "ready")
    market.sandbox.control.time({ advance_minutes: -2 })
    expect(ready.id).toBe(unclear.id)
    expectOne(ready)
  })

  it("and that the carrier refuses later is not bought again without a person", async () => {
    fault({ kind: "status", status: 504, after_effect: true })
    fault({ kind: "announcement_failed", body: "Too late." })
    const { fulfillment_id } = await sale()
    await desk.inState(fulfillment_id, "unclear")
    await desk.later()
    const failed = await desk.inState(fulfillment_id, "failed")
    expect([problemOf(failed), failed.generation, desk.paid(failed.order_number)]).toEqual([
      "label_refused",
      1,
      [],
    ])
  })

  it("ships nothing as long as it has no parcel here", async () => {
    await open({ ship: "by_hand" })
    const { order, fulfillment_id } = await sale()
    const { id } = await desk.inState(fulfillment_id, "ready")
    await market.sql("delete from marketplace_label_parcel where request_id = $1", [id])
    await market.sql("update marketplace_label_request set shipment_id = 'gone' where id = $1", [id])
    await market.sql(
      "update marketplace_label_account set settings = jsonb_set(settings, '{labels,ship}', '\"at_once\"') where id = $1",
      [account.id]
    )
    await desk.wake(fulfillment_id)
    expect(problemOf((await desk.labelOf(fulfillment_id)) as ShownLabel)).toBe("label_store_failed")
    expect(await market.hands.fulfillment(order.order_id, fulfillment_id)).toMatchObject({
      shipped_at: null,
      delivered_at: null,
    })
  })
})

describe("Canceled", () => {
  beforeAll(() => open({ ship: "by_hand" }))

  it("after the purchase, a label is paid for no longer, and its number is not shown any more", async () => {
    const { order, fulfillment_id } = await sale()
    const ready = await desk.inState(fulfillment_id, "ready")
    await desk.good("POST", `${bare(ready)}/cancel`, {})
    const canceled = await desk.inState(fulfillment_id, "canceled")
    expect(canceled.cancel_result).toBe("canceled")
    expect(desk.paid(ready.order_number)).toEqual([])
    expect(await market.hands.fulfillment(order.order_id, fulfillment_id)).toMatchObject({
      labels: [],
      canceled_at: null,
    })

    await desk.good("POST", "/labels", { fulfillment_id })
    const again = await desk.inState(fulfillment_id, "ready")
    expect(again.generation).toBe(2)
    expect(again.earlier_parcels).toMatchObject([{ status: "canceled" }])
    expectOne(again)
  })

  it.each([0, 1])("with its fulfillment, by either route of Medusa (%i)", async (route) => {
    const { order, fulfillment_id } = await sale()
    const ready = await desk.inState(fulfillment_id, "ready")
    const { status } = await market.hands.cancel[route](order.order_id, fulfillment_id)
    expect(status).toBe(200)
    // The other route reports no order: the sweep finds it.
    if (route === 1) await sweepAll(market.app)
    await desk.inState(fulfillment_id, "canceled")
    expect(desk.paid(ready.order_number)).toEqual([])
  })

  it("is what its problem says to do where the order is, and ends it", async () => {
    const { order, fulfillment_id } = await sale()
    const ready = await desk.inState(fulfillment_id, "ready")
    await market.sql(`update "order" set status = 'canceled', canceled_at = now() where id = $1`, [
      order.order_id,
    ])
    await desk.wake(fulfillment_id)
    expect(problemOf((await desk.labelOf(fulfillment_id)) ?? ready)).toBe("label_order_canceled")
    await desk.good("POST", `${bare(ready)}/cancel`, {})
    expect(problemOf(await desk.inState(fulfillment_id, "canceled"))).toBeNull()
    expect(desk.paid(ready.order_number)).toEqual([])
  })

  it("while its purchase is under way, it is canceled at once after", async () => {
    fault({ kind: "latency", ms: 1500 })
    const { order, fulfillment_id } = await sale()
    await until(
      "the purchase is under way",
      async () => (await desk.labelOf(fulfillment_id))?.state === "buying"
    )
    await market.hands.cancel[0](order.order_id, fulfillment_id)
    const canceled = await desk.inState(fulfillment_id, "canceled")
    expect(desk.paid(canceled.order_number)).toEqual([])
  })

  it("and asked for, it is not canceled yet; refused, it stays", async () => {
    const { fulfillment_id } = await sale()
    const ready = await desk.inState(fulfillment_id, "ready")
    market.sandbox.control.sendcloud.configure({ cancels: "queued" })
    await desk.good("POST", `${bare(ready)}/cancel`, {})
    const asked = await desk.inState(fulfillment_id, "cancel_requested")
    expect(problemOf(asked)).toBe("label_canceling")

    market.sandbox.control.sendcloud.configure({ cancels: "never" })
    const other = await sale()
    const kept = await desk.inState(other.fulfillment_id, "ready")
    await desk.good("POST", `${bare(kept)}/cancel`, {})
    const refused = await until("it is refused", async () => {
      const label = await desk.labelOf(other.fulfillment_id)
      return label?.cancel_result === "refused" ? label : null
    })
    expect([refused.state, problemOf(refused)]).toEqual(["ready", "label_cancel_refused"])
    market.sandbox.control.sendcloud.configure({ cancels: "at_once" })
  })
})

describe("The account", () => {
  it("goes on although one call is refused, which is made again", async () => {
    await open({ ship: "by_hand" })
    const { fulfillment_id } = await sale()
    const ready = await desk.inState(fulfillment_id, "ready")
    market.sandbox.control.addFault({
      marketplace: "sendcloud",
      endpoint: "POST /shipments/{id}/cancel",
      times: 1,
      kind: "status",
      status: 400,
    })
    await desk.good("POST", `${bare(ready)}/cancel`, {})
    await until(
      "the call is refused",
      async () => problemOf((await desk.labelOf(fulfillment_id)) ?? ready) === "label_call_refused"
    )
    const { label_account } = await desk.good<{ label_account: { health: { status: string } } }>(
      "GET",
      `/label-accounts/${account.id}`
    )
    expect(label_account.health.status).toBe("ok")
    await desk.wake(fulfillment_id)
    await desk.inState(fulfillment_id, "canceled")
    expect(desk.paid(ready.order_number)).toEqual([])
  })

  it("without a payment method pauses, and its labels are bought once it has one", async () => {
    await open()
    fault({ kind: "payment_required" })
    const { fulfillment_id } = await sale()
    const shown = () =>
      desk.good<{ label_account: { health: { problem: { code: string } | null; status: string } } }>(
        "GET",
        `/label-accounts/${account.id}`
      )
    const paused = await until("the account pauses", async () => {
      const { label_account } = await shown()
      return label_account.health.problem ? label_account : null
    })
    expect(paused.health).toMatchObject({ status: "paused", problem: { code: "label_no_payment_method" } })
    await dispatchWork(market.app)
    const waiting = await desk.labelOf(fulfillment_id)
    expect(waiting?.state).toBe("pending")
    expect(desk.paid(waiting?.order_number ?? "")).toEqual([])

    const { ok } = await desk.good<{ ok: boolean }>("POST", "/label-accounts/check", {
      account_id: account.id,
    })
    expect(ok).toBe(true)
    expectOne(await desk.inState(fulfillment_id, "ready"))
  })

  it("is checked with keys that are not saved at the pace of all processes", async () => {
    const check = () =>
      desk.good<{ ok: boolean }>("POST", "/label-accounts/check", {
        service_id: "sendcloud",
        credentials: account.keys,
      })
    expect((await check()).ok).toBe(true)
    const [turn] = await market.sql<{ id: string }>(
      "update marketplace_tick set last_tick_at = now() + interval '1 second' where id = 'check:sendcloud:read' returning id"
    )
    expect(turn).toBeDefined()
    const began = Date.now()
    expect((await check()).ok).toBe(true)
    expect(Date.now() - began).toBeGreaterThan(900)
  })

  it("spends no more than its limits without a person's word", async () => {
    await open({ daily_count: 1 })
    const first = await sale()
    await desk.inState(first.fulfillment_id, "ready")
    const second = await sale()
    const waiting = await desk.inState(second.fulfillment_id, "needs_approval")
    expect(problemOf(waiting)).toBe("label_needs_approval")
    expect(desk.paid(waiting.order_number)).toEqual([])
    await desk.good("POST", `${bare(waiting)}/approve`, {})
    const approved = await desk.inState(second.fulfillment_id, "ready")
    expect(approved.approved_by).toMatch(/^user:/)
    expectOne(approved)

    const third = await sale()
    await desk.inState(third.fulfillment_id, "needs_approval")
    const notices = await market.sql<{ data: { code: string; link: string } }>(
      "select data from notification where idempotency_key like $1",
      [`marketplace:label:${account.id}:%`]
    )
    expect(notices.map(({ data }) => data.code)).toEqual(["label_needs_approval"])
  })

  it("buys nothing dear without a person's word", async () => {
    await open({ price_above: 5 })
    const { fulfillment_id } = await sale()
    const waiting = await desk.inState(fulfillment_id, "needs_approval")
    expect(waiting.price_estimate).toEqual({ amount: 6.99, currency_code: "EUR" })
  })

  it("lacks something, says what, and buys once it is there", async () => {
    await open({ item_grams: null })
    const { fulfillment_id } = await sale()
    const failed = await desk.inState(fulfillment_id, "failed")
    expect(problemOf(failed)).toBe("label_incomplete")
    expect(failed.faults[0]).toMatchObject({ field: "weight" })
    await desk.good("POST", `/label-accounts/${account.id}`, { settings: { labels: { item_grams: 400 } } })
    expectOne(await desk.inState(fulfillment_id, "ready"))
  })
})

describe("The next step of what stops an account", () => {
  beforeEach(() => open())
  const problemNow = async () => {
    type Health = { health: { problem: { code: string } | null } }
    const { label_account } = await desk.good<{ label_account: Health }>(
      "GET",
      `/label-accounts/${account.id}`
    )
    return label_account.health.problem?.code ?? null
  }
  const change = (body: object) => desk.good("POST", `/label-accounts/${account.id}`, body)
  /** Every call of the service's: the first one of a purchase buys nothing. */
  const stopped = (kind: string) =>
    market.sandbox.control.addFault({ marketplace: "sendcloud", kind } as FaultInput)
  const enterKeys = () => change({ credentials: account.keys })
  /** As a failed call leaves it. */
  const shownAs = (status: string, code: string) => () =>
    market.sql(
      "update marketplace_label_account set health_status = $2, health_code = $3, health_since = now(), blocked_until = now() + interval '30 minutes' where id = $1",
      [account.id, status, code]
    )
  const WALKS: Record<string, { cause: () => unknown; step: () => Promise<unknown> }> = {
    label_keys_refused: { cause: () => stopped("unauthorized"), step: enterKeys },
    label_no_rights: { cause: () => stopped("no_rights"), step: enterKeys },
    label_account_invalid: {
      cause: shownAs("paused", "label_account_invalid"),
      step: async () => {
        await desk.good("GET", `/label-accounts/${account.id}/doctor`)
        await change({ settings: { labels: { item_grams: 600 } } })
        await desk.good("POST", "/label-accounts/check", { account_id: account.id })
      },
    },
    label_service_unreachable: {
      cause: shownAs("degraded", "label_service_unreachable"),
      // Nothing to do: its pause ends.
      step: async () => {
        await market.sql("update marketplace_label_account set blocked_until = now() where id = $1", [
          account.id,
        ])
        await desk.later()
      },
    },
    label_copied_database: {
      cause: async () => {
        await market.sql(
          "update marketplace_label_account set activated_instance = 'elsewhere' where id = $1",
          [account.id]
        )
        await market.dispatch()
      },
      step: () => change({ confirm_instance: true }),
    },
  }

  it.each(Object.keys(WALKS))("can be followed as written, and its labels are bought: %s", async (code) => {
    const { cause, step } = WALKS[code]
    await cause()
    const { fulfillment_id } = await sale()
    await until("it is shown", async () => (await problemNow()) === code)
    expect((await desk.labelOf(fulfillment_id))?.parcels ?? []).toEqual([])
    market.sandbox.control.removeFaults()
    await step()
    expectOne(await desk.inState(fulfillment_id, "ready"))
    expect(await problemNow()).toBeNull()
  })
})

describe("A parcel that may have to stay", () => {
  const life = LIFE_CASES[cdiscount.id]
  const orders = "/marketplaces/orders"
  const isStopped = async (fulfillment_id: string) => {
    const waiting = await desk.inState(fulfillment_id, "needs_approval")
    expect(problemOf(waiting)).toBe("label_parcel_stopped")
    expect(desk.paid(waiting.order_number)).toEqual([])
    return waiting
  }
  const asked = async () => {
    const order = await bought(connected, "plain")
    life.question.ask(market.sandbox, order.external_id)
    await market.pullAll(connected)
    return order
  }

  it("gets no label automatically, until the problem is decided", async () => {
    await open()
    const order = await asked()
    const fulfillment_id = await market.hands.pack(order.order_id)
    const { id } = await isStopped(fulfillment_id)
    await desk.wake(fulfillment_id)
    await isStopped(fulfillment_id)
    await desk.good("POST", `${orders}/acknowledge`, { ids: [order.id] })
    await market.sql(
      "update marketplace_label_request set updated_at = updated_at - interval '1 hour' where id = $1",
      [id]
    )
    await sweepAll(market.app)
    expectOne(await desk.inState(fulfillment_id, "ready"))
  })

  it("gets one of a person who was asked first", async () => {
    const order = await asked()
    const fulfillment_id = await desk.byHand(account.id, () => market.hands.pack(order.order_id))
    const waiting = await isStopped(fulfillment_id)
    await desk.good("POST", `${bare(waiting)}/approve`, {})
    expectOne(await desk.inState(fulfillment_id, "ready"))
  })

  it("that is approved is still bought within the limits of spending", async () => {
    await open({ price_above: 5 })
    const order = await asked()
    const fulfillment_id = await market.hands.pack(order.order_id)
    const stopped = await isStopped(fulfillment_id)
    await desk.good("POST", `${bare(stopped)}/approve`, {})
    const dear = await desk.inState(fulfillment_id, "needs_approval")
    expect([problemOf(dear), desk.paid(dear.order_number)]).toEqual(["label_needs_approval", []])
    await desk.good("POST", `${bare(dear)}/approve`, {})
    const ready = await desk.inState(fulfillment_id, "ready")
    expect([ready.approved_by, ready.stop_approved_by]).toEqual([
      expect.stringMatching(/^user:/),
      expect.stringMatching(/^user:/),
    ])
    expectOne(ready)
  })

  it("is not marked as shipped by a label that it has already, until the problem is decided", async () => {
    await open({ ship: "by_hand" })
    const { order, fulfillment_id } = await sale()
    await desk.inState(fulfillment_id, "ready")
    life.question.ask(market.sandbox, order.external_id)
    await market.pullAll(connected)
    await market.sql(
      "update marketplace_label_account set settings = jsonb_set(settings, '{labels,ship}', '\"at_once\"') where id = $1",
      [account.id]
    )
    await desk.wake(fulfillment_id)
    const shipped = async () =>
      ((await market.hands.fulfillment(order.order_id, fulfillment_id)) as { shipped_at?: string | null })
        .shipped_at ?? null
    expect(problemOf((await desk.labelOf(fulfillment_id)) as ShownLabel)).toBe("label_not_shipped")
    expect(await shipped()).toBeNull()
    await desk.good("POST", `${orders}/acknowledge`, { ids: [order.id] })
    await market.dispatch()
    await until("it is shipped", shipped)
  })

  it("gets none of its old address, whose label waited while the buyer moved", async () => {
    fault({ kind: "rate_limit", retry_after_seconds: 600 })
    const { order, fulfillment_id } = await sale()
    await desk.inState(fulfillment_id, "pending")
    life.moveBuyer(market.sandbox, order.external_id, "7 quai du Départ")
    await market.pullAll(connected)
    await market.sql("update marketplace_label_account set blocked_until = null where id = $1", [account.id])
    await desk.wake(fulfillment_id)
    await isStopped(fulfillment_id)
  })
})

describe("An account that was switched off", () => {
  it("cancels, once it is on again, what was to be canceled meanwhile", async () => {
    await open({ ship: "by_hand" })
    const { fulfillment_id } = await sale()
    const ready = await desk.inState(fulfillment_id, "ready")
    await desk.good("POST", `/label-accounts/${account.id}`, { is_enabled: false })
    await desk.good("POST", `${bare(ready)}/cancel`, {})
    await until(
      "it waits for the account",
      async () => problemOf((await desk.labelOf(fulfillment_id)) ?? ready) === "label_account_off"
    )
    expect(desk.paid(ready.order_number)).toHaveLength(1)
    await desk.good("POST", `/label-accounts/${account.id}`, { is_enabled: true })
    await desk.inState(fulfillment_id, "canceled")
    expect(desk.paid(ready.order_number)).toEqual([])
  })

  it("and deleted says so on the labels that wait", async () => {
    await open()
    fault({ kind: "rate_limit", retry_after_seconds: 600 })
    const { fulfillment_id } = await sale()
    await desk.inState(fulfillment_id, "pending")
    await desk.good("DELETE", `/label-accounts/${account.id}`)
    await desk.wake(fulfillment_id)
    expect(problemOf((await desk.labelOf(fulfillment_id)) as ShownLabel)).toBe("label_account_off")
    const other = await desk.connect()
    await desk.good("POST", "/labels", { fulfillment_id, account_id: other.id })
    const ready = await desk.inState(fulfillment_id, "ready")
    expect(ready.account_id).toBe(other.id)
    expectOne(ready)
  })

  it("and deleted loses its labels' personal data in time, the parameters of problems too", async () => {
    await open()
    fault({ kind: "announcement_failed", body: "Not today." })
    const { fulfillment_id } = await sale()
    const { id } = await desk.inState(fulfillment_id, "failed")
    await desk.good("DELETE", `/label-accounts/${account.id}`)
    await market.sql(
      `update marketplace_label_request set created_at = now() - interval '200 days', faults = '[]', warnings = '[]',
              overrides = null, cancel_message = null where id = $1`,
      [id]
    )
    await sweepAll(market.app)
    const [row] = await market.sql<{ problem_params: unknown }>(
      "select problem_params from marketplace_label_request where id = $1",
      [id]
    )
    expect(row.problem_params).toBeNull()
  })
})

describe("Two processes and two users", () => {
  it("at once ask for and work on the same parcels, and each is bought once, by one call", async () => {
    const child = await market.startChild()
    await open({ ship: "by_hand" })
    const isOn = (is_on: boolean) =>
      market.sql("update marketplace_label_account set is_enabled = $2 where id = $1", [account.id, is_on])
    await isOn(false)
    const packed: string[] = []
    for (let count = 0; count < 6; count++) packed.push((await sale()).fulfillment_id)
    await settled(market.app)
    await isOn(true)
    const { control } = market.sandbox
    const since = Math.max(...control.requests().map(({ id }) => id))
    // The sweep of both finds all of them without an intent, while two users click on two of them.
    const click = (fulfillment_id: string) => desk.call("POST", "/labels", { fulfillment_id })
    await Promise.all([
      child.run("integration-tests/helpers/jobs.ts", "sweepAll"),
      sweepAll(market.app),
      ...[packed[0], packed[0], packed[1], packed[1]].map(click),
    ])
    for (const fulfillment_id of packed) expectOne(await desk.inState(fulfillment_id, "ready"))
    const bought = control
      .requests({ account: account.keys.public_key, after_id: since })
      .filter(({ endpoint }) => endpoint === BUY)
    expect(bought).toHaveLength(packed.length)
  })
})

describe("What a service reports", () => {
  const send = (body: string, key: string, headers: Record<string, string> = {}) =>
    fetch(`${market.app.url}/webhooks/labels/${account.id}`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        "sendcloud-signature": createHmac("sha256", key).update(body).digest("hex"),
        ...headers,
      },
      body,
    })
  let order: Imported
  let fulfillment_id: string
  let ready: ShownLabel
  beforeAll(async () => {
    await open()
    ;({ order, fulfillment_id } = await sale())
    ready = await desk.inState(fulfillment_id, "ready")
  })
  const message = (status: number, timestamp: number) =>
    JSON.stringify({
      action: "parcel_status_changed",
      timestamp,
      parcel: {
        id: Number(ready.parcels[0].external_id),
        tracking_number: ready.parcels[0].tracking_number,
        status: { id: status, message: "…" },
        order_number: ready.order_number,
      },
    })
  const status = async () => (await desk.labelOf(fulfillment_id))?.parcels[0].status

  it("counts only with its signature, and everything else gets the same answer", async () => {
    const body = message(11, Date.now())
    const answers = await Promise.all([
      send(body, "another key"),
      send(body, account.keys.secret_key, { "sendcloud-signature": "00" }),
      fetch(`${market.app.url}/webhooks/labels/none`, {
        method: "POST",
        body,
        headers: { "content-type": "application/json" },
      }),
      fetch(`${market.app.url}/webhooks/labels/${account.id}`, { method: "POST" }),
      fetch(`${market.app.url}/webhooks/labels/${account.id}`, {
        method: "POST",
        body: "x=1",
        headers: { "content-type": "application/x-www-form-urlencoded" },
      }),
      ...["{", "x".repeat(300_000)].map((broken) =>
        fetch(`${market.app.url}/webhooks/labels/${account.id}`, {
          method: "POST",
          body: broken,
          headers: { "content-type": "application/json" },
        })
      ),
    ])
    expect(answers.map((answer) => answer.status)).toEqual(answers.map(() => 401))
    expect(new Set(await Promise.all(answers.map((answer) => answer.text()))).size).toBe(1)
    expect(await status()).toBe("ready")
  })

  it("says nothing of an account whose keys cannot be read, or whose service is not here", async () => {
    const broken = async (sql: string, undo: string) => {
      await market.sql(sql, [account.id])
      const { status } = await send(message(11, Date.now()), account.keys.secret_key)
      await market.sql(undo, [account.id])
      return status
    }
    const keys = "update marketplace_label_credential set encrypted ="
    expect([
      await broken(
        `${keys} 'x' || encrypted where account_id = $1`,
        `${keys} substr(encrypted, 2) where account_id = $1`
      ),
      await broken(
        "update marketplace_label_account set service_id = 'gone' where id = $1",
        "update marketplace_label_account set service_id = 'sendcloud' where id = $1"
      ),
    ]).toEqual([401, 401])
    expect(await status()).toBe("ready")
  })

  it("not of a parcel for days is shown, until it is scanned", async () => {
    await market.sql(
      "update marketplace_label_parcel set created_at = created_at - interval '6 days' where request_id = $1",
      [ready.id]
    )
    await sweepAll(market.app)
    const quiet = await until("it is shown", async () => {
      const label = await desk.labelOf(fulfillment_id)
      return label?.problem ? label : null
    })
    expect(problemOf(quiet)).toBe("label_not_scanned")
    const scanned = message(3, Date.now())
    expect((await send(scanned, account.keys.secret_key)).status).toBe(200)
    await until("it is scanned", async () => {
      const label = await desk.labelOf(fulfillment_id)
      return label?.parcels[0].status === "moving" && label.problem === null
    })
  })

  it("not of a parcel for a week after its first scan is shown, until the next one", async () => {
    await market.sql(
      "update marketplace_label_parcel set scanned_at = scanned_at - interval '8 days', status_at = status_at - interval '8 days' where request_id = $1",
      [ready.id]
    )
    await sweepAll(market.app)
    await until(
      "it is shown",
      async () => problemOf((await desk.labelOf(fulfillment_id)) ?? ready) === "label_silent"
    )
    expect((await send(message(3, Date.now()), account.keys.secret_key)).status).toBe(200)
    await until("it is over", async () => problemOf((await desk.labelOf(fulfillment_id)) ?? ready) === null)
  })

  it("marks the parcel as delivered, whatever comes late or twice", async () => {
    const now = Date.now()
    const trouble = message(8, now + 1000)
    expect((await send(trouble, account.keys.secret_key)).status).toBe(200)
    await until(
      "trouble is shown",
      async () => problemOf((await desk.labelOf(fulfillment_id)) ?? ready) === "label_trouble"
    )
    const delivered = message(11, now + 3000)
    for (const body of [delivered, delivered, message(22, now + 2000)]) {
      expect((await send(body, account.keys.secret_key)).status).toBe(200)
    }
    const packed = await until("it is delivered in the store", async () => {
      const found = await market.hands.fulfillment(order.order_id, fulfillment_id)
      return (found as { delivered_at?: string | null } | undefined)?.delivered_at ? found : null
    })
    expect(packed).toMatchObject({ labels: [{ tracking_number: ready.parcels[0].tracking_number }] })
    await settled(market.app)
    expect([await status(), problemOf((await desk.labelOf(fulfillment_id)) ?? ready)]).toEqual([
      "delivered",
      null,
    ])
  })
})

describe("From when on labels are made automatically for a connection", () => {
  it("is written with its change, or not at all", async () => {
    await open()
    const other = await desk.connect()
    const since = async () => {
      const [row] = await market.sql<{ automatic_since: Record<string, string> }>(
        "select automatic_since from marketplace_label_account where id = $1",
        [other.id]
      )
      return row.automatic_since[connected.id]
    }
    const name = () =>
      desk.call("POST", `/marketplaces/connections/${connected.id}`, {
        settings: { shipping: { label_account_id: other.id } },
      })
    await market.sql(
      `create function no_change() returns trigger as $$ begin raise exception 'not now'; end $$ language plpgsql`
    )
    await market.sql(
      "create trigger no_change before update on marketplace_connection for each row execute function no_change()"
    )
    try {
      expect((await name()).status).toBe(500)
    } finally {
      await market.sql("drop trigger no_change on marketplace_connection")
      await market.sql("drop function no_change")
    }
    expect(await since()).toBeUndefined()
    expect((await name()).status).toBe(200)
    expect(await since()).toEqual(expect.any(String))
  })
})
