import { z } from "zod"

import { readableText } from "../text"
import { decodeText } from "../decode-text"

/** Only the beginning of a longer text is read: a refusal is a sentence, not a file. */
const MAX_BYTES = 1024 * 1024
const MAX_WORDS = 10_000
/** Texts of a cut JSON object, by the names that hold a reason. */
const FIELDS = 4
const CUT_FIELD = /"(detail|message|title|error_description)"\s*:\s*("(?:[^"\\]|\\.){1,2000})/g

const text = z.string().nullish().catch(null)
/** Refusals come as problem+json, those of a gateway as `{ message }`, those of a token service as OAuth has them. */
const reasonSchema = z.object({
  title: text,
  detail: text,
  message: text,
  error_description: text,
  errors: z.record(z.string(), z.array(z.string())).nullish().catch(null),
})

/** What the body of an error says. */
export type Said = {
  /** Its reason in words, "" where it has none; not redacted. */
  words: string
  /** The same where it is fit to be shown: a page quotes whatever was asked for, and is written by what stands between. */
  shown: string
  /** Whether it is a page (or another document with tags). */
  is_page: boolean
}

/**
 * The reason in an error's body, be it JSON (whole or cut), a page or a bare sentence, in whatever charset, behind whatever
 * blanks and byte order mark.
 */
export function saidIn(body: Buffer): Said {
  const said = decodeText(body.subarray(0, MAX_BYTES))
    .replace(/^\ufeff/, "")
    .trim()
  const is_page = said.startsWith("<")
  const found = is_page ? wordsOfPage(said) : (wordsOfJson(said) ?? said)
  const words = readableText(found.slice(0, MAX_WORDS)).replace(/\s+/g, " ").trim()
  return { words, shown: is_page ? "" : words, is_page }
}

function wordsOfJson(said: string): string | null {
  if (!/^[[{"]/.test(said)) {
    return null
  }
  let value: unknown
  try {
    value = JSON.parse(said)
  } catch {
    return wordsOfReason(Object.fromEntries(cutFields(said)))
  }
  return typeof value === "string" ? value : wordsOfReason(value)
}

function wordsOfReason(value: unknown): string {
  const { detail, message, error_description, title, errors } = reasonSchema.safeParse(value).data ?? {}
  const fields = Object.entries(errors ?? {}).map(([field, messages]) => `${field}: ${messages.join(" ")}`)
  return [detail ?? message ?? error_description ?? title, ...fields].filter(Boolean).join(" | ")
}

/** The first text of each name. */
function cutFields(said: string): Map<string, string> {
  const found = new Map<string, string>()
  for (const [, name, quoted] of said.matchAll(CUT_FIELD)) {
    if (!found.has(name)) {
      found.set(name, unquoted(quoted))
    }
    if (found.size === FIELDS) {
      break
    }
  }
  return found
}

function unquoted(quoted: string): string {
  try {
    return z.string().parse(JSON.parse(`${quoted}"`))
  } catch {
    return quoted.slice(1)
  }
}

/** The texts between the tags, without scripts and styles. */
function wordsOfPage(page: string): string {
  return page
    .replace(/\s+/g, " ")
    .split("<")
    .filter((part) => !/^(?:script|style)\b/i.test(part))
    .map((part) => part.slice(part.indexOf(">") + 1))
    .join(" ")
}
