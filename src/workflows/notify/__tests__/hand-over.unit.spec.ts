import type { CreateNotificationDTO, MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { handOver, handOverBefore } from "../hand-over"
import { sendTestMessage } from "../notify"

const entry = (to: string): CreateNotificationDTO => ({ to, channel: "email", template: "t" })

/** A store whose provider answers only to those that it knows, each in its own way. */
const storeWith = (answers: Record<string, () => Promise<object>>) => {
  const called: string[] = []
  const createNotifications = ([{ to }]: CreateNotificationDTO[]) => {
    called.push(to)
    return answers[to]()
  }
  return { called, container: { resolve: () => ({ createNotifications }) } as unknown as MedusaContainer }
}
const never = () => new Promise<object>(() => undefined)

describe("A provider of notifications", () => {
  beforeEach(() => jest.useFakeTimers())
  afterEach(() => jest.useRealTimers())

  it("that takes or refuses is not waited for any longer", async () => {
    const { container } = storeWith({
      good: () => Promise.resolve({}),
      bad: () => Promise.reject(new Error("refused")),
    })
    expect(await handOver(container, entry("good"))).toBe(true)
    await expect(handOver(container, entry("bad"))).rejects.toThrow("refused")
    expect(jest.getTimerCount()).toBe(0)
  })

  it("that never answers is waited for 10 seconds, and the next ones go", async () => {
    const { container, called } = storeWith({ silent: never, good: () => Promise.resolve({}) })
    const silent = Array.from({ length: 5 }, () => handOver(container, entry("silent")))
    const next = handOver(container, entry("good"))
    await jest.advanceTimersByTimeAsync(9_999)
    expect(called).toEqual(Array<string>(5).fill("silent"))
    await jest.advanceTimersByTimeAsync(1)
    expect(await Promise.all(silent)).toEqual(Array<boolean>(5).fill(false))
    expect(await next).toBe(true)
  })

  it("is not called where a place is free only after the time for it", async () => {
    const { container, called } = storeWith({ silent: never, good: () => Promise.resolve({}) })
    const silent = Array.from({ length: 5 }, () => handOver(container, entry("silent")))
    const late = handOverBefore(Date.now() + 10_000)(container, entry("good"))
    const inTime = handOverBefore(Date.now() + 10_001)(container, entry("good"))
    await jest.advanceTimersByTimeAsync(10_000)
    expect([await Promise.all(silent), await late, await inTime]).toEqual([Array(5).fill(false), false, true])
    expect(called).toEqual([...Array<string>(5).fill("silent"), "good"])
  })

  it("gets a test message at once while all places are taken", async () => {
    const { container, called } = storeWith({ silent: never, "": () => Promise.resolve({}) })
    const silent = Array.from({ length: 6 }, () => handOver(container, entry("silent")))
    const resolve = (name: string) =>
      name === ContainerRegistrationKeys.CONFIG_MODULE
        ? { admin: { backendUrl: "https://admin.example" } }
        : container.resolve(name)
    const message = sendTestMessage({ ...container, resolve } as MedusaContainer, {
      id: "c",
      name: "C",
      settings: {},
    })
    await jest.advanceTimersByTimeAsync(0)
    expect(called).toEqual([...Array<string>(5).fill("silent"), ""])
    expect((await message).sent).toEqual([{ to: "", channel: "feed", ok: true }])
    await jest.advanceTimersByTimeAsync(20_000)
    expect(await Promise.all(silent)).toEqual(Array<boolean>(6).fill(false))
  })
})
