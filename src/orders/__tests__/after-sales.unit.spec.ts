import type { AfterSale } from "../../marketplaces/port"
import { afterSaleProblems, afterSalesOf, mergeAfterSales } from "../after-sales"
import { item, line, order } from "./fixtures"

const NOW = "2026-07-03T10:00:00.000Z"
const entry = (patch: Partial<AfterSale> = {}): AfterSale => ({
  kind: "return",
  external_id: "R1",
  external_ids: ["A0"],
  quantity: 1,
  amount: null,
  currency_code: null,
  reason: null,
  status: "Open",
  at: NOW,
  ...patch,
})

it("lists claims and cancellations of the seller's items, with what the buyer gets back", () => {
  const sold = order({
    lines: [
      line({
        key: "A",
        unit_price: 10,
        items: [
          item("canceled", {
            external_id: "A0",
            quantity: 2,
            shipping_price: 1.5,
            external_status: "Cancelled",
          }),
          item("claim", { external_id: "A1", external_status: "CLAIM" }),
          item("shipped", { external_id: "A2" }),
        ],
      }),
      line({ key: "B", fulfilled_by: "marketplace", items: [item("canceled", { external_id: "B0" })] }),
    ],
  })
  expect(afterSalesOf(sold, NOW)).toEqual([
    entry({
      kind: "cancellation",
      external_id: "A0",
      quantity: 2,
      amount: 21.5,
      currency_code: "eur",
      status: "Cancelled",
    }),
    entry({ kind: "claim", external_id: "A1", external_ids: ["A1"], status: "CLAIM" }),
  ])
})

it("keeps when something was seen first, and forgets nothing", () => {
  const known = [entry(), entry({ kind: "gesture", external_id: "R1" })]
  const merged = mergeAfterSales(known, [entry({ status: "Closed", at: "2026-07-09T10:00:00.000Z" })])
  expect(merged).toEqual([entry({ status: "Closed" }), entry({ kind: "gesture", external_id: "R1" })])
  expect(mergeAfterSales(merged, [])).toEqual(merged)
})

it("raises each kind by its numbers: claims while they are open, cancellations never", () => {
  const claimed = order({ lines: [line({ key: "A", items: [item("claim", { external_id: "A0" })] })] })
  const settled = order({ lines: [line({ key: "A", items: [item("closed", { external_id: "A0" })] })] })
  const known = [
    entry({ kind: "claim", external_id: "A0" }),
    entry({ kind: "cancellation", external_id: "A1" }),
    entry(),
    entry({ kind: "gesture", external_id: "G1" }),
    entry({ kind: "refund", external_id: "G2" }),
  ]
  const others = [
    { code: "returned_at_marketplace", params: { returns: ["R1"] } },
    { code: "refunded_at_marketplace", params: { refunds: ["G1", "G2"] } },
  ]
  expect(afterSaleProblems(claimed, known)).toMatchObject([
    { code: "claim_open", params: { items: ["A0"] } },
    ...others,
  ])
  expect(afterSaleProblems(settled, known)).toMatchObject(others)
})
