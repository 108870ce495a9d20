import { z } from "zod"

const DAY_MS = 24 * 60 * 60 * 1000

/** Strict object whose refusal of an unknown key says which one and where. */
function section<Shape extends z.core.$ZodLooseShape>(shape: Shape) {
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === "unrecognized_keys"
        ? `Unknown setting: ${issue.keys.map((key) => [...(issue.path ?? []), key].join(".")).join(", ")}`
        : undefined,
  })
}

const listOrAll = <Item extends z.ZodType<string>>(item: Item) =>
  z.array(item).min(1).max(500).nullable().default(null)

const countryCode = z
  .string()
  .regex(/^[A-Za-z]{2}$/, "A country is its two-letter ISO code")
  .transform((code) => code.toUpperCase())

const addressSource = z.enum(["shipping", "billing", "none"])

/**
 * Where each part of the customer record comes from. `dynamic` compares the two names (see `customerOf`);
 * the map names the source of every part.
 */
export const nameRuleSchema = z.union([
  z.literal("dynamic"),
  section({
    name: z.enum(["shipping", "billing"]).default("shipping"),
    company: addressSource.default("billing"),
    email: z.enum(["order", "shipping", "billing", "none"]).default("order"),
    phone: addressSource.default("shipping"),
    address: z.enum(["shipping", "billing"]).default("shipping"),
  }),
])
export type NameRule = z.infer<typeof nameRuleSchema>

const language = z.enum(["en", "fr"]).default("en")

const notifications = section({
  /** What the admin's feed shows. */
  feed: z.enum(["all", "urgent", "none"]).default("all"),
  /** The feed is one for all users of the admin, so it speaks one language. */
  feed_language: language,
  /** Once a day what came in and what waits, for the feed and all recipients. */
  digest: z.boolean().default(true),
  recipients: z
    .array(
      section({
        /** As the channel's provider takes it: an e-mail address, a number, a room. */
        to: z.string().trim().min(1).max(320),
        channel: z.string().trim().min(1).max(50).default("email"),
        language,
        level: z.enum(["all", "urgent"]).default("urgent"),
      })
    )
    .max(20)
    .default([]),
}).prefault({})

const shape = {
  import: section({
    enabled: z.boolean().default(true),
    /** Minutes between two pulls. */
    interval_minutes: z.number().int().min(5).max(1440).default(10),
    /** UTC; orders purchased before it are ignored. Null: 30 days before the connection was made. */
    start_at: z
      .union([z.iso.datetime({ offset: true }), z.iso.date()])
      .transform((value) => new Date(value).toISOString())
      .nullable()
      .default(null),
    acceptance: z.enum(["manual", "automatic"]).default("manual"),
    /** Also orders whose payment the marketplace has not confirmed: uncaptured, and only once they have an address. */
    unpaid: z.boolean().default(false),
    /** Percent of the store's price by which the sold price may differ for automatic acceptance. */
    price_guard_percent: z.number().min(0).max(1000).default(50),
    /** Sales channel ids of the marketplace; null is all. */
    channels: listOrAll(z.string().min(1)),
    /** Delivery countries, ISO 3166-1 alpha-2 in upper case; null is all. */
    countries: listOrAll(countryCode),
    fulfilled_by_marketplace: z.enum(["ignore", "record"]).default("ignore"),
    /** Tried in this order, after the aliases; `ean` and `upc` look at the variant's field of that name. */
    match_by: z
      .array(z.enum(["sku", "barcode", "ean", "upc"]))
      .min(1)
      .refine((fields) => new Set(fields).size === fields.length, "Each field at most once")
      .default(["sku"]),
    unknown_sku: z.enum(["hold", "import_without_variant"]).default("hold"),
    out_of_stock: z.enum(["backorder", "hold", "refuse"]).default("backorder"),
    emit_order_placed: z.boolean().default(false),
  }).prefault({}),
  customer: section({
    mode: z.enum(["none", "guest"]).default("none"),
    group_id: z.string().min(1).nullable().default(null),
    name_rule: nameRuleSchema.default("dynamic"),
  }).prefault({}),
  tax: section({
    /** Percent, when neither the marketplace nor the store has a rate. */
    rate_fallback: z.number().min(0).max(100).default(20),
  }).prefault({}),
  shipping: section({
    send: z.boolean().default(true),
    /** Key of our carrier catalogue, or a name of the marketplace's list. */
    default_carrier: z.string().min(1).nullable().default(null),
    /** Hours to wait for a tracking number; ends 6 hours before `ship_by` where that is sooner. */
    wait_for_tracking_hours: z.number().min(0).max(720).default(24),
    /** After that wait, for delivery modes that need no number: ask the operator, or send without. */
    untracked: z.enum(["ask", "send"]).default("ask"),
    /** Delivery mode in the marketplace's words → carrier key or shipping option id that imported orders get. */
    delivery_modes: z.record(z.string().min(1).max(200), z.string().min(1).max(100)).default({}),
    pickup_point: z.boolean().default(true),
    /** Order metadata field that also receives the pick-up point's id. */
    pickup_point_field: z.string().min(1).max(100).nullable().default(null),
  }).prefault({}),
  changes: section({
    cancel_in_store: z.enum(["automatic", "ask"]).default("automatic"),
    mark_delivered: z.boolean().default(true),
    cancel_at_marketplace: z.enum(["ask", "automatic", "never"]).default("ask"),
  }).prefault({}),
  notifications,
  privacy: section({
    /** Days after which buyers' data is removed from our records. */
    retention_days: z.number().int().min(1).max(3650).default(180),
  }).prefault({}),
}

