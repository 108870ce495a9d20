import { ContainerRegistrationKeys, MedusaError } from "@medusajs/framework/utils"
import type { MedusaContainer } from "@medusajs/framework/types"
import { z } from "@medusajs/framework/zod"
import { localText, type MarketplaceAdapter } from "../../marketplaces/port"
import { invalid, invalidFields, spokenLanguage } from "../../modules/marketplace/refusal"
import { wrongFields } from "../../modules/marketplace/wrong-fields"
import type { ConnectionRow } from "../../modules/marketplace/stores/connections"
import { type Destination, type DestinationRule, destinationsOverlap } from "../../orders/destinations"
import { OFFER_SWITCHES, type OfferSettings } from "../../offers/settings"
import { type ConnectionSettings, importFilters } from "../../orders/settings"
import { servedChannels } from "../notify/notify"

export type ConnectionInput = {
  name?: string
  credentials?: Record<string, string>
  is_enabled?: boolean
  sales_channel_id?: string
  region_id?: string
  stock_location_ids?: string[]
  shipping_option_ids?: string[]
  destinations?: DestinationRule[]
  settings?: Record<string, unknown>
}

const wrong = (message: string) => new MedusaError(MedusaError.Types.INVALID_DATA, message)

/** Whose credentials they are: a marketplace's adapter, or a label service. */
export type CredentialsOwner = Pick<MarketplaceAdapter, "credentials_schema"> & {
  descriptor: Pick<MarketplaceAdapter["descriptor"], "credential_fields">
}

/**
 * The credentials to store: what was given, over what is kept. A secret left out or empty is kept, but never follows a
 * changed account, client or address: then every secret must be given again.
 */
export function credentialsOf(
  adapter: CredentialsOwner,
  options: Record<string, unknown>,
  given: Record<string, string>,
  kept: Record<string, string> | null
): Record<string, string> {
  const { credential_fields } = adapter.descriptor
  const unknown = Object.keys(given).filter((name) => !credential_fields.some((field) => field.name === name))
  if (unknown.length) throw wrong(`credentials: unknown field ${unknown.join(", ")}`)
  const filled = Object.fromEntries(
    Object.entries(given)
      .map(([name, value]) => [name, value.trim()])
      .filter(([, value]) => value !== "")
  ) as Record<string, string>
  const open = credential_fields.filter((field) => !field.secret).map((field) => field.name)
  const moved =
    kept !== null && open.some((name) => filled[name] !== undefined && filled[name] !== kept[name])
  const secrets = credential_fields.filter((field) => field.secret && kept?.[field.name] !== undefined)
  const missing = secrets.filter((field) => filled[field.name] === undefined)
  if (moved && missing.length) {
    throw invalid("secrets_needed", {
      fields: missing.map(({ label }) => localText(label, spokenLanguage())),
    })
  }
  const strange = credential_fields.find(
    ({ name, options: choices }) => choices && filled[name] !== undefined && !choices.includes(filled[name])
  )
  if (strange) throw wrong(`credentials.${strange.name}: expected one of ${strange.options?.join(", ")}`)
  const result = adapter.credentials_schema(options).safeParse({ ...kept, ...filled })
  if (!result.success) {
    const problems = result.error.issues.map(
      (issue) => `credentials.${issue.path.join(".")}: ${issue.message}`
    )
    throw invalidFields(problems.join("; "), wrongFields(result.error.issues, "credentials"))
  }
  return result.data
}

/** What a route may show of credentials: the end of open fields, and that a secret is set. */
export function hintsOf(
  adapter: CredentialsOwner,
  credentials: Record<string, string>
): Record<string, string> {
  return Object.fromEntries(
    adapter.descriptor.credential_fields
      .filter(({ name }) => credentials[name])
      .map(({ name, secret, options }) => [
        name,
        secret ? "set" : options ? credentials[name] : hint(credentials[name]),
      ])
  )
}

const hint = (value: string) => (value.length > 8 ? `…${value.slice(-4)}` : value)

type Choice = { id: string; name: string }
/** Those wanted that exist, and the first ones of all to be named in a refusal. */
type Choices = { known: Set<string>; first: Choice[] }
const MOST_NAMED = 20

async function choicesOf(
  container: MedusaContainer,
  entity: "sales_channel" | "region" | "stock_location",
  wanted: (string | null | undefined)[]
): Promise<Choices> {
  const query = container.resolve(ContainerRegistrationKeys.QUERY)
  const list = async (filters: { id?: string[] }, take: number) => {
    const { data } = await query.graph({
      entity,
      fields: ["id", "name"],
      filters,
      pagination: { take, skip: 0 },
    })
    return data as Choice[]
  }
  const ids = [...new Set(wanted.filter((id) => typeof id === "string"))]
  const [found, first] = await Promise.all([
    ids.length ? list({ id: ids }, ids.length) : [],
    list({}, MOST_NAMED + 1),
  ])
  return { known: new Set(found.map(({ id }) => id)), first }
}

