import { createHash } from "node:crypto"
import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys, Modules } from "@medusajs/framework/utils"
import { findCarrier } from "../../carriers"
import { spokenLanguage } from "../../modules/marketplace/refusal"
import type { ListedOrder } from "../../modules/marketplace/stores/order-list"
import type { MarketplaceOrderState } from "../../orders/order-states"
import { describeProblem } from "../../orders/problems"
import { describeRefusal, type Refusal } from "../../orders/refusals"
import { checkRows, type ShippableOrder } from "../../orders/shipping-checks"
import type { ShippingRow } from "../../orders/shipping-list"
import { previewParcel } from "../carriers/preview-parcel"
import { marketplaceOf } from "../shared/marketplace"

/** How an order is packed as a whole: a parcel that is packed already, or its items at one location. */
export type Packing = {
  order_id: string
  fulfillment_id: string | null
  items: { id: string; quantity: number }[]
  location_id: string | null
}

export type JudgedRow = {
  row: ShippingRow
  order: Pick<ShippableOrder, "id" | "number"> | null
  packing: Packing | null
  carrier_name: string | null
  tracking_number: string
  /** Sentences; each stops the row. */
  stops: string[]
  /** Of what was judged: sending with it does what was shown, or nothing. */
  version: string
}

type Loaded = ShippableOrder & { row: ListedOrder; packing_plan: Packing | null; parcel: ParcelAt | null }
type ParcelAt = {
  connection_id: string
  shipping_option_id: string | null
  country_code: string | null
  postal_code: string | null
}

/** Judges every row as it would be sent now. Calls no marketplace and writes nothing. */
export async function judgeRows(container: MedusaContainer, rows: ShippingRow[]): Promise<JudgedRow[]> {
  const marketplace = marketplaceOf(container)
  const locale = spokenLanguage()
  const orders = await loadOrders(container, rows)
  const candidates = ({ order_number }: ShippingRow) =>
    orders.filter(({ row, display }) =>
      [row.external_id, row.external_reference, display].includes(order_number.trim())
    )
  const resolved = await Promise.all(
    rows.map(async (row) => {
      const [first] = candidates(row)
      if (!first?.parcel || !first.is_active) return null
      const { connection_id, ...parcel } = first.parcel
      const carrier = row.carrier ? (findCarrier(row.carrier)?.key ?? row.carrier) : null
      return previewParcel(container, connection_id, {
        ...parcel,
        tracking_number: row.tracking_number,
        ...(carrier && { carrier }),
      })
    })
  )
  const numberOf = (row: ShippingRow) =>
    resolved[rows.indexOf(row)]?.tracking_number ?? row.tracking_number.replace(/\s+/g, "").toUpperCase()
  const declared = await marketplace.actions.findDeclared([...new Set(rows.map(numberOf))])
  const named = new Map(
    (await marketplace.orders.loadRows(declared.map((one) => one.marketplace_order_id))).map((one) => [
      one.id,
      one.external_reference ?? one.external_id,
    ])
  )
  const checked = checkRows(rows, {
    candidates,
    cleaned: numberOf,
    declared: new Map(
      declared.map((one) => [one.tracking_number, named.get(one.marketplace_order_id) ?? "–"])
    ),
  })
  return checked.map(({ row, order, stops }, place): JudgedRow => {
    const loaded = orders.find(({ id }) => id === order?.id) ?? null
    const resolution = resolved[place]
    const wrong = resolution?.problem ?? resolution?.doubts.find(({ code }) => code.startsWith("tracking_"))
    const said = stops.map(({ code, params }) => describeRefusal(code, params, locale))
    const problem = wrong && order ? [describeProblem(wrong.code, wrong.params, locale).message] : []
    const judged = {
      row,
      order: order && { id: order.id, number: order.number },
      packing: loaded?.packing_plan ?? null,
      carrier_name: resolution?.marketplace_carrier_name ?? resolution?.carrier ?? null,
      tracking_number: numberOf(row),
      stops: [...said, ...problem],
    }
    return { ...judged, version: versionOf(judged) }
  })
}

const versionOf = (judged: object) =>
  createHash("sha256").update(JSON.stringify(judged)).digest("base64url").slice(0, 22)

type StoreOrder = {
  id: string
  display_id: number
  status: string
  shipping_address: Record<string, unknown> | null
  shipping_methods?: { shipping_option_id: string | null }[]
  items?: ({ id: string; quantity: number; detail?: { fulfilled_quantity?: number } } | null)[]
  fulfillments?: { id: string; shipped_at: unknown; delivered_at: unknown; canceled_at: unknown }[]
}

