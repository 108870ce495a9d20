import {
  cancelOrderWorkflow,
  createPriceListsWorkflow,
  createPromotionsWorkflow,
  createTaxRatesWorkflow,
} from "@medusajs/medusa/core-flows"
import { Modules, PriceListStatus } from "@medusajs/framework/utils"
import type { ExpectedOrder } from "../sandbox/expected"
import { marketTest } from "./helpers/market-test"
import { MARKETPLACES } from "./helpers/marketplace-cases"

type ImportedOrder = {
  id: string
  total: number
  payment_status: string
  metadata: { external_id: string; connection_id: string }
  summary: { pending_difference: number; paid_total: number }
  items: {
    variant_sku: string | null
    unit_price: number
    adjustments?: unknown[]
    tax_lines: { rate: number }[]
  }[]
  shipping_methods: { adjustments?: unknown[]; metadata: { kind: string } }[]
  payment_collections: { captured_amount: number; refunded_amount: number | null }[]
}

type PlacedOrder = ImportedOrder & {
  shipping_address: { postal_code: string; city: string; country_code: string }
  shipping_methods: { tax_lines: { rate: number }[] }[]
}

/** What the store charges for everything, whatever the catalog says: no rate of the marketplace is 7. */
const STORE_RATE = 7
/** Réunion has a rate of its own. */
const TERRITORY_RATE: Record<string, number> = { overseas: 8.5 }
const cents = (amount: number) => Math.round(amount * 100)

const store = marketTest()

