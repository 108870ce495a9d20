import type { z } from "zod"

import type { Address } from "../../marketplaces/port"
import { readableOrNull } from "../../marketplaces/text"
import type { Buyer } from "../../marketplaces/without-buyer"
import type {
  Amount,
  Contract,
  DocumentType,
  Integration,
  LabelAddress,
  LabelOption,
  LastMile,
  PanelOrder,
  PurchaseRequest,
  Sender,
  ServicePoint,
  ServiceShipment,
} from "../label-service"
import { faultsOf, type Clean } from "./faults"
import type {
  contractsSchema,
  integrationsSchema,
  optionsSchema,
  sendersSchema,
  WireShipment,
} from "./schemas"
import { servicePointSchema } from "./schemas"
import type { SendcloudSettings } from "./settings"
import { statusOf } from "./statuses"

const DOCUMENTS: Readonly<Record<string, DocumentType>> = {
  label: "label",
  "customs-declaration": "customs_declaration",
  "air-waybill": "air_waybill",
}
const GRAMS = { kg: 1000, g: 1, lbs: 453.59237, oz: 28.349523125 }

const isoOrNull = (time: string | null | undefined): string | null => {
  const at = new Date(time ?? "")
  return Number.isNaN(at.getTime()) ? null : at.toISOString()
}

/** http(s) only. */
export const linkOrNull = (link: string | null | undefined): string | null =>
  link && /^https?:\/\//i.test(link) && URL.canParse(link) ? link : null

export function shipmentOf(
  wire: WireShipment,
  { status_overrides }: SendcloudSettings,
  clean: Clean
): ServiceShipment {
  const { to_address } = wire
  return {
    external_id: wire.id,
    reference: wire.external_reference_id || null,
    order_number: wire.order_number || null,
    option_code: wire.ship_with?.properties?.shipping_option_code ?? null,
    carrier: wire.carrier ? { code: wire.carrier.code, name: wire.carrier.name ?? wire.carrier.code } : null,
    to: to_address ? { postal_code: to_address.postal_code, country_code: to_address.country_code } : null,
    parcels: wire.parcels.map((parcel) => {
      const { code, status } = statusOf(parcel.status?.code ?? "", status_overrides)
      return {
        external_id: parcel.id,
        status,
        external_status: code,
        status_at: isoOrNull(parcel.updated_at),
        tracking_number: readableOrNull(parcel.tracking_number)?.trim() ?? null,
        tracking_url: linkOrNull(parcel.tracking_url),
        documents: parcel.documents.flatMap(({ document_type, type }) => {
          const name = document_type ?? type ?? ""
          return Object.hasOwn(DOCUMENTS, name) ? DOCUMENTS[name] : []
        }),
      }
    }),
    faults: faultsOf(wire.errors, clean),
  }
}

const kilograms = (grams: number) => ({ value: (grams / 1000).toFixed(3), unit: "kg" })
export const money = ({ amount, currency_code }: Amount) => ({
  value: amount.toFixed(2),
  currency: currency_code,
})
const centimeters = (millimeters: number) => (millimeters / 10).toFixed(1)

/** Without what is not known: an empty field is refused where a missing one is not. */
export function addressBody(address: LabelAddress) {
  return withoutEmpty({
    name: address.name,
    company_name: address.company_name,
    address_line_1: address.address_line_1,
    house_number: address.house_number,
    address_line_2: address.address_line_2,
    postal_code: address.postal_code,
    city: address.city,
    state_province_code: address.state_code,
    country_code: address.country_code,
    phone_number: address.phone,
    email: address.email,
  })
}

export const withoutEmpty = (fields: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== null && value !== undefined && value !== "")
  )

