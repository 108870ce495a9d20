import { Schedule, type SandboxClock } from "../clock"
import type { ExpectedOrder } from "../expected"
import { Shelf, type ShelfOffer } from "../offers/shelf"
import { OfferPackages } from "./offer-packages"
import { cdiscountSettingsSchema, type CdiscountSettings, type CdiscountSettingsInput } from "./settings"
import type { OrderStatus, WireLine, WireOrder, WireParcel } from "./wire"
import { writtenAmounts, writtenLine } from "./writing"

export type StoredOrder = {
  /** The key under which the sandbox finds it, also when it is served without an id. */
  id: string
  seller_id: string
  order: WireOrder
  /** Fields that are served other than they are: undefined leaves the field out. */
  served_as: Record<string, unknown>
  kind: string
  expected: ExpectedOrder | null
  /** No list shows it. */
  is_hidden: boolean
  /** Sandbox time from which a ready order shows its addresses. */
  address_at: number
  /** Whether it once was ready: from then on the addresses stay. */
  was_ready: boolean
  shipped_at: number | null
  /** Lines of shipments that were taken and do not show yet. */
  lines_on_the_way: Set<string>
  approval: "accept" | "refuse" | null
  /** Who asked for a cancellation, by line. */
  cancel_requests: Map<string, "buyer" | "seller" | "marketplace">
  /** As `GET /returns` and `GET /order-commercial-gesture-requests` list them. */
  returns: Record<string, unknown>[]
  gestures: Record<string, unknown>[]
}

export type NewOrder = Pick<StoredOrder, "id" | "seller_id" | "order"> &
  Partial<Pick<StoredOrder, "served_as" | "kind" | "expected" | "address_at" | "cancel_requests">>

const OVER: readonly string[] = ["Cancelled", "Refused", "Rejected"]
const GONE: readonly string[] = ["Shipped", "Delivered"]

/** Cdiscount's orders and what happens to them, whoever causes it. */
export class CdiscountMarket {
  settings: CdiscountSettings
  private orders = new Map<string, StoredOrder>()
  private sorted: StoredOrder[] | null = null
  readonly schedule: Schedule
  readonly shelf: Shelf
  readonly packages: OfferPackages

  constructor(
    readonly clock: SandboxClock,
    private readonly initial: CdiscountSettingsInput = {}
  ) {
    this.settings = cdiscountSettingsSchema.parse(initial)
    this.schedule = new Schedule(clock)
    this.shelf = new Shelf(clock)
    this.packages = new OfferPackages(this.shelf, this.schedule, clock, () => this.settings)
  }

  configure(change: CdiscountSettingsInput): CdiscountSettings {
    this.settings = cdiscountSettingsSchema.parse({ ...this.settings, ...change })
    this.sorted = null
    return this.settings
  }

  reset(): void {
    this.settings = cdiscountSettingsSchema.parse(this.initial)
    this.orders.clear()
    this.sorted = null
    this.schedule.clear()
    this.shelf.reset()
    this.packages.reset()
  }

  add(given: NewOrder): StoredOrder {
    if (this.orders.has(given.id)) throw new Error(`There is an order ${given.id} already`)
    const stored: StoredOrder = {
      served_as: {},
      kind: "given",
      expected: null,
      is_hidden: false,
      address_at: 0,
      was_ready: ["InPreparation", "Shipped", "Delivered", "Cancelled"].includes(given.order.status),
      shipped_at: GONE.includes(given.order.status) ? Date.parse(given.order.updatedAt) : null,
      lines_on_the_way: new Set(),
      approval: null,
      cancel_requests: new Map(),
      returns: [],
      gestures: [],
      ...given,
    }
    this.orders.set(stored.id, stored)
    this.sorted = null
    if (stored.order.status === "WaitingAcceptance") this.refuseWhenUnanswered(stored)
    return stored
  }

  /** Orders of an earlier sandbox, which go on where they stood. */
  recall(orders: StoredOrder[]): void {
    const { approval_delay_ms, preparation_delay_ms } = this.settings
    for (const stored of orders.map((order) => this.add(order))) {
      if (stored.order.status === "Processing") this.accept(stored, approval_delay_ms, preparation_delay_ms)
      if (stored.order.status === "Accepted") this.prepare(stored, this.clock.now() + preparation_delay_ms)
    }
  }

  find(id: string): StoredOrder | null {
    this.schedule.applyDue()
    return this.orders.get(id) ?? null
  }

  get(id: string): StoredOrder {
    const stored = this.find(id)
    if (!stored) throw new Error(`No order ${id}`)
    return stored
  }

  /** What is for sale, as it stands. */
  offersNow(): ShelfOffer[] {
    this.schedule.applyDue()
    return this.shelf.list()
  }

  /** In the order in which lists show them. */
  list(): StoredOrder[] {
    this.schedule.applyDue()
    if (!this.sorted) {
      const { sort } = this.settings
      const key = (stored: StoredOrder) =>
        sort === "updated_at" ? stored.order.updatedAt : stored.order.createdAt
      const keyed = [...this.orders.values()].map((stored) => ({ stored, key: String(key(stored)) }))
      keyed.sort((a, b) => (a.key === b.key ? (a.stored.id < b.stored.id ? -1 : 1) : a.key < b.key ? -1 : 1))
      this.sorted = keyed.map(({ stored }) => stored)
      if (sort === "created_at_desc") this.sorted.reverse()
    }
    return this.sorted
  }

