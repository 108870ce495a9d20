import { z } from "zod"

import { readAmount } from "../amounts"
import { externalIdSchema } from "../port"
import { readTolerantly, type OddPlace } from "../tolerant"
import { isTimeOrNone } from "./text"

const id = z.union([z.string(), z.number().int().nonnegative()]).transform(String).pipe(externalIdSchema)
/** Far more than any order, list or text of Octopia has; what has more is not read. */
const MOST_ENTRIES = 10_000
const MOST_CHARACTERS = 20_000

const text = z.string().max(MOST_CHARACTERS).nullish()
/** A number instead of a text, where all its digits are there: JSON keeps no more than 15 of them. */
const digitsOf = (length: number) =>
  z.number().transform((value) => (Number.isSafeInteger(value) ? String(value).padStart(length, "0") : null))
/** Where a number instead of a text does no harm: a postcode, a phone. */
const looseText = z.union([z.string().max(MOST_CHARACTERS), digitsOf(1)]).nullish()
/** The networks of pickup points in France number them with six digits, and a number loses its leading zeros. */
const pointId = z.union([z.string().max(200), digitsOf(6)]).nullish()
/** A number, also where it comes as a text. */
const number = <Schema extends z.ZodType<number>>(schema: Schema) =>
  z.preprocess((value) => (typeof value === "string" ? (readAmount(value) ?? value) : value), schema)
const amount = number(z.number().min(-1e9).max(1e9)).nullish()
const price = number(z.number().min(0).max(1e9)).nullish()
const time = z.string().max(100).refine(isTimeOrNone).nullish()
/** Entries that are none are left out. */
const listOf = <Entry extends z.ZodType>(entry: Entry) =>
  z
    .array(entry.nullable())
    .max(MOST_ENTRIES)
    .transform((entries) => entries.filter((one): one is NonNullable<typeof one> => one !== null))

/** The least that an entry of a list needs to be kept. */
export const orderIdSchema = z.object({ orderId: id })

/** What is kept of an order in place of a body that cannot be kept. */
export const unreadableSchema = z.strictObject({ orderId: id, unreadable: z.enum(["too_deep", "too_long"]) })
export type Unreadable = z.infer<typeof unreadableSchema>["unreadable"]

const addressSchema = z.object({
  firstName: looseText,
  lastName: looseText,
  companyName: looseText,
  companyVatNumber: looseText,
  addressLine1: looseText,
  addressLine2: looseText,
  addressLine3: looseText,
  postalCode: looseText,
  city: looseText,
  stateOrRegion: looseText,
  countryCode: text,
})
const shippingAddressSchema = addressSchema.extend({
  phone: looseText,
  email: text,
  pickupId: pointId,
  pickupName: looseText,
})
export type WireAddress = z.infer<typeof addressSchema>
export type WireShippingAddress = z.infer<typeof shippingAddressSchema>

const taxSchema = z.object({ code: text, target: text, rate: amount })
export type WireTax = z.infer<typeof taxSchema>

const priceSchema = z.object({
  unitSalesPrice: price,
  shippingCost: price,
  taxes: z.array(taxSchema.nullable()).max(MOST_ENTRIES).nullish(),
})
export type WirePrice = z.infer<typeof priceSchema>

/** Two spellings are known for the amounts (public client code). */
const commissionSchema = z.object({
  rate: amount,
  amountWithVat: amount,
  amountWithoutVat: amount,
  amountWithTax: amount,
  amountWithoutTax: amount,
})

const totalSchema = z.object({ sellingPrice: amount })

const lineSchema = z.object({
  orderLineId: id,
  status: text,
  quantity: number(z.number().int().positive().max(1e6)).nullish(),
  totalPrice: totalSchema.nullish(),
  sellingPrice: priceSchema.nullish(),
  offerPrice: priceSchema.extend({ commission: commissionSchema.nullish() }).nullish(),
  offer: z
    .object({
      id: looseText,
      sellerProductId: looseText,
      productId: looseText,
      productTitle: looseText,
      productGtin: looseText,
      supplyMode: text,
    })
    .nullish(),
  delivery: z.object({ mode: text, shippedAtMax: time }).nullish(),
  shippingAddress: shippingAddressSchema.nullish(),
  parcels: listOf(z.object({ parcelNumber: looseText, carrierName: text, trackingUrl: text })).nullish(),
})
export type WireLine = z.infer<typeof lineSchema>

/**
 * An order of `GET /orders` and `GET /orders/{orderId}`, the part that is used. Head of the order: Octopia
 * documentation; lines, prices, parcels and the address on the line: public client code, so what may be missing may.
 */
export const orderSchema = z.object({
  orderId: id,
  reference: looseText,
  businessOrder: z.boolean().nullish(),
  salesChannel: z.object({ id, name: text }).nullish(),
  customer: z.object({ reference: looseText }).nullish(),
  purchasedAt: time,
  createdAt: time,
  updatedAt: time,
  shippedAtMax: time,
  status: z.string().max(100).nullish(),
  currencyCode: z
    .string()
    .regex(/^[A-Za-z]{3}$/)
    .nullish(),
  totalPrice: totalSchema.nullish(),
  serviceFees: z
    .array(z.object({ label: text, amount }).nullable())
    .max(MOST_ENTRIES)
    .nullish(),
  billingAddress: addressSchema.nullish(),
  shippingAddress: shippingAddressSchema.nullish(),
  deliveryAddress: shippingAddressSchema.nullish(),
  lines: z.array(lineSchema.nullable()).min(1).max(MOST_ENTRIES),
})
export type WireOrder = z.infer<typeof orderSchema>

/** The order with what can be read of it, and where it is odd; null where not even its id or one line can be read. */
export function readWireOrder(
  document: unknown
): { order: WireOrder; odd: OddPlace[] } | { error: z.ZodError | null } {
  const result = readTolerantly(orderSchema, document)
  if ("error" in result) {
    return result
  }
  const isRead = result.value.lines.some((line) => line !== null)
  return isRead ? { order: result.value, odd: result.odd } : { error: null }
}

export const orderPageSchema = z.object({ items: z.array(z.unknown()).max(MOST_ENTRIES) })

/** Carriers: measured by public client code; `code` is not unique. */
export const carriersSchema = z
  .array(z.unknown())
  // Octopia lists 66: more than this is no list of carriers, and is not read entry by entry.
  .max(MOST_ENTRIES)
  .pipe(z.array(z.object({ code: text, label: z.string().max(MOST_CHARACTERS) })))

export const tokenSchema = z.object({
  access_token: z
    .string()
    .max(10_000)
    .regex(/^[\x21-\x7e]+$/),
  /** Seconds. */
  expires_in: z.number().positive(),
})

/** `GET /sellers`: only the path and this flag are documented. */
export const sellerSchema = z.looseObject({ auto_accept_order: z.boolean().nullish().catch(null) })

const reasonSchema = z.union([
  z.string().transform((code) => ({ code, label: code })),
  z
    .object({ code: text, id: looseText, reason: text, label: text, name: text, description: text })
    .transform((reason, context) => {
      const code = reason.code ?? reason.id ?? reason.reason
      if (!code) {
        context.addIssue({ code: "custom", message: "no code" })
        return z.NEVER
      }
      return { code, label: reason.label ?? reason.name ?? reason.description ?? code }
    }),
])
/** The list's shape is not documented: bare or under `items`, of texts or objects. */
export const cancellationReasonsSchema = z.union([
  z.array(reasonSchema).max(MOST_ENTRIES),
  z.object({ items: z.array(reasonSchema).max(MOST_ENTRIES) }).transform(({ items }) => items),
])
