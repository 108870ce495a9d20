import type { MedusaContainer } from "@medusajs/framework/types"
import { Modules } from "@medusajs/framework/utils"
import { labelsOf } from "../shared/labels"
import { marketplaceOf } from "../shared/marketplace"

type NotificationUpdates = {
  updateNotifications(input: { id: string; data: Record<string, unknown> }): Promise<unknown>
}

/** Rows of one kind that are cleaned at once; later rounds of the housekeeping take the rest. */
const AT_ONCE = 500
/** The housekeeping looks at what was purged, or written about a purged order, in so many days. */
const LATE_DAYS = 30

/**
 * Takes the buyer's data out of everything that the plugin keeps or wrote of these orders, for good, except of what an
 * import or a change is at work on. Returns those that were not purged before.
 */
export async function purge(
  container: MedusaContainer,
  ids: string[],
  which: { keeps_open?: boolean } = {}
): Promise<string[]> {
  if (!ids.length) return []
  const marketplace = marketplaceOf(container)
  const purged = await marketplace.orders.purgeOrders(
    ids,
    (marketplace_id, payload) => marketplace.adapter(marketplace_id).withoutPersonalData(payload),
    which
  )
  const orders = (await marketplace.orders.loadRows(purged)).flatMap(({ order_id }) => order_id ?? [])
  await labelsOf(container).requests.purgeLabelsOf(orders)
  await labelsOf(container).panel.purgePanelOrdersOf(orders)
  await purgeTraces(container)
  return purged
}

/**
 * Purges what orders leave beside their snapshots: the pickup point that our fulfillment providers wrote, and tracking
 * links, which can hold a postcode. An action that is still to be sent keeps its link until then. Safe to repeat.
 */
export async function purgeTraces(container: MedusaContainer): Promise<void> {
  const marketplace = marketplaceOf(container)
  const packed = await marketplace.medusaTables.listFulfillmentTraces(LATE_DAYS, AT_ONCE)
  const fulfillments = container.resolve(Modules.FULFILLMENT)
  for (const { id, data } of packed) {
    const cleaned = { ...(withoutLinks(data) as object), pickup_point: null }
    // Medusa's own workflow takes `data` for a relation.
    await fulfillments.updateFulfillment(id, { data: cleaned })
  }
  for (const trace of await marketplace.orders.listLinkTraces(LATE_DAYS, AT_ONCE)) {
    await marketplace.orders.writeTrace({ ...trace, content: withoutLinks(trace.content) })
  }
  await marketplace.orders.clearAnswers(LATE_DAYS)
  // The service can update notifications, its published type does not say so. They stay, so that none is sent again.
  const notifications = container.resolve<NotificationUpdates>(Modules.NOTIFICATION)
  for (const { id, data } of await marketplace.medusaTables.listNotificationTraces(LATE_DAYS, AT_ONCE)) {
    const { title } = data
    const description = data.description === undefined ? {} : { description: title }
    await notifications.updateNotifications({ id, data: { ...data, text: title, ...description } })
  }
}

function withoutLinks(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutLinks)
  if (typeof value !== "object" || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [key, key === "tracking_url" ? null : withoutLinks(part)])
  )
}