/** Validated settings of one connection, defaults filled in; the adapter's own are under its id. */
export type ConnectionSettings = z.infer<z.ZodObject<typeof shape, z.core.$strict>>

/**
 * Schema of one connection's settings: the common ones and, under the marketplace's id, the adapter's own.
 * An unknown key is refused with its path.
 * @param minIntervalMinutes the marketplace's shortest poll interval; the default of 10 rises with it
 */
export function connectionSettingsSchema(
  marketplaceId: string,
  adapterSettingsSchema: z.ZodType<Record<string, unknown>>,
  minIntervalMinutes: number
): z.ZodType<ConnectionSettings> {
  if (marketplaceId in shape) {
    throw new Error(`A marketplace cannot be named "${marketplaceId}": it is a section of the settings`)
  }
  const shortest = Math.max(5, minIntervalMinutes)
  const importSettings = shape.import.unwrap().extend({
    interval_minutes: z.number().int().min(shortest).max(1440).default(Math.max(10, shortest)),
  })
  return section({
    ...shape,
    import: importSettings.prefault({}),
    [marketplaceId]: adapterSettingsSchema.prefault({}),
  })
}

/**
 * Settings with a partial update laid over them: objects merge, everything else (arrays, null) replaces. Null removes an
 * entry of a setting that is itself a map.
 * @param depth 0 are the sections, 1 their settings
 */
export function mergeSettings(
  current: Record<string, unknown>,
  patch: Record<string, unknown>,
  depth = 0
): Record<string, unknown> {
  const merged = new Map(Object.entries(current))
  for (const [key, value] of Object.entries(patch)) {
    if (value === undefined) {
      continue
    }
    if (value === null && depth > 1) {
      merged.delete(key)
      continue
    }
    const before = merged.get(key)
    const whole = isPlainObject(before) ? before : {}
    merged.set(key, isPlainObject(value) ? mergeSettings(whole, value, depth + 1) : value)
  }
  return Object.fromEntries(merged)
}

/** Who is told of what, of stored settings. */
export const notificationSettings = (
  settings: Record<string, unknown>
): ConnectionSettings["notifications"] => notifications.parse(settings.notifications)

/** From when on orders matter to this connection. */
export function importStart(settings: ConnectionSettings, connectionCreatedAt: Date): Date {
  return settings.import.start_at
    ? new Date(settings.import.start_at)
    : new Date(connectionCreatedAt.getTime() - 30 * DAY_MS)
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value)
}
