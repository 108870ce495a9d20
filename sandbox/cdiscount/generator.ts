import type { ExpectedOrder } from "../expected"
import { kindsToMake, seedContext, type SeedRequest } from "../seed"
import { draftOrder, expectedOrder, wireOrder } from "./draft"
import { CDISCOUNT_KINDS, HEAVY_KINDS, KINDS, ORDINARY_KINDS, type CdiscountKind } from "./kinds"
import type { CdiscountMarket } from "./market"

const PROCESSING_MS = 30 * 60_000
const ACCEPTED_MS = 10 * 60_000

/** Makes orders, puts them into the market, and returns what is expected of each. */
export function seedCdiscount(market: CdiscountMarket, request: SeedRequest<CdiscountKind>): ExpectedOrder[] {
  const context = seedContext(request, market.settings.clients[0].seller_ids[0], market.clock.now())
  const kinds = kindsToMake(request, { all: CDISCOUNT_KINDS, ordinary: ORDINARY_KINDS, heavy: HEAVY_KINDS })
  return kinds.map((kind) => {
    const draft = draftOrder(context, kind)
    while (market.find(draft.id)) draft.id = draft.id.slice(0, -4) + context.random.text(4)
    KINDS[kind](draft, context)
    const expected = expectedOrder(draft)
    const asked = draft.lines.flatMap((line, index) =>
      line.status === "CancelRequest" ? [String(index + 1)] : []
    )
    const by = kind === "cancel_request_buyer" ? "buyer" : "marketplace"
    const stored = market.add({
      id: draft.id,
      seller_id: draft.seller_id,
      order: wireOrder(draft),
      served_as: draft.served_as,
      kind,
      expected,
      address_at: context.now + draft.address_after_minutes * 60_000,
      cancel_requests: new Map(asked.map((id) => [id, by])),
    })
    if (kind === "processing") market.accept(stored, PROCESSING_MS, ACCEPTED_MS)
    if (kind === "accepted") market.prepare(stored, context.now + ACCEPTED_MS)
    return expected
  })
}
