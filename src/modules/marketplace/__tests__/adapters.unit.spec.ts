import fs from "node:fs"
import os from "node:os"
import path from "node:path"
import { loadAdapters } from "../adapters"
import { readOptions } from "../options"

let store: string

beforeAll(() => {
  store = fs.mkdtempSync(path.join(os.tmpdir(), "marketplace-adapters-"))
})
afterAll(() => fs.rmSync(store, { recursive: true, force: true }))

/** A package of the store that exports this. */
function install(name: string, source: string): string {
  const folder = path.join(store, "node_modules", name)
  fs.mkdirSync(folder, { recursive: true })
  fs.writeFileSync(path.join(folder, "index.js"), source)
  return name
}

const load = (...marketplaces: { resolve: string; options?: Record<string, unknown> }[]) =>
  loadAdapters(readOptions({ marketplaces }, {}), store)

const ADAPTER = `{ descriptor: { id: "acme", name: "Acme" }, connect() {} }`
const FACTORY = `(options) => ({ descriptor: { id: options.id, name: options.name }, connect() {} })`

describe("a marketplace of the plugin's options", () => {
  it.each([
    ["the module", `module.exports = ${ADAPTER}`],
    ["default", `exports.default = ${ADAPTER}`],
    ["adapter", `exports.adapter = ${ADAPTER}`],
    ["any name", `exports.acme = ${ADAPTER}; exports.helper = () => ({})`],
    ["a factory as the module", `module.exports = () => (${ADAPTER})`],
    ["a factory as default", `exports.default = () => (${ADAPTER})`],
    ["a factory as adapter", `exports.adapter = () => (${ADAPTER}); exports.other = 1`],
  ])("is exported as %s", (_, source) => {
    const resolve = install(`acme-${Math.random().toString(36).slice(2)}`, source)
    expect(load({ resolve, options: { api_url: "https://acme.example" } }).get("acme")).toMatchObject({
      adapter: { descriptor: { name: "Acme" } },
      options: { api_url: "https://acme.example" },
    })
  })

  it("is several, where a factory is called for each entry", () => {
    const resolve = install("acme-platform", `exports.default = ${FACTORY}`)
    const adapters = load(
      { resolve, options: { id: "acme-fr", name: "Acme France" } },
      { resolve, options: { id: "acme-de", name: "Acme Deutschland" } }
    )
    expect([...adapters.keys()]).toEqual(["cdiscount", "rakuten", "acme-fr", "acme-de"])
    expect(adapters.get("acme-de")).toMatchObject({
      adapter: { descriptor: { name: "Acme Deutschland" } },
      options: { id: "acme-de" },
    })
  })

  it.each([
    ["an id that exists", `module.exports = ${FACTORY}`, { id: "rakuten" }, /takes the id "rakuten"/],
    ["a section of the settings", `module.exports = ${FACTORY}`, { id: "shipping" }, /the id "shipping"/],
    ["an id that is no name", `module.exports = ${FACTORY}`, { id: "Acme FR" }, /the id "Acme FR"/],
    ["no id", `module.exports = ${FACTORY}`, {}, /the id "undefined"/],
    ["no adapter", `exports.acme = 1`, {}, /exports no adapter and no factory/],
    ["nothing", `module.exports = null`, {}, /exports no adapter and no factory/],
    ["a factory that returns nothing", `module.exports = () => {}`, {}, /exports no adapter and no factory/],
    ["a factory that is late", `module.exports = async () => (${ADAPTER})`, {}, /too late/],
    ["a failure", `throw new Error("No address.")`, {}, /cannot be loaded: No address\./],
  ])("is refused with %s, by the name of its package", (_, source, options, sentence) => {
    const resolve = install(`bad-${Math.random().toString(36).slice(2)}`, source)
    expect(() => load({ resolve, options })).toThrow(sentence)
    expect(() => load({ resolve, options })).toThrow(`The marketplace "${resolve}" `)
  })

  it("is refused where there is no such package", () => {
    expect(() => load({ resolve: "no-such-package" })).toThrow(
      /^The marketplace "no-such-package" cannot be loaded: Cannot find module/
    )
  })

  it("keeps the secrets of its options out of the sentence", () => {
    const resolve = install("acme-secret", `module.exports = ({ key }) => { throw new Error("bad " + key) }`)
    expect(() => load({ resolve, options: { key: "KEY-0001-SECRET" } })).toThrow("cannot be loaded: bad ….")
  })
})
