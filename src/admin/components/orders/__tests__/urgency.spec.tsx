import { cleanup, screen, waitFor, within } from "@testing-library/react"
import { action, COMMON, problem } from "../../../__tests__/fixtures"
import { type Call, renderAdmin } from "../../../__tests__/render-admin"
import type { ProblemGroup } from "../../../../api/admin/marketplaces/orders/types"
import { problemFacts } from "../../../../orders/problems"
import { ProblemGroups } from "../problem-groups"
import { byUrgency, inShownOrder } from "../urgency"

afterEach(cleanup)

const group = (code: string, due_at: string | null = null, count = 12): ProblemGroup => ({
  ...problem(code, problemFacts(code).remedy),
  is_blocking: problemFacts(code).blocks,
  count,
  due_at,
  as_of: "2026-06-01T12:00:00.000Z",
  causes: [],
})
const unsent = action({ state: "needs_attention", problem: problem("refused_by_marketplace", null) })

describe("what waits for a person", () => {
  const groups = [
    group("claim_open", "2026-06-01T00:00:00.000Z", 90),
    group("unknown_sku", "2026-06-05T00:00:00.000Z", 80),
    group("total_mismatch", "2026-06-03T00:00:00.000Z"),
    group("no_shipping_option"),
    group("cancel_stop_parcel", "2026-06-09T00:00:00.000Z", 1),
  ]
  const keys = byUrgency(groups, [unsent]).map(({ key }) => key)

  it("is ordered by urgency, and what is held by its deadline", () => {
    expect(keys).toEqual([
      "orders-cancel_stop_parcel",
      "actions-refused_by_marketplace",
      "orders-total_mismatch",
      "orders-unknown_sku",
      "orders-no_shipping_option",
      "orders-claim_open",
    ])
  })

  it("stays where it was first shown; what is new follows", () => {
    const later = byUrgency([...groups.slice(1), group("mass_cancellation")], [unsent])
    expect(inShownOrder(later, keys).map(({ key }) => key)).toEqual([
      ...keys.filter((key) => key !== "orders-claim_open"),
      "orders-mass_cancellation",
    ])
  })
})

it("is jumped to with the focus, and does not move when the counts change", async () => {
  let groups = [
    group("unknown_sku", "2026-06-03T00:00:00.000Z"),
    group("total_mismatch", "2026-06-05T00:00:00.000Z"),
  ]
  const answers = {
    ...COMMON,
    "GET /orders/problems": () => ({ problems: groups }),
    "GET /orders": { orders: [], count: 0 },
    "GET /actions": ({ query }: Call) =>
      query.get("state[0]") === "needs_attention"
        ? { actions: [unsent], count: 1 }
        : { actions: [], count: 0 },
    "POST /orders/retry": { results: [], count: 0, remaining: 0 },
  }
  const { user } = await renderAdmin(<ProblemGroups />, { answers, at: "/marketplace-orders?tab=fix" })
  const chips = await screen.findByRole("navigation", { name: "Waiting, the most urgent first" })
  const titles = () => screen.getAllByRole("heading", { level: 2 }).map(({ textContent }) => textContent)
  await waitFor(() => expect(titles()).toHaveLength(3))
  const before = titles()
  await user.click(within(chips).getByRole("button", { name: /Total does not match|total/i }))
  expect(document.activeElement?.tagName).toBe("H2")
  expect(document.activeElement?.textContent).toBe(problem("total_mismatch", null).title)

  groups = [groups[1], groups[0]].map((one, index) => ({
    ...one,
    due_at: `2026-06-0${index + 1}T00:00:00.000Z`,
  }))
  const again = screen.getAllByRole("button", { name: "Try all again" })[0]
  await user.click(again)
  await screen.findByText("Nothing was changed.")
  expect(titles()).toEqual(before)
})
