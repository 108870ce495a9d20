import {
  type HttpRequest,
  type HttpResponse,
  MarketplaceError,
  type MarketplaceErrorKind,
  type Schema,
  type SessionContext,
} from "medusa-plugin-marketplace-connect/port"
import { parseJson, parseRetryAfter, redact } from "medusa-plugin-marketplace-connect/port/helpers"

const KINDS: Record<number, MarketplaceErrorKind> = {
  401: "credentials",
  403: "no_rights",
  404: "not_found",
  429: "rate_limited",
}

/** Acme's service: addresses come from the options alone, and every answer is read with a schema. */
export class AcmeClient {
  constructor(private readonly context: SessionContext) {}

  /** A call without effect may be repeated by the client. */
  get<T>(path: string, schema: Schema<T>): Promise<T> {
    const label = `GET ${path.split("?")[0]}`
    return this.context.http.request(this.request("GET", path, label), {
      retry: true,
      interpret: (response) => this.read(response, schema, label, "none"),
    })
  }

  /** A call with effect is never repeated here: the store first looks whether it had its effect. */
  async put(path: string, body: unknown): Promise<number> {
    const label = `PUT ${path}`
    const request = { ...this.request("PUT", path, label), body: JSON.stringify(body) }
    return this.context.http.request(request, {
      retry: false,
      interpret: (response) => {
        this.check(response, label, "unknown")
        return response.status
      },
    })
  }

  private request(method: HttpRequest["method"], path: string, label: string): HttpRequest {
    const { options, credentials } = this.context
    return {
      method,
      url: `${String(options.api_url)}${path}`,
      headers: { authorization: `Bearer ${credentials.key}`, "content-type": "application/json" },
      label,
    }
  }

  private read<T>(response: HttpResponse, schema: Schema<T>, label: string, effect: "none"): Promise<T> {
    this.check(response, label, effect)
    return parseJson(response, schema, label)
  }

  /** `effect`: what a server's failure leaves open. What Acme refuses had none. */
  private check({ status, headers, body }: HttpResponse, label: string, effect: "none" | "unknown"): void {
    if (status < 400) {
      // A page of a proxy is no answer of Acme.
      if (!body.toString().trimStart().startsWith("{"))
        throw new MarketplaceError("invalid_answer", `${label}: no answer of Acme.`, { effect, status })
      return
    }
    const kind = KINDS[status] ?? (status < 500 ? "refused" : "unavailable")
    throw new MarketplaceError(kind, `${label}: refused with status ${status}.`, {
      effect: status < 500 ? "none" : effect,
      status,
      retry_after_ms: parseRetryAfter(headers["retry-after"], this.context.now()),
      marketplace_message: redact(body.toString("utf8"), [this.context.credentials.key]) || undefined,
    })
  }
}
