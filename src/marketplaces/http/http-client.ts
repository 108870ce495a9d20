import { DelegateBackoff, ExponentialBackoff, handleWhen, retry } from "cockatiel"
import nodeFetch, { Headers, type RequestInit, type Response } from "node-fetch"

import { isMarketplaceError, MarketplaceError, type MarketplaceErrorDetails } from "../errors"
import type { HttpClient, HttpRequest, HttpResponse, Logger } from "../port"
import { checkAddress } from "./check-address"
import { decompress } from "./decompress"
import type { Limiter } from "./limiter"
import { watchedAgent } from "./watched-agent"

export type Fetch = (url: string, init: RequestInit) => Promise<Response>

export type RetryBounds = {
  /** Attempts in all [4]. */
  max_attempts: number
  /** First pause in milliseconds, before jitter [1000]. */
  initial_delay_ms: number
  /** Longest single pause; a marketplace that asks for more makes the call fail at once [30000]. */
  max_delay_ms: number
  /** Longest sum of all pauses of one call [60000]. */
  max_total_wait_ms: number
}

export type HttpClientOptions = {
  /** The connection's pace; share it between clients of the same connection. */
  limiter: Limiter
  /** [node-fetch] */
  fetch?: Fetch
  /** Aborting ends the running attempt, every queued one and every pause. */
  signal?: AbortSignal
  /** The same, except for a running attempt that changes something: that one may end. */
  drain?: AbortSignal
  logger?: Logger
  retry?: Partial<RetryBounds>
}

const RETRY_BOUNDS: RetryBounds = {
  max_attempts: 4,
  initial_delay_ms: 1000,
  max_delay_ms: 30_000,
  max_total_wait_ms: 60_000,
}
const DEFAULT_TIMEOUT_MS = 30_000
const DEFAULT_MAX_BYTES = 20 * 1024 * 1024
const REDIRECTS = [301, 302, 303, 307, 308]
const NEVER_SENT_CODES = ["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN"]

type Cause = "aborted" | "timeout" | "truncated"

/**
 * The one HTTP client. Every failure of a call is a `MarketplaceError` made of a fixed sentence, the call's label and the
 * status: node-fetch's own errors hold the whole URL, so nothing of them is passed on.
 *
 * The attempts of one limiter run at its pace, by default one at a time; `interpret` runs after its attempt and may make requests of its own.
 */
export function createHttpClient(options: HttpClientOptions): HttpClient {
  const bounds = { ...RETRY_BOUNDS, ...options.retry }
  const stops = [options.signal, options.drain].filter((signal) => signal !== undefined)
  const stopped = stops.length > 1 ? AbortSignal.any(stops) : stops.at(0)

  async function attempt<T>(
    request: HttpRequest,
    interpret: (response: HttpResponse) => T | Promise<T>
  ): Promise<T> {
    const response = await sendInTurn(request, options, stopped)
    try {
      return await interpret(response)
    } catch (error) {
      throw isMarketplaceError(error)
        ? error
        : failure(request, "invalid_answer", "the answer could not be read", {
            effect: "unknown",
            status: response.status,
          })
    }
  }

  return {
    async request(request, { retry: mayRepeat, interpret }) {
      if (!mayRepeat) {
        return attempt({ has_effect: true, ...request }, interpret)
      }
      const delays = new ExponentialBackoff({
        initialDelay: bounds.initial_delay_ms,
        maxDelay: bounds.max_delay_ms,
      })
      let delay = delays.next()
      let waited = 0
      let pause = 0
      const isWorthRepeating = (error: Error) => {
        if (!isMarketplaceError(error) || !canPassSoon(error, bounds.max_delay_ms)) {
          return false
        }
        pause = Math.max(delay.duration, error.details.retry_after_ms ?? 0)
        return waited + pause <= bounds.max_total_wait_ms
      }
      // The limiter keeps the pause, so that it is the whole connection's and ends at once on abort.
      const backoff = new DelegateBackoff<unknown>(() => {
        limiterPause(options, request, pause)
        waited += pause
        delay = delay.next(undefined)
        return 0
      })
      return retry(handleWhen(isWorthRepeating), { maxAttempts: bounds.max_attempts - 1, backoff }).execute(
        () => attempt(request, interpret)
      )
    },
  }
}

function limiterPause(options: HttpClientOptions, request: HttpRequest, pause: number): void {
  options.logger?.warn(`${request.label}: failed, again in ${Math.ceil(pause / 1000)} s.`)
  options.limiter.holdFor(pause)
}

function canPassSoon(error: MarketplaceError, maxDelay: number): boolean {
  const { reason, retry_after_ms } = error.details
  if (!error.canPass || error.kind === "not_ready" || reason === "aborted") {
    return false
  }
  return retry_after_ms === undefined ? error.kind !== "quota" : retry_after_ms <= maxDelay
}

