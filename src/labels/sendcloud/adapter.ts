import type { LabelService } from "../label-service"
import { credentialsOf, credentialsSchema } from "./access"
import { isAuthentic, readMessage } from "./messages"
import { connectSession } from "./session"
import { settingFields, settingsSchema } from "./settings"

/** Sendcloud, through its API v3. */
export const sendcloud: LabelService = {
  descriptor: {
    id: "sendcloud",
    name: "Sendcloud",
    description: {
      en: "Labels of many carriers, with Sendcloud's rates or your own contracts.",
      fr: "Les étiquettes de nombreux transporteurs, aux tarifs de Sendcloud ou avec vos propres contrats.",
    },
    credentials_guide: {
      en: "1. In Sendcloud's panel, open Settings, Integrations.\n2. Add the integration “Sendcloud API” and save it.\n3. Its public and secret key are shown there; the secret only once.",
      fr: "1. Dans l'espace Sendcloud, ouvrez Paramètres, Intégrations.\n2. Ajoutez l'intégration « Sendcloud API » et enregistrez-la.\n3. Sa clé publique et sa clé secrète y sont affichées ; la clé secrète une seule fois.",
    },
    credential_fields: [
      {
        name: "public_key",
        label: { en: "Public key", fr: "Clé publique" },
        secret: false,
        required: true,
        help: { en: "Of the API integration.", fr: "Celle de l'intégration API." },
      },
      {
        name: "secret_key",
        label: { en: "Secret key", fr: "Clé secrète" },
        secret: true,
        required: true,
        help: {
          en: "Stored encrypted and never shown again.",
          fr: "Enregistrée chiffrée, elle n'est plus jamais affichée.",
        },
      },
      {
        name: "webhook_key",
        label: { en: "Webhook signature key", fr: "Clé de signature des webhooks" },
        secret: true,
        required: false,
        help: {
          en: "Only where the integration shows one beside its secret key.",
          fr: "Seulement si l'intégration en affiche une à côté de sa clé secrète.",
        },
      },
    ],
    setting_fields: settingFields,
    test_option_code: "sendcloud:letter",
    limits: { cancel_days: 42, parcels: 15, merged_documents: 20, pushed_orders: 100 },
  },
  account: (credentials) => credentialsOf(credentials).public_key,
  credentials_schema: credentialsSchema,
  settings_schema: settingsSchema,
  // 1,000 reads and 100 others a minute.
  pace: { reads_per_second: 16, writes_per_second: 100 / 60 },
  connect: connectSession,
  isAuthentic,
  readMessage,
}
