import { performance } from "node:perf_hooks"
import { setTimeout as wait } from "node:timers/promises"

import { MarketplaceError } from "../errors"

/** Time as the limiter sees it: `now` in milliseconds from any origin, never running backwards. */
export type Clock = {
  now(): number
  wait(ms: number, signal?: AbortSignal): Promise<void>
}

const systemClock: Clock = {
  now: () => performance.now(),
  wait: (ms, signal) => wait(ms, undefined, { signal }),
}

/** Keeps one connection's pace: tasks begin in the order in which they came, one at a time unless `at_once` says more. */
export interface Limiter {
  /** Rejects with the signal's reason when it is aborted before the task began. */
  run<T>(task: () => Promise<T>, signal?: AbortSignal): Promise<T>
  /** No task begins within the next `ms` milliseconds. */
  holdFor(ms: number): void
  /** Resolves when no task runs or waits; rejects as `run` does. */
  idle(signal?: AbortSignal): Promise<void>
}

/** The same pace for what can wait: each task lets all others go first, and delays one that comes later by one at most. */
export const yielding = (limiter: Limiter): Limiter => ({
  ...limiter,
  async run(task, signal) {
    await limiter.idle(signal)
    return limiter.run(task, signal)
  },
})

/**
 * @param options.requests_per_second most starts in a second, evenly spaced; above 0, fractions allowed
 * @param options.bookTurn called before each start where other processes share the pace; returns the milliseconds until
 * this one's turn
 * @param options.at_once tasks that run at the same time at most [1]
 * @param options.max_waiting tasks that wait at most; one more is refused [any number]
 */
export function createLimiter(options: {
  requests_per_second: number
  bookTurn?: () => Promise<number>
  at_once?: number
  max_waiting?: number
  clock?: Clock
}): Limiter {
  const clock = options.clock ?? systemClock
  const interval = 1000 / options.requests_per_second
  let nextStart = clock.now()
  const most = options.at_once ?? 1
  let tail: Promise<void> = Promise.resolve()
  /** The ends of all tasks that came and are not over; `running`: of those that began. */
  const unfinished = new Set<Promise<void>>()
  const running = new Set<Promise<void>>()

  return {
    async run(task, signal) {
      if (unfinished.size >= (options.max_waiting ?? Infinity)) {
        throw new MarketplaceError("rate_limited", "Too many calls wait already.", {
          effect: "none",
          reason: "too_many_waiting",
        })
      }
      const previous = tail
      let begin = () => {}
      let end = () => {}
      const begun = new Promise<void>((resolve) => (begin = resolve))
      const ended = new Promise<void>((resolve) => (end = resolve))
      tail = previous.then(() => begun)
      unfinished.add(ended)
      const untilStart = async () => {
        for (let pause = nextStart - clock.now(); pause > 0; pause = nextStart - clock.now()) {
          await clock.wait(pause, signal)
        }
      }
      try {
        await untilAborted(previous, signal)
        while (running.size >= most) {
          await untilAborted(Promise.race(running), signal)
        }
        await untilStart()
        if (options.bookTurn) {
          nextStart = Math.max(nextStart, clock.now() + (await options.bookTurn()))
          await untilStart()
        }
        signal?.throwIfAborted()
        nextStart = clock.now() + interval
        running.add(ended)
        begin()
        return await task()
      } finally {
        unfinished.delete(ended)
        running.delete(ended)
        begin()
        end()
      }
    },
    async idle(signal) {
      while (unfinished.size > 0) await untilAborted(Promise.race(unfinished), signal)
    },
    holdFor(ms) {
      nextStart = Math.max(nextStart, clock.now() + ms)
    },
  }
}

async function untilAborted(promise: Promise<void>, signal?: AbortSignal): Promise<void> {
  if (!signal) {
    return promise
  }
  signal.throwIfAborted()
  let stop = () => {}
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason)
    signal.addEventListener("abort", stop)
  })
  try {
    await Promise.race([promise, aborted])
  } finally {
    signal.removeEventListener("abort", stop)
  }
}
