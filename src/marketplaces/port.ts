import { z } from "zod"

import type { CarrierNames, CarrierPolicy, MarketplaceCarrier } from "../carriers"
import type { OfferCapabilities, OfferPolicy, OfferSession } from "./offers-port"

export type { CarrierNames, CarrierPolicy, MarketplaceCarrier }
export * from "./errors"
export * from "./offers-port"

/**
 * What a marketplace is to the rest of the plugin. An adapter implements `MarketplaceAdapter`; nothing above this file
 * knows which marketplace it speaks to. The zod schemas are the types: what an adapter returns is parsed with them.
 *
 * Money is in major units of `currency_code` (12.9 is twelve euros ninety) and includes tax unless a field says otherwise.
 * Times are ISO 8601 in UTC.
 */

const money = z.number().finite()
const text = z.string()
const isoTime = z.iso.datetime()
/** An id of an order or item: it goes into addresses and keys. Printable, without spaces, at most 100 characters. */
export const externalIdSchema = z.string().regex(/^[A-Za-z0-9][\x21-\x7e]{0,99}$/)
/** ISO 3166-1 alpha-2, upper case. */
const countryCode = z.string().regex(/^[A-Z]{2}$/)

export const addressSchema = z.object({
  first_name: text.nullable(),
  last_name: text.nullable(),
  company: text.nullable(),
  vat_number: text.nullable(),
  /** Street lines exactly as the marketplace gave them, without empty ones. */
  lines: z.array(text),
  postal_code: text.nullable(),
  city: text.nullable(),
  province: text.nullable(),
  country_code: countryCode.nullable(),
  phone: text.nullable(),
  email: text.nullable(),
})
export type Address = z.infer<typeof addressSchema>

/** Where the parcel goes when the buyer collects it: shown to the packer and needed by the label. */
export const pickupPointSchema = z.object({
  id: text,
  name: text.nullable(),
  /** The relay's network as one of our carrier keys ("mondial-relay"), where the marketplace provides it. */
  network: text.nullable(),
})
export type PickupPoint = z.infer<typeof pickupPointSchema>

export const parcelSchema = z.object({
  tracking_number: text.nullable(),
  carrier_name: text.nullable(),
  tracking_url: text.nullable(),
})
export type Parcel = z.infer<typeof parcelSchema>

/** A label that the marketplace made and paid for: its number is known before the parcel is packed. */
export const prepaidLabelSchema = z.object({
  tracking_number: text.nullable(),
  /** The marketplace's own name of the carrier. */
  carrier_name: text.nullable(),
  /** Both http(s) only. */
  tracking_url: text.nullable(),
  label_url: text.nullable(),
})
export type PrepaidLabel = z.infer<typeof prepaidLabelSchema>

/**
 * Where one item stands at the marketplace.
 * `to_accept` waits for the seller's answer; `waiting` is accepted or still checked there; `ready` may be shipped;
 * `cancel_requested` the buyer asks to cancel; `closed` is over with no more to do; `unknown` is a word we do not know (kept, reported).
 */
export const itemStatusSchema = z.enum([
  "to_accept",
  "waiting",
  "ready",
  "cancel_requested",
  "shipped",
  "delivered",
  "refused",
  "canceled",
  "claim",
  "closed",
  "unknown",
])
export type ItemStatus = z.infer<typeof itemStatusSchema>

/**
 * The smallest thing that the marketplace names: an order line (Octopia, with a quantity) or a single unit (Rakuten).
 * Orders are accepted, shipped and canceled by items.
 */
export const orderItemSchema = z.object({
  external_id: externalIdSchema,
  /** Null where it cannot be read. */
  quantity: z.number().int().positive().nullable(),
  status: itemStatusSchema,
  /** The marketplace's own word for the status. */
  external_status: text,
  /**
   * Shipping charged for this item as a whole (not per unit), with or without tax as the order's `prices`; null where it is
   * not known or cannot be read.
   */
  shipping_price: money.nullable(),
  /**
   * Parcels that the marketplace already counts as sent for this item. A number that still waits for its confirmation is
   * none: the shipment would seem to be done.
   */
  parcels: z.array(parcelSchema),
  /** Who asked for a cancellation, where the marketplace provides it. */
  cancel_requested_by: z.enum(["buyer", "seller", "marketplace"]).nullable().default(null),
  /** Of a claim: whether the marketplace knows that its parcel has left, before or since; left out where it cannot say. */
  is_shipped: z.boolean().optional(),
})
export type OrderItem = z.infer<typeof orderItemSchema>

