import { act, cleanup, screen, within } from "@testing-library/react"
import { useState } from "react"
import { action, COMMON, order, problem } from "../../../__tests__/fixtures"
import { type Call, renderAdmin } from "../../../__tests__/render-admin"
import { FailedActions } from "../failed-actions"

afterEach(cleanup)

const failed = (id: string) =>
  action({
    id: `action_${id}`,
    marketplace_order_id: id,
    state: "needs_attention",
    problem: problem("shipment_refused", null),
  })
const orders = ["one", "two"].map((id) => order({ id, external_reference: id.toUpperCase() }))
const answers = {
  ...COMMON,
  "GET /orders": { orders, count: 2 },
  "POST /actions/action_two/skip": {},
  "POST /actions/retry": { results: [], count: 0, remaining: 0 },
}

describe("what the marketplaces could not be told", () => {
  it("stands under its cause, and is sent again all together or as chosen", async () => {
    const { user, calls } = await renderAdmin(<FailedActions actions={[failed("one"), failed("two")]} />, {
      answers,
    })
    const sent = () => calls.filter(({ method }) => method === "POST").map(({ body }) => body)
    const group = screen.getByRole("region", { name: "Message of shipment_refused" })
    expect(within(group).getByText("Hint of shipment_refused")).toBeTruthy()
    const link = await within(group).findByRole("link", { name: "TWO" })
    expect(link.getAttribute("href")).toBe("/marketplace-orders/two")

    await user.click(within(group).getByRole("button", { name: "Send all again" }))
    await user.click(within(group).getByRole("checkbox", { name: "Choose TWO" }))
    await user.click(within(group).getByRole("button", { name: "Send 1 again" }))
    expect(sent()).toEqual([{ ids: ["action_one", "action_two"] }, { ids: ["action_two"] }])
  })

  describe("while one of them is told", () => {
    let leave: (...left: string[]) => void = () => undefined
    const Page = () => {
      const [ids, setIds] = useState(["one", "two"])
      leave = (...left) => act(() => setIds(left))
      return <FailedActions actions={ids.map(failed)} />
    }
    const sent = (calls: Call[]) =>
      calls.filter(({ method }) => method === "POST").map(({ path, body }) => [path, body])

    it("what is gone is chosen no more", async () => {
      const { user, calls } = await renderAdmin(<Page />, { answers })
      await user.click(await screen.findByRole("checkbox", { name: "Choose TWO" }))
      leave("one")
      await user.click(screen.getByRole("button", { name: "Send all again" }))
      expect(sent(calls)).toEqual([["/actions/retry", { ids: ["action_one"] }]])
    })

    it("what was asked about is what is confirmed", async () => {
      const { user, calls } = await renderAdmin(<Page />, { answers })
      await user.click(await screen.findByRole("checkbox", { name: "Choose TWO" }))
      await user.click(screen.getByRole("button", { name: "Skip 1" }))
      leave("one")
      await user.type(screen.getByLabelText("Reason"), "By hand{Enter}")
      await screen.findByText("1 done.")
      expect(sent(calls)).toEqual([["/actions/action_two/skip", { reason: "By hand" }]])
    })
  })
})
