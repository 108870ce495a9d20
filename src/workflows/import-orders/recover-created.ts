import type { IOrderModuleService, MedusaContainer } from "@medusajs/framework/types"
import { Modules } from "@medusajs/framework/utils"
import type { FinishedImport } from "../../modules/marketplace/stores/order-imports"
import type { OrderRowWithPayload } from "../../modules/marketplace/stores/orders"
import type { Problem } from "../../orders/problems"
import { recordPayments } from "./record-payments"

/** No snapshot has it: what the marketplace says since the order was created is applied by the next run. */
const NOT_APPLIED = "recovered"

export type Created = { row: OrderRowWithPayload; problem: Problem | null; is_paid: boolean }

/**
 * Those of the orders that a worker had created in the store before it died, whatever the marketplace shows now (canceled
 * meanwhile, a line more, a variant gone). Their payment is completed, they count as imported with the lines that they
 * really have, and what changed is applied to them like to any other.
 */
export async function recoverCreated(
  container: MedusaContainer,
  candidates: Created[]
): Promise<FinishedImport[]> {
  const begun = candidates.filter(({ row }) => row.order_id && !row.imported_at)
  if (!begun.length) return []
  const found = await container.resolve<IOrderModuleService>(Modules.ORDER).listOrders(
    { id: begun.map(({ row }) => row.order_id ?? "") },
    {
      relations: ["items", "shipping_methods"],
      select: ["id", "total", "currency_code"],
      take: begun.length,
    }
  )
  const created = new Map(found.map((order) => [order.id, order]))
  const recovered = begun.flatMap((one) => {
    const order = created.get(one.row.order_id ?? "")
    return order ? [{ ...one, order }] : []
  })
  await recordPayments(
    container,
    recovered
      .filter(({ row, is_paid }) => is_paid && !row.is_test)
      .map(({ row, order }) => ({
        ids: row.reserved_ids ?? {},
        amount: Number(order.total),
        currency_code: order.currency_code,
      }))
  )
  return recovered.map(({ row, problem, order }) => {
    const items = new Map((order.items ?? []).map((item) => [item.metadata?.line_key, item]))
    const is_theirs = (order.items ?? []).every((item) => item.metadata?.fulfilled_by_marketplace)
    return {
      id: row.id,
      state: is_theirs ? "shipped" : "imported",
      lines: row.lines.map((line) => {
        const item = items.get(line.key)
        return item
          ? {
              ...line,
              variant_id: item.variant_id ?? (item.metadata?.test_variant_id as string | undefined) ?? null,
              line_item_id: item.id,
              quantity: Number(item.quantity),
            }
          : line
      }),
      applied_hash: NOT_APPLIED,
      problem,
    }
  })
}
