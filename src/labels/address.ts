import { parsePhoneNumberFromString, isSupportedCountry } from "libphonenumber-js/mobile"

import { fold } from "../marketplaces/fold"
import { postcodeOf } from "../marketplaces/postcode"
import { phoneOf } from "../marketplaces/phone"
import { ADDRESS_LINE_LENGTH, fieldsWithLostLetters, type StoreAddress } from "../orders/addresses"
import type { NameRule } from "../orders/settings"
import { frenchTerritory } from "../orders/territories"
import { cleanOrNull } from "../orders/text"
import { labelAddressSchema, type LabelAddress } from "./label-service"

/** Carriers have limits of their own, most of which are not known: what is longer is shown, never cut. */
const LONGEST: Partial<Record<AddressField, number>> = {
  name: 35,
  company_name: 35,
  address_line_1: ADDRESS_LINE_LENGTH,
  address_line_2: 30,
  city: 30,
  house_number: 8,
}
/** Where every address has a house number, and services refuse one without. Hamlets in France have none. */
const NUMBERED = ["AT", "BE", "DE", "DK", "LU", "NL"]
/** Where labels need the state. */
const WITH_STATE = ["AU", "CA", "IT", "US"]

export type AddressField = keyof LabelAddress

/** What the store's order says of its buyer. */
export type OrderContact = {
  shipping: StoreAddress | null
  billing: StoreAddress | null
  email: string | null
}

/** Corrections for one label; null or "" takes a field out. */
export const addressOverridesSchema = labelAddressSchema.partial()
export type AddressOverrides = Partial<LabelAddress>

export type AddressSettings = {
  name_rule: NameRule
  /** For carriers that need a phone where the order has none. */
  default_phone: string | null
  phone_format: "international" | "as_given"
  /** Whether the e-mail goes along although no carrier needs it: services may write to the buyer. */
  always_email: boolean
}

export type AddressWarning =
  | { code: "too_long"; field: AddressField; length: number; limit: number }
  | { code: "lost_letters"; field: AddressField }
  | { code: "house_number_missing"; field: "house_number" }
  | { code: "default_phone"; field: "phone" }
  | { code: "state_left_out"; field: "state_code"; given: string }

export type CheckedAddress = {
  address: LabelAddress
  /** What the label cannot do without. */
  missing: AddressField[]
  /** What a person should look at before paying. */
  warnings: AddressWarning[]
}

/**
 * The address as it goes onto the label, with every word of the order's, and what is wrong with it. Nothing is made up: a
 * house number that stands in the line stays there.
 * @param required what the chosen option asks for ("email", "phone", "state_code", "house_number")
 */
export function labelAddress(
  contact: OrderContact,
  settings: AddressSettings,
  required: readonly string[],
  overrides: AddressOverrides = {}
): CheckedAddress {
  const chosen = chooseParts(contact, settings.name_rule)
  const { shipping } = contact
  const address_of_label = chosen.address
  const country_code = overrides.country_code ?? countryOf(address_of_label)
  const own_phone = phoneFor(chosen.phone, country_code, settings.phone_format)
  const default_phone =
    !own_phone && required.includes("phone")
      ? phoneFor(settings.default_phone, country_code, settings.phone_format)
      : null
  const province = cleanOrNull(address_of_label?.province)
  const state_code = stateCode(province, country_code)
  const address: LabelAddress = {
    name: chosen.name ?? "",
    company_name: chosen.company,
    address_line_1: address_of_label?.address_1 ?? "",
    house_number: null,
    address_line_2: address_of_label?.address_2 ?? null,
    postal_code: postcodeOf(address_of_label?.postal_code, country_code) ?? "",
    city: address_of_label?.city ?? "",
    state_code,
    country_code,
    phone: own_phone ?? default_phone,
    email: required.includes("email") || settings.always_email ? chosen.email : null,
    ...cleanOverrides(overrides),
  }
  const lost = shipping && Object.keys(overrides).length === 0 ? fieldsWithLostLetters(shipping) : []
  return {
    address,
    missing: missingFields(address, required),
    warnings: [
      ...tooLong(address),
      ...lost.map((field) => ({ code: "lost_letters" as const, field: LOST[field] ?? "address_line_1" })),
      ...(lacksNumber(address) ? [{ code: "house_number_missing", field: "house_number" } as const] : []),
      ...(default_phone && address.phone === default_phone
        ? [{ code: "default_phone", field: "phone" } as const]
        : []),
      ...(province && !address.state_code
        ? [{ code: "state_left_out", field: "state_code", given: province } as const]
        : []),
    ],
  }
}

const LOST: Readonly<Record<string, AddressField>> = {
  name: "name",
  street: "address_line_1",
  postal_code: "postal_code",
  city: "city",
}

