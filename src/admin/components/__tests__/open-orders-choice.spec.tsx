import { cleanup, screen, within } from "@testing-library/react"
import { marketplaceIn } from "../../__tests__/fixtures"
import { renderAdmin } from "../../__tests__/render-admin"
import type { NeedsDecision } from "../../../api/admin/marketplaces/connections/types"
import { OpenOrdersChoice } from "../open-orders-choice"

afterEach(cleanup)

const open = (external_id: string, in_store: boolean): NeedsDecision["open_orders"][number] => ({
  external_id,
  external_reference: `REF-${external_id}`,
  external_status: "InPreparation",
  purchased_at: "2026-06-01T10:00:00Z",
  total: 10,
  currency_code: "eur",
  in_store,
})

const code_words = { statuses: { InPreparation: { en: "To be shipped", fr: "À expédier" } } }

it("says how many open orders the store has already, and what the marketplace's codes mean", async () => {
  const found: NeedsDecision = {
    type: "conflict",
    code: "older_open_orders",
    message: "",
    open_orders: [open("1", true), open("2", false)],
    is_complete: true,
  }
  await renderAdmin(<OpenOrdersChoice found={found} marketplaceId="cdiscount" onChange={() => undefined} />, {
    answers: { "GET /": { marketplaces: [marketplaceIn("en", { code_words })] } },
  })
  expect(
    screen.getByText(
      /2 orders are already open .* 1 of them is in the store already and is not imported again/
    )
  ).toBeTruthy()
  const words = await screen.findAllByText("To be shipped")
  expect(words.map(({ title }) => title)).toEqual(["InPreparation", "InPreparation"])
  const row = (number: string) => screen.getByRole("row", { name: new RegExp(number) })
  expect(within(row("REF-1")).getByText("Already here")).toBeTruthy()
  expect(within(row("REF-2")).queryByText("Already here")).toBeNull()
})
