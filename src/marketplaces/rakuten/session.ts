import type { MarketplaceSession, SessionContext } from "../port"
import { withRemedySettings } from "../remedy-settings"
import { withoutBuyer } from "../without-buyer"
import { readClaims } from "./after-sales"
import { readCredentials } from "./access"
import { CARRIER_NAMES } from "./carrier-names"
import { checkAccess } from "./check"
import { RakutenClient, type Warned } from "./client"
import { cancel, decide } from "./decisions"
import { pullSales } from "./pull"
import { PurchaseReader } from "./reading"
import { SaleLists } from "./sale-lists"
import { readSettings, settingFields } from "./settings"
import { ship } from "./shipments"

/** Suspected to be a typing error in one of the lists that the names come from. */
const DOUBTFUL_NAME = "Royal Mall"

/** Settings that decide how a call is made, for what Rakuten does not document. */
const REMEDIES = {
  decide: ["shipping_from_country", "send_shipping_from_country", "import_country", "versions"],
  ship: [
    ...[
      "ship_service",
      "unknown_transporter",
      "transporter_case",
      "tracking_url_policy",
      "tracking_url_fragment",
    ],
    ...["untracked_flag", "prepaid_policy", "upload_charset", "already_shipped_pattern", "versions"],
  ],
  cancel: ["versions"],
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
    pull: (request) => pullSales(request, lists, settings, context),
    read: (external_id, known = null) => reader.read(external_id, known),
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
    afterSales: () => readClaims(client, settings),
  }
}
