import { createLimiter, yielding } from "../limiter"

function fakeClock() {
  const clock = {
    time: 0,
    now: () => clock.time,
    wait: (ms: number) => {
      clock.time += ms
      return Promise.resolve()
    },
  }
  return clock
}

it("lets only so many wait, and others in again when they are through", async () => {
  const limiter = createLimiter({ requests_per_second: 1000, max_waiting: 2 })
  let release = () => {}
  const gate = new Promise<void>((resolve) => (release = resolve))
  const held = limiter.run(() => gate)
  const second = limiter.run(() => Promise.resolve("second"))
  await expect(limiter.run(() => Promise.resolve())).rejects.toMatchObject({
    kind: "rate_limited",
    details: { effect: "none", reason: "too_many_waiting" },
  })
  release()
  await held
  expect(await second).toBe("second")
  expect(await limiter.run(() => Promise.resolve("again"))).toBe("again")
})

it("lets what can wait wait until no other task does", async () => {
  const limiter = createLimiter({ requests_per_second: 1000 })
  const order: string[] = []
  const note = (name: string) => () => Promise.resolve(void order.push(name))
  const first = limiter.run(note("order 1"))
  const offers = [yielding(limiter).run(note("offers 1")), yielding(limiter).run(note("offers 2"))]
  const later = [limiter.run(note("order 2")), limiter.run(note("order 3"))]
  await Promise.all([first, ...offers, ...later])
  expect(order.slice(0, 3)).toEqual(["order 1", "order 2", "order 3"])
  expect(order).toHaveLength(5)
  const signal = AbortSignal.abort(new Error("stopped"))
  const held = limiter.run(() => new Promise((resolve) => setTimeout(resolve, 20)))
  await expect(yielding(limiter).run(note("never"), signal)).rejects.toThrow("stopped")
  await held
  expect(order).not.toContain("never")
})

it("leaves the process its timers while what can wait waits for a task that takes long", async () => {
  const limiter = createLimiter({ requests_per_second: 1000 })
  const order: string[] = []
  const held = limiter.run(() => new Promise<void>((resolve) => setTimeout(resolve, 20)))
  const stop = new AbortController()
  const waits = yielding(limiter).run(() => Promise.resolve(void order.push("offers")), stop.signal)
  const stopped = yielding(limiter).run(() => Promise.resolve(void order.push("never")), stop.signal)
  setTimeout(() => order.push("timer"), 5)
  await held
  await waits
  stop.abort(new Error("stopped"))
  await stopped.catch(() => undefined)
  expect(order.slice(0, 2)).toEqual(["timer", "offers"])
})

describe("the limiter", () => {
  it("starts tasks one at a time, in order, at its pace", async () => {
    const clock = fakeClock()
    const limiter = createLimiter({ requests_per_second: 2, clock })
    const starts: [number, number][] = []
    let running = 0
    const task = (id: number, duration: number) => () => {
      expect(++running).toBe(1)
      starts.push([id, clock.time])
      clock.time += duration
      return Promise.resolve().then(() => void running--)
    }
    await Promise.all([10, 10, 2000, 10].map((duration, id) => limiter.run(task(id, duration))))
    expect(starts).toEqual([
      [0, 0],
      [1, 500],
      [2, 1000],
      [3, 3000],
    ])
  })

  it("begins when its turn among all processes comes, and counts its pace from there", async () => {
    const clock = fakeClock()
    const turns = [0, 700, 100]
    const bookTurn = () => Promise.resolve(turns.shift() ?? 0)
    const limiter = createLimiter({ requests_per_second: 2, bookTurn, clock })
    const starts: number[] = []
    for (let id = 0; id < 4; id++) await limiter.run(() => Promise.resolve(void starts.push(clock.time)))
    expect(starts).toEqual([0, 1200, 1800, 2300])
  })

  it("runs several at once where it may, each begun at its pace, and never more", async () => {
    const clock = fakeClock()
    const limiter = createLimiter({ requests_per_second: 2, at_once: 2, clock })
    const starts: number[] = []
    const ends: (() => void)[] = []
    const runs = [0, 1, 2].map(() =>
      limiter.run(() => {
        starts.push(clock.time)
        return new Promise<void>((resolve) => ends.push(resolve))
      })
    )
    await new Promise((resolve) => setImmediate(resolve))
    expect(starts).toEqual([0, 500])
    clock.time = 5000
    ends[1]()
    await new Promise((resolve) => setImmediate(resolve))
    expect(starts).toEqual([0, 500, 5000])
    ends.forEach((end) => end())
    await Promise.all(runs)
  })

  it("holds every start, also while one is waiting", async () => {
    const clock = fakeClock()
    const limiter = createLimiter({ requests_per_second: 1, clock })
    limiter.holdFor(5000)
    limiter.holdFor(100)
    await limiter.run(() => Promise.resolve())
    expect(clock.time).toBe(5000)
  })

  it("goes on after a task that failed or was aborted in the queue", async () => {
    const limiter = createLimiter({ requests_per_second: 1000, clock: fakeClock() })
    const controller = new AbortController()
    let finish = () => {}
    const first = limiter.run(
      () => new Promise<void>((_, reject) => (finish = () => reject(new Error("first"))))
    )
    const task = jest.fn()
    const second = limiter.run(task, controller.signal)
    const third = limiter.run(() => Promise.resolve("third"))
    controller.abort(new Error("second"))
    await expect(second).rejects.toThrow("second")
    finish()
    await expect(first).rejects.toThrow("first")
    expect(await third).toBe("third")
    expect(task).not.toHaveBeenCalled()
  })
})