/** The chosen one if it exists; left out, the store's only one; otherwise a 400 that names the choices. */
function choose(kind: string, field: string, { known, first }: Choices, wanted: string | undefined): string {
  if (wanted !== undefined) {
    if (known.has(wanted)) return wanted
    throw invalid("choice_unknown", { field, kind: [kind], id: wanted, choices: offer(first) })
  }
  if (first.length === 1) return first[0].id
  throw first.length
    ? invalid("choice_needed", { field, choices: offer(first) })
    : invalid("choice_missing", { field, kind: [kind] })
}

const offer = (choices: Choice[]) =>
  choices
    .slice(0, MOST_NAMED)
    .map(({ id, name }) => `${name} (${id})`)
    .join(", ") + (choices.length > MOST_NAMED ? ", …" : "")

/** Where orders go, checked against the store. Throws a 400 that names field, wrong id and choices. */
export async function placementOf(
  container: MedusaContainer,
  input: ConnectionInput,
  current: Partial<Destination>
): Promise<Destination> {
  const { destinations = [] } = input
  const wantedChannel = input.sales_channel_id ?? current.sales_channel_id
  const wantedRegion = input.region_id ?? current.region_id
  const wantedLocations = input.stock_location_ids ?? current.stock_location_ids ?? []
  const [channels, regions, locations] = await Promise.all([
    choicesOf(container, "sales_channel", [
      wantedChannel,
      ...destinations.map(({ sales_channel_id }) => sales_channel_id),
    ]),
    choicesOf(container, "region", [wantedRegion, ...destinations.map(({ region_id }) => region_id)]),
    choicesOf(container, "stock_location", [
      ...wantedLocations,
      ...destinations.flatMap(({ stock_location_ids }) => stock_location_ids ?? []),
    ]),
  ])
  for (const { sales_channel_id, region_id, stock_location_ids } of destinations) {
    if (sales_channel_id) choose("sales_channel", "destinations.sales_channel_id", channels, sales_channel_id)
    if (region_id) choose("region", "destinations.region_id", regions, region_id)
    for (const id of stock_location_ids ?? []) {
      choose("stock_location", "destinations.stock_location_ids", locations, id)
    }
  }
  return {
    sales_channel_id: choose("sales channel", "sales_channel_id", channels, wantedChannel),
    region_id: choose("region", "region_id", regions, wantedRegion),
    stock_location_ids: wantedLocations.length
      ? wantedLocations.map((id) => choose("stock_location", "stock_location_ids", locations, id))
      : [choose("stock_location", "stock_location_ids", locations, undefined)],
  }
}

/**
 * A recipient without an address, or on a channel without a provider, would never receive anything. Only new recipients are checked: the
 * connection's health reports a provider that was removed later, and saving stays possible.
 */
export async function refuseUnservedRecipients(
  container: MedusaContainer,
  settings: ConnectionSettings,
  before: ConnectionSettings | null
): Promise<void> {
  const addresses = new Set(before?.notifications.recipients.map(({ to }) => to))
  const wrong = settings.notifications.recipients.find(
    ({ to, channel }) => channel === "email" && !addresses.has(to) && !z.email().safeParse(to).success
  )
  if (wrong) throw invalid("address_invalid", { to: wrong.to })
  const known = new Set(before?.notifications.recipients.map(({ channel }) => channel))
  const asked = settings.notifications.recipients.filter(({ channel }) => !known.has(channel))
  if (!asked.length) return
  const served = await servedChannels(container)
  const unserved = asked.find(({ channel }) => !served.has(channel))
  if (unserved) {
    throw invalid("channel_unserved", {
      channel: unserved.channel,
      served: [...served].sort().join(", ") || "–",
    })
  }
}

/** Stock, prices and delivery are switched after their preview, never by saving a form. */
export function refuseSwitches({ offers }: ConnectionSettings, before: OfferSettings | null): void {
  const isSwitched = OFFER_SWITCHES.some((name) => offers && offers[name] !== (before?.[name] ?? false))
  if (isSwitched) throw invalid("offers_switched_apart")
}

/**
 * A second connection on the same account would import the same orders unless channels or countries keep them apart. One
 * whose own filters cannot be read imports nothing, and is judged when they are corrected.
 */
export function refuseOverlap(
  others: Pick<ConnectionRow, "name" | "settings">[],
  settings: Pick<ConnectionSettings, "import">
): void {
  for (const other of others) {
    const filters = importFilters(other.settings)
    if (filters && destinationsOverlap(settings.import, filters)) {
      throw invalid("account_shared", { name: other.name })
    }
  }
}
