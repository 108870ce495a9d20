/** Sendcloud's statuses: the number that messages have, the code that answers have, and the words. */
export const STATUSES = {
  NO_LABEL: [999, "No label"],
  READY_TO_SEND: [1000, "Ready to send"],
  ANNOUNCING: [1001, "Being announced"],
  ANNOUNCEMENT_FAILED: [1002, "Announcement failed"],
  SHIPMENT_PICKED_UP_BY_DRIVER: [22, "Shipment picked up by driver"],
  AT_SORTING_CENTRE: [62990, "At sorting centre"],
  DRIVER_EN_ROUTE: [92, "Driver en route"],
  AWAITING_CUSTOMER_PICKUP: [12, "Awaiting customer pickup"],
  DELIVERED: [11, "Delivered"],
  DELIVERY_ATTEMPT_FAILED: [8, "Delivery attempt failed"],
  REFUSED_BY_RECIPIENT: [62991, "Refused by recipient"],
  RETURNED_TO_SENDER: [62992, "Returned to sender"],
  ADDRESS_INVALID: [62997, "Address invalid"],
  CANCELLATION_REQUESTED: [1999, "Cancellation requested"],
  CANCELLED: [2000, "Cancelled"],
  UNKNOWN_STATUS: [1337, "Unknown status"],
} as const
export type StatusCode = keyof typeof STATUSES

export const statusNumber = (code: StatusCode): number => STATUSES[code][0]
export const statusText = (code: StatusCode): string => STATUSES[code][1]
