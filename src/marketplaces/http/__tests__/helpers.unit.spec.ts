import * as fc from "fast-check"
import { z } from "zod"

import { MarketplaceError } from "../../errors"
import { checkAddress, parseJson, parseRetryAfter, redact } from ".."

describe("checkAddress", () => {
  it.each([
    "https://api.example/seller/v2",
    "http://127.0.0.1:9000",
    "http://localhost:1",
    "http://[::1]:2/x",
  ])("takes %s", (address) => expect(checkAddress(address).href).toContain(new URL(address).host))

  it.each([
    "http://api.example",
    "http://127.0.0.1.evil.example",
    "http://localhost.evil.example",
    "ftp://127.0.0.1",
    "file:///etc/passwd",
    "https://login:MARKER@api.example",
    "MARKER",
    "",
  ])("refuses %s without repeating it", (address) => {
    expect(() => checkAddress(address)).toThrow(MarketplaceError)
    expect(() => checkAddress(address)).not.toThrow(/MARKER|evil/)
  })
})

describe("parseRetryAfter", () => {
  const now = Date.parse("2026-03-16T08:00:00Z")
  it.each([
    ["9", 9000],
    [" 0 ", 0],
    ["Mon, 16 Mar 2026 08:01:00 GMT", 60_000],
    ["Mon, 16 Mar 2026 07:00:00 GMT", 0],
    ["99999999999", 86_400_000],
    ["soon", undefined],
    ["", undefined],
    [undefined, undefined],
  ])("reads %p as %p", (value, expected) => expect(parseRetryAfter(value, now)).toBe(expected))
})

describe("redact", () => {
  it("hides secrets in any case and encoding, e-mails, tokens, parameters and phone numbers", () => {
    const message =
      "Key aB/c+9 or AB/C+9 or aB%2Fc%2B9, buyer x.y@relay.example, Bearer abc.def, eyJhbGci.eyJz.x-1, " +
      "see https://api.example/p?key=1#f,\n+33 6 39 98 00 11"
    expect(redact(message, ["aB/c+9", null, "", "x"])).toBe(
      "Key … or … or …, buyer …, … …, see https://api.example/p… …"
    )
  })

  it("hides a secret in every form in which it is sent", () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 6, maxLength: 30, unit: "binary-ascii" }),
        fc.string(),
        (secret, before) => {
          fc.pre(secret.trim().length >= 6)
          const sent = [
            encodeURIComponent(secret),
            new URLSearchParams({ p: secret }).toString().slice(2),
            Buffer.from(secret).toString("base64"),
            Buffer.from(`${before}:${secret}`).toString("base64"),
            Buffer.from(secret).toString("base64url"),
            JSON.stringify(secret).slice(1, -1),
          ]
          for (const form of sent) {
            const core = form.replace(/=+$/, "")
            expect(redact(`[${form}]`, [secret])).not.toContain(core)
          }
        }
      )
    )
    expect(redact("k%e9y p%C3%A9 k%E9y", ["kéy"])).toBe("… p%C3%A9 …")
    expect(redact("a+b%2Bc a%20b%2bc", ["a b+c"])).toBe("… …")
  })

  it("keeps what is harmless", () => {
    const message = "Cannot switch to shipped status: order CDISFR260316081502EX04, parcel 6A00000000123."
    expect(redact(message, ["ab"])).toBe(message)
  })

  it("never leaves a secret, whatever surrounds it, and stays short", () => {
    fc.assert(
      fc.property(fc.string(), fc.string({ minLength: 3 }), fc.string(), (before, secret, after) => {
        fc.pre(!"…".includes(secret.trim()) && secret.trim().length >= 3)
        const clean = redact(`${before}${secret}${after}`.repeat(3), [secret])
        expect(clean.toLowerCase()).not.toContain(secret.toLowerCase())
        expect(clean.length).toBeLessThanOrEqual(500)
      })
    )
  })
})

describe("parseJson", () => {
  const schema = z.object({ items: z.array(z.object({ id: z.string() })) })
  const answer = (body: string) => ({ status: 200, headers: {}, body: Buffer.from(body) })

  it("gives the value, also behind a byte order mark", async () => {
    expect(await parseJson(answer('\ufeff{"items":[{"id":"1"}]}'), schema, "GET /x")).toEqual({
      items: [{ id: "1" }],
    })
  })

  it.each([
    ["<html>MARKER</html>", /not JSON/],
    ['{"items":[{"id":"MARKER', /not JSON/],
    ['{"items":[{"id":"1"},{"id":{"MARKER":1}}]}', /items\.1\.id/],
    ['"MARKER"', /the whole/],
  ])("says where %s is wrong and not what it holds", async (body, expected) => {
    const parse = () => parseJson(answer(body), schema, "GET /x")
    await expect(parse()).rejects.toThrow(MarketplaceError)
    await expect(parse()).rejects.toThrow(expected)
    await expect(parse()).rejects.not.toThrow(/MARKER/)
  })
})
