import type { NormalizedOrder } from "../../marketplaces/port"
import { MARKETPLACE_ORDER_STATES, type MarketplaceOrderState } from "../order-states"
import {
  canMove,
  deadlineProblem,
  followsMarketplace,
  goesToAnother,
  isAwaited,
  isBeforeImport,
  keepsProblem,
  orderState,
} from "../state"
import { line, linesOf, order, settings } from "./fixtures"

const NOW = "2026-07-01T12:00:00Z"
const stateOf = (
  patch: Partial<NormalizedOrder>,
  options: { settings?: Record<string, unknown>; now?: string; start_at?: string } = {}
) =>
  orderState(order(patch), settings(options.settings), {
    now: new Date(options.now ?? NOW),
    start_at: new Date(options.start_at ?? "2026-06-01T00:00:00Z"),
  })

describe("orderState", () => {
  it("takes what may be shipped as ready", () => {
    expect(stateOf({})).toEqual({ state: "ready", problem: null })
  })

  it.each([
    ["before_start_date", {}, { start_at: "2026-07-01T09:30:01Z" }],
    ["channel_not_wanted", {}, { settings: { import: { channels: ["OTHER"] } } }],
    ["channel_not_wanted", { channel: null }, { settings: { import: { channels: ["CDISFR"] } } }],
    ["country_not_wanted", {}, { settings: { import: { countries: ["BE"] } } }],
    ["fulfilled_by_marketplace", { lines: [line({ fulfilled_by: "marketplace" })] }, {}],
    ["shipped_elsewhere", { lines: linesOf("shipped", "delivered", "closed", "canceled", "claim") }, {}],
  ])("ignores with reason %s", (reason, patch, options) => {
    expect(stateOf(patch, options)).toEqual({ state: "ignored", reason, problem: null })
  })

  it("takes a claim that came before the parcel for no shipment: it is owed, and the claim is shown", () => {
    const claimed = (is_shipped?: boolean) =>
      linesOf("claim").map((one) => ({ ...one, items: one.items.map((item) => ({ ...item, is_shipped })) }))
    const problem = { code: "claim_open", params: { items: ["I0"] }, about: ["I0"] }
    expect(stateOf({ lines: claimed(false) })).toEqual({ state: "ready", problem })
    expect(stateOf({ lines: [...claimed(false), line()] })).toEqual({ state: "ready", problem })
    for (const is_shipped of [true, undefined]) {
      expect(stateOf({ lines: claimed(is_shipped) })).toMatchObject({
        state: "ignored",
        reason: "shipped_elsewhere",
      })
      expect(stateOf({ lines: [...claimed(is_shipped), line()] })).toEqual({ state: "ready", problem: null })
    }
  })

  it("lets wanted channels and countries in, whatever their case, and does not judge a country it does not know", () => {
    expect(stateOf({}, { settings: { import: { channels: ["cdisfr"], countries: ["fr"] } } }).state).toBe(
      "ready"
    )
    expect(
      stateOf({ shipping_address: null }, { settings: { import: { countries: ["BE"] } } }).state
    ).not.toBe("ignored")
  })

  it("waits for an address until a day before shipping is due, or two days where no date is given", () => {
    const until = "2026-07-03T10:00:00.000Z"
    expect(stateOf({ shipping_address: null })).toEqual({
      state: "waiting",
      reason: "no_address",
      until,
      problem: null,
    })
    expect(stateOf({ shipping_address: null }, { now: until }).state).toBe("ready")
    expect(stateOf({ shipping_address: null, ship_by: null })).toMatchObject({
      until: "2026-07-03T09:30:00.000Z",
    })
  })

  it("records what the marketplace ships where that is wanted, also once it is shipped", () => {
    const record = { settings: { import: { fulfilled_by_marketplace: "record" } } }
    const shippedThere = linesOf("shipped").map((one) => ({ ...one, fulfilled_by: "marketplace" as const }))
    expect(stateOf({ lines: shippedThere }, record).state).toBe("ready")
    expect(stateOf({ lines: shippedThere }).state).toBe("ignored")
  })

  it("waits for the marketplace, not for the seller, while what it ships is undecided", () => {
    const record = { settings: { import: { fulfilled_by_marketplace: "record" } } }
    const [own, there] = linesOf("ready", "to_accept")
    const foreign = { ...there, fulfilled_by: "marketplace" as const }
    expect(stateOf({ lines: [foreign] }, record)).toMatchObject({
      state: "waiting",
      reason: "marketplace_checks",
    })
    expect(stateOf({ lines: [own, foreign] }, record)).toMatchObject({
      state: "waiting",
      reason: "undecided_items",
    })
  })

  it("decides a mixed order by the seller's lines alone", () => {
    const [open, there] = linesOf("ready", "waiting")
    expect(stateOf({ lines: [open, { ...there, fulfilled_by: "marketplace" }] }).state).toBe("ready")
  })

  it("is canceled when nothing lives, and not when something does", () => {
    expect(stateOf({ lines: linesOf("canceled", "refused") })).toEqual({ state: "canceled", problem: null })
    expect(stateOf({ lines: linesOf("canceled", "ready") }).state).toBe("ready")
  })

  it("waits for the seller's answer without end while nothing is ready", () => {
    expect(stateOf({ lines: linesOf("to_accept", "to_accept"), accept_by: "2026-06-30T00:00:00Z" })).toEqual({
      state: "to_accept",
      until: null,
      problem: null,
    })
  })

  it("waits with a half accepted purchase until the answer is due, then imports the accepted half", () => {
    const half = { lines: linesOf("to_accept", "ready"), accept_by: "2026-07-02T12:00:00Z" }
    expect(stateOf(half)).toEqual({ state: "to_accept", until: "2026-07-02T12:00:00.000Z", problem: null })
    expect(stateOf(half, { now: "2026-07-02T11:59:59Z" }).state).toBe("to_accept")
    expect(stateOf(half, { now: "2026-07-02T12:00:00Z" }).state).toBe("ready")
  })

  it("waits no longer than a day before shipping is due, or 72 hours where no deadline is known", () => {
    const half = { lines: linesOf("to_accept", "ready"), accept_by: "2026-07-05T00:00:00Z" }
    expect(stateOf(half)).toMatchObject({ until: "2026-07-03T10:00:00.000Z" })
    expect(stateOf({ ...half, accept_by: null, ship_by: null })).toMatchObject({
      until: "2026-07-04T09:30:00.000Z",
    })
  })

  it("does not end the wait for checked lines at the answer's deadline", () => {
    const half = { lines: linesOf("waiting", "ready"), accept_by: "2026-07-01T00:00:00Z" }
    expect(stateOf(half)).toEqual({
      state: "waiting",
      reason: "undecided_items",
      until: "2026-07-03T10:00:00.000Z",
      problem: null,
    })
  })

  it("asks for the answer first where other lines are still checked", () => {
    expect(stateOf({ lines: linesOf("waiting", "to_accept") }).state).toBe("to_accept")
  })

  it("waits while the marketplace checks", () => {
    expect(stateOf({ lines: linesOf("waiting") })).toMatchObject({
      state: "waiting",
      reason: "marketplace_checks",
    })
  })

  it("holds back an order whose cancellation is asked for, and names the lines", () => {
    const problem = { code: "cancel_requested", params: { lines: ["SKU-1"] } }
    const asked = { lines: linesOf("ready", "cancel_requested") }
    expect(stateOf(asked)).toMatchObject({ state: "waiting", reason: "cancel_requested", problem })
    expect(stateOf(asked, { now: "2026-07-03T10:00:00Z" })).toMatchObject({ state: "ready", problem })
    expect(stateOf({ lines: linesOf("cancel_requested") }, { now: "2026-08-01T00:00:00Z" }).state).toBe(
      "waiting"
    )
  })

  it("waits with an unknown status and shows its word", () => {
    expect(stateOf({ lines: linesOf("unknown") })).toMatchObject({
      state: "waiting",
      reason: "unknown_status",
      problem: { code: "unknown_status", params: { status: "unknown" } },
    })
  })

  it("leaves unpaid orders out unless the setting lets them in, and never before there is an address", () => {
    const unpaid = { is_paid: false, lines: linesOf("waiting") }
    const allowed = { settings: { import: { unpaid: true } } }
    expect(stateOf({ is_paid: false })).toMatchObject({ state: "waiting", reason: "unpaid" })
    expect(stateOf(unpaid)).toMatchObject({ state: "waiting", reason: "marketplace_checks" })
    expect(stateOf(unpaid, allowed)).toEqual({ state: "ready", problem: { code: "unpaid", params: {} } })
    expect(stateOf({ ...unpaid, shipping_address: null }, allowed).state).toBe("waiting")
  })

  it("waits for details", () => {
    expect(stateOf({ needs_details: true })).toMatchObject({ state: "waiting", reason: "details" })
  })
})

