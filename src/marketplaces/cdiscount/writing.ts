import { MarketplaceError } from "../errors"
import type { CallResult, HttpResponse } from "../port"
import type { CdiscountSettings } from "./settings"

/** A change that was taken: any 2xx, the body may be empty (not documented further: setting `success_codes`). */
export function confirmed(response: HttpResponse, label: string, settings: CdiscountSettings): CallResult {
  const { status } = response
  if (settings.success_codes.length > 0 && !settings.success_codes.includes(status)) {
    throw new MarketplaceError("invalid_answer", `${label}: an unexpected success (status ${status}).`, {
      effect: "unknown",
      status,
    })
  }
  return { result: "done", status, message: null }
}
