import fs from "node:fs"
import os from "node:os"
import path from "node:path"
import type { Logger } from "@medusajs/framework/types"
import marketplace from "../index"
import { describeUnsupported, medusaOf, OLDEST } from "../medusa-version"
import * as models from "../models"

const read = (file: string) => fs.readFileSync(path.resolve(__dirname, "../../../..", file), "utf8")
// Not imported: the build would put a copy of it beside the compiled code.
const { peerDependencies, devDependencies } = JSON.parse(read("package.json")) as Record<
  "peerDependencies" | "devDependencies",
  Record<string, string>
>
const NEEDS = "medusa-plugin-marketplace-connect needs Medusa 2.21 or newer (below 3), and this store runs"

describe("the supported range of Medusa", () => {
  it("is the peer range of every package of Medusa", () => {
    const range = `>=${OLDEST.major}.${OLDEST.minor}.0 <${OLDEST.major + 1}`
    const { "@medusajs/ui": _ui, ...peers } = peerDependencies
    const own = Object.entries(peers).filter(([name]) => name.startsWith("@medusajs/"))
    expect(own.length).toBeGreaterThan(4)
    expect(own.filter(([, wanted]) => wanted !== range)).toEqual([])
  })

  it("is what the documents say, and what a change is tested on", () => {
    const oldest = `${OLDEST.major}.${OLDEST.minor}.0`
    expect(read("README.md")).toContain(`Medusa ${oldest} or newer, below ${OLDEST.major + 1}`)
    expect(read(".ci/run")).toContain(`npm run compat -- ${oldest} --short`)
  })

  it("contains the version that this is developed on", () => {
    expect(describeUnsupported(devDependencies["@medusajs/medusa"])).toBeNull()
  })

  it.each(["2.21.0", "2.21.0-preview-20261101", "2.22.3", "2.100.0"])("contains %s", (version) => {
    expect(describeUnsupported(version)).toBeNull()
  })

  it.each(["2.20.1", "2.18.0", "2.3.0", "2.2.21", "1.20.10", "1.99.0"])("ends above %s", (version) => {
    expect(describeUnsupported(version)).toBe(
      `${NEEDS} ${version}. Older versions are not tested, and the admin cannot be built with them; upgrade Medusa.`
    )
  })

  it("ends below the next major version", () => {
    expect(describeUnsupported("3.0.0")).toContain(`${NEEDS} 3.0.0.`)
  })
})

/** Of a store whose database has all our columns. */
const migrated = {
  resolve: () => ({
    raw: async () => ({
      rows: Object.values(models).flatMap((model) => {
        const { tableName, schema } = model.parse()
        return Object.keys(schema).map((column) => ({ name: `${tableName}.${column}` }))
      }),
    }),
  }),
}

describe("at boot", () => {
  let folder: string
  let errors: string[]
  const started = process.cwd()

  beforeEach(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "medusa-version-"))
    errors = []
  })
  afterEach(() => {
    process.chdir(started)
    fs.rmSync(folder, { recursive: true })
  })

  const install = (content: string) => {
    const medusa = path.join(folder, "node_modules", "@medusajs", "medusa")
    fs.mkdirSync(medusa, { recursive: true })
    fs.writeFileSync(path.join(medusa, "package.json"), content)
  }
  const boot = async () => {
    process.chdir(folder)
    const logger = { error: (text: string) => errors.push(text) } as unknown as Logger
    for (const load of marketplace.loaders ?? []) await load({ logger, container: migrated } as never)
  }

  it("the module says that the store's Medusa is too old, once, and goes on", async () => {
    install('{ "version": "2.20.1" }')
    await boot()
    expect(errors).toEqual([expect.stringContaining(`${NEEDS} 2.20.1.`)])
  })

  it("nothing is said of a supported version", async () => {
    install('{ "version": "2.21.0" }')
    await boot()
    expect(errors).toEqual([])
  })

  it.each(["{}", '{ "version": 2 }', "no JSON"])(
    "nothing is said of a version that cannot be read: %s",
    async (content) => {
      install(content)
      await boot()
      expect(medusaOf(folder)).toBeNull()
      expect(errors).toEqual([])
    }
  )
})
