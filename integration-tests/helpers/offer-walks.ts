import type { MarketTest } from "./market-test"
import type { offersTest } from "./offers"

/** An article whose offer has the problem, and the connection that shows it. */
export type Subject = { sku: string; connection_id: string }
type Step = (subject: Subject) => Promise<unknown>
export type OfferWalk = {
  aspect: "stock" | "price"
  cause: Step
  /** What the problem says to do, by the routes that the admin calls. */
  step: Step
  /** Settings of a connection of its own. */
  settings?: Record<string, unknown>
  marketplace?: "rakuten"
  /** It changes the whole store: after the others. */
  is_last?: boolean
  /** What its shelf shows beside the quantity and the price. */
  shelf?: { struck_cents: number }
}

/** What keeps a quantity or a price from being sent, brought about in the store, and its next step followed as written. */
export function offerWalks(
  store: MarketTest,
  offers: ReturnType<typeof offersTest>
): Record<string, OfferWalk> {
  const variantOf = (sku: string) => {
    const variant = store.store.variants.find((one) => one.sku === sku)
    if (!variant) throw new Error(`No variant ${sku}`)
    return variant
  }
  async function follow(method: string, path: string, body?: object): Promise<void> {
    const { status, body: answer } = await store.app.api<{ message?: string }>(method, `/admin${path}`, body)
    if (status >= 300) throw new Error(`${method} ${path}: ${answer.message}`)
  }
  const variantPath = (sku: string) => {
    const { product_id, variant_id } = variantOf(sku)
    return `/products/${product_id}/variants/${variant_id}`
  }
  const change = (sku: string, body: object) => follow("POST", variantPath(sku), body)
  const setting = ({ connection_id }: Subject, settings: object) =>
    follow("POST", `/marketplaces/connections/${connection_id}`, { settings })
  const itemOf = (sku: string) => variantOf(sku).inventory_item_id
  const price = (sku: string, amount: number) => change(sku, { prices: [{ amount, currency_code: "eur" }] })
  const metadata = (sku: string, values: object) => change(sku, { metadata: values })
  const level = (sku: string, set: string) =>
    store.sql(`update inventory_level set ${set}, updated_at = now() where inventory_item_id = $1`, [
      itemOf(sku),
    ])
  const link = (sku: string, set: string) =>
    store.sql(
      `update product_variant_inventory_item set ${set}, updated_at = now() where inventory_item_id = $1`,
      [itemOf(sku)]
    )

  return {
    offer_no_location: {
      aspect: "stock",
      settings: {},
      cause: ({ connection_id, sku }) =>
        store
          .sql("update marketplace_connection set stock_location_ids = '[]' where id = $1", [connection_id])
          .then(() => offers.setStock(sku, 4)),
      step: ({ connection_id }) =>
        follow("POST", `/marketplaces/connections/${connection_id}`, {
          stock_location_ids: [store.store.stock_location_id],
        }),
    },
    offer_no_inventory_item: {
      aspect: "stock",
      cause: ({ sku }) => follow("DELETE", `${variantPath(sku)}/inventory-items/${itemOf(sku)}`),
      step: ({ sku }) =>
        follow("POST", `${variantPath(sku)}/inventory-items`, {
          inventory_item_id: itemOf(sku),
          required_quantity: 1,
        }),
    },
    offer_no_level: {
      aspect: "stock",
      cause: ({ sku }) => level(sku, "deleted_at = now()"),
      step: ({ sku }) =>
        follow("POST", `/inventory-items/${itemOf(sku)}/location-levels`, {
          location_id: store.store.stock_location_id,
          stocked_quantity: 3,
        }),
    },
    offer_requirement_unreadable: {
      aspect: "stock",
      cause: ({ sku }) => link(sku, "required_quantity = 0"),
      step: ({ sku }) =>
        follow("POST", `${variantPath(sku)}/inventory-items/${itemOf(sku)}`, { required_quantity: 1 }),
    },
    offer_stock_unreadable: {
      aspect: "stock",
      cause: ({ sku }) => level(sku, `raw_stocked_quantity = '{"value": "many", "precision": 20}'`),
      step: ({ sku }) => offers.setStock(sku, 3),
    },
    offer_zero_not_sent: {
      aspect: "stock",
      marketplace: "rakuten",
      settings: { rakuten: { zero_policy: "skip-and-alert" } },
      cause: ({ sku }) => offers.setStock(sku, 0),
      step: (subject) => setting(subject, { rakuten: { zero_policy: "zero" } }),
    },
    offer_no_price: {
      aspect: "price",
      cause: ({ sku }) => change(sku, { prices: [] }),
      step: ({ sku }) => price(sku, 21),
    },
    offer_price_not_positive: {
      aspect: "price",
      cause: ({ sku }) => price(sku, 0),
      step: ({ sku }) => price(sku, 21),
    },
    offer_price_braked: {
      aspect: "price",
      settings: {},
      cause: ({ sku }) => price(sku, 2000),
      step: ({ connection_id }) =>
        follow("POST", `/marketplaces/connections/${connection_id}/offers/brake`, { decision: "release" }),
    },
    offer_no_tax_region: {
      aspect: "price",
      is_last: true,
      cause: ({ sku }) =>
        store
          .sql("update tax_region set deleted_at = now() where country_code = 'fr'")
          .then(() => price(sku, 22)),
      step: ({ sku }) =>
        follow("POST", "/tax-regions", {
          country_code: "fr",
          provider_id: "tp_system",
          default_tax_rate: { name: "TVA", code: "tva-20", rate: 20 },
        }).then(() => price(sku, 23)),
    },
    offer_no_list_price: {
      aspect: "price",
      settings: { offers: { price_source: "customer_group", customer_group_id: "cusgroup_none" } },
      cause: ({ sku }) => price(sku, 21),
      step: (subject) => setting(subject, { offers: { no_list_price: "store_price" } }),
    },
    offer_floor_unreadable: {
      aspect: "price",
      cause: ({ sku }) => metadata(sku, { floor: "cheap" }),
      step: ({ sku }) => metadata(sku, { floor: "1,50" }),
    },
    offer_eco_part_unreadable: {
      aspect: "price",
      cause: ({ sku }) => metadata(sku, { eco: "some" }),
      step: ({ sku }) => metadata(sku, { eco: "0.35" }),
    },
    offer_below_floor: {
      aspect: "price",
      cause: ({ sku }) => metadata(sku, { floor: "900" }),
      step: ({ sku }) => metadata(sku, { floor: "1.50" }),
    },
    offer_not_below_struck: {
      aspect: "price",
      settings: {},
      shelf: { struck_cents: 10_000 },
      cause: ({ sku }) => price(sku, 120),
      step: (subject) => setting(subject, { offers: { struck_price: "remove" } }),
    },
  }
}
