import { Schedule, type SandboxClock } from "../clock"
import { Shelf, type ShelfOffer } from "../offers/shelf"
import { isUndecided, type RakutenItem, type RakutenSale, type Situation, type Tracking } from "./sale"
import { StockFiles } from "./stock-files"
import { rakutenSettingsSchema, type RakutenSettings, type RakutenSettingsInput } from "./settings"

const HOUR = 3_600_000

/** Rakuten's purchases and what happens to their items, whoever causes it. */
export class RakutenMarket {
  settings: RakutenSettings
  readonly schedule: Schedule
  readonly shelf: Shelf
  readonly files: StockFiles
  private sales = new Map<string, RakutenSale>()
  private items = new Map<string, { sale: RakutenSale; item: RakutenItem }>()
  private sorted: RakutenSale[] | null = null

  constructor(
    readonly clock: SandboxClock,
    private readonly initial: RakutenSettingsInput = {}
  ) {
    this.settings = rakutenSettingsSchema.parse(initial)
    this.schedule = new Schedule(clock)
    this.shelf = new Shelf(clock)
    this.files = new StockFiles(this.shelf, this.schedule, clock, () => this.settings)
  }

  configure(change: RakutenSettingsInput): RakutenSettings {
    this.settings = rakutenSettingsSchema.parse({ ...this.settings, ...change })
    return this.settings
  }

  reset(): void {
    this.settings = rakutenSettingsSchema.parse(this.initial)
    this.schedule.clear()
    this.shelf.reset()
    this.files.reset()
    this.sales.clear()
    this.items.clear()
    this.sorted = null
  }

  add(sale: RakutenSale): RakutenSale {
    if (this.sales.has(sale.purchaseid)) throw new Error(`There is a purchase ${sale.purchaseid} already`)
    this.sales.set(sale.purchaseid, sale)
    this.sorted = null
    for (const item of sale.items) {
      if (this.items.has(item.itemid)) throw new Error(`There is an item ${item.itemid} already`)
      this.items.set(item.itemid, { sale, item })
      if (isUndecided(item.situation)) this.remindAndExpire(sale, item)
    }
    return sale
  }

  has(id: string): boolean {
    return this.sales.has(id) || this.items.has(id)
  }

  find(purchaseid: string): RakutenSale | null {
    this.schedule.applyDue()
    return this.sales.get(purchaseid) ?? null
  }

  get(purchaseid: string): RakutenSale {
    const sale = this.find(purchaseid)
    if (!sale) throw new Error(`No purchase ${purchaseid}`)
    return sale
  }

  /** The item of this account, or null. */
  findItem(itemid: string, login: string): { sale: RakutenSale; item: RakutenItem } | null {
    this.schedule.applyDue()
    const found = this.items.get(itemid)
    return found?.sale.login === login ? found : null
  }

  /** What is for sale, as it stands. */
  offersNow(): ShelfOffer[] {
    this.schedule.applyDue()
    return this.shelf.list()
  }

  /** Oldest purchase first. */
  list(): RakutenSale[] {
    this.schedule.applyDue()
    this.sorted ??= [...this.sales.values()].sort(
      (a, b) => a.purchased_at - b.purchased_at || (a.purchaseid < b.purchaseid ? -1 : 1)
    )
    return this.sorted
  }

  set(item: RakutenItem, situation: Situation, at = this.clock.now(), code?: string): void {
    item.situation = situation
    item.changed_at = at
    if (code) item.logs.push({ code, at })
  }

  /** An accepted pre-order waits for its stock. Billing information of the purchase becomes ready later. */
  accept(sale: RakutenSale, item: RakutenItem, delay_ms: number): void {
    item.decision = "accept"
    this.schedule.after(delay_ms, (at) => {
      if (!isUndecided(item.situation)) return
      this.set(item, item.is_preorder ? "pending" : "accepted", at, "ITEM_COMMITTED")
      sale.details_at ??= at + (sale.billing_delay_ms ?? this.settings.billing_delay_ms)
    })
  }

  refuse(item: RakutenItem, delay_ms: number): void {
    item.decision = "refuse"
    this.schedule.after(delay_ms, (at) => {
      if (isUndecided(item.situation)) this.set(item, "refused", at)
    })
  }

  /** The status stays as it is: only the tracking and `shipped` change. */
  ship(item: RakutenItem, tracking: Tracking, delay_ms: number): void {
    item.is_on_the_way = true
    this.schedule.after(delay_ms, (at) => {
      item.is_on_the_way = false
      if (!["accepted", "claim"].includes(item.situation)) return
      item.is_shipped = true
      item.tracking = tracking
      item.logs.push({ code: "TRACKING", at })
    })
  }

  cancel(item: RakutenItem, delay_ms: number): void {
    this.schedule.after(delay_ms, (at) => {
      if (isUndecided(item.situation)) this.set(item, "canceled_before", at)
      else if (["accepted", "pending", "claim"].includes(item.situation)) this.set(item, "canceled", at)
    })
  }

  private remindAndExpire(sale: RakutenSale, item: RakutenItem): void {
    const { remind_hours, expire_hours } = this.settings
    this.schedule.at(sale.purchased_at + remind_hours * HOUR, (at) => {
      if (item.situation === "requested") this.set(item, "reminded", at, "PM_REMIND")
    })
    this.schedule.at(sale.purchased_at + expire_hours * HOUR, (at) => {
      if (isUndecided(item.situation) && !item.decision) this.set(item, "expired", at)
    })
  }
}