/** The body of an announcement. */
export function purchaseBody(request: PurchaseRequest): Record<string, unknown> {
  const { service_point, customs, contract_id } = request
  return withoutEmpty({
    external_reference_id: request.reference,
    order_number: request.order_number,
    total_order_price: request.total && money(request.total),
    brand_id: request.brand_id && numericId(request.brand_id),
    from_address: { sender_address_id: numericId(request.sender_id) },
    to_address: addressBody(request.to),
    ship_with: {
      type: "shipping_option_code",
      properties: withoutEmpty({
        shipping_option_code: request.option_code,
        contract_id: contract_id && numericId(contract_id),
      }),
    },
    // A number is refused here, also where it is one.
    to_service_point:
      service_point &&
      (service_point.kind === "carrier"
        ? { carrier_service_point_id: service_point.id }
        : { id: service_point.id }),
    parcels: request.parcels.map((parcel, index) =>
      withoutEmpty({
        weight: kilograms(parcel.weight_grams),
        dimensions: parcel.dimensions && {
          length: centimeters(parcel.dimensions.length_mm),
          width: centimeters(parcel.dimensions.width_mm),
          height: centimeters(parcel.dimensions.height_mm),
          unit: "cm",
        },
        additional_insured_price:
          index === 0 && request.insured_value
            ? { value: request.insured_value.toFixed(2), currency: "EUR" }
            : null,
        parcel_items: parcel.items.length ? parcel.items.map(itemBody) : null,
      })
    ),
    customs_information:
      customs &&
      withoutEmpty({
        invoice_number: customs.invoice_number,
        export_reason: customs.reason,
        export_type: customs.type,
        freight_costs: customs.freight && money(customs.freight),
        tax_numbers: customs.tax_numbers.length ? { sender: customs.tax_numbers } : null,
      }),
    label_details: {
      mime_type: MIME_TYPES[request.format],
      dpi: request.format === "zpl" ? 203 : request.format === "png" ? 300 : 72,
    },
  })
}

export const MIME_TYPES = { pdf: "application/pdf", zpl: "application/zpl", png: "image/png" } as const

const itemBody = (item: PurchaseRequest["parcels"][number]["items"][number]) =>
  withoutEmpty({
    description: item.description,
    quantity: item.quantity,
    weight: { value: item.weight_grams / 1000, unit: "kg" },
    price: money(item.value),
    hs_code: item.hs_code,
    origin_country: item.origin_country,
    sku: item.sku,
    material_content: item.material,
  })

/** Ids are numbers there, and texts here. */
export const numericId = (id: string): string | number => (/^\d{1,15}$/.test(id) ? Number(id) : id)

/** Whom Sendcloud's words may quote. */
export function buyerOf(to: LabelAddress): Buyer {
  const address: Address = {
    first_name: null,
    last_name: to.name,
    company: to.company_name,
    vat_number: null,
    lines: [to.address_line_1, to.address_line_2].filter((line) => line !== null),
    postal_code: to.postal_code,
    city: to.city,
    province: null,
    country_code: to.country_code,
    phone: to.phone,
    email: to.email,
  }
  return { shipping_address: address, email: to.email }
}

export const sendersOf = ({ data }: z.output<typeof sendersSchema>): Sender[] =>
  data.map((sender) => ({
    external_id: sender.id,
    name: sender.company_name || sender.contact_name || sender.name || sender.id,
    city: sender.city || null,
    postal_code: sender.postal_code || null,
    country_code: sender.country_code?.toUpperCase() || null,
    brand_id: sender.brand_id ?? null,
    address: senderAddress(sender),
  }))

function senderAddress(sender: z.output<typeof sendersSchema>["data"][number]): LabelAddress | null {
  const name = sender.contact_name || sender.name || sender.company_name
  const { address_line_1, postal_code, city } = sender
  const country_code = sender.country_code?.toUpperCase()
  if (!name || !address_line_1 || !postal_code || !city || !/^[A-Z]{2}$/.test(country_code ?? "")) return null
  return {
    name,
    company_name: sender.company_name || null,
    address_line_1,
    house_number: sender.house_number || null,
    address_line_2: sender.address_line_2 || null,
    postal_code,
    city,
    state_code: sender.state_province_code || null,
    country_code: country_code ?? "",
    phone: sender.phone_number || null,
    email: sender.email || null,
  }
}

export const contractsOf = ({ data }: z.output<typeof contractsSchema>): Contract[] =>
  data
    .filter(({ is_active }) => is_active !== false)
    .map((contract) => ({
      external_id: contract.id,
      carrier_code: contract.carrier?.code ?? contract.carrier_code ?? "",
      name: contract.name || contract.client_id || contract.id,
      is_default: contract.is_default_per_carrier === true,
    }))

/** The keys do not say which integration they are of: it is the chosen one, or the only one for an API. */
export function integrationsOf(
  { data }: z.output<typeof integrationsSchema>,
  { integration_id }: SendcloudSettings
): Integration[] {
  const systemOf = ({ type, system }: (typeof data)[number]) => (type ?? system ?? "").toLowerCase()
  const ofApi = data.filter((one) => systemOf(one) === "api")
  const own = integration_id ?? (ofApi.length === 1 ? ofApi[0].id : null)
  return data.map((one) => ({
    external_id: one.id,
    name: one.shop_name || systemOf(one) || one.id,
    system: systemOf(one),
    is_ours: one.id === own,
    webhook_url: one.webhook_active === false ? null : linkOrNull(one.webhook_url),
    service_points: one.service_point_enabled ?? null,
  }))
}

