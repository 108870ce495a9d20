import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import type { CarrierResolution } from "../../carriers"
import type { ShipmentPolicy } from "../../marketplaces/port"
import { invalid } from "../../modules/marketplace/refusal"
import { marketplaceOf } from "../shared/marketplace"
import {
  type CarrierContext,
  carrierContext,
  type ParcelFacts,
  resolveParcel,
} from "../shared/carrier-context"

/** The option decides its provider. */
export type PreviewInput = Omit<ParcelFacts, "option_data">

/** What would be sent for a parcel: same rules, default, list and limits. Calls no marketplace and writes nothing. */
export async function previewParcel(
  container: MedusaContainer,
  connection_id: string,
  parcel: PreviewInput
): Promise<CarrierResolution> {
  const connection = await marketplaceOf(container).connection(connection_id)
  const context = await carrierContext(container, connection)
  const option = parcel.shipping_option_id ? await optionOf(container, parcel.shipping_option_id) : null
  return resolveParcel(context, policyOf(context, parcel.country_code ?? "FR"), {
    ...parcel,
    provider_id: option?.provider_id ?? parcel.provider_id,
    option_data: option?.data,
  })
}

type OptionFacts = { id: string; provider_id: string; data: Record<string, unknown> | null }

async function optionOf(container: MedusaContainer, id: string): Promise<OptionFacts> {
  const { data } = await container.resolve(ContainerRegistrationKeys.QUERY).graph({
    entity: "shipping_option",
    fields: ["id", "provider_id", "data"],
    filters: { id },
  })
  const [option] = data as unknown as OptionFacts[]
  if (option) return option
  throw invalid("shipping_option_not_found", { id })
}

/** The limits of an ordinary order: there is none to ask yet. */
function policyOf({ adapter, connection, settings }: CarrierContext, country_code: string): ShipmentPolicy {
  const own = settings[connection.marketplace_id] as Record<string, unknown>
  const sample = adapter.testOrder(
    {
      external_id: "preview",
      sku: "preview",
      title: "Preview",
      quantity: 1,
      unit_price: 1,
      country_code: country_code.toUpperCase(),
      now: new Date(),
    },
    own
  )
  return adapter.shipmentPolicy(adapter.normalize(adapter.merge(null, sample.payload), own), own)
}
