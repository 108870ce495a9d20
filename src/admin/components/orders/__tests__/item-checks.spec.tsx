import { act, cleanup, screen, waitFor } from "@testing-library/react"
import { useState } from "react"
import { action, capabilities, COMMON, details, marketplace } from "../../../__tests__/fixtures"
import { renderAdmin } from "../../../__tests__/render-admin"
import type { ShownLine } from "../../../../api/admin/marketplaces/orders/types"
import type { Marketplace } from "../../../../api/admin/marketplaces/types"
import { CancelPrompt } from "../cancel-prompt"
import { OrderRemedies } from "../order-remedies"

afterEach(cleanup)

const line = (external_ids: string[], title: string): ShownLine => ({
  key: title,
  external_ids,
  sku: title.toUpperCase(),
  title,
  quantity: external_ids.length,
  unit_price: 10,
  variant_id: null,
  line_item_id: null,
  status: "to_accept",
})
const undecided = details({
  state: "to_accept",
  lines: [line(["1", "2"], "Cup"), line(["3"], "Pot")],
  open_items: { decide: ["1", "2", "3"], cancel: [] },
})
const cancelable = details({
  state: "imported",
  lines: undecided.lines,
  open_items: { decide: [], cancel: ["1", "3"] },
})
const answers = (by: "order" | "item" | "items_together", order = undecided) => ({
  ...COMMON,
  "GET /": {
    marketplaces: [
      {
        ...marketplace,
        capabilities: { ...capabilities, decides: by, cancels: by === "order" ? "order" : "item" },
      } satisfies Marketplace,
    ],
  },
  "GET /orders/mpord_1": { order },
  "GET /orders/mpord_1/cancellation-reasons": { cancellation_reasons: [] },
  "POST /orders/mpord_1/accept": { order },
  "POST /orders/mpord_1/refuse": { order },
  "POST /orders/mpord_1/cancel": { id: "mpord_1", actions: [] },
})
const sent = (calls: { method: string; path: string; body: unknown }[]) =>
  calls.filter(({ method }) => method === "POST").map(({ path, body }) => [path.split("/").at(-1), body])

describe("a decision by item", () => {
  it("is about all of them unless some are taken out", async () => {
    const { user, calls } = await renderAdmin(<OrderRemedies order={undecided} />, {
      answers: answers("item"),
    })
    expect(await screen.findAllByRole("checkbox", { checked: true })).toHaveLength(3)
    await user.click(screen.getByRole("button", { name: "Accept" }))
    await screen.findByText("The acceptance is being sent to the marketplace.")
    expect(sent(calls)).toEqual([["accept", {}]])
  })

  it("accepts some, and refuses others once that was confirmed", async () => {
    const { user, calls } = await renderAdmin(<OrderRemedies order={undecided} />, {
      answers: answers("item"),
    })
    await user.click(await screen.findByRole("checkbox", { name: /Cup.*2 of 2/ }))
    await user.click(screen.getByRole("button", { name: "Accept 2 of 3" }))
    await screen.findByText("The acceptance is being sent to the marketplace.")
    await user.click(screen.getByRole("button", { name: "Refuse 2 of 3" }))
    await screen.findByRole("alertdialog", { name: "Refuse 2 of 3 items?" })
    expect(sent(calls)).toHaveLength(1)
    await user.type(screen.getByLabelText("Reason"), "Broken{Enter}")
    await screen.findByText("The refusal is being sent to the marketplace.")
    expect(sent(calls)).toEqual([
      ["accept", { line_external_ids: ["1", "3"] }],
      ["refuse", { reason: "Broken", line_external_ids: ["1", "3"] }],
    ])
  })

  it("about nothing cannot be taken", async () => {
    const { user } = await renderAdmin(<OrderRemedies order={undecided} />, { answers: answers("item") })
    for (const box of await screen.findAllByRole("checkbox")) await user.click(box)
    expect(screen.getByRole("button", { name: "Accept 0 of 3" })).toHaveProperty("disabled", true)
    expect(screen.getByRole("button", { name: "Refuse 0 of 3" })).toHaveProperty("disabled", true)
  })

  it("accepts some and refuses the others in one request, where the marketplace takes one decision", async () => {
    const { user, calls } = await renderAdmin(<OrderRemedies order={undecided} />, {
      answers: answers("items_together"),
    })
    await user.click(await screen.findByRole("checkbox", { name: /Cup.*2 of 2/ }))
    await user.click(screen.getByRole("button", { name: "Accept 2, refuse 1" }))
    await screen.findByRole("alertdialog", { name: "Accept 2 of 3 items and refuse the rest?" })
    await user.type(screen.getByLabelText("Reason"), "Broken{Enter}")
    await screen.findByText("The acceptance is being sent to the marketplace.")
    await user.click(screen.getByRole("button", { name: "Refuse" }))
    await user.type(await screen.findByLabelText("Reason"), "All of it{Enter}")
    await screen.findByText("The refusal is being sent to the marketplace.")
    expect(sent(calls)).toEqual([
      ["accept", { reason: "Broken", line_external_ids: ["1", "3"], refuse_line_external_ids: ["2"] }],
      ["refuse", { reason: "All of it" }],
    ])
  })

  it("is not offered where the marketplace decides by order", async () => {
    const { user, calls } = await renderAdmin(<OrderRemedies order={undecided} />, {
      answers: answers("order"),
    })
    await user.click(await screen.findByRole("button", { name: "Accept" }))
    await screen.findByText("The acceptance is being sent to the marketplace.")
    expect(screen.queryByRole("checkbox")).toBeNull()
    expect(sent(calls)).toEqual([["accept", {}]])
  })
})

