import type { Readable } from "node:stream"
import { z } from "zod"

import type {
  CheckResult,
  FieldDescription,
  HttpClient,
  LocalText,
  Logger,
  SettingFieldDescription,
} from "../marketplaces/port"

/**
 * What a label service is to the rest of the plugin: whoever sells shipping labels implements `LabelService`, and nothing
 * above this file knows which one it speaks to.
 *
 * Weights are whole grams, lengths whole millimeters, times ISO 8601 in UTC; money is in major units of its currency.
 */

/** ISO 3166-1 alpha-2, upper case. */
const countryCode = z.string().regex(/^[A-Z]{2}$/)
const text = z.string()

export const amountSchema = z.object({
  amount: z.number().finite(),
  currency_code: z.string().regex(/^[A-Z]{3}$/),
})
export type Amount = z.infer<typeof amountSchema>

/**
 * Where a parcel stands. `unlabeled` and `announcing` have no label yet; `ready` has one and was not scanned; `changed` is
 * on its way with another date, place or way of delivery; `trouble` needs a person; `unknown` is a word that we do not know.
 */
export const parcelStatusSchema = z.enum([
  "unlabeled",
  "announcing",
  "failed",
  "ready",
  "moving",
  "changed",
  "trouble",
  "at_pickup_point",
  "delivered",
  "canceling",
  "canceled",
  "unknown",
])
export type ParcelStatus = z.infer<typeof parcelStatusSchema>

export const documentTypeSchema = z.enum(["label", "customs_declaration", "air_waybill"])
export type DocumentType = z.infer<typeof documentTypeSchema>

/** One box of a shipment. */
export const serviceParcelSchema = z.object({
  external_id: text.min(1),
  status: parcelStatusSchema,
  /** The service's own word. */
  external_status: text,
  /** When the service changed it last; null where it does not say. */
  status_at: text.nullable(),
  tracking_number: text.nullable(),
  /** http(s) only. */
  tracking_url: text.nullable(),
  documents: z.array(documentTypeSchema),
})
export type ServiceParcel = z.infer<typeof serviceParcelSchema>

/** Why the service cannot do something, without the buyer's data. */
export const serviceFaultSchema = z.object({
  code: text,
  /** The service's own words, fit for the operator. */
  message: text,
  /** What it is about, where that is known: a field that the operator can correct. */
  field: text.nullable(),
})
export type ServiceFault = z.infer<typeof serviceFaultSchema>

/** The labels of one purchase as the service has them. Its faults and statuses say whether they count (`shipment-state.ts`). */
export const serviceShipmentSchema = z.object({
  external_id: text.min(1),
  /** Ours, where we bought it. */
  reference: text.nullable(),
  order_number: text.nullable(),
  option_code: text.nullable(),
  carrier: z.object({ code: text, name: text }).nullable(),
  /** To recognize the order by; null where the service does not say. */
  to: z.object({ postal_code: text, country_code: text }).nullable(),
  parcels: z.array(serviceParcelSchema),
  faults: z.array(serviceFaultSchema),
})
export type ServiceShipment = z.infer<typeof serviceShipmentSchema>

/** An address as it goes onto the label. */
export const labelAddressSchema = z.object({
  name: text,
  company_name: text.nullable(),
  address_line_1: text,
  /** Only where it is known apart from the line; never made up. */
  house_number: text.nullable(),
  address_line_2: text.nullable(),
  postal_code: text,
  city: text,
  /** ISO 3166-2. */
  state_code: text.nullable(),
  country_code: countryCode,
  phone: text.nullable(),
  email: text.nullable(),
})
export type LabelAddress = z.infer<typeof labelAddressSchema>

export const dimensionsSchema = z.object({
  length_mm: z.number().int().positive(),
  width_mm: z.number().int().positive(),
  height_mm: z.number().int().positive(),
})
export type Dimensions = z.infer<typeof dimensionsSchema>

