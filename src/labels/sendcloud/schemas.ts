import { z } from "zod"

/** Sendcloud's answers, as far as they are used. Unknown fields pass; lists are bounded; what is beside the point may be odd. */

/** What no database takes is dropped: of a text the rest still says something. */
// eslint-disable-next-line no-control-regex -- control characters are what is looked for
const UNSTORABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]|\p{Surrogate}/gu
const text = z
  .string()
  .max(2000)
  .transform((given) => given.replace(UNSTORABLE, ""))
const odd = text.nullish().catch(null)
const id = z
  .union([
    z
      .string()
      .min(1)
      .max(100)
      .regex(/^[^\p{C}]+$/u),
    z.number(),
  ])
  .transform(String)
const oddId = id.nullish().catch(null)
const number = z.union([z.number(), z.string().regex(/^\d+(\.\d+)?$/)]).transform(Number)
const list = <Item extends z.ZodType>(item: Item, most: number) =>
  z
    .array(item)
    .max(most)
    .nullish()
    .transform((entries) => entries ?? [])

export const faultSchema = z.object({
  code: oddId,
  detail: odd,
  message: odd,
  title: odd,
  source: z.object({ pointer: odd, parameter: odd }).nullish().catch(null),
})

const documentSchema = z.object({ document_type: odd, type: odd })

export const parcelSchema = z.object({
  id,
  status: z.object({ code: id, message: odd }).nullish(),
  tracking_number: odd,
  tracking_url: odd,
  documents: list(documentSchema, 50).catch([]),
  updated_at: odd,
})

export const shipmentSchema = z.object({
  id,
  external_reference_id: odd,
  order_number: odd,
  carrier: z.object({ code: text, name: odd }).nullish().catch(null),
  ship_with: z
    .object({ properties: z.object({ shipping_option_code: odd }).nullish() })
    .nullish()
    .catch(null),
  to_address: z.object({ postal_code: text, country_code: text }).nullish().catch(null),
  errors: list(faultSchema, 100),
  parcels: list(parcelSchema, 100),
})
export type WireShipment = z.infer<typeof shipmentSchema>

export const oneShipmentSchema = z.object({ data: shipmentSchema })
export const shipmentsSchema = z.object({ data: list(shipmentSchema, 200) })

export const sendersSchema = z.object({
  data: list(
    z.object({
      id,
      company_name: odd,
      contact_name: odd,
      name: odd,
      address_line_1: odd,
      address_line_2: odd,
      house_number: odd,
      city: odd,
      postal_code: odd,
      country_code: odd,
      state_province_code: odd,
      phone_number: odd,
      email: odd,
      brand_id: oddId,
    }),
    500
  ),
})

export const contractsSchema = z.object({
  data: list(
    z.object({
      id,
      name: odd,
      client_id: odd,
      carrier_code: odd,
      carrier: z.object({ code: odd }).nullish().catch(null),
      is_default_per_carrier: z.boolean().nullish().catch(null),
      is_active: z.boolean().nullish().catch(null),
    }),
    500
  ),
})

export const integrationsSchema = z.object({
  data: list(
    z.object({
      id,
      shop_name: odd,
      type: odd,
      system: odd,
      webhook_active: z.boolean().nullish().catch(null),
      webhook_url: odd,
      service_point_enabled: z.boolean().nullish().catch(null),
    }),
    500
  ),
})

export const ordersSchema = z.object({ data: list(z.object({ id, order_id: oddId }), 500) })

const weightSchema = z
  .object({ value: number, unit: z.enum(["kg", "g", "lbs", "oz"]) })
  .nullish()
  .catch(null)

export const optionsSchema = z.object({
  data: list(
    z.object({
      code: z.string().min(1).max(500),
      name: odd,
      product: z.object({ name: odd }).nullish().catch(null),
      carrier: z.object({ code: text, name: odd }),
      contract: z.object({ id, name: odd }).nullish().catch(null),
      weight: z.object({ min: weightSchema, max: weightSchema }).nullish().catch(null),
      functionalities: z.object({ last_mile: odd }).nullish().catch(null),
      requirements: z
        .object({ fields: list(text, 100), export_documents: z.boolean().nullish() })
        .nullish()
        .catch(null),
      quotes: list(
        z.object({
          price: z
            .object({ total: z.object({ value: number, currency: text }).nullish() })
            .nullish()
            .catch(null),
        }),
        100
      ).catch([]),
    }),
    5000
  ),
})

export const servicePointsSchema = z
  .union([z.object({ data: z.array(z.unknown()).max(500) }), z.array(z.unknown()).max(500)])
  .transform((answer) => (Array.isArray(answer) ? answer : answer.data))

/** v3 with its address apart, and what the beta had before. */
export const servicePointSchema = z.object({
  id,
  carrier_service_point_id: oddId,
  code: oddId,
  carrier: z.union([z.object({ code: text }), text.transform((code) => ({ code }))]),
  name: odd,
  address: z
    .object({
      street: odd,
      address_line_1: odd,
      house_number: odd,
      postal_code: odd,
      city: odd,
      country_code: odd,
    })
    .nullish()
    .catch(null),
  street: odd,
  house_number: odd,
  postal_code: odd,
  city: odd,
  country: odd,
  is_expired: z.boolean().nullish().catch(null),
  is_active: z.boolean().nullish().catch(null),
  distance: z.number().nullish().catch(null),
})

export const addressAnalysisSchema = z.object({
  data: z.object({
    analysis: z
      .object({
        validation_result: z
          .object({ is_valid: z.boolean().nullish(), reasons: list(text, 100) })
          .nullish()
          .catch(null),
      })
      .nullish(),
  }),
})

export const returnSchema = z.object({ return_id: id, parcel_id: id })

export const returnsSchema = z.object({
  next: odd,
  data: list(
    z.object({
      id: oddId,
      order_number: odd,
      created_at: odd,
      tracking_number: odd,
      tracking_url: odd,
      status_history: list(z.object({ parent_status: odd }), 500)
        .nullish()
        .catch(null),
      label_url: odd,
      label: z.object({ label_printer: odd }).nullish().catch(null),
    }),
    200
  ),
})

export const cancellationSchema = z.object({ data: z.object({ message: odd }).nullish() })

/** A message is shaped as version 2 has it, also in version 3. */
export const messageSchema = z.object({
  action: text,
  timestamp: z.number().positive(),
  carrier_status_change_timestamp: z.number().nullish().catch(null),
  parcel: z.object({
    id,
    status: z.object({ id }),
    tracking_number: odd,
    tracking_url: odd,
    order_number: odd,
    shipment_uuid: odd,
    external_order_id: odd,
  }),
})
