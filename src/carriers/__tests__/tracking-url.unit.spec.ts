import fc from "fast-check"
import { CARRIERS, carrierByKey } from "../catalog"
import { UNIVERSAL_TRACKERS } from "../data/universal-trackers"
import {
  carrierUrl,
  fillTemplate,
  labelUrl,
  templateFault,
  universalUrl,
  type FragmentPolicy,
} from "../tracking-url"

const urlOf = (
  key: string,
  number: string,
  postcode?: string,
  country?: string,
  fragments: FragmentPolicy = "avoid"
) => {
  const carrier = carrierByKey(key)
  return carrier && carrierUrl(carrier, { number, postcode, country }, fragments)
}

describe("a carrier's tracking page", () => {
  it.each([
    ["colissimo", "6A54658971007", "https://www.laposte.fr/outils/suivre-vos-envois?code=6A54658971007"],
    ["ups", "1Z4X2T621089293968", "https://www.ups.com/track?loc=fr_FR&tracknum=1Z4X2T621089293968"],
    [
      "tnt-fr",
      "7543896287397907",
      "https://www.tnt.fr/public/suivi_colis/recherche/visubontransport.do?bonTransport=7543896287397907",
    ],
    ["france-express", "123", "https://www.france-express.com/suivi-envoi/"],
  ])("of %s follows %s", (key, number, expected) => {
    expect(urlOf(key, number)).toBe(expected)
  })

  it("has the postcode where the page asks for it and it is known", () => {
    const page = "https://www.mondialrelay.fr/suivi-de-colis/?numeroExpedition=36418053"
    expect(urlOf("mondial-relay", "36418053", "75 011")).toBe(`${page}&codePostal=75011`)
    expect(urlOf("mondial-relay", "36418053")).toBe(page)
    expect(urlOf("mondial-relay", "36418053", " ")).toBe(page)
  })

  it("joins number and postcode for Colis Privé, once", () => {
    const page = "https://colisprive.com/moncolis/pages/DetailColis.aspx?numColis=AB12CD34EF5675011&lang=fr"
    expect(urlOf("colis-prive", "AB12CD34EF56", "75011")).toBe(page)
    expect(urlOf("colis-prive", "AB12CD34EF5675011", "75011")).toBe(page)
    expect(urlOf("colis-prive", "AB12CD34EF56")).toBeNull()
  })

  it("has the country in capitals, and only a real one", () => {
    expect(urlOf("postnl", "3SABCD123456789", "1012 AB", "nl")).toBe(
      "https://jouw.postnl.nl/track-and-trace/3SABCD123456789-NL-1012AB"
    )
    expect(urlOf("postnl", "3SABCD123456789", "1012 AB", "nld")).toBe(
      "https://postnl.post/track?barcodes=3SABCD123456789"
    )
  })

  it("prefers a page without # where two follow the number", () => {
    const plain = "https://www.royalmail.com/portal/rm/track?trackNumber=RM1"
    const fragment = "https://www.royalmail.com/track-your-item#/tracking-results/RM1"
    expect(urlOf("royal-mail", "RM1")).toBe(plain)
    expect(urlOf("royal-mail", "RM1", undefined, undefined, "allow")).toBe(fragment)
    expect(urlOf("geodis", "1G123")).toBe(
      "https://espace-client.geodis.com/services/destinataires/#/fr/suivi/1G123"
    )
    expect(urlOf("geodis", "1G123", undefined, undefined, "refuse")).toBe(
      "https://espace-client.geodis.com/services/destinataires/"
    )
    expect(urlOf("hermes-de", "H1", undefined, undefined, "refuse")).toBeNull()
  })

  it("is never an old one", () => {
    const old = CARRIERS.flatMap((carrier) => {
      const tracking_urls = carrier.tracking_urls.filter(({ deprecated }) => deprecated)
      return tracking_urls.length ? [{ ...carrier, tracking_urls }] : []
    })
    expect(old.length).toBeGreaterThan(0)
    for (const carrier of old) {
      expect(carrierUrl(carrier, { number: "X", postcode: "75011", country: "FR" }, "allow")).toBeNull()
    }
  })

  it("gives way to a general page", () => {
    expect(universalUrl({ number: "6A1" }, "avoid")).toBe("https://parcelsapp.com/en/tracking/6A1")
    expect(universalUrl({ number: "6A1" }, "allow")).toBe("https://t.17track.net/fr#nums=6A1")
    expect(universalUrl({ number: "6A1" }, "allow", 20)).toBeNull()
  })
})

