import { isDeepStrictEqual } from "node:util"
import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import type { Address, NormalizedOrder, PickupPoint, PrepaidLabel } from "../../marketplaces/port"
import { decidedIdsOf } from "../../modules/marketplace/stores/actions"
import type { OrderRowWithPayload } from "../../modules/marketplace/stores/orders"
import { labelOf, type StoreAddress } from "../../orders/addresses"
import { buyerFacts } from "../../orders/buyer-facts"
import { settingsOf } from "../shared/connection-settings"
import { whyUnusable } from "../shared/unusable"
import { type CorrectedAddress, formAddress } from "../../orders/corrections"
import { undecidedItems } from "../../orders/acceptance"
import type { LoadedOrderRow } from "../../modules/marketplace/stores/orders"
import type { Refusal } from "../../orders/refusals"
import { sumAmounts } from "../../orders/totals"
import { type Actor, marketplaceOf } from "../shared/marketplace"
import { readOrder } from "../../orders/read-order"
import { loadCancellation } from "./load-cancellation"
import { isGone } from "../../orders/item-status"

export type ReadOrderInput = { id: string; personal_data: boolean; actor: Actor }

/** Without what was refused or canceled. Major units, tax included where the marketplace says so; null where it does not say. */
export type Figures = {
  lines: number | null
  shipping: number | null
  fees: number | null
  commission_with_tax: number | null
  commission_without_tax: number | null
}

export type SnapshotView = {
  portal_url: string | null
  /** Its `label_url` only with `personal_data`: the buyer's address is on it. */
  prepaid_label: PrepaidLabel | null
  /** In the marketplace's words. */
  delivery_mode: string | null
  /** Why it cannot be canceled on the marketplace now. */
  canceling_refused: Refusal | null
  /** Ids of the items about which a person can still say something, without those whose answer is on its way. */
  open_items: { decide: string[]; cancel: string[] }
  figures: Figures
  /** As the marketplace sent it: JSON as a value, anything else as text. */
  snapshot: { is_masked: boolean; content: unknown } | null
  addresses: Addresses | null
}

type ShownAddress = CorrectedAddress & { email: string | null; vat_number: string | null }

/** As the marketplace says, with what was corrected here before the import. */
export type Addresses = {
  shipping: ShownAddress | null
  billing: ShownAddress | null
  pickup_point: PickupPoint | null
  /** The marketplace's own delivery address, where a correction counts in its place. */
  given: ShownAddress | null
  /** Where else lines of the order go, as the marketplace says, with their articles. */
  others: { lines: string[]; address: ShownAddress }[]
  /** The delivery address of the store's order, where it is another than the marketplace's. */
  in_store: ShownAddress | null
  is_masked: boolean
  is_corrected: boolean
  /** After a correction it is another. */
  version: string
}

/** Which correction of the address it is. */
export const addressVersion = ({ corrected_at }: Pick<LoadedOrderRow, "corrected_at">) =>
  corrected_at ?? "none"

const UNREADABLE: Figures = {
  lines: null,
  shipping: null,
  fees: null,
  commission_with_tax: null,
  commission_without_tax: null,
}

/** An order that was adopted after a reinstall: no pull has read it yet. */
const NOT_READ: SnapshotView = {
  portal_url: null,
  prepaid_label: null,
  delivery_mode: null,
  canceling_refused: { code: "order_unreadable", params: {} },
  open_items: { decide: [], cancel: [] },
  figures: UNREADABLE,
  snapshot: null,
  addresses: null,
}

/**
 * What the marketplace sent of one order, without the buyer's data. With `personal_data` it is all of it, and who looked
 * is written into the history. Not a workflow: no buyer's data goes through the engine.
 */
export async function readMarketplaceOrder(
  container: MedusaContainer,
  { id, personal_data, actor }: ReadOrderInput
): Promise<SnapshotView> {
  const marketplace = marketplaceOf(container)
  const [row] = await marketplace.orders.loadOrders([id])
  if (!row) return NOT_READ
  const connection = await marketplace.anyConnection(row.connection_id)
  const adapter = marketplace.adapter(row.marketplace_id)
  const read = readOrder(adapter, connection, row)
  const { order } = read
  if (personal_data) {
    await marketplace.createMarketplaceHistoryEntries({
      connection_id: row.connection_id,
      marketplace_order_id: id,
      event: "order.personal_data_read",
      actor,
      data: null,
    })
  }
  const cancellation = await loadCancellation(container, row)
  const spoken = (await marketplace.actions.listActionsOf([id], ["accept", "refuse", "cancel"])).filter(
    ({ state }) => state !== "skipped" && state !== "needs_attention"
  )
  const isOpen = (is_cancel: boolean) => (id: string) =>
    !spoken.some((one) => (one.type === "cancel") === is_cancel && decidedIdsOf(one).includes(id))
  return {
    portal_url: order?.portal_url ?? adapter.descriptor.portal_url ?? null,
    prepaid_label: order?.prepaid_label
      ? { ...order.prepaid_label, ...(personal_data ? {} : { label_url: null }) }
      : null,
    delivery_mode: order?.delivery_mode ?? null,
    canceling_refused: "refusal" in cancellation ? cancellation.refusal : null,
    open_items: {
      decide: order
        ? undecidedItems(order)
            .map((item) => item.external_id)
            .filter(isOpen(false))
        : [],
      cancel: "items" in cancellation ? cancellation.items.filter(isOpen(true)) : [],
    },
    figures: order ? figuresOf(order) : UNREADABLE,
    snapshot: {
      is_masked: !personal_data,
      content: contentOf(personal_data ? row.payload : adapter.withoutPersonalData(row.payload)),
    },
    addresses: order && {
      shipping: shown(order.shipping_address, personal_data),
      billing: shown(order.billing_address, personal_data),
      given:
        read.order && !isDeepStrictEqual(read.said.shipping_address, order.shipping_address)
          ? shown(read.said.shipping_address, personal_data)
          : null,
      others: othersOf(read.said, personal_data),
      in_store: shownForm(await otherInStore(container, row, order), personal_data),
      pickup_point: order.pickup_point && {
        ...order.pickup_point,
        ...(personal_data
          ? {}
          : { id: masked(order.pickup_point.id) ?? "", name: masked(order.pickup_point.name) }),
      },
      is_masked: !personal_data,
      is_corrected: row.corrections !== null,
      version: addressVersion(row),
    },
  }
}

