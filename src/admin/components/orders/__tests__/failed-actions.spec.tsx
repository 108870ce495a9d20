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
const closed = (outcome: string) => (call: Call) => {
  const { ids } = call.body as { ids: string[] }
  return { results: ids.map((id) => ({ id, outcome, message: null })), count: ids.length, remaining: 0 }
}
const answers = {
  ...COMMON,
  "GET /orders": { orders, count: 2 },
  "POST /actions/skip": closed("skipped"),
  "POST /actions/retry": { results: [], count: 0, remaining: 0 },
}

describe("what could not be sent to the marketplaces", () => {
  it("stands under its cause, and is sent again all together or as chosen", async () => {
    const { user, calls } = await renderAdmin(<FailedActions actions={[failed("one"), failed("two")]} />, {
      answers,
    })
    const sent = () => calls.filter(({ method }) => method === "POST").map(({ body }) => body)
    const group = screen.getByRole("region", { name: "shipment_refused" })
    expect(within(group).getByText("Hint of shipment_refused")).toBeTruthy()
    const link = await within(group).findByRole("link", { name: "TWO" })
    expect(link.getAttribute("href")).toBe("/marketplace-orders/two")

    await user.click(within(group).getByRole("button", { name: "Send all again" }))
    await user.click(within(group).getByRole("checkbox", { name: "Select TWO" }))
    await user.click(within(group).getByRole("button", { name: "Send 1 again" }))
    expect(sent()).toEqual([
      { ids: ["action_one", "action_two"], versions: { action_one: "v1", action_two: "v1" } },
      { ids: ["action_two"], versions: { action_two: "v1" } },
    ])
  })

  it("of another account leads to the connection", async () => {
    const other = { ...failed("one"), problem: problem("wrong_account", "edit_connection") }
    await renderAdmin(<FailedActions actions={[other]} />, { answers })
    const link = await screen.findByRole("link", { name: "Open the connection" })
    expect(link.getAttribute("href")).toBe("/settings/marketplaces/mpcon_1")
  })

  it("leads to the setting that may be the cure", async () => {
    const params = { setting_en: "“Shipment request” (shipment_body)" }
    const refused = { ...failed("one"), problem: problem("refused_by_marketplace", "retry", params) }
    await renderAdmin(<FailedActions actions={[refused]} />, { answers })
    const link = await screen.findByRole("link", { name: "Open the connection" })
    expect(link.getAttribute("href")).toBe("/settings/marketplaces/mpcon_1?tab=orders")
  })

  describe("many at once", () => {
    const many = Array.from({ length: 60 }, (_, at) => failed(String(at)))
    const begin = async (answer: (call: Call) => unknown) => {
      const { user, calls } = await renderAdmin(<FailedActions actions={many} />, {
        answers: { ...answers, "POST /actions/mark-done": answer },
      })
      await user.click(await screen.findByRole("button", { name: "Mark all as done" }))
      await user.type(screen.getByLabelText("Reason"), "By hand{Enter}")
      return () => calls.flatMap(({ body }) => (body ? [(body as { ids: string[] }).ids.length] : []))
    }

    it("are closed in a few requests, and it is seen how far they are", async () => {
      let goOn: (() => void) | undefined
      const sent = await begin(async (call) => {
        if ((call.body as { ids: string[] }).ids[0] === many[25].id) {
          await new Promise<void>((resolve) => (goOn = resolve))
        }
        return closed("done_elsewhere")(call)
      })
      expect(await screen.findByText("25 of 60")).toBeTruthy()
      goOn?.()
      await screen.findByText("60 marked as done: nothing is sent.")
      expect(sent()).toEqual([25, 25, 10])
    })

    it("are shown as remaining when it could not continue", async () => {
      const sent = await begin((call) =>
        (call.body as { ids: string[] }).ids[0] === many[25].id ? undefined : closed("done_elsewhere")(call)
      )
      await screen.findByText("25 marked as done: nothing is sent.")
      expect(screen.getByText("35 are left: repeat this.")).toBeTruthy()
      expect(sent()).toEqual([25, 25])
    })
  })

  describe("while one of them is sent", () => {
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
      await user.click(await screen.findByRole("checkbox", { name: "Select TWO" }))
      leave("one")
      await user.click(screen.getByRole("button", { name: "Send all again" }))
      expect(sent(calls)).toEqual([
        ["/actions/retry", { ids: ["action_one"], versions: { action_one: "v1" } }],
      ])
    })

    it("what was asked about is what is confirmed", async () => {
      const { user, calls } = await renderAdmin(<Page />, { answers })
      await user.click(await screen.findByRole("checkbox", { name: "Select TWO" }))
      await user.click(screen.getByRole("button", { name: "Skip 1" }))
      leave("one")
      await user.type(screen.getByLabelText("Reason"), "By hand{Enter}")
      await screen.findByText("1 skipped: it is not sent.")
      expect(sent(calls)).toEqual([
        ["/actions/skip", { ids: ["action_two"], versions: { action_two: "v1" }, reason: "By hand" }],
      ])
    })
  })
})
