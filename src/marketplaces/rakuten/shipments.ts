import { RE2JS } from "re2js"

import { MarketplaceError } from "../errors"
import { parcelsOf } from "../parcels"
import type { CallResult, CarrierPolicy, NormalizedOrder, ShipmentPolicy, ShipmentRequest } from "../port"
import { CARRIER_NAMES } from "./carrier-names"
import type { RakutenClient } from "./client"
import { fold } from "../fold"
import { afterProgress, assertStatus, callEach, resultOf, type ItemOutcomes } from "./item-calls"
import { isRakutenRefusal, RakutenRefusal } from "./refusal"
import { statusSchema } from "./schemas"
import { settingNames } from "../setting-fields"
import { settingFields, type RakutenSettings } from "./settings"
import { shipmentFile, type ShipmentLine } from "./shipment-file"
import { shippingModeOf } from "./shipping-modes"

const CORRECTION_SETTINGS = settingNames(settingFields, "tracking_correction")
/** Value of the setting `unknown_transporter`. */
const HOLD = "hold"
const FIELDS: [RegExp, string][] = [
  [/tracking ?url|url de suivi/, "tracking_url_refused"],
  [/tracking ?number|numero de suivi/, "parcel_refused"],
  [/transporter|transporteur/, "carrier_refused"],
]
/** Rakuten documents no limits: the same as elsewhere. */
const TRACKING_NUMBER_MAX_LENGTH = 50
const TRACKING_URL_MAX_LENGTH = 255

/** Each unit has its own number, so shipments are sent as they happen. */
export function shipmentPolicyOf(order: NormalizedOrder, settings: RakutenSettings): ShipmentPolicy {
  const mode = shippingModeOf(order.delivery_mode ?? "", settings)
  const has_prepaid_label = mode.is_prepaid && settings.prepaid_policy !== "send-tracking"
  return {
    parcels: "many",
    split: "wait_for_all",
    untracked: mode.is_untracked || has_prepaid_label,
    has_prepaid_label,
    corrections: settings.tracking_correction !== "manual" && !has_prepaid_label,
    asks_unusual: settings.tracking_correction === "manual",
    ...(has_prepaid_label ? {} : { correction_settings: CORRECTION_SETTINGS }),
    tracking_number_max_length: TRACKING_NUMBER_MAX_LENGTH,
    tracking_url_max_length: TRACKING_URL_MAX_LENGTH,
  }
}

/** What the settings say of carriers that Rakuten does not list, and of links with a `#`. */
export function carrierPolicyOf(settings: RakutenSettings): CarrierPolicy {
  const { tracking_url_fragment: fragment, unknown_transporter } = settings
  const isAlwaysNeeded = settings.tracking_url_policy === "always-required"
  return {
    match: "listed",
    fallback: unknown_transporter === HOLD ? null : unknown_transporter,
    tracking_url_fragment: fragment === "avoid" && !isAlwaysNeeded ? "replace" : fragment,
  }
}

/**
 * Declares the shipment of some items of one purchase. An item that was shipped before counts as done; one that is not
 * accepted yet throws `not_ready`. When some lines of a file are refused, the others are sent without them.
 */
export async function ship(
  request: ShipmentRequest,
  client: RakutenClient,
  settings: RakutenSettings
): Promise<CallResult> {
  const mode = shippingModeOf(request.order.delivery_mode ?? "", settings)
  const isRakutensNumber = settings.prepaid_policy === "flag-only" && request.is_correction
  if (mode.is_prepaid && (settings.prepaid_policy === "skip" || isRakutensNumber)) {
    return {
      result: "already",
      status: 0,
      message: "Rakuten follows the label that it made; nothing was sent.",
    }
  }
  if (request.is_correction && settings.tracking_correction === "manual") {
    throw unsent(
      "correction_by_hand",
      "a number can be corrected in the seller account only; see tracking_correction"
    )
  }
  const lines = shipmentLines(request, settings)
  const isOneByOne =
    request.is_correction ||
    (settings.ship_service === "settrackingpackageinfos" &&
      !lines.some(({ transporter }) => transporter === ""))
  const outcomes = isOneByOne
    ? await setTracking(lines, client)
    : await uploadLines(request.external_id, lines, client, settings)
  return resultOf(outcomes)
}

