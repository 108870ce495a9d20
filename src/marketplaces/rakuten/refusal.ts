import { brand } from "../brand"
import { MarketplaceError, type MarketplaceErrorDetails, type MarketplaceErrorKind } from "../errors"
import { redact } from "../http/redact"
import { fold } from "../fold"
import { readableText } from "../text"
import { errorsSchema } from "./schemas"

/** A refusal in Rakuten's words; `lines` are its details, one per item that a file was refused for. */
export class RakutenRefusal extends MarketplaceError {
  constructor(
    kind: MarketplaceErrorKind,
    message: string,
    details: MarketplaceErrorDetails,
    readonly lines: string[]
  ) {
    super(kind, message, details)
  }
}
export const isRakutenRefusal = brand(RakutenRefusal, "RakutenRefusal")

export type RefusalContext = {
  /** "GET acceptsale" */
  label: string
  login: string
  token: string
  status: number
  /** Whether the call changes something there. */
  has_effect: boolean
  /** Whether "Unknown error" also means that the purchase is unknown or not accepted yet. */
  is_about_purchase: boolean
  quota_pause_ms: number
}

/** Only this many characters of an answer in pieces are read. */
const MAX_SCANNED = 200_000

type Class = { kind: MarketplaceErrorKind; sentence: string; effect: "none" | "unknown"; reason?: string }

/**
 * The error for the content of an `errorresponse`. Codes and texts: official documentation and public client code.
 * "Service unavailable" is all that getbillinginformation and getshippinginformation say of a purchase that is unknown
 * or not accepted yet (public client code).
 */
export function toRefusal(content: unknown, context: RefusalContext): RakutenRefusal {
  const errors = errorsSchema.safeParse(content).data?.error ?? []
  const [first] = errors
  const lines = errors.flatMap(({ details }) => details).filter((line) => line !== "")
  const secrets = [context.login, context.token]
  const said = [...new Set(errors.map(({ message }) => message)), ...lines].filter(Boolean).join(" | ")
  const found = classOf(first?.code ?? "", first?.type ?? "", fold(said), context)
  return new RakutenRefusal(
    found.kind,
    `${context.label}: ${found.sentence}.`,
    {
      effect: context.has_effect ? found.effect : "none",
      status: context.status,
      marketplace_message: redact(said, secrets) || undefined,
      ...(found.kind === "quota" ? { retry_after_ms: context.quota_pause_ms } : {}),
      ...(found.reason ? { reason: found.reason } : {}),
    },
    lines.map((line) => redact(line, secrets))
  )
}

/** Elements of a refusal, with a text or the beginning of one. */
const ELEMENT = /<(?:\w+:)?(type|code|message|detail)\b[^<>]{0,200}>\s*(?:<!\[CDATA\[)?([^<\]]{0,2000})/gi

/**
 * The content of an `errorresponse` that cannot be parsed: cut, or behind something that is no XML. It still says why. Null
 * where the answer has none.
 */
export function refusalInPieces(answer: string): unknown {
  const start = answer.search(/<(?:\w+:)?errorresponse\b/i)
  const found = start < 0 ? [] : [...answer.slice(start, start + MAX_SCANNED).matchAll(ELEMENT)]
  const texts = (name: string) =>
    found.filter(([, element]) => element.toLowerCase() === name).map(([, , text]) => readableText(text))
  const [code] = texts("code")
  return code
    ? {
        error: [
          {
            type: texts("type")[0],
            code,
            message: texts("message")[0],
            details: { detail: texts("detail") },
          },
        ],
      }
    : null
}

function classOf(code: string, type: string, said: string, context: RefusalContext): Class {
  switch (fold(code)) {
    case "invaliduserconnection":
      return context.login.includes("@")
        ? {
            kind: "login_is_email",
            sentence: "the login is an e-mail address, not the account name",
            effect: "none",
          }
        : { kind: "credentials", sentence: "Rakuten does not know this login and token", effect: "none" }
    case "invaliduserrights":
      return said.includes("quota")
        ? { kind: "quota", sentence: "the allowance of calls per hour is used up", effect: "none" }
        : { kind: "no_rights", sentence: "the account lacks the right for this call", effect: "none" }
    case "parametererror":
      return { kind: "refused", sentence: "Rakuten refused it", effect: "none", reason: "parameter" }
    case "unknown error":
      return context.is_about_purchase
        ? { kind: "not_ready", sentence: "Rakuten has nothing about this purchase yet", effect: "none" }
        : { kind: "unavailable", sentence: "Rakuten's service is not available", effect: "unknown" }
    case "servererror":
      return { kind: "unavailable", sentence: "Rakuten's server failed", effect: "unknown" }
    default:
      return fold(type) === "sender"
        ? { kind: "refused", sentence: "Rakuten refused it", effect: "none" }
        : {
            kind: "unavailable",
            sentence: "Rakuten failed for a reason that is not documented",
            effect: "unknown",
          }
  }
}
