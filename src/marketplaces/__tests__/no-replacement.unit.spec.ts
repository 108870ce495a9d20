import { readdirSync, readFileSync } from "node:fs"
import path from "node:path"

/** One URL parameter, one word of a request: enough to replace or delete every offer of a seller. None of them exists here. */
const FORBIDDEN = [
  /purge_?and_?replace/i,
  /["'`]Delete["'`]/,
  /action["'`:=\s]+["'`]?purge/i,
  /offer-integration-packages/i,
]
const GUARD = "offers-contract-test.ts"

const source = path.join(__dirname, "../..")
const files = readdirSync(source, { recursive: true, encoding: "utf8" }).filter(
  (file) => /\.tsx?$/.test(file) && !file.includes("__tests__") && path.basename(file) !== GUARD
)

it("looks at the whole source", () => {
  expect(files.length).toBeGreaterThan(300)
  expect(files).toContain(path.join("marketplaces", "rakuten", "offers", "submit.ts"))
})

it.each(FORBIDDEN)("%s stands nowhere in it", (forbidden) => {
  const found = files.filter((file) => forbidden.test(readFileSync(path.join(source, file), "utf8")))
  expect(found).toEqual([])
})
