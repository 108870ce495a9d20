import { isDatabaseAway, patiently } from "../patiently"

const withCode = (code: string) => Object.assign(new Error("Refused by a test"), { code })

describe("What must not be left undone because the database restarts", () => {
  beforeEach(() => jest.useFakeTimers())
  afterEach(() => jest.useRealTimers())

  it.each([
    withCode("57P01"),
    withCode("57P03"),
    withCode("08006"),
    withCode("ECONNREFUSED"),
    withCode("ECONNRESET"),
    new Error("Connection terminated unexpectedly"),
    new Error("Client has encountered a connection error and is not queryable"),
  ])("is done when it is back: %s", async (error) => {
    let tries = 0
    const done = patiently(() => (++tries < 4 ? Promise.reject(error) : Promise.resolve("done")))
    await jest.advanceTimersByTimeAsync(10_000)
    await expect(done).resolves.toBe("done")
    expect(tries).toBe(4)
  })

  it.each([withCode("23505"), withCode("22P02"), new Error("x"), null])(
    "fails at once where the statement fails: %s",
    async (error) => {
      expect(isDatabaseAway(error)).toBe(false)
      const work = jest.fn(() => Promise.reject(error as Error))
      await expect(patiently(work)).rejects.toBe(error)
      expect(work).toHaveBeenCalledTimes(1)
    }
  )

  it("fails in the end", async () => {
    const failed = expect(patiently(() => Promise.reject(withCode("57P01")))).rejects.toThrow("Refused")
    await jest.advanceTimersByTimeAsync(60_000)
    await failed
  })
})
