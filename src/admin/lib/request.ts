import { FetchError } from "@medusajs/js-sdk"
import type { WrongFieldAnswer } from "../../api/admin/marketplaces/types"
import { getI18n } from "react-i18next"
import { backendUrl, sdk } from "./sdk"

type Options = {
  method?: "GET" | "POST" | "DELETE"
  query?: object
  body?: object
  /** Where the route stands [/admin/marketplaces]. */
  root?: string
}
const ROOT = "/admin/marketplaces"

export const language = () => getI18n()?.language ?? "en"

/** A route of the plugin. The store writes problems in the language that is asked for: the admin's. */
export const request = async <Answer>(
  path: string,
  { method = "GET", query, body, root = ROOT }: Options = {}
) => {
  if (body && method === "POST") return (await send<Answer>(root + path, body)).answer
  return sdk.client.fetch<Answer>(root + path, {
    method,
    query: query && withoutBlanks(query),
    headers: { "accept-language": language() },
  })
}

/** A file of the plugin's, whose name the page gives. */
export async function download(path: string, query: object): Promise<Blob> {
  const params = new URLSearchParams(
    Object.entries(withoutBlanks(query)).flatMap(([name, value]) =>
      [value].flat().map((one) => [Array.isArray(value) ? `${name}[]` : name, String(one)])
    )
  )
  const response = await fetch(`${backendUrl.replace(/\/$/, "")}/admin/marketplaces${path}?${params}`, {
    credentials: "include",
    headers: { "accept-language": language() },
  })
  if (response.ok) return response.blob()
  const { message } = (await response.json().catch(() => ({}))) as { message?: string }
  throw new FetchError(message ?? response.statusText, response.statusText, response.status)
}

/** Like `request`, for the answers whose refusal is more than a sentence. */
export async function requestWithRefusal<Answer, Refusal>(
  path: string,
  body: object,
  root = ROOT
): Promise<Answer | Refusal> {
  return (await send<Answer | Refusal>(root + path, body, [409])).answer
}

/** The fields that a refusal is about: the SDK's own error has only its sentence. */
export const wrongFieldsOf = (error: unknown): WrongFieldAnswer[] =>
  error instanceof FetchError && "wrong_fields" in error ? (error.wrong_fields as WrongFieldAnswer[]) : []

async function send<Answer>(
  address: string,
  body: object,
  answered: number[] = []
): Promise<{ answer: Answer }> {
  const response = await fetch(`${backendUrl.replace(/\/$/, "")}${address}`, {
    method: "POST",
    credentials: "include",
    headers: {
      "content-type": "application/json",
      accept: "application/json",
      "accept-language": language(),
    },
    body: JSON.stringify(body),
  })
  const answer = (await response.json().catch(() => ({}))) as {
    message?: string
    wrong_fields?: WrongFieldAnswer[]
  }
  if (response.ok || answered.includes(response.status)) return { answer: answer as Answer }
  const { message = response.statusText, wrong_fields = [] } = answer
  throw Object.assign(new FetchError(message, response.statusText, response.status), { wrong_fields })
}

export const isForbidden = (error: unknown) => error instanceof FetchError && error.status === 403

const withoutBlanks = (query: object) =>
  Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined && value !== ""))