async function sendInTurn(
  request: HttpRequest,
  options: HttpClientOptions,
  stopped: AbortSignal | undefined
): Promise<HttpResponse> {
  let hasBegun = false
  try {
    return await options.limiter.run(() => {
      hasBegun = true
      return send(request, options, request.has_effect ? options.signal : stopped)
    }, stopped)
  } catch (error) {
    if (hasBegun || !stopped?.aborted) {
      throw error
    }
    throw failure(request, "unavailable", "stopped before it was sent", { effect: "none", reason: "aborted" })
  }
}

async function send(
  request: HttpRequest,
  options: HttpClientOptions,
  signal: AbortSignal | undefined
): Promise<HttpResponse> {
  const url = checkAddress(request.url)
  const headers = checkedHeaders(request)
  const controller = new AbortController()
  let cause: Cause | undefined
  const stop = (why: Cause) => {
    cause ??= why
    controller.abort()
  }
  const onAbort = () => stop("aborted")
  const { agent, passage } = watchedAgent(url, () => stop("truncated"))
  const timer = setTimeout(() => stop("timeout"), request.timeout_ms ?? DEFAULT_TIMEOUT_MS)
  signal?.addEventListener("abort", onAbort)
  try {
    const response = await (options.fetch ?? nodeFetch)(url.href, {
      method: request.method,
      headers,
      body: request.body,
      redirect: "manual",
      // Bodies are opened by what they are, see `decompress`.
      compress: false,
      agent,
      signal: controller.signal,
    })
    const status = response.status
    if (passage.stage === "connecting") {
      throw failure(
        request,
        status === 407 ? "configuration" : "unavailable",
        "the proxy refused the connection",
        {
          effect: "none",
          status,
          reason: "proxy",
        }
      )
    }
    if (REDIRECTS.includes(status)) {
      throw failure(request, "configuration", "the address redirects, which is not followed", {
        effect: "unknown",
        status,
        reason: "redirect",
      })
    }
    const body = await readBody(response, request)
    return { status, headers: Object.fromEntries(response.headers), body }
  } catch (error) {
    throw isMarketplaceError(error) ? error : networkFailure(request, error, cause, passage.stage)
  } finally {
    clearTimeout(timer)
    signal?.removeEventListener("abort", onAbort)
    controller.abort()
  }
}

function checkedHeaders(request: HttpRequest): Headers {
  try {
    return new Headers({ "accept-encoding": "gzip", ...request.headers })
  } catch {
    throw failure(request, "configuration", "a header has characters that HTTP does not allow", {
      effect: "none",
    })
  }
}

async function readBody(response: Response, request: HttpRequest): Promise<Buffer> {
  const limit = request.max_bytes ?? DEFAULT_MAX_BYTES
  const chunks: Buffer[] = []
  let size = 0
  // A response that an injected fetch made of a text has a Buffer, one without body null.
  const tooLarge = () =>
    failure(request, "too_large", "the answer is larger than its limit", {
      effect: "unknown",
      status: response.status,
    })
  for await (const chunk of Buffer.isBuffer(response.body) ? [response.body] : (response.body ?? [])) {
    const bytes = Buffer.from(chunk)
    size += bytes.length
    if (size > limit) {
      throw tooLarge()
    }
    chunks.push(bytes)
  }
  try {
    return await decompress(
      Buffer.concat(chunks),
      response.headers.get("content-encoding") ?? undefined,
      limit
    )
  } catch {
    throw tooLarge()
  }
}

const SENTENCES: Record<Cause | "network", string> = {
  aborted: "stopped while it was under way",
  timeout: "no complete answer in time",
  truncated: "the connection ended before the answer did",
  network: "the connection failed",
}

function networkFailure(
  request: HttpRequest,
  error: unknown,
  cause: Cause | undefined,
  stage: "unseen" | "connecting" | "sent"
): MarketplaceError {
  const code = typeof error === "object" && error !== null && "code" in error ? String(error.code) : ""
  const wasNeverSent = stage === "connecting" || NEVER_SENT_CODES.includes(code)
  const reason = cause ?? "network"
  return failure(request, "unavailable", SENTENCES[reason], {
    effect: wasNeverSent ? "none" : "unknown",
    reason,
  })
}

function failure(
  request: HttpRequest,
  kind: MarketplaceError["kind"],
  sentence: string,
  details: MarketplaceErrorDetails
): MarketplaceError {
  const status = details.status === undefined ? "" : ` (status ${details.status})`
  return new MarketplaceError(kind, `${request.label}: ${sentence}${status}.`, details)
}
