import { isDeepStrictEqual } from "node:util"
import type { MedusaContainer } from "@medusajs/framework/types"
import { changedMeanwhile, invalid } from "../../modules/marketplace/refusal"
import type { Destination } from "../../orders/destinations"
import { ASPECTS } from "../../offers/result"
import { readOfferSettings } from "../../offers/settings"
import { importStart } from "../../orders/settings"
import type { ConnectionRow } from "../../modules/marketplace/stores/connections"
import { newRunId } from "../../modules/marketplace/stores/runs"
import { ensureShippingOptions, shippingProfileIds } from "../shared/ensure-shipping-options"
import { checkDefaultCarrier } from "../carriers/check-default-carrier"
import { replanUnknownCarriers } from "../carriers/replan-unknown-carriers"
import { codesClearedBy } from "../../orders/problems"
import { labelsFromNowOn, lookAtPanels } from "../labels/automatic-since"
import { releaseHeld } from "../release-held/release-held"
import { begin } from "../shared/begin"
import { wakeOffers } from "../shared/mark-offers"
import { type Actor, marketplaceOf } from "../shared/marketplace"
import {
  type ConnectionInput,
  placementOf,
  refuseOverlap,
  refuseSwitches,
  refuseUnservedRecipients,
} from "./connection-input"
import { settingsOf } from "../shared/connection-settings"
import { shippingOptionChoices } from "./shipping-option-choices"
import { oneStepWorkflow } from "../shared/one-step-workflow"
import { whyUnusable } from "../shared/unusable"

export type UpdateConnectionInput = Omit<ConnectionInput, "credentials"> & {
  id: string
  /** Given together, when the credentials change. */
  account?: string
  encrypted_credentials?: string
  credential_hints?: Record<string, string>
  /** The one that was shown; left out, whatever it is now is changed. */
  version?: string
  actor: Actor
}

/** So often a change is made again when others change the connection at the same time. */
const MOST_TRIES = 5

export const updateMarketplaceConnectionWorkflow = oneStepWorkflow(
  "update-marketplace-connection",
  async (input: UpdateConnectionInput, { container }) => {
    const marketplace = marketplaceOf(container)
    const shown = await marketplace.connection(input.id)
    if (!marketplace.hasAdapter(shown.marketplace_id)) return disable(marketplace, shown, input)
    const { before, after, settings, current } = await change(container, input)
    if (input.encrypted_credentials) {
      marketplace.forgetPaceAndToken(before.id)
      await marketplace.connections.setHealth(before.id, { status: "ok", code: null, failed: false })
    }
    if (settings.shipping.default_carrier !== current.shipping.default_carrier) {
      begin(container, `planning for ${before.id}`, () => replanUnknownCarriers(container, before.id))
    }
    if (settings.import.acceptance === "manual") await forgetAutomaticAcceptance(marketplace, before.id)
    await lookAtPanels(container, before.settings, settings)
    const isOtherChoice =
      choiceOf(current, before.marketplace_id) !== choiceOf(settings, before.marketplace_id)
    await queueBackfill(marketplace, before, { start_at: after.start_at, isOtherChoice })
    const changes = changesBetween(before, after)
    const credentials_changed = input.encrypted_credentials !== undefined
    if (changes.length || credentials_changed) {
      await marketplace.createMarketplaceHistoryEntries({
        connection_id: before.id,
        event: "connection.updated",
        actor: input.actor,
        data: { changes, credentials_changed },
      })
    }
    if (changes.some(({ field }) => decidesOffers(field, before.marketplace_id))) {
      await marketplace.offers.markOffersOf(before.id, ASPECTS)
      wakeOffers(container, [before.id])
    }
    // What was held for a setting, a region or a location, or for this connection beside another, may be importable now.
    await releaseHeld(container, { connection_id: before.id })
    await releaseHeld(container, { problem_codes: codesClearedBy("connections") })
    return before.id
  }
)

/** What the values of all offers are computed of: they are computed again at once, not with the nightly look at everything. */
const decidesOffers = (field: string, marketplace_id: string): boolean =>
  [
    ...["settings.offers", `settings.${marketplace_id}`],
    ...["stock_location_ids", "region_id", "destinations", "sales_channel_id"],
  ].some((name) => field === name || field.startsWith(`${name}.`))

type Change = {
  before: ConnectionRow
  after: ReturnType<typeof columnsOf>
  settings: Settings
  current: Settings
}
type Settings = ReturnType<typeof settingsOf>

/**
 * Lays what was given over the connection as it is, and writes it if it still is as it was read; otherwise begins again.
 * With `version` only the connection that was shown is changed.
 */
async function change(container: MedusaContainer, input: UpdateConnectionInput): Promise<Change> {
  const { connections } = marketplaceOf(container)
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const [shown] = await connections.listVersions([input.id])
    if (input.version !== undefined && shown && shown.version !== input.version) break
    const planned = await planChange(container, input)
    const { before, after, settings } = planned
    const credential = input.encrypted_credentials
      ? { encrypted: input.encrypted_credentials, hints: input.credential_hints ?? {} }
      : null
    const isDone = await connections.changeConnection(
      { id: input.id, version: shown?.version ?? "" },
      { ...after, marketplace_id: before.marketplace_id },
      credential,
      async (others, hasOrders, transaction) => {
        if (hasOrders && after.account !== before.account) throw invalid("account_has_orders")
        refuseOverlap(others, settings)
        await labelsFromNowOn(container, transaction, before.id, before.settings, settings)
      }
    )
    if (isDone) return planned
  }
  throw changedMeanwhile()
}

