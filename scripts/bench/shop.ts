import {
  addShippingMethodToCartWorkflow,
  completeCartWorkflow,
  createCartWorkflow,
  createLocationFulfillmentSetWorkflow,
  createPaymentCollectionForCartWorkflow,
  createPaymentSessionsWorkflow,
  createServiceZonesWorkflow,
  createShippingOptionsWorkflow,
} from "@medusajs/medusa/core-flows"
import { ContainerRegistrationKeys, Modules } from "@medusajs/framework/utils"
import os from "node:os"
import { performance } from "node:perf_hooks"
import type { App } from "../../integration-tests/helpers/app"
import { seedStore } from "../../integration-tests/helpers/seed-store"
import { DEFAULT_CATALOG } from "../../sandbox/catalog"

type Shop = { region_id: string; sales_channel_id: string; shipping_option_id: string; variant_ids: string[] }
/** Of one attempt: what it took, and why it was refused. */
export type Attempt = { ms: number; refusal: string | null }

let shop: Shop
let orders = 0
/** How long the server waited for each lock of articles, in milliseconds. */
const waits: number[] = []

/** In the server: the waits for locks since the last call. */
export const takeWaits = (): number[] => waits.splice(0)

/** In a worker: processes that answer requests come first. */
export const yieldToServer = (_: Pick<App, "container">, priority: number): void => os.setPriority(priority)

type Execute = (
  keys: string | string[],
  job: (signal?: AbortSignal) => Promise<unknown>,
  args?: object
) => Promise<unknown>

function watchLocks({ container }: Pick<App, "container">): void {
  const locking = container.resolve(Modules.LOCKING) as unknown as { execute: Execute }
  const execute = locking.execute.bind(locking)
  locking.execute = (keys, job, args) => {
    const since = performance.now()
    const isOfArticles = [keys].flat().some((key) => key.startsWith("iitem"))
    return execute(
      keys,
      (signal) => {
        if (isOfArticles) waits.push(performance.now() - since)
        return job(signal)
      },
      args
    )
  }
}

/** In the server: a store that anyone can buy from, with stock that does not end. */
export async function openShop({ container }: Pick<App, "container">): Promise<void> {
  const store = await seedStore(container, DEFAULT_CATALOG, { stock: 10_000_000 })
  const name = "Shop"
  await createLocationFulfillmentSetWorkflow(container).run({
    input: { location_id: store.stock_location_id, fulfillment_set_data: { name, type: "shipping" } },
  })
  const [set] = await container.resolve(Modules.FULFILLMENT).listFulfillmentSets({ name })
  const { result: zones } = await createServiceZonesWorkflow(container).run({
    input: {
      data: [
        { name, fulfillment_set_id: set.id, geo_zones: [{ type: "country" as const, country_code: "fr" }] },
      ],
    },
  })
  const { result: options } = await createShippingOptionsWorkflow(container).run({
    input: [
      {
        name,
        service_zone_id: zones[0].id,
        shipping_profile_id: store.shipping_profile_id,
        provider_id: "manual_manual",
        price_type: "flat" as const,
        type: { label: name, description: name, code: "shop" },
        prices: [{ currency_code: "eur", amount: 4.9 }],
        rules: [],
      },
    ],
  })
  watchLocks({ container })
  shop = {
    region_id: store.region_id,
    sales_channel_id: store.sales_channel_id,
    shipping_option_id: options[0].id,
    variant_ids: store.variants.map(({ variant_id }) => variant_id),
  }
}

/** In the server: a buyer fills a cart with two articles that the marketplaces sell too, and checks out. */
export async function buy({ container }: Pick<App, "container">): Promise<Attempt> {
  const at = orders++
  const address = {
    first_name: "Camille",
    last_name: "Exemple",
    address_1: "1 rue de la Fiction",
    postal_code: "69003",
    city: "Lyon",
    country_code: "fr",
  }
  const { result: cart } = await createCartWorkflow(container).run({
    input: {
      region_id: shop.region_id,
      sales_channel_id: shop.sales_channel_id,
      currency_code: "eur",
      email: "acheteuse@shop.example",
      shipping_address: address,
      items: [0, 7].map((offset) => ({
        variant_id: shop.variant_ids[(at + offset) % shop.variant_ids.length],
        quantity: 1,
      })),
    },
  })
  await addShippingMethodToCartWorkflow(container).run({
    input: { cart_id: cart.id, options: [{ id: shop.shipping_option_id }] },
  })
  await createPaymentCollectionForCartWorkflow(container).run({ input: { cart_id: cart.id } })
  const { data } = await container.resolve(ContainerRegistrationKeys.QUERY).graph({
    entity: "cart",
    fields: ["payment_collection.id"],
    filters: { id: cart.id },
  })
  await createPaymentSessionsWorkflow(container).run({
    input: {
      payment_collection_id: data[0].payment_collection?.id ?? "",
      provider_id: "pp_system_default",
    },
  })
  const started = performance.now()
  const refusal = await completeCartWorkflow(container)
    .run({ input: { id: cart.id } })
    .then(() => null)
    .catch((error: Error) => error.message)
  return { ms: performance.now() - started, refusal }
}
