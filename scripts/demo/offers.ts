import { setTimeout as wait } from "node:timers/promises"
import { DEFAULT_CATALOG } from "../../sandbox/catalog"
import type { Sandbox } from "../../sandbox/server"
import { importNew } from "./connect"
import type { DemoMarket } from "./markets"
import type { StoreApi } from "./store-api"

const ADMIN = "/admin/marketplaces"
/** What no event brings is found by the job of each minute. */
const SHOWN_TIMEOUT_MS = 150_000
/**
 * What each marketplace lists already, with a quantity from another time. It is above the store's: a lower one would wait for
 * a complete import, which the order without an id prevents in this demo.
 */
const LISTED_QUANTITY = 5000
const LISTED = DEFAULT_CATALOG.slice(0, 5)
const [{ sku: SOLD }] = LISTED
const SALES = { shop: 1, cdiscount: 2, rakuten: 1 }

export type SellingConnection = { market: DemoMarket; connection_id: string }

export type OfferFigure = { name: string; before: number; expected: number; shown: number }
export type OffersReport = { sku: string; figures: OfferFigure[]; differences: string[] }

/**
 * Sends the store's stock to both marketplaces, sells one article in the shop and on each of them, and waits until every
 * page shows what is left. The pages are what buyers see; no number is read from the plugin.
 */
export async function sellEverywhere(
  store: StoreApi,
  sandbox: Sandbox,
  connections: SellingConnection[],
  say: (text: string) => void
): Promise<OffersReport> {
  for (const one of connections) await switchOn(store, sandbox, one, say)
  const left = await agreed(sandbox, connections)
  say(`${SOLD} shows ${left} on ${connections.map(({ market }) => market.name).join(" and ")}`)
  await sellInShop(store, SALES.shop)
  say(`${SALES.shop} sold in the shop`)
  for (const { market } of connections) {
    const quantity = SALES[market.id]
    if (!sandbox.control[market.id].offers.buy({ sku: SOLD, quantity, account: accountOf(market) }))
      throw new Error(`${market.name} shows fewer than ${quantity} of ${SOLD}.`)
    say(`${quantity} sold on ${market.name}`)
  }
  await importAll(store, connections)
  const expected = left - SALES.shop - SALES.cdiscount - SALES.rakuten
  await until(() => connections.every(({ market }) => shownOn(sandbox, market) === expected))
  const figures = connections.map(({ market }) => ({
    name: market.name,
    before: left,
    expected,
    shown: shownOn(sandbox, market),
  }))
  const differences = figures
    .filter(({ shown }) => shown !== expected)
    .map(({ name, shown }) => `${name} shows ${shown} of ${SOLD}; it should be ${expected}`)
  return { sku: SOLD, figures, differences }
}

export function printOffers({ sku, figures }: OffersReport): void {
  console.log(`\n  Sold in the shop, on Cdiscount and on Rakuten: ${sku}`)
  for (const { name, before, expected, shown } of figures)
    console.log(`    ${name.padEnd(10)} showed ${before}, shows ${shown} (expected ${expected})`)
  console.log("")
}

const accountOf = ({ credentials }: DemoMarket): string => credentials.seller_id ?? credentials.login

const shownOn = ({ control }: Sandbox, market: DemoMarket): number =>
  control[market.id].offers.list({ account: accountOf(market), sku: SOLD })[0]?.quantity ?? 0

async function importAll(store: StoreApi, connections: SellingConnection[]): Promise<void> {
  for (const { connection_id } of connections) await importNew(store, connection_id)
}

/** The marketplace has offers, and the connection sends its stock: after the look that the admin shows. */
async function switchOn(
  store: StoreApi,
  { control }: Sandbox,
  { market, connection_id }: SellingConnection,
  say: (text: string) => void
): Promise<void> {
  const account = accountOf(market)
  const { offers } = control[market.id]
  const missing = LISTED.filter(({ sku }) => !offers.list({ account, sku }).length)
  offers.put({
    offers: missing.map(({ sku, price }) => ({
      sku,
      account,
      quantity: LISTED_QUANTITY,
      price_cents: Math.round(price * 100),
    })),
  })
  const path = `${ADMIN}/connections/${connection_id}/offers`
  const { offers: now } = await store.call<{ offers: { is_on: { stock: boolean } } }>("GET", path)
  if (now.is_on.stock) return
  await store.call("POST", `${path}/preview`, {})
  type Preview = { preview: { offers: number; is_comparing: boolean; stock: { up: number; down: number } } }
  let looked: Preview | undefined
  await until(async () => {
    looked = await store.call<Preview>("GET", `${path}/preview`)
    return !looked.preview.is_comparing
  })
  const { up = 0, down = 0 } = looked?.preview.stock ?? {}
  say(`${market.name} lists ${looked?.preview.offers} offers: ${up} would go up, ${down} down`)
  await store.call("POST", `${path}/activate`, { stock: true, confirmed: true })
}

/** One unit is taken by an order of the shop. */
async function sellInShop(store: StoreApi, quantity: number): Promise<void> {
  const { inventory_items } = await store.call<{
    inventory_items: { id: string; location_levels: { location_id: string }[] }[]
  }>("GET", `/admin/inventory-items?sku=${SOLD}&fields=id,*location_levels`)
  const [{ id, location_levels }] = inventory_items
  await store.call("POST", "/admin/reservations", {
    inventory_item_id: id,
    location_id: location_levels[0].location_id,
    quantity,
    description: "Sold in the shop",
  })
}

/** The quantity that all marketplaces show once it is the store's. */
async function agreed(sandbox: Sandbox, connections: SellingConnection[]): Promise<number> {
  const quantities = () => connections.map(({ market }) => shownOn(sandbox, market))
  await until(() => new Set(quantities()).size === 1 && quantities()[0] !== LISTED_QUANTITY)
  return quantities()[0]
}

/** Ends without an error after a while: the figures then say what is missing. */
async function until(isTrue: () => boolean | Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + SHOWN_TIMEOUT_MS; Date.now() < deadline; await wait(250)) {
    if (await isTrue()) return
  }
}
