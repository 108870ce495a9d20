import { createHash } from "node:crypto"
import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys, MedusaError, Modules } from "@medusajs/framework/utils"
import { articlesWeight, type CarrierResolution, findCarrier } from "../../carriers"
import { spokenLanguage } from "../../modules/marketplace/refusal"
import type { ListedOrder } from "../../modules/marketplace/stores/order-list"
import type { MarketplaceOrderState } from "../../orders/order-states"
import { describeProblem, type Problem, problemFacts } from "../../orders/problems"
import { describeRefusal, type Refusal } from "../../orders/refusals"
import { checkRows, type ShippableOrder } from "../../orders/shipping-checks"
import type { ShippingRow } from "../../orders/shipping-list"
import { type PreviewInput, previewParcel } from "../carriers/preview-parcel"
import { isActive } from "../shared/active-connection"
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
type ParcelAt = Pick<
  PreviewInput,
  "shipping_option_id" | "country_code" | "postal_code" | "delivery_mode" | "weight"
> & { connection_id: string }

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
      return resolve(container, connection_id, {
        ...parcel,
        tracking_number: row.tracking_number,
        ...(carrier && { carrier }),
      })
    })
  )
  const numberOf = (row: ShippingRow) => {
    const resolution = resolved[rows.indexOf(row)]
    const sent = resolution && "carrier" in resolution ? resolution.tracking_number : null
    return sent ?? row.tracking_number.replace(/\s+/g, "").toUpperCase()
  }
  const declared = await marketplace.actions.findDeclared([...new Set(rows.map(numberOf))])
  const others = await marketplace.orders.loadRows(declared.map((one) => one.marketplace_order_id))
  const ofNumber = new Map<string, ShippableOrder[]>()
  for (const other of await withStore(container, others)) {
    for (const one of declared.filter(({ marketplace_order_id }) => marketplace_order_id === other.id))
      ofNumber.set(one.tracking_number, [...(ofNumber.get(one.tracking_number) ?? []), other])
  }
  const checked = checkRows(rows, {
    candidates,
    cleaned: numberOf,
    declared: ofNumber,
  })
  return checked.map(({ row, order, stops }, place): JudgedRow => {
    const loaded = orders.find(({ id }) => id === order?.id) ?? null
    const resolution = resolved[place]
    const { problem: wrong, message } = wrongWith(resolution)
    const said = stops.map(({ code, params }) => describeRefusal(code, params, locale))
    const problem = wrong && order ? [describeProblem(wrong.code, wrong.params, locale).message] : []
    if (message) problem.push(message)
    const judged = {
      row,
      order: order && { id: order.id, number: order.number },
      packing: loaded?.packing_plan ?? null,
      carrier_name:
        resolution && "carrier" in resolution
          ? (resolution.marketplace_carrier_name ?? resolution.carrier)
          : null,
      tracking_number: numberOf(row),
      stops: [...said, ...problem],
    }
    return { ...judged, version: versionOf(judged) }
  })
}

type Resolved = CarrierResolution | { message: string } | null

/** What would be sent of a parcel. An option that is gone decides nothing; what cannot be judged stops its row alone. */
async function resolve(container: MedusaContainer, id: string, parcel: PreviewInput): Promise<Resolved> {
  const preview = (input: PreviewInput) => previewParcel(container, id, input)
  try {
    return await preview(parcel).catch((error: unknown) => {
      if (!parcel.shipping_option_id || !(error instanceof MedusaError)) throw error
      return preview({ ...parcel, shipping_option_id: null })
    })
  } catch (error) {
    if (error instanceof MedusaError) return { message: error.message }
    throw error
  }
}

/** Why nothing may be sent as it is. */
function wrongWith(resolution: Resolved): { problem?: Problem; message?: string } {
  if (!resolution || "message" in resolution) return resolution ?? {}
  const doubt = resolution.doubts.find(({ code }) => code.startsWith("tracking_"))
  return { problem: resolution.problem ?? doubt }
}

const versionOf = (judged: object) =>
  createHash("sha256").update(JSON.stringify(judged)).digest("base64url").slice(0, 22)

export type OrderToPack = {
  id: string
  display_id: number
  status: string
  shipping_address: Record<string, unknown> | null
  shipping_methods?: { shipping_option_id: string | null }[]
  items?: ({
    id: string
    quantity: number
    detail?: { fulfilled_quantity?: number }
    variant_sku?: string | null
    variant_barcode?: string | null
    variant?: { weight?: number | null } | null
    product?: { weight?: number | null } | null
  } | null)[]
  fulfillments?: {
    id: string
    shipped_at: unknown
    delivered_at: unknown
    canceled_at: unknown
    data: Record<string, unknown> | null
    labels?: (object | null)[]
  }[]
}

