import type { OfferBatch, OfferChange } from "../../port"
import { encodeDocument, escapeXml } from "../charset"
import type { RakutenSettings } from "../settings"

/** What ISO-8859-1 has, without what ends a CDATA section. */
const PLAIN = /^[\u0020-\u007e\u00a0-\u00ff]*$/
/** Whether a line can hold it: what ends a column, or a character that the file's charset lacks, cannot be escaped there. */
export const fitsCsv = (sku: string, { upload_charset }: RakutenSettings): boolean =>
  !/[;"\r\n]/.test(sku) && (upload_charset === "utf-8" || PLAIN.test(sku))

/**
 * The file for genericimportfile: of each offer only what changes. What it does not name stays as it is, as do offers that are
 * not in it. In bytes, without BOM.
 */
export function stockXml({ kind, changes }: OfferBatch, settings: RakutenSettings): Buffer {
  const items = changes.map((change) => item(change, kind, settings))
  const prolog = `<?xml version="1.0" encoding="${settings.upload_charset.toUpperCase()}"?>`
  return encodeDocument(`${prolog}\n<items>\n${items.join("\n")}\n</items>\n`, settings.upload_charset)
}

function item(
  { sku, stock, price, listing }: OfferChange,
  kind: OfferBatch["kind"],
  settings: RakutenSettings
): string {
  const isNew = kind === "create" && listing !== undefined
  const advert = [
    attribute("sellerReference", sku),
    ...(price ? [attribute("sellingPrice", price.amount)] : []),
    ...(stock ? [attribute("qty", String(stock.quantity))] : []),
    ...(isNew ? [attribute("state", listing.condition)] : []),
  ]
  return [
    "<item>",
    ...(isNew ? [`<alias>${escapeXml(settings.product_alias)}</alias>`] : []),
    "<attributes>",
    ...(isNew ? [`<product>${attribute(settings.matching_key, listing.ean)}</product>`] : []),
    `<advert>${advert.join("")}</advert>`,
    settings.shipping_fragment,
    "</attributes></item>",
  ].join("")
}

const attribute = (key: string, value: string): string =>
  `<attribute><key>${key}</key><value>${text(value)}</value></attribute>`

/** A reference stands in a CDATA section, as in the documentation's sample; no character of it may become another. */
const text = (value: string): string =>
  PLAIN.test(value) && !value.includes("]]>")
    ? `<![CDATA[${value}]]>`
    : value.replace(/[^\w .-]/gu, (character) => `&#${character.codePointAt(0)};`)

/** The file for the CSV profile: `sku;price;quantity`, without heading, with a decimal point. */
export function stockCsv(changes: readonly OfferChange[], settings: RakutenSettings): Buffer {
  const lines = changes.map(({ sku, price, stock }) => `${sku};${price?.amount};${stock?.quantity}\r\n`)
  return encodeDocument(lines.join(""), settings.upload_charset)
}
