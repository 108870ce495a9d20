import { XMLParser } from "fast-xml-parser"
import iconv from "iconv-lite"
import type { Sandbox } from "../server"

/** `bytes` is the answer as it came; `document` the parsed one, every list an array. */
export type XmlReply = { status: number; root: string; bytes: Buffer; text: string; document: unknown }

const LISTS = ["sale", "item", "detail", "itemlog", "product", "advert"]
const parser = new XMLParser({
  parseTagValue: false,
  htmlEntities: true,
  isArray: (name) => LISTS.includes(name),
})

/** What stands at a path such as "response.sales.sale.0.purchaseid"; undefined when a step is missing. */
export const at = (value: unknown, path: string): unknown =>
  path
    .split(".")
    .reduce<unknown>((step, name) => (step as Record<string, unknown> | undefined)?.[name], value)
export const list = (value: unknown, path: string): unknown[] =>
  (at(value, path) as unknown[] | undefined) ?? []

/** The least that a seller's program needs to speak to Rakuten. Text of the query is percent-encoded windows-1252. */
export class RakutenCaller {
  constructor(
    private readonly sandbox: Sandbox,
    private readonly account = { login: "boutique-sandbox", pwd: "0123456789abcdef0123456789abcdef" }
  ) {}

  private url(action: string, version: string, parameters: Record<string, string>, service = "sales_ws") {
    const encode = (text: string) =>
      [...iconv.encode(text, "win1252")].map((byte) => `%${byte.toString(16).padStart(2, "0")}`).join("")
    const pairs = Object.entries({ action, version, ...this.account, ...parameters })
    const query = pairs.map(([name, text]) => `${name}=${encode(text)}`).join("&")
    return `${this.sandbox.rakuten.api_url}/${service}?${query}`
  }

  async get(action: string, parameters: Record<string, string> = {}): Promise<XmlReply> {
    return read(await fetch(this.url(action, "2017-08-07", parameters)))
  }

  /** A call about what is for sale: with a file, or without. */
  async stock(
    action: string,
    file: string | null,
    parameters: Record<string, string> = {}
  ): Promise<XmlReply> {
    const url = this.url(action, "2017-08-07", parameters, "stock_ws")
    if (file === null) return read(await fetch(url))
    const body = new FormData()
    body.set("file", new Blob([`<?xml version="1.0" encoding="UTF-8"?>${file}`]), "stock.xml")
    return read(await fetch(url, { method: "POST", body }))
  }

  async upload(items: string, charset: "ISO-8859-1" | "UTF-8" = "ISO-8859-1"): Promise<XmlReply> {
    const xml = `<?xml version="1.0" encoding="${charset}"?><items>${items}</items>`
    const bytes = charset === "UTF-8" ? Buffer.from(xml) : iconv.encode(xml, "win1252")
    const body = new FormData()
    body.set("file", new Blob([new Uint8Array(bytes)]), "items.xml")
    const answer = await fetch(this.url("importitemshippingstatus", "2016-05-09", {}), {
      method: "POST",
      body,
    })
    return read(answer)
  }
}

async function read(answer: Response): Promise<XmlReply> {
  const bytes = Buffer.from(await answer.arrayBuffer())
  const text = iconv.decode(bytes, "win1252")
  const parsed = parser.parse(text.replace(/^<\?[^>]*\?>/, "")) as Record<string, unknown>
  const [root] = Object.keys(parsed)
  return { status: answer.status, root, bytes, text, document: parsed[root] }
}
