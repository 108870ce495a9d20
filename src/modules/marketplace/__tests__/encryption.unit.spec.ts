import { decrypt, encrypt, keysOf, unlessUnreadable } from "../encryption"

const keys = (current: string, ...previous: string[]) => ({ current, previous })
const ONE = "the first key, 32 bytes at least!"
const TWO = "the second key, 32 bytes at least"
const SECRET = "marker-secret-œ€"

describe("encryption of credentials", () => {
  it("comes back as it was, and never twice the same", () => {
    const text = encrypt(SECRET, "mpcon_1", keys(ONE))
    expect(decrypt(text, "mpcon_1", keys(ONE))).toEqual({ plain: SECRET, outdated: false })
    expect(encrypt(SECRET, "mpcon_1", keys(ONE))).not.toBe(text)
    expect(text).toMatch(/^v1:[\w-]{16}:[\w-]{22}:[\w-]+$/)
    expect(text).not.toContain("marker")
  })

  it("reads with a previous key and reports the text as outdated", () => {
    const text = encrypt(SECRET, "mpcon_1", keys(ONE))
    expect(decrypt(text, "mpcon_1", keys(TWO, ONE))).toEqual({ plain: SECRET, outdated: true })
    expect(() => decrypt(text, "mpcon_1", keys(TWO))).toThrow("cannot be decrypted")
  })

  it("does not decrypt for another connection", () => {
    const text = encrypt(SECRET, "mpcon_1", keys(ONE))
    expect(() => decrypt(text, "mpcon_2", keys(ONE))).toThrow("cannot be decrypted")
  })

  it.each([1, 2, 3])("refuses a text whose part %i was changed, without showing it", (part) => {
    const parts = encrypt(SECRET, "mpcon_1", keys(ONE)).split(":")
    parts[part] = (parts[part].startsWith("A") ? "B" : "A") + parts[part].slice(1)
    expect(() => decrypt(parts.join(":"), "mpcon_1", keys(ONE))).toThrow(
      /^The credentials cannot be decrypted: put the key that wrote them into [\w ,]+\.$/
    )
  })

  it.each(["", "plain text", "v2:a:b:c", "v1:a:b"])("refuses the unknown format %j", (text) => {
    expect(() => decrypt(text, "mpcon_1", keys(ONE))).toThrow("Unknown format")
  })

  it("is nothing that could be kept where it cannot be read, and any other failure stays one", async () => {
    const text = encrypt(SECRET, "mpcon_1", keys(ONE))
    const reading = async (current: string) => decrypt(text, "mpcon_1", keys(current)).plain
    expect(await unlessUnreadable(reading(ONE))).toBe(SECRET)
    expect(await unlessUnreadable(reading(TWO))).toBeNull()
    const keyless = async () => keysOf({ previous_encryption_keys: [] })
    await expect(unlessUnreadable(keyless())).rejects.toMatchObject({ code: "encryption_key_missing" })
    await expect(unlessUnreadable(Promise.reject(new Error("no database")))).rejects.toThrow("no database")
  })

  it("refuses a shortened tag", () => {
    const [version, iv, tag, text] = encrypt(SECRET, "mpcon_1", keys(ONE)).split(":")
    const short = Buffer.from(tag, "base64url").subarray(0, 4).toString("base64url")
    expect(() => decrypt([version, iv, short, text].join(":"), "mpcon_1", keys(ONE))).toThrow()
  })
})
