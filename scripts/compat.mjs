// npm run compat -- 2.21.0     the package in a store from scratch, with its own packages, on this version of Medusa
// npm run compat -- latest
// npm run compat -- 2.21.0 --short
import { createRequire } from "node:module"
import path from "node:path"
import { fileURLToPath } from "node:url"
import { parseArgs } from "node:util"
import { findChromium } from "./chromium.mjs"
import { startPostgres } from "./postgres.mjs"

const USAGE = `npm run compat -- [<version of Medusa>] [--short] [--keep]

  <version>   a version or a tag of @medusajs/medusa (default: latest)
  --short     without the upgrade from 0.1.0, the unit tests on Node 22, and most of the admin's pages
  --keep      leave the store's folder for looking at it`

const root = fileURLToPath(new URL("..", import.meta.url))
const options = readOptions()
process.chdir(root)
process.env.TS_NODE_PROJECT = path.join(root, "tsconfig.json")
const require = createRequire(import.meta.url)
require("ts-node/register/transpile-only")
const { runCompat } = require("./compat/run-compat.ts")
const { passed, failed } = await runCompat({ ...options, browser: findChromium(), startPostgres })
console.log(`${passed} passed, ${failed} failed`)
process.exit(failed || !passed ? 1 : 0)

function readOptions() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        short: { type: "boolean", default: false },
        keep: { type: "boolean", default: false },
        help: { type: "boolean", default: false },
      },
    })
    if (values.help) {
      console.log(USAGE)
      process.exit(0)
    }
    if (positionals.length > 1) {
      throw new Error("One version at a time.")
    }
    return { ...values, wanted: positionals[0] ?? "latest" }
  } catch (error) {
    console.error(`${error.message}\n\n${USAGE}`)
    process.exit(2)
  }
}
