import type { Call } from "../marketplace"
import type { CdiscountMarket, StoredOrder } from "./market"
import type { CdiscountSettings } from "./settings"
import { ORDER_STATUSES } from "./wire"

export type ListQuery = { page: number; size: number; passes: (stored: StoredOrder) => boolean }
export type BadQuery = { errors: Record<string, string[]> }

const DATES: Record<string, (stored: StoredOrder) => number | null> = {
  createdAt: (stored) => Date.parse(stored.order.createdAt),
  updatedAt: (stored) => Date.parse(stored.order.updatedAt),
  shippedAt: (stored) => stored.shipped_at,
}

/** The parameters of `GET /orders` and `/orders/count`; unknown ones (`limit`, `sort`) are ignored as there. */
export function readListQuery(
  query: URLSearchParams,
  seller_id: string,
  { max_page_size, needs_sort, needs_channel }: CdiscountSettings
): ListQuery | BadQuery {
  const errors: Record<string, string[]> = {}
  if (needs_sort && !query.has("sort")) errors.sort = ["The parameter sort is required."]
  if (needs_channel && !query.has("salesChannelId")) errors.salesChannelId = ["The parameter is required."]
  const filters: ((stored: StoredOrder) => boolean)[] = []

  const number = (name: string, usual: number, max: number): number => {
    const value = Number(query.get(name) ?? usual)
    if (!Number.isInteger(value) || value < 1 || value > max)
      errors[name] = [`${name} must be between 1 and ${max}.`]
    return value
  }
  const page = number("pageIndex", 1, 1_000_000)
  const size = number("pageSize", Math.min(10, max_page_size), max_page_size)

  const statuses = query.get("status")?.split(",") ?? []
  const unknown = statuses.filter((status) => !(ORDER_STATUSES as readonly string[]).includes(status))
  if (unknown.length) errors.status = [`The value '${unknown[0].slice(0, 50)}' is not valid.`]
  if (statuses.length) filters.push((stored) => statuses.includes(stored.order.status))

  for (const [name, read] of Object.entries(DATES)) {
    for (const end of ["Min", "Max"] as const) {
      const text = query.get(name + end)
      if (text === null) continue
      const bound = Date.parse(text)
      if (Number.isNaN(bound)) errors[name + end] = [`The value '${text.slice(0, 50)}' is not valid.`]
      filters.push((stored) => {
        const at = read(stored)
        return at !== null && (end === "Min" ? at >= bound : at <= bound)
      })
    }
  }
  const exact: Record<string, (stored: StoredOrder, value: string) => boolean> = {
    salesChannelId: ({ order }, value) => order.salesChannel.id === value,
    supplyMode: ({ order }, value) =>
      order.lines.some((line) => (line.offer?.supplyMode ?? "Seller") === value),
    businessOrder: ({ order }, value) => String(order.businessOrder) === value,
    reference: ({ order }, value) => order.reference === value,
    shippingCountry: ({ order }, value) =>
      order.lines.some((line) => line.shippingAddress?.countryCode === value),
  }
  for (const [name, test] of Object.entries(exact)) {
    const value = query.get(name)
    if (value !== null) filters.push((stored) => test(stored, value))
  }
  if (Object.keys(errors).length) return { errors }
  return {
    page,
    size,
    passes: (stored) =>
      stored.seller_id === seller_id && !stored.is_hidden && filters.every((filter) => filter(stored)),
  }
}

/** One page and its relative `Link`; faults may repeat an order in it or move one away behind its back. */
export function listPage(market: CdiscountMarket, list: ListQuery, query: URLSearchParams, call: Call) {
  const { links: has_links, listed_after_minutes } = market.settings
  const until = market.clock.now() - listed_after_minutes * 60_000
  const isListed = ({ order }: StoredOrder) =>
    listed_after_minutes === 0 || Date.parse(order.updatedAt) <= until
  const found = market.list().filter((stored) => list.passes(stored) && isListed(stored))
  const from = (list.page - 1) * list.size
  const page = found.slice(from, from + list.size)
  const items = page.map((stored) => market.serve(stored))
  const has_next = found.length > from + list.size
  for (const fault of call.faults) {
    if (fault.kind === "duplicate_in_page" && page[0]) items.push(market.serve(page[0]))
    if (fault.kind === "leave_page" && page[0]) {
      if (fault.how === "hide") page[0].is_hidden = true
      else if (fault.how === "cancel") market.cancel(page[0], null, 0)
      else market.touch(page[0])
    }
  }
  const link = (rel: string, index: number) => {
    const target = new URLSearchParams(query)
    target.set("pageIndex", String(index))
    return `</orders?${target}>; rel="${rel}"`
  }
  const links = [link("first", 1)]
  if (list.page > 1) links.push(link("prev", list.page - 1))
  if (has_next) links.push(link("next", list.page + 1))
  return { is_past_the_end: from > 0 && page.length === 0, items, link: has_links ? links.join(", ") : "" }
}
