import { cleanup, screen } from "@testing-library/react"
import { order } from "../../../__tests__/fixtures"
import { renderAdmin } from "../../../__tests__/render-admin"
import type { MarketplaceOrder } from "../../../../api/admin/marketplaces/orders/types"
import { deadlineOf } from "../deadline"
import { Deadline, NegotiatedMark } from "../order-badges"

const HOUR = 60 * 60 * 1000
const inHours = (hours: number) => new Date(Date.now() + hours * HOUR + 60_000).toISOString()

afterEach(cleanup)

describe("which date counts", () => {
  const now = Date.parse("2026-06-01T12:00:00Z")
  const dates = { accept_by: "2026-06-01T18:00:00Z", ship_by: "2026-06-05T12:00:00Z" }

  it.each([
    ["to_accept", { kind: "accept", urgency: "soon" }],
    ["ready", { kind: "ship", urgency: "later" }],
    ["imported", { kind: "ship", urgency: "later" }],
    ["partly_shipped", { kind: "ship", urgency: "later" }],
    ["waiting", { kind: "ship", urgency: "later" }],
    ["shipped", null],
    ["canceled", null],
    ["ignored", null],
  ] as const)("of an order that is %s", (state, expected) => {
    const found = deadlineOf({ ...dates, state }, now)
    if (expected) expect(found).toMatchObject(expected)
    else expect(found).toBeNull()
  })

  it("is late from the very moment, and soon within a day of it", () => {
    const at = (ship_by: string) => deadlineOf({ state: "imported", accept_by: null, ship_by }, now)?.urgency
    expect(at("2026-06-01T12:00:00Z")).toBe("late")
    expect(at("2026-06-01T12:00:01Z")).toBe("soon")
    expect(at("2026-06-02T12:00:00Z")).toBe("soon")
    expect(at("2026-06-02T12:00:01Z")).toBe("later")
    expect(deadlineOf({ state: "imported", accept_by: null, ship_by: null }, now)).toBeNull()
  })
})

describe("a deadline", () => {
  const cases: [string, Partial<MarketplaceOrder>, en: string, fr: string][] = [
    ["later", { state: "imported", ship_by: inHours(30) }, "Ship in 30 hours", "À expédier dans 30 heures"],
    [
      "soon",
      { state: "to_accept", accept_by: inHours(5) },
      "Urgent: accept in 5 hours",
      "Urgent : à accepter dans 5 heures",
    ],
    [
      "late",
      { state: "imported", ship_by: inHours(-72) },
      "Late: was due 2 days ago",
      "En retard : départ prévu avant-hier",
    ],
  ]
  it.each(cases)("says in words that it is %s", async (_, overrides, en, fr) => {
    await renderAdmin(<Deadline order={order(overrides)} />)
    expect(screen.getByText(en)).toBeTruthy()
    cleanup()
    await renderAdmin(<Deadline order={order(overrides)} />, { lang: "fr" })
    expect(screen.getByText(fr)).toBeTruthy()
  })

  it("gives way to what the caller shows when there is none", async () => {
    await renderAdmin(<Deadline order={order({ state: "shipped" })} fallback="–" />)
    expect(screen.getByText("–")).toBeTruthy()
  })
})

it("marks a negotiated price, and no other", async () => {
  const line = {
    key: "A",
    external_ids: ["1"],
    sku: "A",
    title: "A",
    quantity: 1,
    unit_price: 1,
    variant_id: null,
    line_item_id: null,
    status: "to_accept",
  }
  const { container } = await renderAdmin(<NegotiatedMark order={{ lines: [line] }} />)
  expect(container.textContent).toBe("")
  cleanup()
  await renderAdmin(<NegotiatedMark order={{ lines: [line, { ...line, is_negotiated: true }] }} />)
  expect(screen.getByText("Negotiated price")).toBeTruthy()
})
