import { cleanup, screen, within } from "@testing-library/react"
import { connection } from "../../../__tests__/fixtures"
import { renderAdmin } from "../../../__tests__/render-admin"
import { CompletenessSection } from "../completeness-section"

afterEach(cleanup)

const report = {
  marketplace_open: 7,
  imported: 3,
  held: 1,
  waiting: 2,
  ignored: 1,
  missing: [] as string[],
  differences: [] as { external_id: string; reason: string; fixed: boolean }[],
  unreadable: [],
  failed: [] as { part: string; message: string }[],
  last_failure: null as { at: string; message: string } | null,
  checked_at: "2026-06-01T10:00:00Z",
  is_live: false,
}

const show = (changes: Partial<typeof report> = {}) =>
  renderAdmin(<CompletenessSection connection={connection()} />, {
    answers: { "GET /connections/mpcon_1/completeness": { ...report, ...changes } },
  })

describe("the comparison with the marketplace", () => {
  it("says that nothing is missing only where both sides agree, and where every open order stands", async () => {
    await show()
    await screen.findByText(/^Nothing is missing/)
    expect(screen.getByText("Not ready yet").parentElement?.textContent).toContain("2")
  })

  it("names every difference with its reason, and what was put right", async () => {
    await show({
      differences: [
        { external_id: "E-LATE", reason: "missing", fixed: true },
        { external_id: "E-BYHAND", reason: "marked_done_by_hand", fixed: false },
      ],
    })
    const list = await screen.findByRole("list", { name: "Differences" })
    const [byHand, late] = within(list).getAllByRole("listitem")
    expect(byHand.textContent).toMatch(/E-BYHAND.*marked as done manually.*To check/i)
    expect(late.textContent).toMatch(/E-LATE.*Corrected/i)
    expect(screen.queryByText(/^Nothing is missing/)).toBeNull()
  })

  it("names what was not compared, and does not say that nothing is missing", async () => {
    await show({ failed: [{ part: "after_sales", message: "GET /returns: no answer." }] })
    expect(await screen.findByText(/Not compared: returns, gestures and claims/)).toBeTruthy()
    expect(screen.getByText(/no answer/)).toBeTruthy()
    expect(screen.queryByText(/^Nothing is missing/)).toBeNull()
  })

  it("says that a comparison could not be made, also where there was none before", async () => {
    await show({ checked_at: "", last_failure: { at: "2026-06-02T10:00:00Z", message: "GET /orders: no." } })
    const alert = await screen.findByRole("alert")
    expect(alert.textContent).toMatch(/Not compared on .*GET \/orders: no\./)
  })

  it("shows as many as fit and counts the others", async () => {
    const many = Array.from({ length: 53 }, (_, index) => `E-${index}`)
    await show({
      missing: many,
      differences: many.map((external_id) => ({ external_id, reason: "missing", fixed: false })),
    })
    const list = await screen.findByRole("list", { name: "Differences" })
    expect(within(list).getAllByRole("listitem")).toHaveLength(50)
    expect(screen.getByText("and 3 more")).toBeTruthy()
  })
})
