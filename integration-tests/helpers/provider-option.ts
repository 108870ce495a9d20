import { Modules } from "@medusajs/framework/utils"
import type { MarketTest } from "./market-test"

/** A hidden shipping option of a fulfillment provider, made as a merchant makes it; returns its id. */
export async function providerOption(
  { app, store }: Pick<MarketTest, "app" | "store">,
  provider_id: string,
  /** What the provider calls the option. */
  option_id: string
): Promise<string> {
  const post = async <Body>(path: string, body: unknown) => {
    const answer = await app.api<Body & { message?: string }>("POST", path, body)
    if (answer.status !== 200) throw new Error(`${path}: ${answer.body.message}`)
    return answer.body
  }
  const name = `Parcels of ${provider_id}`
  const location = `/admin/stock-locations/${store.stock_location_id}`
  await post(`${location}/fulfillment-providers`, { add: [provider_id] })
  await post(`${location}/fulfillment-sets`, { name, type: "shipping" })
  const [set] = await app.container.resolve(Modules.FULFILLMENT).listFulfillmentSets({ name })
  const zone = await post<{ fulfillment_set: { service_zones: { id: string }[] } }>(
    `/admin/fulfillment-sets/${set.id}/service-zones`,
    { name, geo_zones: [] }
  )
  const offered = await app.api<{ fulfillment_options: ({ id: string } & Record<string, unknown>)[] }>(
    "GET",
    `/admin/fulfillment-providers/${provider_id}/options`
  )
  const { shipping_option } = await post<{ shipping_option: { id: string } }>("/admin/shipping-options", {
    name,
    service_zone_id: zone.fulfillment_set.service_zones[0].id,
    shipping_profile_id: store.shipping_profile_id,
    provider_id,
    price_type: "flat",
    type: { label: name, description: name, code: option_id },
    prices: [{ currency_code: "eur", amount: 0 }],
    data: offered.body.fulfillment_options.find(({ id }) => id === option_id),
    rules: [
      { attribute: "enabled_in_store", operator: "eq", value: "false" },
      { attribute: "is_return", operator: "eq", value: "false" },
    ],
  })
  return shipping_option.id
}
