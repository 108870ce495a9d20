import type { ExpectedOrder } from "../expected"
import { kindsToMake, seedContext, type SeedRequest } from "../seed"
import { draftSale, expectedSale, hasDetails } from "./draft"
import { HEAVY_KINDS, KINDS, ORDINARY_KINDS, RAKUTEN_KINDS, type RakutenKind } from "./kinds"
import type { RakutenMarket } from "./market"

/** Makes purchases, puts them into the market, and returns what is expected of each. */
export function seedRakuten(market: RakutenMarket, request: SeedRequest<RakutenKind>): ExpectedOrder[] {
  const context = seedContext(request, market.settings.accounts[0].login, market.clock.now())
  const kinds = kindsToMake(request, { all: RAKUTEN_KINDS, ordinary: ORDINARY_KINDS, heavy: HEAVY_KINDS })
  const fresh = (id: string, taken: (id: string) => boolean) => {
    let candidate = id
    while (taken(candidate)) candidate = id[0] + context.random.text(8, "0123456789")
    return candidate
  }
  return kinds.map((kind) => {
    const draft = draftSale(context, kind)
    KINDS[kind](draft, context)
    const { sale, products } = draft
    sale.purchaseid = fresh(sale.purchaseid, (id) => market.has(id))
    const own = new Set<string>()
    for (const item of sale.items) {
      const product = products.get(item.itemid)
      item.itemid = fresh(item.itemid, (id) => market.has(id) || own.has(id))
      own.add(item.itemid)
      if (product) products.set(item.itemid, product)
    }
    if (!hasDetails(sale)) sale.details_at = null
    sale.expected = expectedSale(draft)
    market.add(sale)
    return sale.expected
  })
}
