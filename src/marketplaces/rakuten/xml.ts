import { SaxesParser } from "saxes"

import { brand } from "../brand"
import { pauses } from "../pauses"
import { decodeAnswerPieces, dropControls, type ResponseCharset } from "./charset"

/** Why a document is not read. `not_xml`: it does not even begin like one (an HTML page, an empty body). */
export type XmlErrorReason = "not_xml" | "too_large" | "malformed"

/** Holds nothing of the document. */
export class XmlError extends Error {
  constructor(readonly reason: XmlErrorReason) {
    super(`The XML document is refused: ${reason}.`)
    this.name = "XmlError"
  }
}
export const isXmlError = brand(XmlError, "XmlError")

export type XmlDocument = {
  /** Name of the root element, without namespace. */
  root: string
  /** Elements as objects, texts as strings (not trimmed); names in `LISTS` are always arrays. An empty element is "". */
  content: unknown
}

/** Largest answer in bytes; one sale takes about 2 kB and 90 tags. */
export const MAX_DOCUMENT_BYTES = 8 * 1024 * 1024
/** Elements, comments and CDATA sections. */
const MAX_PARTS = 400_000
const MAX_DEPTH = 32
const MAX_ATTRIBUTES = 16
const LONGEST_ATTRIBUTE = 1000
/** Elements that may come once or often. */
const LISTS = new Set(["sale", "item", "detail", "product", "error", "itemlog", "advert"])
/** What comes before the root element, at most. */
const LONGEST_HEAD = 256 * 1024
/** Left as it stands: a reference that is none of XML's own, and "]]>". Everything else ends the reading. */
const IS_TOLERATED = /undefined entity|malformed character entity|the string "]]>"/

type Element = { name: string; children: Record<string, unknown> | null; text: string }

/**
 * Reads one of Rakuten's answers piece by piece. Namespaces and attributes are ignored; the five predefined entities and
 * numeric references are decoded, any other reference stays as it is. Throws `XmlError` for what is not well-formed (a cut
 * answer too), declares anything (a DOCTYPE), or is larger than any answer has to be.
 */
export async function parseXml(
  bytes: Buffer,
  contentType: string | undefined,
  charset: ResponseCharset = "auto"
): Promise<XmlDocument> {
  if (bytes.length > MAX_DOCUMENT_BYTES) {
    throw new XmlError("too_large")
  }
  const reader = documentReader()
  const pause = pauses()
  let head: string | null = ""
  for (const piece of decodeAnswerPieces(bytes, contentType, charset)) {
    await pause()
    if (head === null) {
      reader.write(piece)
      continue
    }
    head += piece
    if (head.length > LONGEST_HEAD) {
      break
    }
    const start = startOfRoot(head)
    if (start !== null) {
      reader.write(head.slice(start))
      head = null
    }
  }
  if (head !== null) {
    throw new XmlError(/^\s*<[?!]/.test(head) ? "malformed" : "not_xml")
  }
  return reader.end()
}

function documentReader(): { write: (piece: string) => void; end: () => XmlDocument } {
  // Version 1.1 has references to control characters, which are dropped like the others.
  const parser = new SaxesParser({ position: false, defaultXMLVersion: "1.1", forceXMLVersion: true })
  const open: Element[] = []
  let parts = 0
  /** Of the element that is being opened. */
  let attributes = 0
  let document = null as XmlDocument | null
  const count = () => {
    if (++parts > MAX_PARTS) throw new XmlError("too_large")
  }
  const addText = (text: string) => {
    const element = open.at(-1)
    if (element) element.text += text
  }
  const refuse = (): never => {
    throw new XmlError("malformed")
  }

  parser.on("error", ({ message }) => {
    if (!IS_TOLERATED.test(message)) refuse()
  })
  parser.on("doctype", refuse)
  parser.on("processinginstruction", refuse)
  parser.on("attribute", ({ value }) => {
    if (value.length > LONGEST_ATTRIBUTE || ++attributes > MAX_ATTRIBUTES) refuse()
  })
  parser.on("opentag", ({ name }) => {
    count()
    attributes = 0
    if (open.length >= MAX_DEPTH) refuse()
    open.push({ name: name.slice(name.indexOf(":") + 1), children: null, text: "" })
  })
  parser.on("comment", count)
  parser.on("text", addText)
  parser.on("cdata", (text) => {
    count()
    addText(text)
  })
  parser.on("closetag", () => {
    const element = open.pop()
    if (!element) return
    const content = contentOf(element)
    const parent = open.at(-1)
    if (parent) addChild(parent, element.name, content)
    else document = { root: element.name, content }
  })
  return {
    write: (piece) => void parser.write(piece),
    end: () => {
      parser.close()
      return document ?? refuse()
    },
  }
}

function contentOf({ children, text }: Element): unknown {
  const isBlank = text.trim() === ""
  const content = isBlank ? "" : dropControls(text)
  if (!children) {
    return content
  }
  return isBlank ? children : Object.assign(children, { "#text": content })
}

function addChild(parent: Element, name: string, content: unknown): void {
  // Without a prototype, so that no name of an element is one of the language's.
  parent.children ??= Object.create(null) as Record<string, unknown>
  const before = parent.children[name]
  if (Array.isArray(before)) before.push(content)
  else if (before !== undefined) parent.children[name] = [before, content]
  else parent.children[name] = LISTS.has(name) ? [content] : content
}

const PREAMBLE = /^\s*(?:(?:<\?[^]*?\?>|<!--[^]*?-->)\s*)*/

/** Where the root element begins: after blanks, the prolog and comments. Null while that cannot be said. */
function startOfRoot(text: string): number | null {
  const start = PREAMBLE.exec(text)?.[0].length ?? 0
  const begin = text.slice(start, start + 15)
  if (/^<[^\s<>!?]/.test(begin)) {
    if (/^<html\b/i.test(begin)) throw new XmlError("not_xml")
    return start
  }
  if (begin !== "" && (!begin.startsWith("<") || /^<!doctype\s+html\b/i.test(begin))) {
    throw new XmlError("not_xml")
  }
  return null
}
