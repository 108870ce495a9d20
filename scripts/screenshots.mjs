// npm run screenshots: every screen of the plugin, in both languages and themes, into docs/screenshots. The orders in them
// are the sandbox's, always of the same seed.
import { createRequire } from "node:module"
import path from "node:path"
import { fileURLToPath } from "node:url"
import { buildAdmin } from "./build-admin.mjs"
import { findChromium } from "./chromium.mjs"
import { startTestServer } from "./template-database.mjs"

const root = fileURLToPath(new URL("..", import.meta.url))
const browser = findChromium()
if (!browser) {
  console.error("No Chromium found: install one, or name it with CHROMIUM_PATH.")
  process.exit(1)
}
process.chdir(root)
const adminFolder = await buildAdmin(console.log)
const server = process.env.TEST_TEMPLATE ? undefined : await startTestServer()
Object.assign(process.env, server?.env, { LOG_LEVEL: "error", MEDUSA_DISABLE_TELEMETRY: "true" })
try {
  process.env.TS_NODE_PROJECT = path.join(root, "tsconfig.json")
  const require = createRequire(import.meta.url)
  require("ts-node/register/transpile-only")
  const { takePictures } = require("../integration-tests/browser/helpers/pictures.ts")
  await takePictures({
    adminFolder,
    browser,
    folder: path.join(root, "docs", "screenshots"),
    say: console.log,
  })
} finally {
  await server?.stop()
}
process.exit()
