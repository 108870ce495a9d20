import type { LeasedConnection } from "../../../modules/marketplace/stores/leases"
import { holdLease, LeaseLost } from "../held-lease"

const SECOND = 1_000

/** A lease as the database keeps it, by the test's clock. */
function leases() {
  let held: { owner: string; until: number } | null = null
  const acquireLease = async (id: string, _: string, owner: string, seconds: number) => {
    if (held && held.owner !== owner && held.until >= Date.now()) return Promise.resolve(null)
    held = { owner, until: Date.now() + seconds * 1000 }
    return Promise.resolve({ id } as LeasedConnection)
  }
  return {
    leases: { acquireLease },
    left: () => (held ? held.until - Date.now() : 0),
    take: (owner: string) => (held = { owner, until: Infinity }),
  }
}

describe("a lease that is held", () => {
  beforeEach(() => jest.useFakeTimers())
  afterEach(() => jest.useRealTimers())

  it("is renewed for as long as one call takes, and not after it was stopped", async () => {
    const database = leases()
    const lease = await holdLease(database, "c", "pull")
    for (let tens = 0; tens < 60; tens++) {
      await jest.advanceTimersByTimeAsync(10 * SECOND)
      expect(database.left()).toBeGreaterThanOrEqual(30 * SECOND)
      expect(await holdLease(database, "c", "pull")).toBeNull()
    }
    await lease?.stop()
    await jest.advanceTimersByTimeAsync(46 * SECOND)
    const next = await holdLease(database, "c", "pull")
    expect(next).not.toBeNull()
    await next?.stop()
  })

  it("that is lost ends the calls under way, and is never taken back", async () => {
    const database = leases()
    const lease = await holdLease(database, "c", "pull")
    database.take("another")
    await jest.advanceTimersByTimeAsync(15 * SECOND)
    expect(lease?.signal.aborted).toBe(true)
    await expect(lease?.keep()).rejects.toBeInstanceOf(LeaseLost)
    await lease?.stop()
  })

  it("outlives a database that does not answer once", async () => {
    const database = leases()
    const lease = await holdLease(
      {
        leases: {
          acquireLease: jest
            .fn(database.leases.acquireLease)
            .mockImplementationOnce(database.leases.acquireLease)
            .mockRejectedValueOnce(new Error("no answer")),
        },
      },
      "c",
      "pull"
    )
    await jest.advanceTimersByTimeAsync(30 * SECOND)
    expect(lease?.signal.aborted).toBe(false)
    expect(database.left()).toBe(45 * SECOND)
    await lease?.stop()
  })
})
