import { setTimeout as pause } from "node:timers/promises"

const PATIENCE_MS = 30_000

/** Asks until the answer is as expected; when it never is, says how they differ. */
export async function expectSoon<T>(expected: T, ask: () => Promise<T>): Promise<void> {
  for (const deadline = Date.now() + PATIENCE_MS; ; await pause(50)) {
    const answer = await ask()
    if (JSON.stringify(answer) === JSON.stringify(expected)) return
    if (Date.now() > deadline) return expect(answer).toEqual(expected)
  }
}
