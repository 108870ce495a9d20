import { encode } from "html-entities"

const MAX_LENGTH = 500
/** Keeps the patterns' cost small whatever comes. */
const MAX_SCANNED = 4000
const PATTERNS = [
  /[^\s@<>"'(),:;]+@[^\s@<>"'(),:;]+/g,
  /\bbearer\s+\S+/gi,
  /\beyJ[\w-]+\.[\w.-]+/g,
  /(?<=https?:\/\/[^\s?#]*)[?#]\S*/gi,
  /(?<!\w)\+\d[\d .-]{7,}\d/g,
]

/**
 * A marketplace's message fit for logs and the operator: without the given secrets (as they are, or as any encoder sends
 * them),
 * e-mail addresses, tokens, URL parameters and international phone numbers; one line of at most 500 characters.
 *
 * @param secrets what must not appear, whatever its case; values under three characters are left alone
 */
export function redact(text: string, secrets: readonly (string | null | undefined)[] = []): string {
  const hidden = secrets.filter(
    (secret): secret is string => typeof secret === "string" && secret.length >= 3
  )
  const forms = [...new Set(hidden.flatMap(formsOf))]
  const longestFirst = forms.sort((a, b) => b.length - a.length).map(escapePattern)
  let clean = longestFirst.length ? text.replace(new RegExp(longestFirst.join("|"), "gi"), "…") : text
  clean = clean.slice(0, MAX_SCANNED)
  for (const pattern of PATTERNS) {
    clean = clean.replace(pattern, "…")
  }
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  clean = clean.replace(/[\s\u0000-\u001f\u007f]+/g, " ").trim()
  return clean.length > MAX_LENGTH ? `${clean.slice(0, MAX_LENGTH - 1)}…` : clean
}

/** A secret as it is, and as it is sent in an address, a form, JSON, a page and a header. */
function formsOf(secret: string): string[] {
  const text = secret.replace(/\p{Surrogate}/gu, "")
  const percent = (bytes: Buffer) =>
    bytes
      .toString("latin1")
      .replace(/[^\w.~-]/g, (byte) => `%${byte.charCodeAt(0).toString(16).padStart(2, "0")}`)
  return [
    secret,
    encodeURIComponent(text),
    new URLSearchParams({ "": text }).toString().slice(1),
    ...(["utf8", "latin1"] as const).flatMap((charset) => {
      const bytes = Buffer.from(text, charset)
      return [percent(bytes), ...inBase64(bytes)]
    }),
    JSON.stringify(secret).slice(1, -1),
    encode(text),
  ].filter((form) => form.length >= 3)
}

/** The signs that stand for these bytes alone, wherever they begin in what is encoded ("login:secret"). */
function inBase64(bytes: Buffer): string[] {
  return [0, 1, 2].flatMap((before) => {
    const signs = Buffer.concat([Buffer.alloc(before), bytes])
      .toString("base64")
      .slice(Math.ceil((before * 8) / 6), Math.floor(((before + bytes.length) * 8) / 6))
    return signs.length >= 4 ? [signs, signs.replaceAll("+", "-").replaceAll("/", "_")] : []
  })
}

function escapePattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")
}