/** One of several taxes of a line, on its price without tax. */
export const lineTaxSchema = z.object({
  /** Stands on the store's tax line. */
  code: text.min(1).max(100),
  name: text,
  /** Percent. */
  rate: z.number().min(0).max(100),
})
export type LineTax = z.infer<typeof lineTaxSchema>

export const orderLineSchema = z.object({
  /** Stable within the order over every later snapshot: an imported line is found again by it. */
  key: text.min(1),
  sku: text.nullable(),
  /** EAN/GTIN candidates, cleaned. */
  eans: z.array(text),
  title: text,
  /** Price of one unit, tax included unless `prices` of the order says otherwise; null where it cannot be read. */
  unit_price: money.nullable(),
  /** Percent (20 is 20 %); null when the marketplace does not say. */
  tax_rate: z.number().min(0).max(100).nullable(),
  /** Percent for the shipping of this line; null takes the line's. */
  shipping_tax_rate: z.number().min(0).max(100).nullable().default(null),
  /** The taxes one by one, where there are several; instead of `tax_rate` [one tax]. */
  taxes: z.array(lineTaxSchema).max(10).optional(),
  /** The same for the shipping of this line [the line's]. */
  shipping_taxes: z.array(lineTaxSchema).max(10).optional(),
  fulfilled_by: z.enum(["seller", "marketplace"]),
  /** A price that was negotiated with the buyer: never accepted without a human. */
  is_negotiated: z.boolean().default(false),
  is_preorder: z.boolean().default(false),
  commission: z
    .object({
      amount_with_tax: money.nullable(),
      amount_without_tax: money.nullable(),
      rate: z.number().nullable(),
    })
    .nullable(),
  items: z.array(orderItemSchema).min(1),
})
export type OrderLine = z.infer<typeof orderLineSchema>

/** Names of the adapter's settings for the operator: in English, and in as many languages as its labels have. */
const settingNames = z.object({ en: text }).catchall(text)

/** A part of an order that cannot be read, or not for certain; the rest of the order is still read. */
export const unreadPartSchema = z.object({
  /** Where it stands, in the marketplace's words: "lines.0.sellingPrice.shippingCost". */
  field: text.min(1),
  /** What stands there; null where nothing does, or what may be the buyer's. */
  given: text.nullable(),
  /** Money, goods or delivery depend on it: the order is not imported until it can be read. */
  blocks: z.boolean(),
  /** The settings that say how it is read, where there are some. */
  settings: settingNames.nullable(),
  /** The items that it is about [the whole order]: what is not imported of an order does not hold it. */
  item_external_ids: z.array(text).optional(),
})
export type UnreadPart = z.infer<typeof unreadPartSchema>

