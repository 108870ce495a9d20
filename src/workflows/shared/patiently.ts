import { setTimeout as wait } from "node:timers/promises"

/** A database that restarts is back within seconds. */
const PAUSES_MS = [250, 500, 1000, 2000, 4000, 8000]
/** PostgreSQL's classes "connection exception" and "operator intervention", and what the network says. */
const UNREACHABLE = /^(08|57P)|^E(CONN|PIPE|TIMEDOUT|HOSTUNREACH|NOTFOUND)/
const BROKEN_OFF = /connection terminated|connection ended|not queryable|acquiring a connection/i

/** Whether it is the database that was not there, and not the statement that failed. */
export function isDatabaseAway(error: unknown): boolean {
  const { code, message } = Object(error) as { code?: unknown; message?: unknown }
  return UNREACHABLE.test(String(code ?? "")) || BROKEN_OFF.test(String(message ?? ""))
}

/** Does something that must not be left undone because the database restarts. Only for what may be repeated. */
export async function patiently<T>(work: () => Promise<T>, pauses = PAUSES_MS): Promise<T> {
  for (const pause of pauses) {
    try {
      return await work()
    } catch (error) {
      if (!isDatabaseAway(error)) throw error
      await wait(pause)
    }
  }
  return work()
}
