import type { App } from "./app"
import { itemsOf, type PackedItem } from "./ship-order"

export type Label = { tracking_number: string; tracking_url: string; label_url: string }

/** As the admin's form writes a label whose links are left empty. */
export const label = (tracking_number: string, tracking_url = "#"): Label => ({
  tracking_number,
  tracking_url,
  label_url: "#",
})

type Refusable = { status: number; message: string }

/** What the warehouse does, through Medusa's own routes. */
export function warehouse({ api, query }: Pick<App, "api" | "query">) {
  const fulfillmentsOf = async (order_id: string) => {
    const { data } = await query.graph({
      entity: "order",
      fields: ["fulfillments.*", "fulfillments.labels.*"],
      filters: { id: order_id },
    })
    return data[0].fulfillments as unknown as {
      id: string
      provider_id: string
      data: Record<string, unknown>
      canceled_at: string | null
    }[]
  }
  const post = async (path: string, body: unknown): Promise<Refusable> => {
    const { status, body: answer } = await api<{ message?: string }>("POST", path, body)
    return { status, message: answer.message ?? "" }
  }
  const accepted = async (path: string, body: unknown) => {
    const { status, message } = await post(path, body)
    if (status !== 200) throw new Error(`${path}: ${status} ${message}`)
  }

  return {
    fulfillment: async (order_id: string, id: string) =>
      (await fulfillmentsOf(order_id)).find((one) => one.id === id),
    tryPacking: (order_id: string, body: unknown) => post(`/admin/orders/${order_id}/fulfillments`, body),
    /** Packs the given quantities, or all of the order; returns the fulfillment's id. */
    async pack(
      order_id: string,
      items?: PackedItem[],
      shipping_option_id?: string,
      metadata?: Record<string, unknown>
    ): Promise<string> {
      const before = await fulfillmentsOf(order_id)
      const all = items ?? (await itemsOf({ query }, order_id))
      await accepted(`/admin/orders/${order_id}/fulfillments`, {
        items: all,
        shipping_option_id,
        metadata,
      })
      const known = before.map(({ id }) => id)
      const packed = (await fulfillmentsOf(order_id)).find(({ id }) => !known.includes(id))
      return packed?.id ?? ""
    },
    ship: (order_id: string, fulfillment_id: string, items: PackedItem[], labels: Label[] = []) =>
      accepted(`/admin/orders/${order_id}/fulfillments/${fulfillment_id}/shipments`, { items, labels }),
    /** By the order's page, and by the route of fulfillments. */
    cancel: [
      (order_id: string, id: string) => post(`/admin/orders/${order_id}/fulfillments/${id}/cancel`, {}),
      (_: string, id: string) => post(`/admin/fulfillments/${id}/cancel`, {}),
    ],
  }
}