describe("what is left of a decision by item", () => {
  const accepted = action({
    type: "accept",
    state: "confirmed",
    fulfillment_id: null,
    params: { item_external_ids: ["1"] },
  })
  const left = details({ ...undecided, actions: [accepted], open_items: { decide: ["2"], cancel: [] } })

  it.each(["to_accept", "waiting", "imported"] as const)(
    "is refused in the same place, by name, also where the order is %s",
    async (state) => {
      const { user, calls } = await renderAdmin(<OrderRemedies order={{ ...left, state }} />, {
        answers: answers("item"),
      })
      expect(await screen.findByRole("checkbox", { name: /Cup.*2 of 2/ })).toBeTruthy()
      expect(screen.getByText("Accepted")).toBeTruthy()
      await user.click(screen.getByRole("button", { name: "Refuse" }))
      const question = await screen.findByRole("alertdialog", { name: "Refuse 1 of 1 items?" })
      expect(question.textContent).toContain("Cup · CUP · 2 of 2")
      expect(question.textContent).not.toContain("Pot")
      await user.type(screen.getByLabelText("Reason"), "Broken{Enter}")
      await screen.findByText("The refusal is being sent to the marketplace.")
      expect(sent(calls)).toEqual([["refuse", { reason: "Broken" }]])
    }
  )

  it("is nothing once all are decided", async () => {
    const done = { ...left, open_items: { decide: [], cancel: [] } }
    await renderAdmin(<OrderRemedies order={done} />, { answers: answers("item") })
    expect(await screen.findByRole("button", { name: "Ignore" })).toBeTruthy()
    expect(screen.queryByRole("button", { name: "Accept" })).toBeNull()
    expect(screen.queryByRole("button", { name: "Refuse" })).toBeNull()
  })

  it("leaves the focus where it was decided", async () => {
    const Page = () => {
      const [shown, setShown] = useState(left)
      gone = () => act(() => setShown({ ...left, open_items: { decide: [], cancel: [] } }))
      return <OrderRemedies order={shown} />
    }
    let gone: () => void = () => undefined
    let goOn: () => void = () => undefined
    const { user } = await renderAdmin(<Page />, {
      answers: {
        ...answers("item"),
        "POST /orders/mpord_1/accept": async () => {
          await new Promise<void>((resolve) => (goOn = resolve))
          return { order: left }
        },
      },
    })
    await user.click(await screen.findByRole("button", { name: "Accept" }))
    gone()
    expect(document.activeElement).toBe(document.body)
    goOn()
    await waitFor(() => expect(document.activeElement).not.toBe(document.body))
    expect(document.activeElement?.textContent).toContain("Ignore")
  })
})

describe("a cancellation by item", () => {
  it("names the items where it is about some", async () => {
    const { user, calls } = await renderAdmin(<CancelPrompt order={cancelable} onClose={jest.fn()} />, {
      answers: answers("item", cancelable),
    })
    await user.click(await screen.findByRole("checkbox", { name: /Pot/ }))
    await screen.findByRole("alertdialog", { name: "Cancel 1 of 2 items on the marketplace?" })
    await user.type(screen.getByLabelText("Reason"), "Broken{Enter}")
    await screen.findByText("The cancellation is being sent to the marketplace.")
    expect(sent(calls)).toEqual([["cancel", { reason: "Broken", line_external_ids: ["1"] }]])
  })

  it("is the whole order's where the marketplace takes no items", async () => {
    const { user, calls } = await renderAdmin(<CancelPrompt order={cancelable} onClose={jest.fn()} />, {
      answers: answers("order", cancelable),
    })
    await user.type(await screen.findByRole("textbox", { name: "Reason" }), "Broken{Enter}")
    await screen.findByText("The cancellation is being sent to the marketplace.")
    expect(screen.queryByRole("checkbox")).toBeNull()
    expect(sent(calls)).toEqual([["cancel", { reason: "Broken" }]])
  })
})
