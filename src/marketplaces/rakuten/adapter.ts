import type { MarketplaceAdapter } from "../port"
import { accountOf, credentialsSchema } from "./access"
import { CARRIER_NAMES } from "./carrier-names"
import { CODE_WORDS } from "./code-words"
import { policyOf } from "./offers/policy"
import { toOrder } from "./order-mapper"
import { connectSession } from "./session"
import { readSettings, offerSettingNames, settingFields, settingsSchema } from "./settings"
import { carrierPolicyOf, shipmentPolicyOf } from "./shipments"
import { mergePurchases, purge, readPurchase, readPurchaseOrNull, toSnapshot } from "./snapshot"
import { makeTestOrder } from "./test-order"

/** Warnings that were given, for as long as the process lives. */
const warned = new Set<string>()

/** Rakuten France, formerly PriceMinister: XML web services, one unit per item, acceptance item by item. */
export const rakuten: MarketplaceAdapter = {
  descriptor: {
    id: "rakuten",
    name: "Rakuten France",
    description: {
      en: "Rakuten France, formerly PriceMinister.",
      fr: "Rakuten France, anciennement PriceMinister.",
    },
    portal_url: "https://fr.shopping.rakuten.com",
    code_words: CODE_WORDS,
    credentials_guide: {
      en: "1. Sign in to your Rakuten seller account.\n2. Open Mon compte, then Mes informations développeur.\n3. Choose Générer un token and copy it.",
      fr: "1. Connectez-vous à votre compte vendeur Rakuten.\n2. Ouvrez Mon compte, puis Mes informations développeur.\n3. Cliquez sur Générer un token et copiez-le.",
    },
    credential_fields: [
      {
        name: "login",
        label: { en: "Login", fr: "Identifiant" },
        secret: false,
        required: true,
        help: {
          en: "The name of your account (shop) at Rakuten, not your e-mail address.",
          fr: "Le nom de votre compte (boutique) sur Rakuten, pas votre adresse e-mail.",
        },
      },
      {
        name: "token",
        label: { en: "Token", fr: "Token" },
        secret: true,
        required: true,
        help: {
          en: "32 characters; it is not your password. Stored encrypted and never shown again.",
          fr: "32 caractères ; ce n'est pas votre mot de passe. Enregistré chiffré, il n'est plus jamais affiché.",
        },
      },
    ],
    setting_fields: settingFields,
    offer_settings: offerSettingNames,
    capabilities: {
      decides: "item",
      ships: "unit",
      untracked_shipments: true,
      live_carriers: false,
      cancels: "item",
      corrects_shipments: true,
      shows_tracking_numbers: false,
      lists_shipments: false,
      test_orders: true,
      offers: { stock: true, price: true, delivery: false, create: true, reads_back: true },
    },
    min_interval_minutes: 10,
  },
  account: accountOf,
  settings_schema: settingsSchema,
  credentials_schema: () => credentialsSchema,
  pace: (settings) => ({ requests_per_second: 1000 / readSettings(settings).min_spacing_ms }),
  connect: (context) => connectSession(context, warned),
  normalize: (payload, settings) => toOrder(readPurchase(payload), readSettings(settings)),
  merge(previous, incoming) {
    const now = readPurchase(incoming)
    const before = previous === null ? null : readPurchaseOrNull(previous)
    return toSnapshot(before ? mergePurchases(before, now) : now).payload
  },
  shipmentPolicy: (order, settings) => shipmentPolicyOf(order, readSettings(settings)),
  carrier_names: CARRIER_NAMES,
  carrier_policy: (settings) => carrierPolicyOf(readSettings(settings)),
  mayCancel: (settings) => readSettings(settings).cancel_enabled,
  // Rakuten demands a comment, in the buyer's language.
  cancellationReason: () => "Commande annulée par le vendeur",
  offer_policy: (settings) => policyOf(readSettings(settings)),
  testOrder: (request, settings) => makeTestOrder(request, readSettings(settings)),
  withoutPersonalData(payload) {
    const purchase = readPurchaseOrNull(payload)
    return purchase ? toSnapshot(purge(purchase)).payload : "{}"
  },
}
