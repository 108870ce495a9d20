import { type Database, rowsOf } from "../../marketplace/stores/database"

/** A turn farther away comes from a clock that was wrong. */
const MOST_TURNS_AHEAD = 50

/**
 * Books the next turn to call an account's service, so that all processes together keep its pace, by the database's clock.
 * Returns in how many milliseconds it is.
 */
export async function bookTurn(
  database: Database,
  account_id: string,
  kind: "read" | "write",
  interval_seconds: number
): Promise<number> {
  const turn = `next_${kind}_at`
  const [row] = await rowsOf<{ wait: number }>(
    database,
    `update marketplace_label_credential
        set ${turn} = greatest(now(), case when ${turn} < now() + make_interval(secs => ?)
                                           then ${turn} + make_interval(secs => ?) end)
      where account_id = ? and deleted_at is null
      returning extract(epoch from ${turn} - now())::float8 * 1000 as wait`,
    [interval_seconds * MOST_TURNS_AHEAD, interval_seconds, account_id]
  )
  return row?.wait ?? 0
}
