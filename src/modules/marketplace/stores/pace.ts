import { type Database, rowsOf } from "./database"

/** More processes than this do not wait for one connection: a turn farther away comes from a clock that was wrong. */
const MOST_TURNS_AHEAD = 20

/**
 * Books the next turn to call a connection's marketplace, so that all processes together keep its pace, by the database's
 * clock. Returns in how many milliseconds it is. The turns are kept with the credentials, whose row little else writes.
 */
export async function bookTurn(
  database: Database,
  connection_id: string,
  interval_seconds: number
): Promise<number> {
  const [turn] = await rowsOf<{ wait: number }>(
    database,
    `update marketplace_credential
        set next_call_at = greatest(now(), case when next_call_at < now() + make_interval(secs => ?)
                                                then next_call_at + make_interval(secs => ?) end)
      where connection_id = ? and deleted_at is null
      returning extract(epoch from next_call_at - now())::float8 * 1000 as wait`,
    [interval_seconds * MOST_TURNS_AHEAD, interval_seconds, connection_id]
  )
  return turn?.wait ?? 0
}

/** The same for checks of credentials that are not stored: those of one marketplace, or label service, keep one pace. */
export async function bookCheckTurn(
  database: Database,
  name: string,
  interval_seconds: number
): Promise<number> {
  const [turn] = await rowsOf<{ wait: number }>(
    database,
    `insert into marketplace_tick as t (id, last_tick_at) values ('check:' || :name, now())
     on conflict (id) do update
        set last_tick_at = greatest(now(), case when t.last_tick_at < now() + make_interval(secs => :far)
                                                then t.last_tick_at + make_interval(secs => :interval_seconds) end),
            updated_at = now()
     returning extract(epoch from t.last_tick_at - now())::float8 * 1000 as wait`,
    { name, interval_seconds, far: interval_seconds * MOST_TURNS_AHEAD }
  )
  return turn.wait
}