async function planChange(container: MedusaContainer, input: UpdateConnectionInput): Promise<Change> {
  const marketplace = marketplaceOf(container)
  const before = await marketplace.connection(input.id)
  const adapter = marketplace.adapter(before.marketplace_id)
  const account = input.account ?? before.account
  if (input.is_enabled === true && !before.activated_at) {
    throw invalid("activate_first", { id: before.id })
  }
  const settings = settingsOf(adapter, before.settings, input.settings ?? {})
  // What is stored may be invalid, which this save corrects: then there is nothing to compare with.
  const current = whyUnusable(container, before) ? settings : settingsOf(adapter, before.settings, {})
  refuseSwitches(settings, readOfferSettings(before.settings))
  checkDefaultCarrier(adapter, before.carriers, settings, current.shipping.default_carrier)
  await refuseUnservedRecipients(container, settings, current)
  const placement = await placementOf(container, input, before)
  const destinations = input.destinations ?? before.destinations
  const locations = [
    ...placement.stock_location_ids,
    ...destinations.flatMap((destination) => destination.stock_location_ids ?? []),
  ]
  const moved = input.stock_location_ids !== undefined || input.destinations !== undefined
  const shipping_options = input.shipping_option_ids
    ? await shippingOptionChoices(container, input.shipping_option_ids)
    : moved
      ? (await ensureShippingOptions(container, [...new Set(locations)], await shippingProfileIds(container)))
          .options
      : before.shipping_options
  const after = columnsOf(input, before, { account, settings, placement, destinations, shipping_options })
  return { before, after, settings, current }
}

const columnsOf = (
  input: UpdateConnectionInput,
  before: ConnectionRow,
  {
    placement,
    settings,
    ...rest
  }: Pick<ConnectionRow, "account" | "destinations" | "shipping_options"> & {
    settings: Settings
    placement: Destination
  }
) => ({
  name: input.name ?? before.name,
  is_enabled: input.is_enabled ?? before.is_enabled,
  ...placement,
  ...rest,
  settings: settings as Record<string, unknown>,
  start_at: isSameStart(before.settings, settings)
    ? before.start_at
    : importStart(settings, new Date(before.created_at)),
})

/** A connection whose adapter was taken out of the options can be disabled, and nothing else. */
async function disable(
  marketplace: ReturnType<typeof marketplaceOf>,
  before: ConnectionRow,
  { is_enabled, version, actor }: UpdateConnectionInput
): Promise<string> {
  if (is_enabled !== false) throw invalid("adapter_missing", { marketplace: before.marketplace_id })
  const became = await marketplace.connections.disableConnection({ id: before.id, version })
  if (became === "changed") throw changedMeanwhile()
  await marketplace.createMarketplaceHistoryEntries({
    connection_id: before.id,
    event: "connection.updated",
    actor,
    data: {
      changes: [{ field: "is_enabled", from: before.is_enabled, to: false }],
      credentials_changed: false,
    },
  })
  return before.id
}

/** Without automatic acceptance there is nothing to say about it: every order waits for a person. */
const forgetAutomaticAcceptance = (marketplace: ReturnType<typeof marketplaceOf>, id: string) =>
  marketplace.orders.setProblem({ connection_id: id }, null, { codes: codesClearedBy("decision") })

/** Settings that decide which of the marketplace's orders are ours to import, the adapter's own among them. */
const choiceOf = (settings: ReturnType<typeof settingsOf>, marketplace_id: string) => {
  const { channels, countries, fulfilled_by_marketplace, unpaid } = settings.import
  return JSON.stringify([channels, countries, fulfilled_by_marketplace, unpaid, settings[marketplace_id]])
}

/** An earlier start date or other filters: what has come since the start date is asked for, and judged, once more. */
async function queueBackfill(
  marketplace: ReturnType<typeof marketplaceOf>,
  before: ConnectionRow,
  after: { start_at: Date; isOtherChoice: boolean }
): Promise<void> {
  const isEarlier = after.start_at < new Date(before.start_at)
  if (!before.activated_at || (!isEarlier && !after.isOtherChoice)) return
  await marketplace.runs.writeRun({
    id: newRunId(),
    connection_id: before.id,
    trigger: "manual",
    scope: "since",
    state: "queued",
    params: { since: after.start_at.toISOString() },
  })
}

const startOf = (settings: Record<string, unknown>) =>
  (settings.import as { start_at?: string | null } | undefined)?.start_at ?? null
const isSameStart = (before: Record<string, unknown>, after: Record<string, unknown>) =>
  startOf(before) === startOf(after)

/** As it is stored, where fields have no order and a time is a text. */
const plain = (value: unknown): unknown => (value === undefined ? null : JSON.parse(JSON.stringify(value)))

/** What changed, from what to what, field by field; settings by their path. Holds no secret. */
function changesBetween(
  before: object,
  after: object,
  path = ""
): { field: string; from: unknown; to: unknown }[] {
  const [old, now] = [
    new Map<string, unknown>(Object.entries(before)),
    new Map<string, unknown>(Object.entries(after)),
  ]
  // Of the connection itself only what can change; of a setting also the entry that is gone.
  const keys = path ? new Set([...old.keys(), ...now.keys()]) : now.keys()
  return [...keys].flatMap((key) => {
    const [from, to] = [old.get(key), now.get(key)]
    const field = path ? `${path}.${key}` : key
    const nested = [from, to].every((value) => value && typeof value === "object" && !Array.isArray(value))
    if (nested && !(to instanceof Date)) return changesBetween(from as object, to as object, field)
    return isDeepStrictEqual(plain(from), plain(to)) ? [] : [{ field, from, to }]
  })
}
