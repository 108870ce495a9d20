import type { ExpectedOrder } from "../../sandbox/expected"
import type { MarketplaceName } from "../../sandbox/faults"
import type { Sandbox } from "../../sandbox/server"

export type Account = { account: string; credentials: Record<string, string> }
export type AccountMarkers = { /** Put into the secret. */ secret?: string }

/** One marketplace as the proofs see it; every proof runs over all of them. */
export type MarketplaceCase = {
  id: MarketplaceName
  /** Makes a seller account of its own at the sandbox: what happens to it disturbs no other test. */
  openAccount(sandbox: Sandbox, markers?: AccountMarkers): Account
  /** The account's credentials are refused from now on; returns what makes them work again. */
  revoke(sandbox: Sandbox, account: Account): () => void
  /** `settings.<marketplace_id>` that make a test quick and its lists several pages long. */
  settings: Record<string, unknown>
  orders_per_page: number
  /** Requests of a pull that finds nothing: one for each list that the marketplace has. */
  lists_per_poll: number
  /** The sandbox's names of its end points. `any` stands for whatever a pull calls. */
  endpoint: { list: string; read: string; ship: string }
  /** Orders of one kind, or one of every kind and then ordinary ones. */
  seed(sandbox: Sandbox, request: SeedOptions): ExpectedOrder[]
  /** An order whose answers have not the documented shape. */
  broken_kind: string
  /** A kind whose time of change is wrong, where the marketplace has such a time. */
  wrong_time_kind: string | null
  /** Orders of which a page is larger than an answer may be, where pages can be asked for smaller. */
  huge: { kind: string; count: number; settings: Record<string, unknown> } | null
  /** No list shows the order any more. */
  hide(sandbox: Sandbox, external_id: string): void
  ledger(sandbox: Sandbox, external_id: string): Shipped
  /** Whether, on the seller's page of the order, all that is owed has been shipped. */
  isShipped(sandbox: Sandbox, external_id: string): boolean
  /** When it was bought there, ISO 8601 in UTC, as exactly as the marketplace gives it. */
  purchasedAt(sandbox: Sandbox, external_id: string): string
  /** Whether the marketplace provides the tax rate; otherwise the store's is taken. */
  provides_tax: boolean
}

export type SeedOptions = { account: string; seed: number; count: number; kinds?: string[]; marker?: string }
export type Shipped = { shipments: number; duplicates: number; refused: number }

let accounts = 0

const shipped = (ledger: {
  shipments: unknown[]
  duplicate_shipments: unknown[]
  refused_shipments: unknown[]
}): Shipped => ({
  shipments: ledger.shipments.length,
  duplicates: ledger.duplicate_shipments.length,
  refused: ledger.refused_shipments.length,
})
const NOTHING = { shipments: [], duplicate_shipments: [], refused_shipments: [] }

const cdiscount: MarketplaceCase = {
  id: "cdiscount",
  openAccount({ control }, { secret = "" } = {}) {
    const account = String(70_000 + ++accounts)
    const client = { client_id: `client-${account}`, client_secret: `${secret}secret-${account}` }
    const { clients } = control.cdiscount.configure({})
    control.cdiscount.configure({ clients: [...clients, { ...client, seller_ids: [account] }] })
    return { account, credentials: { ...client, seller_id: account } }
  },
  revoke({ control }, { account }) {
    const { clients } = control.cdiscount.configure({})
    const revoked = clients.map((client) =>
      client.seller_ids.includes(account) ? { ...client, client_secret: "revoked" } : client
    )
    control.cdiscount.configure({ clients: revoked })
    control.cdiscount.expireTokens()
    return () => void control.cdiscount.configure({ clients })
  },
  settings: { requests_per_second: 100, orders_page_size: 20 },
  orders_per_page: 20,
  lists_per_poll: 1,
  endpoint: { list: "GET /orders", read: "GET /orders/{orderId}", ship: "POST /orders/{orderId}/shipments" },
  seed: ({ control }, { kinds, ...request }) => control.cdiscount.seed({ ...request, kinds: kinds as never }),
  broken_kind: "missing_fields",
  wrong_time_kind: "updated_2099",
  huge: { kind: "huge", count: 90, settings: { orders_page_size: 100 } },
  hide: ({ control }, external_id) => void control.cdiscount.act({ external_id, action: "hide" }),
  ledger: ({ control }, external_id) => shipped(control.cdiscount.ledger({ external_id })[0] ?? NOTHING),
  isShipped: ({ control }, external_id) => control.cdiscount.order({ external_id }).status === "Shipped",
  purchasedAt: ({ control }, external_id) => {
    const { purchasedAt } = control.cdiscount.order({ external_id }).wire as { purchasedAt: string }
    return new Date(purchasedAt).toISOString()
  },
  provides_tax: true,
}

const rakuten: MarketplaceCase = {
  id: "rakuten",
  openAccount({ control }, { secret = "" } = {}) {
    const account = `boutique-${++accounts}`
    const credentials = {
      login: account,
      token: `${secret}${String(accounts).padStart(32, "0123456789abcdef")}`,
    }
    const known = control.rakuten.configure({}).accounts
    control.rakuten.configure({ accounts: [...known, credentials] })
    return { account, credentials }
  },
  revoke({ control }, { account }) {
    const { accounts } = control.rakuten.configure({})
    const revoked = accounts.map((one) => (one.login === account ? { ...one, token: "revoked" } : one))
    control.rakuten.configure({ accounts: revoked })
    return () => void control.rakuten.configure({ accounts })
  },
  settings: { min_spacing_ms: 10 },
  orders_per_page: 20,
  lists_per_poll: 2,
  endpoint: { list: "getcurrentsales", read: "getbillinginformation", ship: "importitemshippingstatus" },
  seed: ({ control }, { kinds, ...request }) => control.rakuten.seed({ ...request, kinds: kinds as never }),
  broken_kind: "missing_fields",
  wrong_time_kind: null,
  huge: null,
  hide: ({ control }, external_id) => void control.rakuten.act({ external_id, action: "hide" }),
  ledger: ({ control }, external_id) => shipped(control.rakuten.ledger({ external_id })[0] ?? NOTHING),
  isShipped: ({ control }, external_id) => {
    const { items } = control.rakuten.order({ external_id }).wire as { items: { is_shipped: boolean }[] }
    return items.every((item) => item.is_shipped)
  },
  purchasedAt: ({ control }, external_id) => {
    const { purchased_at } = control.rakuten.order({ external_id }).wire as { purchased_at: number }
    return new Date(Math.floor(purchased_at / 60_000) * 60_000).toISOString()
  },
  provides_tax: false,
}

export const MARKETPLACES: MarketplaceCase[] = [cdiscount, rakuten]