/**
 * What is sent of each item. Throws `refused`, with a reason, for what must not be sent.
 */
export function shipmentLines(request: ShipmentRequest, settings: RakutenSettings): ShipmentLine[] {
  const { item_external_ids: itemids, order, parcels } = request
  const mode = shippingModeOf(order.delivery_mode ?? "", settings)
  if (itemids.length === 0) {
    throw unsent("no_items", "it names no item")
  }
  const flagged = (transporter: string) =>
    itemids.map((itemid) => ({
      itemid,
      transporter,
      trackingnumber: settings.untracked_flag,
      trackingurl: "",
    }))
  if (mode.is_prepaid && settings.prepaid_policy === "flag-only") {
    return flagged(mode.prepaid_transporter)
  }
  if (request.is_untracked || parcels.length === 0) {
    if (!shipmentPolicyOf(order, settings).untracked) {
      throw unsent("untracked_not_supported", "this shipping type needs a tracking number")
    }
    return flagged("")
  }
  return parcelsOf(request, "The shipment").flatMap((parcel) => {
    const name = transporterOf(parcel.carrier_name, settings)
    return parcel.item_external_ids.map((itemid) => ({
      itemid,
      transporter: settings.transporter_case === "upper" ? name.toUpperCase() : name,
      trackingnumber: parcel.tracking_number,
      trackingurl: urlOf(parcel, name, settings),
    }))
  })
}

function transporterOf(name: string, settings: RakutenSettings): string {
  if (fold(name) !== fold(CARRIER_NAMES.fallback)) {
    return name
  }
  if (settings.unknown_transporter === HOLD) {
    throw unsent("carrier_unknown", "Rakuten does not list this carrier; see unknown_transporter")
  }
  return settings.unknown_transporter
}

function urlOf(
  { tracking_url: given }: ShipmentRequest["parcels"][number],
  transporter: string,
  settings: RakutenSettings
): string {
  const isNeeded =
    fold(transporter) === fold(CARRIER_NAMES.fallback) || settings.tracking_url_policy === "always-required"
  const isWanted = isNeeded || settings.tracking_url_policy === "when-known"
  const url = isWanted && given !== null && /^https?:\/\/\S+$/i.test(given) ? given : ""
  if (url.includes("#") && settings.tracking_url_fragment === "refuse") {
    throw unsent("tracking_url_refused", "its tracking URL has a #; see tracking_url_fragment")
  }
  if (isNeeded && url === "") {
    throw unsent("tracking_url_missing", "this carrier needs a tracking URL")
  }
  return url
}

/** One call per item; overwriting a number that is there is not confirmed. */
function setTracking(lines: ShipmentLine[], client: RakutenClient): Promise<ItemOutcomes> {
  const byId = new Map(lines.map((line) => [line.itemid, line]))
  return callEach([...byId.keys()], async (itemid) => {
    const { transporter = "", trackingnumber = "", trackingurl } = byId.get(itemid) ?? {}
    const parameters = {
      itemid,
      transporter_name: transporter,
      tracking_number: trackingnumber,
      ...(trackingurl ? { tracking_url: trackingurl } : {}),
    }
    const answer = await client
      .write("settrackingpackageinfos", parameters, statusSchema)
      .catch((error: unknown) => {
        throw isRakutenRefusal(error) && error.kind === "refused" ? named(error) : error
      })
    assertStatus("GET settrackingpackageinfos", "OK", answer)
  })
}

function named(refusal: RakutenRefusal): MarketplaceError {
  const reason = fieldOf(fold(refusal.lines.join(" "))) ?? refusal.details.reason
  return new MarketplaceError("refused", refusal.message, { ...refusal.details, reason })
}

