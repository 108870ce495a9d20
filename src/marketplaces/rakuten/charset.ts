import { decodePieces } from "../decode-text"

/** How an answer is read: by its own signs, or always as one charset. */
export type ResponseCharset = "auto" | "iso-8859-1" | "windows-1252" | "utf-8"
export type UploadCharset = "iso-8859-1" | "utf-8"

/** Only these are decoded as named; every other name, and no name, is windows-1252. */
const CHARSETS: Record<string, "utf-8" | "iso-8859-15"> = {
  "utf-8": "utf-8",
  utf8: "utf-8",
  "iso-8859-15": "iso-8859-15",
  "latin-9": "iso-8859-15",
}
const PROLOG_ENCODING = /^\s*<\?xml[^>]{0,200}?\bencoding\s*=\s*["']([\w.:-]{1,40})["']/
const CONTENT_TYPE_CHARSET = /;\s*charset\s*=\s*"?([\w.:-]{1,40})/i
// eslint-disable-next-line no-control-regex -- control characters are what is looked for
const CONTROLS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\ufffe\uffff]/g

/**
 * An answer's text: its charset is the prolog's, else the Content-Type's, else windows-1252 (public client code: Rakuten
 * declares ISO-8859-1 and sends windows-1252's œ, ’ and €), unless the bytes say otherwise. Control characters are dropped.
 */
export const decodeAnswer = (...answer: Parameters<typeof decodeAnswerPieces>): string =>
  [...decodeAnswerPieces(...answer)].join("")

/** The same piece by piece. */
export function* decodeAnswerPieces(
  bytes: Buffer,
  contentType: string | undefined,
  charset: ResponseCharset = "auto"
): Generator<string> {
  const name = (charset === "auto" ? declaredCharset(bytes, contentType) : charset).toLowerCase()
  const known = Object.hasOwn(CHARSETS, name) ? CHARSETS[name] : "windows-1252"
  for (const piece of decodePieces(bytes, known)) {
    yield dropControls(piece)
  }
}

function declaredCharset(bytes: Buffer, contentType: string | undefined): string {
  const prolog = PROLOG_ENCODING.exec(bytes.toString("latin1", 0, 400))
  return prolog?.[1] ?? CONTENT_TYPE_CHARSET.exec(contentType ?? "")?.[1] ?? ""
}

export function dropControls(text: string): string {
  return text.replace(CONTROLS, "")
}

/** What ISO-8859-1 does not have. */
const OTHERS = /[\u0100-\u{10ffff}]/gu

/** What NFKD does not take apart, in ISO-8859-1. */
const SUBSTITUTES: Record<string, string> = {
  "‘": "'",
  "’": "'",
  "‚": "'",
  "‹": "'",
  "›": "'",
  "“": '"',
  "”": '"',
  "„": '"',
  "‐": "-",
  "‑": "-",
  "–": "-",
  "—": "-",
  "•": "-",
  "€": "EUR",
  œ: "oe",
  Œ: "OE",
  ƒ: "f",
  ˆ: "^",
  "˜": "~",
  "†": "+",
  "‡": "+",
  "‰": "o/oo",
}

/**
 * The text with characters of ISO-8859-1 only: others become their nearest spelling ("l’œuf à 5 €" → "l'oeuf à 5 EUR"),
 * or "?" where there is none. Control characters other than line breaks and tabs are dropped.
 */
export function toLatin1(text: string): string {
  return dropControls(text.normalize("NFC")).replace(OTHERS, (character) => {
    const plain = SUBSTITUTES[character] ?? character.normalize("NFKD").replace(/\p{M}/gu, "")
    return plain.replace(OTHERS, "") || "?"
  })
}

/** A query parameter: ISO-8859-1, percent-encoded (public client code: Rakuten reads parameters as ISO-8859-1). */
export function encodeParameter(text: string): string {
  return Array.from(Buffer.from(toLatin1(text), "latin1"), (byte) => {
    const character = String.fromCharCode(byte)
    return /[\w.~-]/.test(character) ? character : `%${byte.toString(16).toUpperCase().padStart(2, "0")}`
  }).join("")
}

/** The text between two tags: what ISO-8859-1 does not have becomes a numeric reference, so nothing is lost. */
export function escapeXml(text: string): string {
  return dropControls(text.normalize("NFC"))
    .replace(/\p{Surrogate}/gu, "")
    .replace(/[&<>"\u0100-\u{10ffff}]/gu, (character) => `&#${character.codePointAt(0)};`)
}

/** A document that consists of ISO-8859-1 characters, as bytes in the charset that its prolog names (without BOM). */
export function encodeDocument(document: string, charset: UploadCharset): Buffer {
  return Buffer.from(document, charset === "utf-8" ? "utf8" : "latin1")
}
