import { randomBytes } from "crypto"
import { Client } from "pg"

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
  const client = new Client({ connectionString: url.href })
  await client.connect()
  return {
    url: url.href,
    sql: async <Row>(text: string, values?: unknown[]) => (await client.query(text, values)).rows as Row[],
    async drop() {
      await client.end()
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
