import { z } from "zod"

export const accountSchema = z.strictObject({
  public_key: z.string().min(1),
  secret_key: z.string().min(1),
  /** Signs messages where there is one; the secret key does otherwise. */
  webhook_key: z.string().nullable().default(null),
  integration_id: z.number().int().positive(),
  /** Without one, every purchase is answered with 402. */
  has_payment_method: z.boolean().default(true),
  service_points: z.boolean().default(true),
})
export type SendcloudAccount = z.output<typeof accountSchema>

const senderSchema = z.strictObject({
  id: z.number().int().positive(),
  company_name: z.string(),
  contact_name: z.string().default("Expéditions"),
  address_line_1: z.string(),
  house_number: z.string().default(""),
  postal_code: z.string(),
  city: z.string(),
  country_code: z.string().length(2),
  brand_id: z.number().int().nullable().default(null),
})
export type SendcloudSender = z.output<typeof senderSchema>

const integrationSchema = z.strictObject({
  id: z.number().int().positive(),
  shop_name: z.string(),
  type: z.string(),
})

/** How Sendcloud's side behaves. Delays run on the sandbox's clock. */
export const sendcloudSettingsSchema = z.strictObject({
  accounts: z
    .array(accountSchema)
    .min(1)
    .prefault([{ public_key: "sandbox-public", secret_key: "sandbox-secret", integration_id: 7001 }]),
  senders: z.array(senderSchema).prefault([
    {
      id: 501,
      company_name: "Maison Exemple",
      address_line_1: "12 rue des Essais",
      postal_code: "69002",
      city: "Lyon",
      country_code: "FR",
    },
    {
      id: 502,
      company_name: "Maison Exemple Nord",
      address_line_1: "4 quai du Modèle",
      postal_code: "59000",
      city: "Lille",
      country_code: "FR",
    },
  ]),
  /** Beside those of the accounts: Sendcloud's own links to shops, for example. */
  other_integrations: z.array(integrationSchema).default([]),
  /** Whether a carrier with several contracts refuses a label without a contract. */
  contract_required: z.boolean().default(true),
  /** Carriers with two contracts. */
  double_contracts: z.array(z.string()).default([]),
  /** From the purchase to its first appearance in lists; reading by its id shows it at once. */
  list_delay_ms: z.number().nonnegative().default(0),
  /** From the purchase to its number. */
  number_delay_ms: z.number().nonnegative().default(0),
  /** From a push to the panel. */
  order_delay_ms: z.number().nonnegative().default(0),
  /** What a good announcement is answered with: 201 is documented, 200 seen. */
  announced_with: z.union([z.literal(200), z.literal(201)]).default(201),
  /** How a cancellation of an unscanned label is answered: at once, or watched for 14 days. */
  cancels: z.enum(["at_once", "queued", "never"]).default("at_once"),
  /** Whether a canceled or failed shipment frees its reference. */
  frees_references: z.boolean().default(false),
  /** What signs messages: "webhook_key" falls back to the secret key. */
  signs_with: z.enum(["secret_key", "webhook_key"]).default("webhook_key"),
  /** Whether messages are sent when something happens; otherwise they wait for `deliver`. */
  sends_messages: z.boolean().default(true),
  /** 429 above this many calls other than GET within a minute of the machine's clock; null: never. */
  max_writes_per_minute: z.number().int().positive().nullable().default(null),
})
export type SendcloudSettings = z.output<typeof sendcloudSettingsSchema>
export type SendcloudSettingsInput = z.input<typeof sendcloudSettingsSchema>