/** A marketplace order in our words: made from a snapshot by `MarketplaceAdapter.normalize`, never stored itself. */
export const normalizedOrderSchema = z.object({
  external_id: externalIdSchema,
  /** The number that the buyer and the seller's portal show, where it is another than the id. */
  external_reference: text.nullable(),
  /** The marketplace's own status of the whole order, in its words. */
  external_status: text,
  channel: z.object({ id: text, name: text.nullable() }).nullable(),
  purchased_at: isoTime,
  updated_at: isoTime.nullable(),
  accept_by: isoTime.nullable(),
  ship_by: isoTime.nullable(),
  currency_code: z.string().regex(/^[A-Z]{3}$/),
  /**
   * Whether prices of units and shipping include tax; `total` and fees always do. Without tax, each line names its rate or
   * its taxes: 0 is none [with_tax].
   */
  prices: z.enum(["with_tax", "without_tax"]).optional(),
  /** What the marketplace says the buyer paid for the whole order; null when it gives no total of its own. */
  total: money.nullable(),
  /** Whether `total` includes shipping [yes]; `unknown` is decided by which sum agrees. */
  shipping_in_total: z.enum(["yes", "no", "unknown"]).optional(),
  /** The settings on which it depends whether `total` and the lines agree, where there are some. */
  total_settings: settingNames.optional(),
  /** The settings that say what stands for an address that is missing, and what a status means. */
  address_settings: settingNames.optional(),
  status_settings: settingNames.optional(),
  /** Charges beside the lines. `in_total`: whether `total` includes them; `unknown` is decided by which sum agrees. */
  fees: z.array(z.object({ label: text, amount: money, in_total: z.enum(["yes", "no", "unknown"]) })),
  lines: z.array(orderLineSchema).min(1),
  shipping_address: addressSchema.nullable(),
  billing_address: addressSchema.nullable(),
  /** Where else lines of this order go, with the keys of these lines: a parcel has one address [none]. */
  other_addresses: z.array(z.object({ line_keys: z.array(text), address: addressSchema })).optional(),
  pickup_point: pickupPointSchema.nullable(),
  /** Null while the marketplace provides none. */
  prepaid_label: prepaidLabelSchema.nullable().default(null),
  /** Opaque, stable reference of the buyer, never an e-mail. */
  buyer_reference: text.nullable(),
  email: text.nullable(),
  /** The delivery mode in the marketplace's words. */
  delivery_mode: text.nullable(),
  is_business: z.boolean(),
  /** False while the marketplace has not confirmed the payment. */
  is_paid: z.boolean(),
  /**
   * True while something that the import needs must be asked for with `MarketplaceSession.fetchDetails`
   * (for example shipping prices that a list does not give).
   */
  needs_details: z.boolean(),
  /** Link to the order in the seller's portal, http(s) only. */
  portal_url: text.nullable(),
  /** What could not be read [nothing]. */
  unread: z.array(unreadPartSchema).optional(),
})
export type NormalizedOrder = z.infer<typeof normalizedOrderSchema>

/**
 * An event after the sale: goods are returned or money is refunded, always by the marketplace.
 * Never holds a buyer's words.
 */
export const afterSaleSchema = z.object({
  /** `claim`: the buyer complains; `gesture`: money given without goods coming back; `cancellation`: after it was accepted. */
  kind: z.enum(["return", "refund", "claim", "gesture", "cancellation"]),
  /** The marketplace's number of it, or the item's where it has none; unique within the order and the kind. */
  external_id: text.min(1).max(200),
  /** The items that it is about; none where it is about the whole order. */
  external_ids: z.array(text),
  quantity: z.number().nullable(),
  amount: money.nullable(),
  currency_code: text.nullable(),
  /** A code of the marketplace's. */
  reason: text.nullable(),
  status: text.nullable(),
  at: isoTime.nullable(),
})
export type AfterSale = z.infer<typeof afterSaleSchema>

/**
 * Read with a separate call, not from an order's snapshot. The order's id, else its items, identify the order.
 * `after_sale` null: something happened to these items, and reading the order again shows what.
 */
export type AfterSaleSighting = {
  order_external_id: string | null
  item_external_ids: string[]
  after_sale: AfterSale | null
}

/** An order as the marketplace sent it. `payload` is text and is stored unchanged; only the adapter reads it. */
export type Snapshot = { external_id: string; payload: string }

export type PullRequest = {
  /** What the last complete pull returned; null for the first one. */
  cursor: string | null
  /** Orders from this moment on matter to the merchant. */
  start_at: Date
  /** Purchase time of our oldest order that is not finished, for marketplaces that only filter by purchase. */
  oldest_unfinished_at: Date | null
  /**
   * `new`: what changed since the cursor. `recheck`: a longer look back (daily), for changes that moved no date.
   * `open`: everything that is open there, however old. `since`: everything purchased since `start_at`.
   */
  scope: "new" | "recheck" | "open" | "since"
}

