import { z } from "zod"

import { NO_CURRENCY } from "../../amounts"
import { MarketplaceError } from "../../errors"
import { parseJson } from "../../http"
import { pauses } from "../../pauses"
import {
  offerAmountSchema,
  shownOfferSchema,
  type OffersPage,
  type OffersRequest,
  type ShownOffer,
} from "../../port"
import { readableOrNull } from "../../text"
import type { OctopiaClient } from "../client"
import type { CdiscountSettings } from "../settings"
import { nextCursor } from "./next-cursor"

const LABEL = "GET /offers"
const PAGE_SIZE = 1000
/** For the length of an address. */
const MOST_SKUS = 50

const money = z.object({ price: z.unknown(), originPrice: z.unknown() }).partial().nullish().catch(null)
/** Longer ones are odd; what is kept of an offer is bounded. */
const LONGEST_TEXT = 1000
const text = z.string().max(LONGEST_TEXT).nullish().catch(null)
const offerSchema = z.object({
  offerId: z.union([z.string(), z.number()]).nullish().catch(null),
  sellerExternalReference: z.string().min(1).max(LONGEST_TEXT),
  product: z.object({ gtin: text, title: text }).partial().nullish().catch(null),
  condition: text,
  offerState: text,
  integrationPrice: money,
  quantity: z.number().int().nonnegative().nullish().catch(null),
  supplyMode: text,
  updatedAt: text,
})
/** Ten times what is asked for: more is no page of ours. */
const pageSchema = z.object({ items: z.array(z.unknown()).max(10 * PAGE_SIZE) })

/** A page of a channel's offers, as the seller sent them: `integrationPrice`, and not what the site makes of it. */
export async function readOfferPage(
  client: OctopiaClient,
  request: OffersRequest,
  settings: CdiscountSettings
): Promise<OffersPage> {
  const { channel, cursor, skus } = request
  if (skus && (skus.length > MOST_SKUS || skus.some((sku) => sku.includes(",")))) {
    throw new MarketplaceError("refused", `${LABEL}: these SKUs cannot be asked for in one call.`, {
      effect: "none",
      reason: "too_many_skus",
    })
  }
  return client.call({
    method: "GET",
    path: "/offers",
    query: {
      salesChannelId: channel,
      limit: String(PAGE_SIZE),
      ...(skus ? { sellerExternalReferences: skus.join(",") } : {}),
      ...(settings.offers_fields ? { fields: settings.offers_fields } : {}),
      ...(cursor === null ? {} : { cursor }),
    },
    channel,
    label: LABEL,
    retry: true,
    read: async (response) => {
      const { items } = await parseJson(response, pageSchema, LABEL)
      const next = nextCursor(response.headers.link)
      if (next !== null && next === cursor) {
        throw new MarketplaceError("invalid_answer", `${LABEL}: the next page is the same.`, {
          effect: "none",
        })
      }
      const page: OffersPage = { offers: [], cursor: next, unreadable: [] }
      const pause = pauses()
      for (const [index, item] of items.entries()) {
        await pause()
        const parsed = offerSchema.safeParse(item)
        const offer = parsed.success
          ? shownOf(parsed.data, settings.offer_channels[channel] ?? NO_CURRENCY)
          : null
        if (offer) page.offers.push(offer)
        else page.unreadable.push(`${LABEL}: entry ${index + 1} of a page is not an offer.`)
      }
      return page
    },
  })
}

function shownOf(offer: z.infer<typeof offerSchema>, currency_code: string): ShownOffer | null {
  const shown = {
    sku: offer.sellerExternalReference,
    external_id: offer.offerId == null ? null : String(offer.offerId),
    ean: readableOrNull(offer.product?.gtin),
    title: readableOrNull(offer.product?.title),
    condition: readableOrNull(offer.condition),
    quantity: offer.quantity ?? null,
    price: amountOf(offer.integrationPrice?.price),
    struck_price: amountOf(offer.integrationPrice?.originPrice),
    currency_code,
    is_active: offer.offerState !== "Inactive",
    // "Fulfillment" and other modes: Octopia's warehouses.
    fulfilled_by: (offer.supplyMode ?? "Seller") === "Seller" ? "seller" : "marketplace",
    updated_at: timeOf(offer.updatedAt),
  }
  return shownOfferSchema.safeParse(shown).data ?? null
}

/** Null for what is no price. */
function amountOf(value: unknown): string | null {
  return typeof value === "number" ? (offerAmountSchema.safeParse(value.toFixed(2)).data ?? null) : null
}

function timeOf(value: string | null | undefined): string | null {
  const at = Date.parse(value ?? "")
  return Number.isNaN(at) ? null : new Date(at).toISOString()
}
