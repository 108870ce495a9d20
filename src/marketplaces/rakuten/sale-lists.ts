import { MarketplaceError, type MarketplaceErrorDetails } from "../errors"
import { repetitionGuard } from "../new-ids"
import { mapInTurns } from "../pauses"
import { settingNames } from "../setting-fields"
import type { RakutenClient } from "./client"
import { toDay } from "./dates"
import { salesSchema, type Sale } from "./schemas"
import { type RakutenSettings, settingFields } from "./settings"
import { mergeAll, mergePurchases, purchaseOfSale, type Purchase } from "./snapshot"

const DAY_MS = 24 * 60 * 60 * 1000
/** Far more units than are bought at once; a sale of more would be read and written as a whole again and again. */
const MOST_ITEMS = 4000
/** How long one reading of a list is used for several purchases. */
const NEW_SALES_FRESH_MS = 60 * 1000
const CURRENT_SALES_FRESH_MS = 10 * 60 * 1000
/** Sent nearly always, also for canceled items (public client code). */
const USUAL_PAYMENT_STATUS = "INCOMING"

export type SalesPage = {
  /** One each, whatever the number of sale nodes. */
  purchases: Purchase[]
  /** Sentences about sales that have not even a usable id. */
  unreadable: string[]
  /** When it was answered, by Rakuten's clock. */
  at: string
  /** Leads to the next page; empty where there is none. */
  next: string
}
type Kept<T> = { until: number; value: T }

/** The two lists of sales. Rakuten has no service for one sale. */
export class SaleLists {
  private keptNew: Kept<SalesPage> | null = null
  private keptCurrent: Kept<Map<string, Purchase>> | null = null

  constructor(
    private readonly client: RakutenClient,
    private readonly settings: RakutenSettings,
    private readonly now: () => number
  ) {}

  /** Sales that wait for an answer; decided ones may be among them. One answer, no pages (none are known). */
  async newSales(): Promise<SalesPage> {
    const { response, at } = await this.client.read("getnewsales", {}, salesSchema, {
      root: "getnewsalesresult",
    })
    return { ...(await this.pageOf(response.sales, "newsales", at, "getnewsales")), next: "" }
  }

  /**
   * Accepted sales that are not finished, purchased since the day of `from`. Throws `configuration` after `max_pages`
   * and `invalid_answer` when a page leads back: a list that has no end must not look complete. `once`: whether it answers
   * at all is found out with a single request. `unshipped`: only items without a parcel, as far as Rakuten follows it.
   * `start`: leads to the first page that is read [the list's first].
   */
  async *currentSales(
    from: Date,
    {
      once = false,
      unshipped = false,
      max_pages = this.settings.max_pages,
      start = "",
    }: { once?: boolean; unshipped?: boolean; max_pages?: number; start?: string } = {}
  ): AsyncGenerator<SalesPage> {
    const { not_shipped_items_only, time_zone } = this.settings
    const query = {
      purchasedate: toDay(from, time_zone),
      ...(unshipped ? { notshippeditemsonly: not_shipped_items_only } : {}),
    }
    const tokens = new Set<string>()
    const watch = repetitionGuard("GET getcurrentsales")
    for (let token = start; ;) {
      const { response, at } = await this.client.read(
        "getcurrentsales",
        token ? { ...query, nexttoken: token } : query,
        salesSchema,
        { root: "getcurrentsalesresult", once: once && !token }
      )
      // Items, since a purchase may go on in a second sale.
      watch(response.sales.flatMap(({ items }) => items.map(({ itemid }) => itemid)))
      const page = await this.pageOf(
        response.sales,
        "currentsales",
        at,
        `page ${tokens.size + 1} of getcurrentsales`
      )
      token = response.nexttoken
      yield { ...page, next: token }
      if (!token) {
        return
      }
      if (tokens.has(token)) {
        throw endless("invalid_answer", "a page leads back to one before it", "page_token_repeats")
      }
      tokens.add(token)
      if (tokens.size >= max_pages) {
        throw endless(
          "configuration",
          `more than ${max_pages} pages; see the setting max_pages`,
          "too_many_pages",
          { settings: settingNames(settingFields, "max_pages"), limit: max_pages }
        )
      }
    }
  }

