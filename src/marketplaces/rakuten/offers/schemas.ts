import { z } from "zod"

import { element, listOf, text } from "../schemas"

/** The answer to a file. */
export const importSchema = element({ importid: text, status: text })

const errorSchema = element({ error_code: text, error_text: text, error_key: text, fatal_error: text })
const rowSchema = element({
  sku: text,
  status: text,
  aid: text,
  // Empty, one object, or a list.
  errors: listOf("error", errorSchema),
})
export type ReportRow = z.infer<typeof rowSchema>

/** genericimportreport: rows of one page, below `product` or `products`. Has to be parsed asynchronously. */
export const reportSchema = z
  .object({
    file: element({ status: text }),
    nexttoken: text,
    products: listOf("product", rowSchema),
    product: z.unknown().transform((product) => listOf("product", rowSchema).parseAsync({ product })),
  })
  .transform(({ file, nexttoken, products, product }) => ({
    status: file.status,
    nexttoken,
    rows: [...products, ...product],
  }))

/** importreport: only what was refused. */
export const csvReportSchema = z.object({
  processstatus: text,
  errorlist: listOf("error", element({ data: text, errorreport: text })),
})

const advertSchema = element({
  advertid: text,
  sku: text,
  price: element({ amount: text, currency: text }),
  quality: text,
  unlimitedquantity: text,
  stock: text,
  productsummary: element({ headline: text, barcode: text }),
})
export type Advert = z.infer<typeof advertSchema>

/** export: the inventory. Has to be parsed asynchronously. */
export const exportSchema = z.object({ nexttoken: text, advertlist: listOf("advert", advertSchema) })