export const optionsOf = ({ data }: z.output<typeof optionsSchema>): LabelOption[] =>
  data.map((option) => ({
    code: option.code,
    name: option.name || option.product?.name || option.code,
    carrier: { code: option.carrier.code, name: option.carrier.name ?? option.carrier.code },
    contract: option.contract
      ? { id: option.contract.id, name: option.contract.name ?? option.contract.id }
      : null,
    min_grams: gramsOf(option.weight?.min),
    max_grams: gramsOf(option.weight?.max),
    last_mile: lastMileOf(option.functionalities?.last_mile),
    required_fields: (option.requirements?.fields ?? []).map((field) =>
      Object.hasOwn(REQUIRED, field) ? REQUIRED[field] : field
    ),
    needs_customs_papers: option.requirements?.export_documents === true,
    price: priceOf(option.quotes),
  }))

const REQUIRED: Readonly<Record<string, string>> = {
  to_email: "email",
  to_telephone: "phone",
  to_phone_number: "phone",
  to_house_number: "house_number",
  to_state: "state_code",
  length: "dimensions",
  width: "dimensions",
  height: "dimensions",
}

const gramsOf = (weight: { value: number; unit: keyof typeof GRAMS } | null | undefined): number | null =>
  weight ? Math.round(weight.value * GRAMS[weight.unit] * 1000) / 1000 : null

/** `requirements.is_service_point_required` is documented, and missing from real answers. */
function lastMileOf(word: string | null | undefined): LastMile {
  const isPoint = /service_point|locker/.test(word ?? "")
  const isHome = /home_delivery|mailbox/.test(word ?? "")
  return isPoint && isHome ? "home_or_service_point" : isPoint ? "service_point" : isHome ? "home" : "other"
}

function priceOf(quotes: z.output<typeof optionsSchema>["data"][number]["quotes"]): Amount | null {
  const totals = quotes.flatMap(({ price }) => price?.total ?? [])
  const total = totals.find(({ currency }) => /^[A-Z]{3}$/.test(currency))
  return total ? { amount: total.value, currency_code: total.currency } : null
}

/** Null where it cannot be read: one odd point hides no other. */
export function servicePointOf(given: unknown): ServicePoint | null {
  const { data: point } = servicePointSchema.safeParse(given)
  if (!point) {
    return null
  }
  const { address } = point
  const street = address?.street ?? address?.address_line_1 ?? point.street ?? ""
  return {
    external_id: point.id,
    carrier_point_id: point.carrier_service_point_id ?? point.code ?? "",
    carrier_code: point.carrier.code,
    name: point.name ?? "",
    street: [street, address?.house_number ?? point.house_number].filter(Boolean).join(" "),
    postal_code: address?.postal_code ?? point.postal_code ?? "",
    city: address?.city ?? point.city ?? "",
    country_code: (address?.country_code ?? point.country ?? "").toUpperCase(),
    is_open: point.is_expired !== true && point.is_active !== false,
    distance_meters: point.distance ?? null,
  }
}

/** An order for "Incoming orders" of our own integration. */
export function panelOrderBody(order: PanelOrder, integration_id: string): Record<string, unknown> {
  const { to } = order
  return withoutEmpty({
    order_id: order.external_id,
    order_number: order.order_number,
    order_details: {
      integration: { id: numericId(integration_id) },
      status: { code: "unshipped", message: "Unshipped" },
      order_created_at: order.created_at,
      order_items: order.lines.map((line) =>
        withoutEmpty({
          item_id: line.external_id,
          name: line.name,
          sku: line.sku,
          quantity: line.quantity,
          total_price: panelMoney(line.total),
          measurement: line.weight_grams && {
            weight: { value: line.weight_grams / 1000, unit: "kg" },
          },
          hs_code: line.hs_code,
          country_of_origin: line.origin_country,
        })
      ),
    },
    payment_details: { total_price: panelMoney(order.total), status: { code: "paid", message: "Paid" } },
    shipping_address: addressBody(to),
    customer_details: withoutEmpty({ name: to.name, phone_number: to.phone, email: to.email }),
    shipping_details: order.option_code && {
      ship_with: { type: "shipping_option_code", properties: { shipping_option_code: order.option_code } },
    },
    service_point_details: order.service_point && {
      carrier_service_point_id: order.service_point.carrier_point_id,
    },
  })
}

const panelMoney = ({ amount, currency_code }: Amount) => ({
  value: Number(amount.toFixed(2)),
  currency: currency_code,
})
