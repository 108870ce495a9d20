import type { PickupPoint } from "../marketplaces/port"
import type { Locale } from "../orders/fill-text"

/** What lies in a parcel, for whoever packs it and whoever opens it: neither prices, nor the buyer's name or address. */
export type PackingSlip = {
  /** Null for an order of the store's own. */
  marketplace: string | null
  order_number: string
  delivery_mode: string | null
  pickup_point: Pick<PickupPoint, "id" | "name"> | null
  lines: { title: string; sku: string | null; ean: string | null; quantity: number }[]
}

export const SLIP_TEXTS = {
  en: {
    order: "Order",
    delivery: "Delivery",
    pickup: "Pickup point",
    more: "and {count} more articles",
    page: "{page} of {pages}",
  },
  fr: {
    order: "Commande",
    delivery: "Livraison",
    pickup: "Point relais",
    more: "et {count} autres articles",
    page: "{page} sur {pages}",
  },
} satisfies Record<Locale, Record<string, string>>
