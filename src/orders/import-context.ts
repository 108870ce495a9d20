import type { ShippingOptionFacts } from "./choose-shipping-option"
import type { MatchTables } from "./match"
import type { ConnectionSettings } from "./settings"
import type { Reservation, Stock } from "./stock"

/** What the plan has to know of one variant. */
export type VariantFacts = {
  id: string
  title: string | null
  sku: string | null
  barcode: string | null
  ean: string | null
  upc: string | null
  thumbnail: string | null
  /** Option title to value, as Medusa writes it on a line. */
  option_values: Record<string, string> | null
  manage_inventory: boolean
  allow_backorder: boolean
  inventory: { inventory_item_id: string; required_quantity: number }[]
  /** The store's VAT for this variant in percent, by lower-case country code. */
  tax_rates: Record<string, number>
  /** The store's price in the destination's currency, tax included, where it has one. */
  price: number | null
  product: {
    id: string
    title: string
    subtitle: string | null
    description: string | null
    handle: string | null
    type: string | null
    type_id: string | null
    collection: string | null
    thumbnail: string | null
    shipping_profile_id: string | null
  }
}

/** Everything that decides how one order is imported. What belongs to the batch is shared between its orders. */
export type ImportContext = {
  connection: { id: string; marketplace_id: string; marketplace_name: string; account: string }
  settings: ConnectionSettings
  /** From when on orders matter (`importStart`). */
  start_at: Date
  now: Date
  /** The chosen destination, as it is found in the store; null or left out is what no longer exists. */
  destination: {
    region: { id: string; name: string; currency_code: string; countries: string[] } | null
    sales_channel_id: string | null
    /** In order of preference. */
    stock_location_ids: string[]
  }
  /** The connection's own first. */
  shipping_options: readonly ShippingOptionFacts[]
  matches: MatchTables
  variants: ReadonlyMap<string, VariantFacts>
  /** What is available, without what is reserved; after each planned order, take its reservations off (`takeStock`). */
  stock: Stock
  /** What this order has reserved already: counted as available, and its location is kept. */
  reserved: readonly Reservation[]
  /** Units by line key that are packed: they are out of the stock [none]. */
  packed?: ReadonlyMap<string, number>
  /** Marketplaces that are connected directly, other than this one: their orders are not imported through a channel. */
  direct_connections: readonly { marketplace_id: string; marketplace_name: string; connection_name: string }[]
  is_test: boolean
  /** What an operator accepted of a total that differs: the problem's key, or true for any; null for nothing. */
  accepted_total: string | true | null
}