/** One kind of goods in a parcel, for the customs. */
export const customsItemSchema = z.object({
  description: text.min(1),
  quantity: z.number().int().positive(),
  /** Of one unit. */
  weight_grams: z.number().int().positive(),
  /** Of one unit. */
  value: amountSchema,
  hs_code: text.min(1),
  origin_country: countryCode,
  sku: text.nullable(),
  material: text.nullable(),
})
export type CustomsItem = z.infer<typeof customsItemSchema>

export const parcelRequestSchema = z.object({
  weight_grams: z.number().int().positive(),
  dimensions: dimensionsSchema.nullable(),
  /** Only where customs papers are needed. */
  items: z.array(customsItemSchema),
})
export type ParcelRequest = z.infer<typeof parcelRequestSchema>

export const customsSchema = z.object({
  invoice_number: text.min(1).max(40),
  reason: z.enum(["gift", "documents", "commercial_goods", "commercial_sample"]),
  type: z.enum(["private", "commercial_b2c", "commercial_b2b"]),
  freight: amountSchema.nullable(),
  tax_numbers: z.array(z.object({ name: text, country_code: countryCode, value: text })),
})
export type Customs = z.infer<typeof customsSchema>

export const labelFormatSchema = z.enum(["pdf", "zpl", "png"])
export type LabelFormat = z.infer<typeof labelFormatSchema>

/** Everything that buys the labels of one fulfillment. */
export const purchaseRequestSchema = z.object({
  /** Unique at the service forever (`reference.ts`). */
  reference: text.min(1),
  order_number: text.min(1),
  sender_id: text.min(1),
  to: labelAddressSchema,
  option_code: text.min(1),
  contract_id: text.nullable(),
  parcels: z.array(parcelRequestSchema).min(1).max(15),
  /** The carrier's own id of the point, or the service's where only that is known. */
  service_point: z.object({ kind: z.enum(["carrier", "service"]), id: text.min(1) }).nullable(),
  total: amountSchema.nullable(),
  customs: customsSchema.nullable(),
  /** Beyond what the carrier covers. */
  insured_value: z.number().positive().nullable(),
  brand_id: text.nullable(),
  format: labelFormatSchema,
})
export type PurchaseRequest = z.infer<typeof purchaseRequestSchema>

export type Sender = {
  external_id: string
  name: string
  city: string | null
  postal_code: string | null
  country_code: string | null
  brand_id: string | null
  /** Where returns go; null where the service does not say all of it. */
  address: LabelAddress | null
}

export type Contract = {
  external_id: string
  carrier_code: string
  name: string
  is_default: boolean
}

/** Something else that is connected to the same account. */
export type Integration = {
  external_id: string
  name: string
  /** The service's word for what it connects ("api", "cdiscount"). */
  system: string
  /** The one that our keys belong to. */
  is_ours: boolean
  webhook_url: string | null
  service_points: boolean | null
}

export type LastMile = "home" | "service_point" | "home_or_service_point" | "other"

/** A way of shipping that can be bought. */
export const labelOptionSchema = z.object({
  /** Opaque: never taken apart, never built. */
  code: text.min(1),
  name: text,
  carrier: z.object({ code: text, name: text }),
  contract: z.object({ id: text, name: text }).nullable(),
  min_grams: z.number().nullable(),
  max_grams: z.number().nullable(),
  last_mile: z.enum(["home", "service_point", "home_or_service_point", "other"]),
  /** What the address or the parcel must have: "email", "phone", "dimensions", "house_number". */
  required_fields: z.array(text),
  needs_customs_papers: z.boolean(),
  /** An estimate, never an invoice; null where there is none. */
  price: amountSchema.nullable(),
})
export type LabelOption = z.infer<typeof labelOptionSchema>

