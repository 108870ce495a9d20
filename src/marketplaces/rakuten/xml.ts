import { XMLParser } from "fast-xml-parser"

import { decodeAnswer, dropControls, type ResponseCharset } from "./charset"

/** Why a document is not read. `not_xml`: it does not even begin like one (an HTML page, an empty body). */
export type XmlErrorReason = "not_xml" | "declaration" | "too_large" | "malformed"

/** Holds nothing of the document. */
export class XmlError extends Error {
  constructor(readonly reason: XmlErrorReason) {
    super(`The XML document is refused: ${reason}.`)
    this.name = "XmlError"
  }
}

export type XmlDocument = {
  /** Name of the root element, without namespace. */
  root: string
  /** Elements as objects, texts as strings (not trimmed); names in `LISTS` are always arrays. An empty element is "". */
  content: unknown
}

/** Largest answer in bytes; one sale takes about 2 kB and 90 tags. */
export const MAX_DOCUMENT_BYTES = 8 * 1024 * 1024
const MAX_TAGS = 400_000
const MAX_DEPTH = 32
/** Elements that may come once or often. */
const LISTS = new Set(["sale", "item", "detail", "product", "error", "itemlog"])

const PREDEFINED: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" }
const REFERENCE = /&(?:#(\d{1,7})|#x([\da-fA-F]{1,6})|(amp|lt|gt|quot|apos));/g

const parser = new XMLParser({
  ignoreAttributes: true,
  removeNSPrefix: true,
  parseTagValue: false,
  trimValues: false,
  jPath: false,
  maxNestedTags: MAX_DEPTH,
  isArray: (name) => LISTS.has(name),
  tagValueProcessor: (_, value) => (value.trim() ? dropControls(value) : ""),
  // The library's own decoder would also take entities that a document defines.
  entityDecoder: {
    decode: decodeReferences,
    setExternalEntities: () => {},
    addInputEntities: () => {},
    reset: () => {},
    setXmlVersion: () => {},
  },
})

/**
 * Parses one of Rakuten's answers. Namespaces and attributes are ignored; the five predefined entities and numeric
 * references are decoded, any other reference stays as it is. Throws `XmlError` for what is not well-formed (a cut answer too),
 * declares anything (a DOCTYPE), or is larger than any answer has to be.
 */
export function parseXml(
  bytes: Buffer,
  contentType: string | undefined,
  charset: ResponseCharset = "auto"
): XmlDocument {
  if (bytes.length > MAX_DOCUMENT_BYTES) {
    throw new XmlError("too_large")
  }
  const text = decodeAnswer(bytes, contentType, charset)
  const document = text.slice(startOfRoot(text))
  checkMarkup(document)
  let parsed: unknown
  try {
    parsed = parser.parse(document, true)
  } catch {
    throw new XmlError("malformed")
  }
  const [root, ...others] = Object.entries(parsed ?? {}).filter(([name]) => name !== "#text")
  if (!root || others.length || Array.isArray(root[1])) {
    throw new XmlError("malformed")
  }
  return { root: root[0], content: root[1] }
}

function decodeReferences(text: string): string {
  return text.replace(REFERENCE, (reference, decimal, hexadecimal, name) => {
    if (name) {
      return PREDEFINED[name]
    }
    const point = decimal ? Number(decimal) : parseInt(hexadecimal, 16)
    const isCharacter = point > 0 && point <= 0x10ffff && !(point >= 0xd800 && point <= 0xdfff)
    return isCharacter ? String.fromCodePoint(point) : reference
  })
}

const PREAMBLE = [
  ["<?", "?>"],
  ["<!--", "-->"],
] as const
const SPANS = [
  ["<!--", "-->"],
  ["<![CDATA[", "]]>"],
] as const
const TAG = /<\/?[^\s<>"'/!?=][^<>"']{0,500}(?:(?:"[^"<]{0,1000}"|'[^'<]{0,1000}')[^<>"']{0,500}){0,16}>/y

/** Where the root element begins: after blanks, the prolog and comments. */
function startOfRoot(text: string): number {
  let at = endOfBlanks(text, 0)
  for (const [open, close] of PREAMBLE) {
    while (text.startsWith(open, at)) {
      at = endOfBlanks(text, endAfter(text, close, at + open.length))
    }
  }
  const start = text.slice(at, at + 15)
  if (!/^<[^\s<>]/.test(start) || /^<(!doctype\s+html|html)\b/i.test(start)) {
    throw new XmlError("not_xml")
  }
  return at
}

/** Refuses, in one pass, what would cost the parser more than its size: the library has no limit for it. */
function checkMarkup(document: string): void {
  let tags = 0
  for (let at = document.indexOf("<"); at !== -1; at = document.indexOf("<", at)) {
    if (++tags > MAX_TAGS) {
      throw new XmlError("too_large")
    }
    const span = SPANS.find(([open]) => document.startsWith(open, at))
    if (span) {
      at = endAfter(document, span[1], at + span[0].length)
      continue
    }
    if (document.startsWith("<!", at) || document.startsWith("<?", at)) {
      throw new XmlError("declaration")
    }
    TAG.lastIndex = at
    if (!TAG.test(document)) {
      throw new XmlError("malformed")
    }
    at = TAG.lastIndex
  }
}

function endOfBlanks(text: string, from: number): number {
  const blanks = /\s*/y
  blanks.lastIndex = from
  blanks.test(text)
  return blanks.lastIndex
}

function endAfter(text: string, close: string, from: number): number {
  const end = text.indexOf(close, from)
  if (end === -1) {
    throw new XmlError("malformed")
  }
  return end + close.length
}
