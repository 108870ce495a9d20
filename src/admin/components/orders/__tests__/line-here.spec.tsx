import { cleanup } from "@testing-library/react"
import { renderAdmin } from "../../../__tests__/render-admin"
import type { ShownLine } from "../../../../api/admin/marketplaces/orders/types"
import { LineHere } from "../line-here"

afterEach(cleanup)

const HERE = { sku: "LAMP", variant_id: "variant_1", stock: 5, is_managed: true, price: 10 }
const shown = async (difference_percent: number | null) => {
  const line = { quantity: 1, here: { ...HERE, difference_percent } } as ShownLine
  await renderAdmin(<LineHere line={line} currency="eur" />)
  return document.body.textContent
}

it("says how far the marketplace's price is from the store's, and nothing where that is not known", async () => {
  expect(await shown(-10)).toContain("your price €10.00 (-10%)")
  cleanup()
  expect(await shown(null)).toMatch(/your price €10\.00$/)
})