  /** The order as an answer shows it: no address before it is ready. */
  serve(stored: StoredOrder): Record<string, unknown> {
    const { order } = stored
    const shows_address = stored.was_ready && this.clock.now() >= stored.address_at
    const is_absent = ["Processing", "WaitingAcceptance"].includes(order.status)
    const address = <T>(value: T | null | undefined) => (shows_address ? value : is_absent ? undefined : null)
    return {
      ...order,
      billingAddress: address(order.billingAddress),
      ...writtenAmounts(order, this.settings),
      lines: order.lines.map((line) =>
        writtenLine({ ...line, shippingAddress: address(line.shippingAddress) }, this.settings)
      ),
      ...stored.served_as,
    }
  }

  touch(stored: StoredOrder, at = this.clock.now()): void {
    stored.order.updatedAt = this.clock.iso(at)
    this.sorted = null
  }

  setStatus(stored: StoredOrder, status: OrderStatus, at?: number): void {
    stored.order.status = status
    if (status === "InPreparation") stored.was_ready = true
    if (GONE.includes(status)) stored.shipped_at ??= at ?? this.clock.now()
    for (const line of stored.order.lines) if (!OVER.includes(line.status)) line.status = status
    this.touch(stored, at)
  }

  /** Moves a paid and checked order on: `Accepted`, then `InPreparation`. */
  accept(stored: StoredOrder, accepted_delay_ms: number, ready_delay_ms: number): void {
    this.schedule.after(accepted_delay_ms, (at) => {
      if (!["Processing", "WaitingAcceptance"].includes(stored.order.status)) return
      this.setStatus(stored, "Accepted", at)
      this.prepare(stored, at + ready_delay_ms)
    })
  }

  prepare(stored: StoredOrder, at: number): void {
    this.schedule.at(at, (due) => {
      if (stored.order.status === "Accepted") this.setStatus(stored, "InPreparation", due)
    })
  }

  refuse(stored: StoredOrder, delay_ms: number): void {
    this.schedule.after(delay_ms, (at) => {
      if (stored.order.status === "WaitingAcceptance") this.setStatus(stored, "Refused", at)
    })
  }

  private refuseWhenUnanswered(stored: StoredOrder): void {
    const deadline = Date.parse(stored.order.createdAt) + this.settings.approval_deadline_hours * 3_600_000
    this.schedule.at(Math.max(deadline, this.clock.now() + 1), (at) => {
      if (stored.order.status === "WaitingAcceptance" && !stored.approval)
        this.setStatus(stored, "Refused", at)
    })
  }

  /** The parcels appear and the lines are shipped; canceled in the meantime, a line stays canceled. */
  ship(stored: StoredOrder, parcels: { parcel: WireParcel; line_ids: string[] }[], delay_ms: number): void {
    parcels.forEach(({ line_ids }) => line_ids.forEach((id) => stored.lines_on_the_way.add(id)))
    this.schedule.after(delay_ms, (at) => {
      for (const { parcel, line_ids } of parcels) {
        for (const line of this.lines(stored, line_ids)) {
          stored.lines_on_the_way.delete(line.orderLineId)
          if (OVER.includes(line.status)) continue
          if (line.status === "Shipped" && this.settings.shipment_overwrite) line.parcels = []
          line.status = "Shipped"
          line.parcels.push({ ...parcel })
        }
      }
      this.followLines(stored, at)
    })
  }

  cancel(stored: StoredOrder, line_ids: string[] | null, delay_ms: number): void {
    this.schedule.after(delay_ms, (at) => {
      for (const line of this.lines(stored, line_ids))
        if (!GONE.includes(line.status)) line.status = "Cancelled"
      this.followLines(stored, at)
    })
  }

  requestCancellation(
    stored: StoredOrder,
    line_ids: string[] | null,
    by: "buyer" | "seller" | "marketplace"
  ): void {
    for (const line of this.lines(stored, line_ids)) {
      if (line.status !== "InPreparation") continue
      line.status = "CancelRequest"
      stored.cancel_requests.set(line.orderLineId, by)
    }
    this.touch(stored)
  }

  /** The buyer sends articles back. */
  return(stored: StoredOrder, line_ids: string[] | null): void {
    stored.returns.push({
      returnId: `RT${stored.id}-${stored.returns.length + 1}`,
      orderId: stored.id,
      status: "Open",
      reason: "CHANGED_MIND",
      comment: "Ce que l'acheteur a écrit",
      createdAt: this.clock.iso(),
      lines: this.lines(stored, line_ids).map(({ orderLineId, quantity }) => ({ orderLineId, quantity })),
    })
  }

  /** Money for the buyer without anything coming back. */
  gesture(stored: StoredOrder): void {
    stored.gestures.push({
      id: `GC${stored.id}-${stored.gestures.length + 1}`,
      orderId: stored.id,
      status: "Accepted",
      reason: "Other",
      reasonDetails: "Ce que l'acheteur a écrit",
      amount: 5,
      currencyCode: stored.order.currencyCode,
      createdAt: this.clock.iso(),
    })
  }

  lines(stored: StoredOrder, line_ids: string[] | null): WireLine[] {
    return stored.order.lines.filter((line) => line_ids === null || line_ids.includes(line.orderLineId))
  }

  private followLines(stored: StoredOrder, at: number): void {
    const { order } = stored
    const live = order.lines.filter((line) => !OVER.includes(line.status))
    if (live.length === 0) order.status = "Cancelled"
    else if (live.every((line) => GONE.includes(line.status))) {
      order.status = live.every((line) => line.status === "Delivered") ? "Delivered" : "Shipped"
      stored.shipped_at ??= at
    }
    this.touch(stored, at)
  }
}
