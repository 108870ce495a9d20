/** One intent per order and fulfillment. */
export const shipmentKey = (marketplace_order_id: string, fulfillment_id: string) =>
  `ship:${marketplace_order_id}:${fulfillment_id}`

/** The key of a correction, which is sent after the shipment; the first is number 1. */
export const correctionKey = (marketplace_order_id: string, fulfillment_id: string, number: number) =>
  `${shipmentKey(marketplace_order_id, fulfillment_id)}:correction:${number}`

export const isCorrection = ({ intent_key }: { intent_key: string }) => intent_key.includes(":correction:")

/**
 * Accept and refuse share a key: of two decisions on the same item the database keeps one. A marketplace that decides by
 * order has one for all items.
 */
export const decisionKey = (marketplace_order_id: string, item_external_id: string | null) =>
  ["decide", marketplace_order_id, ...(item_external_id === null ? [] : [item_external_id])].join(":")

/** One intent per order, whoever asks for it. */
export const cancellationKey = (marketplace_order_id: string) => `cancel:${marketplace_order_id}`
