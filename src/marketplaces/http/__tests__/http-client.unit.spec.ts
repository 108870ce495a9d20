import * as http from "node:http"
import type { AddressInfo, Socket } from "node:net"
import { brotliCompressSync, deflateSync, gzipSync } from "node:zlib"
import { FetchError, Response } from "node-fetch"

import { MarketplaceError } from "../../errors"
import type { HttpRequest, HttpResponse } from "../../port"
import { createHttpClient, createLimiter, type Fetch, type HttpClientOptions } from ".."

const SECRET = "MARKER-SECRET-0001"
const FAST = { requests_per_second: 10_000 }

const servers: http.Server[] = []
async function serve(handler: http.RequestListener): Promise<string> {
  const server = http.createServer(handler)
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
})

function client(options: Partial<HttpClientOptions> = {}) {
  return createHttpClient({
    limiter: createLimiter(FAST),
    ...options,
    retry: { initial_delay_ms: 1, ...options.retry },
  })
}

function get(base: string, extra: Partial<HttpRequest> = {}): HttpRequest {
  return {
    method: "GET",
    url: `${base}/orders?token=${SECRET}`,
    headers: { authorization: `Bearer ${SECRET}` },
    label: "GET /orders",
    ...extra,
  }
}

const text = (response: HttpResponse) => response.body.toString()
const once = { retry: false, interpret: text }

async function failureOf(promise: Promise<unknown>): Promise<MarketplaceError> {
  const error: unknown = await promise.then(
    () => new Error("it did not fail"),
    (reason: unknown) => reason
  )
  expect(error).toBeInstanceOf(MarketplaceError)
  if (!(error instanceof MarketplaceError)) {
    throw error
  }
  const everything = JSON.stringify([
    error.message,
    error.stack,
    error.details,
    error.cause,
    Object.entries(error),
  ])
  expect(everything).not.toContain(SECRET)
  expect(everything).not.toContain("127.0.0.1")
  return error
}

describe("an answer", () => {
  it("comes with status, lower-case headers and the decompressed body", async () => {
    const base = await serve((request, response) => {
      response.writeHead(201, { "X-Seen": String(request.headers.authorization), "Content-Encoding": "gzip" })
      response.end(gzipSync("bonjour"))
    })
    const answer = await client().request(get(base), { retry: false, interpret: (response) => response })
    expect(answer).toMatchObject({ status: 201, headers: { "x-seen": `Bearer ${SECRET}` } })
    expect(text(answer)).toBe("bonjour")
  })

  it.each([
    ["gzip without a label", gzipSync("bonjour"), {}],
    ["gzip that is called something else", gzipSync("bonjour"), { "Content-Encoding": "identity" }],
    ["text that is called gzip", Buffer.from("bonjour"), { "Content-Encoding": "gzip" }],
    ["gzip in gzip", gzipSync(gzipSync("bonjour")), { "Content-Encoding": "gzip" }],
    ["gzip that is cut", gzipSync("bonjour").subarray(0, -5), { "Content-Encoding": "gzip" }],
    ["deflate", deflateSync("bonjour"), { "Content-Encoding": "deflate" }],
    ["brotli", brotliCompressSync("bonjour"), { "Content-Encoding": "br" }],
    ["text that is called brotli", Buffer.from("bonjour"), { "Content-Encoding": "br" }],
  ])("is read whatever its label says: %s", async (_, body, headers) => {
    const base = await serve((request, response) => {
      expect(request.headers["accept-encoding"]).toBe("gzip")
      response.writeHead(400, headers)
      response.end(body)
    })
    const answer = await client().request(get(base), { retry: false, interpret: (response) => response })
    expect([answer.status, text(answer)]).toEqual([400, "bonjour"])
  })

  it("carries the body of a POST", async () => {
    const base = await serve((request, response) => request.pipe(response))
    const body = Buffer.from([0xe9, 0x80])
    const answer = await client().request(get(base, { method: "POST", body }), {
      retry: false,
      interpret: (response) => response.body,
    })
    expect(answer).toEqual(body)
  })
})