export type OptionQuery = {
  from: { country_code: string; postal_code: string }
  to: { country_code: string; postal_code: string }
  weight_grams: number
  option_code?: string
  carrier_code?: string
  with_price: boolean
  /** Options for returns, instead of those for parcels to a buyer [false]. */
  is_return?: boolean
}

export const servicePointSchema = z.object({
  /** The service's id: it can change. */
  external_id: text.min(1),
  /** The carrier's id: it stays. */
  carrier_point_id: text,
  carrier_code: text,
  name: text,
  street: text,
  postal_code: text,
  city: text,
  country_code: text,
  is_open: z.boolean(),
  distance_meters: z.number().nullable(),
})
export type ServicePoint = z.infer<typeof servicePointSchema>

export type ServicePointQuery = {
  country_code: string
  /** All that the account has, where it is left out. */
  carrier_code?: string
  carrier_point_id?: string
  near?: { postal_code: string; city?: string }
}

/** `canceled` at once; `requested`: it may still be used; `gone`: it was canceled before, or never there; `refused`. */
export type CancelResult = { result: "canceled" | "requested" | "gone" | "refused"; message: string | null }

export type PaperSize = "a4" | "a5" | "a6"
export type DocumentRequest = {
  type: DocumentType
  format: LabelFormat
  /** The document's own [null]. */
  paper_size: PaperSize | null
}
/** Already checked: it begins and ends as its format does. */
export type LabelDocument = { media_type: string; size: number; content: Readable }

/** What a service says about one parcel: with its message, or when it is asked. */
export type ParcelNews = {
  parcel_external_id: string
  shipment_external_id: string | null
  /** The order that we pushed, where the label was made in the service's panel. */
  order_external_id: string | null
  order_number: string | null
  status: ParcelStatus
  external_status: string
  tracking_number: string | null
  tracking_url: string | null
  /** When it became so. */
  at: string
}

/** An order for the service's own panel. */
export const panelOrderSchema = z.object({
  external_id: text.min(1).max(200),
  order_number: text.min(1),
  created_at: z.iso.datetime(),
  to: labelAddressSchema,
  lines: z.array(
    z.object({
      external_id: text.min(1),
      name: text.min(1),
      sku: text.nullable(),
      quantity: z.number().int().positive(),
      total: amountSchema,
      weight_grams: z.number().int().positive().nullable(),
      hs_code: text.nullable(),
      origin_country: text.nullable(),
    })
  ),
  total: amountSchema,
  option_code: text.nullable(),
  service_point: z.object({ carrier_point_id: text }).nullable(),
})
export type PanelOrder = z.infer<typeof panelOrderSchema>

/** A label with which a buyer sends goods back. No service is known to refuse a second one of the same reference. */
export const returnRequestSchema = z.object({
  reference: text.min(1),
  order_number: text.min(1),
  /** The buyer. */
  from: labelAddressSchema,
  /** Where the goods go. */
  to: labelAddressSchema,
  option_code: text.min(1),
  contract_id: text.nullable(),
  weight_grams: z.number().int().positive(),
  /** Only where customs papers are needed. */
  items: z.array(customsItemSchema),
  invoice_number: text.nullable(),
  total: amountSchema.nullable(),
  brand_id: text.nullable(),
})
export type ReturnRequest = z.infer<typeof returnRequestSchema>

export type ReturnLabel = { external_id: string; parcel_external_id: string }

/** What a list of returns shows: to find out whether one was made whose answer was lost. */
export type ListedReturn = {
  /** What cancels it; null where the list does not say. */
  external_id: string | null
  order_number: string
  created_at: string
  /** Null while it has no label. */
  parcel_external_id: string | null
  tracking_number: string | null
  tracking_url: string | null
  is_canceled: boolean
}

export type PurchaseResult = {
  /** False where the reference was used before: nothing was bought, this is what stands there. */
  is_new: boolean
  shipment: ServiceShipment
}

