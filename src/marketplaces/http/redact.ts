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
 * A marketplace's message fit for logs and the operator: without the given secrets (as they are, or URL-encoded),
 * e-mail addresses, tokens, URL parameters and international phone numbers; one line of at most 500 characters.
 *
 * @param secrets what must not appear, whatever its case; values under three characters are left alone
 */
export function redact(text: string, secrets: readonly (string | null | undefined)[] = []): string {
  const hidden = secrets.filter(
    (secret): secret is string => typeof secret === "string" && secret.length >= 3
  )
  const forms = [
    ...new Set(
      hidden.flatMap((secret) => [secret, encodeURIComponent(secret.replace(/\p{Surrogate}/gu, ""))])
    ),
  ]
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

function escapePattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")
}
