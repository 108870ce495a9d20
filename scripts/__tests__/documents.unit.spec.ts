import fs from "node:fs"
import path from "node:path"
import { connectionSettingsSchema } from "../../src/orders/settings"
import { cdiscount } from "../../src/marketplaces/cdiscount"
import { PAGES, problemsPage } from "../problems-page"

const root = path.resolve(__dirname, "../..")
const read = (file: string) => fs.readFileSync(path.join(root, file), "utf8")
const filesIn = (folder: string, name: RegExp) =>
  fs
    .readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => name.test(file))
    .map((file) => path.join(folder, file))

const documents = [
  ...fs.readdirSync(root).filter((file) => file.endsWith(".md")),
  ...filesIn("docs", /\.md$/),
  "examples/adapter-acme/README.md",
  "integration-tests/README.md",
  "sandbox/README.md",
]
const API = "docs/api"
const contract = filesIn(API, /\.md$/).map(read).join("\n")

/** The anchor that a heading gets. */
const anchor = (heading: string) =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\- ]/gu, "")
    .trim()
    .replaceAll(" ", "-")
const anchorsOf = (file: string) =>
  [...read(file).matchAll(/^#+ (.*)$/gm)].map(([, heading]) => anchor(heading))

describe("the documents", () => {
  it.each(documents)("%s has no link that leads nowhere", (document) => {
    const links = [...read(document).matchAll(/\]\(([^)\s]+)\)/g)]
      .map(([, link]) => link)
      .filter((link) => !/^https?:/.test(link))
    const broken = links.filter((link) => {
      const [file, fragment] = link.split("#")
      const target = file ? path.join(path.dirname(document), file) : document
      return (
        !fs.existsSync(path.join(root, target)) ||
        (fragment !== undefined && !anchorsOf(target).includes(fragment))
      )
    })
    expect(broken).toEqual([])
  })

  it.each(["en", "fr"] as const)("have every problem as the catalog has it (%s)", (locale) => {
    // `npm run docs:problems` writes the pages.
    expect(read(PAGES[locale])).toBe(problemsPage(locale))
  })

  it("name specs that exist as proofs of the laws", () => {
    const laws = read("docs/architecture.md").match(/^\| law [^]*?\n\n/m)?.[0] ?? ""
    const proofs = laws.split("\n").flatMap((row) => {
      const column = row.split("|")[3] ?? ""
      return [...column.matchAll(/`([\w-]+)`/g)].map(([, name]) => name)
    })
    expect(proofs.length).toBeGreaterThan(15)
    expect(
      proofs.filter((name) => !fs.existsSync(path.join(root, "integration-tests", `${name}.spec.ts`)))
    ).toEqual([])
  })

  const routes = filesIn("src/api/admin/marketplaces", /route\.ts$/).flatMap((file) => {
    const address = path
      .relative("src/api/admin/marketplaces", path.dirname(file))
      .replace(/\[(\w+)\]/g, ":$1")
    return [...read(file).matchAll(/^export (?:const|async function|function) (GET|POST|DELETE)\b/gm)].map(
      ([, method]) => [method, `/${address}`]
    )
  })

  it("are compared with the routes", () => {
    expect(routes.length).toBeGreaterThan(50)
  })

  it.each(routes)("have %s %s", (method, address) => {
    const written = new RegExp(`\`(${method} )?${address}[\`?\\s]`)
    expect(contract).toMatch(written)
  })

  it("have every setting of a connection", () => {
    const defaults = connectionSettingsSchema("cdiscount", cdiscount.settings_schema, 5, true).parse({})
    const { cdiscount: _own, ...sections } = defaults as Record<string, Record<string, unknown>>
    const names = Object.entries(sections).flatMap(([section, fields]) =>
      Object.keys(fields).map((field) => `${section}.${field}`)
    )
    expect(names.length).toBeGreaterThan(25)
    const text = read(`${API}/settings.md`)
    expect(names.filter((name) => !text.includes(`\`${name}\``))).toEqual([])
  })
})
