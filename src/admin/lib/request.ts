import { FetchError } from "@medusajs/js-sdk"
import { getI18n } from "react-i18next"
import { backendUrl, sdk } from "./sdk"

type Options = { method?: "GET" | "POST" | "DELETE"; query?: object; body?: object }

const language = () => getI18n()?.language ?? "en"

/** A route of the plugin. The store writes problems in the language that is asked for: the admin's. */
export const request = <Answer>(path: string, { method = "GET", query, body }: Options = {}) =>
  sdk.client.fetch<Answer>(`/admin/marketplaces${path}`, {
    method,
    query: query && withoutBlanks(query),
    body,
    headers: { "accept-language": language() },
  })

/** Like `request`, for the answers whose refusal is more than a sentence: the SDK keeps only the sentence. */
export async function requestWithRefusal<Answer, Refusal>(
  path: string,
  body: object
): Promise<Answer | Refusal> {
  const response = await fetch(`${backendUrl.replace(/\/$/, "")}/admin/marketplaces${path}`, {
    method: "POST",
    credentials: "include",
    headers: {
      "content-type": "application/json",
      accept: "application/json",
      "accept-language": language(),
    },
    body: JSON.stringify(body),
  })
  const answer = (await response.json().catch(() => ({}))) as { message?: string }
  if (response.ok || response.status === 409) return answer as Answer | Refusal
  throw new FetchError(answer.message ?? response.statusText, response.statusText, response.status)
}

export const isForbidden = (error: unknown) => error instanceof FetchError && error.status === 403

const withoutBlanks = (query: object) =>
  Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined && value !== ""))