describe("a failure", () => {
  it("before anything was sent has no effect: refused connection, unknown host, no TLS at the other end", async () => {
    const base = await serve((_, response) => response.end())
    await new Promise((resolve) => servers.splice(0)[0].close(resolve))
    expect((await failureOf(client().request(get(base), once))).details).toMatchObject({
      effect: "none",
      reason: "network",
    })

    const dnsError = Object.assign(new Error(SECRET), { code: "ENOTFOUND" })
    const fetch: Fetch = () =>
      Promise.reject(new FetchError(`request to ${SECRET} failed`, "system", dnsError))
    const unknownHost = client({ fetch }).request(get("https://x.example"), once)
    expect((await failureOf(unknownHost)).details.effect).toBe("none")

    const plain = await serve((_, response) => response.end())
    const noTls = client().request(get(plain.replace("http:", "https:")), once)
    expect(await failureOf(noTls)).toMatchObject({ kind: "unavailable", details: { effect: "none" } })
  })

  it("after something was sent has an unknown effect: reset, cut with and without a length, silence", async () => {
    const cases: Record<string, http.RequestListener> = {
      network: (request) => request.socket.destroy(),
      truncated: (_, response) => {
        response.writeHead(200, { "content-length": "100" })
        response.write("half of it", () => response.socket?.destroy())
      },
      chunked: (_, response) => response.write("half of it", () => response.socket?.destroy()),
      timeout: () => {},
      "timeout in the body": (_, response) => {
        response.writeHead(200)
        response.write("one byte, and then nothing")
      },
    }
    for (const [name, handler] of Object.entries(cases)) {
      const base = await serve(handler)
      const timeout_ms = name.startsWith("timeout") ? 50 : 10_000
      const error = await failureOf(client().request(get(base, { timeout_ms }), once))
      expect([name, error.kind, error.details.effect]).toEqual([name, "unavailable", "unknown"])
      if (name.startsWith("timeout")) {
        expect(error.details.reason).toBe("timeout")
      }
    }
  })

  it("of a fetch that we cannot watch has an unknown effect unless its code says otherwise", async () => {
    const fetch: Fetch = () => Promise.reject(Object.assign(new Error(SECRET), { code: "ECONNRESET" }))
    expect((await failureOf(client({ fetch }).request(get("https://x.example"), once))).details.effect).toBe(
      "unknown"
    )
  })

  it("says too_large at the limit, counted after decompression and without reading on", async () => {
    let written = 0
    const base = await serve((_, response) => {
      const chunk = Buffer.alloc(64 * 1024)
      const write = () => {
        written += chunk.length
        return response.write(chunk)
      }
      response.on("drain", write)
      write()
    })
    const error = await failureOf(client().request(get(base, { max_bytes: 100_000 }), once))
    expect(error.kind).toBe("too_large")
    expect(written).toBeLessThan(20_000_000)

    const bomb = await serve((_, response) => {
      response.writeHead(200, { "content-encoding": "gzip" })
      response.end(gzipSync(Buffer.alloc(1_000_000)))
    })
    expect((await failureOf(client().request(get(bomb, { max_bytes: 100_000 }), once))).kind).toBe(
      "too_large"
    )
    const fits = await client().request(get(bomb, { max_bytes: 1_000_000 }), once)
    expect(fits).toHaveLength(1_000_000)
  })

  it("is what a redirect becomes: the other address sees nothing", async () => {
    let visits = 0
    const target = await serve((_, response) => response.end(String(visits++)))
    for (const status of [301, 302, 303, 307, 308]) {
      const base = await serve((_, response) =>
        response.writeHead(status, { location: `${target}/${SECRET}` }).end()
      )
      expect(await failureOf(client().request(get(base), once))).toMatchObject({
        kind: "configuration",
        details: { status, reason: "redirect" },
      })
    }
    expect(visits).toBe(0)
  })

  it("is what an address without https becomes, before any request", async () => {
    const fetch = jest.fn<ReturnType<Fetch>, Parameters<Fetch>>()
    const error = await failureOf(client({ fetch }).request(get("http://shop.example"), once))
    expect(error).toMatchObject({ kind: "configuration", details: { effect: "none" } })
    expect(fetch).not.toHaveBeenCalled()
  })

  it("is what a header that HTTP does not allow becomes", async () => {
    const error = await failureOf(
      client().request(get("https://x.example", { headers: { a: `${SECRET}\n` } }), once)
    )
    expect(error).toMatchObject({ kind: "configuration", details: { effect: "none" } })
  })

  it("of interpret passes when it is ours, and loses its text when it is not", async () => {
    const base = await serve((_, response) => response.end(SECRET))
    const refused = new MarketplaceError("refused", "No.", { effect: "none" })
    const interpret = (error: Error) => ({
      retry: false,
      interpret: () => {
        throw error
      },
    })
    await expect(client().request(get(base), interpret(refused))).rejects.toBe(refused)
    const other = await failureOf(client().request(get(base), interpret(new TypeError(SECRET))))
    expect(other).toMatchObject({ kind: "invalid_answer", details: { effect: "unknown", status: 200 } })
  })
})

