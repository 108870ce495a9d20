import type { ConnectionRow } from "./connections"
import { type Database, rowsOf } from "./database"

/** `pull` and `send` are independent: a long import does not delay parcels. */
export type LeaseKind = "pull" | "send"

/** `is_blocked`: no call may be made now, by the database's clock. */
export type LeasedConnection = ConnectionRow & { is_blocked: boolean }

/** Of a lease that is renewed all the time: two renewals may fail before another process takes over. */
export const LEASE_SECONDS = 300

const columns = {
  pull: { owner: "pull_lease_owner", until: "pull_lease_until" },
  send: { owner: "send_lease_owner", until: "send_lease_until" },
} as const

/**
 * Takes or renews the lease of a connection for `seconds`, by the database's clock.
 * Returns the connection when the lease is the owner's now, else null. Leases save work; that nothing happens twice, or
 * faster than a marketplace allows (`bookTurn`), does not depend on them.
 */
export async function acquireLease(
  database: Database,
  connection_id: string,
  kind: LeaseKind,
  owner: string,
  seconds: number
): Promise<LeasedConnection | null> {
  const { owner: ownerColumn, until } = columns[kind]
  const [row] = await rowsOf<LeasedConnection>(
    database,
    `update marketplace_connection
        set ${ownerColumn} = ?, ${until} = now() + make_interval(secs => ?)
      where id = ? and deleted_at is null
        and (${ownerColumn} = ? or ${until} is null or ${until} < now())
      returning *, coalesce(blocked_until > now(), false) as is_blocked`,
    [owner, seconds, connection_id, owner]
  )
  return row ?? null
}

export async function releaseLease(
  database: Database,
  connection_id: string,
  kind: LeaseKind,
  owner: string
): Promise<void> {
  const { owner: ownerColumn, until } = columns[kind]
  await rowsOf(
    database,
    `update marketplace_connection set ${ownerColumn} = null, ${until} = null where id = ? and ${ownerColumn} = ?`,
    [connection_id, owner]
  )
}
