import { controlClient } from "../../../sandbox/control-client"
import type { ExpectedOrder } from "../../../sandbox/expected"
import { call } from "../../helpers/call"
import { until } from "../../helpers/until"
import type { BrowserStore } from "./browser-store"

export type MarketName = "cdiscount" | "rakuten"
export type Account = { account: string; credentials: Record<string, string> }
export type Shop = ReturnType<typeof makeShop>
type Run = { id: string; state: string; error: { message: string } | null }
type Row = {
  id: string
  external_id: string
  external_reference: string | null
  state: string
  order_id: string | null
  delivery_mode: string | null
}

const ADMIN = "/admin/marketplaces"

/** The running store and both marketplaces, as a spec drives and asks them. */
export function makeShop({ url, token, sandbox_url }: Pick<BrowserStore, "url" | "token" | "sandbox_url">) {
  const sandbox = controlClient(sandbox_url)

  const api = async <Body = unknown>(method: string, path: string, body?: unknown): Promise<Body> => {
    const answer = await call<Body>(url + path, method, body, token)
    if (answer.status >= 300) {
      throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
    }
    return answer.body
  }

  const open: Record<MarketName, (name: string) => Promise<Account>> = {
    async cdiscount(name) {
      const account = [...name].map((letter) => letter.charCodeAt(0) % 10).join("")
      const client = { client_id: `client-${name}`, client_secret: `secret-${name}` }
      const { clients } = await sandbox.cdiscount.configure({})
      await sandbox.cdiscount.configure({ clients: [...clients, { ...client, seller_ids: [account] }] })
      return { account, credentials: { ...client, seller_id: account } }
    },
    async rakuten(name) {
      const account = `boutique-${name}`
      const credentials = { login: account, token: name.padStart(32, "0123456789abcdef") }
      const { accounts } = await sandbox.rakuten.configure({})
      await sandbox.rakuten.configure({ accounts: [...accounts, credentials] })
      return { account, credentials }
    },
  }

  const shop = {
    url,
    token,
    sandbox,
    api,
    /** Makes a seller account of its own at the marketplace. */
    openAccount: (market: MarketName, name: string) => open[market](name),
    seed: (
      market: MarketName,
      { account }: Pick<Account, "account">,
      request: { seed: number; count: number; kinds?: string[] }
    ): Promise<ExpectedOrder[]> =>
      sandbox[market].seed({ ...request, account, kinds: request.kinds as never }),
    /** An active connection through the API; what the account has sold is in the store already. */
    async connect(
      market: MarketName,
      { credentials }: Pick<Account, "credentials">,
      { name, settings = {} }: { name?: string; settings?: Record<string, Record<string, unknown>> } = {}
    ): Promise<string> {
      const pace = market === "cdiscount" ? { requests_per_second: 100 } : { min_spacing_ms: 10 }
      // Connecting in the admin makes further ones.
      const { sales_channels } = await api<{ sales_channels: { id: string }[] }>(
        "GET",
        "/admin/sales-channels?order=created_at&limit=1"
      )
      const { connection } = await api<{ connection: { id: string } }>("POST", `${ADMIN}/connections`, {
        marketplace_id: market,
        name,
        credentials,
        sales_channel_id: sales_channels[0].id,
        settings: { ...settings, [market]: { ...pace, ...settings[market] } },
      })
      await api("POST", `${ADMIN}/connections/${connection.id}/activate`, { older_open_orders: "import" })
      await shop.importNow(connection.id)
      return connection.id
    },
    /** Imports until nothing is on its way any more: details are asked for a few at a time. */
    async importNow(connection_id: string, body: { external_ids?: string[] } = {}): Promise<void> {
      const { run } = await api<{ run: Run }>("POST", `${ADMIN}/connections/${connection_id}/import`, body)
      const over = await until("the import ends", async () => {
        const asked = await api<{ run: Run }>("GET", `${ADMIN}/runs/${run.id}`)
        return ["done", "failed"].includes(asked.run.state) ? asked.run : null
      })
      if (over.state !== "done") throw new Error(`The import failed: ${over.error?.message}`)
    },
    async order(external_id: string): Promise<Row> {
      const { orders } = await api<{ orders: Row[] }>(
        "GET",
        `${ADMIN}/orders?external_id=${encodeURIComponent(external_id)}`
      )
      const [row] = orders
      if (!row) throw new Error(`The store does not know ${external_id}.`)
      return row
    },
    ledger: async (market: MarketName, external_id: string) =>
      (await sandbox[market].ledger({ external_id }))[0],
  }
  return shop
}