describe("a proxy", () => {
  const names = ["https_proxy", "HTTPS_PROXY", "no_proxy", "NO_PROXY", "http_proxy", "npm_config_https_proxy"]
  const before = names.map((name) => process.env[name])
  afterEach(() =>
    names.forEach((name, index) => {
      delete process.env[name]
      if (before[index] !== undefined) {
        process.env[name] = before[index]
      }
    })
  )

  it.each(["http://", "not a url ", "socks5://127.0.0.1:1/", "http://[::1"])(
    "whose address is %s is a clear error without it",
    async (address) => {
      process.env.https_proxy = address === "http://" ? address : `${address}${SECRET}`
      const error = await failureOf(client().request(get("https://api.example"), once))
      expect(error).toMatchObject({ kind: "configuration", details: { effect: "none", reason: "proxy" } })
    }
  )

  it("of the environment is asked for https, not for loopback, and its refusal is not the marketplace's", async () => {
    names.forEach((name) => delete process.env[name])
    const asked: (string | undefined)[] = []
    const proxy = http.createServer((_, response) => response.writeHead(500).end())
    servers.push(proxy)
    proxy.on("connect", (request: http.IncomingMessage, socket: Socket) => {
      asked.push(request.url)
      socket.end("HTTP/1.1 407 Login wanted\r\ncontent-length: 0\r\n\r\n")
    })
    await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve))
    const address = `http://user:${SECRET}@127.0.0.1:${(proxy.address() as AddressInfo).port}`
    process.env.https_proxy = address
    process.env.http_proxy = address

    const error = await failureOf(client().request(get("https://marketplace.example"), once))
    expect(error).toMatchObject({
      kind: "configuration",
      details: { effect: "none", status: 407, reason: "proxy" },
    })
    expect(asked).toEqual(["marketplace.example:443"])

    const base = await serve((_, response) => response.end("direct"))
    expect(await client().request(get(base), once)).toBe("direct")
  })
})

describe("retry", () => {
  const unavailable = (details: Partial<MarketplaceError["details"]> = {}) =>
    new MarketplaceError("unavailable", "Down.", { effect: "unknown", ...details })

  function failing(...errors: (MarketplaceError | null)[]) {
    let calls = 0
    const fetch: Fetch = () => Promise.resolve(new Response("fine"))
    const interpret = (response: HttpResponse) => {
      const error = errors[Math.min(calls++, errors.length - 1)]
      if (error) {
        throw error
      }
      return text(response)
    }
    return { fetch, interpret, calls: () => calls }
  }

  it("repeats what can pass, a bounded number of times", async () => {
    const passes = failing(unavailable(), unavailable(), null)
    const answer = client({ fetch: passes.fetch }).request(get("https://x.example"), {
      retry: true,
      ...passes,
    })
    expect(await answer).toBe("fine")

    const stays = failing(unavailable())
    await failureOf(
      client({ fetch: stays.fetch }).request(get("https://x.example"), { retry: true, ...stays })
    )
    expect(stays.calls()).toBe(4)
  })

  it("repeats nothing that it was not asked to, that cannot pass, or that asks for a longer pause", async () => {
    const of = (kind: MarketplaceError["kind"], details: Partial<MarketplaceError["details"]> = {}) =>
      new MarketplaceError(kind, "No.", { effect: "none", ...details })
    const cases: [boolean, MarketplaceError][] = [
      [false, unavailable()],
      [true, of("refused")],
      [true, of("credentials")],
      [true, of("too_large")],
      [true, of("not_ready")],
      [true, of("quota")],
      [true, of("quota", { retry_after_ms: 260_000 })],
      [true, of("rate_limited", { retry_after_ms: 30_001 })],
    ]
    for (const [retry, error] of cases) {
      const attempts = failing(error)
      const call = client({ fetch: attempts.fetch }).request(get("https://x.example"), { ...attempts, retry })
      await expect(call).rejects.toBe(error)
      expect([error.kind, attempts.calls()]).toEqual([error.kind, 1])
    }
  })

  it("waits as long as asked, for the whole connection, and logs no more than the label", async () => {
    const waits: number[] = []
    let now = 0
    const clock = {
      now: () => now,
      wait: (ms: number) => {
        waits.push(ms)
        now += ms
        return Promise.resolve()
      },
    }
    const lines: string[] = []
    const log = (line: string) => void lines.push(line)
    const attempts = failing(unavailable({ retry_after_ms: 9000 }), null)
    const options = {
      fetch: attempts.fetch,
      limiter: createLimiter({ requests_per_second: 10, clock }),
      logger: { info: log, warn: log, error: log },
    }
    await client(options).request(get("https://x.example"), { retry: true, ...attempts })
    expect(waits).toEqual([9000])
    expect(lines).toEqual(["GET /orders: failed, again in 9 s."])
  })

  it("gives up when the pauses together grow too long", async () => {
    const clock = { now: () => 0, wait: () => Promise.resolve() }
    let now = 0
    const limiter = createLimiter({
      requests_per_second: 10,
      clock: { ...clock, now: () => now, wait: (ms) => Promise.resolve(void (now += ms)) },
    })
    const attempts = failing(unavailable({ retry_after_ms: 25_000 }))
    const call = client({ fetch: attempts.fetch, limiter }).request(get("https://x.example"), {
      retry: true,
      ...attempts,
    })
    await failureOf(call)
    expect(attempts.calls()).toBe(3)
  })
})

