import { decode } from "html-entities"

import { withoutMojibake } from "./decode-text"
import { beginningOf, storableText } from "./short-text"

/** An entity that was encoded more often than this is left as it is. */
const MOST_ENCODINGS = 10

/**
 * Entities that lost their semicolon. The names of letters are taken whatever follows; signs only where no small letter does.
 * Hexadecimal numbers end where no letter or digit follows: "&#xE9cole" could be two.
 */
const UNENDED =
  /&(amp|szlig|(?:AE|ae|OE|oe)lig|[A-Za-z](?:grave|acute|circ|tilde|uml|ring|cedil|slash)|#\d{2,7}(?!\d)|#[xX][\da-fA-F]{2,6}(?![A-Za-z\d])|(?:nbsp|quot|apos|laquo|raquo|deg|ordm|ordf|[lr]squo|[lr]dquo|euro|lt|gt)(?![a-z]))(?!;)/g
/** A name that is none stays as it is. */
const ended = (text: string): string =>
  text.replace(UNENDED, (found) => {
    const entity = `${found};`
    return decode(entity, { scope: "strict" }) === entity ? found : entity
  })

/**
 * A marketplace's text as a person reads it, and as every database, label and mail takes it: HTML entities decoded however
 * often they were encoded, without their semicolon too, letters of a wrong charset put right, NUL left out, other control characters and line breaks as
 * one space, halves of a surrogate pair as the replacement character. Nothing else changes.
 */
export function readableText(text: string): string {
  let read = text
  for (let encodings = 0; encodings < MOST_ENCODINGS && read.includes("&"); encodings++) {
    const decoded = decode(ended(read), { scope: "strict" })
    if (decoded === read) {
      break
    }
    read = decoded
  }
  return storableText(withoutMojibake(read))
}

/** A text that a header, the subject of a mail and a line of a log can take. */
// eslint-disable-next-line no-control-regex -- control characters are what is looked for
export const ONE_LINE = /^[^\u0000-\u001f\u007f-\u009f\u2028\u2029]*$/

/** `readableText`, with null for what is empty or blank. */
export function readableOrNull(text: string | null | undefined): string | null {
  const read = readableText(text ?? "")
  return read.trim() === "" ? null : read
}

/** What is read of a text for its beginning: what stands before may be entities. */
const READ_FOR_ONE = 10

/** The beginning of `readableText`, with null for what is empty or blank. */
export const shortOrNull = (text: string | null | undefined, most: number): string | null => {
  const read = beginningOf(readableText(beginningOf(text ?? "", most * READ_FOR_ONE)), most)
  return read.trim() === "" ? null : read
}

/** Whether a letter was lost before the text came to us: no reading brings it back. */
export const hasLostLetters = (text: string | null): boolean => text?.includes("\ufffd") ?? false
