import fs from "node:fs"
import path from "node:path"
import en from "../en.json"
import fr from "../fr.json"

type Tree = { [key: string]: string | Tree }

const ADMIN = path.resolve(__dirname, "../..")
const PLURAL = /_(zero|one|two|few|many|other)$/

const leaves = (tree: Tree, prefix = ""): [key: string, text: string][] =>
  Object.entries(tree).flatMap(([key, value]) =>
    typeof value === "string"
      ? [[prefix + key, value] as [string, string]]
      : leaves(value, `${prefix}${key}.`)
  )

const english = new Map(leaves(en))
const french = new Map(leaves(fr))
const known = new Set([...english.keys()].map((key) => key.replace(PLURAL, "")))

const sources = fs
  .readdirSync(ADMIN, { recursive: true, encoding: "utf8" })
  .filter((file) => /\.tsx?$/.test(file) && !file.includes("__tests__"))
  .map((file) => ({ file, text: fs.readFileSync(path.join(ADMIN, file), "utf8") }))

/** Every text between quotes that has the form of a key, and every template with its holes as wildcards. */
const quoted = sources.flatMap(({ text }) => [...text.matchAll(/"([\w.]+)"/g)].map(([, key]) => key))
const templates = sources.flatMap(({ file, text }) =>
  [...text.matchAll(/\bt\(\s*`([^`]+)`/g)].map(([, template]) => ({
    file,
    template,
    pattern: new RegExp(`^${template.replaceAll(".", "\\.").replace(/\$\{[^}]+\}/g, "[\\w-]+")}$`),
  }))
)
/** What stands as a key where a translation is asked for. */
const asked = sources.flatMap(({ file, text }) =>
  [...text.matchAll(/\bt\(([^`]*?)[,)]/g)].flatMap(([, head]) =>
    [...head.matchAll(/"(\w+(?:\.\w+)+)"/g)].map(([, key]) => ({ file, key }))
  )
)
const labels = sources.flatMap(({ file, text }) =>
  /translationNs/.test(text) ? [...text.matchAll(/label: "([\w.]+)"/g)].map(([, key]) => ({ file, key })) : []
)

describe("texts of the admin", () => {
  it("is read from the sources", () => {
    expect(sources.length).toBeGreaterThan(20)
    expect(asked.length).toBeGreaterThan(50)
    expect(templates.length).toBeGreaterThan(5)
  })

  it("has the same keys in both languages", () => {
    expect([...french.keys()].sort()).toEqual([...english.keys()].sort())
  })

  it("has no empty text, and the same values to fill in", () => {
    const holes = (text: string) => [...text.matchAll(/\{\{(\w+)/g)].map(([, name]) => name).sort()
    for (const [key, text] of english) {
      const other = french.get(key) ?? ""
      expect({ key, text: text.trim() && other.trim() }).not.toEqual({ key, text: "" })
      expect({ key, holes: holes(other) }).toEqual({ key, holes: holes(text) })
    }
  })

  it("has every key that the code names", () => {
    expect([...asked, ...labels].filter(({ key }) => !known.has(key))).toEqual([])
  })

  it("has a text for every key that the code puts together", () => {
    const missing = templates.filter(({ pattern }) => ![...known].some((key) => pattern.test(key)))
    expect(missing.map(({ file, template }) => `${file}: ${template}`)).toEqual([])
  })

  it("has no key that the code does not name", () => {
    const names = new Set(quoted)
    const unused = [...known].filter(
      (key) => !names.has(key) && !templates.some(({ pattern }) => pattern.test(key))
    )
    expect(unused).toEqual([])
  })

  it("keeps texts out of the code", () => {
    const texts = sources.flatMap(({ file, text }) =>
      [...text.matchAll(/>\s*([A-Za-zÀ-ÿ][A-Za-zÀ-ÿ'’,. ]+)\s*<\/?[A-Za-z]/g)]
        .filter(() => file.endsWith(".tsx"))
        .map(([, words]) => `${file}: ${words}`)
    )
    expect(texts).toEqual([])
  })
})
