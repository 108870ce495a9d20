import { cleanup, screen, within } from "@testing-library/react"
import { COMMON, order, problem } from "../../../__tests__/fixtures"
import { renderAdmin } from "../../../__tests__/render-admin"
import type { ProblemGroup } from "../../../../api/admin/marketplaces/orders/types"
import type { Remedy } from "../../../../orders/problems/define-problems"
import { readFilters } from "../order-filters"
import { summarize } from "../outcomes"
import { ProblemGroupSection } from "../problem-group"
import { isJudged } from "../released-orders"

afterEach(cleanup)

const group = (code: string, remedy: Remedy | null, params: object[] = [{}]): ProblemGroup => ({
  ...problem(code, remedy),
  is_blocking: true,
  count: 2,
  due_at: null,
  as_of: "2026-06-01T12:00:00.000Z",
  causes: params.map((one) => ({
    ...problem(code, remedy, one as Record<string, unknown>),
    count: 1,
    connection_ids: ["mpcon_1"],
  })),
})
const held = (id: string, code: string, params = {}) =>
  order({
    id,
    external_reference: id.toUpperCase(),
    problem: problem(code, null, params),
    problem_version: `version of ${id}`,
    problem_since: "2026-06-01T11:00:00.000Z",
  })

describe("orders with one problem", () => {
  const twoOf = (code: string) => ({
    ...COMMON,
    "GET /orders": { orders: [held("one", code), held("two", code)], count: 2 },
  })

  it("are tried again all together, or those that are chosen", async () => {
    const released = jest.fn()
    const { user, calls } = await renderAdmin(
      <ProblemGroupSection group={group("rejected_by_hook", "retry")} onReleased={released} />,
      {
        answers: {
          ...twoOf("rejected_by_hook"),
          "POST /orders/retry": {
            results: [{ id: "one", outcome: "imported", message: null }],
            count: 1,
            remaining: 0,
          },
        },
      }
    )
    const sent = () => calls.filter(({ method }) => method === "POST").map(({ body }) => body)
    await user.click(screen.getByRole("button", { name: "Try all again" }))
    await screen.findByText("1 order tried again.")
    expect(sent()).toEqual([{ problem: "rejected_by_hook" }])
    expect(released).toHaveBeenCalledWith(["one"])

    await user.click(screen.getByRole("checkbox", { name: "Select TWO" }))
    expect(screen.queryByRole("button", { name: "Try all again" })).toBeNull()
    await user.click(screen.getByRole("button", { name: "Try 1 again" }))
    expect(await screen.findByRole("button", { name: "Try all again" })).toBeTruthy()
    expect(sent()).toEqual([{ problem: "rejected_by_hook" }, { ids: ["two"] }])
  })

  it("are ignored with a reason only; what was refused is said with its words", async () => {
    const { user, calls } = await renderAdmin(
      <ProblemGroupSection group={group("too_many_lines", null)} onReleased={jest.fn()} />,
      {
        answers: {
          ...twoOf("too_many_lines"),
          "POST /orders/ignore": {
            results: [
              { id: "one", outcome: "ignored", message: null },
              { id: "two", outcome: "refused", message: "This order is already in the store." },
            ],
            count: 2,
            remaining: 3,
          },
        },
      }
    )
    await user.click(screen.getByRole("button", { name: "Ignore all" }))
    expect(screen.getByRole("alertdialog", { name: "Ignore 2 orders?" })).toBeTruthy()
    await user.type(screen.getByLabelText("Reason"), "By hand{Enter}")
    await screen.findByText("1 order ignored.")
    expect(calls.find(({ method }) => method === "POST")?.body).toEqual({
      problem: "too_many_lines",
      reason: "By hand",
    })
    expect(screen.getByText(/could not be done: This order is already in the store. 3 are left/)).toBeTruthy()
  })

  it("are fixed once for all of a cause: the SKU is mapped for every connection that waits for it", async () => {
    const released = jest.fn()
    const params = { sku: "A-1", variant_id: "variant_1" }
    const variant = { id: "variant_1", title: "Unique", sku: "MP-1", product: { title: "Lampe" } }
    const { user, calls } = await renderAdmin(
      <ProblemGroupSection group={group("ambiguous_ean", "map_sku", [params])} onReleased={released} />,
      {
        answers: {
          ...COMMON,
          "GET /orders": {
            orders: [
              held("one", "ambiguous_ean", params),
              { ...held("two", "ambiguous_ean", params), connection_id: "mpcon_2" },
              held("other", "ambiguous_ean", { sku: "B-2" }),
            ],
            count: 3,
          },
          "GET /admin/product-variants": { variants: [variant], count: 1 },
          "POST /listings": { listing: {}, released: 1 },
        },
      }
    )
    const map = await screen.findByRole("button", { name: "Map" })
    await user.click(map)
    await screen.findByText("Mapped. 2 orders are imported now.")
    expect(calls.filter(({ method }) => method === "POST").map(({ body }) => body)).toEqual(
      ["mpcon_1", "mpcon_2"].map((connection_id) => ({
        connection_id,
        external_sku: "A-1",
        replaces: null,
        variant_id: "variant_1",
      }))
    )
    expect(released).toHaveBeenCalledWith(["one", "two"])
  })

  it("are mapped for all their connections, also behind more orders than are listed", async () => {
    const one = group("unknown_sku", "map_sku", [{ sku: "RARE-1", variant_id: "variant_1" }])
    const causes = one.causes.map((cause) => ({ ...cause, connection_ids: ["mpcon_1", "mpcon_2"] }))
    const variant = { id: "variant_1", title: "Blue", sku: "R-1", product: { title: "Mug" } }
    const { user, calls } = await renderAdmin(
      <ProblemGroupSection group={{ ...one, causes }} onReleased={jest.fn()} />,
      {
        answers: {
          ...COMMON,
          "GET /orders": { orders: [held("one", "unknown_sku", { sku: "COMMON-1" })], count: 300 },
          "GET /admin/product-variants": { variants: [variant], count: 1 },
          "POST /listings": { listing: {}, released: 1 },
        },
      }
    )
    await user.click(await screen.findByRole("button", { name: "Map" }))
    await screen.findByText("Mapped. 2 orders are imported now.")
    const sent = calls.filter(({ method }) => method === "POST").map(({ body }) => body)
    expect(sent).toMatchObject([{ connection_id: "mpcon_1" }, { connection_id: "mpcon_2" }])
  })

  it("lead to the destinations of the connections that they come from, with what is missing said", async () => {
    const one = group("currency_mismatch", "choose_region")
    await renderAdmin(<ProblemGroupSection group={one} onReleased={jest.fn()} />, {
      answers: { ...COMMON, "GET /orders": { orders: [held("one", "currency_mismatch")], count: 1 } },
    })
    const link = await screen.findByRole("link", { name: "Add a destination to “Cdiscount FR”" })
    expect(link.getAttribute("href")).toBe("/settings/marketplaces/mpcon_1/destinations")
    expect(
      within(screen.getByRole("region", { name: "Different currency" })).getAllByText(
        "Message of currency_mismatch"
      )
    ).toHaveLength(1)
  })
})

