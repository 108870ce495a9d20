import fc from "fast-check"

import type { Sandbox } from "../../../sandbox/server"
import type { FaultInput } from "../../../sandbox/faults"
import { buyOnce, lookOnly, SETTLING_MS, type PurchaseMemory, type PurchaseOutcome } from "../buy-once"
import type { LabelSession, PurchaseRequest } from "../label-service"
import type { SoughtRequest } from "../reference"
import { connect, withSandbox } from "../sendcloud/__tests__/sandbox-account"
import { aPurchase, anAddress } from "./fixtures"

const sandbox = withSandbox()

/** The row of one request, as a store would keep it, and a worker that is killed where a test wants it. */
class Row {
  memory: PurchaseMemory = { sent_at: null, shipment_id: null }
  generation = 1
  attempts = 0
  shown: string[] = []
  now = Date.parse("2026-03-16T08:00:00Z")

  constructor(
    readonly session: LabelSession,
    readonly request: Omit<PurchaseRequest, "reference"> = aPurchase(),
    readonly request_id = "mklr_1"
  ) {}

  get sought(): SoughtRequest {
    return {
      prefix: "shop",
      request_id: this.request_id,
      generation: this.generation,
      order_number: this.request.order_number,
      to: this.request.to,
      taken_ids: [],
      canceled_ids: [],
      known_since: 0,
      has_open_sibling: false,
    }
  }

  /** One run of the job. `dies`: the process ends there, and what it would have written is lost. */
  async run(dies?: "before_sending" | "before_saving"): Promise<PurchaseOutcome | null> {
    const outcome = await buyOnce({
      session: this.session,
      sought: this.sought,
      request: this.request,
      memory: this.memory,
      look_first: this.attempts++ > 0,
      now: () => this.now,
      onSending: async () => {
        this.memory = { ...this.memory, sent_at: this.now }
        return dies !== "before_sending"
      },
    })
    if (dies) return null
    this.save(outcome)
    return outcome
  }

  private save(outcome: PurchaseOutcome): void {
    switch (outcome.state) {
      case "ready":
        this.shown = outcome.shipment.parcels.map(({ external_id }) => external_id)
        break
      case "failed":
        this.memory = { sent_at: null, shipment_id: outcome.shipment?.external_id ?? this.memory.shipment_id }
        break
      case "next_generation":
        this.generation = outcome.generation
        this.memory = { sent_at: null, shipment_id: null }
        break
      case "later":
      case "account":
        this.memory = { ...this.memory, sent_at: null }
        break
      case "unclear":
      case "several":
      case "ask":
    }
  }

  /** Until it has its label; the clock goes on between the runs. */
  async finish(most = 12): Promise<void> {
    for (let runs = 0; runs < most && this.shown.length === 0; runs++) {
      this.now += SETTLING_MS
      await this.run()
    }
  }
}

const paid = (from: Sandbox) =>
  from.control.sendcloud.money().labels.map(({ parcel_id }) => String(parcel_id))
const announcements = () => sandbox().control.counts({ endpoint: "POST /shipments/announce" }).total
const aRow = (request?: Partial<PurchaseRequest>) =>
  new Row(connect(sandbox(), { timeout_ms: 150 }).session, aPurchase(request))

it("buys once, and is shown what it paid", async () => {
  const row = aRow()
  expect((await row.run())?.state).toBe("ready")
  expect(row.shown).toEqual(paid(sandbox()))
  expect(await row.run()).toMatchObject({ state: "ready", how: "found" })
  expect(announcements()).toBe(1)
})

const AFTER_EFFECT: [string, FaultInput][] = [
  ["a time-out", { kind: "hang", after_effect: true }],
  ["a cut connection", { kind: "reset", after_effect: true }],
  ["a 504", { kind: "status", status: 504, after_effect: true }],
  ["a 500", { kind: "server_error", after_effect: true }],
  ["a page", { kind: "html", after_effect: true }],
  ["half an answer", { kind: "broken_body", after_effect: true }],
  ["an answer that was cut off", { kind: "truncated_body" }],
]
it.each(AFTER_EFFECT)("finds the label that it bought behind %s", async (_, fault) => {
  sandbox().control.addFault({ endpoint: "POST /shipments/announce", times: 1, ...fault })
  const row = aRow()
  expect((await row.run())?.state).toBe("unclear")
  expect(row.shown).toEqual([])
  expect(await row.run()).toMatchObject({ state: "ready", how: "found" })
  expect(row.shown).toEqual(paid(sandbox()))
  expect(announcements()).toBe(1)
})

