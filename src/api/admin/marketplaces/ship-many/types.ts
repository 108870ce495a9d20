/** A row as it would be sent. `stops`: sentences, each of which keeps it from being sent. */
export type CheckedParcel = {
  place: number
  order_number: string
  /** Null where no order has the number. */
  order: { id: string; number: string } | null
  tracking_number: string
  carrier_name: string | null
  /** It is packed first: the whole order, at one location. */
  is_to_pack: boolean
  stops: string[]
  /** Send it with the row: what was not shown is not sent. */
  version: string
}

export type CheckedParcels = { rows: CheckedParcel[] }

/** `failed`: it may be packed, and was not shipped. */
export type ShippedParcel = {
  place: number
  outcome: "shipped" | "refused" | "failed"
  message: string | null
}

export type ShippedParcels = { rows: ShippedParcel[] }