  /** A sale that waits for an answer, from a list that is at most a minute old. */
  async findNew(purchaseid: string): Promise<{ purchase: Purchase | null; at: string }> {
    this.keptNew = await this.fresh(this.keptNew, NEW_SALES_FRESH_MS, () => this.newSales())
    const { purchases, at } = this.keptNew.value
    return { purchase: purchases.find((one) => one.purchaseid === purchaseid) ?? null, at }
  }

  /** A sale in either list, purchased within the days of `recheck_days`; accepted ones are at most ten minutes old. */
  async find(purchaseid: string): Promise<Purchase | null> {
    const { purchase } = await this.findNew(purchaseid)
    this.keptCurrent = await this.fresh(this.keptCurrent, CURRENT_SALES_FRESH_MS, () => this.allCurrent())
    const accepted = this.keptCurrent.value.get(purchaseid) ?? null
    return purchase && accepted ? mergePurchases(purchase, accepted) : (accepted ?? purchase)
  }

  /** After a decision, what was kept is no longer true. */
  forget(): void {
    this.keptNew = null
    this.keptCurrent = null
  }

  private async fresh<T>(kept: Kept<T> | null, lifetime: number, load: () => Promise<T>): Promise<Kept<T>> {
    return kept && this.now() < kept.until ? kept : { value: await load(), until: this.now() + lifetime }
  }

  private async allCurrent(): Promise<Map<string, Purchase>> {
    const found = new Map<string, Purchase>()
    for await (const { purchases } of this.currentSales(
      new Date(this.now() - this.settings.recheck_days * DAY_MS)
    )) {
      for (const purchase of purchases) {
        const known = found.get(purchase.purchaseid)
        found.set(purchase.purchaseid, known ? mergePurchases(known, purchase) : purchase)
      }
    }
    return found
  }

  private async pageOf(
    sales: Sale[],
    service: "newsales" | "currentsales",
    at: string,
    name: string
  ): Promise<Omit<SalesPage, "next">> {
    const nodes = new Map<string, { purchases: Purchase[]; items: number }>()
    const unreadable: string[] = []
    await mapInTurns(sales, (sale, index) => {
      if (sale.purchaseid === "") {
        unreadable.push(`Sale ${index + 1} on ${name} has no usable purchaseid.`)
        return
      }
      const known = nodes.get(sale.purchaseid) ?? { purchases: [], items: 0 }
      nodes.set(sale.purchaseid, known)
      known.items += sale.items.length
      if (known.items <= MOST_ITEMS) known.purchases.push(purchaseOfSale(sale, service, at))
      this.notePayment(sale)
    })
    const purchases: Purchase[] = []
    for (const [purchaseid, { purchases: found, items }] of nodes) {
      const [first, ...others] = found
      if (first && items <= MOST_ITEMS) purchases.push(await mergeAll([first, ...others]))
      else unreadable.push(`Sale ${purchaseid} on ${name} has more items than a sale can have.`)
    }
    return { purchases, unreadable, at }
  }

  private notePayment(sale: Sale): void {
    for (const { paymentstatus } of sale.items) {
      const isKnown = ["", USUAL_PAYMENT_STATUS, ...this.settings.payment_status_filter].includes(
        paymentstatus
      )
      if (!isKnown && /^\w{1,40}$/.test(paymentstatus)) {
        this.client.warnOnce(`Rakuten gives the payment status ${paymentstatus}; see payment_status_filter.`)
      }
    }
  }
}

function endless(
  kind: "invalid_answer" | "configuration",
  sentence: string,
  reason: string,
  details: Pick<MarketplaceErrorDetails, "settings" | "limit"> = {}
): MarketplaceError {
  return new MarketplaceError(kind, `GET getcurrentsales: ${sentence}.`, {
    effect: "none",
    reason,
    ...details,
  })
}
