import type { MedusaContainer } from "@medusajs/framework/types"
import type { OfferDelivery } from "../../marketplaces/port"
import type { StoreVariant, UnreservedUnits } from "../../modules/marketplace/medusa-tables"
import type { OfferRow } from "../../modules/marketplace/stores/offers"
import { awaitsProduct, isEanCorrected } from "../../offers/create-offer"
import type { OfferFacts, OfferRules, Known } from "../../offers/plan-offer"
import type { Aspect } from "../../offers/result"
import { marketplaceOf } from "../shared/marketplace"
import { loadChannelPrices, type ChannelPrices } from "./load-prices"
import type { OffersContext } from "./offers-context"

export type LoadedOffer = {
  row: OfferRow
  /** The variant's name, for a person. */
  name: string
  facts: OfferFacts
  rules: OfferRules
  /** Whether its variant is in the connection's sales channel, where offers follow that. */
  is_in_channel: boolean
  /** Its creation was refused, and the store has another EAN by now. */
  is_ean_corrected: boolean
}

/**
 * Everything that the plans of these offers need, as the store is now. What is sold and not reserved is read first, then
 * the levels: a unit whose reservation is made meanwhile is counted twice, never nowhere.
 */
export async function loadFacts(
  container: MedusaContainer,
  context: OffersContext,
  rows: OfferRow[]
): Promise<LoadedOffer[]> {
  const variant_ids = rows.flatMap(({ variant_id }) => variant_id ?? [])
  const { medusaTables } = marketplaceOf(container)
  const units = await medusaTables.listUnreservedUnits(variant_ids)
  const followsChannel = context.offers.scope === "sales_channel"
  const variants = new Map(
    (await medusaTables.listOfferVariants(variant_ids)).map((variant) => [variant.id, variant])
  )
  const prices = new Map<string, ChannelPrices>()
  for (const channel of context.offers.price ? context.policy.channels : []) {
    const own = rows
      .filter((row) => row.channel === channel.id)
      .flatMap((row) => variants.get(row.variant_id ?? "") ?? [])
    if (own.length)
      prices.set(channel.id, await loadChannelPrices(container, context, channel, [...new Set(own)]))
  }
  const stocked = await stockRows(container, context, rows)
  return rows.map((row) => {
    const variant = row.variant_id ? (variants.get(row.variant_id) ?? null) : null
    const channel_ids: (string | null)[] = variant?.product?.sales_channel_ids ?? []
    const is_in_channel = followsChannel && channel_ids.includes(context.connection.sales_channel_id)
    const hasLeft = followsChannel && row.was_in_channel && !is_in_channel
    const is_ean_corrected = variant !== null && isEanCorrected(row, variant, context.policy)
    // Until it has the new EAN it would go with the old one, however long ago that was refused.
    const awaits_product = is_ean_corrected || awaitsProduct(row, Date.now())
    const waits = { hasLeft, awaits_product }
    return {
      row,
      name: [variant?.product?.title ?? row.title, variant?.title].filter(Boolean).join(" · "),
      facts: factsOf(context, row, variant, units, prices.get(row.channel), waits),
      rules: rulesOf(context, row, variant, stocked.has(row.id)),
      is_in_channel,
      is_ean_corrected,
    }
  })
}

/** Where one quantity serves all channels, it is sent once: through the first channel that has the SKU. */
async function stockRows(
  container: MedusaContainer,
  { policy, connection }: OffersContext,
  rows: OfferRow[]
): Promise<Set<string>> {
  const [first, ...others] = policy.channels
  if (!policy.shares_stock || !others.length) return new Set(rows.map(({ id }) => id))
  const later = rows.filter(({ channel }) => channel !== first.id)
  const channels = later.length
    ? await marketplaceOf(container).offers.listChannelsOf(
        connection,
        later.map(({ external_sku }) => external_sku)
      )
    : new Map<string, string[]>()
  const place = (id: string) => {
    const at = policy.channels.findIndex((channel) => channel.id === id)
    return at < 0 ? policy.channels.length : at
  }
  return new Set(
    rows
      .filter((row) =>
        (channels.get(row.external_sku) ?? []).every((other) => place(row.channel) <= place(other))
      )
      .map(({ id }) => id)
  )
}

/** Whether the offer does not exist there yet: an update would be refused. */
export const isToCreate = ({ state }: Pick<OfferRow, "state">): boolean =>
  state === "new" || state === "needs_product"

