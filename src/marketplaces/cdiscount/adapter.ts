import type { MarketplaceAdapter } from "../port"
import { accessOf, credentialsSchema } from "./access"
import { normaliseOrder } from "./order-mapper"
import { connectSession } from "./session"
import { readSettings, settingFields, settingsSchema } from "./settings"
import { shipmentPolicyOf } from "./shipments"
import { mergeOrders, withoutBuyer } from "./snapshots"
import { makeTestOrder } from "./test-order"

/** Cdiscount, and the other channels that sell through Octopia's seller REST API v2. */
export const cdiscount: MarketplaceAdapter = {
  descriptor: {
    id: "cdiscount",
    name: "Cdiscount",
    credential_fields: [
      {
        name: "client_id",
        label: "Client id",
        secret: false,
        required: false,
        help: "From developer.octopia-io.net, API credentials. Leave it empty where the store works with an aggregator's client.",
      },
      {
        name: "client_secret",
        label: "Client secret",
        secret: true,
        required: false,
        help: "Shown once when the client is created. Leave it empty where the store works with an aggregator's client.",
      },
      {
        name: "seller_id",
        label: "Seller id",
        secret: false,
        required: true,
        help: "Your seller number at Octopia, digits only; the account must be linked to the client id.",
      },
    ],
    setting_fields: settingFields,
    capabilities: {
      decides: "order",
      ships: "line",
      untracked_shipments: false,
      live_carriers: true,
      cancels: "order",
      corrects_shipments: false,
      test_orders: true,
    },
    min_interval_minutes: 5,
    fallback_carrier_name: "autre",
  },
  account: (credentials, options) => accessOf(credentials, options).seller_id,
  settings_schema: settingsSchema,
  credentials_schema: credentialsSchema,
  pace: (settings) => ({ requests_per_second: readSettings(settings).requests_per_second }),
  connect: connectSession,
  normalise: (payload, settings) => normaliseOrder(payload, readSettings(settings)),
  merge: mergeOrders,
  shipmentPolicy: (order, settings) => shipmentPolicyOf(order, readSettings(settings)),
  testOrder: makeTestOrder,
  withoutPersonalData: withoutBuyer,
}
