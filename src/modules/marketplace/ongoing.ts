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

  get isIdle(): boolean {
    return this.works.size === 0
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

  /** Resolves when nothing is under way any more, also of what it has begun meanwhile. */
  async idle(): Promise<void> {
    while (this.works.size) await Promise.allSettled(this.works)
  }

  /** Begins nothing more and ends what waits; then the same, at most after `deadline_ms`. */
  async end(deadline_ms: number): Promise<void> {
    this.controller.abort()
    const over = new AbortController()
    const deadline = wait(deadline_ms, undefined, { signal: over.signal, ref: false }).catch(() => undefined)
    await Promise.race([this.idle(), deadline])
    over.abort()
  }
}
