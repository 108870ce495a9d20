import { json, type Answer, type Call } from "../marketplace"
import type { ShelfOffer } from "../offers/shelf"
import { formError, PACKAGE_TYPES, type OfferRequest, type PackageType } from "./offer-requests"
import type { CdiscountMarket } from "./market"
import type { OfferPackage } from "./offer-packages"
import { notFound, problem, readBody } from "./answers"

type Context = { call: Call; query: URLSearchParams; seller_id: string }
export type OfferRoute = [method: string, endpoint: string, run: (context: Context, id: string) => Answer]

const MOST_IN_UPLOAD = 100
const MOST_IN_PAGE = 1000

/** The part of the seller API that is about offers. */
export function offerRoutes(market: CdiscountMarket): OfferRoute[] {
  const { packages } = market
  const withPackage = ({ seller_id }: Context, id: string, run: (found: OfferPackage) => Answer): Answer => {
    const found = packages.find(id, seller_id)
    return found ? run(found) : notFound("The package")
  }
  return [
    ["POST", "/offer-packages", (context) => create(market, context)],
    ["GET", "/offer-packages", (context) => list(market, context)],
    [
      "GET",
      "/offer-packages/{id}",
      (context, id) => withPackage(context, id, (found) => json(200, shown(found))),
    ],
    [
      "PATCH",
      "/offer-packages/{id}",
      (context, id) => withPackage(context, id, (found) => complete(market, context, found)),
    ],
    [
      "POST",
      "/offer-packages/{id}/offer-requests",
      (context, id) => withPackage(context, id, (found) => upload(market, context, found)),
    ],
    [
      "GET",
      "/offer-packages/{id}/offer-requests-results",
      (context, id) => withPackage(context, id, (found) => results(context, found)),
    ],
    ["GET", "/offers", (context) => offers(market, context)],
  ]
}

const empty = (status: number, effect: string, headers: Record<string, string> = {}): Answer => ({
  status,
  headers,
  body: Buffer.alloc(0),
  effect,
})

const shown = ({ id, state, type, results }: OfferPackage) => ({
  packageId: id,
  state,
  type,
  ...(state === "Rejected" && results.length === 0
    ? { result: { resultCode: "4010", message: "The package is empty." } }
    : {}),
})

function create(market: CdiscountMarket, { call, seller_id }: Context): Answer {
  const body = readBody(call)
  if ("refusal" in body) return body.refusal
  const given = (body.value ?? {}) as { packageType?: unknown; PackageType?: unknown }
  const type = given.packageType ?? given.PackageType
  if (!(PACKAGE_TYPES as readonly unknown[]).includes(type)) {
    return problem(400, "The request is not valid.", {
      packageType: ["Upsert, Update or Delete is expected."],
    })
  }
  const channel = call.headers.saleschannelid
  if (!channel)
    return problem(400, "The header SalesChannelId is required.", { SalesChannelId: ["Required."] })
  const made = market.packages.create(seller_id, channel, type as PackageType)
  return empty(201, `package ${made.id} (${made.type})`, {
    "content-location": `/offer-packages/${made.id}`,
  })
}

function list(market: CdiscountMarket, { query, seller_id }: Context): Answer {
  const limit = Number(query.get("limit") ?? 10)
  const items = market.packages
    .list(seller_id)
    .filter(
      ({ state, channel }) =>
        (query.get("state") ?? state) === state && (query.get("salesChannelId") ?? channel) === channel
    )
    .slice(-limit)
    .map(shown)
  return json(200, { itemsPerPage: items.length, items })
}

function upload(market: CdiscountMarket, { call }: Context, target: OfferPackage): Answer {
  const body = readBody(call)
  if ("refusal" in body) return body.refusal
  const entries = body.value
  if (!Array.isArray(entries) || entries.length < 1 || entries.length > MOST_IN_UPLOAD) {
    return problem(400, "The request is not valid.", { "": [`1 to ${MOST_IN_UPLOAD} offers are expected.`] })
  }
  const errors = Object.assign({}, ...entries.map((entry, index) => formError(entry, index))) as Record<
    string,
    string[]
  >
  if (Object.keys(errors).length) return problem(400, "The request is not valid.", errors)
  const why = market.packages.upload(target, entries as OfferRequest[])
  return why ? problem(409, why) : empty(202, `${entries.length} offers into package ${target.id}`)
}

function complete(market: CdiscountMarket, { call }: Context, target: OfferPackage): Answer {
  const body = readBody(call)
  if ("refusal" in body) return body.refusal
  if ((body.value as { state?: unknown } | null)?.state !== "Ready") {
    return problem(400, "The request is not valid.", { state: ["Ready is expected."] })
  }
  const why = market.packages.complete(target)
  return why ? problem(409, why) : empty(204, `package ${target.id} is ready`)
}

/** A page of a list, and the way to the next. */
function page<Entry>(entries: Entry[], path: string, query: URLSearchParams): Answer {
  const limit = Number(query.get("limit") ?? 100)
  if (!Number.isInteger(limit) || limit < 1 || limit > MOST_IN_PAGE) {
    return problem(400, "The request is not valid.", { limit: [`1 to ${MOST_IN_PAGE} is expected.`] })
  }
  const from = Number(query.get("cursor") ?? query.get("Cursor") ?? 0)
  const items = entries.slice(from, from + limit)
  const next = new URLSearchParams(query)
  next.set("cursor", String(from + limit))
  const has_next = entries.length > from + limit
  return json(
    200,
    { itemsPerPage: items.length, items },
    has_next ? { link: `<${path}?${next}>; rel="next"` } : {}
  )
}

function results({ call, query }: Context, target: OfferPackage): Answer {
  return page(target.ended_at === null ? [] : target.results, call.path, query)
}

function offers(market: CdiscountMarket, { call, query, seller_id }: Context): Answer {
  const channel = query.get("salesChannelId")
  if (!channel) return problem(400, "The request is not valid.", { salesChannelId: ["Required."] })
  market.schedule.applyDue()
  const wanted = (name: string) => query.get(name)?.split(",")
  const passes = (name: string, value: string) => wanted(name)?.includes(value) ?? true
  const since = query.get("updatedAtMin")
  const found = market.shelf
    .list(seller_id, channel)
    .filter(
      (offer) =>
        passes("sellerExternalReferences", offer.sku) &&
        passes("offerIds", offer.external_id) &&
        passes("gtins", offer.gtin) &&
        passes("offerStates", offer.is_active ? "Active" : "Inactive") &&
        (since === null || offer.updated_at >= Date.parse(since))
    )
  return page(
    found.map((offer) => wireOffer(market, offer)),
    call.path,
    query
  )
}

const wireOffer = (market: CdiscountMarket, offer: ShelfOffer) => ({
  offerId: offer.external_id,
  sellerExternalReference: offer.sku,
  product: { gtin: offer.gtin, reference: `EXEMPLE${offer.gtin.slice(-9)}` },
  condition: offer.condition,
  offerState: offer.is_active ? "Active" : "Inactive",
  integrationPrice: {
    price: offer.price_cents / 100,
    ...(offer.struck_cents === null ? {} : { originPrice: offer.struck_cents / 100 }),
  },
  facialPrice: { price: offer.price_cents / 100 },
  quantity: offer.quantity,
  supplyMode: offer.details.supplyMode ?? "Seller",
  updatedAt: market.clock.iso(offer.updated_at),
})
