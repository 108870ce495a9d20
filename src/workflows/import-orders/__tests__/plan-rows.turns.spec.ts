import { leastTurn } from "../../../marketplaces/__tests__/longest-turn"
import { matchTables } from "../../../orders/match"
import { item, line, order } from "../../../orders/__tests__/fixtures"
import { context, variant } from "../../../orders/__tests__/store-fixtures"
import { MAX_LINES } from "../../../orders/unfit"
import { stockKey, takeStock } from "../../../orders/stock"
import { planRows } from "../import-claimed"

const LONGEST_MS = 200
/** More of them than a batch takes: their answers have a bound too (`listImportable`). */
const SOME = 50

/** Orders of as many lines as an order may have, each line of an article of its own. */
function largest(count: number) {
  const variants = Array.from({ length: MAX_LINES }, (_, at) => variant(`SKU${at}`))
  const levels = variants.flatMap(({ inventory }) =>
    inventory.map(({ inventory_item_id }) => [stockKey(inventory_item_id, "sloc_a"), 1000] as const)
  )
  const stock = new Map(levels)
  const where = context({
    matches: matchTables([], variants),
    variants: new Map(variants.map((one) => [one.id, one])),
    stock,
  })
  const lines = variants.map(({ sku }, at) =>
    line({ key: `L${at}`, sku: String(sku), items: [item("ready", { external_id: `I${at}` })] })
  )
  const one = order({ lines })
  const read = Array.from({ length: count }, (_, at) => ({
    row: { id: `row_${at}`, external_id: `E${at}`, is_test: false, reserved_ids: null, marks: null },
    order: { ...one, external_id: `E${at}` },
    overtaken_by: null,
  }))
  const batch = {
    contextOf: () => where,
    take: (_: unknown, reservations: Parameters<typeof takeStock>[1]) => takeStock(stock, reservations),
  }
  return { read, batch }
}

it("plans the largest orders one after the other, and keeps nothing else waiting for long", async () => {
  const { read, batch } = largest(SOME)
  // What is compiled with the first order is no work of the batch.
  await planRows(largest(1).read, batch, [])
  let planned = 0
  const longest = await leastTurn(async () => {
    planned = (await planRows(read, batch, [])).planned.length
  })
  expect(planned).toBe(SOME)
  expect(longest).toBeLessThan(LONGEST_MS)
}, 60_000)
