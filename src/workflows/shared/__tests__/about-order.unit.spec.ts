import type { MedusaContainer } from "@medusajs/framework/types"
import { z } from "@medusajs/framework/zod"
import { address, order } from "../../../orders/__tests__/fixtures"
import { wordsWithoutBuyer } from "../about-order"

const SAID = "Accepted, MARKERNAME will hear of it."

/** A store with one order, whose buyer is called so. */
function storeWith(row: { purged_at: Date | null } | null): MedusaContainer {
  const bought = order({ shipping_address: address({ last_name: "Markername" }) })
  const marketplace = {
    orders: {
      loadOrders: () => Promise.resolve(row ? [{ connection_id: "c", payload: "{}", ...row }] : []),
    },
    anyConnection: () => Promise.resolve({ marketplace_id: "m", settings: {} }),
    adapter: () => ({ descriptor: { id: "m" }, settings_schema: z.object({}), normalize: () => bought }),
  }
  return { resolve: () => marketplace } as unknown as MedusaContainer
}

describe("what a marketplace says beside a success", () => {
  it("is kept without the buyer", async () => {
    expect(await wordsWithoutBuyer(storeWith({ purged_at: null }), "o", SAID)).toBe(
      "Accepted, … will hear of it."
    )
  })

  it("is left out where nothing says any more which words are the buyer's", async () => {
    expect(await wordsWithoutBuyer(storeWith({ purged_at: new Date() }), "o", SAID)).toBeNull()
    expect(await wordsWithoutBuyer(storeWith(null), "o", SAID)).toBeNull()
  })
})
