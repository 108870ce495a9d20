import { randomUUID } from "node:crypto"
import { ContainerRegistrationKeys, Modules } from "@medusajs/framework/utils"
import type { App } from "../../integration-tests/helpers/app"
import type { SeededStore } from "../../integration-tests/helpers/seed-store"
import type { CatalogProduct } from "../../sandbox/catalog"
import type { Sandbox } from "../../sandbox/server"
import { pullMarketplaceOrdersWorkflow } from "../../src/workflows/pull-orders"
import { importBacklog, storeBacklog } from "./backlog"
import { importByHand } from "./by-hand"
import { median, say, seconds } from "./figures"
import { type BenchOrder, benchOrders, octopiaOrder } from "./orders"

const ROUNDS = 4
/** Orders of each block that are also imported by hand: at one or two a second, all of them would take a quarter of an hour. */
const BY_HAND = 50

/** A catalog in which every line of a block is another article, made of the products of a small one. */
export const longCatalog = (catalog: readonly CatalogProduct[], count: number): CatalogProduct[] =>
  Array.from({ length: count }, (_, index) => ({
    ...catalog[index % catalog.length],
    sku: `LONG-${index}`,
    title: `${catalog[index % catalog.length].title} ${index}`,
    ean: String(2_100_000_000_000 + index),
  }))

/** Order module, bare, in batches of 100: what no import can beat. */
async function createBare(app: App, store: SeededStore, orders: BenchOrder[]): Promise<void> {
  const service = app.container.resolve(Modules.ORDER)
  const bySku = new Map(store.variants.map((variant) => [variant.sku, variant]))
  for (let start = 0; start < orders.length; start += 100) {
    await service.createOrders(
      orders.slice(start, start + 100).map((order) => ({
        region_id: store.region_id,
        sales_channel_id: store.sales_channel_id,
        currency_code: "eur",
        shipping_address: { ...order.address, country_code: "fr" },
        billing_address: { ...order.address, country_code: "fr" },
        items: order.lines.map((line) => ({
          title: line.title,
          variant_id: bySku.get(line.sku)?.variant_id,
          variant_sku: line.sku,
          quantity: line.quantity,
          unit_price: line.price,
          is_tax_inclusive: true,
          tax_lines: [{ code: "VAT", rate: line.vat }],
        })),
        shipping_methods: [
          {
            name: "Marketplace",
            amount: 4.99,
            is_tax_inclusive: true,
            tax_lines: [{ code: "VAT", rate: 20 }],
          },
        ],
      })) as never
    )
  }
}

export type Ways = Record<"hand" | "plugin" | "whole" | "bare", number> & {
  name: string
  against: Record<"hand" | "plugin" | "whole", { hand: number; bare: number }>
}
type Where = { app: App; store: SeededStore; sandbox: Sandbox; connection_id: string }

/** The same orders by each way, in alternated blocks: by hand, by this plugin (import alone, and with its pull), bare. */
export async function compareWays(
  { app, store, sandbox, connection_id }: Where,
  name: string,
  orders: number,
  catalog: readonly CatalogProduct[]
): Promise<Ways> {
  const block = Math.ceil(orders / ROUNDS)
  const make = (count: number) => benchOrders(`${randomUUID().slice(0, 8)}-`, count, catalog)
  const imported = (count: number) => {
    if (count !== block) throw new Error(`${count} of ${block} orders were imported`)
  }
  await storeBacklog(app, connection_id, 100, catalog)
  await importBacklog(app, connection_id)
  await createBare(app, store, make(100))
  await importByHand(app, store, make(10))
  const rates = { hand: [] as number[], plugin: [] as number[], whole: [] as number[], bare: [] as number[] }
  for (let round = 0; round < ROUNDS; round += 1) {
    await storeBacklog(app, connection_id, block, catalog)
    const result = await importBacklog(app, connection_id)
    imported(result.imported)
    rates.plugin.push(block / result.seconds)
    rates.bare.push(block / (await seconds(() => createBare(app, store, make(block)))))
    const placed = make(block)
    for (const order of placed)
      sandbox.control.cdiscount.put({ order: octopiaOrder(order, "12345", new Date()) })
    const pull = () => pullMarketplaceOrdersWorkflow(app.container).run({ input: { connection_id } })
    rates.whole.push(block / (await seconds(pull)))
    imported(await countImported(app, placed))
    const hand = make(Math.min(block, BY_HAND))
    rates.hand.push(hand.length / (await seconds(() => importByHand(app, store, hand))))
    const shown = Object.entries(rates).map(([way, list]) => `${way} ${list[round].toFixed(1)}`)
    say(`${name}, round ${round + 1}: ${shown.join(", ")} orders/s`)
  }
  const ratio = (a: number[], b: number[]) => median(a.map((rate, round) => rate / b[round]))
  const against = (way: number[]) => ({ hand: ratio(way, rates.hand), bare: ratio(way, rates.bare) })
  return {
    name,
    hand: median(rates.hand),
    plugin: median(rates.plugin),
    whole: median(rates.whole),
    bare: median(rates.bare),
    against: { hand: against(rates.hand), plugin: against(rates.plugin), whole: against(rates.whole) },
  }
}

async function countImported({ container }: App, orders: BenchOrder[]): Promise<number> {
  const query = container.resolve(ContainerRegistrationKeys.QUERY)
  const { data } = await query.graph({
    entity: "marketplace_order",
    fields: ["imported_at"],
    filters: { external_id: orders.map(({ id }) => id) },
    pagination: { take: orders.length },
  })
  return data.filter(({ imported_at }) => imported_at).length
}

/** The comparisons as a part of the report. */
export function waysTable(all: Ways[], orders: number): string[] {
  const times = (ratio: number, digits: number) => `${ratio.toFixed(digits)} ×`
  const row = (what: string, one: Ways, way: "hand" | "plugin" | "whole") =>
    `| ${one.name} | ${what} | ${one[way].toFixed(1)} | ${times(one.against[way].hand, 1)} | ${times(one.against[way].bare, 2)} |`
  return [
    `## Import, ${orders} orders of two lines each, orders per second (medians of ${ROUNDS} alternated blocks; ratios within each block)`,
    "",
    "| articles | way | orders/s | against by hand | against the store's limit |",
    "|---|---|---|---|---|",
    ...all.flatMap((one) => [
      row(`by hand: Medusa's workflows, order by order (the first ${BY_HAND} of each block)`, one, "hand"),
      row(
        "this plugin: from stored snapshot to `imported`, with reservations and captured payments",
        one,
        "plugin"
      ),
      row("this plugin, the whole way: from the marketplace's list to `imported`", one, "whole"),
      `| ${one.name} | the store's limit: \`createOrders\` of the order module, bare, batches of 100 | ${one.bare.toFixed(1)} | | 1 × |`,
    ]),
  ]
}
