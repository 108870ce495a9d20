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
