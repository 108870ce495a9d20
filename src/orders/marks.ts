import { z } from "zod"
import { isProblemCode, type ProblemCode } from "./problems"

const problemCode = z.custom<ProblemCode>((code) => typeof code === "string" && isProblemCode(code))

const reservation = z.object({
  line_key: z.string(),
  inventory_item_id: z.string(),
  location_id: z.string(),
  quantity: z.number(),
})

const orderEdit = z.object({
  /** Of Medusa's order change. */
  id: z.string(),
  lines: z.array(
    z.object({ line_item_id: z.string(), line_key: z.string(), external_ids: z.array(z.string()) })
  ),
  /** Where the lines are taken from, if nothing is reserved for them yet. */
  reservations: z.array(reservation),
  is_captured: z.boolean(),
})

/** What an order edit is about, written into our row before it is made. */
export type EditIntent = z.infer<typeof orderEdit>

/** What our row of an order keeps in mind beside its columns, each mark only while it is true. */
const marksSchema = z
  .object({
    /** The deadline that was notified last: its date, and whether it was near or missed. */
    deadline_notified: z.string(),
    /** The problem that people were notified of last: its code, when it began, and its SKU. */
    problem_notified: z.string(),
    /** The event of the order's acceptance is out. */
    acceptance_announced: z.literal(true),
    /** The key of the problem with which a person took the marketplace's total although the lines make another; before 0.2 any. */
    total_accepted: z.union([z.literal(true), z.string()]),
    /** A person took the order back after the merchant had said that older orders are handled elsewhere. */
    reopened: z.literal(true),
    /** Left out: where the store's order is canceled, an operator did it. */
    canceled_by: z.literal("marketplace"),
    /** Reservations that were released so that the store's order can be canceled; they come back if it cannot. */
    released_reservations: z.array(z.object({ id: z.string(), inventory_item_id: z.string() })),
    /** The snapshot whose cancellation a person has confirmed. */
    cancellation_confirmed: z.string(),
    /** The problem that the order shows: its code and its key (`problemKey`). */
    shown: z.object({ code: z.string(), key: z.string() }),
    /** Keys of the problems that a person has taken note of and that are still there. */
    noted: z.array(z.string()),
    /** What its stock lacked when it came: problems with their parameters. */
    short_stock: z.array(z.object({ code: problemCode, params: z.record(z.string(), z.unknown()) })),
    /** What the marketplace changed about the buyer has not followed: looked at again when a parcel is unpacked. */
    buyer_behind: z.literal(true),
    /** The snapshot that the marketplace confirmed when it was asked for this order alone. */
    read_alone: z.string(),
    /** An edit of the store's order that is begun and not completed. */
    order_edit: orderEdit,
  })
  .partial()

export type Marks = z.infer<typeof marksSchema>

/** The stored marks of an order; throws where they are not ours. */
export const marksOf = (stored: unknown): Marks => marksSchema.parse(stored ?? {})