describe("abort", () => {
  it("ends the running attempt with an unknown effect, the queued one with none, and repeats neither", async () => {
    const controller = new AbortController()
    const base = await serve(() => controller.abort())
    const aborting = client({ signal: controller.signal })
    const running = failureOf(aborting.request(get(base), { ...once, retry: true }))
    const queued = failureOf(aborting.request(get(base), { ...once, retry: true }))
    expect((await running).details).toEqual({ effect: "unknown", reason: "aborted" })
    expect((await queued).details).toEqual({ effect: "none", reason: "aborted" })
  })

  it("ends a pause", async () => {
    const controller = new AbortController()
    const limiter = createLimiter(FAST)
    limiter.holdFor(3_600_000)
    const waiting = failureOf(
      client({ limiter, signal: controller.signal }).request(get("https://x.example"), once)
    )
    controller.abort()
    expect((await waiting).details.reason).toBe("aborted")
  })
})

describe("a process that stops", () => {
  const slow =
    (arrived: () => void): http.RequestListener =>
    (_, response) => {
      arrived()
      setTimeout(() => response.end("taken"), 150)
    }

  it("cuts off what reads, lets end what changes something, and sends nothing more", async () => {
    const drain = new AbortController()
    let requests = 0
    const arrived = () => {
      requests++
      if (requests === 2) drain.abort()
    }
    const base = await serve(slow(arrived))
    const stopping = () => client({ drain: drain.signal })
    const reading = failureOf(stopping().request(get(base), { retry: true, interpret: text }))
    const writing = stopping().request(get(base, { has_effect: true }), once)
    expect(await writing).toBe("taken")
    expect((await reading).details).toMatchObject({ reason: "aborted" })
    const late = await failureOf(stopping().request(get(base, { has_effect: true }), once))
    expect(late.details).toEqual({ effect: "none", reason: "aborted" })
    expect(requests).toBe(2)
  })
})

it.each(["PUT", "PATCH", "DELETE"] as const)("sends %s with its body, once", async (method) => {
  const got: string[] = []
  const base = await serve((request, response) => {
    request.setEncoding("utf8")
    let body = ""
    request.on("data", (piece) => (body += piece))
    request.on("end", () => {
      got.push(`${request.method} ${request.url} ${body}`)
      response.writeHead(500).end("no")
    })
  })
  const request: HttpRequest = { method, url: `${base}/orders/1`, body: "{}", label: `${method} /orders` }
  await expect(client().request(request, { retry: false, interpret: ({ status }) => status })).resolves.toBe(
    500
  )
  expect(got).toEqual([`${method} /orders/1 {}`])
})
