/**
 * The part of knex that the stores use: claims, leases and bulk upserts need SQL that the generated service methods
 * do not have. Values are always bound, never written into the text.
 */
export type Database = {
  raw: (sql: string, bindings?: Bindings) => Promise<{ rows: unknown[]; rowCount: number }>
}

export type TransactionalDatabase = Database & {
  transaction: <T>(work: (transaction: Database) => Promise<T>) => Promise<T>
}

type Bindings = readonly unknown[] | Record<string, unknown>

export const rowsOf = async <T>(database: Database, sql: string, bindings: Bindings = []): Promise<T[]> => {
  const { rows } = await database.raw(sql, bindings)
  return rows as T[]
}

/** `(?, ?), (?, ?)` for so many rows of so many columns. */
export const placeholders = (rows: number, columns: number): string =>
  Array(rows)
    .fill(`(${Array(columns).fill("?").join(", ")})`)
    .join(", ")

/** Returns the database's host and name. */
export async function databaseName(database: Database): Promise<string> {
  const [row] = await rowsOf<{ name: string; host: string | null }>(
    database,
    "select current_database() as name, host(inet_server_addr()) as host"
  )
  return `${row.host ?? "local"}/${row.name}`
}
