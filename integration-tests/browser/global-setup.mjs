// Once for all browser specs: the built admin, one store that serves it, both marketplaces, one browser.
import { createRequire } from "node:module"
import path from "node:path"
import { fileURLToPath } from "node:url"
import { buildAdmin } from "../../scripts/build-admin.mjs"
import { findChromium } from "../../scripts/chromium.mjs"

const root = fileURLToPath(new URL("../..", import.meta.url))

export default async function setUp() {
  const browser = findChromium()
  if (!browser) {
    throw new Error("No Chromium found: install one, or name it with CHROMIUM_PATH.")
  }
  const adminFolder = await buildAdmin((text) => console.log(`\n[${text}]`))
  process.env.TS_NODE_PROJECT = path.join(root, "tsconfig.json")
  const require = createRequire(import.meta.url)
  require("ts-node/register/transpile-only")
  const { startBrowserStore } = require("./helpers/browser-store.ts")
  const { description, stop } = await startBrowserStore({ adminFolder, browser })
  process.env.BROWSER_STORE = JSON.stringify(description)
  globalThis.stopBrowserStore = stop
}
