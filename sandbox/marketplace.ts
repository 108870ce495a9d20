import type { Fault, ServiceName } from "./faults"

/** A call on its way through the sandbox. */
export type Call = {
  request_id: number
  endpoint: string
  account: string | null
  method: string
  /** Below the marketplace's base address. */
  path: string
  /** Raw, with its percent signs: each marketplace has its own charset. */
  search: string
  headers: Record<string, string>
  body: Buffer
  faults: Fault[]
}

export type Answer = {
  status: number
  headers: Record<string, string>
  body: Buffer
  /** What the call changed, in a few words; left out when it changed nothing. */
  effect?: string
}

export type Located = {
  endpoint: string
  path: string
  account: string | null
  /** What may be shown later: query and body without secrets. */
  query: Record<string, string>
  shown_body: string
}

/** Faults that each service words in its own way. */
export type RefusalKind = Extract<
  Fault["kind"],
  "unauthorized" | "no_rights" | "quota" | "rate_limit" | "server_error" | "unavailable"
>

/** One marketplace, or the label service, behind the HTTP server. */
export interface PlayedService {
  readonly name: ServiceName
  /** Null when the address is none of it. */
  locate(method: string, url: URL, headers: Record<string, string>, body: Buffer): Located | null
  handle(call: Call): Answer
  /** Its own way of saying so. */
  refuse(kind: RefusalKind, call: Call, fault: Fault): Answer
}

export const json = (status: number, value: unknown, headers: Record<string, string> = {}): Answer => ({
  status,
  headers: { "content-type": "application/json; charset=utf-8", ...headers },
  body: Buffer.from(JSON.stringify(value)),
})

/** Delay of the effect that a fault asks for, or the usual one. */
export const effectDelay = (call: Call, usual_ms: number): number =>
  call.faults.find((fault) => fault.kind === "effect_delay")?.ms ?? usual_ms
