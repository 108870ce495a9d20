import type { AdminOrder } from "@medusajs/framework/types"
import { nextLook } from "../../lib/polling"
import type { OrderDetails } from "../../../api/admin/marketplaces/orders/types"
import type { KnownParcel } from "./parcel-form"

type Fulfillment = {
  id: string
  shipped_at: string | Date | null
  delivered_at?: string | Date | null
  canceled_at: string | Date | null
  shipping_option_id?: string | null
  provider_id?: string | null
  labels?: { tracking_number?: string }[]
}

/** Medusa's type of a fulfillment has fewer fields than its route returns. */
const fulfillmentsOf = (order: AdminOrder) => (order.fulfillments ?? []) as unknown as Fulfillment[]

/** Medusa lets a packed parcel be marked as delivered without a shipment. */
const leftAt = ({ shipped_at, delivered_at }: Fulfillment) => shipped_at ?? delivered_at ?? null

/** Parcels of the store that were not sent to the marketplace so far. */
export function unsentParcels(
  { actions, is_test }: Pick<OrderDetails, "actions" | "is_test">,
  storeOrder: AdminOrder
): { id: string; isShipped: boolean }[] {
  if (is_test) return []
  const sent = new Set(actions.map(({ fulfillment_id }) => fulfillment_id))
  return fulfillmentsOf(storeOrder)
    .filter(({ id, canceled_at }) => !canceled_at && !sent.has(id))
    .map((one) => ({ id: one.id, isShipped: leftAt(one) !== null }))
}

/** Changes when something happens to the store's order that may have to be sent to the marketplace. */
export const standOf = (storeOrder: AdminOrder) =>
  JSON.stringify([
    storeOrder.status,
    ...fulfillmentsOf(storeOrder).map((one) => [one.id, leftAt(one), one.canceled_at]),
  ])

/**
 * How soon to look for what follows from the store's order: the action of a parcel that has just left, the notice of a
 * cancellation. False when nothing is to come.
 */
export function watchFor(
  order: Pick<OrderDetails, "actions" | "is_test" | "state" | "problem">,
  storeOrder: AdminOrder
) {
  const { status, canceled_at } = storeOrder as AdminOrder & { canceled_at?: string | null }
  if (status === "canceled" && order.state !== "canceled" && !order.problem) return nextLook([canceled_at])
  const unsent = new Set(unsentParcels(order, storeOrder).map(({ id }) => id))
  const left = fulfillmentsOf(storeOrder).flatMap((one) => (unsent.has(one.id) ? (leftAt(one) ?? []) : []))
  return left.length ? nextLook(left.map((at) => new Date(at).toISOString())) : false
}

/** What the carrier rules may look at beside the number. */
export function factsOf(order: AdminOrder, fulfillment_id: string | null): KnownParcel {
  const fulfillment = fulfillmentsOf(order).find(({ id }) => id === fulfillment_id)
  const address = order.shipping_address
  return {
    ...(fulfillment?.shipping_option_id && { shipping_option_id: fulfillment.shipping_option_id }),
    ...(fulfillment?.provider_id && { provider_id: fulfillment.provider_id }),
    ...(address?.country_code && { country_code: address.country_code }),
    ...(address?.postal_code && { postal_code: address.postal_code }),
    tracking_number: fulfillment?.labels?.find((label) => label.tracking_number)?.tracking_number,
  }
}

/** The pickup point that the order is delivered to, as the import wrote it on its shipping method. */
export function pickupOf({ shipping_methods }: Pick<AdminOrder, "shipping_methods">): string | null {
  for (const { data } of (shipping_methods ?? []) as { data?: { pickup_point?: Pickup } | null }[]) {
    const { id, name } = data?.pickup_point ?? {}
    const text = [name, id].filter((part) => typeof part === "string" && part).join(" · ")
    if (text) return text
  }
  return null
}

type Pickup = { id?: string; name?: string | null }

/** Whether the store's books show a refund. */
export const isRefundedHere = ({ payment_collections }: AdminOrder) =>
  Boolean(
    payment_collections?.some(
      ({ refunded_amount, payments }) =>
        Number(refunded_amount ?? 0) > 0 || payments?.some(({ refunds }) => refunds?.length)
    )
  )
