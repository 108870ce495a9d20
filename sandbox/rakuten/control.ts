import { z } from "zod"
import { makeBuyer, type Buyer } from "../buyers"
import type { ExpectedOrder } from "../expected"
import type { Ledger, OrderLedger } from "../ledger"
import type { Goods } from "../offers/goods"
import { offerControl, type OfferControl } from "../offers/control"
import type { OrderView } from "../order-view"
import { seedContext, type SeedRequest } from "../seed"
import { saleOf } from "./bought"
import { addItem, draftSale, hasDetails } from "./draft"
import { seedRakuten } from "./generator"
import type { RakutenKind } from "./kinds"
import type { RakutenMarket } from "./market"
import type { RakutenItem, RakutenSale } from "./sale"
import type { RakutenSettings, RakutenSettingsInput } from "./settings"
import type { StockFile } from "./stock-files"

const actSchema = z.strictObject({
  external_id: z.string(),
  /**
   * `cancel`: by the buyer or the marketplace; `claim`: the buyer complains; `close`: over and paid;
   * `accept` and `refuse`: by the seller on the web site; `stock`: a pre-order's stock has come;
   * `ship_elsewhere`: a tracking that did not come through this interface; `details`: billing information is ready now;
   * `hide` and `show`: out of every list and back, with `item_ids` these items alone.
   */
  action: z.enum([
    "cancel",
    "claim",
    "close",
    "accept",
    "refuse",
    "stock",
    "ship_elsewhere",
    "details",
    "hide",
    "show",
  ]),
  item_ids: z.array(z.string()).optional(),
})

/** A purchase to put in: what is left out is taken from a plain one. */
export type GivenSale = Partial<Omit<RakutenSale, "items" | "buyer" | "kind" | "expected">> & {
  buyer?: Partial<Buyer>
  items?: Partial<RakutenItem>[]
}

export type RakutenControl = {
  configure(change: RakutenSettingsInput): RakutenSettings
  seed(request: SeedRequest<RakutenKind>): ExpectedOrder[]
  put(request: { order: GivenSale; account?: string }): { external_id: string }
  /** The generator's figures of every purchase that was seeded. */
  expected(): ExpectedOrder[]
  orders(filter?: { account?: string; kind?: string; limit?: number }): OrderView[]
  order(request: { external_id: string }): OrderView
  act(request: z.input<typeof actSchema>): OrderView
  /** Overwrites fields of a purchase, and of its items where `item_ids` are given. */
  modify(request: { external_id: string; patch: Record<string, unknown>; item_ids?: string[] }): OrderView
  ledger(filter?: { external_id?: string }): OrderLedger[]
  offers: OfferControl
  /** Every stock file, however old. */
  files(filter?: { account?: string }): StockFile[]
  /** Files that were stuck go on. */
  releaseFiles(): void
}

export function rakutenControl(market: RakutenMarket, ledger: Ledger, goods: Goods): RakutenControl {
  const view = (sale: RakutenSale): OrderView => ({
    external_id: sale.purchaseid,
    account: sale.login,
    kind: sale.kind,
    status: [...new Set(sale.items.map((item) => item.situation))].join(", "),
    wire: sale,
  })
  const itemsOf = (sale: RakutenSale, item_ids?: string[]) =>
    sale.items.filter((item) => !item_ids || item_ids.includes(item.itemid))
  const setHidden = (sale: RakutenSale, item_ids: string[] | undefined, is_hidden: boolean): void => {
    if (item_ids) itemsOf(sale, item_ids).forEach((item) => (item.is_unlisted = is_hidden))
    else sale.is_hidden = is_hidden
  }
  let given_count = 0

  return {
    configure: (change) => market.configure(change),
    seed: (request) => seedRakuten(market, request),
    put({ order, account }) {
      const seed = 900_000_000 + ++given_count
      const context = seedContext(
        { seed, count: 1, account },
        market.settings.accounts[0].login,
        market.clock.now()
      )
      const draft = draftSale(context, "given")
      const given = order.items ?? [{}]
      while (draft.sale.items.length < given.length)
        addItem(draft, context, context.random.pick(context.catalog))
      const items = given.map((item, index) => ({ ...draft.sale.items[index], ...item }))
      const buyer = { ...makeBuyer(context.random), ...order.buyer }
      const sale = { ...draft.sale, ...order, buyer, items }
      if (order.details_at === undefined && !hasDetails(sale)) sale.details_at = null
      return { external_id: market.add(sale).purchaseid }
    },
    expected: () => market.list().flatMap((sale) => sale.expected ?? []),
    orders({ account, kind, limit } = {}) {
      const found = market
        .list()
        .filter((sale) => (!account || sale.login === account) && (!kind || sale.kind === kind))
      return found.slice(0, limit).map(view)
    },
    order: ({ external_id }) => view(market.get(external_id)),
    act(request) {
      const { external_id, action, item_ids } = actSchema.parse(request)
      const sale = market.get(external_id)
      const items = itemsOf(sale, item_ids)
      const actions: Record<typeof action, () => void> = {
        cancel: () => items.forEach((item) => market.cancel(item, 0)),
        claim: () => items.forEach((item) => market.set(item, "claim", undefined, "AMICABLE_CLAIM_CREATION")),
        close: () => items.forEach((item) => market.set(item, "closed")),
        accept: () => items.forEach((item) => market.accept(sale, item, 0)),
        refuse: () => items.forEach((item) => market.refuse(item, 0)),
        stock: () => items.forEach((item) => market.set(item, "accepted")),
        ship_elsewhere: () =>
          items.forEach((item) => {
            market.ship(item, { transporter: "Colissimo", number: `AILLEURS${item.itemid}`, url: null }, 0)
          }),
        details: () => void (sale.details_at = 0),
        hide: () => setHidden(sale, item_ids, true),
        show: () => setHidden(sale, item_ids, false),
      }
      actions[action]()
      return view(sale)
    },
    modify({ external_id, patch, item_ids }) {
      const sale = market.get(external_id)
      if (item_ids) itemsOf(sale, item_ids).forEach((item) => Object.assign(item, patch))
      else Object.assign(sale, patch)
      return view(sale)
    },
    ledger: ({ external_id } = {}) => ledger.list("rakuten", external_id),
    offers: offerControl({
      shelf: market.shelf,
      goods,
      applyDue: () => market.schedule.applyDue(),
      account: () => market.settings.accounts[0].login,
      channel: () => "",
      condition: "NEW",
      usual_details: () => ({}),
      place: "rakuten",
      order: (offer, quantity, to_accept) => saleOf(market, offer, quantity, to_accept),
    }),
    files: ({ account } = {}) => market.files.list(account),
    releaseFiles: () => market.files.release(),
  }
}
