import type { Sandbox } from "../../sandbox/server"
import type { MarketplaceName } from "../../sandbox/faults"
import type { Account } from "./marketplace-cases"

/** What the marketplace can do to an order after it was sold, in the words that all marketplaces share. */
export type LifeCase = {
  /** A kind of order with at least two items. */
  several_items_kind: string
  /** A kind with several units of a single article. */
  one_article_kind: string
  /** A kind with several units of one article that are canceled one by one; null where a line is canceled whole. */
  several_units_kind: string | null
  cancel(sandbox: Sandbox, external_id: string): void
  cancelFirstItem(sandbox: Sandbox, external_id: string): void
  /** What a buyer can ask of the first item and take back, and the problem that it shows. */
  question: { problem: string; ask(sandbox: Sandbox, external_id: string): void }
  /** Shows an order as open that was canceled. */
  reopen(sandbox: Sandbox, external_id: string): void
  /**
   * The next answer of the list shows what `cancel` does to the order; a later request shows that it never was
   * canceled.
   */
  listOnceAs(
    sandbox: Sandbox,
    account: Account,
    external_id: string,
    cancel: (sandbox: Sandbox, external_id: string) => void
  ): Promise<void>
  /** Leaves the first item undecided, bought so long ago that the others are imported without it. */
  holdBack(sandbox: Sandbox, external_id: string): void
  /** The first item may be shipped now. */
  release(sandbox: Sandbox, external_id: string): void
  deliver(sandbox: Sandbox, external_id: string): void
  /** The whole street is this; empty: there is none. */
  moveBuyer(sandbox: Sandbox, external_id: string, street: string): void
  /** The parcel goes to another pickup point: its id, name and street are these. */
  moveRelay(sandbox: Sandbox, external_id: string, id: string, name: string, street: string): void
  /** The buyer's e-mail is this one. */
  changeEmail(sandbox: Sandbox, external_id: string, email: string): void
  /** The order waits for the seller's answer again. */
  unaccept(sandbox: Sandbox, external_id: string): void
  moveAbroad(sandbox: Sandbox, external_id: string, country_code: string): void
  /** Cancellations that the marketplace received from the seller. */
  cancellations(sandbox: Sandbox, external_id: string): number
  cancellationReason(sandbox: Sandbox, external_id: string): string | undefined
}

const DAYS_MS = 24 * 60 * 60_000
const daysAgo = (days: number) => Date.now() - days * DAYS_MS

const setFirstLine = ({ control }: Sandbox, external_id: string, status: string, more: object = {}) => {
  const { lines } = control.cdiscount.order({ external_id }).wire as { lines: Record<string, unknown>[] }
  const [first, ...others] = lines
  control.cdiscount.modify({ external_id, patch: { lines: [{ ...first, status }, ...others], ...more } })
}

function cdiscountAddress({ control }: Sandbox, external_id: string, change: Record<string, unknown>): void {
  const { lines } = control.cdiscount.order({ external_id }).wire as {
    lines: { shippingAddress: Record<string, unknown> }[]
  }
  const moved = lines.map((line) => ({ ...line, shippingAddress: { ...line.shippingAddress, ...change } }))
  control.cdiscount.modify({ external_id, patch: { lines: moved } })
}

function rakutenBuyer({ control }: Sandbox, external_id: string, change: Record<string, unknown>): void {
  const { buyer } = control.rakuten.order({ external_id }).wire as { buyer: Record<string, unknown> }
  control.rakuten.modify({ external_id, patch: { buyer: { ...buyer, ...change } } })
}

const cdiscount: LifeCase = {
  several_items_kind: "multi_line",
  one_article_kind: "quantity",
  several_units_kind: null,
  cancel: ({ control }, external_id) => void control.cdiscount.act({ external_id, action: "cancel" }),
  cancelFirstItem: ({ control }, external_id) => {
    const { lines } = control.cdiscount.order({ external_id }).wire as { lines: { orderLineId: string }[] }
    control.cdiscount.act({ external_id, action: "cancel", line_ids: [lines[0].orderLineId] })
  },
  question: {
    problem: "cancel_requested",
    ask: ({ control }, external_id) => {
      const { lines } = control.cdiscount.order({ external_id }).wire as { lines: { orderLineId: string }[] }
      const line_ids = [lines[0].orderLineId]
      control.cdiscount.act({ external_id, action: "request_cancellation", line_ids })
    },
  },
  holdBack: (sandbox, external_id) =>
    setFirstLine(sandbox, external_id, "Accepted", { shippedAtMax: new Date(daysAgo(1)).toISOString() }),
  release: (sandbox, external_id) => setFirstLine(sandbox, external_id, "InPreparation"),
  reopen: ({ control }, external_id) => {
    const { lines } = control.cdiscount.order({ external_id }).wire as { lines: Record<string, unknown>[] }
    const patch = {
      status: "InPreparation",
      lines: lines.map((line) => ({ ...line, status: "InPreparation" })),
    }
    control.cdiscount.modify({ external_id, patch })
  },
  listOnceAs: ({ control, ...sandbox }, { account }, external_id, cancel) => {
    const { status, lines } = control.cdiscount.order({ external_id }).wire as Record<string, unknown>
    cancel({ control, ...sandbox }, external_id)
    const { wire } = control.cdiscount.order({ external_id })
    control.time({ advance_minutes: 1 })
    control.cdiscount.modify({ external_id, patch: { status, lines } })
    const body = JSON.stringify({ items: [wire] })
    const headers = { "content-type": "application/json" }
    const once = { kind: "status", status: 200, times: 1, account } as const
    control.addFault({ ...once, endpoint: "GET /orders", body, headers })
    return Promise.resolve()
  },
  deliver: ({ control }, external_id) => void control.cdiscount.act({ external_id, action: "deliver" }),
  moveBuyer: (sandbox, external_id, addressLine1) =>
    cdiscountAddress(sandbox, external_id, { addressLine1, addressLine2: null }),
  moveRelay: (sandbox, external_id, pickupId, pickupName, addressLine1) =>
    cdiscountAddress(sandbox, external_id, { pickupId, pickupName, addressLine1, addressLine2: null }),
  changeEmail: (sandbox, external_id, email) => cdiscountAddress(sandbox, external_id, { email }),
  moveAbroad: (sandbox, external_id, countryCode) => cdiscountAddress(sandbox, external_id, { countryCode }),
  unaccept: ({ control }, external_id) => {
    const { lines } = control.cdiscount.order({ external_id }).wire as { lines: object[] }
    const status = "WaitingAcceptance"
    control.cdiscount.modify({
      external_id,
      patch: { status, lines: lines.map((line) => ({ ...line, status })) },
    })
  },
  cancellations: ({ control }, external_id) =>
    control.cdiscount.ledger({ external_id })[0]?.cancellations.length ?? 0,
  cancellationReason: ({ control }, external_id) =>
    control.cdiscount.ledger({ external_id })[0]?.cancellations[0]?.reason,
}

