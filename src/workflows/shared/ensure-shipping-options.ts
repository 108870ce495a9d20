import {
  createLocationFulfillmentSetWorkflow,
  createServiceZonesWorkflow,
  createShippingOptionsWorkflow,
} from "@medusajs/medusa/core-flows"
import type { MedusaContainer } from "@medusajs/framework/types"
import { ContainerRegistrationKeys, Modules } from "@medusajs/framework/utils"
import { invalid } from "../../modules/marketplace/refusal"
import type { ShippingOptionChoice } from "../../modules/marketplace/stores/connections"
import { marketplaceOf } from "./marketplace"

/** Marks the options that exist only so that an imported order can be packed; no cart ever sees them. */
const HIDDEN_TYPE_CODE = "marketplace-order"
const LOCK = "marketplace-shipping-options"
const LOCK_SECONDS = 30

type LocationFacts = {
  id: string
  name: string
  fulfillment_providers?: { id: string }[]
  fulfillment_sets?: {
    id: string
    name: string
    service_zones?: {
      id: string
      shipping_options?: { id: string; shipping_profile_id: string; type?: { code: string } }[]
    }[]
  }[]
}

/**
 * One hidden shipping option for every stock location and shipping profile, made where it is missing: Medusa packs a
 * line only with an option of its product's profile, and an order without option silently takes the store's first one.
 *
 * A bare store needs the whole chain: the location linked to a provider, a fulfillment set of its own, a service zone
 * without geo zones (it never matches a cart), and the option with the rule `enabled_in_store = false`.
 *
 * Returns the options of all pairs and the ids of those that were made now.
 */
export async function ensureShippingOptions(
  container: MedusaContainer,
  stock_location_ids: string[],
  shipping_profile_ids: string[]
): Promise<Ensured> {
  const ensured: Ensured = { options: [], created: [] }
  const work = async () => {
    Object.assign(ensured, await ensure(container, stock_location_ids, shipping_profile_ids))
  }
  // Two connections that are made at once would both find the set missing, and its name is unique. Of one process one
  // at a time holds a connection of the database's pool, whatever locking other processes see.
  await container
    .resolve(Modules.LOCKING)
    .execute(LOCK, () => marketplaceOf(container).connections.alone(LOCK, work), { timeout: LOCK_SECONDS })
  return ensured
}
type Ensured = { options: ShippingOptionChoice[]; created: string[] }

async function ensure(
  container: MedusaContainer,
  stock_location_ids: string[],
  shipping_profile_ids: string[]
): Promise<Ensured> {
  const query = container.resolve(ContainerRegistrationKeys.QUERY)
  const { data } = await query.graph({
    entity: "stock_location",
    fields: [
      "id",
      "name",
      "fulfillment_providers.id",
      "fulfillment_sets.id",
      "fulfillment_sets.name",
      "fulfillment_sets.service_zones.id",
      "fulfillment_sets.service_zones.shipping_options.id",
      "fulfillment_sets.service_zones.shipping_options.shipping_profile_id",
      "fulfillment_sets.service_zones.shipping_options.type.code",
    ],
    filters: { id: stock_location_ids },
  })
  const options: ShippingOptionChoice[] = []
  const created: string[] = []
  for (const location of data as unknown as LocationFacts[]) {
    const set = location.fulfillment_sets?.find(({ name }) => name === setName(location))
    const existing = (set?.service_zones ?? [])
      .flatMap((zone) => zone.shipping_options ?? [])
      .filter((option) => option.type?.code === HIDDEN_TYPE_CODE)
    options.push(
      ...existing.map((option) => ({
        id: option.id,
        stock_location_id: location.id,
        shipping_profile_id: option.shipping_profile_id,
      }))
    )
    const covered = new Set(existing.map((option) => option.shipping_profile_id))
    const missing = shipping_profile_ids.filter((id) => !covered.has(id))
    if (!missing.length) continue
    const provider_id = await providerOf(container, location)
    const service_zone_id = set?.service_zones?.[0]?.id ?? (await createZone(container, location, set?.id))
    const { result } = await createShippingOptionsWorkflow(container).run({
      input: missing.map((shipping_profile_id) => ({
        name: "Marketplace",
        service_zone_id,
        shipping_profile_id,
        provider_id,
        price_type: "flat" as const,
        type: { label: "Marketplace", description: "Orders from marketplaces", code: HIDDEN_TYPE_CODE },
        prices: [],
        rules: [
          { attribute: "enabled_in_store", operator: "eq" as const, value: "false" },
          { attribute: "is_return", operator: "eq" as const, value: "false" },
        ],
      })),
    })
    created.push(...result.map(({ id }) => id))
    options.push(
      ...result.map(({ id }, index) => ({
        id,
        stock_location_id: location.id,
        shipping_profile_id: missing[index],
      }))
    )
  }
  return { options, created }
}

const setName = (location: LocationFacts) => `Marketplaces: ${location.name} (${location.id})`

async function createZone(
  container: MedusaContainer,
  location: LocationFacts,
  set_id?: string
): Promise<string> {
  const fulfillment = container.resolve(Modules.FULFILLMENT)
  if (!set_id) {
    await createLocationFulfillmentSetWorkflow(container).run({
      input: {
        location_id: location.id,
        fulfillment_set_data: { name: setName(location), type: "marketplace" },
      },
    })
  }
  const [set] = await fulfillment.listFulfillmentSets({ name: setName(location) })
  const { result } = await createServiceZonesWorkflow(container).run({
    input: { data: [{ name: setName(location), fulfillment_set_id: set.id, geo_zones: [] }] },
  })
  return result[0].id
}

/** The provider that packs by hand, linked to the location; else the location's own first one. */
async function providerOf(container: MedusaContainer, location: LocationFacts): Promise<string> {
  const linked = (location.fulfillment_providers ?? []).map(({ id }) => id)
  const manual = linked.find((id) => id === "manual_manual")
  if (manual) return manual
  const providers = await container
    .resolve(Modules.FULFILLMENT)
    .listFulfillmentProviders({}, { select: ["id", "is_enabled"] })
  const registered = providers.filter((provider) => "is_enabled" in provider && provider.is_enabled)
  const chosen = registered.find(({ id }) => id === "manual_manual")?.id ?? linked[0] ?? registered[0]?.id
  if (!chosen) {
    throw invalid("fulfillment_provider_missing")
  }
  if (!linked.includes(chosen)) {
    await container.resolve(ContainerRegistrationKeys.LINK).create({
      [Modules.STOCK_LOCATION]: { stock_location_id: location.id },
      [Modules.FULFILLMENT]: { fulfillment_provider_id: chosen },
    })
  }
  return chosen
}

/** The shipping profiles that products of the store use, and the default one. */
export async function shippingProfileIds(container: MedusaContainer): Promise<string[]> {
  const profiles = await container.resolve(Modules.FULFILLMENT).listShippingProfiles({}, { select: ["id"] })
  return profiles.map(({ id }) => id)
}
