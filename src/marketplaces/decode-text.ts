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

/**
 * Bytes as text, whatever their label says: a wrong label must not cost a letter. Where the bytes are not UTF-8 although
 * they should be, each one that is no part of a UTF-8 character is read as windows-1252; where they are UTF-8 and should
 * not be, they are read as that. A byte order mark decides, and is dropped.
 */
export function decodeText(
  bytes: Buffer,
  charset: "utf-8" | "windows-1252" | "iso-8859-15" = "utf-8"
): string {
  if (["fffe", "feff"].includes(bytes.toString("hex", 0, 2))) {
    return iconv.decode(bytes, "utf-16")
  }
  const isMarked = bytes.toString("hex", 0, 3) === "efbbbf"
  if (isMarked || charset === "utf-8") {
    const content = isMarked ? bytes.subarray(3) : bytes
    return isUtf8(content) ? content.toString("utf8") : decodeMixed(content)
  }
  if (isUtf8(bytes)) {
    const text = bytes.toString("utf8")
    if (LATIN_ONLY.test(text)) {
      return text
    }
  }
  // The five bytes that windows-1252 leaves open are control characters in ISO-8859-1.
  return iconv.decode(bytes, charset).replace(/\ufffd/g, "")
}

function decodeMixed(bytes: Buffer): string {
  return bytes
    .toString("latin1")
    .replace(CHARACTER, (found) =>
      iconv.decode(Buffer.from(found, "latin1"), found.length > 1 ? "utf-8" : "windows-1252")
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
