/** What is known of the account's sales when a quantity would go up. Times in milliseconds. */
export type RaiseFacts = {
  /** When the store's stock last changed for this offer. */
  changed_at: number
  /** When the last complete pull of the account's orders began; null: none yet. */
  pulled_from: number | null
  now: number
  /** The quantity of a second read of the store, made after that pull; null: not read yet. */
  second_read: number | null
}

/** Without a successful pull for this long only falls go, and the connection says so. */
export const SALES_UNKNOWN_MS = 30 * 60 * 1000

export type RaiseVerdict =
  { may: "go"; quantity: number } | { may: "wait"; for: "pull" | "second_read" | "sales_unknown" }

/**
 * Whether a quantity above what the marketplace last got or showed may go: only after a complete pull of the orders that
 * began after the change, and a second read of the store that agrees. Of two reads the lower one goes.
 */
export function judgeRaise(quantity: number, facts: RaiseFacts): RaiseVerdict {
  const { changed_at, pulled_from, now, second_read } = facts
  if (pulled_from === null || now - pulled_from > SALES_UNKNOWN_MS) {
    return { may: "wait", for: "sales_unknown" }
  }
  if (pulled_from <= changed_at) {
    return { may: "wait", for: "pull" }
  }
  return second_read === null
    ? { may: "wait", for: "second_read" }
    : { may: "go", quantity: Math.min(quantity, second_read) }
}

/** Whether a quantity is above everything that the marketplace may show: what is not known counts as the lowest. */
export const isRaise = (
  quantity: number,
  { sent, confirmed, shown }: { sent: number | null; confirmed: number | null; shown: number | null }
): boolean => {
  const known = [sent, confirmed, shown].filter((one) => one !== null)
  return known.length === 0 ? quantity > 0 : quantity > Math.min(...known)
}