async function loadOrders(
  container: MedusaContainer,
  rows: ShippingRow[]
): Promise<(Loaded & { display: string })[]> {
  const marketplace = marketplaceOf(container)
  const query = container.resolve(ContainerRegistrationKeys.QUERY)
  const numbers = [...new Set(rows.map(({ order_number }) => order_number.trim()).filter(Boolean))]
  const displays = numbers.flatMap((number) => /^#(\d{1,9})$/.exec(number)?.[1] ?? []).map(Number)
  const byDisplay = displays.length
    ? (await query.graph({ entity: "order", fields: ["id"], filters: { display_id: displays } as object }))
        .data
    : []
  const found = await marketplace.orders.findByNumbers(
    numbers,
    byDisplay.map(({ id }) => id)
  )
  return withStore(container, found)
}

export const PACKING_FIELDS = [
  "id",
  "display_id",
  "status",
  "shipping_address.*",
  "shipping_methods.shipping_option_id",
  "items.*",
  "items.detail.*",
  "items.variant.weight",
  "items.product.weight",
  "fulfillments.*",
  "fulfillments.labels.*",
]

/** These orders with what the store has of them. */
async function withStore(
  container: MedusaContainer,
  found: ListedOrder[]
): Promise<(Loaded & { display: string })[]> {
  const marketplace = marketplaceOf(container)
  const ids = found.flatMap(({ order_id }) => order_id ?? [])
  const { data } = ids.length
    ? await container
        .resolve(ContainerRegistrationKeys.QUERY)
        .graph({ entity: "order", fields: PACKING_FIELDS, filters: { id: ids } })
    : { data: [] }
  const stored = data as unknown as OrderToPack[]
  const places = await locationsOf(container, stored)
  const fulfillment_id = stored.flatMap(({ fulfillments }) => (fulfillments ?? []).map(({ id }) => id))
  const { rows: actions } = await marketplace.actions.listActions(
    { fulfillment_id },
    { take: fulfillment_id.length, skip: 0, order: { id: "asc" } }
  )
  const declared = new Set(actions.flatMap((action) => action.fulfillment_id ?? []))
  const active = new Set<string>()
  for (const id of new Set(found.map(({ connection_id }) => connection_id)))
    if (await isActive(container, await marketplace.anyConnection(id))) active.add(id)
  const locale = spokenLanguage()
  return found.map((row) => {
    const order = stored.find(({ id }) => id === row.order_id)
    const plan = order ? planPacking(order, places, declared) : refused("row_closed_order")
    const address = order?.shipping_address ?? null
    const part = (name: string) => (typeof address?.[name] === "string" ? (address[name] as string) : null)
    return {
      id: row.id,
      number: row.external_reference ?? row.external_id,
      display: order ? `#${order.display_id}` : "",
      state: (order?.status === "canceled" ? "canceled" : row.state) as MarketplaceOrderState,
      is_test: row.is_test,
      is_active: active.has(row.connection_id),
      stopped_by:
        row.problem_code && problemFacts(row.problem_code).stops_parcel
          ? describeProblem(row.problem_code, {}, locale).title
          : null,
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
            delivery_mode: row.delivery_mode,
            weight: "code" in plan ? null : weightOf(order, plan),
          }
        : null,
    }
  })
}

function weightOf({ items = [] }: OrderToPack, packing: Packing): number | null {
  return articlesWeight(
    packing.items.map(({ id, quantity }) => {
      const item = items.find((one) => one?.id === id)
      return { quantity, weight: item?.variant?.weight ?? item?.product?.weight ?? null }
    })
  )
}

const ADDRESS = ["last_name", "first_name", "company", "address_1", "postal_code", "city", "country_code"]

const refused = (code: Refusal["code"]): Refusal => ({ code, params: {} })

/** All that is left of an order, in one parcel from one place. */
export function planPacking(
  order: OrderToPack,
  places: ReadonlyMap<string, Set<string>>,
  declared: ReadonlySet<string>
): Packing | Refusal {
  const packed = (order.fulfillments ?? []).filter((one) => !one.canceled_at)
  const waiting = packed.filter((one) => !one.shipped_at && !one.delivered_at)
  const items = (order.items ?? []).flatMap((item) => {
    const left = item ? Number(item.quantity) - Number(item.detail?.fulfilled_quantity ?? 0) : 0
    return item && left > 0 ? [{ id: item.id, quantity: left }] : []
  })
  if (!waiting.length && !items.length) return refused("row_closed_order")
  if (waiting.length === 1 && !items.length) {
    const [{ id, labels, data }] = waiting
    // What is known of it already is sent in place of the row's.
    if (labels?.some(Boolean) || data?.label_carrier || declared.has(id))
      return refused("row_parcel_declared")
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
export async function locationsOf(
  container: MedusaContainer,
  orders: OrderToPack[]
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
