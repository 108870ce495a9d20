import { brand } from "./brand"

/**
 * What went wrong at a marketplace, in the one vocabulary that every adapter uses.
 *
 * - `credentials`: the secrets are refused; nothing helps but new ones
 * - `not_linked`: the secrets are good but this seller account did not grant them access
 * - `no_rights`: the account lacks the right for this call
 * - `login_is_email`: an e-mail address was given where an account name is wanted
 * - `quota`: the allowance of calls is used up; `retry_after_ms` says for how long
 * - `rate_limited`: too fast; slow down and repeat
 * - `unavailable`: network failure, time-out, 5xx, or a page that is not an answer of the service
 * - `invalid_answer`: an answer that does not have the documented shape
 * - `too_large`: the answer is larger than the limit of the call
 * - `refused`: the marketplace understood and refused; repeating unchanged cannot help
 * - `not_found`: what was asked for does not exist there
 * - `not_ready`: it will be possible later, without anybody doing anything here
 * - `configuration`: this installation is set up wrongly (an address, an option)
 */
export type MarketplaceErrorKind =
  | "credentials"
  | "not_linked"
  | "no_rights"
  | "login_is_email"
  | "quota"
  | "rate_limited"
  | "unavailable"
  | "invalid_answer"
  | "too_large"
  | "refused"
  | "not_found"
  | "not_ready"
  | "configuration"

export type MarketplaceErrorDetails = {
  /**
   * Whether the call may have had its effect there. `none`: certainly not (refused, or never sent).
   * `unknown`: it was sent and no readable answer came back; read the marketplace before repeating.
   */
  effect: "none" | "unknown"
  /** HTTP status, where an answer came. */
  status?: number
  /** How long to wait before the next call, in milliseconds, where the marketplace said so. */
  retry_after_ms?: number
  /** The marketplace's own words, already without secrets and buyers' data; shown to the operator unchanged. */
  marketplace_message?: string
  /** Finer than `kind`, where an adapter knows more: a stable lower-case word, for example `already_shipped`. */
  reason?: string
  /** It is said of a part of the account alone, such as one sales channel: others answer. */
  is_one_part?: boolean
  /** The settings that decide how this call is made, named for the operator, where one of them may be the remedy. */
  settings?: { en: string } & Record<string, string>
  /** What such a setting allows, where the marketplace has more than that. */
  limit?: number
  /** Of a pull that did not come to its end: where the next one goes on [where this one began]. */
  cursor?: string
}

/** What a marketplace says of the account, whatever was asked. */
export const ABOUT_ACCOUNT: readonly MarketplaceErrorKind[] = [
  "credentials",
  "login_is_email",
  "not_linked",
  "no_rights",
  "quota",
  "rate_limited",
]

const PASSING: readonly MarketplaceErrorKind[] = [
  "quota",
  "rate_limited",
  "unavailable",
  "invalid_answer",
  "not_ready",
]

/** The only error that an adapter lets out. Its message holds no secret, no URL and no buyer's data. */
export class MarketplaceError extends Error {
  readonly kind: MarketplaceErrorKind
  readonly details: MarketplaceErrorDetails

  constructor(kind: MarketplaceErrorKind, message: string, details: MarketplaceErrorDetails) {
    super(message)
    this.name = "MarketplaceError"
    this.kind = kind
    this.details = details
  }

  /** Whether it can pass without anybody changing anything. */
  get canPass(): boolean {
    return PASSING.includes(this.kind)
  }
}
/** Whether it is one, of whichever copy of this package. */
export const isMarketplaceError = brand(MarketplaceError, "MarketplaceError")

/** A snapshot that cannot become an order: the row is held with this code, the raw text is kept. */
export class UnreadableOrderError extends Error {
  constructor(message: string) {
    super(message)
    this.name = "UnreadableOrderError"
  }
}
export const isUnreadableOrderError = brand(UnreadableOrderError, "UnreadableOrderError")
