import { type Database, rowsOf } from "./database"

/** Returns what may be shown of these connections' credentials. */
export const listHints = (
  database: Database,
  connection_ids: string[]
): Promise<{ connection_id: string; hints: Record<string, string> }[]> =>
  rowsOf(
    database,
    "select connection_id, hints from marketplace_credential where connection_id = any(?) and deleted_at is null",
    [connection_ids]
  )

/** Writes credentials that a newer key encrypted, unless others were saved since they were read. */
export const reencrypt = async (
  database: Database,
  credential: { id: string; before: string; after: string }
): Promise<void> => {
  await rowsOf(
    database,
    "update marketplace_credential set encrypted = :after where id = :id and encrypted = :before",
    credential
  )
}
