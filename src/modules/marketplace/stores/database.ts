import { MedusaError } from "@medusajs/framework/utils"
/**
 * The part of knex that the stores use: claims, leases and bulk upserts need SQL that the generated service methods
 * do not have. Values are always bound, never written into the text.
 */
export type Database = {
  raw: (sql: string, bindings?: readonly unknown[]) => Promise<{ rows: unknown[]; rowCount: number }>
  isTransaction?: boolean
}

export type TransactionalDatabase = Database & {
  transaction: <T>(work: (transaction: Database) => Promise<T>) => Promise<T>
}

/** For `?` in their order, or for `:name`. */
type Bindings = readonly unknown[] | Record<string, unknown>

export const rowsOf = async <T>(database: Database, sql: string, bindings: Bindings = []): Promise<T[]> => {
  const statement: [sql: string, values: readonly unknown[]] = Array.isArray(bindings)
    ? [sql, bindings]
    : positional(sql, bindings as Record<string, unknown>)
  const run = () => database.raw(...statement)
  // Within a transaction all of it is undone, and only all of it can be repeated.
  const { rows } = await (database.isTransaction ? run() : againAfterDeadlock(run))
  return rows as T[]
}

const MOST_TRIES = 5
const isDeadlock = (error: unknown): boolean => (error as { code?: unknown } | null)?.code === "40P01"

/**
 * Repeats what PostgreSQL has undone for the sake of another one: statements that change many rows take them in no order that
 * they share. What is done is one statement, or one transaction without any other effect.
 */
export async function againAfterDeadlock<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await work()
    } catch (error) {
      if (!isDeadlock(error) || tries === MOST_TRIES) throw error
    }
  }
}

/** For `like`: the signs that mean something in a pattern are taken literally. */
export const containing = (q: string) => `%${q.replace(/[\\%_]/g, "\\$&")}%`

export const idsOf = async (database: Database, sql: string, bindings?: Bindings): Promise<string[]> =>
  (await rowsOf<{ id: string }>(database, sql, bindings)).map(({ id }) => id)

/** Whether the statement returns a row. */
export const hasRow = async (database: Database, sql: string, bindings?: Bindings): Promise<boolean> =>
  (await rowsOf(database, sql, bindings)).length > 0

/** Texts, quoted names, comments and casts, in which a colon or a question mark names no value; else a name or an operator. */
const TOKENS = /'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|::|:([a-z_]\w*)|\?/gi

/** Returns the statement with `?` in place of each `:name`, and the values in that order. */
export function positional(sql: string, values: Record<string, unknown>): [sql: string, values: unknown[]] {
  const bound: unknown[] = []
  const text = sql.replace(TOKENS, (token, name: string | undefined) => {
    if (name === undefined) return token.replaceAll("?", "\\?")
    if (!Object.hasOwn(values, name) || values[name] === undefined) {
      throw new MedusaError(MedusaError.Types.UNEXPECTED_STATE, `The statement has no value for :${name}.`)
    }
    bound.push(values[name])
    return "?"
  })
  return [text, bound]
}

/** A transaction that changes many rows and has no effect but on the database. */
export const inTransaction = <T>(
  database: TransactionalDatabase,
  work: (transaction: Database) => Promise<T>
): Promise<T> => againAfterDeadlock(() => database.transaction(work))

/** `(a, b) values (?, ?), (?, ?)` with its values: every row has the columns of the first one. */
export function insertable(rows: Record<string, unknown>[]): [text: string, values: unknown[]] {
  const columns = Object.keys(rows[0])
  const places = `(${columns.map(() => "?").join(", ")})`
  return [
    `(${columns.map((column) => `"${column}"`).join(", ")}) values ${rows.map(() => places).join(", ")}`,
    rows.flatMap((row) => columns.map((column) => row[column])),
  ]
}

/** `"a" = :a, "b" = :b` for the columns of a row. */
export const assignments = (row: Record<string, unknown>): string =>
  Object.keys(row)
    .map((column) => `"${column}" = :${column}`)
    .join(", ")

/** Until the transaction ends, no other one, of whatever process, gets the lock of this name. */
export const lock = (transaction: Database, name: string): Promise<unknown> =>
  rowsOf(transaction, "select pg_advisory_xact_lock(hashtextextended(?, 0))", [`marketplace:${name}`])

/** Does something alone, in all processes; the work itself uses other connections of the pool. */
export const alone = (
  database: TransactionalDatabase,
  name: string,
  work: () => Promise<void>
): Promise<void> =>
  database.transaction(async (transaction) => {
    await lock(transaction, name)
    return work()
  })

/** Addresses of one and the same machine: which of them it is depends on how its server is called. */
const LOOPBACK = /^(::ffff:)?127\.\d+\.\d+\.\d+$|^::1$/

/** Returns the database's host and name; a server on this machine has one name, also over a socket. */
export async function databaseName(database: Database): Promise<string> {
  const [row] = await rowsOf<{ name: string; host: string | null }>(
    database,
    "select current_database() as name, host(inet_server_addr()) as host"
  )
  const isHere = row.host === null || LOOPBACK.test(row.host)
  return `${isHere ? "localhost" : row.host}/${row.name}`
}

/** Throws while the database cannot be reached. */
export const ping = async (database: Database): Promise<void> => void (await rowsOf(database, "select 1"))

/** The columns that these tables have, as `table.column`. */
export async function columnsOf(database: Database, tables: string[]): Promise<Set<string>> {
  const rows = await rowsOf<{ name: string }>(
    database,
    `select table_name || '.' || column_name as name from information_schema.columns
      where table_schema = any(current_schemas(false)) and table_name = any(?)`,
    [tables]
  )
  return new Set(rows.map(({ name }) => name))
}
