import { z } from "zod"

import { MarketplaceError } from "../errors"
import { parseJson } from "../http"
import type { CallResult, HttpResponse } from "../port"
import type { CdiscountSettings } from "./settings"

/**
 * A change that was taken: any 2xx without a body or with JSON, of any shape (not documented further: setting
 * `success_codes`). Anything else (a maintenance page with 200) is not Octopia's answer: it throws `invalid_answer`, and
 * whether the change was made is open.
 */
export async function readTaken(
  response: HttpResponse,
  label: string,
  settings: CdiscountSettings
): Promise<CallResult> {
  const { status } = response
  if (settings.success_codes.length > 0 && !settings.success_codes.includes(status)) {
    throw new MarketplaceError("invalid_answer", `${label}: an unexpected success (status ${status}).`, {
      effect: "unknown",
      status,
      reason: "unexpected_success",
    })
  }
  if (response.body.toString("utf8").trim() !== "") {
    await parseJson(response, z.unknown(), label)
  }
  return { result: "done", status, message: null }
}
