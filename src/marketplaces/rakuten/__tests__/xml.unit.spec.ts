import { XmlError, parseXml } from "../xml"

const content = async (text: string) => (await parseXml(Buffer.from(text, "latin1"), undefined)).content
const reasonOf = (text: string | Buffer) =>
  parseXml(Buffer.isBuffer(text) ? text : Buffer.from(text, "latin1"), undefined).then(
    () => "read",
    (error: unknown) => (error instanceof XmlError ? error.reason : error)
  )

describe("reading an answer", () => {
  it("gives the root without namespace, and the same names for prefixed elements", async () => {
    expect(
      await parseXml(Buffer.from('<x:r xmlns:x=" http://a b "><x:a k="1">1</x:a></x:r>'), undefined)
    ).toEqual({
      root: "r",
      content: { a: "1" },
    })
  })

  it("gives lists as arrays, whether one element comes or several", async () => {
    expect(await content("<r><sale>1</sale></r>")).toEqual({ sale: ["1"] })
    expect(await content("<r><sale>1</sale><sale/></r>")).toEqual({ sale: ["1", ""] })
    expect(await content("<r><sales/></r>")).toEqual({ sales: "" })
  })

  it("keeps numbers as texts", async () => {
    expect(await content("<r><a>007</a><b>1e3</b><c>true</c></r>")).toEqual({ a: "007", b: "1e3", c: "true" })
  })

  it("decodes the predefined entities and numeric references, once, and nothing else", async () => {
    expect(await content("<r>&lt;&gt;&amp;&quot;&apos;&#233;&#xE9;&#x20AC;&#128512;</r>")).toBe("<>&\"'éé€😀")
    expect(await content("<r>&amp;lt; &amp;#233;</r>")).toBe("&lt; &#233;")
    expect(await content("<r>&eacute;&euro;&constructor;&#xD800;&#1114112;</r>")).toBe(
      "&eacute;&euro;&constructor;&#xD800;&#1114112;"
    )
  })

  it("leaves references in CDATA alone, and CDATA with a DOCTYPE in it", async () => {
    expect(await content("<r><![CDATA[&amp; <!DOCTYPE a> ]]]]><![CDATA[>]]></r>")).toBe(
      "&amp; <!DOCTYPE a> ]]>"
    )
  })

  it("reads past a prolog, comments and blanks before the root", async () => {
    expect(await content(' \n<?xml version="1.0"?>\n<!-- <!DOCTYPE a> -->\n<!----> <r>1</r> \n')).toBe("1")
  })
})

it("has names of the language as any other name", async () => {
  const read = await content("<r><__proto__><a>1</a></__proto__><constructor>2</constructor></r>")
  expect(Object.keys(read as object)).toEqual(["__proto__", "constructor"])
  expect(Object.hasOwn(Object.prototype, "a")).toBe(false)
})

describe("refusing a document", () => {
  it.each([
    ["an empty body", ""],
    ["blanks", "  \n"],
    ["JSON", '{"a":1}'],
    ["an HTML page", "<!DOCTYPE html><html><body>Maintenance</body></html>"],
    ["an HTML page without doctype", "<html><p>Maintenance</html>"],
  ])("says that %s is no XML", async (_, text) => {
    expect(await reasonOf(text)).toBe("not_xml")
  })

  it.each([
    ["a DOCTYPE", "<!DOCTYPE r><r/>"],
    ["a DOCTYPE within", "<r><!DOCTYPE r><a/></r>"],
    ["a DOCTYPE behind a comment", "<!-- --><!doctype r [<!ENTITY a 'b'>]><r>&a;</r>"],
    ["a DOCTYPE that a quote in the prolog hides", `<?a "?><!DOCTYPE r [<!ENTITY b "c">]>"?><r>&b;</r>`],
    ["an entity", "<r><!ENTITY a 'b'>&a;</r>"],
    ["a processing instruction within", "<r><?php a ?></r>"],
  ])("refuses %s", async (_, text) => {
    expect(["malformed", "not_xml"]).toContain(await reasonOf(text))
  })

  it.each([
    ["cut in an element", "<r><sale><a>1</a></sale>"],
    ["cut in a tag", "<r><sale"],
    ["cut in CDATA", "<r><![CDATA[a]]</r>"],
    ["cut in a comment", "<r><!-- a"],
    ["with two roots", "<r/><r/>"],
    ["with two different roots", "<r/><s/>"],
    ["with text behind", "<r></r>a"],
    ["crossed", "<r><a></r></a>"],
    ["with a bare ampersand", "<r>a & b</r>"],
    ["with an attribute that never ends", `<r a="${"x".repeat(2000)}"/>`],
    ["with an attribute for each of its bytes", `<r ${'x="" '.repeat(40)}/>`],
  ])("refuses one %s", async (_, text) => {
    expect(await reasonOf(text)).toBe("malformed")
  })
})
