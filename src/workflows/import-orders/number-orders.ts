import type { IOrderModuleService, MedusaContainer } from "@medusajs/framework/types"
import { Modules } from "@medusajs/framework/utils"
import { marketplaceOf } from "../shared/marketplace"

type Imported = {
  id: string
  connection_id: string
  marketplace_id: string
  external_id: string
  order_id: string
}
type Numbered = { id: string; custom_display_id: string | null }

/** The published types lack the column, which Medusa's own list searches and keeps unique in the store. */
type Orders = {
  listOrders(filters: object, config: { select: string[]; take: number }): Promise<Numbered[]>
  updateOrders(orders: { id: string; custom_display_id: string }[]): Promise<unknown>
}

/**
 * Gives the store's orders the marketplace's number, so that Medusa's own search finds them. One that has a number already
 * keeps it; where another order of the store has the number, that is noted in the history and nothing else.
 */
export async function numberOrders(container: MedusaContainer, imported: Imported[]): Promise<void> {
  if (!imported.length) return
  const service = container.resolve<IOrderModuleService>(Modules.ORDER) as unknown as Orders
  const numberOf = ({ marketplace_id, external_id }: Imported) => `${marketplace_id}-${external_id}`
  const list = (filters: object) =>
    service.listOrders(filters, { select: ["id", "custom_display_id"], take: imported.length })
  const [own, others] = await Promise.all([
    list({ id: imported.map(({ order_id }) => order_id) }),
    list({ custom_display_id: imported.map(numberOf) }),
  ])
  const open = imported.filter(({ order_id }) =>
    own.some(({ id, custom_display_id }) => id === order_id && !custom_display_id)
  )
  const taken = new Set(others.map(({ custom_display_id }) => custom_display_id))
  const free = open.filter((one) => !taken.has(numberOf(one)))
  if (free.length) {
    await service.updateOrders(free.map((one) => ({ id: one.order_id, custom_display_id: numberOf(one) })))
  }
  for (const one of open.filter((other) => taken.has(numberOf(other)))) {
    await marketplaceOf(container).createMarketplaceHistoryEntries({
      connection_id: one.connection_id,
      marketplace_order_id: one.id,
      event: "order.number_taken",
      actor: "system",
      data: { number: numberOf(one) },
    })
  }
}
