import { DEFAULT_CATALOGUE, type CatalogueProduct } from "../catalogue"
import type { ExpectedOrder } from "../expected"
import { Random } from "../random"
import { draftOrder, expectedOrder, wireOrder, type DraftContext } from "./draft"
import { CDISCOUNT_KINDS, HEAVY_KINDS, KINDS, ORDINARY_KINDS, type CdiscountKind } from "./kinds"
import type { CdiscountMarket } from "./market"

export type SeedRequest<Kind extends string> = {
  /** The same seed at the same sandbox time gives the same orders. */
  seed: number
  count: number
  /** Taken in turn. Left out: one of every kind that is not heavy, then ordinary ones. */
  kinds?: Kind[]
  catalogue?: readonly CatalogueProduct[]
  /** Whose orders; left out: the first known. */
  account?: string
  /** Put into every text of every buyer. */
  marker?: string
}

const PROCESSING_MINUTES = 30
const ACCEPTED_MINUTES = 10

/** Makes orders, puts them into the market, and answers with what is expected of each. */
export function seedCdiscount(market: CdiscountMarket, request: SeedRequest<CdiscountKind>): ExpectedOrder[] {
  const random = new Random(request.seed)
  const context: DraftContext = {
    random,
    catalogue: request.catalogue ?? DEFAULT_CATALOGUE,
    seller_id: request.account ?? market.settings.clients[0].seller_ids[0],
    marker: request.marker ?? "",
    now: market.clock.now(),
  }
  const usual = CDISCOUNT_KINDS.filter((kind) => !HEAVY_KINDS.includes(kind))
  return Array.from({ length: request.count }, (_, index) => {
    const kind =
      request.kinds?.[index % request.kinds.length] ??
      usual[index] ??
      ORDINARY_KINDS[index % ORDINARY_KINDS.length]
    const draft = draftOrder(context, kind)
    while (market.find(draft.id)) draft.id = draft.id.slice(0, -4) + random.text(4)
    KINDS[kind](draft, context)
    const expected = expectedOrder(draft)
    const by = kind === "cancel_request_buyer" ? "buyer" : "marketplace"
    const stored = market.add({
      id: draft.id,
      seller_id: draft.seller_id,
      order: wireOrder(draft),
      served_as: draft.served_as,
      kind,
      expected,
      address_at: context.now + draft.address_after_minutes * 60_000,
      cancel_requests: new Map(
        draft.lines.flatMap((line, i) => (line.status === "CancelRequest" ? [[String(i + 1), by]] : []))
      ),
    })
    if (kind === "processing") market.accept(stored, PROCESSING_MINUTES * 60_000, ACCEPTED_MINUTES * 60_000)
    if (kind === "accepted") market.prepare(stored, context.now + ACCEPTED_MINUTES * 60_000)
    return expected
  })
}
