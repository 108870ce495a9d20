import type { SandboxClock } from "./clock"
import type { MarketplaceName, ServiceName } from "./faults"

/** A call as it was received. Secrets are replaced by "[redacted]"; times are the sandbox's, `received_ms` the machine's. */
export type ReceivedRequest = {
  id: number
  at: string
  received_ms: number
  marketplace: ServiceName
  /** The end point without ids: "GET /orders", "POST /orders/{orderId}/shipments", "acceptsale". */
  endpoint: string
  account: string | null
  method: string
  path: string
  query: Record<string, string>
  headers: Record<string, string>
  body: string
  /** Null while it is open, and when no answer was given (hang, reset). */
  status: number | null
  /** What it changed at the marketplace, or null. */
  effect: string | null
  fault_ids: string[]
}

export type RequestFilter = {
  marketplace?: ServiceName
  endpoint?: string
  account?: string
  /** Only those after this one. */
  after_id?: number
  limit?: number
}

export type CallCounts = {
  total: number
  by_endpoint: Record<string, number>
  /** By minute of the machine's clock ("2026-03-16T08:15"). */
  by_minute: Record<string, number>
  /** Most calls that began within one second of the machine's clock. */
  most_in_a_second: number
}

export type LedgerShipment = {
  at: string
  request_id: number
  number: string
  carrier: string
  url: string | null
  item_ids: string[]
}
export type LedgerAttempt = { at: string; request_id: number; item_ids: string[]; why: string }

/** What one order got from the seller, counted by the marketplace itself. */
export type OrderLedger = {
  marketplace: MarketplaceName
  account: string
  external_id: string
  /** Accepted shipments: at most one per item when all is well. */
  shipments: LedgerShipment[]
  /** Attempts to ship what had already been taken. */
  duplicate_shipments: LedgerAttempt[]
  refused_shipments: LedgerAttempt[]
  decisions: { at: string; request_id: number; decision: "accept" | "refuse"; item_ids: string[] }[]
  duplicate_decisions: LedgerAttempt[]
  cancellations: { at: string; request_id: number; reason: string; item_ids: string[] }[]
}

const KEPT_REQUESTS = 20_000

/** Everything that was received. */
export class Ledger {
  private requests: ReceivedRequest[] = []
  private orders = new Map<string, OrderLedger>()
  private starts: { marketplace: ServiceName; endpoint: string; account: string | null; ms: number }[] = []
  private count = 0

  constructor(private readonly clock: SandboxClock) {}

  open(request: Omit<ReceivedRequest, "id" | "at" | "received_ms" | "status" | "effect">): ReceivedRequest {
    const ms = Date.now()
    const entry = {
      ...request,
      id: ++this.count,
      at: this.clock.iso(),
      received_ms: ms,
      status: null,
      effect: null,
    }
    this.requests.push(entry)
    if (this.requests.length > KEPT_REQUESTS) this.requests.splice(0, KEPT_REQUESTS / 10)
    const { marketplace, endpoint, account } = request
    this.starts.push({ marketplace, endpoint, account, ms })
    return entry
  }

  received(filter: RequestFilter = {}): ReceivedRequest[] {
    const found = this.requests.filter((entry) => passes(entry, filter) && entry.id > (filter.after_id ?? 0))
    return filter.limit ? found.slice(-filter.limit) : found
  }

  counts(filter: RequestFilter = {}): CallCounts {
    const starts = this.starts.filter((entry) => passes(entry, filter))
    const tally = (key: (entry: (typeof starts)[number]) => string) => {
      const counts: Record<string, number> = {}
      for (const entry of starts) counts[key(entry)] = (counts[key(entry)] ?? 0) + 1
      return counts
    }
    let first = 0
    const most_in_a_second = starts.reduce((most, entry, index) => {
      while (entry.ms - starts[first].ms >= 1000) first++
      return Math.max(most, index - first + 1)
    }, 0)
    return {
      total: starts.length,
      by_endpoint: tally((entry) => entry.endpoint),
      by_minute: tally((entry) => new Date(entry.ms).toISOString().slice(0, 16)),
      most_in_a_second,
    }
  }

  order(marketplace: MarketplaceName, account: string, external_id: string): OrderLedger {
    const key = `${marketplace} ${account} ${external_id}`
    const known = this.orders.get(key)
    if (known) return known
    const empty: OrderLedger = {
      marketplace,
      account,
      external_id,
      shipments: [],
      duplicate_shipments: [],
      refused_shipments: [],
      decisions: [],
      duplicate_decisions: [],
      cancellations: [],
    }
    this.orders.set(key, empty)
    return empty
  }

  /** Only orders for which something was received. */
  list(marketplace: MarketplaceName, external_id?: string): OrderLedger[] {
    return [...this.orders.values()].filter(
      (entry) =>
        entry.marketplace === marketplace && (external_id === undefined || entry.external_id === external_id)
    )
  }

  remember(): OrderLedger[] {
    return [...this.orders.values()]
  }

  recall(entries: OrderLedger[]): void {
    for (const entry of entries) {
      Object.assign(this.order(entry.marketplace, entry.account, entry.external_id), entry)
    }
  }

  reset(): void {
    this.requests = []
    this.orders.clear()
    this.starts = []
  }
}

const passes = (
  entry: { marketplace: ServiceName; endpoint: string; account: string | null },
  filter: RequestFilter
): boolean =>
  (!filter.marketplace || entry.marketplace === filter.marketplace) &&
  (!filter.endpoint || entry.endpoint === filter.endpoint) &&
  (!filter.account || entry.account === filter.account)
