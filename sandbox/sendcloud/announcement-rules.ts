import type { Announcement, SendcloudMarket, WireAddress } from "./market"
import { optionBy, POINTS, type PlayedOption } from "./options"
import type { SendcloudAccount } from "./settings"

export type WireError = { status: string; code: string; detail: string; source?: { pointer: string } }

type Fields = Record<string, unknown>
const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value)
const filled = (value: unknown): value is string => typeof value === "string" && value.trim() !== ""

const EU = new Set(
  "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MC MT NL PL PT RO SE SI SK".split(" ")
)
const KILOGRAMS: Record<string, number> = { kg: 1, g: 0.001, lbs: 0.45359237, oz: 0.028349523 }

/** Whether a parcel there passes the customs; the sandbox sends from the European Union. */
function passesCustoms({ country_code, postal_code }: WireAddress): boolean {
  const isCanaries = country_code === "ES" && /^(35|38)/.test(postal_code)
  const isOverseas = country_code === "FR" && /^9[78]/.test(postal_code)
  return !EU.has(country_code) || isCanaries || isOverseas
}

function weightOf(value: unknown): number {
  if (!isFields(value)) return NaN
  return Number(value.value) * (KILOGRAMS[String(value.unit)] ?? NaN)
}

/**
 * What a body of `POST /shipments/announce` says, or why it is refused. `failure` is what the carrier says once the
 * shipment is there: then it exists, costs nothing and has no label.
 */
export function judgeAnnouncement(
  market: SendcloudMarket,
  account: SendcloudAccount,
  body: unknown
): { announcement: Announcement } | { errors: WireError[] } {
  const errors: WireError[] = []
  const refuse = (pointer: string, code: string, detail: string) =>
    errors.push({ status: "400", code, detail, source: { pointer } })
  const required = (fields: Fields, name: string, at: string) => {
    if (!filled(fields[name])) refuse(`${at}/${name}`, "required", "This field is required.")
  }
  if (!isFields(body)) {
    return { errors: [{ status: "400", code: "invalid", detail: "A JSON object is expected." }] }
  }
  const to = isFields(body.to_address) ? body.to_address : {}
  for (const name of ["name", "address_line_1", "postal_code", "city", "country_code"]) {
    required(to, name, "/to_address")
  }
  const from = isFields(body.from_address) ? body.from_address : {}
  const sender = market.settings.senders.find(({ id }) => id === Number(from.sender_address_id))
  if (from.sender_address_id === undefined) refuse("/from_address", "required", "This field is required.")
  else if (!sender)
    refuse("/from_address/sender_address_id", "not_found", "The sender address does not exist.")

  const ship_with = isFields(body.ship_with) ? body.ship_with : {}
  const properties = isFields(ship_with.properties) ? ship_with.properties : {}
  const option =
    ship_with.type === "shipping_option_code" ? optionBy(properties.shipping_option_code) : undefined
  if (!option || option.is_return) {
    refuse(
      "/ship_with/properties/shipping_option_code",
      "invalid_choice",
      "The shipping option does not exist."
    )
  }
  const contracts = option && market.settings.double_contracts.includes(option.carrier) ? 2 : 1
  if (option && contracts > 1 && market.settings.contract_required && properties.contract_id === undefined) {
    refuse("/ship_with/properties/contract_id", "required", "Several contracts fit; name one.")
  }

  const parcels = Array.isArray(body.parcels) ? body.parcels.filter(isFields) : []
  if (parcels.length < 1 || parcels.length > 15)
    refuse("/parcels", "invalid", "Between 1 and 15 parcels are expected.")
  const customs = passesCustoms(to as WireAddress)
  parcels.forEach((parcel, index) => {
    const at = `/parcels/${index}`
    const kilograms = weightOf(parcel.weight)
    if (!(kilograms > 0.001)) refuse(`${at}/weight`, "min_value", "The weight must be more than 0.001 kg.")
    else if (option && (kilograms * 1000 < option.min_grams || kilograms * 1000 > option.max_grams)) {
      refuse(`${at}/weight`, "invalid", "The weight is outside of what the shipping option takes.")
    }
    if (option?.required_fields.includes("length") && !isFields(parcel.dimensions)) {
      refuse(`${at}/dimensions`, "required", "This shipping option needs the dimensions.")
    }
    judgeItems(parcel, at, kilograms, customs, refuse)
  })
  if (customs) judgeCustoms(body.customs_information, refuse)
  if (option) judgeContact(option, to, refuse)
  if (option) judgePoint(option, body.to_service_point, account, refuse)
  if (errors.length > 0 || !option || !sender) return { errors }

  return {
    announcement: {
      integration_id: account.integration_id,
      reference: filled(body.external_reference_id) ? body.external_reference_id : null,
      order_number: filled(body.order_number) ? body.order_number : null,
      order_id: null,
      to_address: to as WireAddress,
      sender_id: sender.id,
      option_code: option.code,
      contract_id: properties.contract_id === undefined ? null : Number(properties.contract_id),
      to_service_point: body.to_service_point ?? null,
      customs: body.customs_information ?? null,
      parcels: parcels.map(({ weight, parcel_items }) => ({
        weight,
        items: Array.isArray(parcel_items) ? (parcel_items as unknown[]) : [],
      })),
      failure: carrierFailure(option, to),
    },
  }
}

