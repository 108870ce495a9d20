import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import ts from "typescript"

const FOLDER = join(__dirname, "..")
/** Their indexes are partial: without their condition none is used, and the whole table is read. */
const READ = /\b(?:from|join|update)\s+marketplace_label_(?:panel_order|request|parcel|news)\b/g
/** Found by its primary key, which another part of the statement has read. */
const BY_KEY = /\bid (?:in|=) \(select\b|\b\w+\.id = old\.id\b/g
const CONDITION = /\bdeleted_at is null\b|\$\{IS_(?:FREE|DUE)\}/g

const count = (text: string, pattern: RegExp) => (text.match(pattern) ?? []).length

function textsOf(node: ts.Node, found: string[] = []): string[] {
  if (ts.isStringLiteralLike(node) || ts.isTemplateExpression(node)) return [...found, node.getText()]
  const parts: ts.Node[] = []
  node.forEachChild((child) => void parts.push(child))
  return parts.reduce((all, part) => textsOf(part, all), found)
}

describe("The statements on the tables of labels", () => {
  const reading = readdirSync(FOLDER)
    .filter((name) => name.endsWith(".ts"))
    .flatMap((name) => {
      const source = readFileSync(join(FOLDER, name), "utf8")
      return textsOf(ts.createSourceFile(name, source, ts.ScriptTarget.Latest, true))
    })
    .filter((text) => count(text, READ) > 0)

  it("are found", () => {
    expect(reading.length).toBeGreaterThan(40)
  })

  it("name the condition of the indexes for every table that they search", () => {
    expect(
      reading.filter((text) => count(text, READ) > count(text, CONDITION) + count(text, BY_KEY))
    ).toEqual([])
  })
})