describe("Money", () => {
  beforeAll(makeTheStoreCheap)

  /** Half price on everything, free shipping, a sale price list, and another VAT than the marketplaces'. */
  async function makeTheStoreCheap(): Promise<void> {
    const { container } = store.app
    const automatic = { type: "standard" as const, status: "active" as const, is_automatic: true }
    const method = { type: "percentage" as const, target_type: "items" as const, allocation: "each" as const }
    await createPromotionsWorkflow(container).run({
      input: {
        promotionsData: [
          {
            ...automatic,
            code: "HALF",
            application_method: { ...method, value: 50, max_quantity: 100, currency_code: "eur" },
          },
          {
            ...automatic,
            code: "FREE-SHIPPING",
            application_method: {
              type: "percentage",
              target_type: "shipping_methods",
              allocation: "across",
              value: 100,
              currency_code: "eur",
            },
          },
        ],
      },
    })
    await createPriceListsWorkflow(container).run({
      input: {
        price_lists_data: [
          {
            title: "Soldes",
            description: "Everything for a euro",
            status: PriceListStatus.ACTIVE,
            prices: store.store.variants.map(({ variant_id }) => ({
              variant_id,
              amount: 1,
              currency_code: "eur",
            })),
          },
        ],
      },
    })
    const [region] = await container.resolve(Modules.TAX).listTaxRegions({ country_code: "fr" })
    await createTaxRatesWorkflow(container).run({
      input: [
        {
          tax_region_id: region.id,
          name: "Otherwise",
          code: "OTHER",
          rate: STORE_RATE,
          rules: store.store.variants.map(({ product_id }) => ({
            reference: "product",
            reference_id: product_id,
          })),
        },
      ],
    })
  }

  async function ordersOf(connection_id: string, more: string[] = []): Promise<Map<string, ImportedOrder>> {
    const fields = [
      "id",
      "total",
      "payment_status",
      "metadata",
      "summary",
      "*items",
      "*items.adjustments",
      "*items.tax_lines",
      "*shipping_methods",
      "*shipping_methods.adjustments",
      "*payment_collections",
      ...more,
    ]
    const { body } = await store.app.api<{ orders: ImportedOrder[] }>(
      "GET",
      `/admin/orders?limit=500&fields=${fields.join(",")}`
    )
    const orders = body.orders.filter(({ metadata }) => metadata.connection_id === connection_id)
    return new Map(orders.map((order) => [order.metadata.external_id, order]))
  }

  describe.each(MARKETPLACES)("at $id", (market) => {
    let seeded: ExpectedOrder[]
    let orders: Map<string, ImportedOrder>
    let connection_id: string
    const imported = () => seeded.filter(({ outcome }) => outcome === "import")
    const found = ({ external_id }: ExpectedOrder) => orders.get(external_id ?? "")

    beforeAll(async () => {
      const connected = await store.connect(market)
      connection_id = connected.id
      seeded = store.seedOrders(connected, { count: 70, kinds: undefined })
      await store.pullAll(connected)
      orders = await ordersOf(connection_id)
    })

    it("adds up to the marketplace's total for every kind that is imported, and no other is imported", () => {
      expect(imported().length).toBeGreaterThan(20)
      const totals = imported().map((order) => [order.kind, cents(found(order)?.total ?? NaN)])
      expect(totals).toEqual(imported().map(({ kind, import_cents }) => [kind, import_cents]))
      expect(orders.size).toBe(imported().length)
    })

    it("is touched by no promotion and by no price of the store", () => {
      for (const order of orders.values()) {
        for (const { adjustments } of [...order.items, ...order.shipping_methods])
          expect(adjustments ?? []).toEqual([])
      }
      for (const order of imported()) {
        const prices = found(order)?.items.map(({ unit_price }) => cents(unit_price))
        const owed = order.lines.filter(({ is_owed }) => is_owed)
        expect(prices?.sort()).toEqual(owed.map(({ unit_cents }) => unit_cents).sort())
      }
    })

    it("has the marketplace's VAT on each line, or the store's where the marketplace provides none", () => {
      for (const order of imported()) {
        for (const item of found(order)?.items ?? []) {
          const line = order.lines.find(({ sku, is_owed }) => is_owed && sku === item.variant_sku)
          const rate = market.provides_tax ? line?.tax_rate : (TERRITORY_RATE[order.kind] ?? STORE_RATE)
          expect([order.kind, item.tax_lines.map((tax) => Number(tax.rate))]).toEqual([order.kind, [rate]])
        }
      }
    })

    it("is paid and captured for every order, with nothing left to pay", () => {
      for (const order of imported()) {
        const { payment_status, summary, payment_collections } = found(order) as ImportedOrder
        expect(payment_status).toBe("captured")
        expect(cents(summary.pending_difference)).toBe(0)
        expect(cents(summary.paid_total)).toBe(order.import_cents)
        expect(payment_collections.map(({ captured_amount }) => cents(captured_amount))).toEqual([
          order.import_cents,
        ])
      }
    })

    it("is shown as refunded for an order that is canceled in the store", async () => {
      const order = found(imported()[0]) as ImportedOrder
      await cancelOrderWorkflow(store.app.container).run({
        input: { order_id: order.id, no_notification: true },
      })
      const after = (await ordersOf(connection_id)).get(order.metadata.external_id)
      expect(after?.payment_status).toBe("refunded")
      expect(after?.payment_collections.map(({ refunded_amount }) => cents(refunded_amount ?? 0))).toEqual([
        cents(order.total),
      ])
      expect(cents(after?.summary.pending_difference ?? NaN)).toBe(0)
    })
  })
  describe.each(MARKETPLACES)("of a French territory, at $id", (market) => {
    /** Own code, postcode, city, VAT in percent where neither the marketplace nor the store has a rate. */
    const PLACES = [
      ["MF", "97150", "Saint-Martin", 0],
      ["BL", "97133", "Saint-Barthélemy", 0],
      ["PF", "98714", "Papeete", 0],
      ["NC", "98800", "Nouméa", 0],
      ["GP", "97110", "Pointe-à-Pitre", 8.5],
    ] as const

    it("is taxed, addressed and shipped as it is, with its own country code and with France's", async () => {
      const connected = await store.connect(market)
      const seeded = PLACES.flatMap((place) =>
        (["FR", place[0]] as const).map((country_code) => {
          const [order] = store.seedNow(connected, { count: 1, kinds: ["plain"] })
          moveTo(order.external_id ?? "", { country_code, postal_code: place[1], city: place[2] })
          return { order, place, country_code }
        })
      )
      await store.pullAll(connected)
      const orders = await ordersOf(connected.id, ["*shipping_address", "*shipping_methods.tax_lines"])
      for (const { order, place, country_code } of seeded) {
        const [own, postal_code, city, rate] = place
        const found = orders.get(order.external_id ?? "") as PlacedOrder | undefined
        const of = [country_code, own]
        expect([of, cents(found?.total ?? NaN)]).toEqual([of, order.import_cents])
        expect([of, found?.shipping_address]).toMatchObject([
          of,
          { postal_code, city: expect.stringMatching(new RegExp(city, "iu")) as string },
        ])
        // The store's region knows these territories as France.
        expect(["fr", own.toLowerCase()]).toContain(found?.shipping_address.country_code)
        const rates = [...(found?.items ?? []), ...(found?.shipping_methods ?? [])].map(({ tax_lines }) =>
          tax_lines.map((tax) => Number(tax.rate))
        )
        expect([of, rates]).toEqual([of, rates.map(() => [rate])])
        expect(found?.shipping_methods.length).toBeGreaterThan(0)
      }
      // One spelling or the other: the same country in the store.
      const countries = PLACES.map(([own]) =>
        seeded
          .filter(({ place }) => place[0] === own)
          .map(
            ({ order }) => (orders.get(order.external_id ?? "") as PlacedOrder).shipping_address.country_code
          )
      )
      expect(countries.map((both) => new Set(both).size)).toEqual(PLACES.map(() => 1))
    })

    function moveTo(
      external_id: string,
      to: { country_code: string; postal_code: string; city: string }
    ): void {
      const { control } = store.sandbox
      if (market.id === "rakuten") {
        const { buyer } = control.rakuten.order({ external_id }).wire as { buyer: object }
        control.rakuten.modify({ external_id, patch: { buyer: { ...buyer, ...to } } })
        return
      }
      const { lines } = control.cdiscount.order({ external_id }).wire as {
        lines: { sellingPrice: object; shippingAddress: object }[]
      }
      const { country_code: countryCode, postal_code: postalCode, city } = to
      const moved = lines.map((line) => ({
        ...line,
        sellingPrice: { ...line.sellingPrice, taxes: [{ code: "VAT", target: "SalesPrice", rate: null }] },
        shippingAddress: { ...line.shippingAddress, countryCode, postalCode, city },
      }))
      control.cdiscount.modify({ external_id, patch: { lines: moved } })
    }
  })
})
