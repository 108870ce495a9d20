import { randomBytes } from "crypto"
import { Client, Pool } from "pg"
import { until } from "./until"

export type TestDatabase = {
  url: string
  /** Runs SQL and returns its rows. */
  sql: <Row = Record<string, unknown>>(text: string, values?: unknown[]) => Promise<Row[]>
  /** Closes the connections and removes the database. */
  drop: () => Promise<void>
}

/** Makes a migrated database of its own, in a fraction of a second. `empty` leaves it without any table. */
export async function createTestDatabase({ empty = false } = {}): Promise<TestDatabase> {
  const { TEST_SERVER_URL, TEST_TEMPLATE } = process.env
  if (!TEST_SERVER_URL || !TEST_TEMPLATE) {
    throw new Error("Integration tests need a database server: run `npm test -- <path of the spec>`.")
  }
  const name = `marketplace_test_${randomBytes(6).toString("hex")}`
  const url = new URL(TEST_SERVER_URL)
  url.pathname = `/${name}`
  await onServer(TEST_SERVER_URL, `CREATE DATABASE ${name}${empty ? "" : ` TEMPLATE ${TEST_TEMPLATE}`}`)
  // One connection, made again when the server was restarted.
  const pool = new Pool({ connectionString: url.href, max: 1, idleTimeoutMillis: 0 })
  pool.on("error", () => undefined)
  return {
    url: url.href,
    sql: async <Row>(text: string, values?: unknown[]) => (await pool.query(text, values)).rows as Row[],
    async drop() {
      await pool.end()
      await onServer(TEST_SERVER_URL, `DROP DATABASE ${name} WITH (FORCE)`)
    },
  }
}

async function onServer(url: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}

/** Restarts the database server as its administrator does; resolves once it answers again. Fails where the run did not start it. */
export async function restartServer(): Promise<void> {
  const { TEST_SERVER_URL = "", TEST_SERVER_GUARD } = process.env
  if (!TEST_SERVER_GUARD)
    throw new Error("This server is not ours to restart: run the tests without DATABASE_URL.")
  const startedAt = async () => {
    const client = new Client({ connectionString: TEST_SERVER_URL })
    client.on("error", () => undefined)
    try {
      await client.connect()
      return String(
        (await client.query("select pg_postmaster_start_time()")).rows[0].pg_postmaster_start_time
      )
    } catch {
      return null
    } finally {
      await client.end().catch(() => undefined)
    }
  }
  const before = await startedAt()
  process.kill(Number(TEST_SERVER_GUARD), "SIGUSR2")
  await until("PostgreSQL runs again", async () => {
    const now = await startedAt()
    return now !== null && now !== before
  })
}
