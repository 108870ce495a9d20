import type { Sandbox } from "../server"

export type Reply = { status: number; headers: Headers; body: unknown; text: string }

/** The least that a seller's program needs to speak to Cdiscount. */
export class OctopiaCaller {
  private token = ""

  constructor(
    private readonly sandbox: Sandbox,
    private readonly seller_id = "12345",
    private readonly client = { client_id: "sandbox-client", client_secret: "sandbox-secret" }
  ) {}

  async login(): Promise<Reply> {
    const answer = await fetch(this.sandbox.cdiscount.auth_url, {
      method: "POST",
      body: new URLSearchParams({ grant_type: "client_credentials", ...this.client }),
    })
    const reply = await read(answer)
    this.token = (reply.body as { access_token?: string } | null)?.access_token ?? ""
    return reply
  }

  async call(
    method: "GET" | "POST" | "PATCH",
    path: string,
    body?: unknown,
    options: Record<string, string> | AbortSignal = {}
  ): Promise<Reply> {
    const signal = options instanceof AbortSignal ? options : undefined
    if (!this.token) await this.login()
    return read(
      await fetch(this.sandbox.cdiscount.api_url + path, {
        method,
        headers: {
          authorization: `Bearer ${this.token}`,
          sellerid: this.seller_id,
          ...(options instanceof AbortSignal ? {} : options),
          ...(body === undefined ? {} : { "content-type": "application/json" }),
        },
        body: body === undefined ? undefined : JSON.stringify(body),
        signal,
      })
    )
  }

  /** All ids of a walk over the pages, by the `Link` header. */
  async walk(path: string): Promise<string[]> {
    const ids: string[] = []
    for (let next: string | undefined = path; next;) {
      const { body, headers } = await this.call("GET", next)
      ids.push(...(body as { items: { orderId: string }[] }).items.map((order) => order.orderId))
      next = /<([^>]+)>; rel="next"/.exec(headers.get("link") ?? "")?.[1]
    }
    return ids
  }
}

async function read(answer: Response): Promise<Reply> {
  const text = await answer.text()
  let body: unknown = null
  try {
    body = JSON.parse(text)
  } catch {
    // HTML, cut or empty: only the text is of use.
  }
  return { status: answer.status, headers: answer.headers, body, text }
}
