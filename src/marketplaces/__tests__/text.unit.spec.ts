import { isUtf8 } from "node:buffer"
import fc from "fast-check"
import { encode } from "html-entities"
import iconv from "iconv-lite"

import { decodeText } from "../decode-text"
import { phoneOf } from "../phone"
import { postcodeOf } from "../postcode"
import { hasLostLetters, readableOrNull, readableText } from "../text"

const FRENCH = "L’Œuf à 5 € — Église Saint-Éloi, n° 3 «Noël» ÀÂÇÉÈÊËÎÏÔÙÛŸ ÀÁÍÏÐÝ"
/** Text as French addresses have it. */
const french = fc.string({ unit: fc.constantFrom(..."aZ0 -'.,/àâçéèêëîïôùûüÿœæÀÂÇÉÈÊËÎÏÔÙÛÜŒÆ’€°") })

describe("entities", () => {
  it.each([
    ["Caf&eacute; &amp; Fils", "Café & Fils"],
    ["rue de l&#39;&#201;glise", "rue de l'Église"],
    ["rue de l&#x27;&#xC9;glise", "rue de l'Église"],
    ["R&amp;eacute;my", "Rémy"],
    ["R&amp;amp;#233;my", "Rémy"],
    ["L&rsquo;&OElig;uf&nbsp;dur", "L’Œuf\u00a0dur"],
    ["&#128; 5", "€ 5"],
    ["Dupont & Fils", "Dupont & Fils"],
    ["A&B; &notaword; &", "A&B; &notaword; &"],
    ["Jean&#0;&#10;Paul", "Jean\ufffd Paul"],
    ["Ren&eacute", "René"],
    ["R&eacutemy Caf&Eacute", "Rémy CafÉ"],
    ["Dupont &amp Fils", "Dupont & Fils"],
    ["Dupont &ampFils", "Dupont &Fils"],
    ["R&ampeacute;my", "Rémy"],
    ["R&amp;eacutemy", "Rémy"],
    ["l&#39Eglise", "l'Eglise"],
    ["Ren&#233 et Zo&#xEB.", "René et Zoë."],
    ["&OElig;uvre, &oelig;il, c&oeligur", "Œuvre, œil, cœur"],
    ["2 &lt 3, n&deg 4, &quot", '2 < 3, n° 4, "'],
    ["N&deg5, l&rsquoEglise", "N°5, l’Eglise"],
    ["AT&LTD, &ltd, R&Degrade, &quote", "AT&LTD, &ltd, R&Degrade, &quote"],
    ["&xacute &#9 &#xE9cole &zzz", "&xacute &#9 &#xE9cole &zzz"],
    ["?a=1&copy=2&reg=3", "?a=1&copy=2&reg=3"],
  ])("%s reads %s", (given, expected) => expect(readableText(given)).toBe(expected))

  it("come back however often they were encoded", () => {
    const modes = fc.constantFrom("specialChars", "nonAsciiPrintable", "extensive")
    fc.assert(
      fc.property(french, fc.array(modes, { maxLength: 5 }), (text, encodings) => {
        const encoded = encodings.reduce<string>(
          (one, mode) => encode(one, { mode, numeric: "hexadecimal" }),
          text
        )
        expect(readableText(encoded)).toBe(text)
      })
    )
  })

  it("are decoded to the end: what was read is read the same again", () => {
    const piece = fc.constantFrom(
      ...[
        "&",
        "amp;",
        "amp",
        "#",
        "38;",
        "38",
        "lt;",
        "lt",
        "eacute;",
        "eacute",
        "x26;",
        "x26",
        "é",
        "Ã©",
        " ",
        "a",
      ]
    )
    fc.assert(
      fc.property(fc.string({ unit: piece, maxLength: 20 }), (text) => {
        expect(readableText(readableText(text))).toBe(readableText(text))
      })
    )
  })
})

