import { cleanup, screen } from "@testing-library/react"
import { renderAdmin } from "../../__tests__/render-admin"
import type { Run, RunOutcome } from "../../lib/types"
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

it("says of each order what would happen, and why it would not come in", async () => {
  const outcomes = [
    outcome("E1", {}),
    outcome("E2", { outcome: "hold", reason: "unknown_sku" }),
    outcome("E3", { outcome: "ignore", reason: "shipped_elsewhere" }),
    outcome("E4", { outcome: "wait", reason: "unpaid" }),
  ]
  await renderAdmin(<RunPreview run={{ outcomes } as Run} />)
  const told = screen.getAllByRole("row").map(({ textContent }) => textContent)
  expect(told[1]).toMatch(/^E1Imported\s*€10.00$/)
  expect(told[2]).toMatch(/^E2To fix Unknown SKU/)
  expect(told[3]).toMatch(/^E3Left out .*shipped from elsewhere/i)
  expect(told[4]).toMatch(/^E4Not ready there yet .*payment/i)
})
