import type { Shelf, ShelfOffer, ShelfValues } from "../offers/shelf"
import type { CdiscountSettings } from "./settings"

export const PACKAGE_TYPES = ["Upsert", "Update", "Delete"] as const
export type PackageType = (typeof PACKAGE_TYPES)[number]

/** One entry of a package, as it came. */
export type OfferRequest = Record<string, unknown>
export type Verdict = { code: string; message: string } & (
  { status: "Integrated"; values: ShelfValues; listing: Listing | null } | { status: "Rejected" }
)
type Listing = { gtin: string; condition: string }

export const CONDITIONS = [
  "New",
  "UsedLikeNew",
  "UsedVeryGoodState",
  "UsedAverageState",
  "RefurbishedLikeNew",
  "RefurbishedVeryGoodState",
  "RefurbishedCorrectState",
]
/** Letters, digits, and the punctuation that the documentation lists. No space, no accent. */
const REFERENCE = /^[A-Za-z0-9{}@%;$=[\]/,\-()'\\"&!#^?_+:.]{1,50}$/
const UPPER_BOUND = 10 ** 10

class Refusal extends Error {
  constructor(
    readonly code: string,
    message: string
  ) {
    super(message)
  }
}
const refuse = (code: string, message: string): never => {
  throw new Refusal(code, message)
}

/** What is wrong with the form of an entry: the whole upload is then refused. */
export function formError(entry: unknown, index: number): Record<string, string[]> | null {
  const at = (field: string, text: string) => ({ [`[${index}].${field}`]: [text] })
  if (typeof entry !== "object" || entry === null || Array.isArray(entry))
    return at("", "An offer is expected.")
  const { sellerExternalReference: sku, quantity, preparationTime } = entry as OfferRequest
  if (typeof sku !== "string" || !REFERENCE.test(sku)) {
    return at("sellerExternalReference", "1 to 50 characters are expected, without space or accent.")
  }
  if (quantity !== undefined && !isQuantity(quantity)) return at("quantity", "A whole number is expected.")
  if (preparationTime !== undefined && !Number.isInteger(preparationTime)) {
    return at("preparationTime", "PreparationTime: wrong format.")
  }
  return null
}

const isQuantity = (value: unknown): value is number =>
  typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= UPPER_BOUND

/** What an entry of a package does; the shelf is not changed yet. */
export function judge(
  request: OfferRequest,
  type: PackageType,
  {
    shelf,
    account,
    channel,
    settings,
  }: { shelf: Shelf; account: string; channel: string; settings: CdiscountSettings }
): Verdict {
  const sku = String(request.sellerExternalReference)
  const offer = shelf.find(account, channel, sku)
  try {
    if (type === "Upsert") return upsert(request, offer, settings)
    if (!offer) return { status: "Rejected", code: "4041", message: "Offre inexistante." }
    if (type === "Delete") return accepted({ quantity: 0, is_active: false }, null, "8002", "Offer deleted.")
    const values = valuesOf(request, settings)
    if (settings.update_reactivates && (values.quantity ?? 0) > 0) values.is_active = true
    return accepted(values, null, "8001", "Offer updated.")
  } catch (error) {
    if (error instanceof Refusal) return { status: "Rejected", code: error.code, message: error.message }
    throw error
  }
}

const accepted = (values: ShelfValues, listing: Listing | null, code: string, message: string): Verdict => ({
  status: "Integrated",
  values,
  listing,
  code,
  message,
})

/** Creates or replaces the whole offer: what is not named is gone. */
function upsert(request: OfferRequest, offer: ShelfOffer | null, settings: CdiscountSettings): Verdict {
  const gtin = (request.product as { gtin?: unknown } | undefined)?.gtin
  if (typeof gtin !== "string" || !/^\d{13}$/.test(gtin))
    return refuse("4001", "The GTIN must have 13 digits.")
  if (settings.unknown_gtins.includes(gtin)) return refuse("4042", "Produit inexistant.")
  if (offer && offer.gtin !== gtin) return refuse("4002", "The product of an offer cannot be changed.")
  const condition = String(request.condition)
  if (!CONDITIONS.includes(condition)) return refuse("4003", "The condition is unknown.")
  for (const field of ["price", "deliveryModes", "preparationTime", "quantity"]) {
    if (request[field] === undefined) return refuse("4004", `The field ${field} is required.`)
  }
  const values = valuesOf(request, settings)
  return accepted(
    { struck_cents: null, ...values, is_active: true, condition },
    { gtin, condition },
    "8000",
    "Offer created."
  )
}

function valuesOf(request: OfferRequest, settings: CdiscountSettings): ShelfValues {
  const values: ShelfValues = {}
  const details: Record<string, unknown> = {}
  if (request.quantity !== undefined) values.quantity = request.quantity as number
  if (request.price !== undefined) {
    const price = request.price as { price?: unknown; originPrice?: unknown; taxes?: unknown }
    if (price.price !== undefined) values.price_cents = centsOf(price.price, "price")
    if (price.originPrice !== undefined) {
      values.struck_cents = price.originPrice === null ? null : centsOf(price.originPrice, "originPrice")
    }
    if (values.struck_cents != null && values.struck_cents <= (values.price_cents ?? 0)) {
      return refuse("4005", "The origin price must be above the price.")
    }
    if (price.taxes === undefined && settings.taxes_with_price) return refuse("4006", "Taxes are required.")
    if (price.taxes !== undefined) details.taxes = taxesOf(price.taxes, settings)
  }
  if (request.deliveryModes !== undefined) {
    const modes = request.deliveryModes as { code?: unknown; cost?: unknown; additionalCost?: unknown }[]
    const codes = Array.isArray(modes) ? modes.map((mode) => String(mode?.code)) : []
    if (codes.length === 0 || codes.some((code) => !settings.delivery_codes.includes(code))) {
      return refuse("4007", "Delivery fees - Tracking mode.")
    }
    if (modes.some(({ cost }) => typeof cost !== "number" || cost < 0)) {
      return refuse("4007", "Delivery fees - Tracking mode.")
    }
    details.deliveryModes = modes
  }
  if (request.preparationTime !== undefined) details.preparationTime = request.preparationTime
  if (Object.keys(details).length) values.details = details
  return values
}

function centsOf(value: unknown, field: string): number {
  const cents = typeof value === "number" ? Math.round(value * 100) : NaN
  const is_exact = typeof value === "number" && Math.abs(value * 100 - cents) < 1e-6
  if (!(cents > 0) || !is_exact) return refuse("4008", `The field ${field} must be a price above zero.`)
  return cents
}

/** The three taxes, each once; how they are written is an open question of the interface. */
function taxesOf(given: unknown, { tax_coding }: CdiscountSettings): unknown {
  const taxes = Array.isArray(given) ? (given as { code?: unknown; type?: unknown; value?: unknown }[]) : []
  const names = taxes.map(({ code }) => String(code))
  const fits = (codes: string[]) => codes.every((code) => names.filter((one) => one === code).length === 1)
  const is_numeric = taxes.every(({ value }) => typeof value === "number" && value >= 0)
  const vat = Number(taxes.find(({ code }) => /^vat$/i.test(String(code)))?.value)
  const coding = fits(["VAT", "Ecotax", "Deatax"])
    ? vat === 0
      ? "zero"
      : "percent"
    : fits(["vat", "ecoTax", "deaTax"]) && taxes.every(({ type }) => type === "Rate" || type === "Amount")
      ? "fraction"
      : null
  if (!coding || !is_numeric || (tax_coding !== "any" && tax_coding !== coding)) {
    return refuse("4006", "The taxes are not valid.")
  }
  return taxes
}
