import { encodeDocument, escapeXml, type UploadCharset } from "./charset"

/** One unit in a file for importitemshippingstatus. */
export type ShipmentLine = {
  itemid: string
  /** "" where only the flag word is sent. */
  transporter: string
  /** A number, or the flag word for "shipped without one". */
  trackingnumber: string
  trackingurl: string
}

/**
 * The file for one purchase, in bytes without BOM. Characters that ISO-8859-1 does not have are written as numeric
 * references. A file holds one purchase only: whether a bad line spoils the whole file is not known.
 */
export function shipmentFile(purchaseid: string, lines: ShipmentLine[], charset: UploadCharset): Buffer {
  const element = (name: string, text: string) =>
    text === "" ? `<${name}/>` : `<${name}>${escapeXml(text)}</${name}>`
  const items = lines.map((line) =>
    [
      "<item>",
      element("purchaseid", purchaseid),
      element("itemid", line.itemid),
      element("transporter", line.transporter),
      element("trackingnumber", line.trackingnumber),
      element("trackingurl", line.trackingurl),
      "</item>",
    ].join("")
  )
  const prolog = `<?xml version="1.0" encoding="${charset.toUpperCase()}"?>`
  return encodeDocument(`${prolog}\n<items>\n${items.join("\n")}\n</items>\n`, charset)
}
