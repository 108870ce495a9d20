import type { MedusaContainer } from "@medusajs/framework/types"
import { MarketplaceError } from "../../../marketplaces/port"
import type { HeldLease } from "../../shared/held-lease"
import type { OffersContext } from "../offers-context"
import { readInventory } from "../read-inventory"
import type { OffersSession } from "../submit-batches"

const failure = (kind: MarketplaceError["kind"]) =>
  new MarketplaceError(kind, "GET /offers: no answer.", { effect: "none" })

/** Reads channels that sell nothing: what is looked at is which of them counts as read. */
async function read(answers: Record<string, MarketplaceError | string[]>) {
  const absent: string[][] = []
  const asked: string[] = []
  const written: Record<string, unknown>[] = []
  const marketplace = {
    connections: {
      endComparison: (_: object, values: Record<string, unknown>) => Promise.resolve(written.push(values)),
    },
    offers: {
      readMarkingClock: () => Promise.resolve(new Date()),
      hasLiveOffers: () => Promise.resolve(false),
      writeAbsentOffers: (_: unknown, channels: string[]) => {
        absent.push(channels)
        return Promise.resolve(channels.map((channel) => `SKU-${channel}`))
      },
    },
  }
  const found = await readInventory(
    { resolve: () => marketplace } as unknown as MedusaContainer,
    { keep: () => Promise.resolve(), signal: new AbortController().signal } as unknown as HeldLease,
    {
      connection: { id: "c", offers_activated_at: null, offers_other_tool_at: null },
      policy: { channels: Object.keys(answers).map((id) => ({ id })) },
      offers: { stock: true, price: false, delivery: false },
    } as unknown as OffersContext,
    {
      readOffers: ({ channel }: { channel: string }) => {
        asked.push(channel)
        const answer = answers[channel]
        return answer instanceof Error
          ? Promise.reject(answer)
          : Promise.resolve({ offers: [], cursor: null, unreadable: answer })
      },
    } as unknown as OffersSession
  )
  return { found, absent, asked, written }
}

describe("A comparison of several sales channels", () => {
  it("is complete where each was read to its end", async () => {
    const { found, absent } = await read({ A: [], B: [] })
    expect(found).toMatchObject({ is_complete: true, failed: null })
    expect(absent).toEqual([["A", "B"]])
  })

  it.each(["A", "B"])("names the one that fails (%s), and concludes from the other", async (failing) => {
    const { found, absent, asked, written } = await read({ A: [], B: [], [failing]: failure("unavailable") })
    const other = failing === "A" ? "B" : "A"
    expect(asked).toEqual(["A", "B"])
    expect(found).toMatchObject({
      is_complete: false,
      failed: `${failing}: GET /offers: no answer.`,
      counts: { absent: 1 },
      absent: [`SKU-${other}`],
    })
    expect(absent).toEqual([[other]])
    expect(written[0]).not.toHaveProperty("offers_read_at")
  })

  it("says of no offer that it is gone where an entry of its channel cannot be read", async () => {
    const { found, absent } = await read({ A: Array.from({ length: 60 }, () => "odd"), B: ["odd"], C: [] })
    expect(found.is_complete).toBe(false)
    expect(absent).toEqual([["C"]])
  })

  it("ends where the account is refused", async () => {
    const { found, absent, asked } = await read({ A: [], B: failure("credentials"), C: [] })
    expect(asked).toEqual(["A", "B"])
    expect(found.failed).toMatch(/no answer/)
    expect(absent).toEqual([["A"]])
  })
})
