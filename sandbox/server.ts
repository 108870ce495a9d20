import { createServer, type IncomingMessage, type ServerResponse } from "node:http"
import type { AddressInfo, Socket } from "node:net"
import { CdiscountApi } from "./cdiscount/api"
import { cdiscountControl } from "./cdiscount/control"
import { CdiscountMarket, type StoredOrder } from "./cdiscount/market"
import { sellerOrders as cdiscountOrders } from "./cdiscount/seller-orders"
import type { CdiscountSettingsInput } from "./cdiscount/settings"
import { SandboxClock } from "./clock"
import { callControl, createControl, type Control } from "./control"
import { Faults, type MarketplaceName } from "./faults"
import { Ledger, type OrderLedger } from "./ledger"
import type { PlayedService } from "./marketplace"
import { goodsControl } from "./offers/control"
import { Goods } from "./offers/goods"
import type { ShelfOffer } from "./offers/shelf"
import { renderPage, type PageParts } from "./page/render"
import { RakutenApi } from "./rakuten/api"
import { rakutenControl } from "./rakuten/control"
import { RakutenMarket } from "./rakuten/market"
import { sellerOrders as rakutenOrders } from "./rakuten/seller-orders"
import type { RakutenSale } from "./rakuten/sale"
import type { RakutenSettingsInput } from "./rakuten/settings"
import { SendcloudApi } from "./sendcloud/api"
import { sendcloudControl } from "./sendcloud/control"
import { SendcloudMarket, type SendcloudMemory } from "./sendcloud/market"
import { Messages } from "./sendcloud/messages"
import { renderSendcloudPage } from "./sendcloud/page"
import type { SendcloudSettingsInput } from "./sendcloud/settings"
import { answerCall, send } from "./transport"

export type SandboxOptions = {
  /** A free one when left out. */
  port?: number
  /** How each marketplace behaves from the start and after every reset. */
  cdiscount?: CdiscountSettingsInput
  rakuten?: RakutenSettingsInput
  sendcloud?: SendcloudSettingsInput
  /** What `remember` of an earlier sandbox answered. */
  memory?: SandboxMemory
}

/** What an earlier sandbox knew. Plain data with maps and sets, for `v8.serialize`. */
export type SandboxMemory = {
  cdiscount: StoredOrder[]
  rakuten: RakutenSale[]
  ledger: OrderLedger[]
  sendcloud?: SendcloudMemory
  /** What is for sale; an older sandbox knew nothing of it. */
  offers?: Record<MarketplaceName, ShelfOffer[]>
}

export type Sandbox = {
  /** Its web page, and the address for `controlClient`. */
  url: string
  cdiscount: { api_url: string; auth_url: string }
  rakuten: { api_url: string }
  sendcloud: { api_url: string }
  control: Control
  remember(): SandboxMemory
  /** Ends every open connection too. */
  stop(): Promise<void>
}

const MAX_BODY_BYTES = 30 * 1024 * 1024

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > MAX_BODY_BYTES) throw new Error("The body is too large")
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

const headersOf = (request: IncomingMessage): Record<string, string> =>
  Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, String(value)]))

const redacted = (headers: Record<string, string>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      name === "authorization" || name === "cookie" ? "[redacted]" : value,
    ])
  )

