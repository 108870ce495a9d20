import { startSandbox, type Sandbox } from "../../../../sandbox/server"
import { createHttpClient, createLimiter } from "../../../marketplaces/http"
import type { LabelSession } from "../../label-service"
import { sendcloud } from "../adapter"

export type Connected = { session: LabelSession; lines: string[] }

/** A session over HTTP, with the project's own client; its calls end after `timeout_ms`. */
export function connect(
  sandbox: Sandbox,
  {
    credentials = { public_key: "sandbox-public", secret_key: "sandbox-secret" },
    settings = {},
    timeout_ms = 5000,
  }: { credentials?: Record<string, string>; settings?: Record<string, unknown>; timeout_ms?: number } = {}
): Connected {
  const lines: string[] = []
  const log = (line: string) => void lines.push(line)
  const logger = { info: log, warn: log, error: log }
  const client = () => {
    const http = createHttpClient({
      limiter: createLimiter({ requests_per_second: 10_000 }),
      logger,
      retry: { initial_delay_ms: 1, max_delay_ms: 20, max_total_wait_ms: 50 },
    })
    const request: typeof http.request = (call, options) =>
      http.request({ ...call, timeout_ms: Math.min(call.timeout_ms ?? timeout_ms, timeout_ms) }, options)
    return { request }
  }
  const session = sendcloud.connect({
    account_id: "mkla_1",
    credentials,
    settings: sendcloud.settings_schema.parse(settings),
    options: sandbox.sendcloud,
    reads: client(),
    writes: client(),
    logger,
    now: () => Date.now(),
  })
  return { session, lines }
}

/** A sandbox for the tests of one file. */
export function withSandbox(): () => Sandbox {
  let sandbox: Sandbox
  beforeAll(async () => {
    sandbox = await startSandbox()
  })
  afterAll(() => sandbox.stop())
  beforeEach(() => sandbox.control.reset())
  return () => sandbox
}

export async function bytesOf(content: AsyncIterable<unknown>): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of content) chunks.push(Buffer.from(chunk as Uint8Array))
  return Buffer.concat(chunks)
}
