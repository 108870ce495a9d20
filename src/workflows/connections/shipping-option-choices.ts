import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { invalid } from "../../modules/marketplace/refusal"
import type { ShippingOptionChoice } from "../../modules/marketplace/stores/connections"

type OptionFacts = {
  id: string
  shipping_profile_id: string
  service_zone?: { fulfillment_set?: { location?: { id: string } | null } | null } | null
}

/** The merchant's own shipping options with the location and profile that each serves. */
export async function shippingOptionChoices(
  container: MedusaContainer,
  ids: string[]
): Promise<ShippingOptionChoice[]> {
  const { data } = await container.resolve(ContainerRegistrationKeys.QUERY).graph({
    entity: "shipping_option",
    fields: ["id", "shipping_profile_id", "service_zone.fulfillment_set.location.id"],
    filters: { id: ids },
  })
  const options = data as unknown as OptionFacts[]
  return ids.map((id) => {
    const option = options.find((candidate) => candidate.id === id)
    const location = option?.service_zone?.fulfillment_set?.location?.id
    if (!option || !location) {
      throw invalid("shipping_option_without_location", { id })
    }
    return { id, stock_location_id: location, shipping_profile_id: option.shipping_profile_id }
  })
}
