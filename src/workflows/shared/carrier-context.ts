import type { MedusaContainer } from "@medusajs/framework/types"
import {
  type CarrierResolution,
  type CarrierResolutionInput,
  resolveCarrier,
  rulesInUse,
} from "../../carriers/index"
import type {
  CarrierNames,
  MarketplaceAdapter,
  MarketplaceCarrier,
  ShipmentPolicy,
} from "../../marketplaces/port"
import type { ConnectionRow } from "../../modules/marketplace/stores/connections"
import type { StoredRule } from "../../modules/marketplace/stores/rules"
import type { ConnectionSettings } from "../../orders/settings"
import { namedCountry } from "../../orders/territories"
import { settingsOf } from "./connection-settings"
import { marketplaceOf } from "./marketplace"

/** Everything of a connection that decides how its parcels are sent. */
export type CarrierContext = {
  connection: ConnectionRow
  adapter: MarketplaceAdapter
  settings: ConnectionSettings & Record<string, unknown>
  /** Those that are on, in their order. */
  rules: StoredRule[]
}

export async function carrierContext(
  container: MedusaContainer,
  connection: ConnectionRow
): Promise<CarrierContext> {
  const marketplace = marketplaceOf(container)
  const adapter = marketplace.adapter(connection.marketplace_id)
  return {
    connection,
    adapter,
    settings: settingsOf(adapter, connection.settings, {}),
    rules: rulesInUse(await marketplace.rules.listRules(connection.id)),
  }
}

/**
 * What the marketplace listed when it was last asked, or its fixed list; null where it has neither, or none was read yet.
 */
export const liveList = ({
  adapter,
  connection,
}: Pick<CarrierContext, "adapter" | "connection">): MarketplaceCarrier[] | null => {
  const { live_carriers, fixed_carriers } = adapter.descriptor.capabilities
  if (live_carriers) return connection.carriers?.carriers ?? null
  return fixed_carriers ? seedOf(adapter.carrier_names) : null
}

const seeds = new WeakMap<CarrierNames, MarketplaceCarrier[]>()

/** The names that an adapter brings with it, as a list. */
export function seedOf(names: CarrierNames): MarketplaceCarrier[] {
  const list = seeds.get(names) ?? names.seed.map(({ name, code = null }) => ({ name, code }))
  seeds.set(names, list)
  return list
}

/** Whether a fulfillment provider is one of ours for this marketplace: its options name the carrier. */
export const isProviderOf = (marketplace_id: string, provider_id: string | null | undefined): boolean =>
  provider_id?.startsWith(`${marketplace_id}_`) ?? false

export type ParcelFacts = Pick<
  CarrierResolutionInput,
  | "tracking_number"
  | "tracking_url"
  | "carrier"
  | "shipping_option_id"
  | "provider_id"
  | "country_code"
  | "delivery_mode"
  | "weight"
  | "postal_code"
> & {
  /** `data` of the shipping option. */
  option_data?: { carrier?: unknown } | null
  /** Of a label that was made here: it names the parcel's carrier for certain. */
  label_carrier?: unknown
}

/** The code by which the rules have the delivery's country; a French territory that none of them names is France. */
const ruleCountry = ({ country_code = null, postal_code = null }: ParcelFacts, rules: StoredRule[]) =>
  namedCountry({ country_code, postal_code }, [...rules.map(({ match }) => match.country_code), "FR"])

/** One parcel as the connection sends it. The shipping option's carrier counts where the option is one of ours. */
export function resolveParcel(
  context: CarrierContext,
  policy: Pick<ShipmentPolicy, "tracking_number_max_length" | "tracking_url_max_length">,
  { option_data, label_carrier, ...parcel }: ParcelFacts
): CarrierResolution {
  const { connection, adapter, settings, rules } = context
  const isOurs = isProviderOf(connection.marketplace_id, parcel.provider_id)
  const carrier = label_carrier ?? (isOurs ? option_data?.carrier : null)
  return resolveCarrier({
    ...parcel,
    country_code: ruleCountry(parcel, rules),
    names: adapter.carrier_names,
    policy: adapter.carrier_policy(settings[connection.marketplace_id] as Record<string, unknown>),
    option_carrier: typeof carrier === "string" ? carrier : null,
    rules,
    default_carrier: settings.shipping.default_carrier,
    marketplace_carriers: liveList(context),
    tracking_number_max_length: policy.tracking_number_max_length,
    tracking_url_max_length: policy.tracking_url_max_length,
  })
}
