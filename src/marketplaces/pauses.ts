import { setImmediate } from "node:timers/promises"

/** How long a store may wait for one piece of our work, in milliseconds; a single entry of a list takes less. */
const LONGEST_TURN_MS = 20

/**
 * Returns what a long loop awaits with every entry: it lets everything else that the process has to do go first,
 * whenever the loop has had its turn.
 */
export function pauses(): () => Promise<void> {
  let since = performance.now()
  return async () => {
    if (performance.now() - since >= LONGEST_TURN_MS) {
      await setImmediate()
      since = performance.now()
    }
  }
}

/** `map` of a list of any length. */
export async function mapInTurns<Entry, Result>(
  entries: readonly Entry[],
  map: (entry: Entry, index: number) => Result | Promise<Result>
): Promise<Result[]> {
  const pause = pauses()
  const results: Result[] = []
  for (const [index, entry] of entries.entries()) {
    await pause()
    results.push(await map(entry, index))
  }
  return results
}
