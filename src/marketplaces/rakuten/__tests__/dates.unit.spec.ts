import { addDays, addWorkingDays, toDay, toUtc, toWallClock } from "../dates"

const PARIS = "Europe/Paris"

describe("a date without zone", () => {
  it.each([
    ["in winter", "13/01/2026-21:07", "2026-01-13T20:07:00.000Z"],
    ["in summer", "13/07/2026-21:07", "2026-07-13T19:07:00.000Z"],
    ["at midnight", "01/07/2026-00:00", "2026-06-30T22:00:00.000Z"],
    ["before the hour that is skipped", "29/03/2026-01:59", "2026-03-29T00:59:00.000Z"],
    ["in the hour that is skipped", "29/03/2026-02:30", "2026-03-29T01:30:00.000Z"],
    ["after the hour that is skipped", "29/03/2026-03:00", "2026-03-29T01:00:00.000Z"],
    ["before the hour that comes twice", "25/10/2026-01:59", "2026-10-24T23:59:00.000Z"],
    ["in the hour that comes twice: the first one", "25/10/2026-02:30", "2026-10-25T00:30:00.000Z"],
    ["after the hour that comes twice", "25/10/2026-03:00", "2026-10-25T02:00:00.000Z"],
    ["with seconds", "13/01/2026-21:07:09", "2026-01-13T20:07:09.000Z"],
    ["without time", "13/01/2026", "2026-01-12T23:00:00.000Z"],
    ["padded", "  13/01/2026-21:07\n", "2026-01-13T20:07:00.000Z"],
  ])("%s", (_, text, expected) => {
    expect(toUtc(text, PARIS)).toBe(expected)
  })

  it.each(["", "2026-01-13", "31/02/2026-10:00", "13/01/2026-25:00", "demain"])("%j is none", (text) => {
    expect(toUtc(text, PARIS)).toBeNull()
  })

  it("can be of another zone", () => {
    expect(toUtc("13/01/2026-21:07", "Indian/Reunion")).toBe("2026-01-13T17:07:00.000Z")
  })
})

it("writes moments as Rakuten does", () => {
  expect(toWallClock(new Date("2026-07-13T22:07:00Z"), PARIS)).toBe("14/07/2026-00:07")
  expect(toDay(new Date("2026-07-13T22:07:00Z"), PARIS)).toBe("2026-07-14")
  expect(toDay(new Date("2026-01-13T22:07:00Z"), PARIS)).toBe("2026-01-13")
})

it("adds days by the wall clock, over a clock change too", () => {
  expect(addDays("2026-03-27T20:00:00Z", 3, PARIS)).toBe("2026-03-30T19:00:00.000Z")
  expect(addDays("2026-10-23T20:00:00Z", 3, PARIS)).toBe("2026-10-26T21:00:00.000Z")
})

it.each([
  ["Monday", "2026-06-08T10:00:00Z", "2026-06-10T10:00:00.000Z"],
  ["Thursday", "2026-06-11T10:00:00Z", "2026-06-15T10:00:00.000Z"],
  ["Saturday", "2026-06-13T10:00:00Z", "2026-06-16T10:00:00.000Z"],
  ["Sunday night in Paris, Saturday in UTC", "2026-06-13T22:30:00Z", "2026-06-15T22:30:00.000Z"],
  ["Friday before the clock changes", "2026-10-23T10:00:00Z", "2026-10-27T11:00:00.000Z"],
])("two working days from a %s", (_, from, expected) => {
  expect(addWorkingDays(from, 2, PARIS)).toBe(expected)
})
