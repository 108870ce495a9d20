import { cleanup, screen } from "@testing-library/react"
import { renderAdmin } from "../../__tests__/render-admin"
import type { Run, RunOutcome } from "../../../api/admin/marketplaces/runs/types"
import { RunDetails } from "../run-details"
import { RunPreview } from "../run-preview"

afterEach(cleanup)

const outcome = (external_id: string, changes: Partial<RunOutcome>): RunOutcome => ({
  external_id,
  outcome: "import",
  reason: null,
  total: 10,
  currency_code: "eur",
  ...changes,
})

it("shows for each order what would happen, and why it would not be imported", async () => {
  const outcomes = [
    outcome("E1", {}),
    outcome("E2", { outcome: "hold", reason: "unknown_sku" }),
    outcome("E3", { outcome: "ignore", reason: "shipped_elsewhere" }),
    outcome("E4", { outcome: "wait", reason: "unpaid" }),
    outcome("E5", { outcome: "wait", reason: "to_accept" }),
    outcome("E6", {
      external_reference: "REF-6",
      purchased_at: "2026-05-01T12:00:00Z",
      lines: [{ title: "Lampe", quantity: 2 }],
    }),
    outcome("E7", { lines: [{ title: "Lampe", quantity: 2 }], more_lines: 490 }),
  ]
  await renderAdmin(<RunPreview run={{ outcomes, counts: { seen: 7 } } as Run} />)
  const rows = screen.getAllByRole("row").map(({ textContent }) => textContent)
  expect(screen.queryByText(/are listed/)).toBeNull()
  expect(screen.getByText("Imported 3 · To fix 1 · Not ready yet 2 · Left out 1")).toBeTruthy()
  expect(rows[1]).toMatch(/^E1Imported\s*€10.00$/)
  expect(rows[2]).toMatch(/^E2To fix Unknown SKU/)
  expect(rows[3]).toMatch(/^E3Left out .*shipped from elsewhere/i)
  expect(rows[4]).toMatch(/^E4Not ready yet .*payment/i)
  expect(rows[5]).toMatch(/^E5Not ready yet To accept/)
  expect(rows[6]).toMatch(/^REF-6May 1, 2026.*2 × LampeImported/)
  expect(rows[7]).toMatch(/2 × Lampe… and 490 more linesImported/)
})

it("is found again with what was asked for, and says when it lists the first orders only", async () => {
  const run: Run = {
    id: "mprun_1",
    connection_id: "mpcon_1",
    trigger: "manual",
    scope: "since",
    state: "done",
    params: { dry_run: true, since: "2026-05-01T12:00:00Z", external_ids: ["E1", "E2"] },
    started_at: "2026-06-01T10:00:00Z",
    finished_at: "2026-06-01T10:01:00Z",
    counts: { seen: 1503, created: 1503, updated: 0, held: 0, ignored: 0, failed: 0 },
    outcomes: [outcome("E1", {}), outcome("E2", {})],
    error: null,
    created_at: "2026-06-01T10:00:00Z",
  }
  const { container } = await renderAdmin(<RunDetails run={run} />)
  expect(screen.getByText("Showing the first 2 of 1,503 orders.")).toBeTruthy()
  expect(screen.getAllByRole("row")).toHaveLength(3)
  expect(container.textContent).toMatch(/Preview.*May 1, 2026.*E1, E2/)
  cleanup()
  await renderAdmin(<RunDetails run={{ ...run, params: null, outcomes: null }} />)
  expect(screen.queryByRole("table")).toBeNull()
  expect(screen.queryByText("Nothing would be imported right now.")).toBeNull()
})
