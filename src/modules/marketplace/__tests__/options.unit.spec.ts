import { readOptions } from "../options"

const KEY = "a key that has 32 bytes at least!"

describe("the plugin's options", () => {
  it("come from the options, then from the environment", () => {
    const env = {
      MARKETPLACE_ENCRYPTION_KEY: KEY,
      MARKETPLACE_INSTANCE: "from the environment",
      CDISCOUNT_API_URL: "https://env.example",
      RAKUTEN_API_URL: "",
    }
    const options = readOptions(
      { instance: "production", cdiscount: { api_url: "https://option.example" } },
      env
    )
    expect(options).toMatchObject({
      encryption_key: KEY,
      instance: "production",
      cdiscount: { api_url: "https://option.example" },
      rakuten: {},
    })
    expect(readOptions({ cdiscount: { api_url: undefined } }, env).cdiscount.api_url).toBe(
      "https://env.example"
    )
  })

  it("need nothing", () => {
    expect(readOptions(undefined, {})).toMatchObject({ previous_encryption_keys: [], marketplaces: [] })
  })

  it("take what Medusa adds to every module's options", () => {
    expect(() => readOptions({ database: { clientUrl: "postgres://x" } }, {})).not.toThrow()
  })

  it.each([
    [{ encryption_key: "marker-short" }, "encryption_key: must be at least 32 bytes long"],
    [
      { previous_encryption_keys: ["marker-short"] },
      "previous_encryption_keys.0: must be at least 32 bytes long",
    ],
    [{ encryption_keys: KEY }, 'Unrecognized key: "encryption_keys"'],
    [{ cdiscount: { url: "https://a.example" } }, "cdiscount"],
    [{ marketplaces: [{ name: "x" }] }, "marketplaces.0"],
  ])("refuse %j with the option's name and never its value", (given, message) => {
    const read = () => readOptions(given, {})
    expect(read).toThrow(message)
    expect(read).not.toThrow("marker")
  })

  it("count bytes, not characters", () => {
    expect(() => readOptions({ encryption_key: "é".repeat(16) }, {})).not.toThrow()
    expect(() => readOptions({ encryption_key: "é".repeat(15) }, {})).toThrow()
  })
})
