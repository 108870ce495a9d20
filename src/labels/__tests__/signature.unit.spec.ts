import { createHmac } from "node:crypto"
import fc from "fast-check"

import { isSigned } from "../signature"

const sign = (body: Buffer, key: string) => createHmac("sha256", key).update(body).digest("hex")

it("knows the documented example", () => {
  const signature = "1eed4b3d41f4653ac64fd56f1bf1cbfd349e4482cbc11dff7134bd93e5da4b0a"
  expect(isSigned(Buffer.from('{"key": "value"}'), signature, ["secretkey"])).toBe(true)
  expect(isSigned(Buffer.from('{"key":"value"}'), signature, ["secretkey"])).toBe(false)
})

it("takes either key, and no empty one", () => {
  const body = Buffer.from("{}")
  expect(isSigned(body, sign(body, "second"), ["first", "second"])).toBe(true)
  expect(isSigned(body, sign(body, "third"), ["first", "second"])).toBe(false)
  expect(isSigned(body, sign(body, ""), [""])).toBe(false)
  expect(isSigned(body, sign(body, "first"), [])).toBe(false)
})

it.each([undefined, "", "0".repeat(64), "zz".repeat(32), "1eed"])("refuses the signature %p", (signature) => {
  expect(isSigned(Buffer.from("{}"), signature, ["key"])).toBe(false)
})

it("refuses every body of which one byte was changed", () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ minLength: 1, maxLength: 200 }),
      fc.nat(),
      fc.integer({ min: 1, max: 255 }),
      (bytes, at, by) => {
        const body = Buffer.from(bytes)
        const signature = sign(body, "key")
        expect(isSigned(body, signature, ["key"])).toBe(true)
        body[at % body.length] ^= by
        expect(isSigned(body, signature, ["key"])).toBe(false)
      }
    )
  )
})
