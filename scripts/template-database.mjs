import { randomBytes } from "node:crypto"
import { spawn } from "node:child_process"
import { once } from "node:events"
import { fileURLToPath } from "node:url"
import { startPostgres } from "./postgres.mjs"

const root = fileURLToPath(new URL("..", import.meta.url))

/**
 * Starts a server that holds one migrated database, from which others are made in a fraction of a second.
 *
 * @param {object} [options]
 * @param {boolean} [options.empty] Migrate nothing; databases are made empty.
 * @returns {Promise<{ createDatabase: () => Promise<string>, env: Record<string, string>, stop: () => Promise<void> }>}
 *   `createDatabase` returns the address of a fresh copy; `env` is what integration-tests/helpers/database.ts reads.
 */
export async function startTestServer({ empty = false } = {}) {
  const server = await startPostgres()
  const suffix = randomBytes(4).toString("hex")
  const template = empty ? undefined : `marketplace_template_${suffix}`
  const copies = []
  const stop = async () => {
    if (server.external) {
      await Promise.all([template, ...copies].filter(Boolean).map(server.dropDatabase))
    }
    await server.stop()
  }
  try {
    if (template) {
      await migrate(await server.createDatabase(template))
    }
  } catch (error) {
    await stop()
    throw error
  }
  return {
    env: {
      TEST_SERVER_URL: server.url("postgres"),
      ...(template && { TEST_TEMPLATE: template }),
      ...(server.guard && { TEST_SERVER_GUARD: String(server.guard) }),
      // Medusa loads some files with import(), which jest's sandbox knows only with this flag.
      NODE_OPTIONS: [process.env.NODE_OPTIONS, "--experimental-vm-modules", "--no-warnings"]
        .filter(Boolean)
        .join(" "),
    },
    async createDatabase() {
      const name = `marketplace_${suffix}_${copies.length + 1}`
      copies.push(name)
      return await server.createDatabase(name, template)
    },
    stop,
  }
}

/** Brings a database up to date with Medusa's and the plugin's tables; throws with the output. */
export async function migrate(databaseUrl) {
  const medusa = spawn("npx", ["medusa", "db:migrate", "--execute-all-links"], {
    cwd: root,
    env: { ...process.env, DATABASE_URL: databaseUrl, LOCKING: "postgres", MEDUSA_DISABLE_TELEMETRY: "true" },
  })
  let output = ""
  medusa.stdout.on("data", (chunk) => (output += chunk))
  medusa.stderr.on("data", (chunk) => (output += chunk))
  const [code] = await once(medusa, "close")
  if (code !== 0) {
    throw new Error(`The migrations failed.\n${output.slice(-10_000)}`)
  }
}