describe("a template", () => {
  it.each([
    ["", "url_not_http"],
    ["#", "url_not_http"],
    ["/suivi/{number}", "url_not_http"],
    ["ftp://carrier.example/{number}", "url_not_http"],
    ["javascript:alert({number})", "url_not_http"],
    ["https:carrier.example/{number}", "url_not_http"],
    ["https://", "url_not_http"],
    ["https://carrier.example:port/{number}", "url_not_http"],
    ["https://carrier.example/a b", "url_not_http"],
    ["https://carrier.example\\@other.example/{number}", "url_not_http"],
    ["https://carrier.example/\n{number}", "url_not_http"],
    ["https://{number}.example/", "url_placeholder_in_host"],
    ["https://carrier.example{number}/", "url_placeholder_in_host"],
    ["https://carrier.example:{number}/", "url_placeholder_in_host"],
    ["https://carrier.example?n={numero}", "url_placeholder_unknown"],
    ["https://carrier.example/{number", "url_placeholder_unknown"],
    ["https://carrier.example/{{number}}", "url_placeholder_unknown"],
    ["https://user:secret@carrier.example/{number}", "url_has_credentials"],
    [`https://carrier.example/${"a".repeat(240)}`, "url_too_long"],
  ])("%j is refused: %s", (template, code) => {
    expect(templateFault(template)).toMatchObject({ code, message: expect.stringMatching(/^[A-Z].*\.$/) })
    expect(fillTemplate(template, { number: "1", postcode: "1", country: "FR" })).toBeNull()
  })

  it.each([
    "https://carrier.example",
    "http://carrier.example:8080/{number}",
    "HTTPS://carrier.example?n={number}#{postcode}",
    "https://carrier.example/{country}/{postcode}-{number}?a={number}&b=1#/x/{number}",
  ])("%s is taken", (template) => {
    expect(templateFault(template)).toBeNull()
  })

  it("is not filled when the result would be too long", () => {
    expect(fillTemplate("https://carrier.example/{number}", { number: "/".repeat(80) })).toBeNull()
    expect(fillTemplate("https://carrier.example/{number}", { number: "1".repeat(40) }, 60)).toBeNull()
  })

  it.each([".", "..", "a/../..", "%2e%2e", "?x=1", "#x", "//evil.example", "@evil.example", "\ud800"])(
    "keeps its shape with the number %j",
    (number) => {
      const url = fillTemplate("https://carrier.example/track/{number}?lang=fr", { number })
      if (url !== null) {
        expect(new URL(url)).toMatchObject({ host: "carrier.example", search: "?lang=fr", hash: "" })
        expect(new URL(url).pathname).toMatch(/^\/track\/[^/]+$/)
      }
      expect([".", "..", "\ud800"].includes(number)).toBe(url === null)
    }
  )
})

describe("no value breaks out of a template", () => {
  const hostile = fc.oneof(
    fc.string({ unit: "binary", maxLength: 60 }),
    fc.stringMatching(/^[./\\?#&=@:%;\s2eE5cCfF]{1,20}$/),
    fc.constantFrom(
      "..",
      ".",
      "../..",
      "%2e%2e",
      "..%2f",
      "\\..\\",
      "&lang=x",
      "#/",
      "@evil.example",
      "\t..",
      "．．"
    )
  )
  const segment = fc.constantFrom(
    "a",
    "{number}",
    "x-{number}",
    "{number}{postcode}",
    "{country}",
    ".{number}",
    "%2e{postcode}"
  )
  const merchants = fc
    .record({
      path: fc.array(segment, { maxLength: 4 }),
      query: fc.array(fc.constantFrom("a=1", "n={number}", "{postcode}={number}", "c={country}"), {
        maxLength: 3,
      }),
      hash: fc.constantFrom("", "#", "#{number}", "#/a/{number}?p={postcode}"),
    })
    .map(
      ({ path, query, hash }) =>
        `https://carrier.example/${path.join("/")}${query.length ? `?${query.join("&")}` : ""}${hash}`
    )
  const known = [...CARRIERS.flatMap(({ tracking_urls }) => tracking_urls), ...UNIVERSAL_TRACKERS].map(
    (t) => t.template
  )

  it("not by host, path, parameters, fragment or length", () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.constantFrom(...known), merchants),
        hostile,
        hostile,
        fc.oneof(hostile, fc.constant("FR")),
        (template, number, postcode, country) => {
          const url = fillTemplate(template, { number, postcode, country })
          if (url === null) {
            return
          }
          const built = new URL(url)
          const model = new URL(template.replace(/\{\w+\}/g, "0"))
          const prefix = new URL(template.slice(0, `${template}{`.indexOf("{"))).href
          expect(built.origin).toBe(model.origin)
          expect(`${built.username}${built.password}`).toBe("")
          expect(url.startsWith(template.slice(0, `${template}{`.indexOf("{")))).toBe(true)
          expect(built.href.startsWith(prefix)).toBe(true)
          expect(built.pathname.split("/").map(Boolean)).toEqual(model.pathname.split("/").map(Boolean))
          expect([...built.searchParams]).toHaveLength([...model.searchParams].length)
          expect(built.hash.split(/[/?&=#]/)).toHaveLength(model.hash.split(/[/?&=#]/).length)
          expect(url.length).toBeLessThanOrEqual(255)
          expect(url).toMatch(/^[\x21-\x7e]+$/)
        }
      ),
      { numRuns: 3000 }
    )
  })

  it("and the page is asked for exactly the value", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", minLength: 1, maxLength: 15 }), (number) => {
        const url = fillTemplate("https://carrier.example/t?n={number}&x=1", { number })
        fc.pre(url !== null)
        expect(new URL(url ?? "").searchParams.get("n")).toBe(number)
      })
    )
  })
})

describe("a label's own link", () => {
  it("is taken when it is http(s), in canonical form", () => {
    expect(labelUrl(" https://carrier.example/t/1?x=é ", "avoid")).toEqual({
      url: "https://carrier.example/t/1?x=%C3%A9",
    })
    expect(labelUrl("http://carrier.example/#/t/1", "avoid")).toEqual({ url: "http://carrier.example/#/t/1" })
  })

  it.each([
    "#",
    "",
    "n/a",
    "javascript:alert(1)",
    "carrier.example/1",
    "https://",
    "https://a:b@carrier.example/1",
    "https:carrier.example",
  ])("%j is none", (text) => {
    expect(labelUrl(text, "allow")).toEqual({ fault: "not_a_url" })
  })

  it("is not sent when it is too long, or has a # that is refused", () => {
    expect(labelUrl(`https://carrier.example/${"a".repeat(240)}`, "avoid")).toEqual({ fault: "too_long" })
    expect(labelUrl("https://carrier.example/#/t/1", "refuse")).toEqual({ fault: "fragment" })
  })
})
