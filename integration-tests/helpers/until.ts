import { setTimeout as pause } from "node:timers/promises"

/** Asks again until the answer is truthy, and returns it; throws what was waited for after `seconds` [30]. */
export async function until<T>(
  what: string,
  ask: () => T | Promise<T>,
  seconds = 30
): Promise<NonNullable<T>> {
  const deadline = Date.now() + seconds * 1000
  for (;;) {
    const answer = await ask()
    if (answer) return answer
    if (Date.now() > deadline) throw new Error(`Waited ${seconds} s in vain: ${what}`)
    await pause(25)
  }
}
