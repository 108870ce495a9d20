import fs from "node:fs"
import path from "node:path"
import { describeCommonSettings } from "../../orders/settings"
import en from "../i18n/en.json"

const ADMIN = path.resolve(__dirname, "..")
const sections = describeCommonSettings(5, true)

const sources = fs
  .readdirSync(ADMIN, { recursive: true, encoding: "utf8" })
  .filter((file) => /\.tsx?$/.test(file) && !file.includes("__tests__"))
  .map((file) => ({ file, text: fs.readFileSync(path.join(ADMIN, file), "utf8") }))

/** Names of settings that stand in a text as a value or as a key. */
const named = (text: string, names: string[]) =>
  names.filter((name) => new RegExp(`["'\`.]${name}["'\`]|\\b${name}\\??:`).test(text))

describe("the settings of a connection are listed once, in src/orders/settings.ts", () => {
  it("is compared with the admin's sources", () => {
    expect(sources.length).toBeGreaterThan(100)
    expect(named('{ name: "unpaid" }, countries: "list"', ["unpaid", "countries", "send"])).toEqual([
      "unpaid",
      "countries",
    ])
  })

  it.each(sections)("no file of the admin lists those of $name", ({ fields }) => {
    const names = fields.map(({ name }) => name)
    const lists = sources.filter(({ text }) => named(text, names).length >= Math.min(3, names.length))
    expect(lists.map(({ file }) => file)).toEqual([])
  })

  it("no file of the admin names many sections of settings but the tabs, which have all", () => {
    const names = sections.map(({ name }) => name)
    const lists = sources.filter(({ text }) => names.filter((name) => text.includes(`"${name}"`)).length >= 3)
    expect(lists.map(({ file }) => file)).toEqual(["components/connection/connection-tabs.tsx"])
    expect(names.filter((name) => !lists[0].text.includes(`settings("${name}")`))).toEqual([])
  })

  it("the admin's texts have none of their words", () => {
    expect(Object.keys(en.settings)).toEqual(["adapter"])
  })

  it("the admin has words for the parts of settings", () => {
    const parts = (section: string, name: string) =>
      sections.find((one) => one.name === section)?.fields.find((field) => field.name === name)?.parts ?? {}
    const rule = parts("customer", "name_rule")
    expect(Object.keys(en.nameRule.parts).sort()).toEqual(Object.keys(rule).sort())
    const sources = new Set(Object.values(rule).flatMap(({ options }) => options))
    expect(Object.keys(en.nameRule.sources).sort()).toEqual([...sources].sort())
    const { language, level } = parts("notifications", "recipients")
    expect(Object.keys(en.recipients.languages)).toEqual(language.options)
    expect(Object.keys(en.recipients.levels)).toEqual(level.options)
  })
})
