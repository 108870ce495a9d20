import { randomUUID } from "node:crypto"

import { z } from "zod"

import { MarketplaceError, type MarketplaceErrorKind } from "../errors"
import { answerDate } from "../http/answer-date"
import { checkAddress } from "../http/check-address"
import { redact } from "../http/redact"
import { parseRetryAfter } from "../http/retry-after"
import { saidIn } from "../http/said-in"
import type { HttpRequest, HttpResponse, SessionContext } from "../port"
import { decodeAnswer, encodeParameter } from "./charset"
import { RakutenRefusal, refusalInPieces, toRefusal } from "./refusal"
import { settingNames } from "../setting-fields"
import { type Action, type RakutenSettings, serviceOf, settingFields, versionOf } from "./settings"
import { MAX_DOCUMENT_BYTES, isXmlError, parseXml } from "./xml"

/** Public clients wait between 10 and 80 seconds. */
const TIMEOUT_MS = 60_000
const MAX_WARNINGS = 200
/** Of an answer that is not XML only so much is searched for a refusal. */
const MOST_REFUSAL_BYTES = 1024 * 1024
/** Of these, "Unknown error" also means that the purchase is unknown or not accepted yet. */
const ABOUT_PURCHASE: Action[] = ["getbillinginformation", "getshippinginformation"]

export const DEFAULT_API_URL = "https://ws.fr.shopping.rakuten.com"

export type Answer<T> = {
  response: T
  /** When it was given, by Rakuten's clock where the answer says it. ISO 8601, UTC. */
  at: string
  status: number
}

export type Parameters = Record<string, string>

type Call<T> = {
  action: Action
  parameters: Parameters
  schema: z.ZodType<T>
  /** The only root that is an answer to this call; others are not read. */
  root?: string
  file?: Buffer
  /** Of the file [text/xml]. */
  file_type?: "text/xml" | "text/csv"
  has_effect: boolean
  retry: boolean
  timeout_ms?: number
}

/** Says each thing once for as long as the adapter lives, whatever the number of sessions. */
export type Warned = Set<string>

/**
 * Rakuten's web services (`/sales_ws`, `/stock_ws`): GET for reading and writing, a multipart upload for files. Every failure is a
 * `MarketplaceError` without URL, secret or what the answer contained; what an answer repeats of the request is not read.
 */
export class RakutenClient {
  private readonly base: URL
  private readonly login: string
  private readonly token: string

  /** Throws `configuration` for an address that must not be called. */
  constructor(
    private readonly context: SessionContext,
    private readonly settings: RakutenSettings,
    private readonly warned: Warned
  ) {
    const { api_url } = context.options
    this.base = checkAddress(typeof api_url === "string" && api_url ? api_url : DEFAULT_API_URL)
    this.login = context.credentials.login ?? ""
    this.token = context.credentials.token ?? ""
  }

  /** Without effect: failures that can pass are repeated, unless it is asked `once`. `timeout_ms`: of one attempt. */
  read<T>(
    action: Action,
    parameters: Parameters,
    schema: z.ZodType<T>,
    options: { root?: string; once?: boolean; timeout_ms?: number } = {}
  ): Promise<Answer<T>> {
    return this.call({
      action,
      parameters,
      schema,
      root: options.root,
      has_effect: false,
      retry: !options.once,
      timeout_ms: options.timeout_ms,
    })
  }

  /** Changes something: sent once. */
  write<T>(action: Action, parameters: Parameters, schema: z.ZodType<T>): Promise<Answer<T>> {
    return this.call({ action, parameters, schema, has_effect: true, retry: false })
  }

  /** The same with a file. */
  upload<T>(
    action: Action,
    file: Buffer,
    schema: z.ZodType<T>,
    { parameters = {}, type }: { parameters?: Parameters; type?: Call<T>["file_type"] } = {}
  ): Promise<Answer<T>> {
    return this.call({ action, parameters, schema, file, file_type: type, has_effect: true, retry: false })
  }

  /** A warning that comes once. It must hold nothing of a buyer. */
  warnOnce(message: string): void {
    if (!this.warned.has(message) && this.warned.size < MAX_WARNINGS) {
      this.warned.add(message)
      this.context.logger.warn(message)
    }
  }

  private call<T>(call: Call<T>): Promise<Answer<T>> {
    const request = this.requestOf(call)
    const { has_effect } = call
    return this.context.http.request(
      { ...request, has_effect },
      {
        retry: call.retry,
        interpret: (response) => this.interpret(call, request.label, response),
      }
    )
  }

  private requestOf<T>({
    action,
    parameters,
    file,
    file_type = "text/xml",
    timeout_ms = TIMEOUT_MS,
  }: Call<T>): HttpRequest {
    const query = Object.entries({
      action,
      login: this.login,
      pwd: this.token,
      version: versionOf(action, this.settings),
      ...(this.settings.channel_name ? { channel: this.settings.channel_name } : {}),
      ...parameters,
    }).map(([name, value]) => `${name}=${encodeParameter(value)}`)
    const common = {
      url: `${this.base.href.replace(/\/+$/, "")}/${serviceOf(action)}?${query.join("&")}`,
      timeout_ms,
      max_bytes: MAX_DOCUMENT_BYTES,
    }
    if (!file) {
      return { ...common, method: "GET", label: `GET ${action}` }
    }
    const boundary = `marketplace-${randomUUID()}`
    return {
      ...common,
      method: "POST",
      label: `POST ${action}`,
      headers: { "content-type": `multipart/form-data; boundary=${boundary}` },
      body: Buffer.concat([
        Buffer.from(
          `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${action}.${file_type.slice(5)}"\r\n` +
            `Content-Type: ${file_type}\r\n\r\n`
        ),
        file,
        Buffer.from(`\r\n--${boundary}--\r\n`),
      ]),
    }
  }

