import type { ParcelStatus } from "../../label-service"
import { statusOf } from "../statuses"

it.each<[string | number, string, ParcelStatus]>([
  [1000, "READY_TO_SEND", "ready"],
  ["READY_TO_SEND", "READY_TO_SEND", "ready"],
  [1002, "ANNOUNCEMENT_FAILED", "failed"],
  [1001, "ANNOUNCING", "announcing"],
  [999, "NO_LABEL", "unlabeled"],
  [13, "ANNOUNCED_NOT_COLLECTED", "ready"],
  [3, "EN_ROUTE_TO_SORTING_CENTER", "moving"],
  [62989, "AT_CUSTOMS", "moving"],
  [62990, "AT_SORTING_CENTRE", "moving"],
  [80, "UNABLE_TO_DELIVER", "trouble"],
  [62991, "REFUSED_BY_RECIPIENT", "trouble"],
  [62994, "DELIVERY_DATE_CHANGED", "changed"],
  [12, "AWAITING_CUSTOMER_PICKUP", "at_pickup_point"],
  [93, "SHIPMENT_COLLECTED_BY_CUSTOMER", "delivered"],
  [11, "DELIVERED", "delivered"],
  [2000, "CANCELLED", "canceled"],
  [1999, "CANCELLATION_REQUESTED", "canceling"],
  [1337, "UNKNOWN_STATUS", "unknown"],
  [424242, "424242", "unknown"],
  ["A_NEW_WORD", "A_NEW_WORD", "unknown"],
])("reads %s as %s, which is %s", (given, code, status) => {
  expect(statusOf(given)).toEqual({ code, status })
})

it("reads a number and its code alike, and what the operator says instead", () => {
  expect(statusOf(62995, { DELIVERY_ADDRESS_CHANGED: "trouble" }).status).toBe("trouble")
  expect(statusOf("DELIVERY_ADDRESS_CHANGED", { DELIVERY_ADDRESS_CHANGED: "trouble" }).status).toBe("trouble")
  expect(statusOf(424242, { "424242": "moving" })).toEqual({ code: "424242", status: "moving" })
  expect(statusOf("constructor").status).toBe("unknown")
})
