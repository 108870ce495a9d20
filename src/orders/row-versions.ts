import { createHash } from "node:crypto"

/** Bytes of each row: one of sixteen million changes is not seen. */
const BYTES = 3

const hashOf = (state: string): Buffer => createHash("sha256").update(state).digest().subarray(0, BYTES)

/** What the rows of a file met when they were looked at, in the order of the file: short for each, so that the row can be named. */
export const rowVersions = (states: readonly string[]): string =>
  Buffer.concat(states.map(hashOf)).toString("base64url")

/** The place of the first row that meets something else than it did; null: all are as they were. */
export function firstChanged(version: string, states: readonly string[]): number | null {
  const before = Buffer.from(version, "base64url")
  const place = states.findIndex(
    (state, at) => !before.subarray(at * BYTES, (at + 1) * BYTES).equals(hashOf(state))
  )
  if (place >= 0) return place
  return before.length === states.length * BYTES ? null : Math.max(0, states.length - 1)
}
