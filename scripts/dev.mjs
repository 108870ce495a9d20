// npm run dev: the demo's store and marketplaces with Medusa's development server, which restarts after every change
// of a file. The first start plays the demo, so that there is something to see.
//   npm run dev -- --port 9000 --sandbox-port 9400
import { spawn, spawnSync } from "node:child_process"
import fs from "node:fs"
import { createRequire } from "node:module"
import path from "node:path"
import { fileURLToPath } from "node:url"
import { parseArgs } from "node:util"

const root = fileURLToPath(new URL("..", import.meta.url))
// A folder that begins with a dot is not watched.
const data = path.join(root, ".data")
const { values } = parseArgs({
  options: {
    port: { type: "string", default: "9000" },
    "sandbox-port": { type: "string", default: "9400" },
  },
})

process.chdir(root)
if (!fs.existsSync(path.join(data, "marketplaces.bin"))) {
  const { status } = spawnSync(process.execPath, ["scripts/demo.mjs", "--once"], { stdio: "inherit" })
  if (!fs.existsSync(path.join(data, "marketplaces.bin"))) {
    process.exit(status ?? 1)
  }
}

const { prepareDatabase } = await import("./demo/database.mjs")
const database = await prepareDatabase(data, (subject, text) => console.log(`${subject}: ${text}`))

const require = createRequire(import.meta.url)
process.env.TS_NODE_PROJECT = path.join(root, "tsconfig.json")
require("ts-node/register/transpile-only")
const { startSandbox } = require("../sandbox/server.ts")
const { ADMIN_EMAIL, storeEnvironment } = require("./demo/environment.ts")
const { recall, remember } = require("./demo/memory.ts")

const memory = recall(database.folder)
const sandbox = await startSandbox({ port: Number(values["sandbox-port"]), memory: memory?.sandbox })
console.log(`marketplaces: ${sandbox.url}`)
console.log(`admin: http://127.0.0.1:${values.port}/app (${ADMIN_EMAIL}, ${database.secrets.admin_password})`)

const medusa = spawn(
  "npx",
  ["medusa", "develop", "--no-lint", "--host", "127.0.0.1", "--port", values.port],
  {
    detached: true,
    stdio: ["ignore", "inherit", "inherit"],
    env: { ...process.env, ...storeEnvironment(database, sandbox) },
  }
)
for (const signal of ["SIGINT", "SIGTERM"]) {
  process.on(signal, () => process.kill(-medusa.pid, "SIGTERM"))
}
medusa.once("close", async (code) => {
  remember(database.folder, { seeds: memory?.seeds ?? 0, sandbox: sandbox.remember() })
  await sandbox.stop()
  await database.stop()
  process.exit(code ?? 0)
})
