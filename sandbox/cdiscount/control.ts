import { z } from "zod"
import type { ExpectedOrder } from "../expected"
import type { Ledger, OrderLedger } from "../ledger"
import type { Goods } from "../offers/goods"
import { offerControl, type OfferControl } from "../offers/control"
import type { OrderView } from "../order-view"
import type { SeedRequest } from "../seed"
import type { CdiscountApi } from "./api"
import { orderOf } from "./bought"
import { seedCdiscount } from "./generator"
import type { CdiscountKind } from "./kinds"
import type { CdiscountMarket, StoredOrder } from "./market"
import type { OfferPackage } from "./offer-packages"
import type { CdiscountSettings, CdiscountSettingsInput } from "./settings"
import type { WireLine, WireOrder } from "./wire"

const actSchema = z.strictObject({
  external_id: z.string(),
  /**
   * `cancel`, `reject`, `deliver`: as the marketplace; `request_cancellation` by the buyer (or `by` another);
   * `ship_elsewhere`: with a parcel that did not come through this interface; `touch`: only its time of change;
   * `hide` and `show`: out of every list and back; `show_address`: now; `return` and `gesture`: after the sale, listed apart from the order.
   */
  action: z.enum([
    "cancel",
    "reject",
    "deliver",
    "request_cancellation",
    "ship_elsewhere",
    "touch",
    "hide",
    "show",
    "show_address",
    "return",
    "gesture",
  ]),
  line_ids: z.array(z.string()).optional(),
  by: z.enum(["buyer", "seller", "marketplace"]).default("buyer"),
})

export type CdiscountControl = {
  configure(change: CdiscountSettingsInput): CdiscountSettings
  seed(request: SeedRequest<CdiscountKind>): ExpectedOrder[]
  /** One order exactly as given: what is missing is left out of the answers too. Without `orderId` it gets a key. */
  put(request: { order: Record<string, unknown>; account?: string }): { external_id: string }
  /** The generator's figures of every order that was seeded. */
  expected(): ExpectedOrder[]
  orders(filter?: { account?: string; kind?: string; limit?: number }): OrderView[]
  order(request: { external_id: string }): OrderView
  act(request: z.input<typeof actSchema>): OrderView
  /** Overwrites top-level fields of an order and moves its time of change. */
  modify(request: { external_id: string; patch: Record<string, unknown> }): OrderView
  /** Every access token ends now. */
  expireTokens(): void
  ledger(filter?: { external_id?: string }): OrderLedger[]
  offers: OfferControl
  /** Every package, however old. */
  packages(filter?: { account?: string }): OfferPackage[]
  /** Packages that were stuck go on. */
  releasePackages(): void
}

const EPOCH = "1970-01-01T00:00:00Z"

/** An order of which only the given fields are served; the others exist so that the sandbox can handle it. */
function givenOrder(given: Record<string, unknown>, id: string, seller_id: string) {
  const lines = Array.isArray(given.lines) ? (given.lines as Partial<WireLine>[]) : []
  const order = {
    reference: null,
    businessOrder: false,
    salesChannel: { id: "CDISFR", name: "Cdiscount" },
    seller: { id: seller_id },
    customer: { reference: "" },
    purchasedAt: EPOCH,
    createdAt: EPOCH,
    updatedAt: EPOCH,
    shippedAtMax: EPOCH,
    status: "InPreparation",
    payment: { method: "Card" },
    currencyCode: "EUR",
    totalPrice: { offerPrice: 0, sellingPrice: 0 },
    serviceFees: [],
    statusEvents: [],
    ...given,
    orderId: id,
    lines: lines.map((line, index) => ({ orderLineId: String(index + 1), parcels: [], ...line })),
  } as unknown as WireOrder
  const absent = Object.keys(order).filter((field) => !(field in given))
  const served_as: Record<string, unknown> = Object.fromEntries(absent.map((field) => [field, undefined]))
  if ("lines" in given && !Array.isArray(given.lines)) served_as.lines = given.lines
  return { order, served_as }
}

export function cdiscountControl(
  market: CdiscountMarket,
  api: CdiscountApi,
  ledger: Ledger,
  goods: Goods
): CdiscountControl {
  const view = (stored: StoredOrder): OrderView => ({
    external_id: stored.id,
    account: stored.seller_id,
    kind: stored.kind,
    status: stored.order.status,
    wire: market.serve(stored),
  })
  let given_count = 0

  return {
    configure: (change) => market.configure(change),
    seed: (request) => seedCdiscount(market, request),
    put({ order, account }) {
      const id = typeof order.orderId === "string" && order.orderId ? order.orderId : `given-${++given_count}`
      const seller_id = account ?? market.settings.clients[0].seller_ids[0]
      market.add({ id, seller_id, ...givenOrder(order, id, seller_id) })
      return { external_id: id }
    },
    expected: () => market.list().flatMap((stored) => stored.expected ?? []),
    orders({ account, kind, limit } = {}) {
      const found = market
        .list()
        .filter((stored) => (!account || stored.seller_id === account) && (!kind || stored.kind === kind))
      return found.slice(0, limit).map(view)
    },
    order: ({ external_id }) => view(market.get(external_id)),
    act(request) {
      const { external_id, action, line_ids = null, by } = actSchema.parse(request)
      const stored = market.get(external_id)
      const actions: Record<typeof action, () => void> = {
        cancel: () => market.cancel(stored, line_ids, 0),
        reject: () => market.setStatus(stored, "Rejected"),
        deliver: () => market.setStatus(stored, "Delivered"),
        request_cancellation: () => market.requestCancellation(stored, line_ids, by),
        ship_elsewhere: () => {
          const ids = market.lines(stored, line_ids).map((line) => line.orderLineId)
          const parcel = {
            parcelNumber: `AILLEURS${stored.id.slice(-4)}`,
            carrierName: "Colissimo",
            trackingUrl: null,
          }
          market.ship(stored, [{ parcel, line_ids: ids }], 0)
        },
        touch: () => market.touch(stored),
        hide: () => void (stored.is_hidden = true),
        show: () => void (stored.is_hidden = false),
        return: () => market.return(stored, line_ids),
        gesture: () => market.gesture(stored),
        show_address: () => {
          stored.address_at = 0
          market.touch(stored)
        },
      }
      actions[action]()
      return view(stored)
    },
    modify({ external_id, patch }) {
      const stored = market.get(external_id)
      market.touch(stored)
      Object.assign(stored.order, patch)
      for (const field of Object.keys(patch)) delete stored.served_as[field]
      return view(stored)
    },
    expireTokens: () => api.tokens.expire(),
    ledger: ({ external_id } = {}) => ledger.list("cdiscount", external_id),
    offers: offerControl({
      shelf: market.shelf,
      goods,
      applyDue: () => market.schedule.applyDue(),
      account: () => market.settings.clients[0].seller_ids[0],
      channel: () => "CDISFR",
      condition: "New",
      usual_details: () => ({
        taxes: [
          { code: "VAT", value: 20 },
          { code: "Ecotax", value: 0 },
          { code: "Deatax", value: 0 },
        ],
        deliveryModes: [{ code: "THD", cost: 4.9, additionalCost: 0 }],
        preparationTime: 2,
      }),
      place: "cdiscount",
      order: (offer, quantity, to_accept) => orderOf(market, offer, quantity, to_accept),
    }),
    packages: ({ account } = {}) => market.packages.list(account),
    releasePackages: () => market.packages.release(),
  }
}
