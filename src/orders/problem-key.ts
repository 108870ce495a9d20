import { createHash } from "node:crypto"
import type { Problem } from "./problems"

/**
 * Names what a problem says: its code with all that it is about, whatever the order. A person who takes note of one has
 * seen what this names, and nothing that another key does.
 */
export function problemKey({ code, params, about }: Problem): string {
  const values = about ?? Object.entries(params ?? {}).map((entry) => JSON.stringify(entry))
  const named = JSON.stringify([code, [...new Set(values)].sort()])
  return createHash("sha256").update(named).digest("base64url").slice(0, 22)
}

/** Items of an order as a problem is about them. */
export const aboutItems = (items: readonly { external_id: string; quantity: number | null }[]): string[] =>
  items.map(({ external_id, quantity }) => `${external_id} ${quantity}`)
