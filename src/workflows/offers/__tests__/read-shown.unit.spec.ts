import type { OfferSession, OffersRequest, ShownOffer } from "../../../marketplaces/port"
import { readShown } from "../read-shown"

const shown = (sku: string): ShownOffer => ({
  sku,
  external_id: null,
  ean: null,
  title: null,
  condition: null,
  quantity: 1,
  price: null,
  struck_price: null,
  currency_code: "EUR",
  is_active: true,
  fulfilled_by: "seller",
  updated_at: null,
})

/** A marketplace with these offers, that looks for some of them or always shows all, two to a page. */
function marketplace(skus: string[], canLookFor: boolean) {
  const requests: OffersRequest[] = []
  const session = {
    readOffers(request: OffersRequest) {
      requests.push(request)
      const matching = canLookFor ? skus.filter((sku) => request.skus?.includes(sku)) : skus
      const at = Number(request.cursor ?? 0)
      const cursor = at + 2 < matching.length ? String(at + 2) : null
      return Promise.resolve({ offers: matching.slice(at, at + 2).map(shown), cursor, unreadable: [] })
    },
  }
  return { session: session as unknown as OfferSession, requests }
}

const many = Array.from({ length: 120 }, (_, at) => `sku-${at}`)

it("asks for a few at a time, to the last page of each", async () => {
  const { session, requests } = marketplace([...many, "other"], true)
  const found = await readShown(session, "", many)
  expect([...found.keys()]).toEqual(many)
  expect(new Set(requests.map(({ skus }) => skus?.length))).toEqual(new Set([50, 20]))
})

it("reads everything once where the marketplace cannot look for some", async () => {
  const { session, requests } = marketplace([...many, "other"], false)
  const found = await readShown(session, "", many)
  expect([...found.keys()]).toEqual(many)
  expect(requests).toHaveLength(61)
})

it("leaves out what cannot be asked for alone, and what is not there", async () => {
  const { session } = marketplace(["a,b", "c"], true)
  expect([...(await readShown(session, "", ["a,b", "c", "d"])).keys()]).toEqual(["c"])
})

it.each([
  ["lead back", (cursor: string | null) => (cursor === "a" ? "b" : "a"), { reason: "pages_repeat" }],
  ["hold the same", (cursor: string | null) => `${cursor ?? ""}.`, { reason: "pages_repeat" }],
])("ends with an error where the pages %s", async (_, next, details) => {
  const session = {
    readOffers: ({ cursor }: OffersRequest) =>
      Promise.resolve({ offers: [shown("a")], cursor: next(cursor), unreadable: [] }),
  }
  await expect(readShown(session as unknown as OfferSession, "", ["a"])).rejects.toMatchObject({ details })
})

it("ends with an error where the pages have no end", async () => {
  const session = {
    readOffers: () => Promise.resolve({ offers: [shown("a")], cursor: "next", unreadable: [] }),
  }
  await expect(readShown(session as unknown as OfferSession, "", ["a"])).rejects.toMatchObject({
    kind: "invalid_answer",
  })
})
