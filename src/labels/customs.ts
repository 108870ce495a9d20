import { frenchTerritory } from "../orders/territories"
import { cleanOrNull } from "../orders/text"
import type { Amount, Customs, CustomsItem, ParcelRequest } from "./label-service"
import { declaredGrams, unitGrams, type WeightSettings } from "./weight"

const EU = new Set(
  "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split(" ")
)
/** Monaco is inside the customs territory of the Union, with France. */
const WITH_FRANCE = "MC"
/**
 * Parts of member states whose parcels pass the customs or the tax border (Council Directive 2006/112/EC, art. 6): the
 * Canaries, Ceuta, Melilla, Heligoland, Büsingen, Campione, Livigno, Mount Athos, Åland. France's are in `territories.ts`.
 */
const OUTSIDE: readonly (readonly [country: string, postcodes: RegExp])[] = [
  ["ES", /^(?:35|38|51|52)\d{3}$/],
  ["DE", /^(?:27498|78266)$/],
  ["IT", /^(?:22061|23041)$/],
  ["GR", /^63086$/],
  ["FI", /^22\d{3}$/],
]

/** Where services take prices in. */
const CURRENCIES = ["EUR", "GBP", "USD"]
const LONGEST_DESCRIPTION = 255

type Place = { country_code: string; postal_code: string; city?: string | null }

/** The customs area of a place: "EU", or a code of its own. */
function areaOf({ country_code, postal_code, city = null }: Place): string {
  const country = country_code.toUpperCase()
  const postcode = postal_code.replace(/\s/g, "")
  const territory = frenchTerritory({ country_code: country, postal_code, city })?.country_code ?? country
  if (territory === WITH_FRANCE) {
    return "EU"
  }
  if (territory !== country || !EU.has(country)) {
    return territory
  }
  return OUTSIDE.some(([code, postcodes]) => code === country && postcodes.test(postcode))
    ? `${country}-${postcode.slice(0, 2)}`
    : "EU"
}

/** Whether a parcel needs customs papers on its way. */
export const needsCustoms = (from: Place, to: Place): boolean => areaOf(from) !== areaOf(to)

type CustomsFacts = {
  hs_code: string | null
  origin_country: string | null
  material: string | null
}

/** A line of a fulfillment, with what its article says of itself. */
export type CustomsLine = {
  line_item_id: string
  title: string
  sku: string | null
  /** Units in this fulfillment, and in the whole line. */
  quantity: number
  ordered_quantity: number
  /** Units of earlier fulfillments: the cents of a line are shared among all of them. */
  before: number
  /** What the buyer pays for the whole line. */
  total: number
  weight: number | null
  variant: CustomsFacts | null
  product: CustomsFacts | null
}

export type CustomsSettings = {
  reason: Customs["reason"]
  type: Customs["type"]
  origin_country: string | null
  hs_code: string | null
  /** With {order_number} and {date}. */
  invoice_number: string
  eori: string | null
  vat_number: string | null
  ioss: string | null
}

export type CustomsFault =
  | {
      code: "hs_code_missing" | "origin_missing" | "weight_missing" | "description_missing"
      line_item_id: string
    }
  | { code: "currency_not_accepted"; currency_code: string }
  | { code: "items_too_heavy" }
  | { code: "value_missing"; line_item_id: string }

export type CustomsPapers = { customs: Customs; items: CustomsItem[] } | { faults: CustomsFault[] }

const fact = (line: CustomsLine, name: keyof CustomsFacts): string | null =>
  cleanOrNull(line.variant?.[name]) ?? cleanOrNull(line.product?.[name])

/**
 * What the customs are shown of a parcel: facts of the variant, else of the product, else of the settings; values of the
 * order, in its currency, to the cent.
 */