const WITHOUT_EFFECT: [string, FaultInput][] = [
  ["a time-out", { kind: "hang" }],
  ["a 502", { kind: "status", status: 502 }],
  ["a cut connection", { kind: "reset" }],
]
it.each(WITHOUT_EFFECT)(
  "repeats what had no effect behind %s, but not before it is certain",
  async (_, fault) => {
    sandbox().control.addFault({ endpoint: "POST /shipments/announce", times: 1, ...fault })
    const row = aRow()
    expect((await row.run())?.state).toBe("unclear")
    row.now += SETTLING_MS - 1
    expect(await row.run()).toMatchObject({ state: "unclear", reason: "settling" })
    row.now += 1
    expect(await row.run()).toMatchObject({ state: "ready", how: "bought" })
    expect(row.shown).toEqual(paid(sandbox()))
    expect(announcements()).toBe(2)
  }
)

it("buys nothing while it cannot see what is there", async () => {
  sandbox().control.addFault({
    kind: "hang",
    endpoint: "POST /shipments/announce",
    after_effect: true,
    times: 1,
  })
  const row = aRow()
  await row.run()
  sandbox().control.addFault({ kind: "status", status: 503, endpoint: "GET /shipments" })
  row.now += 2 * SETTLING_MS
  expect(await row.run()).toMatchObject({ state: "unclear", reason: "look_up_failed" })
  sandbox().control.removeFaults()
  expect((await row.run())?.state).toBe("ready")
  expect(announcements()).toBe(1)
})

it.each(["before_sending", "before_saving"] as const)(
  "a process that ends %s leaves one label in the end",
  async (dies) => {
    const row = aRow()
    await row.run(dies)
    await row.finish()
    expect(row.shown).toEqual(paid(sandbox()))
    expect(paid(sandbox())).toHaveLength(1)
  }
)

it("lists that lag cost no second label", async () => {
  sandbox().control.sendcloud.configure({ list_delay_ms: 10 * 60_000 })
  sandbox().control.addFault({
    kind: "hang",
    endpoint: "POST /shipments/announce",
    after_effect: true,
    times: 1,
  })
  const row = aRow()
  await row.run()
  row.now += SETTLING_MS
  // The reference is known there although no list shows it.
  expect(await row.run()).toMatchObject({ state: "ready", how: "found" })
  expect(row.shown).toEqual(paid(sandbox()))
  expect(paid(sandbox())).toHaveLength(1)
})

it("two workers and a double click buy one label", async () => {
  const session = connect(sandbox()).session
  const rows = [1, 2, 3, 4].map(() => new Row(connect(sandbox()).session))
  const outcomes = await Promise.all(rows.map((row) => row.run()))
  expect(outcomes.map((outcome) => outcome?.state)).toEqual(Array(4).fill("ready"))
  expect(new Set(rows.flatMap(({ shown }) => shown))).toEqual(new Set(paid(sandbox())))
  expect(paid(sandbox())).toHaveLength(1)
  expect(await session.byReference("shop-mklr_1-1")).not.toBeNull()
})

describe("an answer that is no error and no label", () => {
  it("is a failure with the carrier's words, and nothing is paid or shown", async () => {
    sandbox().control.addFault({ kind: "announcement_failed", times: 1 })
    const row = aRow()
    const outcome = await row.run()
    expect(outcome).toMatchObject({
      state: "failed",
      faults: [
        {
          code: "parcel_announcement_error",
          message: expect.stringContaining("connecting to the carrier") as string,
        },
      ],
    })
    expect(row.shown).toEqual([])
    expect(paid(sandbox())).toEqual([])
  })

  it("uses its reference up: the next purchase has another", async () => {
    sandbox().control.addFault({ kind: "announcement_failed", times: 1 })
    const row = aRow()
    await row.run()
    expect(await row.run()).toMatchObject({ state: "next_generation", generation: 2 })
    expect(await row.run()).toMatchObject({ state: "ready", how: "bought" })
    expect(sandbox().control.sendcloud.money().labels).toMatchObject([{ reference: "shop-mklr_1-2" }])
  })

  it("names the field that a carrier refuses", async () => {
    const row = new Row(
      connect(sandbox()).session,
      aPurchase({
        option_code: "mondial_relay:service_point,dualapi/size=l,c2c",
        service_point: { kind: "carrier", id: "067890" },
        to: anAddress({ address_line_2: "Résidence des Grands Chênes, bâtiment C, étage 3" }),
      })
    )
    expect(await row.run()).toMatchObject({ state: "failed", faults: [{ field: "address_line_2" }] })
  })
})

it("takes a label of the panel in place of a second one", async () => {
  sandbox().control.addFault({ kind: "announcement_failed", times: 1 })
  const row = aRow()
  await row.run()
  sandbox().control.sendcloud.makeLabel({ order_number: "1001" })
  expect(await row.run()).toMatchObject({ state: "ready", how: "panel" })
  expect(row.shown).toEqual(paid(sandbox()))
})

it("says so where there are two live labels", async () => {
  sandbox().control.addFault({
    kind: "hang",
    endpoint: "POST /shipments/announce",
    after_effect: true,
    times: 1,
  })
  const row = aRow()
  await row.run()
  sandbox().control.sendcloud.makeLabel({ order_number: "1001" })
  const outcome = await row.run()
  expect(outcome).toMatchObject({ state: "several" })
  expect(announcements()).toBe(1)
})

