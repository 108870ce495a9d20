import { countSteps } from "../steps"

function counted() {
  const lines: string[] = []
  const steps = countSteps((line) => lines.push(line))
  return { steps, lines }
}
const fail = () => Promise.reject(new Error("No store answers."))

describe("the steps of a run", () => {
  it("are counted and named with their result and time", async () => {
    const { steps, lines } = counted()
    await steps.chain(async () => {
      expect(await steps.step("migrated", () => Promise.resolve(7))).toBe(7)
    })
    expect(lines).toEqual([expect.stringMatching(/^passed +0 s {2}migrated$/)])
    expect(steps).toMatchObject({ passed: 1, failed: 0 })
  })

  it("end where one fails that others need, and the next chain goes on", async () => {
    const { steps, lines } = counted()
    const after = jest.fn(() => Promise.resolve())
    await steps.chain(async () => {
      await steps.step("started", fail)
      await steps.step("imported", after)
    })
    await steps.chain(async () => void (await steps.step("removed", () => Promise.resolve())))
    expect(after).not.toHaveBeenCalled()
    expect(lines[0]).toMatch(/^FAILED +0 s {2}started$/)
    expect(lines[1]).toContain("No store answers.")
    expect(steps).toMatchObject({ passed: 1, failed: 1 })
  })

  it("count a failure once when chains are inside each other", async () => {
    const { steps } = counted()
    const outer = jest.fn(() => Promise.resolve())
    await steps.chain(async () => {
      await steps.chain(async () => void (await steps.step("pages", fail)))
      await steps.step("specs", outer)
    })
    expect(outer).toHaveBeenCalledTimes(1)
    expect(steps).toMatchObject({ passed: 1, failed: 1 })
  })

  it("that do not run count as neither, and say why", () => {
    const { steps, lines } = counted()
    steps.notRun("pages", "no Chromium found")
    expect(lines).toEqual([expect.stringMatching(/^not run .*pages: no Chromium found$/)])
    expect(steps).toMatchObject({ passed: 0, failed: 0 })
  })

  it("let a fault that is no step's own through", async () => {
    const { steps } = counted()
    await expect(steps.chain(fail)).rejects.toThrow("No store answers.")
  })
})
