import { readdirSync, readFileSync } from "node:fs"
import path from "node:path"

const ROOT = path.join(__dirname, "..")
const CALL = /\b(?:oneStepWorkflow|createWorkflow)\(/g
const EXPORT = /^export const (\w+)Workflow = (?:oneStepWorkflow|createWorkflow)\(\s*"([^"]+)"/gm

const kebab = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)

const files = readdirSync(ROOT, { recursive: true, encoding: "utf8" })
  .filter(
    (file) => file.endsWith(".ts") && !file.includes("__tests__") && !file.endsWith("one-step-workflow.ts")
  )
  .map((file) => ({ file, text: readFileSync(path.join(ROOT, file), "utf8") }))
const workflows = files.flatMap(({ text }) =>
  [...text.matchAll(EXPORT)].map(([, name, id]) => ({ name, id }))
)

// Medusa's lint rule does not look through the helper.
describe("workflow ids", () => {
  it.each(workflows)("$id is the name of its export", ({ name, id }) => {
    expect(id).toBe(kebab(name))
  })

  it("are unique", () => {
    const ids = workflows.map(({ id }) => id)
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([])
  })

  it("are all seen here: every workflow is an export at the top level, with its id written out", () => {
    const calls = files.flatMap(({ file, text }) => [...text.matchAll(CALL)].map(() => file))
    expect(calls.length).toBeGreaterThan(25)
    expect(workflows).toHaveLength(calls.length)
  })
})

// The engine then writes what passes through it into its own table, and a worker's queue holds it.
it("no workflow or step is async, nested, in the background, timed or stored", () => {
  const forbidden =
    /\b(?:runAsStep|parallelize|backgroundExecution|retryInterval|retentionTime|idempotent)\b|\b(?:async|store): true\b/
  expect(files.filter(({ text }) => forbidden.test(text)).map(({ file }) => file)).toEqual([])
})