  private async interpret<T>(call: Call<T>, label: string, http: HttpResponse): Promise<Answer<T>> {
    const failed = (kind: MarketplaceErrorKind, sentence: string, retry_after_ms?: number) =>
      new MarketplaceError(kind, `${label}: ${sentence} (status ${http.status}).`, {
        effect: call.has_effect ? "unknown" : "none",
        status: http.status,
        marketplace_message: this.words(http),
        ...(retry_after_ms === undefined ? {} : { retry_after_ms }),
      })
    const document = await this.parse(http)
    // Errors come with 200 as well, and an error status with an answer that says more.
    if (!isXmlError(document) && document.root === "errorresponse") {
      throw this.refusal(call, label, http.status, document.content)
    }
    const pieces = isXmlError(document) && refusalInPieces(this.beginning(http))
    if (pieces) {
      throw this.refusal(call, label, http.status, pieces)
    }
    if (http.status === 429) {
      throw failed(
        "rate_limited",
        "too many calls",
        parseRetryAfter(http.headers["retry-after"], this.context.now())
      )
    }
    if (http.status < 200 || http.status >= 300) {
      throw failed("unavailable", "the service did not answer")
    }
    if (isXmlError(document)) {
      throw document.reason === "not_xml"
        ? failed("unavailable", "a page came that is not an answer of the service")
        : document.reason === "too_large"
          ? failed("too_large", "the answer is larger than its limit")
          : failed("invalid_answer", "the answer cannot be read")
    }
    const { content, root } = document
    const parsed = await call.schema.safeParseAsync(responseOf(content))
    if ((call.root && root !== call.root) || !hasResponse(content) || !parsed.success) {
      throw failed("invalid_answer", "the answer has not the documented shape")
    }
    this.noteVersion(call.action, responseOf(content))
    return { response: parsed.data, at: this.timeOf(http), status: http.status }
  }

  private beginning({ body, headers }: HttpResponse): string {
    const beginning = body.subarray(0, MOST_REFUSAL_BYTES)
    return decodeAnswer(beginning, headers["content-type"], this.settings.response_charset)
  }

  /** What an error says that is none of Rakuten's own (a sentence of something before it). */
  private words({ status, body }: HttpResponse): string | undefined {
    return (status >= 400 && redact(saidIn(body).shown, [this.login, this.token])) || undefined
  }

  private async parse(http: HttpResponse) {
    try {
      return await parseXml(http.body, http.headers["content-type"], this.settings.response_charset)
    } catch (error) {
      if (isXmlError(error)) {
        return error
      }
      throw error
    }
  }

  private refusal<T>(call: Call<T>, label: string, status: number, content: unknown): RakutenRefusal {
    const refusal = toRefusal(content, {
      label,
      login: this.login,
      token: this.token,
      status,
      has_effect: call.has_effect,
      is_about_purchase: ABOUT_PURCHASE.includes(call.action),
      quota_pause_ms: this.settings.quota_pause_minutes * 60_000,
    })
    const names = remediesOf(refusal)
    if (names.length > 0) {
      refusal.details.settings = settingNames(settingFields, ...names)
    }
    return refusal
  }

  private noteVersion(action: Action, response: unknown): void {
    const { lastversion } = versionSchema.parse(response)
    const sent = versionOf(action, this.settings)
    if (lastversion > sent) {
      this.warnOnce(`Rakuten has version ${lastversion} of ${action}; ${sent} is used.`)
    }
  }

  private timeOf(http: HttpResponse): string {
    return new Date(answerDate(http.headers.date, this.context.now())).toISOString()
  }
}

/** By a parameter that a refusal names: the settings that say what is sent in it. */
const PARAMETERS: [RegExp, string[]][] = [
  [/\bversion\b/i, ["versions"]],
  [/\bchannel\b/i, ["channel_name"]],
  [/\bnotshippeditemsonly\b/i, ["not_shipped_items_only"]],
]

/** Settings of which another value may cure a refusal, whatever was asked. */
function remediesOf({ kind, lines }: RakutenRefusal): string[] {
  if (kind === "quota") {
    return ["min_spacing_ms", "single_reads", "quota_pause_minutes"]
  }
  const said = lines.join(" ")
  return kind === "refused" ? (PARAMETERS.find(([parameter]) => parameter.test(said))?.[1] ?? []) : []
}

const versionSchema = z.preprocess(
  (response) => (typeof response === "object" ? response : {}),
  z.object({
    lastversion: z
      .string()
      .trim()
      .regex(/^\d{4}-\d{2}-\d{2}$/)
      .catch(""),
  })
)
const hasResponse = (content: unknown): content is { response: unknown } =>
  typeof content === "object" && content !== null && "response" in content
const responseOf = (content: unknown): unknown => (hasResponse(content) ? content.response : undefined)
