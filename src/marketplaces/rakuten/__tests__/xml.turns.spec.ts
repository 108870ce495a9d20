import { leastTurn } from "../../__tests__/longest-turn"
import { MAX_DOCUMENT_BYTES, XmlError, parseXml } from "../xml"

const reasonOf = (bytes: Buffer) =>
  parseXml(bytes, undefined).then(
    () => "read",
    (error: unknown) => (error instanceof XmlError ? error.reason : error)
  )
/** Repeats up to this size. */
const fill = (part: string, bytes: number) => part.repeat(Math.floor(bytes / part.length))

describe("a hostile document", () => {
  const size = MAX_DOCUMENT_BYTES - 100
  const laughs = Array.from({ length: 9 }, (_, n) => `<!ENTITY l${n + 1} "${`&l${n};`.repeat(10)}">`).join("")
  const many = 200_000

  it.each<[string, string, string]>([
    [
      "billion laughs",
      `<?xml version="1.0"?><!DOCTYPE r [<!ENTITY l0 "lol">${laughs}]><r>&l9;</r>`,
      "malformed",
    ],
    ["an external entity", '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><r>&x;</r>', "malformed"],
    ["a parameter entity", '<!DOCTYPE r [<!ENTITY % x SYSTEM "http://a.example/x"> %x;]><r/>', "malformed"],
    ["deep nesting", "<a>".repeat(many / 2) + "</a>".repeat(many / 2), "malformed"],
    ["deep nesting that never closes", fill("<a>", size), "malformed"],
    ["endless siblings", `<r>${fill("<a/>", size)}`, "too_large"],
    ["endless CDATA", `<r>${fill("<![CDATA[x]]>", size)}`, "too_large"],
    ["endless comments", `<r>${fill("<!---->", size)}`, "too_large"],
    ["endless brackets", fill("<", size), "not_xml"],
    ["endless attributes", `<r>${fill(`<b ${'x="" '.repeat(100)}/>`, size)}</r>`, "malformed"],
    ["endless blanks in tags", `<r>${fill(`<b${" ".repeat(5000)}/>`, size)}</r>`, "read"],
    ["endless open quotes", `<r>${fill(`<b a='`, size)}`, "malformed"],
    ["endless bare ampersands", `<r>${fill("&", size)}</r>`, "malformed"],
    ["one byte too many", `<r>${"x".repeat(MAX_DOCUMENT_BYTES)}</r>`, "too_large"],
    ["many references", `<r>${fill("&amp;", size / 4)}</r>`, "read"],
    ["as many siblings as are taken", `<r>${"<a/>".repeat(390_000)}</r>`, "read"],
    [
      "as many names as are taken",
      `<r>${Array.from({ length: 390_000 }, (_, n) => `<n${n}/>`).join("")}</r>`,
      "read",
    ],
    ["a head that never ends", fill("<!-- -->", size), "malformed"],
    ["blanks before the root", `${" ".repeat(100_000)}<r/>`, "read"],
  ])(
    "%s: is over in bounded time and memory, and stops nothing else",
    async (_, text, expected) => {
      const bytes = Buffer.from(text, "latin1")
      const before = process.memoryUsage()
      const began = process.cpuUsage()
      let reason: unknown
      const read = async () => (reason = await reasonOf(bytes))
      const longest = await leastTurn(read)
      expect(reason).toBe(expected)
      expect(longest).toBeLessThan(200)
      const after = process.memoryUsage()
      const { user, system } = process.cpuUsage(began)
      expect((user + system) / 1000).toBeLessThan(15_000)
      expect(after.heapUsed + after.external - before.heapUsed - before.external).toBeLessThan(
        1024 * 1024 * 1024
      )
    },
    60_000
  )
})
