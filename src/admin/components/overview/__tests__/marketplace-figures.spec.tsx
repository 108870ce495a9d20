import { cleanup, screen } from "@testing-library/react"
import { COMMON } from "../../../__tests__/fixtures"
import { renderAdmin } from "../../../__tests__/render-admin"
import { readFilters } from "../../orders/order-filters"
import { MarketplaceFigures } from "../marketplace-figures"

afterEach(cleanup)

const hours = { median: null, p95: null, count: 0 }
const overview = {
  marketplace_id: "cdiscount",
  name: "Cdiscount",
  orders: 9,
  parcels: 4,
  canceled: 0,
  held: 3,
  late: 2,
  to_accept: 1,
  to_ship_today: 5,
  turnover: [
    { currency_code: "eur", total: 300, orders: 8 },
    { currency_code: "pln", total: 50, orders: 1 },
  ],
  hours_to_import: hours,
  hours_to_confirm: hours,
  by_day: [],
}
const counted = { marketplace_id: ["cdiscount"], connection_id: ["mpcon_1"], is_test: "false" }

it.each([
  ["Held, to fix: show 3", "fix", { held: "true" }],
  ["Late: show 2", "all", { due: "overdue" }],
  ["To accept: show 1", "accept", {}],
])("the figure %s leads to the orders that it counts", async (name, tab, filters) => {
  await renderAdmin(<MarketplaceFigures overview={overview} days={30} connectionId="mpcon_1" />, {
    answers: COMMON,
  })
  const href = screen.getByRole("link", { name }).getAttribute("href") ?? ""
  const { tab: opened, ...raw } = Object.fromEntries(new URL(href, "http://store.example").searchParams)
  expect(opened).toBe(tab)
  expect(readFilters(raw)).toEqual({ ...counted, ...filters })
})

it("shows the turnover and the average basket of each currency, and what leaves today", async () => {
  await renderAdmin(<MarketplaceFigures overview={overview} days={30} />, { answers: COMMON })
  const figure = (name: string) =>
    screen.getByText(name).nextElementSibling?.textContent?.replace(/\u00a0/g, " ")
  expect(figure("Turnover")).toBe("€300.00 · PLN 50.00")
  expect(figure("Average basket")).toBe("€37.50 · PLN 50.00")
  expect(figure("To ship today")).toBe("5")
})