export type PullPage = {
  snapshots: Snapshot[]
  /** What could not be read as far as its id: errors of the run. Each is a sentence without buyers' data. */
  unreadable: string[]
}

export type PullEnd = {
  /** Stored only after every page is stored. Never later than the start of the pull by the marketplace's own clock. */
  cursor: string
  /** Only what earlier pulls left was read: what is new since then is the next one's [false]. */
  is_rest?: boolean
}

export type CheckResult = {
  ok: boolean
  /** `ok`, or a code such as `invalid_credentials`, `not_linked`, `quota`, `unreachable`, `login_is_email`, `no_rights`. */
  code: string
  /** English sentence; the admin translates by code. */
  message: string
  details: Record<string, unknown>
}

/** What is sent about one shipment. Whole items only, unless `capabilities.ships` is `quantity`. */
export type ShipmentRequest = {
  external_id: string
  item_external_ids: string[]
  /** Units of each item that are in this shipment; only where `capabilities.ships` is `quantity` [all of them]. */
  quantities?: Record<string, number>
  /** Several only where `ShipmentPolicy.parcels` is `many`. Numbers and URLs are already cleaned. */
  parcels: {
    tracking_number: string
    carrier_name: string
    /** The marketplace's code of this name, where its list has one [null]. */
    carrier_code?: string | null
    tracking_url: string | null
    /** Its items: each item of the shipment lies in exactly one parcel. Left out: see `withItems` of `parcels.ts`. */
    item_external_ids?: string[]
  }[]
  /** True for a shipment without tracking; allowed only where `capabilities.untracked_shipments`. */
  is_untracked: boolean
  /** True when it replaces what was sent before; only where `capabilities.corrects_shipments`. */
  is_correction?: boolean
  /** The latest normalized order, as the adapter made it. */
  order: NormalizedOrder
}

export type DecisionRequest = {
  external_id: string
  decision: "accept" | "refuse"
  /** All undecided items, or some where `capabilities.decides` is `item`. */
  item_external_ids: string[]
  /** The items that are refused in the same call; only of an acceptance where it is `items_together` [none]. */
  refused_item_external_ids?: string[]
  reason: string | null
}

export type CancellationRequest = { external_id: string; item_external_ids: string[] | null; reason: string }

/**
 * How a call that changes something ended: `done` the marketplace took it (its effect may still come later),
 * `already` it says that it has this effect already. Everything else is a thrown `MarketplaceError`.
 */
export type CallResult = { result: "done" | "already"; status: number; message: string | null }

/**
 * The steps of a call that a marketplace wants in several: a parcel's number first, and its confirmation after that. Each
 * but the last is stored once it is done, so that who repeats the request goes on after it; see `inSteps`. A step may be
 * repeated all the same: the process can stop before it is stored.
 */
export type CallSteps = {
  /** The last step that was done for exactly this request; null where none was. */
  done: string | null
  /** Stores a step, in at most 100 characters. Throws where the next call must not be made any more. */
  reached(step: string): Promise<void>
}

export type ShipmentPolicy = {
  /** `one`: a single parcel for the complete order; `many`: as many as there are. */
  parcels: "one" | "many"
  /** With `one`: wait until every owed item is shipped, or send the first parcel for all. */
  split: "wait_for_all" | "first_parcel"
  /** Whether a shipment without tracking number may be declared for this order. */
  untracked: boolean
  /** The marketplace made the label and follows it: no number is waited for; needs `untracked` [false]. */
  has_prepaid_label?: boolean
  /** Whether a parcel of this order that was sent can be corrected there [`capabilities.corrects_shipments`]. */
  corrections?: boolean
  /** The settings that say so, named for the operator. */
  correction_settings?: z.infer<typeof settingNames>
  /** Whether an unusual number is asked about before it is sent [where `capabilities.corrects_shipments` is false]. */
  asks_unusual?: boolean
  tracking_number_max_length: number
  tracking_url_max_length: number
}

