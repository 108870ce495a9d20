import type { MarketplaceAdapter } from "../port"
import { accessOf, credentialsSchema } from "./access"
import { CARRIER_NAMES } from "./carrier-names"
import { CODE_WORDS } from "./code-words"
import { policyOf } from "./offers/policy"
import { normalizeOrder } from "./order-mapper"
import { connectSession } from "./session"
import { readSettings, offerSettingNames, settingFields, settingsSchema } from "./settings"
import { carrierPolicyOf, shipmentPolicyOf } from "./shipments"
import { mergeOrders, withoutPersonalData } from "./snapshots"
import { makeTestOrder } from "./test-order"

/** Cdiscount, and the other channels that sell through Octopia's seller REST API v2. */
export const cdiscount: MarketplaceAdapter = {
  descriptor: {
    id: "cdiscount",
    name: "Cdiscount",
    description: {
      en: "Through Octopia, with the other channels that it serves.",
      fr: "Via Octopia, avec les autres canaux qu'Octopia dessert.",
    },
    portal_url: "https://seller.octopia.com/login",
    code_words: CODE_WORDS,
    credentials_guide: {
      en: "1. Sign in at developer.octopia-io.net with your seller account.\n2. Open “API credentials” and create a client; its secret is shown only once.\n3. Your seller id is the number of your account at Octopia.",
      fr: "1. Connectez-vous sur developer.octopia-io.net avec votre compte vendeur.\n2. Ouvrez « API credentials » et créez un client ; son secret n'est affiché qu'une fois.\n3. L'identifiant vendeur est le numéro de votre compte chez Octopia.",
    },
    credential_fields: [
      {
        name: "client_id",
        label: { en: "Client id", fr: "Identifiant client (client id)" },
        secret: false,
        required: false,
        help: {
          en: "From developer.octopia-io.net, API credentials. Leave it empty where the store works with an aggregator's client.",
          fr: "Sur developer.octopia-io.net, « API credentials ». Laissez vide si la boutique passe par le client d'un agrégateur.",
        },
      },
      {
        name: "client_secret",
        label: { en: "Client secret", fr: "Secret client (client secret)" },
        secret: true,
        required: false,
        help: {
          en: "Shown once when the client is created. Stored encrypted and never shown again.",
          fr: "Affiché une seule fois, à la création du client. Enregistré chiffré, il n'est plus jamais affiché.",
        },
      },
      {
        name: "seller_id",
        label: { en: "Seller id", fr: "Identifiant vendeur" },
        secret: false,
        required: true,
        help: {
          en: "Your seller number at Octopia, digits only; the account must be linked to the client id.",
          fr: "Votre numéro de vendeur chez Octopia, des chiffres uniquement ; le compte doit être rattaché au client.",
        },
      },
    ],
    setting_fields: settingFields,
    offer_settings: offerSettingNames,
    capabilities: {
      decides: "order",
      ships: "line",
      untracked_shipments: false,
      live_carriers: true,
      cancels: "order",
      corrects_shipments: true,
      test_orders: true,
      offers: { stock: true, price: true, delivery: true, create: true, reads_back: true },
    },
    min_interval_minutes: 5,
  },
  account: (credentials, options) => accessOf(credentials, options).seller_id,
  settings_schema: settingsSchema,
  credentials_schema: credentialsSchema,
  pace: (settings) => ({ requests_per_second: readSettings(settings).requests_per_second }),
  connect: connectSession,
  normalize: (payload, settings) => normalizeOrder(payload, readSettings(settings)),
  merge: mergeOrders,
  shipmentPolicy: (order, settings) => shipmentPolicyOf(order, readSettings(settings)),
  carrier_names: CARRIER_NAMES,
  carrier_policy: (settings) => carrierPolicyOf(readSettings(settings)),
  mayCancel: (settings) => readSettings(settings).cancel_enabled,
  cancellationReason: (settings) => readSettings(settings).cancellation_reason,
  offer_policy: (settings) => policyOf(readSettings(settings)),
  testOrder: makeTestOrder,
  withoutPersonalData,
}