type Parts = {
  name: string | null
  company: string | null
  phone: string | null
  email: string | null
  address: StoreAddress | null
}

/**
 * Who receives the parcel, and where. `dynamic`: always at the delivery address and under its name, else the billing's; the
 * company is the delivery's, and where the contacts differ and it has none, the billing's.
 */
function chooseParts({ shipping, billing, email }: OrderContact, rule: NameRule): Parts {
  const from = { shipping: shipping ?? billing, billing: billing ?? shipping }
  const [delivered, billed] = [personOf(shipping), personOf(billing)]
  if (rule === "dynamic") {
    const differs = delivered !== null && billed !== null && fold(delivered) !== fold(billed)
    const company = cleanOrNull(shipping?.company)
    const name = delivered ?? company ?? billed ?? cleanOrNull(billing?.company)
    return {
      name,
      company: distinct(company ?? (differs ? cleanOrNull(billing?.company) : null), name),
      phone: shipping?.phone ?? billing?.phone ?? null,
      email: cleanOrNull(email),
      address: from.shipping,
    }
  }
  const name = personOf(from[rule.name]) ?? cleanOrNull(from[rule.name]?.company)
  return {
    name,
    company: rule.company === "none" ? null : distinct(cleanOrNull(from[rule.company]?.company), name),
    phone: rule.phone === "none" ? null : (from[rule.phone]?.phone ?? null),
    email: rule.email === "none" ? null : cleanOrNull(email),
    address: from[rule.address],
  }
}

const distinct = (company: string | null, name: string | null): string | null =>
  company !== null && name !== null && fold(company) === fold(name) ? null : company

function personOf(address: StoreAddress | null): string | null {
  return cleanOrNull([address?.first_name, address?.last_name].filter(Boolean).join(" "))
}

/** A French territory goes by its own code: France's would hide that its parcels pass the customs. */
function countryOf(address: StoreAddress | null): string {
  const country_code = address?.country_code?.toUpperCase() ?? ""
  return address ? (frenchTerritory({ ...address, country_code })?.country_code ?? country_code) : ""
}

function phoneFor(
  given: string | null,
  country_code: string,
  format: AddressSettings["phone_format"]
): string | null {
  const phone = phoneOf([given], country_code || null)
  if (phone === null || format === "as_given") {
    return phone
  }
  const country = isSupportedCountry(country_code) ? country_code : "FR"
  return parsePhoneNumberFromString(phone, country)?.number ?? phone
}

/** ISO 3166-2 of what a shop writes for a state ("NY", "us-ny"); null for words. */
function stateCode(province: string | null, country_code: string): string | null {
  const code = province
    ?.toUpperCase()
    .replace(/^([A-Z]{2})-?(?=[A-Z\d]{1,3}$)/, (whole, country: string) =>
      country === country_code && whole.length > 2 ? "" : whole
    )
  return code && WITH_STATE.includes(country_code) && /^[A-Z]{2,3}$/.test(code)
    ? `${country_code}-${code}`
    : null
}

const REQUIRED: readonly AddressField[] = ["name", "address_line_1", "postal_code", "city", "country_code"]

function missingFields(address: LabelAddress, required: readonly string[]): AddressField[] {
  const always = [
    ...REQUIRED,
    ...(WITH_STATE.includes(address.country_code) ? (["state_code"] as const) : []),
  ]
  const asked = (["phone", "email", "state_code"] as const).filter((field) => required.includes(field))
  const isNumberMissing =
    required.includes("house_number") && !address.house_number && !/\d/.test(address.address_line_1)
  return [...new Set([...always, ...asked])]
    .filter((field) => !address[field]?.trim())
    .concat(isNumberMissing ? ["house_number"] : [])
}

function tooLong(address: LabelAddress): AddressWarning[] {
  return Object.entries(LONGEST).flatMap(([name, limit]) => {
    const field = name as AddressField
    const length = [...(address[field] ?? "")].length
    return length > limit ? [{ code: "too_long" as const, field, length, limit }] : []
  })
}

const lacksNumber = (address: LabelAddress): boolean =>
  NUMBERED.includes(address.country_code) &&
  !address.house_number &&
  !/\d/.test(`${address.address_line_1} ${address.address_line_2 ?? ""}`)

/** What is taken out is null where a label can do without it, and "" where it cannot. */
function cleanOverrides(overrides: AddressOverrides): AddressOverrides {
  const entries = Object.entries(overrides).filter(([, value]) => value !== undefined)
  return Object.fromEntries(
    entries.map(([field, value]) => [
      field,
      cleanOrNull(value) ?? (REQUIRED.includes(field as AddressField) ? "" : null),
    ])
  )
}
