import type { StoreApi } from "./store-api"

type Line = { id: string; quantity: number }
type Order = { items: Line[]; fulfillments: { id: string; shipped_at: string | null }[] }

/** Packs a whole order and hands it to the carrier, as a person does in Medusa's admin. */
export async function packAndShip(store: StoreApi, order_id: string, tracking_number: string): Promise<void> {
  const route = `/admin/orders/${order_id}`
  const { order } = await store.call<{ order: Order }>("GET", `${route}?fields=id,*items,*fulfillments`)
  const items = order.items.map(({ id, quantity }) => ({ id, quantity }))
  await store.call("POST", `${route}/fulfillments`, { items, no_notification: true })
  const packed = await store.call<{ order: Order }>("GET", `${route}?fields=id,*fulfillments`)
  const fulfillment = packed.order.fulfillments.find(({ shipped_at }) => !shipped_at)
  await store.call("POST", `${route}/fulfillments/${fulfillment?.id}/shipments`, {
    items,
    no_notification: true,
    labels: [{ tracking_number, tracking_url: "#", label_url: "#" }],
  })
}
