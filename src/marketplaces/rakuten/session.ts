import type { MarketplaceError } from "../errors"
import type { MarketplaceSession, SessionContext } from "../port"
import { withRemedySettings, type Remedies } from "../remedy-settings"
import { withoutBuyer } from "../without-buyer"
import { readClaims } from "./after-sales"
import { readCredentials } from "./access"
import { CARRIER_NAMES } from "./carrier-names"
import { checkAccess } from "./check"
import { RakutenClient, type Warned } from "./client"
import { cancel, decide } from "./decisions"
import { readInventory } from "./offers/read"
import { readReport } from "./offers/results"
import { submitFile } from "./offers/submit"
import { pullSales } from "./pull"
import { PurchaseReader } from "./reading"
import { SaleLists } from "./sale-lists"
import { readSettings, settingFields } from "./settings"
import { ship } from "./shipments"
import { unshippedToRead } from "./unshipped"

/** Suspected to be a typing error in one of the lists that the names come from. */
const DOUBTFUL_NAME = "Royal Mall"

/** Settings that decide how a call is made, for what Rakuten does not document. */
const SHIP = ["ship_service", "upload_charset", "already_shipped_pattern", "prepaid_policy", "versions"]
/** By what the refusal is about, where that is known. */
const SHIP_ABOUT: Record<string, string[]> = {
  carrier_refused: [
    "untracked_flag",
    "unknown_transporter",
    "transporter_case",
    "prepaid_policy",
    "ship_service",
  ],
  carrier_unknown: ["unknown_transporter"],
  correction_by_hand: ["tracking_correction"],
  parcel_refused: ["untracked_flag", "untracked_modes", "prepaid_policy", "prepaid_modes", "ship_service"],
  tracking_url_missing: ["tracking_url_policy"],
  tracking_url_refused: ["tracking_url_policy", "tracking_url_fragment"],
  untracked_not_supported: ["untracked_modes", "prepaid_modes", "shipping_type_map"],
}
const refused =
  (names: (error: MarketplaceError) => readonly string[]): Remedies =>
  (error) =>
    error.kind === "refused" ? names(error) : []
const REMEDIES = {
  decide: refused(() => [
    ...["shipping_from_country", "send_shipping_from_country", "import_country"],
    ...["already_decided_policy", "versions"],
  ]),
  ship: refused(({ details }) => SHIP_ABOUT[details.reason ?? ""] ?? SHIP),
  cancel: refused(({ details }) => (details.reason === "not_supported" ? ["cancel_enabled"] : ["versions"])),
}

/** Throws `configuration` for credentials, settings or an address that cannot be used. */
export function connectSession(context: SessionContext, warned: Warned): MarketplaceSession {
  const settings = readSettings(context.settings)
  readCredentials(context.credentials)
  const client = new RakutenClient(context, settings, warned)
  const lists = new SaleLists(client, settings, context.now)
  const reader = new PurchaseReader(client, lists, settings)

  const named = <T>(call: Promise<T>, what: keyof typeof REMEDIES) =>
    withRemedySettings(call, settingFields, REMEDIES[what])

  return {
    check: () => checkAccess(client, context.credentials),
    submitOffers: (batch, checkpoint) => submitFile(batch, checkpoint, client, settings),
    offerResults: (reference) => readReport(client, reference),
    readOffers: (request) => readInventory(client, request),
    pull: (request) => pullSales(request, lists, settings, context),
    read: (external_id, known = null) => reader.read(external_id, known),
    unshippedToRead: (waiting, report) => unshippedToRead(waiting, lists, settings, report),
    fetchDetails: (snapshot) => reader.withDetails(snapshot),
    carriers: () =>
      Promise.resolve(
        CARRIER_NAMES.seed
          .filter(({ name }) => name !== DOUBTFUL_NAME)
          .map(({ name }) => ({ name, code: null }))
      ),
    decide: (request) =>
      named(
        decide(request, client, reader, settings).finally(() => lists.forget()),
        "decide"
      ),
    ship: (request) =>
      named(
        ship(request, client, settings).catch((error: unknown) => {
          throw withoutBuyer(error, request.order)
        }),
        "ship"
      ),
    cancel: (request) => named(cancel(request, client, reader, settings), "cancel"),
    cancellationReasons: () => Promise.resolve([]),
    afterSales: (onFailure) => readClaims(client, settings, onFailure),
  }
}
