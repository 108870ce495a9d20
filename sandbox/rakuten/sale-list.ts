import type { Call } from "../marketplace"
import type { RakutenMarket } from "./market"
import { isUndecided, parisDay, type RakutenItem, type RakutenSale } from "./sale"
import { saleXml, statusWord, type ListName } from "./sale-xml"
import type { Xml } from "./xml"

const HOUR = 3_600_000
const DAY = 24 * HOUR

type Node = { sale: RakutenSale; items: RakutenItem[] }

/** A purchase as one sale node or several: the same purchaseid can come twice. */
const nodesOf = (sale: RakutenSale, items: RakutenItem[]): Node[] =>
  [...new Set(items.map((item) => item.node))].map((node) => ({
    sale,
    items: items.filter((item) => item.node === node),
  }))

const listed = (market: RakutenMarket, login: string) =>
  market.list().filter((sale) => sale.login === login && !sale.is_hidden)

/** Purchases with something to decide, or that the buyer or seller ended a moment ago; decided items come along. */
export function newSales(market: RakutenMarket, login: string): Xml[] {
  const since = market.clock.now() - market.settings.ended_listed_hours * HOUR
  const hasEnded = ({ situation, changed_at }: RakutenItem) =>
    ["canceled_before", "refused"].includes(situation) && changed_at <= since
  const isRecent = (item: RakutenItem) =>
    isUndecided(item.situation) || ["canceled_before", "refused"].includes(item.situation)
  return listed(market, login).flatMap((sale) => {
    const items = sale.items.filter(
      (item) => statusWord(market, "getnewsales", sale, item) !== null && !hasEnded(item)
    )
    return items.some(isRecent) ? [saleXml(market, "getnewsales", sale, items)] : []
  })
}

export type CurrentQuery = {
  login: string
  /** "YYYY-MM-DD"; another form is ignored. */
  purchasedate: string
  nexttoken: string
  notshippeditemsonly: boolean
  ispendingpreorder: boolean
}

const LIST: ListName = "getcurrentsales"

/** One page of accepted sales; faults may repeat a sale in it or end one behind its back. */
export function currentSales(
  market: RakutenMarket,
  query: CurrentQuery,
  call: Call
): { sales: Xml[]; nexttoken: string } {
  const { default_window_days, sales_per_page } = market.settings
  const day = /^\d{4}-\d{2}-\d{2}$/.test(query.purchasedate) ? query.purchasedate : null
  const from =
    day ?? (default_window_days === null ? null : parisDay(market.clock.now() - default_window_days * DAY))
  const shows = (sale: RakutenSale, item: RakutenItem) =>
    statusWord(market, LIST, sale, item) !== null &&
    !(query.notshippeditemsonly && item.is_shipped) &&
    !(query.ispendingpreorder && item.situation !== "pending")
  const nodes = listed(market, query.login)
    .filter((sale) => from === null || parisDay(sale.purchased_at) >= from)
    .flatMap((sale) =>
      nodesOf(
        sale,
        sale.items.filter((item) => shows(sale, item))
      )
    )
  const start = Number(/^SUITE-(\d+)$/.exec(query.nexttoken)?.[1] ?? 0)
  const page = nodes.slice(start, start + sales_per_page)
  const sales = page.map(({ sale, items }) => saleXml(market, LIST, sale, items))
  for (const fault of call.faults) {
    if (fault.kind === "duplicate_in_page" && sales[0]) sales.push(sales[0])
    if (fault.kind === "leave_page" && page[0]) {
      if (fault.how === "hide") page[0].sale.is_hidden = true
      else page[0].sale.items.forEach((item) => market.set(item, "closed"))
    }
  }
  const end = start + sales_per_page
  return { sales, nexttoken: end < nodes.length ? `SUITE-${end}` : "" }
}
