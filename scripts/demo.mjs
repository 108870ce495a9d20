// npm run demo               both marketplaces played on this machine, orders in, tracking out; stays up until Ctrl+C
// npm run demo -- --once     the same, compares every figure with the sandbox's, stops, and exits with 0 or 1
// npm run demo -- --cluster  the same on Redis, with one server and two workers
// npm run demo -- --help
import { createRequire } from "node:module"
import path from "node:path"
import { fileURLToPath } from "node:url"
import { parseArgs } from "node:util"

const USAGE = `npm run demo -- [--once] [--cluster] [--port 9000] [--sandbox-port 9400] [--data .data]

  --once           compare every figure with what the marketplaces say, stop, exit with 0 or 1
  --cluster        on Redis, with one server and two workers, each a process of its own; needs redis-server
  --port           port of the store (default: any free one)
  --sandbox-port   port of the marketplaces (default: any free one)
  --data           folder of the demo's database and keys (default: .data)

DATABASE_URL names an empty database of your own PostgreSQL; without it the demo brings one.`

const root = fileURLToPath(new URL("..", import.meta.url))
const started = Date.now()
const stops = []
let stopping

main().catch(async (error) => {
  if (!stopping) {
    console.error(`\nThe demo stopped: ${explain(error)}`)
    await stop(1)
  }
})

async function main() {
  const options = readOptions()
  process.on("SIGINT", () => stop(0)).on("SIGTERM", () => stop(0))
  process.chdir(root)
  // Read by Medusa while its files are loaded.
  process.env.LOG_LEVEL ??= "error"
  const require = createRequire(import.meta.url)
  process.env.TS_NODE_PROJECT = path.join(root, "tsconfig.json")
  require("ts-node/register/transpile-only")
  if (options.cluster && !require("./store/redis.ts").hasRedis()) {
    throw new Error("--cluster needs redis-server on the PATH. Install it, or leave --cluster out.")
  }
  const { prepareDatabase } = await import("./demo/database.mjs")
  const database = await prepareDatabase(path.resolve(options.data), say)
  stops.push(database.stop)
  const { runDemo } = require("./demo/run-demo.ts")
  const isRight = await runDemo({
    ...options,
    database,
    say,
    onStop: (work) => stops.push(work),
  })
  if (options.once) {
    await stop(isRight ? 0 : 1)
  }
}

function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        once: { type: "boolean", default: false },
        cluster: { type: "boolean", default: false },
        port: { type: "string", default: "0" },
        "sandbox-port": { type: "string", default: "0" },
        data: { type: "string", default: path.join(root, ".data") },
        help: { type: "boolean", default: false },
      },
    })
    if (values.help) {
      console.log(USAGE)
      process.exit(0)
    }
    return { ...values, port: readPort(values.port), sandboxPort: readPort(values["sandbox-port"]) }
  } catch (error) {
    console.error(`${error.message}\n\n${USAGE}`)
    process.exit(2)
  }
}

function readPort(text) {
  const port = Number(text)
  if (!Number.isInteger(port) || port < 0 || port > 65535) {
    throw new Error(`"${text}" is no port.`)
  }
  return port
}

function explain(error) {
  const isMissing = ["ERR_MODULE_NOT_FOUND", "MODULE_NOT_FOUND"].includes(error.code)
  if (isMissing && !/'[./]/.test(error.message)) {
    return `${error.message.split("\n")[0]}\nRun "npm ci" first.`
  }
  if (error.code === "EADDRINUSE") {
    return `port ${error.port} is in use. Choose another one, or leave the option out for any free one.`
  }
  if (error.code === "EACCES" && error.path) {
    return `${error.path} cannot be written. Was the demo started by another user before? Use --data <folder>.`
  }
  return process.env.DEBUG ? error.stack : error.message
}

/** Ends what was started, the last first. A part that does not end is waited for at most 15 seconds. */
function stop(code) {
  stopping ??= (async () => {
    const patience = setTimeout(() => process.exit(code || 1), 15_000)
    for (const work of stops.reverse()) {
      await Promise.resolve()
        .then(work)
        .catch((error) => console.error(error.message))
    }
    clearTimeout(patience)
    process.exit(code)
  })()
  return stopping
}

/** A line of progress. */
function say(subject, text) {
  const seconds = String(Math.round((Date.now() - started) / 1000)).padStart(4)
  console.log(`${seconds} s  ${subject.padEnd(10)} ${text}`)
}