it.each<[name: string, remedy: Remedy, route: string, outcome: string, said: string]>([
  [
    "Acknowledge all",
    "acknowledge",
    "POST /orders/acknowledge",
    "acknowledged",
    "1 acknowledged: it is not shown again.",
  ],
  ["Keep all orders", "confirm_cancellations", "POST /orders/cancellations", "discarded", "1 order is kept."],
])("%s says how many are left when they are too many", async (name, remedy, route, outcome, said) => {
  const many = { ...group("oversold", remedy), is_blocking: false, count: 300 }
  const { user, calls } = await renderAdmin(<ProblemGroupSection group={many} onReleased={jest.fn()} />, {
    answers: {
      ...COMMON,
      "GET /orders": { orders: [held("one", "oversold")], count: 300 },
      [route]: { results: [{ id: "one", outcome, message: null }], count: 1, remaining: 0 },
    },
  })
  await user.click(screen.getByRole("button", { name }))
  await screen.findByText(said)
  expect(screen.getByText("299 are left: repeat this.")).toBeTruthy()
  expect(calls.find(({ method }) => method === "POST")?.body).toMatchObject({
    ids: ["one"],
    versions: { one: "version of one" },
  })
})

it("what came after the group was shown, and what is another by now, is not acknowledged with it", async () => {
  const shown = { ...group("oversold", "acknowledge", [{ sku: "A" }]), is_blocking: false, count: 3 }
  const later = { ...held("later", "oversold", { sku: "A" }), problem_since: "2026-06-01T12:00:01.000Z" }
  const orders = [held("one", "oversold", { sku: "A" }), later, held("other", "oversold", { sku: "B" })]
  const { user, calls } = await renderAdmin(<ProblemGroupSection group={shown} onReleased={jest.fn()} />, {
    answers: {
      ...COMMON,
      "GET /orders": { orders, count: 3 },
      "POST /orders/acknowledge": {
        results: [{ id: "one", outcome: "refused", message: "It has changed." }],
        count: 1,
        remaining: 0,
      },
    },
  })
  await user.click(screen.getByRole("button", { name: "Acknowledge all" }))
  expect(await screen.findByText(/It has changed\..*2 are left: repeat this\./)).toBeTruthy()
  expect(calls.find(({ method }) => method === "POST")?.body).toEqual({
    ids: ["one"],
    versions: { one: "version of one" },
  })
})

