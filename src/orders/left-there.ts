import type { OrderItem } from "../marketplaces/port"

/** Whether the marketplace counts an item as shipped. A claim says nothing of its parcel: it can come before one has left. */
export const hasLeftThere = ({ status, is_shipped = false }: OrderItem): boolean =>
  status === "claim" ? is_shipped : ["shipped", "delivered", "closed"].includes(status)

/**
 * Accepted and not shipped: what the marketplace expects a parcel for. A claim of which nothing says that its parcel has left
 * is still owed one; that nothing is imported for it is another question (`isOver`).
 */
export const isOwed = (item: OrderItem): boolean =>
  ["waiting", "ready", "cancel_requested", "claim", "unknown"].includes(item.status) && !hasLeftThere(item)