type Refuse = (pointer: string, code: string, detail: string) => void

function judgeItems(parcel: Fields, at: string, kilograms: number, customs: boolean, refuse: Refuse): void {
  const items = Array.isArray(parcel.parcel_items) ? parcel.parcel_items.filter(isFields) : []
  if (customs && items.length === 0)
    refuse(`${at}/parcel_items`, "required", "Customs papers need the items.")
  let sum = 0
  items.forEach((item, index) => {
    const here = `${at}/parcel_items/${index}`
    if (!Number.isInteger(item.quantity) || Number(item.quantity) < 1) {
      refuse(`${here}/quantity`, "min_value", "A whole quantity of at least 1 is expected.")
    }
    if (!filled(item.description)) refuse(`${here}/description`, "required", "This field is required.")
    if (!filled(item.hs_code)) refuse(`${here}/hs_code`, "required", "This field is required.")
    if (customs && !filled(item.origin_country))
      refuse(`${here}/origin_country`, "required", "This field is required.")
    const price = isFields(item.price) ? item.price : {}
    if (typeof price.value !== "string" || !["EUR", "GBP", "USD"].includes(String(price.currency))) {
      refuse(`${here}/price`, "invalid_choice", "The currency is not supported.")
    }
    sum += weightOf(item.weight) * Number(item.quantity)
  })
  if (items.length > 0 && !(sum <= kilograms + 1e-9)) {
    refuse(`${at}/weight`, "invalid", "The declared items weigh more than the parcel.")
  }
}

function judgeCustoms(given: unknown, refuse: Refuse): void {
  const customs = isFields(given) ? given : {}
  if (!filled(customs.invoice_number)) {
    refuse("/customs_information/invoice_number", "required", "This field is required.")
  }
  const reasons = ["gift", "documents", "commercial_goods", "commercial_sample"]
  if (!reasons.includes(String(customs.export_reason))) {
    refuse("/customs_information/export_reason", "invalid_choice", "This is no valid choice.")
  }
}

function judgeContact({ required_fields }: PlayedOption, to: Fields, refuse: Refuse): void {
  if (required_fields.includes("to_telephone") && !filled(to.phone_number)) {
    refuse("/to_address/phone_number", "required", "This shipping option needs the phone number.")
  }
  if (required_fields.includes("to_email") && !filled(to.email)) {
    refuse("/to_address/email", "required", "This shipping option needs the e-mail address.")
  }
}

function judgePoint(option: PlayedOption, given: unknown, account: SendcloudAccount, refuse: Refuse): void {
  const at = "/to_service_point"
  if (option.last_mile !== "service_point") {
    if (given !== undefined && given !== null)
      refuse(at, "invalid", "This shipping option takes no service point.")
    return
  }
  if (!isFields(given)) return refuse(at, "required", "This shipping option needs a service point.")
  if (!account.service_points)
    return refuse(at, "forbidden", "Service points are not enabled for the integration.")
  const { id, carrier_service_point_id } = given
  for (const one of [id, carrier_service_point_id]) {
    if (one !== undefined && typeof one !== "string")
      return refuse(`${at}/id`, "invalid", "A string is expected.")
  }
  const point = POINTS.find((one) =>
    carrier_service_point_id === undefined
      ? String(one.id) === id
      : one.carrier_service_point_id === carrier_service_point_id && one.carrier === option.carrier
  )
  if (!point || point.carrier !== option.carrier)
    return refuse(at, "not_found", "The service point does not exist.")
  if (point.is_expired) refuse(at, "invalid", "The service point is no longer operational.")
}

/** What carriers refuse although the form is right. */
function carrierFailure(option: PlayedOption, to: Fields): string | null {
  const length = (value: unknown) => (typeof value === "string" ? value.length : 0)
  if (
    option.carrier === "dhl_express" &&
    !/\d/.test(`${String(to.address_line_1)}${String(to.house_number ?? "")}`)
  ) {
    return "house_number: This field may not be blank."
  }
  if (option.carrier === "mondial_relay" && (length(to.address_line_2) > 30 || length(to.city) > 30)) {
    const field = length(to.city) > 30 ? "city" : "address_2"
    return `${field}: Ensure this field has no more than 30 characters.`
  }
  return null
}
