import type { ConnectionRow } from "./connections"
import { type Database, rowsOf } from "./database"
import { endsClaims, isFree, type LeaseKind, leaseColumns } from "./lease-columns"
import { HAS_NEWS } from "./notices"

export type { LeaseKind } from "./lease-columns"

/** `is_blocked`: no call may be made now, by the database's clock. */
export type LeasedConnection = ConnectionRow & { is_blocked: boolean }

/** Of a lease that is renewed all the time: two renewals may fail before another process takes over. */
export const LEASE_SECONDS = 45

/**
 * The statement that gives :owner the lease of the connection that `chosen` selects and locks, for :seconds by the
 * database's clock. `chosen` selects its `id` and a `kind`, which are returned with the connection. What whoever had the
 * lease before has claimed is given back.
 */
export function takesLease(kind: LeaseKind, chosen: string): string {
  const { owner, until, claims } = leaseColumns[kind]
  return `with chosen as (${chosen}),
    former as (
      select c.${owner} as owner from marketplace_connection c join chosen on chosen.id = c.id
       where c.${owner} <> :owner),
    ended as (
      update ${claims} set claimed_until = null, claimed_by = null from former where claimed_by = former.owner)
    update marketplace_connection c
       set ${owner} = :owner, ${until} = now() + make_interval(secs => :seconds)
      from chosen where c.id = chosen.id
    returning c.*, chosen.kind, coalesce(c.blocked_until > now(), false) as is_blocked`
}

/**
 * Takes or renews the lease of a connection for `seconds`, by the database's clock. `renews`: only where it is the owner's
 * still, since another one may have had it meanwhile and given it back.
 * Returns the connection when the lease is the owner's now, else null. Leases save work; that nothing happens twice, or
 * faster than a marketplace allows (`bookTurn`), does not depend on them.
 */
export async function acquireLease(
  database: Database,
  connection_id: string,
  kind: LeaseKind,
  owner: string,
  seconds: number,
  renews = false
): Promise<LeasedConnection | null> {
  const chosen = `select c.id, null as kind from marketplace_connection c
     where c.id = :connection_id and c.deleted_at is null
       and (c.${leaseColumns[kind].owner} = :owner${renews ? "" : ` or ${isFree(kind)}`}) for update`
  const [row] = await rowsOf<LeasedConnection>(database, takesLease(kind, chosen), {
    connection_id,
    owner,
    seconds,
  })
  return row ?? null
}

/** Returns whether no one was notified of what orders show: whoever was to be, met the lease of the pull. */
export async function releaseLease(
  database: Database,
  connection_id: string,
  kind: LeaseKind,
  owner: string
): Promise<boolean> {
  const { owner: ownerColumn, until } = leaseColumns[kind]
  const [row] = await rowsOf<{ has_news: boolean }>(
    database,
    `with ended as (${endsClaims(kind)})
     update marketplace_connection c set ${ownerColumn} = null, ${until} = null
      where c.id = :connection_id and c.${ownerColumn} = :owner
     returning ${kind === "pull" ? HAS_NEWS : "false"} as has_news`,
    { connection_id, owner }
  )
  return row?.has_news ?? false
}
