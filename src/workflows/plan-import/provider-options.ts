import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import type { ShippingOptionFacts } from "../../orders/choose-shipping-option"
import { isProviderOf } from "../shared/carrier-context"

const MOST_OPTIONS = 500

type OptionFacts = {
  id: string
  provider_id: string
  shipping_profile_id: string
  data: { carrier?: unknown } | null
  rules?: { attribute: string; value: unknown }[]
  service_zone?: { fulfillment_set?: { location?: { id: string } | null } | null } | null
}

/** The store's shipping options of our provider for this marketplace, returns left out, with the carrier of each. */
export async function providerOptions(
  container: MedusaContainer,
  marketplace_id: string
): Promise<ShippingOptionFacts[]> {
  const { data } = await container.resolve(ContainerRegistrationKeys.QUERY).graph({
    entity: "shipping_option",
    fields: [
      "id",
      "provider_id",
      "shipping_profile_id",
      "data",
      "rules.attribute",
      "rules.value",
      "service_zone.fulfillment_set.location.id",
    ],
    filters: { provider_id: { $like: `${marketplace_id}_%` } } as Record<string, unknown>,
    pagination: { take: MOST_OPTIONS, skip: 0, order: { id: "ASC" } },
  })
  return (data as unknown as OptionFacts[]).flatMap((option) => {
    const location_id = option.service_zone?.fulfillment_set?.location?.id
    const isReturn = option.rules?.some(
      ({ attribute, value }) => attribute === "is_return" && value === "true"
    )
    if (!location_id || isReturn || !isProviderOf(marketplace_id, option.provider_id)) return []
    const carrier = typeof option.data?.carrier === "string" ? option.data.carrier : null
    return [{ id: option.id, location_id, shipping_profile_id: option.shipping_profile_id, carrier }]
  })
}
