import type { Answer } from "../marketplace"
import { decode1252, el, cdata, writeDocument, type Xml, type XmlStyle } from "./xml"
import type { RakutenSettings } from "./settings"

/** An error as the service names it; `details` may be empty. */
export type ServiceError = { type: string; code: string; message: string; details: string[] }

export const parameterError = (...details: string[]): ServiceError => ({
  type: "Sender",
  code: "ParameterError",
  message: "Problem with parameters.",
  details,
})
export const UNKNOWN_USER: ServiceError = {
  type: "Sender",
  code: "InvalidUserConnection",
  message: "Unknown user or password.",
  details: [],
}
export const NO_RIGHTS: ServiceError = {
  type: "Sender",
  code: "InvalidUserRights",
  message: "User rights are not sufficient.",
  details: ["Your account has no access to this service."],
}
export const QUOTA_EXCEEDED: ServiceError = {
  type: "Sender",
  code: "InvalidUserRights",
  message: "Quota exceeded.",
  details: ["You have exceeded the maximum number of requests per hour."],
}
export const SERVER_ERROR: ServiceError = {
  type: "ServerError",
  code: "ServerError",
  message: "Server not able to fullfill request.",
  details: [],
}
export const SERVICE_UNAVAILABLE: ServiceError = {
  type: "Unknown error",
  code: "Unknown error",
  message: "Service unavailable",
  details: [""],
}

const PROLOGS: Record<Exclude<RakutenSettings["prolog"], "vary">, string> = {
  "iso-8859-1": `<?xml version="1.0" encoding="ISO-8859-1"?>\n`,
  "iso-8859-15": `<?xml version="1.0" encoding="ISO-8859-15"?>\n`,
  "windows-1252": `<?xml version="1.0" encoding="windows-1252"?>\n`,
  none: "",
}
const NAMESPACES = [
  "http://www.priceminister.com/res/schema/",
  "https://fr.shopping.rakuten.com/res/schema/",
  "http://pmcdn.priceminister.com/res/schema/ ",
]
/** Some answers come without a prolog, one kind says windows-1252. */
const VARIED: (keyof typeof PROLOGS)[] = ["iso-8859-1", "none", "iso-8859-1", "windows-1252"]

export const styleFor = (name: string, setting: RakutenSettings["prolog"], count: number): XmlStyle => ({
  prolog: PROLOGS[setting === "vary" ? VARIED[count % VARIED.length] : setting],
  namespace: NAMESPACES[count % NAMESPACES.length] + name,
  pad: setting === "vary" && count % 2 === 1,
})

export const xmlAnswer = (status: number, root: Xml, style: XmlStyle): Answer => ({
  status,
  headers: { "content-type": "text/xml;charset=ISO-8859-1" },
  body: writeDocument(root, style),
})

export const errorXml = ({ type, code, message, details }: ServiceError): Xml =>
  el("errorresponse", [
    el("error", [
      el("type", type),
      el("code", code),
      el("message", message),
      el(
        "details",
        details.map((detail) => cdata("detail", detail))
      ),
    ]),
  ])

/** Parameters of a query string: text there is ISO-8859-1, percent-encoded. */
export function readQuery(search: string): Record<string, string> {
  const decode = (text: string) => {
    const bytes = text
      .replace(/\+/g, " ")
      .replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))
    return decode1252(Buffer.from(bytes, "latin1"))
  }
  const pairs = search.replace(/^\?/, "").split("&").filter(Boolean)
  return Object.fromEntries(
    pairs.map((pair) => {
      const [name, ...value] = pair.split("=")
      return [decode(name), decode(value.join("="))]
    })
  )
}
