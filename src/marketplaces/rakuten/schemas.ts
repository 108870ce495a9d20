import { z } from "zod"

import { mapInTurns } from "../pauses"
import { externalIdSchema } from "../port"
import { addressFields, relayFields } from "./address-fields"

/**
 * The shapes of Rakuten's answers, read tolerantly: every field is optional, unknown ones are dropped, an empty or
 * missing element is "" (no capture of a newer version is public).
 */
/** No text of a sale is that long; the number of elements is bounded with the document. */
const MOST_CHARACTERS = 20_000
/** A refusal names one detail for each item of a file. */
const MOST_ERRORS = 1000

function textOf(value: unknown): string {
  if (typeof value === "string") {
    return value.trim().slice(0, MOST_CHARACTERS)
  }
  if (Array.isArray(value)) {
    return textOf(value[0])
  }
  return typeof value === "object" && value !== null && "#text" in value ? textOf(value["#text"]) : ""
}

const isElement = (value: unknown): boolean =>
  typeof value === "object" && value !== null && !Array.isArray(value)

/** What is written once, or several times the same. */
function onlyOne(value: unknown, several: unknown): unknown {
  if (!Array.isArray(value)) {
    return value
  }
  const [first, ...others] = value.map((one) => JSON.stringify(one))
  return others.every((other) => other === first) ? (value[0] as unknown) : several
}

/** The children with this name of a list element: `<sales><sale/>…</sales>`. */
export function children(list: unknown, name: string): unknown[] {
  const found: unknown =
    typeof list === "object" && list !== null ? (list as Record<string, unknown>)[name] : undefined
  return Array.isArray(found) ? found : []
}

export const text = z.unknown().transform(textOf)
/** In place of a value that is none, or several: it is no amount, no flag and no status, and so it is named. */
const UNREADABLE = "?"
/** A text that decides something. An element in its place, and two different ones, are not taken for a missing one. */
const fact = z
  .unknown()
  .transform((value) => onlyOne(value, UNREADABLE))
  .transform((value) => (isElement(value) ? UNREADABLE : textOf(value)))
/** One that cannot be used is as good as none. */
const id = text.pipe(externalIdSchema).catch("")
/** An element with children; anything else counts as an empty one. */
export const element = <Shape extends z.core.$ZodLooseShape>(shape: Shape) =>
  z.preprocess((value) => {
    const first: unknown = Array.isArray(value) ? value[0] : value
    return typeof first === "object" && first !== null ? first : {}
  }, z.object(shape))
/** However long it is, it is read in turns: the schema has to be parsed asynchronously. */
export const listOf = <Item extends z.ZodType>(name: string, item: Item) =>
  z
    .unknown()
    .transform((list): Promise<z.output<Item>[]> =>
      mapInTurns(children(list, name), (one) => item.parseAsync(one))
    )
const money = z.preprocess(
  (value) => onlyOne(value, { amount: UNREADABLE }),
  element({ amount: fact, currency: fact })
)

const address = element(addressFields(text))
const relay = element(relayFields(text))

const saleItem = element({
  itemid: id,
  sku: text,
  advertid: text,
  headline: text,
  itemstatus: fact,
  price: money,
  ispreorder: fact,
  isnego: fact,
  isrsl: fact,
  is_fulfilment: fact,
  ean: text,
  paymentstatus: fact,
  shipped: text,
})
export type SaleItem = z.infer<typeof saleItem>

const sale = element({
  purchaseid: id,
  purchasedate: text,
  deliveryinformation: element({
    shippingtype: text,
    isfullrsl: fact,
    purchasebuyerlogin: text,
    purchasebuyeremail: text,
    deliveryaddress: address,
    billingaddress: address,
    collectionpointaddress: relay,
  }),
  items: listOf("item", saleItem),
})
export type Sale = z.infer<typeof sale>

/** getnewsales and getcurrentsales; a missing list is an empty one. */
export const salesSchema = element({ nexttoken: text, sales: listOf("sale", sale) })

const billingItem = element({
  itemid: id,
  itemstatus: fact,
  itemsaleprice: money,
  shippingsaleprice: money,
  itemcommissionexcltax: money,
  itemcommissionvat: money,
  shippingcommissionexcltax: money,
  shippingcommissionvat: money,
  shipped: text,
})
export type BillingItem = z.infer<typeof billingItem>

/** getbillinginformation. */
export const billingSchema = element({ billinginformation: element({ items: listOf("item", billingItem) }) })

const itemLog = element({ code: text })
/** getiteminfos: an item's status, and what happened to it. */
export const itemInfosSchema = element({
  item: element({
    itemstatus: fact,
    itemlog: z
      .unknown()
      .transform((logs): unknown => ({ logs }))
      .pipe(listOf("logs", itemLog)),
    itemlogs: listOf("itemlog", itemLog),
  }),
})

/** getitemtodolist: items that wait for the seller; how the reasons are nested is not known, so they are one text. */
export const todoSchema = element({
  items: listOf(
    "item",
    element({ itemid: text, causes: z.unknown().transform((causes) => JSON.stringify(causes ?? "")) })
  ),
})

/** getshippinginformation: the label that Rakuten paid for. */
export const shippingInformationSchema = element({
  shippinginformation: element({
    shippingtype: text,
    prepaidlabel: element({
      available: text,
      prepaidlabelurl: text,
      trackinginformation: element({ trackingnumber: text, trackingurl: text }),
    }),
  }),
})

export type PrepaidLabelAnswer = z.infer<
  typeof shippingInformationSchema
>["shippinginformation"]["prepaidlabel"]

/** acceptsale, refusesale, cancelitem and both ways to declare a shipment. */
export const statusSchema = element({ status: text })

/** The root of every refusal, with HTTP 200 too; `error` may repeat. */
export const errorsSchema = z.object({
  error: z.preprocess(
    firstOnes,
    z
      .array(
        element({
          type: text,
          code: text,
          message: text,
          details: z.preprocess((list) => firstOnes(children(list, "detail")), z.array(text)),
        })
      )
      .min(1)
  ),
})

function firstOnes(list: unknown): unknown {
  return Array.isArray(list) ? list.slice(0, MOST_ERRORS) : list
}
