import { Watchdog, watchJob } from "../watchdog"

const MINUTE = 60_000

function watched(silent: () => boolean) {
  const logged: string[] = []
  const log = (message: string) => void logged.push(message)
  const expectTicks = jest.fn().mockResolvedValue(undefined)
  const isSilent = jest.fn(() => Promise.resolve(silent()))
  const logger = { warn: log, error: log }
  return { watchdog: new Watchdog({ expectTicks, isSilent }, logger as never), logged, expectTicks, isSilent }
}

describe("The watchdog of the scheduled jobs", () => {
  beforeEach(() => jest.useFakeTimers())
  afterEach(() => jest.useRealTimers())

  it("watches nothing in a process that runs no jobs", async () => {
    const { watchdog, expectTicks, isSilent } = watched(() => true)
    await watchdog.start()
    await jest.advanceTimersByTimeAsync(5 * MINUTE)
    expect(expectTicks).not.toHaveBeenCalled()
    expect(isSilent).not.toHaveBeenCalled()
  })

  it("does each minute what the job does while that is silent, says so once, and stops with the process", async () => {
    const job = jest.fn().mockResolvedValue(undefined)
    watchJob(job)
    let isSilent = false
    const { watchdog, logged } = watched(() => isSilent)
    await watchdog.start()
    await jest.advanceTimersByTimeAsync(2 * MINUTE)
    expect(job).not.toHaveBeenCalled()
    isSilent = true
    await jest.advanceTimersByTimeAsync(3 * MINUTE)
    expect(job).toHaveBeenCalledTimes(3)
    expect(logged).toEqual([expect.stringContaining("no scheduled job has run for 3 minutes")])
    isSilent = false
    await jest.advanceTimersByTimeAsync(MINUTE)
    isSilent = true
    await jest.advanceTimersByTimeAsync(MINUTE)
    expect([job.mock.calls.length, logged.length]).toEqual([4, 2])
    watchdog.stop()
    await jest.advanceTimersByTimeAsync(5 * MINUTE)
    expect(job).toHaveBeenCalledTimes(4)
  })

  it("outlives a database that does not answer", async () => {
    watchJob(() => Promise.reject(new Error("away")))
    const { watchdog } = watched(() => true)
    await watchdog.start()
    await jest.advanceTimersByTimeAsync(2 * MINUTE)
    watchdog.stop()
  })
})
