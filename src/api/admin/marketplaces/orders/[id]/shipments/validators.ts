import { z } from "@medusajs/framework/zod"
import { version } from "../../../helpers"

const filled = (length: number) => z.string().trim().min(1).max(length)

/** An omitted field keeps what was declared before, or what label, rules and default give. */
export const shipmentSchema = z
  .strictObject({
    /** Key of the catalog, or a name of the marketplace's list. */
    carrier: filled(200).optional(),
    tracking_number: filled(100).optional(),
    tracking_url: filled(2000)
      .refine((url) => /^https?:\/\/\S+$/i.test(url) && URL.canParse(url), "A web address (http or https).")
      .optional(),
    /** This parcel has no number, and goes out as such. */
    is_untracked: z.boolean().optional(),
    /** Sends this number as it is, although it is unusual for its carrier. */
    send_as_is: filled(100).optional(),
    /** Send it for the whole order, without waiting for the rest. */
    send_now: z.boolean().optional(),
    version: version.optional(),
  })
  .refine(
    ({ version: _, ...body }) => Object.values(body).some((value) => value !== undefined),
    "Give a carrier, a tracking_number, a tracking_url, is_untracked, send_as_is or send_now."
  )
export type ShipmentBody = z.infer<typeof shipmentSchema>
