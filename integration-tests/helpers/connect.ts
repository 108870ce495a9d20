import type { ExpectedOrder } from "../../sandbox/expected"
import type { Sandbox } from "../../sandbox/server"
import type { App } from "./app"
import type { Account, MarketplaceCase, SeedOptions } from "./marketplace-cases"

export type Connected = Account & { id: string; market: MarketplaceCase }
type Calls = Pick<App, "api">

/** An active connection; without `account`, on a sandbox account of its own. */
export async function connect(
  { api }: Calls,
  sandbox: Sandbox,
  market: MarketplaceCase,
  {
    account = market.openAccount(sandbox),
    settings = {},
    place = {},
  }: { account?: Account; settings?: Settings; place?: Record<string, unknown> } = {}
): Promise<Connected> {
  const { status, body } = await api<{ connection: { id: string } }>(
    "POST",
    "/admin/marketplaces/connections",
    {
      ...place,
      marketplace_id: market.id,
      credentials: account.credentials,
      settings: {
        ...settings,
        shipping: { default_carrier: "colissimo", ...settings.shipping },
        [market.id]: { ...market.settings, ...settings[market.id] },
      },
    }
  )
  if (status !== 200) throw new Error(`No connection: ${JSON.stringify(body)}`)
  const connected = { ...account, id: body.connection.id, market }
  await activate({ api }, connected)
  return connected
}
type Settings = Record<string, Record<string, unknown>>

export async function activate({ api }: Calls, { id }: Pick<Connected, "id">): Promise<void> {
  const { status, body } = await api("POST", `/admin/marketplaces/connections/${id}/activate`, {
    older_open_orders: "import",
  })
  if (status !== 200) throw new Error(`Not active: ${JSON.stringify(body)}`)
}

let seeds = 0
/** Orders of the connection's account, with the figures that the sandbox made them of. */
export const seedOrders = (
  sandbox: Sandbox,
  { market, account }: Connected,
  request: Partial<Omit<SeedOptions, "account">> & { count: number }
): ExpectedOrder[] => market.seed(sandbox, { seed: ++seeds, account, kinds: ["plain"], ...request })

/** The same, changed just now: a later pull does not look back for ever. */
export function seedNow(
  sandbox: Sandbox,
  connected: Connected,
  request: Parameters<typeof seedOrders>[2]
): ExpectedOrder[] {
  const orders = seedOrders(sandbox, connected, request)
  if (connected.market.id === "cdiscount") {
    for (const { external_id } of orders) {
      sandbox.control.cdiscount.act({ external_id: external_id ?? "", action: "touch" })
    }
  }
  return orders
}
