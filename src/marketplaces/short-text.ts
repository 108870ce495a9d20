// eslint-disable-next-line no-control-regex -- control characters are what is looked for
const CONTROLS = /[\u0001-\u001f\u007f-\u009f\u2028\u2029]+/g

/**
 * A text as every database takes it: NUL left out, other control characters and line breaks as one space, halves of a surrogate
 * pair as the replacement character.
 */
export const storableText = (text: string): string =>
  text
    .replaceAll("\u0000", "")
    .replace(CONTROLS, " ")
    .replace(/\p{Surrogate}/gu, "\ufffd")

/** The beginning of a text; a letter of two halves is not cut in two. */
export const beginningOf = (text: string, most: number): string =>
  text.length > most ? text.slice(0, most).replace(/[\ud800-\udbff]$/, "") : text

/** The beginning of a text, as every database takes it. */
export const shortText = (text: string, most: number): string => storableText(beginningOf(text, most))