/** One account's conversation with its label service. Methods throw `MarketplaceError` and nothing else. */
export interface LabelSession {
  /** Never throws, takes at most 10 seconds. */
  check(): Promise<CheckResult>
  senders(): Promise<Sender[]>
  contracts(): Promise<Contract[]>
  integrations(): Promise<Integration[]>
  options(query: OptionQuery): Promise<LabelOption[]>
  servicePoints(query: ServicePointQuery): Promise<ServicePoint[]>
  /** What the service finds wrong with an address; nothing is bought. */
  addressFaults(address: LabelAddress, carrier_code: string): Promise<ServiceFault[]>
  /** Buys; never repeats. A result that is no error can still be a failure, see `shipment-state.ts`. */
  buy(request: PurchaseRequest): Promise<PurchaseResult>
  byReference(reference: string): Promise<ServiceShipment | null>
  byId(external_id: string): Promise<ServiceShipment | null>
  byOrderNumber(order_number: string): Promise<ServiceShipment[]>
  cancel(external_id: string): Promise<CancelResult>
  document(parcel_external_id: string, request: DocumentRequest): Promise<LabelDocument>
  /** One file for several parcels, in the order of their ids; at most `limits.merged_documents`. */
  documents(parcel_external_ids: readonly string[], request: DocumentRequest): Promise<LabelDocument>
  /** Streams what changed since a moment, a page at a time. */
  changes(since: Date): AsyncGenerator<ServiceShipment[]>
  /** Makes a return label; never repeats, and lets nothing be sent to the buyer. */
  buyReturn(request: ReturnRequest): Promise<ReturnLabel>
  /** The returns of one order that were made since a moment. */
  returnsOf(order_number: string, since: Date): Promise<ListedReturn[]>
  cancelReturn(external_id: string): Promise<CancelResult>
  /** Puts orders into the service's panel, or changes them there. */
  pushOrders(orders: readonly PanelOrder[]): Promise<void>
  /** False where it was not there. */
  withdrawOrder(order: Pick<PanelOrder, "external_id" | "order_number">): Promise<boolean>
  /** Lets the service report to this address; null ends it. */
  reportTo(webhook_url: string | null): Promise<void>
}

/** Everything that a session needs from outside. */
export type LabelSessionContext = {
  account_id: string
  credentials: Record<string, string>
  /** The account's settings of this service, already validated. */
  settings: Record<string, unknown>
  /** The plugin's options for this service. */
  options: Record<string, unknown>
  /** Calls that a service counts apart: those that read by their verb, and all others. */
  reads: HttpClient
  writes: HttpClient
  logger: Logger
  /** Milliseconds since the epoch. */
  now: () => number
}

export type LabelServiceDescriptor = {
  id: string
  name: string
  description: LocalText
  credentials_guide: LocalText
  credential_fields: FieldDescription[]
  setting_fields: SettingFieldDescription[]
  /** What costs nothing and is the only thing that a test order may buy; null where there is none. */
  test_option_code: string | null
  limits: {
    parcels: number
    merged_documents: number
    pushed_orders: number
    /** So many days after its purchase an unused label can still be canceled. */
    cancel_days: number
  }
}

export interface LabelService {
  descriptor: LabelServiceDescriptor
  /** Whose keys these are: not secret. Throws `configuration` where they do not say. */
  account(credentials: Record<string, string>): string
  credentials_schema: z.ZodType<Record<string, string>>
  /** Unknown keys are refused; defaults are filled in. */
  settings_schema: z.ZodType<Record<string, unknown>>
  pace: { reads_per_second: number; writes_per_second: number }
  connect(context: LabelSessionContext): LabelSession
  /** Pure. Whether the service wrote these bytes. */
  isAuthentic(
    body: Buffer,
    headers: Record<string, string | string[] | undefined>,
    keys: readonly string[]
  ): boolean
  /** Pure. What an authentic message says of a parcel; null for other messages, also unreadable ones. */
  readMessage(body: Buffer, settings: Record<string, unknown>): ParcelNews | null
}