type Item = { itemid: string }
const itemsOf = ({ control }: Sandbox, external_id: string) =>
  (control.rakuten.order({ external_id }).wire as { items: Item[] }).items.map(({ itemid }) => itemid)

const rakuten: LifeCase = {
  several_items_kind: "multi_line",
  one_article_kind: "two_units",
  several_units_kind: "two_units",
  question: {
    problem: "claim_open",
    ask: (sandbox, external_id) => {
      const item_ids = itemsOf(sandbox, external_id).slice(0, 1)
      sandbox.control.rakuten.act({ external_id, action: "claim", item_ids })
    },
  },
  cancel: ({ control }, external_id) => void control.rakuten.act({ external_id, action: "cancel" }),
  cancelFirstItem: (sandbox, external_id) => {
    const item_ids = itemsOf(sandbox, external_id).slice(0, 1)
    sandbox.control.rakuten.act({ external_id, action: "cancel", item_ids })
  },
  reopen: ({ control }, external_id) => {
    // Its answers differ by whole seconds.
    control.time({ advance_minutes: 1 })
    const { items } = control.rakuten.order({ external_id }).wire as { items: Item[] }
    const item_ids = items.map(({ itemid }) => itemid)
    control.rakuten.modify({ external_id, item_ids, patch: { situation: "accepted" } })
  },
  async listOnceAs(sandbox, { account, credentials }, external_id, cancel) {
    cancel(sandbox, external_id)
    const { login, token: pwd } = credentials
    const query = new URLSearchParams({ action: "getcurrentsales", version: "2017-08-07", login, pwd })
    const answer = await fetch(`${sandbox.rakuten.api_url}/sales_ws?${query}`)
    const text = Buffer.from(await answer.arrayBuffer()).toString("latin1")
    const headers = { "content-type": "text/xml;charset=UTF-8" }
    rakuten.reopen(sandbox, external_id)
    const body = text.replace(/encoding="[^"]*"/, 'encoding="UTF-8"')
    const once = { kind: "status", status: 200, times: 1, account } as const
    sandbox.control.addFault({ ...once, endpoint: "getcurrentsales", body, headers })
  },
  holdBack: (sandbox, external_id) => {
    const { rakuten } = sandbox.control
    rakuten.modify({ external_id, patch: { purchased_at: daysAgo(7) } })
    const item_ids = itemsOf(sandbox, external_id).slice(0, 1)
    rakuten.modify({ external_id, item_ids, patch: { situation: "requested" } })
  },
  release: (sandbox, external_id) => {
    const item_ids = itemsOf(sandbox, external_id).slice(0, 1)
    sandbox.control.rakuten.act({ external_id, action: "accept", item_ids })
  },
  deliver: ({ control }, external_id) => void control.rakuten.act({ external_id, action: "close" }),
  moveBuyer: (sandbox, external_id, street) => rakutenBuyer(sandbox, external_id, { street, street_2: null }),
  moveRelay: ({ control }, external_id, id, name, address) => {
    const { relay } = control.rakuten.order({ external_id }).wire as { relay: Record<string, unknown> }
    control.rakuten.modify({ external_id, patch: { relay: { ...relay, id, name, address } } })
  },
  changeEmail: (sandbox, external_id, email) => rakutenBuyer(sandbox, external_id, { email }),
  moveAbroad: (sandbox, external_id, country_code) => rakutenBuyer(sandbox, external_id, { country_code }),
  unaccept: (sandbox, external_id) => {
    const item_ids = itemsOf(sandbox, external_id)
    sandbox.control.rakuten.modify({ external_id, item_ids, patch: { situation: "requested" } })
  },
  cancellations: ({ control }, external_id) =>
    control.rakuten.ledger({ external_id })[0]?.cancellations.length ?? 0,
  cancellationReason: ({ control }, external_id) =>
    control.rakuten.ledger({ external_id })[0]?.cancellations[0]?.reason,
}

export const LIFE_CASES: Record<MarketplaceName, LifeCase> = { cdiscount, rakuten }
