import type { OrderItem } from "../marketplaces/port"

/** Whether the marketplace counts an item as shipped. A claim says nothing of its parcel: it can come before one has left. */
export const hasLeftThere = ({ status, is_shipped = false }: OrderItem): boolean =>
  status === "claim" ? is_shipped : ["shipped", "delivered", "closed"].includes(status)