/** One connection's conversation with its marketplace. Methods throw `MarketplaceError` and nothing else. */
export interface MarketplaceSession extends Partial<OfferSession> {
  /** One cheap call that proves the credentials; never throws, takes at most 10 seconds. */
  check(): Promise<CheckResult>
  /** Streams pages; memory does not grow with the backlog. Repeats a walk of several pages until it brings no new id. */
  pull(request: PullRequest): AsyncGenerator<PullPage, PullEnd>
  /**
   * The order as it is now, or null when the marketplace does not know it. Merged with what is stored, like a pulled one.
   * `known` is what is stored, where there is something: a marketplace without a service for one order then asks only
   * for what is missing, and otherwise has to look through its lists.
   */
  read(external_id: string, known?: Snapshot | null): Promise<Snapshot | null>
  /**
   * Which of these orders are to be read alone now, because someone may have confirmed their shipment in the seller portal
   * and no list shows it. All wait for a parcel, and the most urgent come first. Called with every pull; makes few requests.
   * `report` gets a sentence where a request fails that others can replace.
   */
  unshippedToRead?(waiting: readonly Snapshot[], report: (sentence: string) => void): Promise<string[]>
  /** Asks for what `needs_details` misses; throws `not_ready` while the marketplace does not answer it yet. */
  fetchDetails(snapshot: Snapshot): Promise<Snapshot>
  carriers(): Promise<MarketplaceCarrier[]>
  /** Of these three, `steps` is given by the store; without it, every step is made. */
  decide(request: DecisionRequest, steps?: CallSteps): Promise<CallResult>
  ship(request: ShipmentRequest, steps?: CallSteps): Promise<CallResult>
  cancel(request: CancellationRequest, steps?: CallSteps): Promise<CallResult>
  cancellationReasons(external_id: string): Promise<{ code: string; label: string }[]>
  /**
   * Returns, gestures and claims that orders' snapshots do not contain. Called once a day; makes a bounded number of calls.
   * Empty for a service that this account does not have.
   * `onFailure` gets the sentence of each service that fails, while the others are
   * called all the same; it may also throw.
   */
  afterSales?(onFailure: (sentence: string) => void): Promise<AfterSaleSighting[]>
}

/** A schema of any version of zod 4. */
export type Schema<Output> = {
  parse(value: unknown): Output
  safeParse(
    value: unknown
  ):
    | { success: true; data: NoInfer<Output>; error?: undefined }
    | { success: false; data?: undefined; error: SchemaError }
}
export type SchemaError = { issues: readonly { path: readonly PropertyKey[]; message: string }[] }

/**
 * Words for the operator: the same in every language, or one text for each language of the admin ("de", "pt-BR"). Who
 * reads another language reads the English one.
 */
export type LocalText = string | ({ en: string } & Record<string, string>)

/** The text in the first of these languages that it has, or in English. */
export function localText(text: LocalText, languages: string | readonly string[]): string {
  if (typeof text === "string") return text
  const inOrder = [languages].flat().flatMap((language) => [foldLanguage(language), mainLanguage(language)])
  const known = new Map(Object.entries(text).map(([language, words]) => [foldLanguage(language), words]))
  return inOrder.map((language) => known.get(language)).find((words) => words !== undefined) ?? text.en
}

/** "pt-BR", "pt_BR" and "ptBR" are one. */
const foldLanguage = (language: string) => language.replace(/[-_]/g, "").toLowerCase()
const mainLanguage = (language: string) => /^[a-z]*/.exec(language)?.[0] ?? ""

export type FieldDescription = {
  name: string
  label: LocalText
  secret: boolean
  required: boolean
  help: LocalText
  /** What may be chosen, where it is not typed. */
  options?: string[]
  /** Words of the options, where their values are not words enough. */
  option_labels?: Record<string, LocalText>
}