const row = (
  state: MarketplaceOrderState,
  state_reason: string | null = null,
  order_id: string | null = null
) => ({ state, state_reason, order_id })

describe("canMove", () => {
  it("follows the order's life and never back over the import", () => {
    expect(canMove(row("waiting"), "ready")).toBe(true)
    expect(canMove(row("ready"), "importing")).toBe(true)
    expect(canMove(row("importing"), "imported")).toBe(true)
    expect(canMove(row("waiting"), "importing")).toBe(false)
    for (const after of ["imported", "partly_shipped", "shipped", "delivered"] as const) {
      for (const before of ["to_accept", "waiting", "ready", "importing", "ignored"] as const) {
        expect(canMove(row(after), before)).toBe(false)
      }
    }
    expect(canMove(row("shipped"), "canceled")).toBe(false)
    expect(canMove(row("shipped"), "partly_shipped")).toBe(true)
    expect(canMove(row("delivered"), "partly_shipped")).toBe(false)
  })

  it("leaves to a person what a person ignored", () => {
    expect(canMove(row("ignored", "shipped_elsewhere"), "ready")).toBe(true)
    expect(canMove(row("ignored", "by_hand"), "ready")).toBe(false)
    expect(canMove(row("ignored", "handled_elsewhere"), "canceled")).toBe(false)
  })

  it("reopens a cancellation only where no order exists in the store", () => {
    expect(canMove(row("canceled"), "ready")).toBe(true)
    expect(canMove(row("canceled"), "ignored")).toBe(true)
    expect(canMove(row("canceled"), "imported")).toBe(false)
    expect(canMove(row("delivered"), "delivered")).toBe(true)
    expect(canMove(row("canceled", null, "order_1"), "ready")).toBe(false)
  })
})

