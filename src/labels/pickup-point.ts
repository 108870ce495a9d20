import type { ServicePoint } from "./label-service"

/** Digits, perhaps behind a country's code; what has other letters is one name, and is not taken apart. */
const DIGITS = /^(?:[A-Z]{2}[\s-]*)?(\d{1,20})$/i

/**
 * The ways in which a carrier may write a marketplace's pickup point: as it is, without a country's code ("FR-099999"), and
 * with leading zeros. In the order in which they are tried.
 */
export function pointIds(id: string): string[] {
  const given = id.trim()
  const [, digits] = DIGITS.exec(given) ?? []
  return [...new Set([given, ...(digits === undefined ? [] : [digits, digits.padStart(6, "0")])])]
}

const plain = (text: string) => text.replace(/\s/g, "").toUpperCase()

export type PointFound =
  | { kind: "open"; point: ServicePoint }
  | { kind: "closed"; point: ServicePoint }
  /** None of this id, or one in another place. */
  | { kind: "unknown" }

/** The point that an order names, of those that a service lists. One with another postcode is another one. */
export function findPoint(
  points: readonly ServicePoint[],
  order: { id: string; postal_code: string | null }
): PointFound {
  const ids = pointIds(order.id).map(plain)
  const fitting = points.filter(
    (point) =>
      ids.includes(plain(point.carrier_point_id)) &&
      (order.postal_code === null || plain(point.postal_code) === plain(order.postal_code))
  )
  const [best] = [...fitting].sort(
    (a, b) => ids.indexOf(plain(a.carrier_point_id)) - ids.indexOf(plain(b.carrier_point_id))
  )
  if (!best) {
    return { kind: "unknown" }
  }
  const open = fitting.find(({ is_open }) => is_open)
  return open ? { kind: "open", point: open } : { kind: "closed", point: best }
}
