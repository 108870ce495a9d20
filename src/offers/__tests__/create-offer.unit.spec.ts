import { ean13Of } from "../../marketplaces/gtin"
import {
  awaitsProduct,
  isEanCorrected,
  judgeCreation,
  seenInventory,
  type SeenInventory,
  type VariantKeys,
} from "../create-offer"

const NOW = Date.parse("2026-03-16T12:00:00Z")
const HOUR = 3_600_000
const policy = { refuseSku: (sku: string) => (sku === "" ? ("too_short" as const) : null), eanFor: ean13Of }
const keys = (change: Partial<VariantKeys> = {}): VariantKeys => ({
  sku: "LAMP",
  ean: "2000000000015",
  barcode: null,
  upc: null,
  ...change,
})
type Offer = Parameters<SeenInventory["add"]>[0]
const seen = (...offers: Offer[]) => seenInventory(NOW - HOUR, offers, policy)
const judged = (given: VariantKeys, inventory: SeenInventory | null, condition = "New") => {
  const creation = judgeCreation(given, condition, { inventory, now: NOW, policy })
  return "problem" in creation ? creation.problem.code : creation.ean
}

describe("an offer may be created", () => {
  it("with an EAN that is valid, whichever field holds it", () => {
    expect(judged(keys(), seen())).toBe("2000000000015")
    expect(judged(keys({ ean: " ", barcode: "036000291452" }), seen())).toBe("0036000291452")
    expect(judged(keys({ ean: null, upc: "036000291452" }), seen())).toBe("0036000291452")
    expect(judged(keys({ ean: "2000000000016" }), seen())).toBe("offer_ean_refused")
    expect(judged(keys({ ean: null }), seen())).toBe("offer_ean_refused")
    expect(judged(keys({ sku: null }), seen())).toBe("offer_sku_refused")
  })

  it("only after a complete read of the last day", () => {
    expect(judged(keys(), null)).toBe("offer_inventory_unread")
    expect(judged(keys(), seenInventory(NOW - 25 * HOUR, [], policy))).toBe("offer_inventory_unread")
  })

  it.each([
    [
      "the same product under another SKU",
      { sku: "OLD", ean: "2000000000015", condition: "New" },
      "offer_exists_there",
    ],
    ["in other words for new", { sku: "OLD", ean: "2000000000015", condition: "N" }, "offer_exists_there"],
    [
      "in a condition that is not known",
      { sku: "OLD", ean: "2000000000015", condition: null },
      "offer_exists_there",
    ],
    ["used", { sku: "OLD", ean: "2000000000015", condition: "UsedLikeNew" }, "2000000000015"],
    ["another product", { sku: "OLD", ean: "2000000000022", condition: "New" }, "2000000000015"],
    ["a product without EAN", { sku: "OLD", ean: null, condition: "New" }, "2000000000015"],
    ["the SKU itself", { sku: "LAMP", ean: null, condition: null }, "offer_exists_there"],
  ])("not where it is offered there: %s", (_, offer, expected) => {
    expect(judged(keys(), seen(offer))).toBe(expected)
  })

  it("and names the offer that is to be mapped", () => {
    const inventory = seen({ sku: "OLD", ean: "2000000000015", condition: "New" })
    expect(judgeCreation(keys(), "New", { inventory, now: NOW, policy })).toMatchObject({
      problem: { params: { sku: "LAMP", other: "OLD" } },
    })
  })

  it("again where its own creation was refused, but not beside one of the same product that may still come", () => {
    const refused = { ean: "2000000000015", condition: null, is_refused: true }
    expect(judged(keys(), seen({ sku: "LAMP", ...refused }))).toBe("2000000000015")
    expect(judged(keys({ sku: "TWIN" }), seen({ sku: "LAMP", ...refused }))).toBe("offer_exists_there")
  })

  it("for one variant of those that share an EAN", () => {
    const inventory = seen()
    inventory.add({ sku: "FIRST", ean: "2000000000015", condition: "New" })
    expect(judged(keys({ sku: "TWIN" }), inventory)).toBe("offer_exists_there")
  })
})

describe("an offer whose product the marketplace does not know", () => {
  const refused = {
    state: "needs_product",
    external_sku: "LAMP",
    ean: "2000000000015",
    stock_sent_at: new Date(NOW),
  }
  it("is not asked for again for a week", () => {
    expect(awaitsProduct(refused, NOW + 6 * 24 * HOUR)).toBe(true)
    expect(awaitsProduct(refused, NOW + 7 * 24 * HOUR)).toBe(false)
    // A person asked for it.
    expect(awaitsProduct({ ...refused, state: "new" }, NOW)).toBe(false)
  })

  it.each([
    ["another EAN", { ean: "2000000000022" }, true],
    ["another EAN, in another field", { ean: "", barcode: "2000000000022" }, true],
    ["the same EAN", {}, false],
    ["an EAN that is not one", { ean: "2000000000016" }, false],
    ["none any more", { ean: null }, false],
    ["another SKU: it is another offer", { sku: "TORCH", ean: "2000000000022" }, false],
  ])("is asked for again once the store has %s", (_, change, expected) => {
    expect(isEanCorrected(refused, keys(change), policy)).toBe(expected)
  })

  it("is what counts alone: one that exists is not created by another EAN", () => {
    expect(isEanCorrected({ ...refused, state: "active" }, keys({ ean: "2000000000022" }), policy)).toBe(
      false
    )
  })
})
