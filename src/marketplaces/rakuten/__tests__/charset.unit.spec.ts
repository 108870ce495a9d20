import fc from "fast-check"

import { decodeAnswer, encodeDocument, encodeParameter, escapeXml, toLatin1 } from "../charset"
import { parseXml } from "../xml"

/** The byte and the character of every position that windows-1252 fills, written out from its definition. */
const HIGH = "€\0‚ƒ„…†‡ˆ‰Š‹Œ\0Ž\0\0‘’“”•–—˜™š›œ\0žŸ"
const WINDOWS_1252: [byte: number, character: string][] = Array.from({ length: 256 }, (_, byte) => byte)
  .map((byte): [number, string] => [
    byte,
    byte >= 0x80 && byte < 0xa0 ? HIGH[byte - 0x80] : String.fromCharCode(byte),
  ])
  .filter(
    ([byte, character]) => character !== "\0" && byte !== 0x7f && (byte >= 0x20 || [9, 10, 13].includes(byte))
  )

const document = (text: string, prolog = "") =>
  Buffer.concat([Buffer.from(`${prolog}<a>`), Buffer.from(text, "latin1"), Buffer.from("</a>")])
const contentOf = async (bytes: Buffer, contentType?: string) => (await parseXml(bytes, contentType)).content

describe("reading", () => {
  it("knows the 27 characters that windows-1252 has beside ISO-8859-1", () => {
    expect(WINDOWS_1252).toHaveLength(95 + 3 + 27 + 96)
  })

  it.each(WINDOWS_1252)(
    "reads byte %i as %j, whether ISO-8859-1 or windows-1252 is declared",
    (byte, character) => {
      for (const charset of ["ISO-8859-1", "windows-1252", "Latin1"]) {
        const bytes = Buffer.from([...Buffer.from(`<?xml version="1.0" encoding="${charset}"?><a>`), byte])
        expect(decodeAnswer(bytes, undefined).slice(-1)).toBe(character)
      }
    }
  )

  it("takes the prolog before the Content-Type, and windows-1252 where neither says anything", async () => {
    const utf8 = Buffer.from("<a>œuf</a>")
    const prolog = Buffer.concat([Buffer.from(`<?xml version="1.0" encoding='UTF-8' ?>`), utf8])
    expect(await contentOf(prolog, "text/xml;charset=ISO-8859-1")).toBe("œuf")
    expect(await contentOf(utf8, 'text/xml; charset="utf-8"')).toBe("œuf")
    expect(await contentOf(document("\x9cuf"))).toBe("œuf")
    expect(await contentOf(document("\x9cuf"), "text/xml;charset=UTF-32")).toBe("œuf")
    expect(await contentOf(document("\x9cuf"), "text/xml;charset=constructor")).toBe("œuf")
    expect(await contentOf(Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), utf8]))).toBe("œuf")
  })

  it("is overruled by the setting", () => {
    expect(decodeAnswer(Buffer.from("é"), "text/xml;charset=ISO-8859-1", "utf-8")).toBe("é")
    expect(decodeAnswer(Buffer.from([0x80]), "text/xml;charset=utf-8", "iso-8859-1")).toBe("€")
  })

  it("drops control characters, and the five bytes that mean nothing", async () => {
    expect(await contentOf(document("J\x00e\x01\x0b\x1f\x7fa\x81\x8d\x8f\x90\x9dn\tn\ne"))).toBe("Jean\tn\ne")
    expect(await contentOf(document("<![CDATA[a\x02b]]>&#1;&#x8;c"))).toBe("abc")
  })
})

describe("writing", () => {
  it.each(WINDOWS_1252.filter(([byte]) => byte !== 13))(
    "uploads byte %i, %j, without loss",
    async (_, character) => {
      for (const charset of ["iso-8859-1", "utf-8"] as const) {
        const text = `<?xml version="1.0" encoding="${charset}"?><a>x${escapeXml(character)}x</a>`
        expect(await contentOf(encodeDocument(text, charset))).toBe(`x${character}x`)
      }
    }
  )

  it("uploads any text, in ISO-8859-1 as declared", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: "grapheme" }), async (text) => {
        const bytes = encodeDocument(`<a>x${escapeXml(text)}x</a>`, "iso-8859-1")
        // Read as declared: without that, some pairs of Latin letters are also valid UTF-8.
        const read = Buffer.from(decodeAnswer(bytes, undefined, "iso-8859-1"))
        expect(await contentOf(read, "text/xml;charset=utf-8")).toBe(
          `x${decodeAnswer(Buffer.from(text.normalize("NFC")), undefined, "utf-8")}x`
        )
      })
    )
    expect(encodeDocument(escapeXml('é<&"€ő😀\ud800'), "iso-8859-1").toString("latin1")).toBe(
      "é&#60;&#38;&#34;&#8364;&#337;&#128512;"
    )
  })

  it("percent-encodes parameters as ISO-8859-1", () => {
    expect(encodeParameter("Prépayé & 100 % ~ÿ")).toBe("Pr%E9pay%E9%20%26%20100%20%25%20~%FF")
    for (const [byte, character] of WINDOWS_1252.filter(([byte]) => byte < 0x80 || byte >= 0xa0)) {
      const bytes = encodeParameter(character).replace(/%(..)/g, (_, hex: string) =>
        String.fromCharCode(parseInt(hex, 16))
      )
      expect(bytes).toBe(String.fromCharCode(byte))
    }
  })

  it("spells in parameters what ISO-8859-1 does not have", () => {
    expect(toLatin1("l’œuf à 5 €… « ő »")).toBe("l'oeuf à 5 EUR... « o »")
    expect(toLatin1("日本\u0000😀")).toBe("???")
    expect(toLatin1("e\u0301")).toBe("é")
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(decodeURIComponent(encodeParameter(text).replace(/%[89A-F]./g, ""))).not.toMatch(/[^\0-\x7f]/)
      })
    )
  })
})