describe("a newer snapshot", () => {
  const states = (fits: (state: MarketplaceOrderState) => boolean) => MARKETPLACE_ORDER_STATES.filter(fits)
  const before = ["to_accept", "waiting", "ready", "canceled", "ignored"]

  it("moves a row until its import begins, and not what was decided for good", () => {
    expect(states((state) => isBeforeImport(row(state)))).toEqual(before)
    expect(states((state) => followsMarketplace(row(state)))).toEqual(before)
    expect(states((state) => followsMarketplace(row(state, null, "order_1")))).toEqual([])
    for (const reason of ["by_hand", "handled_elsewhere", "purged"]) {
      expect(followsMarketplace(row("ignored", reason))).toBe(false)
    }
    expect(followsMarketplace(row("ignored", "channel_not_wanted"))).toBe(true)
  })

  it("ends the wait of an order that is awaited here", () => {
    expect(states((state) => isAwaited(row(state)))).toEqual(["to_accept", "waiting", "ready"])
    expect(states((state) => isAwaited(row(state, null, "order_1")))).toEqual([])
  })

  it("gives an order to the connection that wants it", () => {
    const unwanted = row("ignored", "channel_not_wanted")
    expect(goesToAnother(unwanted, row("ready"))).toBe(true)
    expect(goesToAnother(unwanted, row("ignored", "country_not_wanted"))).toBe(false)
    expect(goesToAnother(row("ignored", "by_hand"), row("ready"))).toBe(false)
    expect(goesToAnother(row("ready"), row("ready"))).toBe(false)
  })

  it("leaves the problem of an order that is judged again elsewhere", () => {
    const seen = (state: MarketplaceOrderState, problem: object | null = null) => ({ state, problem })
    expect(keepsProblem(row("waiting"), seen("ready"))).toBe(true)
    expect(keepsProblem(row("to_accept"), seen("to_accept"))).toBe(true)
    expect(keepsProblem(row("ready"), seen("to_accept"))).toBe(false)
    expect(keepsProblem(row("ready"), seen("waiting"))).toBe(false)
    expect(keepsProblem(row("ready"), seen("ready", {}))).toBe(false)
  })
})

describe("deadlineProblem", () => {
  const due = { accept_by: "2026-07-02T12:00:00Z", ship_by: "2026-07-04T12:00:00Z" }
  it.each([
    ["to_accept", "2026-07-01T11:59:59Z", null],
    ["to_accept", "2026-07-01T12:00:00Z", "deadline_accept_risk"],
    ["to_accept", "2026-07-02T12:00:00Z", "deadline_accept_missed"],
    ["imported", "2026-07-03T11:59:59Z", null],
    ["imported", "2026-07-03T12:00:00Z", "deadline_ship_risk"],
    ["partly_shipped", "2026-07-04T12:00:00Z", "overdue_shipment"],
    ["shipped", "2026-07-05T12:00:00Z", null],
    // What the marketplace does not release is owed all the same.
    ["waiting", "2026-07-03T11:59:59Z", null],
    ["waiting", "2026-07-03T12:00:00Z", "deadline_waiting_risk"],
    ["waiting", "2026-07-04T12:00:00Z", "deadline_waiting_missed"],
    ["ignored", "2026-07-05T12:00:00Z", null],
  ] as const)("%s at %s: %s", (state, now, code) => {
    expect(deadlineProblem(due, state, new Date(now))?.code ?? null).toBe(code)
  })
})
