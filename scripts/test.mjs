// Everything that must hold: style, types, unit, integration and browser tests, and the demo's figures.
//   npm test                  all of it
//   npm run test:quick        the same with one integration spec
//   npm test -- <path> ...    only the specs whose path contains one of the words
//   npm run test:cluster      every spec of a store on Redis with several processes (npm test has the short one)
import { spawn, spawnSync } from "node:child_process"
import { once } from "node:events"
import fs from "node:fs"
import os from "node:os"
import path from "node:path"
import { fileURLToPath } from "node:url"
import { findChromium } from "./chromium.mjs"
import { startTestServer } from "./template-database.mjs"

const QUICK_SPEC = "integration-tests/round-trip.spec.ts"
const SMOKE_SPEC = "integration-tests/cluster/smoke.spec.ts"

const root = fileURLToPath(new URL("..", import.meta.url))
const filters = process.argv.slice(2).filter((argument) => !argument.startsWith("--"))
const quick = process.argv.includes("--quick")
const onlyCluster = process.argv.includes("--cluster")
const totals = { passed: 0, failed: 0, skipped: 0 }
const workFolder = fs.mkdtempSync(path.join(os.tmpdir(), "marketplace-tests-"))
const started = Date.now()
const children = new Set()
let server
let databaseEnv
let interrupted = false

for (const signal of ["SIGINT", "SIGTERM"]) {
  process.on(signal, () => {
    interrupted = true
    for (const { pid } of children) process.kill(-pid, signal)
  })
}

try {
  if (!filters.length && !onlyCluster) {
    await Promise.all([
      check("style", "npm", ["run", "--silent", "lint"]),
      check("types", "npm", ["run", "--silent", "types"]),
    ])
  }
  if (!onlyCluster) {
    await jest("unit", filters, ["--maxWorkers=2"])
    await jest("turns", filters, ["--runInBand"])
    await jest("admin", filters, ["--maxWorkers=2"])
    await integration()
    await browser()
  }
  await cluster()
  if (!quick && !filters.length && !onlyCluster) {
    await demo()
  }
} finally {
  await server?.stop()
  fs.rmSync(workFolder, { recursive: true, force: true })
}
say(
  `Done in ${Math.round((Date.now() - started) / 1000)} s on ${os.cpus().length} × ${os.cpus()[0].model.trim()}.`
)
console.log(
  `${totals.passed} passed, ${totals.failed} failed${totals.skipped ? `, ${totals.skipped} skipped` : ""}`
)
process.exitCode = totals.failed || interrupted || !totals.passed ? 1 : 0

async function integration() {
  const patterns = quick ? [QUICK_SPEC] : filters
  if (interrupted || !hasSpecs("integration", patterns)) {
    return
  }
  const env = await database()
  if (!env) {
    return
  }
  // One more than there are cores: half of the time a spec waits. Each loads Medusa again and leaves about 200 MB behind, so the process is replaced now and then.
  await jest(
    "integration",
    patterns,
    [`--maxWorkers=${os.cpus().length + 1}`, "--workerIdleMemoryLimit=1000MB"],
    env
  )
}

/** The admin's pages in a real browser. Where there is none, nothing counts as passed. */
async function browser() {
  if (interrupted || quick || !hasSpecs("browser", filters)) {
    return
  }
  if (!findChromium()) {
    return say("browser tests did not run: no Chromium found (CHROMIUM_PATH names one)")
  }
  const env = await database()
  if (env) {
    await jest("browser", filters, ["--runInBand"], env)
  }
}

/** A store of several processes. Where there is no Redis, it is said, and nothing counts as passed. */
async function cluster() {
  const patterns = filters.length || onlyCluster ? filters : [SMOKE_SPEC]
  if (interrupted || quick || !hasSpecs("cluster", patterns)) {
    return
  }
  if (spawnSync("redis-server", ["--version"]).status !== 0) {
    return say("tests of several processes did not run: no redis-server found")
  }
  const env = await database()
  if (env) {
    await jest("cluster", patterns, ["--runInBand"], env)
  }
}

/** What specs need to make databases of their own; the server is started once. Nothing where that fails. */
async function database() {
  if (process.env.TEST_TEMPLATE) {
    return {}
  }
  if (!databaseEnv && !interrupted) {
    say("database: starting PostgreSQL and migrating the template")
    const since = Date.now()
    try {
      server = await startTestServer()
      databaseEnv = server.env
      say(`database: ready in ${Math.round((Date.now() - since) / 1000)} s`)
    } catch (error) {
      console.error(error.message)
      record("database", false)
    }
  }
  return databaseEnv
}

/** Starts on an empty folder, with a database of its own. */
async function demo() {
  // The database's user has to pass through.
  fs.chmodSync(workFolder, 0o711)
  const data = path.join(workFolder, "demo")
  await check("demo", process.execPath, ["scripts/demo.mjs", "--once", "--data", data], { DATABASE_URL: "" })
}

async function check(name, command, args, env) {
  if (!interrupted) {
    say(name)
    record(name, (await run(command, args, env)) === 0)
  }
}

async function jest(project, patterns, flags, env) {
  if (interrupted || !hasSpecs(project, patterns)) {
    return
  }
  say(`${project} tests`)
  const outputFile = path.join(workFolder, `${project}.json`)
  const reporting = ["--json", "--outputFile", outputFile]
  const code = await run("npx", [...jestOf(project), ...flags, ...reporting, ...patterns], env)
  if (!fs.existsSync(outputFile)) {
    return record(`${project} tests`, false)
  }
  const result = JSON.parse(fs.readFileSync(outputFile, "utf8"))
  totals.passed += result.numPassedTests
  // A spec that cannot be loaded has no tests of its own to fail.
  totals.failed += result.numFailedTests + result.numRuntimeErrorTestSuites
  totals.skipped += result.numPendingTests + result.numTodoTests
  if (code !== 0 && result.success) {
    record(`${project} tests`, false)
  }
}

function jestOf(project) {
  return ["jest", "--selectProjects", project]
}

function hasSpecs(project, patterns) {
  const listed = spawnSync("npx", [...jestOf(project), "--listTests", "--json", ...patterns], {
    cwd: root,
    encoding: "utf8",
  })
  return JSON.parse(listed.stdout).length > 0
}

/** Runs a command in a process group of its own, so that a signal reaches all of it; returns its exit code. */
async function run(command, args, env) {
  const child = spawn(command, args, {
    cwd: root,
    detached: true,
    stdio: ["ignore", "inherit", "inherit"],
    env: { ...process.env, MEDUSA_DISABLE_TELEMETRY: "true", ...env },
  })
  children.add(child)
  const [code] = await once(child, "close")
  children.delete(child)
  return code
}

function record(name, passed) {
  totals[passed ? "passed" : "failed"]++
  say(`${name}: ${passed ? "passed" : "FAILED"}`)
}

function say(text) {
  console.log(`[${text}]`)
}