const masked = (text: string | null) => text && "•••"

const shown = (address: Address | null, personal_data: boolean): ShownAddress | null =>
  shownForm(
    address && { ...formAddress(address), email: address.email, vat_number: address.vat_number },
    personal_data
  )

function othersOf({ other_addresses = [], lines }: NormalizedOrder, personal_data: boolean) {
  return other_addresses.flatMap(({ line_keys, address }) => {
    const known = shown(address, personal_data)
    const articles = lines.filter(({ key }) => line_keys.includes(key)).map(({ sku, title }) => sku ?? title)
    return known ? [{ lines: articles, address: known }] : []
  })
}

/** Masked, the country stays and the first two digits of the postcode: enough to see where the parcel goes. */
function shownForm(all: ShownAddress | null, personal_data: boolean): ShownAddress | null {
  if (!all || personal_data) return all
  const { country_code, postal_code } = all
  const hidden = Object.fromEntries(
    Object.entries(all).map(([field, value]) => [field, masked(value)])
  ) as ShownAddress
  return { ...hidden, country_code, postal_code: postal_code && `${postal_code.slice(0, 2)}•••` }
}

/**
 * The delivery address of the store's order; null where it is the marketplace's. After a purge there is none to compare
 * with, and nothing of the buyer is shown here.
 */
async function otherInStore(
  container: MedusaContainer,
  { connection_id, marketplace_id, imported_at, purged_at, order_id }: OrderRowWithPayload,
  order: NormalizedOrder
): Promise<ShownAddress | null> {
  if (!imported_at || purged_at || !order_id) return null
  const { data } = await container.resolve(ContainerRegistrationKeys.QUERY).graph({
    entity: "order",
    fields: ["id", "shipping_address.*", "region.countries.iso_2"],
    filters: { id: order_id },
  })
  const stored = data[0] as unknown as
    | { shipping_address?: StoreAddress | null; region?: { countries?: { iso_2: string }[] } | null }
    | undefined
  const address = stored?.shipping_address
  const marketplace = marketplaceOf(container)
  const connection = await marketplace.anyConnection(connection_id)
  if (whyUnusable(container, connection)) return null
  const { settings } = connection
  const countries = (stored?.region?.countries ?? []).map(({ iso_2 }) => iso_2.toLowerCase())
  const said = buyerFacts(order, settingsOf(marketplace.adapter(marketplace_id), settings, {}), countries)
  if (!address || !said || isDeepStrictEqual(labelOf(address), labelOf(said.shipping_address))) return null
  const { first_name, last_name, company, address_1, address_2, postal_code, city, province, phone } = address
  const country_code = address.country_code && address.country_code.toUpperCase()
  const name = { first_name, last_name, company }
  return {
    ...name,
    ...{ address_1, address_2, postal_code, city, province, country_code, phone },
    email: null,
    vat_number: null,
  }
}

function figuresOf(order: NormalizedOrder): Figures {
  const sum = (amounts: (number | null | undefined)[]) => {
    const known = amounts.filter((amount): amount is number => typeof amount === "number")
    return known.length ? sumAmounts(known) : null
  }
  // A sum with an unreadable part is unknown.
  const whole = (amounts: (number | null)[]) => (amounts.includes(null) ? null : sum(amounts))
  const items = order.lines.flatMap((line) =>
    line.items.filter((item) => !isGone(item)).map((item) => ({ line, item }))
  )
  return {
    lines: whole(
      items.map(({ line: { unit_price }, item: { quantity } }) =>
        unit_price === null || quantity === null ? null : unit_price * quantity
      )
    ),
    shipping: whole(items.map(({ item }) => item.shipping_price)),
    fees: sumAmounts(order.fees.map(({ amount }) => amount)),
    commission_with_tax: sum(order.lines.map(({ commission }) => commission?.amount_with_tax)),
    commission_without_tax: sum(order.lines.map(({ commission }) => commission?.amount_without_tax)),
  }
}

function contentOf(payload: string): unknown {
  try {
    return JSON.parse(payload) as unknown
  } catch {
    return payload
  }
}
