import { z } from "zod"

/** What Acme's service sends. Fields that are not read are left alone; what is read has to be there. */
export const lineSchema = z.object({
  id: z.string(),
  sku: z.string(),
  title: z.string(),
  quantity: z.number().int().positive(),
  /** Of one unit, tax included. */
  price: z.number(),
  shipping: z.number(),
  tax_rate: z.number(),
  status: z.enum(["waiting", "accepted", "refused", "shipped", "canceled"]),
})

export const orderSchema = z.object({
  id: z.string(),
  created_at: z.iso.datetime(),
  updated_at: z.iso.datetime(),
  currency: z.string(),
  total: z.number(),
  lines: z.array(lineSchema).min(1),
  tracking: z.object({ carrier_code: z.string(), number: z.string() }).nullable(),
  customer: z.object({
    id: z.string(),
    first_name: z.string(),
    last_name: z.string(),
    street: z.string(),
    postal_code: z.string(),
    city: z.string(),
    country: z.string(),
  }),
})
export type WireOrder = z.infer<typeof orderSchema>

/** Of a list, each order is read alone: one that is broken does not hide the others. */
export const pageSchema = z.object({
  orders: z.array(z.looseObject({ id: z.string() })),
  next_page: z.number().nullable(),
  /** Acme's own clock when it made the page. */
  now: z.iso.datetime(),
})

export const carriersSchema = z.object({
  carriers: z.array(z.object({ code: z.string(), label: z.string() })),
})

export const shopSchema = z.object({ shop: z.string() })
