import { type MarketplaceAdapter, MarketplaceError } from "medusa-plugin-marketplace-connect/port"
import { z } from "zod"
import { merge, normalize, testOrder, withoutPersonalData } from "./order"
import { connect } from "./session"
import { settingFields, settingsSchema } from "./settings"

const optionsSchema = z.object({
  id: z.string().default("acme"),
  name: z.string().default("Acme"),
  api_url: z.url(),
})

/** The adapter for one address of Acme's platform. Wrong options stop the store's start, with the sentence that says why. */
export function acme(given: Record<string, unknown>): MarketplaceAdapter {
  const { id, name } = optionsSchema.parse(given)
  return {
    descriptor: {
      id,
      name,
      description: { en: "Orders of your Acme shop", fr: "Les commandes de votre boutique Acme" },
      credentials_guide: {
        en: "Open your shop on Acme.\nCopy its name and its key.",
        fr: "Ouvrez votre boutique Acme.\nCopiez son nom et sa clé.",
      },
      credential_fields: [
        {
          name: "shop",
          label: { en: "Shop", fr: "Boutique" },
          help: "acme-shop",
          secret: false,
          required: true,
        },
        {
          name: "key",
          label: { en: "Key", fr: "Clé" },
          help: { en: "Of the shop", fr: "De la boutique" },
          secret: true,
          required: true,
        },
      ],
      setting_fields: settingFields,
      capabilities: {
        decides: "items_together",
        ships: "line",
        untracked_shipments: false,
        live_carriers: true,
        cancels: "none",
        corrects_shipments: false,
        test_orders: true,
      },
      min_interval_minutes: 5,
    },
    account(credentials) {
      if (!credentials.shop)
        throw new MarketplaceError("configuration", "The shop is missing.", { effect: "none" })
      return credentials.shop
    },
    settings_schema: settingsSchema,
    credentials_schema: () => z.strictObject({ shop: z.string().min(1), key: z.string().min(8) }),
    pace: () => ({ requests_per_second: 5 }),
    connect,
    normalize: (payload) => normalize(payload),
    merge,
    shipmentPolicy: () => ({
      parcels: "one",
      split: "wait_for_all",
      untracked: false,
      tracking_number_max_length: 40,
      tracking_url_max_length: 255,
    }),
    carrier_names: { fallback: "Other", seed: [], reserved: [], names: {} },
    // A carrier that Acme does not list holds the parcel, and a person names one that it does.
    carrier_policy: () => ({ match: "listed", fallback: null, tracking_url_fragment: "allow" }),
    testOrder,
    withoutPersonalData,
  }
}
