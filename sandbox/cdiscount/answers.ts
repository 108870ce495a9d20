import { json, type Answer, type Call } from "../marketplace"

const TITLES: Record<number, string> = {
  400: "Bad request",
  401: "Unauthorized",
  403: "Forbidden",
  404: "Not found",
  405: "Method not allowed",
  415: "Unsupported media type",
  500: "Internal server error",
  503: "Service unavailable",
}
const TRACE_ID = "00-00000000000000000000000000000000-0000000000000000-00"

export const problem = (status: number, detail: string, errors?: Record<string, string[]>): Answer =>
  json(
    status,
    { title: TITLES[status], status, detail, traceId: TRACE_ID, ...(errors ? { errors } : {}) },
    { "content-type": "application/problem+json" }
  )
export const BAD_TOKEN = problem(401, "The access token is missing, unknown or expired.")
export const NOT_LINKED = problem(403, "The client is not linked to this seller account.")
export const notFound = (what: string) => problem(404, `${what} was not found.`)

export function readBody(call: Call): { value: unknown } | { refusal: Answer } {
  if (!/^application\/([\w.-]+\+)?json\b/i.test(call.headers["content-type"] ?? "")) {
    return { refusal: problem(415, "The content type must be application/json.") }
  }
  try {
    return { value: JSON.parse(call.body.toString("utf8")) as unknown }
  } catch {
    return { refusal: problem(400, "The body is not valid JSON.") }
  }
}
