import { Readable } from "node:stream"

import { MarketplaceError } from "../../marketplaces/errors"
import type { HttpResponse } from "../../marketplaces/port"
import type { DocumentType, LabelDocument, LabelFormat } from "../label-service"
import { MIME_TYPES } from "./mapper"

export const DOCUMENT_NAMES: Readonly<Record<DocumentType, string>> = {
  label: "label",
  customs_declaration: "customs-declaration",
  air_waybill: "air-waybill",
}

const DPI: Readonly<Record<LabelFormat, number | undefined>> = { pdf: 72, png: 300, zpl: undefined }

/** How each format begins, and what stands near its end. */
const SIGNS: Readonly<Record<LabelFormat, readonly [start: RegExp, end: RegExp]>> = {
  pdf: [/^%PDF-\d/, /%%EOF\s*$/],
  // eslint-disable-next-line no-control-regex -- the eight bytes with which every PNG begins
  png: [/^\u0089PNG\r\n\u001a\n/, /IEND/],
  zpl: [/\^XA/, /\^XZ\s*$/],
}
/** A line break, or a little more, may follow the end. */
const END_BYTES = 1024

export const documentQuery = (format: LabelFormat, paper_size: string | null) =>
  [
    ["paper_size", paper_size?.toUpperCase()],
    ["dpi", DPI[format]],
  ] as const

/**
 * The bytes of an answer as a document. A page (a login, say), another format, or a file that was cut is an error before
 * anything of it is passed on: what was sent to a browser or a printer cannot be taken back.
 */
export function documentOf(response: HttpResponse, format: LabelFormat, label: string): LabelDocument {
  const { body, status } = response
  const [start, end] = SIGNS[format]
  const isWhole =
    start.test(body.toString("latin1", 0, 100)) &&
    end.test(body.toString("latin1", Math.max(0, body.length - END_BYTES)))
  if (!isWhole) {
    throw new MarketplaceError("invalid_answer", `${label}: the answer is no complete ${format} file.`, {
      effect: "none",
      status,
    })
  }
  return { media_type: MIME_TYPES[format], size: body.length, content: Readable.from([body]) }
}
