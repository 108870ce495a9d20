import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import { type ConnectionCoverage, optionCoverage } from "../../carriers"
import { marketplaceOf } from "../shared/marketplace"
import { carrierContext, isProviderOf } from "../shared/carrier-context"

type OptionFacts = {
  id: string
  name: string
  provider_id: string
  data: { carrier?: unknown } | null
  service_zone?: { fulfillment_set?: { location?: { id: string } | null } | null } | null
}

type LocationFacts = { id: string; fulfillment_providers?: ({ id: string } | null)[] }

/** Every shipping option and provider of the connection's locations, with how its carrier is determined. */
export async function listCoverage(
  container: MedusaContainer,
  connection_id: string
): Promise<ConnectionCoverage> {
  const connection = await marketplaceOf(container).connection(connection_id)
  const { rules, settings } = await carrierContext(container, connection)
  const { default_carrier } = settings.shipping
  const location_ids = [connection, ...connection.destinations].flatMap(
    ({ stock_location_ids }) => stock_location_ids ?? []
  )
  const query = container.resolve(ContainerRegistrationKeys.QUERY)
  const [options, locations] = await Promise.all([
    query.graph({
      entity: "shipping_option",
      fields: ["id", "name", "provider_id", "data", "service_zone.fulfillment_set.location.id"],
      pagination: { take: 1000, skip: 0 },
    }),
    query.graph({
      entity: "stock_location",
      fields: ["id", "fulfillment_providers.id"],
      filters: { id: location_ids },
    }),
  ])
  const shipping_options = (options.data as unknown as OptionFacts[]).flatMap(
    ({ id, name, provider_id, data, service_zone }) => {
      const stock_location_id = service_zone?.fulfillment_set?.location?.id
      if (!stock_location_id || !location_ids.includes(stock_location_id)) return []
      const isOurs = isProviderOf(connection.marketplace_id, provider_id)
      const option_carrier = isOurs && typeof data?.carrier === "string" ? data.carrier : null
      const facts = { shipping_option_id: id, provider_id, option_carrier }
      return [{ id, name, provider_id, stock_location_id, ...optionCoverage(facts, rules, default_carrier) }]
    }
  )
  const provider_ids = (locations.data as unknown as LocationFacts[]).flatMap(({ fulfillment_providers }) =>
    (fulfillment_providers ?? []).flatMap((provider) => provider?.id ?? [])
  )
  const providers = [...new Set(provider_ids)].map((id) => {
    const facts = { shipping_option_id: null, provider_id: id, option_carrier: null }
    return { id, ...optionCoverage(facts, rules, default_carrier) }
  })
  const uncovered = [...shipping_options, ...providers].filter(({ covered_by }) => covered_by === null).length
  return { shipping_options, providers, default_carrier, uncovered }
}
