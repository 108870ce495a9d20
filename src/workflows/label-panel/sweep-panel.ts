import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { shippingOf } from "../labels/which-account"
import { wakePanel } from "../labels/wake-labels"
import { labelsOf } from "../shared/labels"
import { marketplaceOf } from "../shared/marketplace"
import { considerOrders } from "./consider-orders"

const AT_ONCE = 200
/** Orders of the shop that were placed longer ago are not waiting for a label. */
const OWN_DAYS = 60
const DAY_MS = 24 * 60 * 60 * 1000

/** An order that stands in a panel, or may have to, is looked at so often at least: some changes have no event. */
const STALE_MINUTES = 60

/**
 * Orders that are open in the store and not known to the panel of their label account, or not looked at for long: their event
 * was lost, or the account makes labels in its panel only since. Stores without such an account ask nothing.
 */
export async function planMissedPanelOrders(container: MedusaContainer): Promise<void> {
  const labels = labelsOf(container)
  const accounts = (await labels.accounts.listAccounts()).filter(({ is_enabled }) => is_enabled)
  if (accounts.length === 0) return
  const standing = await labels.panel.wakeStalePanelOrders({
    order_ids: null,
    minutes: STALE_MINUTES,
    limit: AT_ONCE,
  })
  wakePanel(container, standing.length)
  const ofPanel = (mode: string | null | undefined, id: string | null | undefined) => {
    const account = accounts.find((one) => one.id === id)
    return account && (mode ?? labels.settingsOf(account).labels.mode) === "panel"
  }
  const connections = (await marketplaceOf(container).listMarketplaceConnections({})).filter(
    ({ settings }) => {
      const shipping = shippingOf(settings as Record<string, unknown>)
      return ofPanel(shipping?.label_mode, shipping?.label_account_id)
    }
  )
  for (const { id } of connections) {
    for (let skip = 0; ; skip += AT_ONCE) {
      const { rows } = await marketplaceOf(container).orders.listOrders(
        { state: ["imported"], connection_id: [id], is_test: false },
        { take: AT_ONCE, skip, order: { id: "asc" } }
      )
      await consider(
        container,
        rows.flatMap(({ order_id }) => order_id ?? [])
      )
      if (rows.length < AT_ONCE) break
    }
  }
  const channels = accounts
    .filter(({ id }) => ofPanel(null, id))
    .flatMap(({ sales_channel_ids }) => sales_channel_ids)
  if (channels.length === 0) return
  const created_at = { $gte: new Date(Date.now() - OWN_DAYS * DAY_MS).toISOString() }
  for (let skip = 0; ; skip += AT_ONCE) {
    const { data } = await container.resolve(ContainerRegistrationKeys.QUERY).graph({
      entity: "order",
      fields: ["id"],
      filters: { sales_channel_id: channels, status: "pending", created_at } as object,
      pagination: { take: AT_ONCE, skip, order: { id: "ASC" } },
    })
    await consider(
      container,
      data.map(({ id }) => id)
    )
    if (data.length < AT_ONCE) return
  }
}

async function consider(container: MedusaContainer, order_ids: string[]): Promise<void> {
  const { panel } = labelsOf(container)
  const known = new Set((await panel.panelOrdersOf(order_ids)).map(({ order_id }) => order_id))
  const stale = await panel.wakeStalePanelOrders({
    order_ids: order_ids.filter((id) => known.has(id)),
    minutes: STALE_MINUTES,
    limit: AT_ONCE,
  })
  wakePanel(container, stale.length)
  await considerOrders(
    container,
    order_ids.filter((id) => !known.has(id))
  )
}
