import { MarketplaceError } from "./errors"
import type { ShipmentRequest } from "./port"

type Parcel = ShipmentRequest["parcels"][number]

/**
 * The parcels with the items that they hold. Where parcels do not say it, the first item has the first parcel, and so on,
 * and the last parcel those that are left.
 */
export function withItems<One extends object>(
  item_external_ids: readonly string[],
  parcels: readonly (One & { item_external_ids?: string[] })[]
): (One & { item_external_ids: string[] })[] {
  return parcels.map((parcel, index) => {
    const own = item_external_ids.filter((_, position) => Math.min(position, parcels.length - 1) === index)
    return { ...parcel, item_external_ids: parcel.item_external_ids ?? own }
  })
}

/**
 * The parcels of a request with their items. Throws `refused` unless each item lies in exactly one and no parcel is empty:
 * a marketplace would refuse it whole, or show a number that was not sent.
 */
export function parcelsOf(
  { item_external_ids, parcels }: Pick<ShipmentRequest, "item_external_ids" | "parcels">,
  label: string
): (Parcel & { item_external_ids: string[] })[] {
  const sent = withItems(item_external_ids, parcels)
  const named = sent.flatMap((parcel) => parcel.item_external_ids)
  const isWhole =
    new Set(named).size === named.length &&
    named.length === item_external_ids.length &&
    named.every((id) => item_external_ids.includes(id))
  if (!isWhole || sent.some((parcel) => parcel.item_external_ids.length === 0)) {
    throw new MarketplaceError("refused", `${label}: not sent, an item must lie in exactly one parcel.`, {
      effect: "none",
      reason: "parcels_unclear",
    })
  }
  return sent
}
