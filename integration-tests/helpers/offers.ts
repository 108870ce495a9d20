import { DEFAULT_CATALOG } from "../../sandbox/catalog"
import type { Connected } from "./connect"
import { settled } from "./jobs"
import type { MarketTest } from "./market-test"
import { MARKETPLACES } from "./marketplace-cases"

export type AspectShown<Value> = {
  desired: Value | null
  sent: Value | null
  confirmed: Value | null
  is_dirty: boolean
  problem: { code: string; message: string } | null
}
export type ShownOffer = {
  id: string
  external_sku: string
  state: string
  variant_id: string | null
  stock: AspectShown<number>
  price: AspectShown<string | number>
  foreign: object | null
}
type SwitchedOn = { stock?: boolean; price?: boolean; delivery?: boolean }

export const GOODS = DEFAULT_CATALOG

/** Settings of both marketplaces without the waits between what is sent. */
export const QUICK: Record<string, Record<string, unknown>> = {
  cdiscount: { package_gap_seconds: 0 },
  rakuten: { file_gap_seconds: 0 },
}

/** Tables of the store whose changes offers follow. */
const WRITTEN = [
  "inventory_level",
  "reservation_item",
  "product",
  "product_variant",
  "product_variant_inventory_item",
  "product_variant_price_set",
  "product_sales_channel",
  "price",
  "price_rule",
]

/** What an operator, a buyer and the store do with offers. */
export function offersTest(market: MarketTest) {
  const shelf = ({ market: { id } }: Connected) => market.sandbox.control[id].offers
  const history = (connected: Connected, sku: string) =>
    shelf(connected)
      .history({ account: connected.account, sku, by: "interface" })
      .filter(({ field }) => field === "quantity" || field === "price_cents")

  /** Stock as an operator changes it in Medusa's own screens. */
  async function setStock(sku: string, stocked_quantity: number): Promise<void> {
    const item = market.store.variants.find((variant) => variant.sku === sku)?.inventory_item_id
    const { status, body } = await market.app.api(
      "POST",
      `/admin/inventory-items/${item}/location-levels/${market.store.stock_location_id}`,
      { stocked_quantity }
    )
    if (status !== 200) throw new Error(`No stock: ${JSON.stringify(body)}`)
  }

  /** A source that went wrong: all of them are 0 in one moment, without an event. */
  const emptyAtOnce = (skus: string[]) =>
    market.sql(
      `update inventory_level l set stocked_quantity = 0, updated_at = now(),
              raw_stocked_quantity = jsonb_build_object('value', '0', 'precision', 20)
         from inventory_item i where i.id = l.inventory_item_id and i.sku = any($1)`,
      [skus]
    )

  /** Everything that is under way here is over, a while passes at the marketplaces, and the minute's job runs. */
  async function minute(): Promise<void> {
    await settled(market.app)
    market.sandbox.control.time({ advance_minutes: 1 })
    // What changed lies a minute back, and so do the last pull and the beginning of every wait.
    for (const table of WRITTEN)
      await market.sql(`update ${table} set updated_at = updated_at - interval '2 minutes'`)
    await market.sql(
      `update marketplace_offer set stock_marked_at = stock_marked_at - interval '1 minute',
              price_marked_at = price_marked_at - interval '1 minute'`
    )
    await market.sql("update marketplace_connection set pulled_from = pulled_from - interval '1 minute'")
    await market.sql(
      `update marketplace_offer_batch set next_attempt_at = now() where state in ('sending', 'sent')`
    )
    await market.sql("update marketplace_offer set next_attempt_at = next_attempt_at - interval '1 minute'")
    await market.dispatch()
  }

  async function minutes(count: number): Promise<void> {
    for (let passed = 0; passed < count; passed++) await minute()
  }

  const list = async ({ id }: Pick<Connected, "id">, query = ""): Promise<ShownOffer[]> =>
    (await market.api<{ offers: ShownOffer[] }>("GET", `/offers?connection_id=${id}&limit=200${query}`)).body
      .offers

  async function offerOf(connected: Pick<Connected, "id">, sku: string): Promise<ShownOffer> {
    const found = (await list(connected)).find(({ external_sku }) => external_sku === sku)
    if (!found) throw new Error(`No offer ${sku}`)
    return found
  }

  /** The account has these on its shelf, and the connection sends what is named. */
  async function open(
    marketplace: (typeof MARKETPLACES)[number],
    offers: { sku: string; quantity?: number; price_cents?: number; gtin?: string }[],
    { on = { stock: true }, settings = {} }: { on?: SwitchedOn; settings?: Record<string, unknown> } = {}
  ): Promise<Connected> {
    const account = marketplace.openAccount(market.sandbox)
    market.sandbox.control[marketplace.id].offers.put({
      offers: offers.map((offer) => ({ account: account.account, ...offer })),
    })
    const connected = await market.connect(marketplace, {
      account,
      settings: {
        ...settings,
        [marketplace.id]: { ...QUICK[marketplace.id], ...(settings[marketplace.id] as object | undefined) },
      } as never,
    })
    await market.pull(connected)
    await switchOffers(connected, on)
    await market.dispatch()
    return connected
  }

  async function switchOffers(connected: Pick<Connected, "id">, on: SwitchedOn): Promise<void> {
    const { status, body } = await market.api("POST", `/connections/${connected.id}/offers/activate`, {
      ...on,
      confirmed: true,
    })
    if (status !== 200) throw new Error(`Not switched: ${JSON.stringify(body)}`)
  }

  /** What the marketplace has of an offer. */
  const there = (connected: Connected, sku: string) =>
    shelf(connected).list({ account: connected.account, sku })[0]

  return { shelf, history, setStock, emptyAtOnce, minute, minutes, list, offerOf, open, switchOffers, there }
}