it("a request that failed is looked after without buying", async () => {
  sandbox().control.addFault({ kind: "announcement_failed", times: 1 })
  const row = aRow()
  await row.run()
  const look = () =>
    lookOnly({ session: row.session, sought: row.sought, memory: row.memory, now: () => row.now })
  expect(await look()).toMatchObject({ kind: "none", next_generation: 2 })
  sandbox().control.sendcloud.makeLabel({ order_number: "1001" })
  expect(await look()).toMatchObject({ kind: "panel" })
  sandbox().control.addFault({ kind: "unauthorized" })
  expect(await look()).toMatchObject({ state: "account", code: "credentials" })
  expect(announcements()).toBe(1)
})

it("stops where another order has its reference", async () => {
  const { session } = connect(sandbox())
  await session.buy(aPurchase({ order_number: "57" }))
  const row = new Row(session)
  expect(await row.run()).toMatchObject({ state: "account", code: "reference_clash" })
})

it("a label that was canceled is followed by another reference", async () => {
  const row = aRow()
  await row.run()
  const [{ id }] = sandbox().control.sendcloud.shipments()
  sandbox().control.sendcloud.act({ shipment_id: id, action: "cancel" })
  row.shown = []
  await row.finish()
  expect(sandbox().control.sendcloud.money().labels).toMatchObject([{ reference: "shop-mklr_1-2" }])
  expect(row.shown).toEqual(paid(sandbox()))
})

it.each<[string, FaultInput | "no_payment", string, Record<string, unknown>]>([
  ["401", { kind: "unauthorized" }, "account", { code: "credentials" }],
  ["403", { kind: "no_rights" }, "account", { code: "no_rights" }],
  ["402", { kind: "payment_required" }, "account", { code: "no_payment_method" }],
  ["an account without payment", "no_payment", "account", { code: "no_payment_method" }],
  ["429", { kind: "rate_limit", retry_after_seconds: 7 }, "later", { retry_after_ms: 7000 }],
  [
    "429 without a pause",
    { kind: "rate_limit", retry_after_seconds: null },
    "later",
    { retry_after_ms: 60_000 },
  ],
])("%s is no purchase, and is what it is", async (_, fault, state, more) => {
  if (fault === "no_payment") {
    const [account] = sandbox().control.sendcloud.configure({}).accounts
    sandbox().control.sendcloud.configure({ accounts: [{ ...account, has_payment_method: false }] })
  } else {
    sandbox().control.addFault({ endpoint: "POST /shipments/announce", ...fault })
  }
  const row = aRow()
  expect(await row.run()).toMatchObject({ state, ...more })
  expect(announcements()).toBe(1)
  expect(paid(sandbox())).toEqual([])
})

it("is not sent where the row says so at the last moment", async () => {
  const row = aRow()
  await row.run("before_sending")
  expect(announcements()).toBe(0)
})

const CALL_FAULTS: FaultInput[] = [
  { kind: "hang" },
  { kind: "hang", after_effect: true },
  { kind: "reset" },
  { kind: "reset", after_effect: true },
  { kind: "status", status: 502 },
  { kind: "status", status: 504, after_effect: true },
  { kind: "rate_limit" },
  { kind: "broken_body", after_effect: true },
  { kind: "announcement_failed" },
  { kind: "html", after_effect: true },
]

it("whatever fails, wherever the process ends: labels paid are labels shown, one each", async () => {
  const step = fc.record({
    fault: fc.option(fc.constantFrom(...CALL_FAULTS), { nil: null }),
    endpoint: fc.constantFrom("POST /shipments/announce", "GET /shipments", "GET /shipments/{id}"),
    dies: fc.option(fc.constantFrom("before_sending" as const, "before_saving" as const), { nil: undefined }),
    waits: fc.boolean(),
  })
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 1, maxLength: 5 }),
      fc.boolean(),
      fc.boolean(),
      async (steps, lags, frees_references) => {
        sandbox().control.reset()
        sandbox().control.sendcloud.configure({ frees_references })
        if (lags) sandbox().control.sendcloud.configure({ list_delay_ms: 60_000 })
        const row = new Row(connect(sandbox(), { timeout_ms: 40 }).session)
        for (const { fault, endpoint, dies, waits } of steps) {
          sandbox().control.removeFaults()
          if (fault) sandbox().control.addFault({ endpoint, times: 1, ...fault })
          if (row.shown.length > 0) break
          await row.run(dies)
          if (waits) row.now += SETTLING_MS
        }
        sandbox().control.removeFaults()
        sandbox().control.time({ advance_ms: 60_000 })
        await row.finish()
        expect(row.shown).toHaveLength(1)
        expect(paid(sandbox())).toEqual(row.shown)
      }
    ),
    { numRuns: 40 }
  )
}, 60_000)
