import type { MarketplaceAdapter } from "../port"
import { accountOf, credentialsSchema } from "./access"
import { toOrder } from "./order-mapper"
import { connectSession } from "./session"
import { readSettings, settingFields, settingsSchema } from "./settings"
import { FALLBACK_TRANSPORTER, shipmentPolicyOf } from "./shipments"
import { mergePurchases, purge, readPurchase, readPurchaseOrNull, toSnapshot } from "./snapshot"
import { makeTestOrder } from "./test-order"

/** Warnings that were given, for as long as the process lives. */
const warned = new Set<string>()

/** Rakuten France, formerly PriceMinister: XML web services, one unit per item, acceptance item by item. */
export const rakuten: MarketplaceAdapter = {
  descriptor: {
    id: "rakuten",
    name: "Rakuten France",
    credential_fields: [
      {
        name: "login",
        label: "Login",
        secret: false,
        required: true,
        help: "Your account (shop) name at Rakuten, not your e-mail address.",
      },
      {
        name: "token",
        label: "Token",
        secret: true,
        required: true,
        help: "Mon compte, Mes informations développeur, Générer un token. It is not your password.",
      },
    ],
    setting_fields: settingFields,
    capabilities: {
      decides: "item",
      ships: "unit",
      untracked_shipments: true,
      live_carriers: false,
      cancels: "item",
      corrects_shipments: true,
      test_orders: true,
    },
    min_interval_minutes: 10,
    fallback_carrier_name: FALLBACK_TRANSPORTER,
  },
  account: accountOf,
  settings_schema: settingsSchema,
  credentials_schema: () => credentialsSchema,
  pace: (settings) => ({ requests_per_second: 1000 / readSettings(settings).min_spacing_ms }),
  connect: (context) => connectSession(context, warned),
  normalise: (payload, settings) => toOrder(readPurchase(payload), readSettings(settings)),
  merge(previous, incoming) {
    const now = readPurchase(incoming)
    const before = previous === null ? null : readPurchaseOrNull(previous)
    return toSnapshot(before ? mergePurchases(before, now) : now).payload
  },
  shipmentPolicy: (order, settings) => shipmentPolicyOf(order, readSettings(settings)),
  testOrder: (request, settings) => makeTestOrder(request, readSettings(settings)),
  withoutPersonalData(payload) {
    const purchase = readPurchaseOrNull(payload)
    return purchase ? toSnapshot(purge(purchase)).payload : "{}"
  },
}