/** Ends: each further file is smaller than the one before it. */
async function uploadLines(
  purchaseid: string,
  lines: ShipmentLine[],
  client: RakutenClient,
  settings: RakutenSettings,
  before: ItemOutcomes = { done: [], already: [], refused: [] }
): Promise<ItemOutcomes> {
  if (lines.length === 0) {
    return before
  }
  const { done, already, refused } = before
  const next = (rest: ShipmentLine[], outcomes: Partial<ItemOutcomes>) =>
    uploadLines(purchaseid, rest, client, settings, { ...before, ...outcomes })
  try {
    const file = shipmentFile(purchaseid, lines, settings.upload_charset)
    assertStatus(
      "POST importitemshippingstatus",
      "OK",
      await client.upload("importitemshippingstatus", file, statusSchema)
    )
    return { ...before, done: [...done, ...lines.map(({ itemid }) => itemid)] }
  } catch (error) {
    if (!(isRakutenRefusal(error) && error.kind === "refused")) {
      throw afterProgress(error, before)
    }
    const verdicts = verdictsOf(error, lines, settings)
    if (verdicts.length > 0) {
      const named = new Set(verdicts.map(({ itemid }) => itemid))
      return next(
        lines.filter(({ itemid }) => !named.has(itemid)),
        {
          already: [...already, ...verdicts.filter((one) => one.error === null).map(({ itemid }) => itemid)],
          refused: [
            ...refused,
            ...verdicts.flatMap(({ itemid, error: own }) => (own ? [{ itemid, error: own }] : [])),
          ],
        }
      )
    }
    // The refusal names no line: sending each alone shows which one is meant.
    let outcomes = before
    for (const line of lines) {
      outcomes = await uploadLines(purchaseid, [line], client, settings, outcomes)
    }
    return outcomes
  }
}

/** The items that a refused file names, with their own error, or null for one that was shipped before. */
function verdictsOf(
  refusal: RakutenRefusal,
  lines: ShipmentLine[],
  settings: RakutenSettings
): { itemid: string; error: MarketplaceError | null }[] {
  const isAlone = lines.length === 1
  return lines.flatMap(({ itemid }) => {
    const own = isAlone ? refusal.lines : refusal.lines.filter((line) => namesItem(line, itemid))
    return own.length === 0 && !isAlone ? [] : [{ itemid, error: verdictOf(refusal, own, settings) }]
  })
}

function verdictOf(
  refusal: RakutenRefusal,
  lines: string[],
  settings: RakutenSettings
): MarketplaceError | null {
  const said = fold(lines.join(" "))
  const isShipped = RE2JS.compile(plain(settings.already_shipped_pattern), RE2JS.CASE_INSENSITIVE)
  const found = (kind: "refused" | "not_ready", reason: string) =>
    new MarketplaceError(kind, refusal.message, {
      ...refusal.details,
      marketplace_message: lines.join(" | ").slice(0, 500) || refusal.details.marketplace_message,
      reason,
    })
  if (lines.length > 0 && lines.every((line) => isShipped.matcher(plain(line)).find())) {
    return null
  }
  if (said.includes("statut incorrect")) {
    return found("not_ready", "wrong_state")
  }
  return found("refused", said.includes("numero incorrect") ? "unknown_item" : (fieldOf(said) ?? "parameter"))
}

/** The field that a refusal speaks of, by its names in both services. */
function fieldOf(said: string): string | undefined {
  return FIELDS.find(([field]) => field.test(said))?.[1]
}

const namesItem = (line: string, itemid: string): boolean => line.split(/\D+/).includes(itemid)
/** Without accents, otherwise unchanged: a pattern's own signs stay. */
const plain = (text: string): string => text.normalize("NFD").replace(/\p{M}/gu, "")

function unsent(reason: string, sentence: string): MarketplaceError {
  return new MarketplaceError("refused", `The shipment was not sent: ${sentence}.`, {
    effect: "none",
    reason,
  })
}
