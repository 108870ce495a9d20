import { isUtf8 } from "node:buffer"
import iconv from "iconv-lite"

/**
 * A character of UTF-8 that Western texts have (Latin letters, typographic signs, €, ™, emoji, a lost letter), or any
 * other byte: "É®" and "é’’" of windows-1252 would each be one character of an alphabet that no French marketplace writes.
 */
const CHARACTER =
  /\xc2[\xa0-\xbf]|[\xc3-\xc5][\x80-\xbf]|\xe2(?:\x80[\x90-\xbf]|\x82\xac|\x84\xa2)|\xef\xbf\xbd|\xf0\x9f[\x80-\xbf]{2}|[\x80-\xff]/g
/** What French and its neighbors are written with: Latin letters, typographic signs, €, ™; and a letter that was lost before. */
// eslint-disable-next-line no-control-regex -- what is left of ASCII belongs to it too
const LATIN_ONLY = /^[\u0000-\u007f\u00a0-\u017f\u2010-\u203f\u20ac\u2122\ufffd]*$/

/** Each byte above ASCII alone, as windows-1252 reads it. */
const ALONE = Array.from({ length: 128 }, (_, index) =>
  iconv.decode(Buffer.from([0x80 + index]), "windows-1252")
)
/** Bytes that are decoded in one go. */
const PIECE_BYTES = 64 * 1024

export type Charset = "utf-8" | "windows-1252" | "iso-8859-15"

/**
 * Bytes as text, whatever their label says: a wrong label must not cost a letter. Where the bytes are not UTF-8 although
 * they should be, each one that is no part of a UTF-8 character is read as windows-1252; where they are UTF-8 and should
 * not be, they are read as that. A byte order mark decides, and is dropped.
 */
export function decodeText(bytes: Buffer, charset: Charset = "utf-8"): string {
  return [...decodePieces(bytes, charset)].join("")
}

/** The same piece by piece. */
export function* decodePieces(bytes: Buffer, charset: Charset): Generator<string> {
  const mark = /^(?:fffe|feff|efbbbf)/.exec(bytes.toString("hex", 0, 3))?.[0] ?? ""
  const content = bytes.subarray(mark.length / 2)
  const decode = decoderOf(content, mark, charset)
  for (let at = 0; at < content.length;) {
    const end = mark.length === 4 ? at + PIECE_BYTES : endOfPiece(content, at + PIECE_BYTES)
    yield decode(content.subarray(at, end))
    at = end
  }
}

function decoderOf(content: Buffer, mark: string, charset: Charset): (piece: Buffer) => string {
  if (mark.length === 4) {
    return (piece) => iconv.decode(piece, mark === "fffe" ? "utf-16le" : "utf-16be")
  }
  const is_utf8 = isUtf8(content)
  if (mark || charset === "utf-8") {
    return is_utf8 ? (piece) => piece.toString("utf8") : decodeMixed
  }
  if (is_utf8 && LATIN_ONLY.test(content.toString("utf8"))) {
    return (piece) => piece.toString("utf8")
  }
  // The five bytes that windows-1252 leaves open are control characters in ISO-8859-1.
  return (piece) => iconv.decode(piece, charset).replace(/\ufffd/g, "")
}

/** Not inside a character of UTF-8. */
function endOfPiece(bytes: Buffer, wanted: number): number {
  const places = [0, 1, 2, 3].map((back) => wanted - back)
  return places.find((at) => (bytes[at] & 0xc0) !== 0x80) ?? wanted
}

function decodeMixed(bytes: Buffer): string {
  return bytes
    .toString("latin1")
    .replace(CHARACTER, (found) =>
      found.length > 1 ? Buffer.from(found, "latin1").toString("utf8") : ALONE[found.charCodeAt(0) - 0x80]
    )
}

/** A text that was written as UTF-8 and read as a Latin charset before it came to us ("FranÃ§ois"), as it was written. */
export function withoutMojibake(text: string): string {
  if (!/[\u00c2-\u00c5\u00e2\u00ef]/.test(text)) {
    return text
  }
  for (const charset of ["windows-1252", "iso-8859-1"]) {
    const bytes = iconv.encode(text, charset)
    const written = isUtf8(bytes) && iconv.decode(bytes, charset) === text ? bytes.toString("utf8") : null
    if (written !== null && LATIN_ONLY.test(written)) {
      return written
    }
  }
  return text
}