export function customsPapers(
  order: {
    order_number: string
    currency_code: string
    shipping_total: number | null
    from_country: string
    date: string
  },
  lines: readonly CustomsLine[],
  settings: CustomsSettings,
  weights: WeightSettings,
  parcel_grams: number
): CustomsPapers {
  const currency_code = order.currency_code.toUpperCase()
  const faults = faultsOf(lines, settings, weights)
  if (!CURRENCIES.includes(currency_code)) {
    faults.push({ code: "currency_not_accepted", currency_code })
  }
  const grams = declaredGrams(
    lines.map((line) => ({ grams: unitGrams(line, weights) ?? 0, quantity: line.quantity })),
    parcel_grams
  )
  if (grams === null) {
    faults.push({ code: "items_too_heavy" })
  }
  if (faults.length > 0 || grams === null) {
    return { faults }
  }
  const items = lines.flatMap((line, index) =>
    unitValues(line).map(({ cents, quantity }): CustomsItem => ({
      description: (cleanOrNull(line.title) ?? "").slice(0, LONGEST_DESCRIPTION),
      quantity,
      weight_grams: grams[index],
      value: { amount: cents / 100, currency_code },
      hs_code: fact(line, "hs_code") ?? settings.hs_code ?? "",
      origin_country: (fact(line, "origin_country") ?? settings.origin_country ?? "").toUpperCase(),
      sku: line.sku,
      material: fact(line, "material"),
    }))
  )
  const freight: Amount | null = order.shipping_total
    ? { amount: Math.round(order.shipping_total * 100) / 100, currency_code }
    : null
  return {
    items,
    customs: {
      invoice_number: invoiceNumber(settings.invoice_number, order),
      reason: settings.reason,
      type: settings.type,
      freight,
      tax_numbers: taxNumbers(settings, order.from_country),
    },
  }
}

function faultsOf(
  lines: readonly CustomsLine[],
  settings: CustomsSettings,
  weights: WeightSettings
): CustomsFault[] {
  return lines.flatMap((line): CustomsFault[] => {
    const { line_item_id } = line
    const checks = [
      [cleanOrNull(line.title), "description_missing"],
      [fact(line, "hs_code") ?? settings.hs_code, "hs_code_missing"],
      [fact(line, "origin_country") ?? settings.origin_country, "origin_missing"],
      [unitGrams(line, weights), "weight_missing"],
      // What costs nothing is declared as such by no service.
      [lineCents(line) > 0 ? true : null, "value_missing"],
    ] as const
    return checks.flatMap(([value, code]) => (value === null ? [{ code, line_item_id }] : []))
  })
}

/** Cents of the units from the first to the last, of a line whose cents are shared among all of its units. */
function lineCents({ total, quantity, ordered_quantity, before }: CustomsLine): number {
  const cents = Math.round(total * 100)
  const upTo = (units: number) => Math.floor((cents * units) / ordered_quantity)
  return upTo(before + quantity) - upTo(before)
}

/** The units of a fulfillment by what each is worth: a line whose cents do not divide is declared in two. */
function unitValues(line: CustomsLine): { cents: number; quantity: number }[] {
  const cents = lineCents(line)
  const less = Math.floor(cents / line.quantity)
  const more = cents - less * line.quantity
  return [
    { cents: less, quantity: line.quantity - more },
    { cents: less + 1, quantity: more },
  ].filter(({ quantity }) => quantity > 0)
}

function invoiceNumber(pattern: string, order: { order_number: string; date: string }): string {
  return pattern
    .replace("{order_number}", order.order_number)
    .replace("{date}", order.date.slice(0, 10).replaceAll("-", ""))
    .slice(0, 40)
}

function taxNumbers(
  { eori, vat_number, ioss }: CustomsSettings,
  country_code: string
): Customs["tax_numbers"] {
  const given = [
    ["EORI", eori],
    ["VAT", vat_number],
    ["IOSS", ioss],
  ] as const
  return given.flatMap(([name, value]) => (value ? [{ name, country_code, value }] : []))
}

/**
 * The items of a shipment over its parcels, in order: whole units, so that each parcel has what weighs no more than it does.
 * Null where they do not fit.
 */
export function itemsByParcel(
  items: readonly CustomsItem[],
  parcels: readonly number[]
): ParcelRequest["items"][] | null {
  const left = items.map((item) => ({ ...item }))
  const filled = parcels.map((grams) => {
    let room = grams
    const inside: CustomsItem[] = []
    for (const item of left) {
      const quantity = Math.min(item.quantity, Math.floor(room / item.weight_grams))
      if (quantity > 0) {
        inside.push({ ...item, quantity })
        item.quantity -= quantity
        room -= quantity * item.weight_grams
      }
    }
    return inside
  })
  return left.every(({ quantity }) => quantity === 0) && filled.every((inside) => inside.length > 0)
    ? filled
    : null
}
