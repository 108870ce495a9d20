/** One intent per order and fulfillment. */
export const shipmentKey = (marketplace_order_id: string, fulfillment_id: string) =>
  `ship:${marketplace_order_id}:${fulfillment_id}`

/** The key of a correction, which is sent after the shipment; the first is number 1. */
export const correctionKey = (marketplace_order_id: string, fulfillment_id: string, number: number) =>
  `${shipmentKey(marketplace_order_id, fulfillment_id)}:correction:${number}`

export const isCorrection = ({ intent_key }: { intent_key: string }) => intent_key.includes(":correction:")
