import fc from "fast-check"
import iconv from "iconv-lite"

import { saidIn } from ".."

const BOM = Buffer.from([0xef, 0xbb, 0xbf])
const said = (text: string, encoding = "utf8") => saidIn(iconv.encode(text, encoding))

describe("what an error says", () => {
  it.each([
    ['{"title":"Bad request","detail":"Refusé."}', "Refusé."],
    ['{"statusCode":403,"message":"Out of call volume quota."}', "Out of call volume quota."],
    ['{"error":"invalid_client","error_description":"Invalid client secret"}', "Invalid client secret"],
    ['{"title":"No","errors":{"phone":["Too","short"],"city":["?"]}}', "No | phone: Too short | city: ?"],
    ['"Too fast"', "Too fast"],
    ["Too fast", "Too fast"],
    [
      "<html><head><title>502</title><style>a{b:c}</style></head><body>Bad &amp; gone<script>x=1</script></body>",
      "502 Bad & gone",
    ],
    ['{"title":"Bad request","detail":"The parcel num', "The parcel num"],
    ['{"a":[1,2,{"message":"L\\u0027adresse est \\"fausse\\"","x":', 'L\'adresse est "fausse"'],
    ["[]", ""],
    ["", ""],
  ])("%s", (text, expected) => {
    expect(said(text).words.trim()).toBe(expected)
    for (const before of ["\ufeff", " ".repeat(12_000), "\ufeff" + "\r\n\t".repeat(5000)]) {
      expect(said(before + text).words.trim()).toBe(expected)
    }
    expect(said(text, "utf16").words.trim()).toBe(expected)
    expect(said(text, "windows-1252").words.trim()).toBe(expected)
  })

  it("is found behind more than 10,000 characters of other fields", () => {
    const trace = { trace: "x".repeat(50_000), nested: Array(2000).fill({ a: 1 }) }
    expect(said(JSON.stringify({ ...trace, detail: "Why" })).words).toBe("Why")
    expect(said(`<!-- ${"x".repeat(50_000)} --><html><body>Why</body>`).words).toBe("Why")
  })

  it.each([
    ["<html>", true],
    ["\ufeff  <!DOCTYPE html>", true],
    ['{"a":"<"}', false],
    ["quota < 5", false],
  ])("%s is a page: %s", (text, is_page) => expect(said(text).is_page).toBe(is_page))

  it("is short, and found in linear time whatever comes", () => {
    const unit = fc.constantFrom("<", ">", "<script", "{", '"', "\\", '"message":"', "a", " ")
    fc.assert(
      fc.property(fc.string({ unit }), (text) => {
        expect(saidIn(Buffer.concat([BOM, Buffer.from(text)])).words.length).toBeLessThanOrEqual(10_000)
      })
    )
    const hostile = ["<", "<script", "{", '{"message":"', '{"message":"\\', "[", '"', "&amp;", " ", "é"]
    for (const piece of hostile) {
      const started = performance.now()
      said(piece.repeat(2_000_000 / piece.length))
      expect(performance.now() - started).toBeLessThan(2000)
    }
  })
})
