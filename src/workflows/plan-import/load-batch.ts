import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import type { MarketplaceAdapter, NormalizedOrder } from "../../marketplaces/port"
import type { ConnectionRow } from "../../modules/marketplace/stores/connections"
import type { OrderRowWithPayload } from "../../modules/marketplace/stores/orders"
import { chooseDestination } from "../../orders/destinations"
import { matchKeys, matchTables } from "../../orders/match"
import type { ImportContext, VariantFacts } from "../../orders/import-context"
import type { ConnectionSettings } from "../../orders/settings"
import { type Reservation, takeStock } from "../../orders/stock"
import { settingsOf } from "../shared/connection-settings"
import { ensureShippingOptions } from "../shared/ensure-shipping-options"
import { marketplaceOf } from "../shared/marketplace"
import { loadTaxRates } from "./load-tax-rates"
import { loadVariants, stockOf, variantFacts } from "./load-variants"
import { providerOptions } from "./provider-options"
import { reservationsOf } from "../shared/reservations"

/** What a plan needs of our row. */
export type PlannedRow = Pick<
  OrderRowWithPayload,
  "id" | "external_id" | "is_test" | "reserved_ids" | "marks"
>

/** What all orders of a batch share; `contextOf` adds what is an order's own. */
export type Batch = {
  adapter: MarketplaceAdapter
  connection: ConnectionRow
  settings: ConnectionSettings & Record<string, unknown>
  stock: Map<string, number>
  /** Takes off the stock what an order will reserve, beyond what it has reserved already. */
  take: (row: PlannedRow, reservations: readonly Reservation[]) => void
  contextOf: (row: PlannedRow, order: NormalizedOrder) => ImportContext
}

type RegionRow = {
  id: string
  name: string
  currency_code: string
  countries?: { iso_2: string }[]
}

/** Loads with a fixed number of queries whatever a batch of orders needs to be planned. */
export async function loadBatch(
  container: MedusaContainer,
  connection: ConnectionRow,
  orders: NormalizedOrder[],
  rows: PlannedRow[]
): Promise<Batch> {
  const marketplace = marketplaceOf(container)
  const query = container.resolve(ContainerRegistrationKeys.QUERY)
  const adapter = marketplace.adapter(connection.marketplace_id)
  const settings = settingsOf(adapter, connection.settings, {})
  const { variants, stock, matches } = await loadArticles(container, connection.id, orders)
  const reserved = await reservationsOf(container, rows)
  const reservedOf = ({ id }: PlannedRow) => (reserved.get(id) ?? []).filter(({ is_deleted }) => !is_deleted)

  const places = [connection, ...connection.destinations]
  const ids = <T>(values: (T | null | undefined)[]) =>
    [...new Set(values.filter((value) => value != null))] as T[]
  const [regions, channels, locations] = await Promise.all([
    query.graph({
      entity: "region",
      fields: ["id", "name", "currency_code", "countries.iso_2"],
      filters: { id: ids(places.map((place) => place.region_id)) },
    }),
    query.graph({
      entity: "sales_channel",
      fields: ["id"],
      filters: { id: ids(places.map((place) => place.sales_channel_id)) },
    }),
    query.graph({
      entity: "stock_location",
      fields: ["id"],
      filters: { id: ids(places.flatMap((place) => place.stock_location_ids ?? [])) },
    }),
  ])
  const regionRows = regions.data as unknown as RegionRow[]
  const exists = (found: { data: unknown[] }, id: string) =>
    (found.data as { id: string }[]).some((entity) => entity.id === id)
  const shipping_options = await loadOptions(
    container,
    connection,
    variants,
    (locations.data as { id: string }[]).map(({ id }) => id)
  )
  const direct = await marketplace.connections.listOfOtherMarketplaces(connection.marketplace_id)
  const byId = new Map(variants.map((variant) => [variant.id, variant]))

  const contextOf = (row: PlannedRow, order: NormalizedOrder): ImportContext => {
    const chosen = chooseDestination(order, connection.destinations, connection)
    const region = regionRows.find(({ id }) => id === chosen.region_id)
    return {
      connection: {
        id: connection.id,
        marketplace_id: connection.marketplace_id,
        marketplace_name: adapter.descriptor.name,
        account: connection.account,
      },
      settings,
      start_at: new Date(connection.start_at),
      now: new Date(),
      destination: {
        region: region
          ? { ...region, countries: (region.countries ?? []).map(({ iso_2 }) => iso_2.toLowerCase()) }
          : null,
        sales_channel_id: exists(channels, chosen.sales_channel_id) ? chosen.sales_channel_id : null,
        stock_location_ids: chosen.stock_location_ids.filter((id) => exists(locations, id)),
      },
      shipping_options,
      matches,
      variants: byId,
      stock,
      reserved: reservedOf(row),
      direct_connections: direct.map((other) => ({
        marketplace_id: other.marketplace_id,
        marketplace_name: marketplace.marketplaceName(other.marketplace_id),
        connection_name: other.name,
      })),
      is_test: row.is_test,
      accepted_total: row.marks?.total_accepted ?? null,
    }
  }
  const take: Batch["take"] = (row, reservations) =>
    takeStock(stock, [
      ...reservations,
      ...reservedOf(row).map((one) => ({ ...one, quantity: -one.quantity })),
    ])
  return { adapter, connection, settings, stock, take, contextOf }
}

/** The store's articles that lines of these orders can be, and what is there of them. */
export async function loadArticles(
  container: MedusaContainer,
  connection_id: string,
  orders: NormalizedOrder[]
) {
  const { skus, gtins } = matchKeys(orders)
  const aliases = await marketplaceOf(container).listings.listAliases(connection_id, skus)
  const found = await loadVariants(container, {
    ids: aliases.map(({ variant_id }) => variant_id),
    codes: [...new Set([...skus, ...gtins])],
  })
  const rates = await loadTaxRates(container, found, orders)
  const variants = found.map((variant) => variantFacts(variant, rates))
  return { variants, stock: stockOf(found), matches: matchTables(aliases, variants) }
}

/**
 * The connection's options, then the store's other ones of our provider. A shipping profile that came after the
 * connection gets its hidden options now.
 */
async function loadOptions(
  container: MedusaContainer,
  connection: ConnectionRow,
  variants: VariantFacts[],
  location_ids: string[]
): Promise<ImportContext["shipping_options"]> {
  const profiles = [...new Set(variants.map((variant) => variant.product.shipping_profile_id))].filter(
    (id): id is string => id !== null
  )
  const covered = (options: ConnectionRow["shipping_options"]) =>
    location_ids.every((location) =>
      profiles.every((profile) =>
        options.some(
          (option) => option.stock_location_id === location && option.shipping_profile_id === profile
        )
      )
    )
  let options = connection.shipping_options
  if (!covered(options)) {
    const ensured = await ensureShippingOptions(container, location_ids, profiles)
    options = await marketplaceOf(container).connections.addShippingOptions(connection.id, ensured.options)
  }
  const ours = await providerOptions(container, connection.marketplace_id)
  const own = options.map((option) => ({
    id: option.id,
    location_id: option.stock_location_id,
    shipping_profile_id: option.shipping_profile_id,
    carrier: ours.find(({ id }) => id === option.id)?.carrier,
  }))
  return [...own, ...ours.filter(({ id }) => !own.some((known) => known.id === id))]
}
