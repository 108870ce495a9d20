import fc from "fast-check"

import { normalizedOrderSchema } from "../../marketplaces/port"
import { planImport } from "../plan-import"
import type { OrderDraft } from "../order-draft"
import { isProblemCode } from "../problems"
import { anyOrder } from "./arbitraries"
import { context } from "./store-fixtures"

const DECIMALS: Record<string, number> = { eur: 2, jpy: 0, tnd: 3 }

/** Decimal digits of an amount, added as text: no arithmetic in common with the code. */
function exact(amount: number): bigint {
  const [whole, decimals = ""] = amount.toFixed(6).split(".")
  return BigInt(whole + decimals)
}

/** What Medusa computes from the draft, in minor units; fails when it is not a whole number of them. */
function totalOf(draft: OrderDraft): bigint {
  const items = draft.order.items.map((item) => exact(item.unit_price) * BigInt(item.quantity))
  const methods = draft.order.shipping_methods.map((method) => exact(method.amount))
  const sum = [...items, ...methods].reduce((total, one) => total + one, 0n)
  const minor = 10n ** BigInt(6 - DECIMALS[draft.order.currency_code])
  expect(sum % minor).toBe(0n)
  return sum / minor
}

const inMinor = (amount: number, currency: string) =>
  BigInt(Math.round(Number(`${amount.toFixed(6)}e${DECIMALS[currency]}`)))

const anyContext = fc
  .record({
    currency_code: fc.constantFrom("eur", "eur", "eur", "eur", "jpy", "tnd"),
    import: fc.record({
      fulfilled_by_marketplace: fc.constantFrom("ignore", "record"),
      unknown_sku: fc.constantFrom("hold", "import_without_variant"),
      out_of_stock: fc.constantFrom("backorder", "hold", "refuse"),
      unpaid: fc.boolean(),
    }),
    customer: fc.record({ mode: fc.constantFrom("none", "guest") }),
    accepted_total: fc.constantFrom(null, null, true as const),
    is_test: fc.constantFrom(false, false, false, true),
  })
  .map(({ currency_code, accepted_total, is_test, ...patch }) => ({
    ...context(
      {
        accepted_total,
        is_test,
        destination: {
          region: { id: "reg_1", name: "Région", currency_code, countries: ["fr", "gp", "mc"] },
          sales_channel_id: "sc_1",
          stock_location_ids: ["sloc_a", "sloc_b"],
        },
      },
      patch
    ),
  }))

const RUNS = { numRuns: 1500 }

describe("any order that the port admits", () => {
  it("is planned or held, and what is planned comes to the marketplace's total to the cent", () => {
    const kinds = new Map<string, number>()
    fc.assert(
      fc.property(anyOrder, anyContext, (raw, where) => {
        const order = normalizedOrderSchema.parse(raw)
        const plan = planImport(order, where)
        kinds.set(plan.kind, (kinds.get(plan.kind) ?? 0) + 1)
        if (plan.kind === "hold") {
          expect(isProblemCode(plan.problem.code)).toBe(true)
        }
        if (plan.kind !== "import") {
          return
        }
        const { draft } = plan
        expect(totalOf(draft)).toBe(inMinor(draft.expected_total, draft.order.currency_code))
        const rounding = draft.order.shipping_methods.find((method) => method.metadata.kind === "rounding")
        if (rounding && where.accepted_total === null) {
          const largest = order.lines.length / 10 ** DECIMALS[draft.order.currency_code]
          expect(Math.abs(rounding.amount)).toBeLessThanOrEqual(largest + 1e-9)
        }

        const imported = new Set(draft.order.items.flatMap((item) => item.metadata.external_ids))
        const all = order.lines.flatMap((line) => line.items)
        const isWhole = all.every((item) => imported.has(item.external_id))
        if (order.total !== null && isWhole) {
          expect(totalOf(draft)).toBe(inMinor(order.total, draft.order.currency_code))
        }
      }),
      RUNS
    )
    expect(kinds.get("import") ?? 0).toBeGreaterThan(RUNS.numRuns / 10)
    expect(kinds.get("hold") ?? 0).toBeGreaterThan(RUNS.numRuns / 20)
  })

  it("loses none of the lines that may be shipped, doubles none, and reserves what they take", () => {
    fc.assert(
      fc.property(anyOrder, anyContext, (raw, where) => {
        const order = normalizedOrderSchema.parse(raw)
        const plan = planImport(order, where)
        if (plan.kind !== "import") {
          return
        }
        const planned = plan.draft.order.items.flatMap((item) => item.metadata.external_ids)
        const ready = order.lines
          .filter((line) => line.fulfilled_by === "seller")
          .flatMap((line) => line.items.filter((item) => item.status === "ready"))
        expect(new Set(planned).size).toBe(planned.length)
        expect(planned).toEqual(expect.arrayContaining(ready.map((item) => item.external_id)))
        for (const item of order.lines.flatMap((line) => line.items)) {
          if (item.status === "refused" || item.status === "canceled" || item.status === "to_accept") {
            expect(planned).not.toContain(item.external_id)
          }
        }

        for (const item of plan.draft.order.items) {
          const facts = item.variant_id ? where.variants.get(item.variant_id) : undefined
          const takes = facts?.manage_inventory && !item.metadata.fulfilled_by_marketplace && !where.is_test
          const wanted = takes
            ? (facts?.inventory ?? []).map((one) => [
                one.inventory_item_id,
                one.required_quantity * item.quantity,
              ])
            : []
          const reserved = plan.draft.reservations.filter((one) => one.line_key === item.metadata.line_key)
          expect(reserved.map((one) => [one.inventory_item_id, one.quantity])).toEqual(wanted)
        }
        const texts: string[] = []
        JSON.stringify(plan.draft, (_, value: unknown) => {
          if (typeof value === "string") texts.push(value)
          return value
        })
        // What PostgreSQL refuses; a text may well spell such an escape.
        expect(texts.filter((text) => /\0|\p{Cs}/u.test(text))).toEqual([])
      }),
      RUNS
    )
  })
})
