import type { FaultInput } from "../../sandbox/faults"

/** What goes wrong while orders are pulled, and what the connection's health then shows. */
export type PullFault = {
  name: string
  fault: FaultInput
  health: { status: string; code: string }
  /** Seconds for which no request may be made. */
  blocked_seconds: number
}

const unreachable = { health: { status: "degraded", code: "unreachable" }, blocked_seconds: 50 }

export const PULL_FAULTS: PullFault[] = [
  {
    name: "401",
    fault: { kind: "unauthorized" },
    health: { status: "degraded", code: "credentials_refused" },
    blocked_seconds: 50,
  },
  {
    name: "429 with Retry-After",
    fault: { kind: "status", status: 429, headers: { "retry-after": "600" } },
    health: { status: "degraded", code: "rate_limited" },
    blocked_seconds: 590,
  },
  {
    name: "429 without Retry-After",
    fault: { kind: "status", status: 429 },
    health: { status: "degraded", code: "rate_limited" },
    blocked_seconds: 50,
  },
  {
    name: "the quota of an hour",
    fault: { kind: "quota", minutes: 60 },
    health: { status: "paused", code: "quota" },
    blocked_seconds: 3500,
  },
  { name: "a storm of 500", fault: { kind: "server_error" }, ...unreachable },
  { name: "503", fault: { kind: "status", status: 503 }, ...unreachable },
  { name: "a reset connection", fault: { kind: "reset" }, ...unreachable },
  { name: "HTML with 200", fault: { kind: "html" }, ...unreachable },
  { name: "half an answer", fault: { kind: "broken_body" }, ...unreachable },
  { name: "an answer cut off", fault: { kind: "truncated_body" }, ...unreachable },
]

/** Attempts of one call, with its repetitions, and two that distinguish an order that fails from a marketplace that does. */
export const MOST_REQUESTS_OF_A_RUN = 6