describe("charsets", () => {
  it.each(["utf-8", "windows-1252"] as const)("UTF-8 that is called %s is read as UTF-8", (label) => {
    expect(decodeText(Buffer.from(FRENCH), label)).toBe(FRENCH)
  })

  it("windows-1252 that is called UTF-8 is read as windows-1252", () => {
    fc.assert(
      // "Â°" of windows-1252 is "°" of UTF-8, "éœŒ" one Chinese character: only the context could decide.
      fc.property(
        french.map((text) => text.replaceAll("Â", "A")),
        (text) => {
          const bytes = iconv.encode(`é${text}`, "windows-1252")
          fc.pre(!isUtf8(bytes))
          expect(decodeText(bytes, "utf-8")).toBe(`é${text}`)
        }
      )
    )
  })

  it("one Latin text among UTF-8 costs neither", () => {
    const mixed = Buffer.concat([
      Buffer.from("Noël 🎄 Œuf "),
      Buffer.from("Éloïse ®", "latin1"),
      Buffer.from(" à"),
    ])
    expect(decodeText(mixed)).toBe("Noël 🎄 Œuf Éloïse ® à")
  })

  it("a brand in windows-1252 stays what it is", () => {
    expect(decodeText(Buffer.from("NESCAFÉ®", "latin1"), "windows-1252")).toBe("NESCAFÉ®")
    expect(decodeText(Buffer.from("NESCAFÉ® à", "latin1"), "utf-8")).toBe("NESCAFÉ® à")
    expect(readableText("NESCAFÉ®")).toBe("NESCAFÉ®")
  })

  it.each([
    ["utf8", Buffer.from([0xef, 0xbb, 0xbf])],
    ["utf16le", Buffer.from([0xff, 0xfe])],
  ] as const)("a byte order mark says %s, and is dropped", (encoding, mark) => {
    const bytes = Buffer.concat([mark, Buffer.from(FRENCH, encoding)])
    expect([decodeText(bytes, "utf-8"), decodeText(bytes, "windows-1252")]).toEqual([FRENCH, FRENCH])
  })

  it("what was read wrongly before it came is put right", () => {
    fc.assert(
      fc.property(french, fc.constantFrom("windows-1252", "iso-8859-1"), (text, charset) => {
        const wrong = iconv.decode(Buffer.from(text), charset)
        fc.pre(iconv.encode(wrong, charset).equals(Buffer.from(text)))
        expect(readableText(wrong)).toBe(text)
      })
    )
    expect(readableText("FranÃ§ois RenÃ© &Atilde;&copy;")).toBe("François René é")
  })

  it("says where a letter is lost for good", () => {
    expect(["Ren\ufffd", "Renï¿½", "Ren&#xFFFD;", "Ren\ud800"].map(readableText).map(hasLostLetters)).toEqual(
      Array(4).fill(true)
    )
    expect([null, "", FRENCH].map(hasLostLetters)).toEqual([false, false, false])
  })

  it("never loses a letter in silence, whatever the bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        const text = decodeText(Buffer.from(bytes))
        expect(text.length).toBeGreaterThanOrEqual(bytes.length / 4 - 1)
      })
    )
  })
})

describe("control characters", () => {
  it("never come through", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        // eslint-disable-next-line no-control-regex -- control characters are what is looked for
        expect(readableText(text)).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/)
        expect(readableText(text)).not.toMatch(/\p{Surrogate}/u)
      })
    )
    expect(readableText("a\u0000b\r\nBcc: c")).toBe("ab Bcc: c")
    expect(readableOrNull(" \u0000 ")).toBeNull()
  })
})

describe("postcodes", () => {
  it.each([
    ["6000", "FR", "06000"],
    ["1000", "fr", "01000"],
    ["06000", "FR", "06000"],
    ["06 000", "FR", "06000"],
    ["F-06000", "FR", "06000"],
    ["FR - 6000", "FR", "06000"],
    ["97400", "FR", "97400"],
    ["118", "IT", "00118"],
    ["8001", "ES", "08001"],
    ["1067", "DE", "01067"],
    ["150", "NO", "0150"],
    ["1000", "BE", "1000"],
    ["2A000", "FR", "2A000"],
    ["6000.0", "FR", "06000"],
    ["F 06000", "FR", "06000"],
    ["4001", "SK", "04001"],
    ["040 01", "SK", "04001"],
    ["1100", "LT", "01100"],
    ["LT-1100", "LT", "01100"],
    ["2134", "US", "02134"],
    ["501", "US", "00501"],
    ["2134-1001", "US", "02134-1001"],
    ["02134-1001", "US", "02134-1001"],
    ["601", "PR", "00601"],
    ["1001", "UA", "01001"],
    ["1000", "TR", "01000"],
    ["800", "AU", "0800"],
    ["1", "ZA", "0001"],
    ["110", "NZ", "0110"],
    ["18956", "SG", "018956"],
    ["50001", "CO", "050001"],
    ["10000", "CN", "010000"],
    ["600000", "JP", "0600000"],
    ["060-0000", "JP", "060-0000"],
    ["1310100", "BR", "01310100"],
    ["950", "PL", "00-950"],
    ["1001", "PL", "01-001"],
    ["00-950", "PL", "00-950"],
    ["00950", "PL", "00950"],
    ["10115", "US", "10115"],
    ["8001", "CH", "8001"],
    ["1017 AB", "NL", "1017 AB"],
    ["1000-001", "PT", "1000-001"],
    ["T2P 0A1", "CA", "T2P 0A1"],
    ["SW1A 1AA", "GB", "SW1A 1AA"],
    ["12", "FR", "12"],
    ["0", "FR", "0"],
    ["CEDEX 06000", "FR", "CEDEX 06000"],
    ["6000", null, "6000"],
    [" ", "FR", null],
    [null, "FR", null],
  ])("%p in %p is %p", (given, country, expected) => expect(postcodeOf(given, country)).toBe(expected))

  it("of every French department survive a number", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1000, max: 98999 }), (number) => {
        const code = String(number).padStart(5, "0")
        expect([postcodeOf(String(number), "FR"), postcodeOf(code, "FR")]).toEqual([code, code])
      })
    )
  })
})

