import { performance } from "node:perf_hooks"

import { changed } from "../cdiscount/__tests__/fixtures"
import { cdiscount } from "../cdiscount"
import { toPullPage } from "../cdiscount/snapshots"
import { rakuten } from "../rakuten"
import { billingItem, sale, saleItem } from "../rakuten/__tests__/sales"
import { mergeAll, purchaseOfBilling, purchaseOfSale, toSnapshot, type Purchase } from "../rakuten/snapshot"
import { buyerHider } from "../without-buyer"

const AT = "2026-06-10T10:00:00.000Z"
const some = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index))
const sold = (nodes: number, id: (index: number) => string): [Purchase, ...Purchase[]] => [
  purchaseOfSale(sale([saleItem("0")]), "currentsales", AT),
  ...some(nodes, (index) => purchaseOfSale(sale([saleItem(id(index))]), "currentsales", AT)),
]
const order = (lines: number) => {
  const [line] = (JSON.parse(changed("order-ready", {})) as { lines: object[] }).lines
  return JSON.parse(
    changed("order-ready", {
      lines: some(lines, (index) => ({ ...line, orderLineId: String(index) })) as never,
    })
  ) as object
}

/** Each with the least of its inputs ten times what is real, made before the clock starts. */
const LISTS: [string, number, (size: number) => () => unknown][] = [
  [
    "sale nodes of one purchase",
    1200,
    (size) => {
      const nodes = sold(size, String)
      return () => mergeAll(nodes)
    },
  ],
  [
    "the same item over and over",
    300,
    (size) => {
      const nodes = sold(size, () => "1")
      return () => mergeAll(nodes)
    },
  ],
  [
    "items of one purchase",
    300,
    (size) => {
      const { payload } = toSnapshot(
        purchaseOfSale(sale(some(size, (index) => saleItem(String(index)))), "newsales", AT)
      )
      return () => rakuten.normalise(payload, {})
    },
  ],
  [
    "billing of one purchase",
    300,
    (size) => {
      const items = some(size, (index) => billingItem(String(index)))
      return () => purchaseOfBilling("700000001", items, AT)
    },
  ],
  [
    "lines of one order",
    100,
    (size) => {
      const payload = JSON.stringify(order(size))
      return () => cdiscount.normalise(payload, {})
    },
  ],
  [
    "an order on every place of a page",
    100,
    (size) => {
      const entries = some(size, () => order(20))
      return () => toPullPage(entries, "page 1")
    },
  ],
  [
    "words of a refusal",
    500,
    (size) => {
      const hide = buyerHider({ buyer_reference: "zoe fictive" })
      const said = "zoe fictive 06 39 98 00 11, %C3%A9 ".repeat(size)
      return () => hide(said)
    },
  ],
]

it.each(LISTS)("%s: ten times as many take about ten times as long", (_, size, prepare) => {
  const timeOf = (count: number) => {
    const work = prepare(count)
    const times = some(3, () => {
      const started = performance.now()
      work()
      return performance.now() - started
    })
    return Math.min(...times)
  }
  timeOf(size)
  const [few, many] = [timeOf(size), timeOf(10 * size)]
  // A square would be a hundredfold.
  expect(many / Math.max(few, 2)).toBeLessThan(40)
})
