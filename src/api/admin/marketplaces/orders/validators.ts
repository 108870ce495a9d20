import { z } from "@medusajs/framework/zod"
import { id, keysetQuery, oneOrMany, reason, text, version } from "../helpers"

const flag = z.enum(["true", "false"]).transform((value) => value === "true")

const moment = z.union([z.iso.datetime({ offset: true }), z.iso.date()])

const filters = {
  id: oneOrMany.optional(),
  connection_id: oneOrMany.optional(),
  marketplace_id: oneOrMany.optional(),
  state: oneOrMany.optional(),
  /** Codes of problems. */
  problem: oneOrMany.optional(),
  order_id: oneOrMany.optional(),
  external_id: oneOrMany.optional(),
  /** In the marketplace's words. */
  delivery_mode: oneOrMany.optional(),
  is_test: flag.optional(),
  held: flag.optional(),
  due: z.enum(["at_risk", "overdue"]).optional(),
  /** Of the purchase; a day begins and ends in UTC. */
  purchased_from: moment.optional(),
  purchased_to: moment.optional(),
}

/** Of a search: whoever looks for all that is known of a buyer needs the store's own addresses of every order too. */
const searched = { ...filters, unkept: flag.optional() }

export const listOrdersSchema = keysetQuery(searched)
export const exportOrdersSchema = z.strictObject({ ...searched, q: z.string().trim().max(200).optional() })
export const countProblemsSchema = z.strictObject(filters)
export const readOrderSchema = z.strictObject({ personal_data: flag.default(false) })

const line_external_ids = z.array(text.max(200)).min(1).max(1000).optional()
/** A person's reason where it is asked for, and where it may be left out. */
const why = { reason }
const mayWhy = { reason: reason.nullish() }

export const acceptSchema = z.strictObject({
  ...mayWhy,
  line_external_ids,
  refuse_line_external_ids: line_external_ids,
})
export const refuseSchema = z.strictObject({ ...why, line_external_ids })
export const cancelSchema = z.strictObject({ ...why, line_external_ids })
export const retrySchema = z
  .strictObject({ ...mayWhy, accept_total: z.boolean().optional(), version: version.optional() })
  .refine(({ accept_total, reason }) => !accept_total || reason, {
    path: ["reason"],
    message: "Accepting a total that differs needs a reason.",
  })
const part = z.string().trim().max(200).nullish()
/** What is left out stays as it is, null empties it. */
export const correctAddressSchema = z.strictObject({
  ...mayWhy,
  version: version.optional(),
  address: z
    .strictObject({
      first_name: part,
      last_name: part,
      company: part,
      address_1: part,
      address_2: part,
      postal_code: part,
      city: part,
      province: part,
      country_code: z
        .string()
        .regex(/^[A-Za-z]{2}$/, "A country is its two-letter ISO code")
        .toUpperCase()
        .optional(),
      phone: part,
    })
    .refine((address) => Object.keys(address).length > 0, "Give at least one field of the address."),
})
export const reasonSchema = z.strictObject(why)

/** So many orders at once; the answer says how many are left. */
export const BULK_LIMIT = 200

const which = {
  ids: z.array(id).min(1).max(BULK_LIMIT).optional(),
  problem: text.max(100).optional(),
  /** With `problem`: only of this connection. */
  connection_id: id.optional(),
}
const isOneWay = (body: { ids?: string[]; problem?: string }) =>
  (body.ids === undefined) !== (body.problem === undefined)
const ONE_WAY = "Name the orders by ids or by problem, one of the two."

export const bulkSchema = z.strictObject({ ...which, ...mayWhy }).refine(isOneWay, ONE_WAY)
export const bulkWithReasonSchema = z.strictObject({ ...which, ...why }).refine(isOneWay, ONE_WAY)

export type ListOrdersQuery = z.infer<typeof listOrdersSchema>
export type ExportOrdersQuery = z.infer<typeof exportOrdersSchema>
export type CountProblemsQuery = z.infer<typeof countProblemsSchema>
export type ReadOrderQuery = z.infer<typeof readOrderSchema>
export type DecisionBody = z.infer<typeof acceptSchema>
export type CancelBody = z.infer<typeof cancelSchema>
export type CorrectAddressBody = z.infer<typeof correctAddressSchema>
export type RetryBody = z.infer<typeof retrySchema>
export type ReasonBody = z.infer<typeof reasonSchema>
export type BulkBody = z.infer<typeof bulkSchema>
export type BulkWithReasonBody = z.infer<typeof bulkWithReasonSchema>