export type SettingFieldDescription = {
  /** Key under `settings.<marketplace_id>`, or under the section of a common setting. */
  name: string
  label: LocalText
  help: LocalText
  /**
   * `ordered` is a list of options whose order counts; `countries` is a list; `activation` is a switch that no form has,
   * since it is turned by a route of its own. The other kinds have a field of their own.
   */
  type:
    | "text"
    | "number"
    | "boolean"
    | "date"
    | "select"
    | "ordered"
    | "list"
    | "countries"
    | "map"
    | "carrier"
    | "customer_group"
    | "shipping_options"
    | "delivery_modes"
    | "label_account"
    | "name_rule"
    | "recipients"
    | "activation"
    | "price_rules"
    | "brake"
  options?: string[]
  /** Words of the options, where their values are not words enough. */
  option_labels?: Record<string, LocalText>
  min?: number
  max?: number
  /** What a list holds [text]; delivery modes are chosen from those that orders have. */
  items?: "number" | "delivery_mode"
  /** Of a setting that consists of parts: what may be chosen for each. */
  parts?: Record<string, { options: string[]; default: string }>
  default: unknown
}

export type Capabilities = {
  /**
   * Whether the seller must accept orders, and by what. `items_together`: each item is accepted or refused, and one call
   * says it of all items of an order.
   */
  decides: "none" | "order" | "item" | "items_together"
  /**
   * What a shipment speaks of: whole lines, lines of single units, or some units of a line. With `quantity`, an item that
   * is shipped in part keeps its status, and shows the parcels that were sent of it; needs `ShipmentPolicy.parcels` `many`.
   */
  ships: "line" | "unit" | "quantity"
  untracked_shipments: boolean
  live_carriers: boolean
  /** Without a live list: no other carriers are taken than those of `carrier_names.seed` [false]. */
  fixed_carriers?: boolean
  cancels: "none" | "order" | "item"
  /** Whether a parcel that was sent can be corrected there. */
  corrects_shipments: boolean
  /** Whether an order that is read shows its parcels' numbers: a correction is confirmed by nothing else [true]. */
  shows_tracking_numbers?: boolean
  /** Whether its lists show what was shipped; otherwise open orders are read alone, some a day [true]. */
  lists_shipments?: boolean
  test_orders: boolean
  /** Without it, nothing is offered through this adapter. */
  offers?: OfferCapabilities
}

/** Which of a marketplace's codes: `external_status`, or the channel's id. */
export type CodeKind = "statuses" | "channels"

export type MarketplaceDescriptor = {
  id: string
  name: string
  /** One line for who chooses between marketplaces. */
  description?: LocalText
  /** Where the seller finds the credentials on the marketplace's portal: one step a line. */
  credentials_guide?: LocalText
  /** Where the seller signs in on the marketplace: linked where an order has no address of its own. */
  portal_url?: string
  /** What the marketplace's codes mean; one without words is shown as it is. */
  code_words?: { [Kind in CodeKind]?: Record<string, LocalText> }
  credential_fields: FieldDescription[]
  setting_fields: SettingFieldDescription[]
  /** Those of them that only count where offers are sent: a form of their own shows them. */
  offer_settings?: string[]
  capabilities: Capabilities
  /** Shortest allowed poll interval in minutes. */
  min_interval_minutes: number
}

export type HttpRequest = {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE"
  url: string
  headers?: Record<string, string>
  body?: string | Buffer
  /** Deadline of one attempt, in milliseconds [30000]. */
  timeout_ms?: number
  /** Whether it changes something: when the process stops, it is not cut off [where it is not repeated]. */
  has_effect?: boolean
  /** Largest accepted body in bytes, after decompression [20 MiB]. */
  max_bytes?: number
  /** What the call is, for logs and errors, without parameters: "GET /orders". */
  label: string
}

export type HttpResponse = {
  status: number
  /** Lower-case names. */
  headers: Record<string, string>
  body: Buffer
}

/**
 * One client for every marketplace: deadline, size limit, redirects refused, pace, no secret in any error or log.
 * With `retry`, failures that can pass are repeated with back-off and jitter (only for calls without effect).
 * `interpret` turns an answer into a value or throws a `MarketplaceError`; it decides what is worth a retry.
 */