async function loadOrders(
  container: MedusaContainer,
  rows: ShippingRow[]
): Promise<(Loaded & { display: string })[]> {
  const marketplace = marketplaceOf(container)
  const query = container.resolve(ContainerRegistrationKeys.QUERY)
  const numbers = [...new Set(rows.map(({ order_number }) => order_number.trim()).filter(Boolean))]
  const displays = numbers.flatMap((number) => /^#(\d{1,9})$/.exec(number)?.[1] ?? []).map(Number)
  const fields = [
    "id",
    "display_id",
    "status",
    "shipping_address.*",
    "shipping_methods.shipping_option_id",
    "items.*",
    "items.detail.*",
    "fulfillments.*",
  ]
  const byDisplay = displays.length
    ? (await query.graph({ entity: "order", fields: ["id"], filters: { display_id: displays } as object }))
        .data
    : []
  const found = await marketplace.orders.findByNumbers(
    numbers,
    byDisplay.map(({ id }) => id)
  )
  const ids = found.flatMap(({ order_id }) => order_id ?? [])
  const { data } = ids.length
    ? await query.graph({ entity: "order", fields, filters: { id: ids } })
    : { data: [] }
  const stored = data as unknown as StoreOrder[]
  const places = await locationsOf(container, stored)
  const connections = new Map((await marketplace.listMarketplaceConnections({})).map((one) => [one.id, one]))
  return found.map((row) => {
    const order = stored.find(({ id }) => id === row.order_id)
    const plan = order ? planPacking(order, places) : refused("row_closed_order")
    const address = order?.shipping_address ?? null
    const part = (name: string) => (typeof address?.[name] === "string" ? (address[name] as string) : null)
    return {
      id: row.id,
      number: row.external_reference ?? row.external_id,
      display: order ? `#${order.display_id}` : "",
      state: (order?.status === "canceled" ? "canceled" : row.state) as MarketplaceOrderState,
      is_test: row.is_test,
      is_active: connections.get(row.connection_id)?.is_enabled === true,
      address_key: ADDRESS.map((name) => part(name)?.trim().toLowerCase() ?? "").join("|"),
      packing: "code" in plan ? plan : "possible",
      packing_plan: "code" in plan ? null : plan,
      row,
      parcel: order
        ? {
            connection_id: row.connection_id,
            shipping_option_id:
              order.shipping_methods?.find((one) => one.shipping_option_id)?.shipping_option_id ?? null,
            country_code: part("country_code"),
            postal_code: part("postal_code"),
          }
        : null,
    }
  })
}

const ADDRESS = ["last_name", "first_name", "company", "address_1", "postal_code", "city", "country_code"]

const refused = (code: Refusal["code"]): Refusal => ({ code, params: {} })

/** All that is left of an order, in one parcel from one place. */
function planPacking(order: StoreOrder, places: ReadonlyMap<string, Set<string>>): Packing | Refusal {
  const packed = (order.fulfillments ?? []).filter((one) => !one.canceled_at)
  const waiting = packed.filter((one) => !one.shipped_at && !one.delivered_at)
  const items = (order.items ?? []).flatMap((item) => {
    const left = item ? Number(item.quantity) - Number(item.detail?.fulfilled_quantity ?? 0) : 0
    return item && left > 0 ? [{ id: item.id, quantity: left }] : []
  })
  if (!waiting.length && !items.length) return refused("row_closed_order")
  if (waiting.length === 1 && !items.length) {
    const all = (order.items ?? []).flatMap((item) =>
      item ? [{ id: item.id, quantity: Number(item.quantity) }] : []
    )
    return packed.length === 1
      ? { order_id: order.id, fulfillment_id: waiting[0].id, items: all, location_id: null }
      : refused("row_several_parcels")
  }
  if (packed.length) return refused("row_several_parcels")
  const locations = new Set(items.flatMap(({ id }) => [...(places.get(id) ?? [])]))
  if (locations.size > 1) return refused("row_several_locations")
  if (!locations.size) return refused("row_not_reserved")
  return { order_id: order.id, fulfillment_id: null, items, location_id: [...locations][0] }
}

/** Where the stock of each line is reserved. */
async function locationsOf(
  container: MedusaContainer,
  orders: StoreOrder[]
): Promise<Map<string, Set<string>>> {
  const lines = orders.flatMap(({ items }) => (items ?? []).flatMap((item) => item?.id ?? []))
  const places = new Map<string, Set<string>>()
  if (!lines.length) return places
  const reserved = await container
    .resolve(Modules.INVENTORY)
    .listReservationItems({ line_item_id: lines }, { take: lines.length * 20 })
  for (const { line_item_id, location_id } of reserved) {
    if (line_item_id) places.set(line_item_id, (places.get(line_item_id) ?? new Set()).add(location_id))
  }
  return places
}