/** Starts the marketplaces and the label service on 127.0.0.1. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const clock = new SandboxClock()
  const faults = new Faults(clock)
  const ledger = new Ledger(clock)
  const goods = new Goods(clock)
  const cdiscount = new CdiscountMarket(clock, options.cdiscount)
  const cdiscount_api = new CdiscountApi(cdiscount, ledger, clock)
  const rakuten = new RakutenMarket(clock, options.rakuten)
  const rakuten_api = new RakutenApi(rakuten, ledger, clock)
  const messages = new Messages()
  const sendcloud = new SendcloudMarket(clock, messages, options.sendcloud)
  const sendcloud_api = new SendcloudApi(sendcloud, clock)
  const services: PlayedService[] = [cdiscount_api, rakuten_api, sendcloud_api]
  if (options.memory) {
    cdiscount.recall(options.memory.cdiscount)
    options.memory.rakuten.forEach((sale) => rakuten.add(sale))
    ledger.recall(options.memory.ledger)
    if (options.memory.sendcloud) sendcloud.recall(options.memory.sendcloud)
    cdiscount.shelf.recall(options.memory.offers?.cdiscount ?? [])
    rakuten.shelf.recall(options.memory.offers?.rakuten ?? [])
  }
  const control = createControl({
    clock,
    faults,
    ledger,
    resets: [cdiscount, cdiscount_api, rakuten, rakuten_api, sendcloud, sendcloud_api, messages, goods].map(
      (part) => () => part.reset()
    ),
    cdiscount: cdiscountControl(cdiscount, cdiscount_api, ledger, goods),
    rakuten: rakutenControl(rakuten, ledger, goods),
    sendcloud: sendcloudControl(sendcloud, messages),
    goods: goodsControl(goods),
  })
  const page: PageParts = {
    clock,
    faults,
    ledger,
    offers: {
      cdiscount: () => cdiscount.offersNow(),
      rakuten: () => rakuten.offersNow(),
    },
    goods,
    orders: { cdiscount: () => cdiscountOrders(cdiscount), rakuten: () => rakutenOrders(rakuten) },
  }

  const answerControl = async (response: ServerResponse, path: string, body: Buffer) => {
    let status = 200
    let result: unknown
    try {
      result = await callControl(control, path, body.length ? JSON.parse(body.toString("utf8")) : undefined)
    } catch (error) {
      status = 400
      result = { message: error instanceof Error ? error.message : String(error) }
    }
    response.writeHead(status, { "content-type": "application/json; charset=utf-8" })
    response.end(result === undefined ? "" : JSON.stringify(result))
  }

  const serve = async (request: IncomingMessage, response: ServerResponse) => {
    const method = request.method ?? "GET"
    const url = new URL(request.url ?? "/", "http://sandbox.invalid")
    const body = await readBody(request)
    if (url.pathname.startsWith("/control/")) return answerControl(response, url.pathname.slice(9), body)
    const headers = headersOf(request)
    if (url.pathname === "/" || url.pathname === "/sendcloud") {
      response.writeHead(200, { "content-type": "text/html; charset=utf-8", "cache-control": "no-store" })
      const language = headers["accept-language"]
      const rendered =
        url.pathname === "/"
          ? renderPage(page, url.searchParams, language)
          : renderSendcloudPage(
              { clock, market: sendcloud, control: control.sendcloud },
              url.searchParams,
              language
            )
      return response.end(rendered)
    }
    const [, parcel_id] = /^\/sendcloud\/labels\/(\d+)\.pdf$/.exec(url.pathname) ?? []
    const label = parcel_id === undefined ? null : sendcloud_api.labelOf(Number(parcel_id))
    if (label) {
      response.writeHead(200, { "content-type": "application/pdf", "cache-control": "no-store" })
      return response.end(label)
    }
    for (const service of services) {
      const located = service.locate(method, url, headers, body)
      if (!located) continue
      const { endpoint, path, account, query, shown_body } = located
      const hit = faults.take(service.name, [endpoint, `${method} ${path}`], account)
      const entry = ledger.open({
        marketplace: service.name,
        endpoint,
        account,
        method,
        path,
        query,
        headers: redacted(headers),
        body: shown_body.slice(0, 20_000),
        fault_ids: hit.map((fault) => fault.id),
      })
      const outcome = answerCall(service, {
        request_id: entry.id,
        endpoint,
        account,
        method,
        path,
        search: url.search,
        headers,
        body,
        faults: hit,
      })
      entry.effect = outcome.effect
      const is_complete = await send(response, outcome, new Date(clock.now()).toUTCString())
      if (is_complete && outcome.answer) entry.status = outcome.answer.status
      return
    }
    response.writeHead(404, { "content-type": "text/plain" }).end("Nothing here")
  }

  const server = createServer((request, response) => {
    serve(request, response).catch((error: unknown) => {
      if (response.headersSent || response.destroyed) return response.destroy()
      response.writeHead(500, { "content-type": "text/plain" }).end(`Sandbox error: ${String(error)}`)
    })
  })
  // A client's idle connection must not be closed under its next call: only a fault may do that.
  server.keepAliveTimeout = 600_000
  const sockets = new Set<Socket>()
  server.on("connection", (socket) => {
    sockets.add(socket)
    socket.on("close", () => sockets.delete(socket))
  })
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject)
    server.listen(options.port ?? 0, "127.0.0.1", resolve)
  })
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url,
    cdiscount: {
      api_url: `${url}/cdiscount/seller/v2`,
      auth_url: `${url}/cdiscount/auth/realms/maas/protocol/openid-connect/token`,
    },
    rakuten: { api_url: `${url}/rakuten` },
    sendcloud: { api_url: `${url}/sendcloud/api/v3` },
    control,
    remember: () => ({
      cdiscount: cdiscount.list(),
      rakuten: rakuten.list(),
      ledger: ledger.remember(),
      sendcloud: sendcloud.remember(),
      offers: { cdiscount: cdiscount.shelf.remember(), rakuten: rakuten.shelf.remember() },
    }),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        sockets.forEach((socket) => socket.destroy())
      }),
  }
}
