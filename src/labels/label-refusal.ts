import { brand } from "../marketplaces/brand"
import {
  isMarketplaceError,
  MarketplaceError,
  type MarketplaceErrorDetails,
  type MarketplaceErrorKind,
} from "../marketplaces/errors"
import type { ServiceFault } from "./label-service"

/** What a label service refuses, with each of its reasons and the field that it is about. */
export class LabelRefusal extends MarketplaceError {
  readonly faults: readonly ServiceFault[]

  constructor(
    kind: MarketplaceErrorKind,
    message: string,
    details: MarketplaceErrorDetails,
    faults: readonly ServiceFault[]
  ) {
    super(kind, message, details)
    this.name = "LabelRefusal"
    this.faults = faults
  }
}
export const isLabelRefusal = brand(LabelRefusal, "LabelRefusal")

/**
 * What a failed call means for the request that it was made for. `account`: no request of the account can succeed until a
 * person acts. `later`: it certainly had no effect and may be repeated. `unclear`: it may have had its effect, so the
 * service is read before anything else. `request`: this request, as it is, is refused.
 */
export type FailureScope = "account" | "later" | "unclear" | "request"

const OF_ACCOUNT: readonly MarketplaceErrorKind[] = [
  "credentials",
  "no_rights",
  "not_linked",
  "login_is_email",
  "configuration",
]

export function failureScope(error: unknown): FailureScope {
  if (!isMarketplaceError(error)) {
    return "unclear"
  }
  if (OF_ACCOUNT.includes(error.kind) && error.details.effect === "none") {
    return "account"
  }
  if (error.details.effect === "unknown") {
    return "unclear"
  }
  return error.canPass ? "later" : "request"
}
