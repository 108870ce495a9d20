import { marksOf } from "../marks"

const EDIT = { id: "ordch_1", lines: [], reservations: [], is_captured: true }

describe("marks of an order", () => {
  it("are none where nothing is stored", () => {
    expect(marksOf(null)).toEqual({})
    expect(marksOf(undefined)).toEqual({})
  })

  it("are what was written", () => {
    const marks = { deadline_notified: "202611291200near", reopened: true, order_edit: EDIT }
    expect(marksOf(marks)).toEqual(marks)
  })

  it.each([
    ["text in place of an edit", { order_edit: JSON.stringify(EDIT) }],
    ["an edit without its lines", { order_edit: { id: "ordch_1" } }],
    ["text in place of a flag", { reopened: "true" }],
    ["another who canceled", { canceled_by: "operator" }],
    ["no object", "order_edit"],
  ])("are not %s", (_, stored) => {
    expect(() => marksOf(stored)).toThrow()
  })
})
