import type { ParcelStatus } from "../label-service"

/**
 * Sendcloud's statuses by the numbers of its messages and by the codes of its answers, which mean the same. Lists differ in
 * the wording of 62989 to 62997; a setting of the account overrides each.
 */
const STATUSES: readonly (readonly [number, string, ParcelStatus])[] = [
  [999, "NO_LABEL", "unlabeled"],
  [1000, "READY_TO_SEND", "ready"],
  [1001, "ANNOUNCING", "announcing"],
  [1002, "ANNOUNCEMENT_FAILED", "failed"],
  [1, "ANNOUNCED", "ready"],
  [13, "ANNOUNCED_NOT_COLLECTED", "ready"],
  [3, "EN_ROUTE_TO_SORTING_CENTER", "moving"],
  [5, "SORTED", "moving"],
  [7, "BEING_SORTED", "moving"],
  [22, "SHIPMENT_PICKED_UP_BY_DRIVER", "moving"],
  [91, "PARCEL_EN_ROUTE", "moving"],
  [92, "DRIVER_EN_ROUTE", "moving"],
  [62989, "AT_CUSTOMS", "moving"],
  [62990, "AT_SORTING_CENTRE", "moving"],
  [4, "DELIVERY_DELAYED", "trouble"],
  [6, "NOT_SORTED", "trouble"],
  [8, "DELIVERY_ATTEMPT_FAILED", "trouble"],
  [15, "ERROR_COLLECTING", "trouble"],
  [80, "UNABLE_TO_DELIVER", "trouble"],
  [62991, "REFUSED_BY_RECIPIENT", "trouble"],
  [62992, "RETURNED_TO_SENDER", "trouble"],
  [62996, "EXCEPTION", "trouble"],
  [62997, "ADDRESS_INVALID", "trouble"],
  [62993, "DELIVERY_METHOD_CHANGED", "changed"],
  [62994, "DELIVERY_DATE_CHANGED", "changed"],
  [62995, "DELIVERY_ADDRESS_CHANGED", "changed"],
  [12, "AWAITING_CUSTOMER_PICKUP", "at_pickup_point"],
  [11, "DELIVERED", "delivered"],
  [93, "SHIPMENT_COLLECTED_BY_CUSTOMER", "delivered"],
  [2000, "CANCELLED", "canceled"],
  [1998, "CANCELLED_UPSTREAM", "canceled"],
  [1999, "CANCELLATION_REQUESTED", "canceling"],
  [2001, "SUBMITTING_CANCELLATION_REQUEST", "canceling"],
  [1337, "UNKNOWN_STATUS", "unknown"],
]
const BY_WORD = new Map(
  STATUSES.flatMap(([number, code, status]): [string, { code: string; status: ParcelStatus }][] => [
    [String(number), { code, status }],
    [code, { code, status }],
  ])
)

/**
 * What a number or a code says, as Sendcloud's code, whichever was given, and as our status. Never throws.
 * @param overrides by number or code
 */
export function statusOf(
  given: string | number,
  overrides: Readonly<Record<string, ParcelStatus>> = {}
): { code: string; status: ParcelStatus } {
  const word = String(given).trim().toUpperCase().slice(0, 100)
  const known = BY_WORD.get(word)
  const code = known?.code ?? word
  const override = [word, code].find((one) => Object.hasOwn(overrides, one))
  return { code, status: override === undefined ? (known?.status ?? "unknown") : overrides[override] }
}
