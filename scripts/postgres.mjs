import { spawn } from "node:child_process"
import { once } from "node:events"
import { createInterface } from "node:readline"
import { fileURLToPath } from "node:url"
import pg from "pg"

const guardScript = fileURLToPath(new URL("./postgres-guard.mjs", import.meta.url))

/**
 * Starts a PostgreSQL server on a free port of 127.0.0.1, or uses the one that DATABASE_URL names.
 *
 * The server belongs to a guard process that stops it as soon as this process ends, however that happens,
 * and removes the data folder unless it is persistent.
 *
 * @param {object} [options]
 * @param {string} [options.dataDir] Folder of the cluster. Left out: a new one under the system's temporary folder.
 * @param {boolean} [options.persistent] Keep the folder and its data for the next start (default: false).
 * @returns {Promise<PostgresServer>}
 * @throws {Error} with the reason, when the server cannot be started.
 *
 * @typedef {object} PostgresServer
 * @property {boolean} external True when DATABASE_URL names the server.
 * @property {string} dataDir Where the data is; empty for an external server. It can differ from the one asked for.
 * @property {(database: string) => string} url Address of a database on this server.
 * @property {(name: string, template?: string) => Promise<string>} createDatabase Creates a database and returns its address.
 * @property {(name: string) => Promise<void>} dropDatabase Drops it, closing its connections.
 * @property {(name: string) => Promise<boolean>} hasDatabase
 * @property {number} [guard] Process that restarts the server on SIGUSR2.
 * @property {() => Promise<void>} stop Stops the server; an external one is left alone.
 */
export async function startPostgres(options = {}) {
  if (process.env.DATABASE_URL) {
    const server = describeServer(process.env.DATABASE_URL, "")
    await server.hasDatabase("postgres").catch((error) => {
      throw new Error(`The server that DATABASE_URL names cannot be used: ${error.message || error.code}`)
    })
    return { ...server, external: true, stop: async () => {} }
  }
  const guard = spawn(process.execPath, [guardScript, JSON.stringify(options)], {
    detached: true,
    stdio: ["pipe", "pipe", "pipe"],
  })
  let complaint = ""
  guard.stderr.on("data", (chunk) => (complaint += chunk))
  const ended = once(guard, "close")
  const started = once(createInterface(guard.stdout), "line").then(([line]) => JSON.parse(line))
  const found = await Promise.race([started, ended.then(() => null)])
  if (!found) {
    throw new Error(`PostgreSQL did not start. ${complaint.trim()}`)
  }
  // Nothing here keeps a script alive that is done without calling stop().
  for (const handle of [guard, guard.stdin, guard.stdout, guard.stderr]) {
    handle.unref()
  }
  return {
    ...describeServer(found.url, found.dataDir),
    external: false,
    guard: guard.pid,
    async stop() {
      guard.ref()
      guard.stdin.end()
      await ended
    },
  }
}

function describeServer(address, dataDir) {
  const url = (database) => {
    const other = new URL(address)
    other.pathname = `/${encodeURIComponent(database)}`
    return other.href
  }
  const query = async (text, values) => {
    const client = new pg.Client({ connectionString: address })
    await client.connect()
    try {
      return await client.query(text, values)
    } finally {
      await client.end()
    }
  }
  return {
    dataDir,
    url,
    async createDatabase(name, template) {
      await query(
        `CREATE DATABASE ${pg.escapeIdentifier(name)}${template ? ` TEMPLATE ${pg.escapeIdentifier(template)}` : ""}`
      )
      return url(name)
    },
    async dropDatabase(name) {
      await query(`DROP DATABASE IF EXISTS ${pg.escapeIdentifier(name)} WITH (FORCE)`)
    },
    async hasDatabase(name) {
      const { rowCount } = await query("SELECT FROM pg_database WHERE datname = $1", [name])
      return rowCount > 0
    },
  }
}
