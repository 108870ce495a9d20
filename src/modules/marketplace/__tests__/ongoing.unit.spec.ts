import { Ongoing } from "../ongoing"

describe("What a process has begun", () => {
  it("is asked to stop and awaited, also what it begins meanwhile", async () => {
    const ongoing = new Ongoing()
    const done: string[] = []
    const stopped = () =>
      new Promise<void>((resolve) => ongoing.signal.addEventListener("abort", () => resolve()))
    void ongoing.run(async () => {
      await stopped()
      void ongoing.run(async () => {
        await Promise.resolve()
        done.push("second")
      })
      done.push("first")
    })
    await ongoing.end(10_000)
    expect(done.sort()).toEqual(["first", "second"])
  })

  it("has a limited time, and its failures stop nothing", async () => {
    const ongoing = new Ongoing()
    const failing = ongoing.run(() => Promise.reject(new Error("Refused by a test")))
    void ongoing.run(() => new Promise(() => undefined))
    await expect(failing).rejects.toThrow("Refused by a test")
    await ongoing.end(20)
    expect(ongoing.signal.aborted).toBe(true)
  })

  it("is nothing where nothing was begun", async () => {
    await new Ongoing().end(10_000)
  })
})
