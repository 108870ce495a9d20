const fs = require("node:fs")
const path = require("node:path")
const ts = require("typescript")

const SRC = path.resolve(__dirname, "../../../src")
const files = fs
  .readdirSync(SRC, { recursive: true, encoding: "utf8" })
  .filter((file) => /\.tsx?$/.test(file) && !file.includes("__tests__"))

/** The files of src/ that a file imports, types included. */
function importsOf(file) {
  const { importedFiles } = ts.preProcessFile(fs.readFileSync(path.join(SRC, file), "utf8"))
  return importedFiles
    .map(({ fileName }) => fileName)
    .filter((name) => name.startsWith("."))
    .flatMap((name) => {
      const at = path.join(path.dirname(file), name)
      return [at, `${at}.ts`, `${at}.tsx`, path.join(at, "index.ts")].filter((one) => files.includes(one))
    })
}

/** The ways on which a file leads back to itself. */
function cyclesIn(graph) {
  const done = new Set()
  const found = []
  const walk = (file, way) => {
    if (way.includes(file)) found.push([...way.slice(way.indexOf(file)), file].join(" → "))
    if (done.has(file) || way.includes(file)) return
    for (const other of graph.get(file) ?? []) walk(other, [...way, file])
    done.add(file)
  }
  for (const file of graph.keys()) walk(file, [])
  return found
}

describe("the files of src/", () => {
  it("do not lead back to themselves by their imports", () => {
    const graph = new Map(files.map((file) => [file, importsOf(file)]))
    expect([...graph.values()].flat().length).toBeGreaterThan(1000)
    expect(cyclesIn(graph)).toEqual([])
  })

  it("would be found if they did", () => {
    const graph = new Map(Object.entries({ a: ["b"], b: ["c"], c: ["b", "d"], d: [] }))
    expect(cyclesIn(graph)).toEqual(["b → c → b"])
  })
})
