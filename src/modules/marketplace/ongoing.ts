import { setTimeout as wait } from "node:timers/promises"

/**
 * What this process has begun, awaited or not. When it stops, nothing more is begun, `signal` ends what waits, and what is
 * under way has a short time to end.
 */
export class Ongoing {
  private readonly controller = new AbortController()
  private readonly works = new Set<Promise<unknown>>()

  get signal(): AbortSignal {
    return this.controller.signal
  }

  /** Returns what `work` does; a stop waits for it. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    const running = work()
    this.works.add(running)
    try {
      return await running
    } finally {
      this.works.delete(running)
    }
  }

  /** Resolves when nothing is under way any more, also of what ended work has left to do, at most after `deadline_ms`. */
  async end(deadline_ms: number): Promise<void> {
    this.controller.abort()
    const late = new AbortController()
    const deadline = wait(deadline_ms, true, { signal: late.signal, ref: false }).catch(() => true)
    let isLate = false
    while (this.works.size && !isLate) {
      isLate = await Promise.race([Promise.allSettled(this.works).then(() => false), deadline])
    }
    late.abort()
  }
}
