import { cleanup, screen, waitFor, within } from "@testing-library/react"
import { action, COMMON, connection, order, problem } from "../../../__tests__/fixtures"
import { type Call, renderAdmin } from "../../../__tests__/render-admin"
import { ordersLink } from "../../../../orders/notices"
import { GeneralSection } from "../../connection/general-section"
import { readFilters } from "../order-filters"
import { ProblemGroups } from "../problem-groups"

afterEach(cleanup)

const connections = [
  connection({ id: "mpcon_1", name: "Cdiscount FR" }),
  connection({ id: "mpcon_2", name: "Rakuten", marketplace_id: "rakuten" }),
]
const held = order({
  external_reference: "ONE",
  connection_id: "mpcon_2",
  problem: problem("rejected_by_hook", "retry"),
})
const failed = action({ state: "needs_attention", problem: problem("refused_by_marketplace", null) })

/** The ids of connections that a list is asked for. */
const connectionsOf = ({ query }: Call) =>
  [...query.entries()].flatMap(([name, value]) => (name.startsWith("connection_id") ? [value] : []))

const answers = {
  ...COMMON,
  "GET /connections": { connections, count: 2 },
  "GET /orders/problems": {
    problems: [
      {
        ...held.problem,
        is_blocking: true,
        count: 201,
        due_at: null,
        causes: [{ ...held.problem, count: 201, connection_ids: ["mpcon_2"] }],
      },
    ],
  },
  "GET /orders": { orders: [held], count: 201 },
  "GET /actions": ({ query }: Call) => {
    const isFailed = query.get("state[0]") === "needs_attention"
    return { actions: isFailed ? [failed] : [], count: isFailed ? 1 : 0 }
  },
  "POST /orders/retry": {
    results: [{ id: held.id, outcome: "planned", message: null }],
    count: 1,
    remaining: 0,
  },
}

describe("what waits for a person, narrowed to a connection", () => {
  const at = `/marketplace-orders?tab=fix&connection_id=${encodeURIComponent('["mpcon_2"]')}`

  it("is asked for with the filter, and what is done to all is done to these", async () => {
    const { user, calls } = await renderAdmin(<ProblemGroups />, { at, answers })
    await screen.findByRole("region", { name: "Refused by the marketplace" })
    await user.click(screen.getByRole("button", { name: "Show the orders" }))
    const group = screen.getByRole("region", { name: "Held by a rule of the store" })
    await within(group).findByRole("link", { name: "ONE" })
    const asked = calls.filter(({ path }) => ["/orders", "/actions"].includes(path))
    const byConnection = asked.filter(({ query }) => !query.get("id[0]")).map(connectionsOf)
    expect(byConnection.length).toBeGreaterThan(2)
    const problems = calls.filter(({ path }) => path === "/orders/problems").map(connectionsOf)
    expect(problems).toContainEqual(["mpcon_2"])
    expect(new Set(byConnection.map(String))).toEqual(new Set(["mpcon_2"]))

    await user.click(screen.getByRole("button", { name: "Try all again" }))
    await screen.findByText("1 order tried again.")
    expect(screen.getByText("200 are left: repeat this.")).toBeTruthy()
    expect(calls.find(({ path }) => path === "/orders/retry")?.body).toEqual({ ids: [held.id] })
  })

  it("says so, and shows everything again once the filter is taken away", async () => {
    const { user, calls } = await renderAdmin(<ProblemGroups />, { at, answers })
    const filters = await screen.findByRole("group", { name: "Filters" })
    await user.click(await within(filters).findByRole("button", { name: /^Connection: Rakuten/ }))
    await waitFor(() => expect(screen.queryByRole("group", { name: "Filters" })).toBeNull())
    await waitFor(() =>
      expect(connectionsOf(calls.filter(({ path }) => path === "/actions").at(-1) as Call)).toEqual([])
    )
  })

  it("is found from the connection's own figure, which counts no test orders", async () => {
    const rakuten = { ...connections[1], counts: { ...connections[1].counts, to_fix: 201 } }
    await renderAdmin(<GeneralSection connection={rakuten} />, { answers })
    const link = screen.getByRole("link", { name: "201" })
    const { searchParams } = new URL(link.getAttribute("href") ?? "", "http://store.example")
    expect(Object.fromEntries(searchParams)).toEqual({
      tab: "fix",
      connection_id: '["mpcon_2"]',
      is_test: '"false"',
    })
  })
})

it("asks for what could not be sent to the filter's marketplaces by their connections", async () => {
  const at = `/marketplace-orders?marketplace_id=${encodeURIComponent('["rakuten"]')}`
  const { calls } = await renderAdmin(<ProblemGroups />, { at, answers })
  await screen.findByRole("region", { name: "Refused by the marketplace" })
  const asked = calls.filter(({ path }) => path === "/actions").map(connectionsOf)
  expect(new Set(asked.map(String))).toEqual(new Set(["mpcon_2"]))
})

describe("the link of a notification", () => {
  const open = ordersLink("fix", { problem: ["refused_by_marketplace"], connection_id: ["mpcon_2"] })

  it("leads to what has the problem, at the connection that it names", async () => {
    const { calls } = await renderAdmin(<ProblemGroups />, { at: open, answers })
    await screen.findByRole("button", { name: /^Problem: Refused by the marketplace/ })
    await screen.findByRole("region", { name: "Refused by the marketplace" })
    const asked = (route: string) =>
      calls
        .filter(({ path }) => path === route)
        .map((call) => [connectionsOf(call), call.query.get("problem[0]")])
    const narrowed = [["mpcon_2"], "refused_by_marketplace"]
    expect(asked("/orders/problems")).toContainEqual(narrowed)
    expect(new Set(asked("/actions").map(String))).toEqual(new Set([String(narrowed)]))
  })

  it("leads to the deadlines that it names", () => {
    const { searchParams } = new URL(ordersLink("all", { due: "at_risk" }), "http://store.example")
    expect(searchParams.get("tab")).toBe("all")
    expect(readFilters({ due: searchParams.get("due") ?? "" }).due).toBe("at_risk")
  })
})

it("says how many failed actions are not listed", async () => {
  const many = ({ query }: Call) => {
    const isFailed = query.get("state[0]") === "needs_attention"
    return { actions: isFailed ? [failed] : [], count: isFailed ? 251 : 0 }
  }
  await renderAdmin(<ProblemGroups />, { answers: { ...answers, "GET /actions": many } })
  await screen.findByText("250 more actions are not listed: they follow once these are resolved.")
})

it("shows only orders where a filter speaks of nothing else", async () => {
  const { calls } = await renderAdmin(<ProblemGroups />, { at: '/marketplace-orders?due="overdue"', answers })
  await screen.findByRole("button", { name: "Try all again" })
  expect(calls.filter(({ path }) => path === "/actions")).toEqual([])
})
