/**
 * Accept and refuse share a key: of two decisions on the same item the database keeps one. A marketplace that decides by
 * order has one for all items.
 */
export const decisionKey = (marketplace_order_id: string, item_external_id: string | null) =>
  ["decide", marketplace_order_id, ...(item_external_id === null ? [] : [item_external_id])].join(":")
