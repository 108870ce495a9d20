import { isRaise, judgeRaise, type RaiseFacts } from "../raises"

const NOW = Date.parse("2026-03-16T12:00:00Z")
const MINUTE = 60_000
const facts = (change: Partial<RaiseFacts> = {}): RaiseFacts => ({
  changed_at: NOW - 5 * MINUTE,
  pulled_from: NOW - MINUTE,
  now: NOW,
  second_read: 7,
  ...change,
})

describe("a quantity that goes up", () => {
  it("is one where anything that the marketplace may show is lower", () => {
    expect(isRaise(5, { sent: 5, confirmed: 5, shown: null })).toBe(false)
    expect(isRaise(5, { sent: 6, confirmed: 4, shown: null })).toBe(true)
    expect(isRaise(5, { sent: 6, confirmed: 6, shown: 4 })).toBe(true)
    expect(isRaise(4, { sent: 5, confirmed: null, shown: 6 })).toBe(false)
    expect(isRaise(1, { sent: null, confirmed: null, shown: null })).toBe(true)
    expect(isRaise(0, { sent: null, confirmed: null, shown: null })).toBe(false)
  })

  it("waits for a complete pull that began after the change, and a second read", () => {
    expect(judgeRaise(7, facts())).toEqual({ may: "go", quantity: 7 })
    expect(judgeRaise(7, facts({ pulled_from: NOW - 5 * MINUTE }))).toEqual({ may: "wait", for: "pull" })
    expect(judgeRaise(7, facts({ second_read: null }))).toEqual({ may: "wait", for: "second_read" })
  })

  it("goes with the lower of the two reads", () => {
    expect(judgeRaise(7, facts({ second_read: 4 }))).toEqual({ may: "go", quantity: 4 })
    expect(judgeRaise(7, facts({ second_read: 9 }))).toEqual({ may: "go", quantity: 7 })
  })

  it("does not go at all while the sales are not known", () => {
    const unknown = { may: "wait", for: "sales_unknown" }
    expect(judgeRaise(7, facts({ pulled_from: null }))).toEqual(unknown)
    expect(judgeRaise(7, facts({ pulled_from: NOW - 31 * MINUTE, changed_at: 0 }))).toEqual(unknown)
  })
})
