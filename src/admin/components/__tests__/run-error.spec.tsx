import { cleanup, screen } from "@testing-library/react"
import type { MarketplaceErrorKind } from "../../../marketplaces/errors"
import { renderAdmin } from "../../__tests__/render-admin"
import en from "../../i18n/en.json"
import fr from "../../i18n/fr.json"
import type { Run } from "../../../api/admin/marketplaces/runs/types"
import { RunProgress } from "../run-progress"

afterEach(cleanup)

const CODES: Record<MarketplaceErrorKind | "internal" | "not_active" | "incomplete", true> = {
  credentials: true,
  not_linked: true,
  no_rights: true,
  login_is_email: true,
  quota: true,
  rate_limited: true,
  unavailable: true,
  invalid_answer: true,
  too_large: true,
  refused: true,
  not_found: true,
  not_ready: true,
  configuration: true,
  internal: true,
  not_active: true,
  incomplete: true,
}
const run = (code: string): Run => ({
  id: "mprun_1",
  connection_id: "mpcon_1",
  params: null,
  outcomes: null,
  created_at: "2026-06-01T10:00:00Z",
  trigger: "manual",
  scope: "new",
  state: "failed",
  started_at: null,
  finished_at: null,
  counts: { seen: 0, created: 0, updated: 0, held: 0, ignored: 0, failed: 0 },
  error: { code, message: "POST /token: invalid_client" },
})

it("every failure of a run has words of its own in both languages", () => {
  for (const { run: texts } of [en, fr])
    expect(Object.keys(texts.errors).sort()).toEqual(Object.keys(CODES).sort())
})

it("is shown in the operator's language, above the marketplace's message", async () => {
  await renderAdmin(<RunProgress run={run("credentials")} />, { lang: "fr" })
  expect(screen.getByText(/La marketplace refuse les identifiants/)).toBeTruthy()
  expect(screen.getByText("POST /token: invalid_client")).toBeTruthy()
})

it("says nothing twice, and of what it does not know what was said", async () => {
  await renderAdmin(<RunProgress run={run("not_active")} />)
  expect(screen.queryByText("POST /token: invalid_client")).toBeNull()
  cleanup()
  await renderAdmin(<RunProgress run={run("of_another_version")} />)
  expect(screen.getAllByText("POST /token: invalid_client")).toHaveLength(1)
})