function factsOf(
  { connection, policy, offers }: OffersContext,
  row: OfferRow,
  variant: StoreVariant | null,
  units: UnreservedUnits[],
  prices: ChannelPrices | undefined,
  { hasLeft, awaits_product }: { hasLeft: boolean; awaits_product: boolean }
): OfferFacts {
  const { overrides } = row
  // Once it is asked for again, what was refused of it was not its values.
  const isAskedAgain = row.state === "needs_product" && !awaits_product
  const channel = policy.channels.find(({ id }) => id === row.channel)
  const inventory = variant?.parts ?? []
  const items = new Set(inventory.map(({ inventory_item_id }) => inventory_item_id))
  const known = <Value>(aspect: Aspect): Known<Value> => {
    const isUnderWay = row[`${aspect}_claimed`] > row[`${aspect}_cleared`]
    return {
      // What is under way will replace it, or has.
      confirmed: isUnderWay ? null : (row[`${aspect}_confirmed`] as Value | null),
      sent: row[`${aspect}_sent`] as Value | null,
      refused: isAskedAgain ? null : (row[`${aspect}_refused`] as Value | null),
    }
  }
  return {
    sku: row.external_sku,
    variant: variant && {
      sku: variant.sku,
      manage_inventory: variant.manage_inventory,
      allow_backorder: variant.allow_backorder,
      inventory,
    },
    presence: presenceOf(row, variant, hasLeft),
    is_stopped: connection.offers_stopped_at !== null,
    fulfilled_by: overrides.fulfilled_by ?? row.fulfilled_by,
    levels: variant?.levels ?? [],
    locations: connection.stock_location_ids,
    sales: units
      .filter((sold) => sold.inventory.some(({ inventory_item_id }) => items.has(inventory_item_id)))
      .map(({ quantity, inventory: parts }) => ({ quantity, inventory: parts })),
    price: {
      sku: row.external_sku,
      price: (variant && prices?.prices.get(variant.id)) ?? null,
      tax: (variant && prices?.taxes.get(variant.id)) ?? { has_region: false, rates: [] },
      currency_code: channel?.currency_code ?? row.shown?.currency_code ?? "",
      product: {
        category_ids: variant?.product?.category_ids ?? [],
        collection_id: variant?.product?.collection_id ?? null,
        type_id: variant?.product?.type_id ?? null,
        tag_ids: variant?.product?.tag_ids ?? [],
      },
      eco_part: policy.eco_part_field ? variant?.metadata?.[policy.eco_part_field] : null,
      shown_struck_price: row.shown?.struck_price ?? null,
    },
    delivery:
      // One that is created has everything that belongs to it.
      variant && (offers.delivery || isToCreate(row))
        ? deliveryOf(policy.deliveryFor({ weight_grams: variant.weight }), row)
        : null,
    is_new: isToCreate(row),
    awaits_product,
    known: { stock: known("stock"), price: known("price"), delivery: known("delivery") },
  }
}

function presenceOf(
  { state, variant_id }: OfferRow,
  variant: StoreVariant | null,
  hasLeft: boolean
): OfferFacts["presence"] {
  if (state === "excluded") return "excluded"
  if (variant_id !== null && !variant) return "deleted"
  if (variant && variant.product?.status !== "published") return "unpublished"
  return hasLeft ? "left_channel" : "sold"
}

function deliveryOf(delivery: OfferDelivery | null, { overrides }: OfferRow): OfferDelivery | null {
  const { shipping_fee, additional_shipping_fee } = overrides
  return (
    delivery && {
      ...delivery,
      modes:
        delivery.modes?.map((mode) => ({
          ...mode,
          fee: shipping_fee?.toFixed(2) ?? mode.fee,
          additional_fee: additional_shipping_fee?.toFixed(2) ?? mode.additional_fee,
        })) ?? null,
    }
  )
}

function rulesOf(
  { offers, capabilities }: OffersContext,
  { overrides }: OfferRow,
  variant: StoreVariant | null,
  hasStock: boolean
): OfferRules {
  return {
    stock: {
      is_on: capabilities.stock && offers.stock && hasStock && overrides.send_stock !== false,
      unmanaged_quantity: offers.unmanaged_quantity,
      backorder_quantity: offers.backorder_quantity,
      safety_quantity: overrides.safety_quantity ?? offers.safety_quantity,
      stock_percent: overrides.stock_percent ?? offers.stock_percent,
      zero_at_or_below: offers.zero_at_or_below,
      stock_maximum: overrides.stock_maximum ?? offers.stock_maximum,
      fixed_quantity: overrides.fixed_quantity ?? null,
      allow_increase: offers.stock_allow_increase,
      allow_decrease: offers.stock_allow_decrease,
    },
    price: {
      is_on: capabilities.price && offers.price && overrides.send_price !== false,
      customer_group_id: offers.price_source === "customer_group" ? offers.customer_group_id : null,
      no_list_price: offers.no_list_price,
      price_rules: offers.price_rules,
      price_floor: highest(overrides.price_floor ?? null, offers.price_floor),
      price_ceiling: offers.price_ceiling,
      variant_floor: offers.price_floor_field ? variant?.metadata?.[offers.price_floor_field] : null,
      below_floor: offers.below_floor,
      struck_price: offers.struck_price,
      fixed_price: overrides.price ?? null,
      allow_increase: offers.price_allow_increase,
      allow_decrease: offers.price_allow_decrease,
    },
    delivery: { is_on: capabilities.delivery && offers.delivery && overrides.send_delivery !== false },
  }
}

const highest = (one: number | null, other: number | null): number | null =>
  one === null ? other : other === null ? one : Math.max(one, other)
