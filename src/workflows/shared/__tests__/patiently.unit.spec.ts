import { isDatabaseAway, patiently } from "../patiently"

const PAUSES = [1, 1, 1]
const withCode = (code: string) => Object.assign(new Error("Refused by a test"), { code })

describe("What must not be left undone because the database restarts", () => {
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
    const done = patiently(() => (++tries < 4 ? Promise.reject(error) : Promise.resolve("done")), PAUSES)
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
    const work = jest.fn(() => Promise.reject(withCode("57P01")))
    await expect(patiently(work, PAUSES)).rejects.toThrow("Refused")
    expect(work).toHaveBeenCalledTimes(4)
  })
})