it("causes beyond the first ones are shown when asked for, or looked for", async () => {
  const skus = Array.from({ length: 45 }, (_, at) => ({ sku: `SKU-${String(at).padStart(2, "0")}` }))
  const one = group("missing_inventory_level", "restock", skus)
  const causes = one.causes.map((cause, at) => ({ ...cause, message: `${skus[at].sku} is missing` }))
  const { user } = await renderAdmin(
    <ProblemGroupSection group={{ ...one, causes, count: 50 }} onReleased={jest.fn()} />,
    { answers: COMMON }
  )
  const listed = () => screen.getAllByText(/^SKU-.. is missing$/).length
  expect(listed()).toBe(20)
  expect(screen.getByText("5 orders have other causes, which are listed once these are fixed.")).toBeTruthy()
  await user.click(screen.getByRole("button", { name: "Show more causes (25 left)" }))
  expect(listed()).toBe(40)
  await user.type(screen.getByRole("searchbox"), "sku-44")
  expect(listed()).toBe(1)
  await user.type(screen.getByRole("searchbox"), "9")
  expect(screen.getByText("Nothing found")).toBeTruthy()
})

it("orders of a group beyond those that are listed are one click away", async () => {
  const filters = { connection_id: ["mpcon_1"] }
  const many = { ...group("unpaid", "retry"), count: 300 }
  const { user } = await renderAdmin(
    <ProblemGroupSection group={many} filters={filters} onReleased={jest.fn()} />,
    { answers: { ...COMMON, "GET /orders": { orders: [held("one", "unpaid")], count: 300 } } }
  )
  await user.click(screen.getByRole("button", { name: "Show the orders" }))
  const link = await screen.findByRole("link", { name: "and 250 more: see them all" })
  const { searchParams } = new URL(link.getAttribute("href") ?? "", "http://store.example")
  expect(searchParams.get("tab")).toBe("all")
  const [connection_id, problem] = ["connection_id", "problem"].map((name) => searchParams.get(name) ?? "")
  expect(readFilters({ connection_id, problem })).toEqual({ ...filters, problem: ["unpaid"] })
})

describe("what became of several", () => {
  it("is counted by what a person has to know", () => {
    const results = ["planned", "imported", "held", "waiting", "refused", "failed"].map((outcome, index) => ({
      id: String(index),
      outcome,
      message: null,
    }))
    expect(summarize({ results, remaining: 4 })).toMatchObject({ done: 2, waiting: 2, remaining: 4 })
    expect(summarize({ results, remaining: 4 }).refused.map(({ outcome }) => outcome)).toEqual([
      "refused",
      "failed",
    ])
  })

  it("is followed until an order is in the store or held again", () => {
    const before = held("one", "unknown_sku")
    expect(isJudged({ ...before, next_attempt_at: null })).toBe(false)
    expect(isJudged({ ...before, next_attempt_at: "2026-06-01T10:00:00Z" })).toBe(true)
    expect(isJudged({ ...before, imported_at: "2026-06-01T10:00:00Z" })).toBe(true)
    expect(isJudged({ ...before, problem: null, state: "waiting" })).toBe(true)
  })
})

it("reads the filters of the address, and leaves out what is none", () => {
  expect(
    readFilters({
      connection_id: '["mpcon_1","mpcon_2"]',
      due: '"overdue"',
      is_test: "true",
      marketplace_id: undefined,
    })
  ).toEqual({
    connection_id: ["mpcon_1", "mpcon_2"],
    due: "overdue",
    is_test: "true",
    marketplace_id: undefined,
  })
  expect(readFilters({ due: '"whenever"', connection_id: "mpcon_1", is_test: "[1]" })).toEqual({
    connection_id: ["mpcon_1"],
    marketplace_id: undefined,
    due: undefined,
    is_test: undefined,
  })
})
