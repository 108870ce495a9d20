import { z } from "zod"

import { isMarketplaceError, MarketplaceError } from "../errors"
import { parseJson } from "../http"
import { mapInTurns } from "../pauses"
import type { AfterSale, AfterSaleSighting, Logger } from "../port"
import type { OctopiaClient } from "./client"
import type { CdiscountSettings } from "./settings"
import { textOrNull, utcTime } from "./text"

const PAGE_SIZE = 100
/** Nothing waits for these lists: one that hangs does not hold the comparison up for long. */
const TIMEOUT_MS = 15_000
/** What an account without the service may answer. */
const NOT_OFFERED: readonly MarketplaceError["kind"][] = ["not_found", "refused", "not_linked", "no_rights"]

const id = z.union([z.string(), z.number()]).transform(String)
const text = z.unknown().transform((value) => (typeof value === "string" ? value : null))
const amount = z
  .unknown()
  .transform((value) => (typeof value === "number" && Number.isFinite(value) ? value : null))
const line = z.object({ orderLineId: id.optional(), lineId: id.optional(), quantity: amount })

/**
 * One entry of either list. Only the paths are known (public client code), so every likely name of a field is read, and an
 * entry without its own id and its order's is left out. Free words are never read: a buyer may have written them.
 */
const entrySchema = z
  .object({
    id: id.optional(),
    returnId: id.optional(),
    requestId: id.optional(),
    orderId: id.optional(),
    orderSellerId: id.optional(),
    status: text,
    reason: text,
    amount: amount,
    currencyCode: text,
    createdAt: text,
    lines: z.array(line).max(1000).optional().catch(undefined),
  })
  .transform((entry) => ({
    ...entry,
    own_id: entry.returnId ?? entry.requestId ?? entry.id,
    order_id: entry.orderId ?? entry.orderSellerId,
    lines: entry.lines ?? [],
  }))

const pageSchema = z.union([
  z.array(z.unknown()).max(10_000),
  z.object({ items: z.array(z.unknown()).max(10_000) }).transform(({ items }) => items),
])

type Outlets = { logger: Logger; onFailure: (sentence: string) => void }

/** Returns and commercial gestures, the pages that the settings allow; a list that fails is reported. */
export async function readAfterSales(
  client: OctopiaClient,
  settings: CdiscountSettings,
  outlets: Outlets
): Promise<AfterSaleSighting[]> {
  const lists = [
    { kind: "return", path: "/returns", setting: "read_returns" },
    { kind: "gesture", path: "/order-commercial-gesture-requests", setting: "read_gestures" },
  ] as const
  const found: AfterSaleSighting[][] = []
  for (const { kind, path, setting } of lists.filter((list) => settings[list.setting])) {
    const onFailure = (sentence: string) => outlets.onFailure(`${sentence} See the setting ${setting}.`)
    found.push(await readList(client, settings, { ...outlets, onFailure }, kind, path))
  }
  return found.flat()
}

async function readList(
  client: OctopiaClient,
  settings: CdiscountSettings,
  { logger, onFailure }: Outlets,
  kind: AfterSale["kind"],
  path: string
): Promise<AfterSaleSighting[]> {
  const label = `GET ${path}`
  const found: AfterSaleSighting[] = []
  const known = new Set<string>()
  for (let index = 1; index <= settings.after_sales_max_pages; index++) {
    let items: unknown[]
    try {
      items = await client.call({
        method: "GET",
        path,
        query: { pageIndex: String(index), pageSize: String(PAGE_SIZE) },
        label,
        retry: true,
        timeout_ms: TIMEOUT_MS,
        read: (response) => parseJson(response, pageSchema, label),
      })
    } catch (error) {
      if (!isMarketplaceError(error)) throw error
      if (!NOT_OFFERED.includes(error.kind)) onFailure(error.message)
      else if (index === 1) logger.warn(`${label} is not offered to this account (${error.kind}).`)
      return found
    }
    const sightings = await mapInTurns(items, (item) => sightingOf(item, kind))
    const ids = sightings.filter((one) => one !== null).map(idOf)
    const hasNews = ids.some((id) => !known.has(id))
    ids.forEach((id) => known.add(id))
    if (index > 1 && items.length > 0 && !hasNews) {
      onFailure(`${label}: its pages repeat; the rest was not read.`)
      return found
    }
    for (const sighting of sightings) if (sighting) found.push(sighting)
    const unread = sightings.filter((sighting) => sighting === null).length
    if (unread > 0) onFailure(`${label}: ${unread} entries have not the expected shape.`)
    if (items.length < PAGE_SIZE) return found
  }
  onFailure(
    `${label}: more than ${settings.after_sales_max_pages} pages, see the setting after_sales_max_pages; the rest was not read.`
  )
  return found
}

const idOf = ({ after_sale, order_external_id }: AfterSaleSighting): string =>
  JSON.stringify([order_external_id, after_sale?.external_id])

function sightingOf(item: unknown, kind: AfterSale["kind"]): AfterSaleSighting | null {
  const { data } = entrySchema.safeParse(item)
  if (!data?.own_id || !data.order_id) {
    return null
  }
  const external_ids = data.lines.flatMap((one) => one.orderLineId ?? one.lineId ?? [])
  const quantities = data.lines.flatMap(({ quantity }) => quantity ?? [])
  const after_sale: AfterSale = {
    kind,
    external_id: data.own_id.slice(0, 200),
    external_ids,
    quantity: quantities.length > 0 ? quantities.reduce((sum, quantity) => sum + quantity, 0) : null,
    amount: data.amount,
    currency_code: /^[A-Za-z]{3}$/.test(data.currencyCode ?? "")
      ? (data.currencyCode ?? "").toLowerCase()
      : null,
    reason: codeOf(data.reason),
    status: codeOf(data.status),
    at: utcTime(data.createdAt),
  }
  return { order_external_id: data.order_id, item_external_ids: external_ids, after_sale }
}

/** One word, so that nothing that a buyer wrote is kept. */
function codeOf(value: string | null): string | null {
  const word = textOrNull(value)?.trim() ?? ""
  return /^[\w.-]{1,60}$/.test(word) ? word : null
}
