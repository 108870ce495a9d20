import { z } from "zod"

/** What a person set for one offer alone. What is not there is inherited from the connection. */
export const overridesSchema = z
  .strictObject({
    is_excluded: z.boolean(),
    /** The marketplace ships it, whatever it says. */
    fulfilled_by: z.enum(["seller", "marketplace"]),
    safety_quantity: z.number().int().min(0).max(1_000_000),
    stock_percent: z.number().min(0).max(100),
    stock_maximum: z.number().int().min(0).max(10_000_000),
    fixed_quantity: z.number().int().min(0).max(10_000_000),
    /** Tax included. */
    price: z.number().positive().max(10_000_000),
    price_floor: z.number().positive().max(10_000_000),
    shipping_fee: z.number().min(0).max(10_000),
    additional_shipping_fee: z.number().min(0).max(10_000),
    send_stock: z.boolean(),
    send_price: z.boolean(),
    send_delivery: z.boolean(),
  })
  .partial()
export type OfferOverrides = z.infer<typeof overridesSchema>
