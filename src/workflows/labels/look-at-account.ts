import type { MedusaContainer } from "@medusajs/framework/types"
import { Modules } from "@medusajs/framework/utils"
import { chooseOption, type OptionSubject } from "../../labels/choose-option"
import { type Finding, findings } from "../../labels/doctor"
import type { LabelSession } from "../../labels/label-service"
import { isMarketplaceError } from "../../marketplaces/errors"
import { invalid } from "../../modules/marketplace/refusal"
import { labelsOf } from "../shared/labels"
import type { Hide } from "./without-buyer"

const LIVE_MS = 10_000
const MOST_LOCATIONS = 200

/**
 * Asks the account's service now, at most 10 seconds. What it refuses is a 400 in its words; `hider` takes out of them the
 * buyers whom the question is about.
 */
export async function askLive<Answer>(
  container: MedusaContainer,
  id: string,
  ask: (session: LabelSession) => Promise<Answer>,
  hider?: () => Promise<Hide>
): Promise<Answer> {
  const labels = labelsOf(container)
  const session = await labels.openSession(await labels.account(id), AbortSignal.timeout(LIVE_MS))
  try {
    return await ask(session)
  } catch (error) {
    if (!isMarketplaceError(error)) throw error
    const said = error.details.marketplace_message
    const detail = said === undefined ? error.message : hider ? (await hider())(said) : said
    throw invalid("label_service_failed", { detail })
  }
}

/** Where the service reports to; null where the store has no public address. */
export const webhookUrlOf = (container: MedusaContainer, id: string): string | null => {
  const { backend_url } = labelsOf(container).options
  return backend_url ? `${backend_url}/webhooks/labels/${id}` : null
}

const orNull = async <T>(asked: Promise<T>): Promise<T | null> => {
  try {
    return await asked
  } catch (error) {
    if (!isMarketplaceError(error)) throw error
    return null
  }
}

/** Everything that keeps this account's labels from being bought. */
export async function examineAccount(container: MedusaContainer, id: string): Promise<Finding[]> {
  const labels = labelsOf(container)
  const account = await labels.account(id)
  const session = await labels.openSession(account, AbortSignal.timeout(LIVE_MS))
  const check = await session.check()
  const locations = await container
    .resolve(Modules.STOCK_LOCATION)
    .listStockLocations({}, { select: ["id", "name"], take: MOST_LOCATIONS })
  const rules = await labels.optionRules.listOptionRules(id)
  const { weight_unit, item_grams, return_mode } = labels.settingsOf(account).labels
  return findings({
    check,
    stock_locations: locations,
    senders: account.senders,
    default_sender_id: account.default_sender_id,
    known_senders: check.ok ? await orNull(session.senders()) : null,
    integrations: check.ok ? await orNull(session.integrations()) : null,
    accepted_integrations: Object.keys(account.accepted_integrations),
    has_option: account.fallback !== null || rules.some(({ is_enabled }) => is_enabled),
    lacks_return_option: return_mode === "automatic" && account.return_option === null,
    weight_unit: weight_unit ?? (item_grams === null ? null : "g"),
    backend_url: labels.options.backend_url ?? null,
    webhook_url: webhookUrlOf(container, id),
  })
}

/** Which option the rules choose for a parcel, and why. */
export async function resolveOption(container: MedusaContainer, id: string, subject: OptionSubject) {
  const labels = labelsOf(container)
  const { fallback } = await labels.account(id)
  return chooseOption(subject, await labels.optionRules.listOptionRules(id), fallback)
}