export interface HttpClient {
  request<T>(
    request: HttpRequest,
    options: { retry: boolean; interpret: (response: HttpResponse) => T | Promise<T> }
  ): Promise<T>
}

/** Keeps a short-lived token of one connection between runs; never written to the database. */
export interface TokenStore {
  get(): { token: string; expires_at: number } | null
  set(token: { token: string; expires_at: number } | null): void
}

export interface Logger {
  info(message: string): void
  warn(message: string): void
  error(message: string): void
}

/** Everything that a session needs from outside, so that an adapter is testable with a URL and nothing else. */
export type SessionContext = {
  connection_id: string
  credentials: Record<string, string>
  /** `settings.<marketplace_id>` of the connection, already validated against `setting_fields`. */
  settings: Record<string, unknown>
  /** The plugin's options for this marketplace (addresses, an aggregator's client). */
  options: Record<string, unknown>
  http: HttpClient
  tokens: TokenStore
  logger: Logger
  /** Milliseconds since the epoch. */
  now: () => number
  /** Aborted when the work should stop (shutdown, lost lease). */
  signal?: AbortSignal
}

/** A kind of test order that an adapter can make in its own wire format, to go through its own `normalize`. */
export type TestOrderRequest = {
  external_id: string
  sku: string
  title: string
  quantity: number
  unit_price: number
  country_code: string
  now: Date
}

export interface MarketplaceAdapter {
  descriptor: MarketplaceDescriptor
  /**
   * The seller account that these credentials speak for: half of the key that makes an order unique.
   * Throws a `MarketplaceError` of kind `configuration` when the credentials do not name it.
   */
  account(credentials: Record<string, string>, options: Record<string, unknown>): string
  /** Validates `settings.<marketplace_id>`; unknown keys are refused. Returns the settings with defaults filled in. */
  settings_schema: Schema<Record<string, unknown>>
  /** Validates the credentials' form; which fields are needed can depend on the options (delegation). */
  credentials_schema(options: Record<string, unknown>): Schema<Record<string, string>>
  /** Requests per second that the connection's limiter allows. */
  pace(settings: Record<string, unknown>): { requests_per_second: number }
  connect(context: SessionContext): MarketplaceSession
  /** Pure. Throws `UnreadableOrderError` for a snapshot that has not the documented shape. */
  normalize(payload: string, settings: Record<string, unknown>): NormalizedOrder
  /**
   * Pure. What is kept when an order comes again: marketplaces differ in whether a later answer holds everything.
   * An answer that is older than what we have must not win.
   */
  merge(previous: string | null, incoming: string): string
  /** Pure. How shipments of this order may be sent. */
  shipmentPolicy(order: NormalizedOrder, settings: Record<string, unknown>): ShipmentPolicy
  /** How the marketplace names the carriers; also while it lists none, or cannot be asked. */
  carrier_names: CarrierNames
  /** Pure. What these settings say of carriers and tracking URLs. */
  carrier_policy(settings: Record<string, unknown>): CarrierPolicy
  /** Pure. Whether these settings let orders be canceled there [true], where `capabilities.cancels` has it at all. */
  mayCancel?(settings: Record<string, unknown>): boolean
  /** Pure. The reason that is given where a setting cancels without asking; null, or without it, the operator is asked. */
  cancellationReason?(settings: Record<string, unknown>): string | null
  /** Pure. How offers are sent with these settings; with `capabilities.offers`, and only then. */
  offer_policy?(settings: Record<string, unknown>): OfferPolicy
  /** Pure. An order in the marketplace's own shape, for the merchant's first try. */
  testOrder(request: TestOrderRequest, settings: Record<string, unknown>): Snapshot
  /** Pure. The snapshot without any buyer's data; it still normalizes to the same amounts, lines and states. */
  withoutPersonalData(payload: string): string
}

/**
 * Makes the adapter of one entry of the plugin's option `marketplaces`. A package that serves several marketplaces, or one
 * under several ids and addresses, exports it instead of an adapter: it is called once for each entry.
 */
export type AdapterFactory = (options: Record<string, unknown>) => MarketplaceAdapter
