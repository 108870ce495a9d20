import iconv from "iconv-lite"

/** An element: text, or elements within. `cdata` writes the text as CDATA where the charset allows it. */
export type Xml = { name: string; content: string | Xml[]; cdata: boolean }

export const el = (name: string, content: string | number | Xml[] = ""): Xml => ({
  name,
  content: typeof content === "number" ? String(content) : content,
  cdata: false,
})
export const cdata = (name: string, content: string): Xml => ({ name, content, cdata: true })

/** Amounts as they write them: "23.9", "13.0". */
export const money = (name: string, cents: number, currency = "EUR"): Xml =>
  el(name, [
    el("amount", cents % 10 ? (cents / 100).toFixed(2) : (cents / 100).toFixed(1)),
    el("currency", currency),
  ])

export const encode1252 = (text: string): Buffer => iconv.encode(text, "win1252")
export const decode1252 = (bytes: Buffer): string => iconv.decode(bytes, "win1252")

const encodable = new Map<string, boolean>()
function isEncodable(sign: string): boolean {
  const known = encodable.get(sign)
  if (known !== undefined) return known
  const answer = decode1252(encode1252(sign)) === sign
  encodable.set(sign, answer)
  return answer
}

/** Signs outside the charset become numeric references, as XML writers do. */
const escaped = (text: string): string =>
  [...text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;")]
    .map((sign) => (isEncodable(sign) ? sign : `&#${sign.codePointAt(0)};`))
    .join("")

function write({ name, content, cdata: as_cdata }: Xml, pad: boolean): string {
  if (typeof content !== "string") {
    return `<${name}>${content.map((child) => write(child, pad)).join("\n")}</${name}>`
  }
  if (content === "" && !as_cdata) return `<${name}/>`
  const fits_cdata = as_cdata && !content.includes("]]>") && [...content].every(isEncodable)
  const text = fits_cdata ? `<![CDATA[${content}]]>` : escaped(content)
  return pad && as_cdata ? `<${name}>\n  ${text}\n</${name}>` : `<${name}>${text}</${name}>`
}

/** How one answer is written: prolog, namespace of the root, and whether CDATA is padded with line breaks. */
export type XmlStyle = { prolog: string; namespace: string; pad: boolean }

export function writeDocument(root: Xml, { prolog, namespace, pad }: XmlStyle): Buffer {
  const attribute = namespace ? ` xmlns="${namespace}"` : ""
  const body = write(root, pad).replace(/^<([\w.-]+)/, `<$1${attribute}`)
  return encode1252(prolog + body)
}
