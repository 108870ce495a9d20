import { z } from "zod"
import { DEFAULT_CATALOG } from "../catalog"
import type { Goods } from "./goods"
import type { Shelf, ShelfActor, ShelfChange, ShelfOffer, ShelfValues } from "./shelf"

const putSchema = z.strictObject({
  sku: z.string().min(1),
  account: z.string().optional(),
  channel: z.string().optional(),
  gtin: z.string().optional(),
  title: z.string().optional(),
  condition: z.string().optional(),
  vat: z.number().optional(),
  quantity: z.number().int().nonnegative().default(0),
  price_cents: z.number().int().positive().default(1990),
  struck_cents: z.number().int().positive().nullable().default(null),
  details: z.record(z.string(), z.unknown()).optional(),
  is_active: z.boolean().default(true),
})
const changeSchema = z.strictObject({
  sku: z.string(),
  account: z.string().optional(),
  channel: z.string().optional(),
  quantity: z.number().int().nonnegative().optional(),
  price_cents: z.number().int().positive().optional(),
  struck_cents: z.number().int().positive().nullable().optional(),
  details: z.record(z.string(), z.unknown()).optional(),
  is_active: z.boolean().optional(),
})
const buySchema = z.strictObject({
  sku: z.string(),
  account: z.string().optional(),
  channel: z.string().optional(),
  quantity: z.number().int().positive().default(1),
  /** Whether the seller has to accept the order [as the marketplace usually does]. */
  to_accept: z.boolean().optional(),
})

export type Purchase = { external_id: string; sku: string; quantity: number; price_cents: number }

/** What a test, the seller's web page or a buyer does to the offers of one marketplace. */
export type OfferControl = {
  /** Offers that exist already, as after years of selling. */
  put(request: { offers: z.input<typeof putSchema>[] }): ShelfOffer[]
  list(filter?: { account?: string; channel?: string; sku?: string }): ShelfOffer[]
  /** The seller changes an offer on the marketplace's own page. */
  change(request: z.input<typeof changeSchema>): ShelfOffer
  /** The marketplace loses an offer, or its seller deletes it there. */
  remove(request: { sku: string; account?: string; channel?: string }): void
  /**
   * A buyer buys what the page shows: the quantity goes down, and an order comes. Null where less is shown than wanted:
   * then nothing is sold.
   */
  buy(request: z.input<typeof buySchema>): Purchase | null
  /** What the page shows to buyers: only what is active and there. */
  shown(filter?: { account?: string }): { sku: string; quantity: number; price_cents: number }[]
  history(filter?: { account?: string; sku?: string; by?: ShelfActor }): ShelfChange[]
}

export type OfferMarket = {
  shelf: Shelf
  goods: Goods
  /** Applies what is due. */
  applyDue: () => void
  account: () => string
  channel: () => string
  condition: string
  usual_details: () => Record<string, unknown>
  place: "cdiscount" | "rakuten"
  /** Makes the order of what was bought, and returns its id. */
  order: (offer: ShelfOffer, quantity: number, to_accept: boolean | undefined) => string
}

export function offerControl(market: OfferMarket): OfferControl {
  const { shelf, goods } = market
  const offerOf = (request: { sku: string; account?: string; channel?: string }): ShelfOffer => {
    market.applyDue()
    return shelf.get(request.account ?? market.account(), request.channel ?? market.channel(), request.sku)
  }
  return {
    put: ({ offers }) =>
      offers.map((given) => {
        const { account = market.account(), channel = market.channel(), ...offer } = putSchema.parse(given)
        const known = DEFAULT_CATALOG.find((product) => product.sku === offer.sku)
        return shelf.add(
          {
            ...offer,
            account,
            channel,
            gtin: offer.gtin ?? known?.ean ?? "",
            title: offer.title ?? known?.title ?? offer.sku,
            vat: offer.vat ?? known?.vat ?? 20,
            condition: offer.condition ?? market.condition,
            details: offer.details ?? market.usual_details(),
          },
          "seller_page"
        )
      }),
    list({ account, channel, sku } = {}) {
      market.applyDue()
      return shelf.list(account, channel).filter((offer) => sku === undefined || offer.sku === sku)
    },
    change(request) {
      const { sku, account, channel, ...values } = changeSchema.parse(request)
      const offer = offerOf({ sku, account, channel })
      shelf.change(offer, values satisfies ShelfValues, "seller_page")
      return offer
    },
    remove: (request) => shelf.remove(offerOf(request), "seller_page"),
    buy(request) {
      const { quantity, to_accept, ...which } = buySchema.parse(request)
      const offer = offerOf(which)
      if (!offer.is_active || offer.quantity < quantity) return null
      shelf.change(offer, { quantity: offer.quantity - quantity }, "buyer")
      goods.sell(market.place, offer.sku, quantity)
      const external_id = market.order(offer, quantity, to_accept)
      return { external_id, sku: offer.sku, quantity, price_cents: offer.price_cents }
    },
    shown({ account } = {}) {
      market.applyDue()
      return shelf
        .list(account)
        .filter((offer) => offer.is_active && offer.quantity > 0)
        .map(({ sku, quantity, price_cents }) => ({ sku, quantity, price_cents }))
    },
    history(filter) {
      market.applyDue()
      return shelf.history(filter)
    },
  }
}

/** The articles themselves, wherever they are sold. */
export type GoodsControl = {
  /** Units that exist, in addition to those that were counted before. */
  receive(request: { sku: string; units: number }): { left: number }
  /** Units that the shop sells. */
  sellInShop(request: { sku: string; units: number }): void
  giveBack(request: { place: "shop" | "cdiscount" | "rakuten"; sku: string; units: number }): void
  left(): Record<string, number>
  /** Each unit that was sold and does not exist. */
  oversold(): ReturnType<Goods["oversold"]>
}

export const goodsControl = (goods: Goods): GoodsControl => ({
  receive: ({ sku, units }) => ({ left: goods.receive(sku, units) }),
  sellInShop: ({ sku, units }) => goods.sell("shop", sku, units),
  giveBack: ({ place, sku, units }) => goods.giveBack(place, sku, units),
  left: () => goods.left(),
  oversold: () => goods.oversold(),
})