describe("phones", () => {
  const LANDLINE = "01 99 00 12 34"
  const MOBILES = [
    "0639980011",
    "06 39 98 00 11",
    "06.39.98.00.11",
    "06-39-98-00-11",
    "06/39/98/00/11",
    "+33639980011",
    "+33 6 39 98 00 11",
    "0033639980011",
    "0033 6 39 98 00 11",
    "07 39 98 00 11",
    "+32 470 12 34 56",
  ]
  it.each(MOBILES)("the mobile %s is taken before a landline, as it is written", (mobile) => {
    expect(phoneOf([LANDLINE, mobile], "FR")).toBe(mobile)
    expect(phoneOf([mobile, LANDLINE], "FR")).toBe(mobile)
    expect(phoneOf(["", `${LANDLINE} ou ${mobile}`], "FR")).toBe(mobile)
  })

  it.each([
    "639980011",
    "33639980011",
    "+33 (0)6 39 98 00 11",
    "0033 (0)6 39 98 00 11",
    "(0)6 39 98 00 11",
    "(+33) 6 39 98 00 11",
    "+33 06 39 98 00 11",
  ])("the mobile %s is taken, and written so that it can be called", (mobile) => {
    expect(phoneOf([LANDLINE, mobile], "FR")?.replace(/ /g, "")).toMatch(/^(\+33|\+330)639980011$/)
  })

  it("is without what is written beside it", () => {
    expect(phoneOf(["06.39.98.00.11 (Paul)"], "FR")).toBe("+33639980011")
    expect(phoneOf(["06 39 98 00 11 le soir"], "FR")).toBe("+33639980011")
  })

  it("knows the mobiles of the country, and those overseas", () => {
    expect(phoneOf(["02 62 12 34 56", "0692 12 34 56"], "FR")).toBe("0692 12 34 56")
    expect(phoneOf(["071 12 34 56", "0470 12 34 56"], "BE")).toBe("0470 12 34 56")
    expect(phoneOf([LANDLINE, "0639980011"], null)).toBe("0639980011")
    expect(phoneOf([LANDLINE, "0639980011"], "ZZ")).toBe("0639980011")
  })

  it.each(["", "0", "123", "06 12 34", "n/a", "inconnu", "-", "0".repeat(40), null, undefined])(
    "%p is no phone",
    (text) => {
      expect(phoneOf([text], "FR")).toBeNull()
      expect(phoneOf([text, LANDLINE], "FR")).toBe(LANDLINE)
    }
  )

  it("takes the first where none is a mobile, and one that no country has rather than none", () => {
    expect(phoneOf([LANDLINE, "02 99 00 12 34"], "FR")).toBe(LANDLINE)
    expect(phoneOf(["12345678"], "FR")).toBe("12345678")
  })

  it("has eight digits or is none, and stays what it is when it is asked again", () => {
    const text = fc.string({ unit: fc.constantFrom(..."0123456789+() ./-;ou") })
    fc.assert(
      fc.property(fc.array(text, { maxLength: 3 }), fc.constantFrom("FR", "BE", null), (given, country) => {
        const phone = phoneOf(given, country)
        expect((phone ?? "01234567").replace(/\D/g, "").length).toBeGreaterThanOrEqual(8)
        expect(phoneOf([phone], country)).toBe(phone)
      })
    )
  })
})
