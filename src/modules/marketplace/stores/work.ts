import { type Database, rowsOf } from "./database"
import { isDue, isImportable, lacksDetails } from "./due-orders"
import { IS_REQUESTED } from "./runs"
import { isFree, isUnclaimed, type LeaseKind } from "./lease-columns"
import { type LeasedConnection, takesLease } from "./leases"
import { IS_ANY_ASPECT_ON, IS_TO_PLAN } from "./plan-offers"

/** Without a cast: settings of one connection that cannot be read must not make the others' query fail. */
const IS_ON = "(c.settings #> '{import,enabled}') is distinct from 'false'::jsonb"

const IS_HERE = "c.is_enabled and c.activated_instance = :instance"
const MAY_CALL = `${IS_HERE} and (c.blocked_until is null or c.blocked_until <= now())`

/** Every kind of work on a connection `c`, the most urgent first: when it is due, and under which lease it is done. */
const KINDS = {
  /** A run that was asked for by hand, which may be a look at a connection that is not activated yet. */
  requested: {
    lease: "pull",
    is_due: `exists (select 1 from marketplace_run r where r.connection_id = c.id and ${IS_REQUESTED})`,
  },
  /** Orders that can come into the store without a call: their cause was fixed, their import failed a while ago, their wait is over. */
  import: {
    lease: "pull",
    is_due: `${IS_HERE}
      and exists (select 1 from marketplace_order o
                   where o.connection_id = c.id and ${isImportable("o")} and ${isDue("o")} and ${isUnclaimed("pull", "o")})`,
  },
  pull: {
    lease: "pull",
    is_due: `${MAY_CALL} and ${IS_ON} and (c.next_run_at is null or c.next_run_at <= now())`,
  },
  /** Orders whose details may be asked for; the marketplace's lists are not read. */
  backlog: {
    lease: "pull",
    is_due: `${MAY_CALL} and ${IS_ON}
      and exists (select 1 from marketplace_order o
                   where o.connection_id = c.id and ${lacksDetails("o")} and ${isDue("o")})`,
  },
  /** The daily comparison (see `finishSweep`), for the first time ten minutes after the activation. */
  compare: {
    lease: "pull",
    is_due: `${MAY_CALL}
      and coalesce(c.swept_at + interval '1 day', c.activated_at + interval '10 minutes') <= now()`,
  },
  send: {
    lease: "send",
    is_due: `${MAY_CALL}
      and exists (select 1 from marketplace_action a
                   where a.connection_id = c.id and a.deleted_at is null
                     and a.state in ('pending', 'retrying', 'sending', 'sent') and a.next_attempt_at <= now()
                     and ${isUnclaimed("send", "a")})`,
  },
  /** Offers that changed, batches whose next step is due, and a comparison that was asked for or is due. */
  offers: {
    lease: "offers",
    is_due: `${MAY_CALL}
      and (c.offers_compare_at <= now()
        or exists (select 1 from marketplace_offer_batch b
                    where b.connection_id = c.id and b.state in ('sending', 'sent')
                      and (b.next_attempt_at is null or b.next_attempt_at <= now()))
        or ${IS_ANY_ASPECT_ON} and (c.offers_mark_at <= now()
          or exists (select 1 from marketplace_offer o where o.connection_id = c.id and ${IS_TO_PLAN}
                       and ${isUnclaimed("offers", "o")})
          or exists (select 1 from marketplace_offer o where o.connection_id = c.id and o.read_back_at <= now())))`,
  },
} as const satisfies Record<string, { lease: LeaseKind; is_due: string }>

export type WorkKind = keyof typeof KINDS
/** `id`: of the connection. */
export type Work = { id: string; kind: WorkKind }

const ALL = Object.keys(KINDS) as WorkKind[]

/** Under which lease it is done. Work under one lease is done one at a time on a connection. */
export const leaseOf = (kind: WorkKind): LeaseKind => KINDS[kind].lease

/** A row for each kind, in its order: whether it is due on `c`, and no process does it now. */
const DUE_KINDS = `(values ${ALL.map(
  (kind, position) => `(${position}, '${kind}', ${isFree(KINDS[kind].lease)} and ${KINDS[kind].is_due})`
).join(", ")}) as k (position, kind, is_due)`

/** Returns everything that is due in this installation. */
export const listDueWork = (database: Database, instance: string): Promise<Work[]> =>
  rowsOf<Work>(
    database,
    `select c.id, k.kind from marketplace_connection c
       cross join lateral ${DUE_KINDS}
      where c.deleted_at is null and k.is_due order by k.position, c.next_run_at nulls first, c.id`,
    { instance }
  )

export type TakenWork = { kind: WorkKind; connection: LeasedConnection }

/**
 * Takes what is due next under leases of this kind, with the lease; null: nothing is. `except` is left to others. A
 * connection whose row another statement holds is passed over, unless `is_patient`.
 */
export async function takeDueWork(
  database: Database,
  lease: LeaseKind,
  {
    except,
    is_patient,
    ...values
  }: { instance: string; owner: string; seconds: number; except: Work[]; is_patient: boolean }
): Promise<TakenWork | null> {
  const kinds = ALL.filter((kind) => KINDS[kind].lease === lease)
  // Expressions of `c` alone, not rows beside it: PostgreSQL judges them again on the row that it has locked, as it is then.
  const isDue = (kind: WorkKind) => `(${KINDS[kind].is_due} and not (c.id || ' ${kind}' = any(:except)))`
  const first = (of: (kind: WorkKind, position: number) => string) =>
    `case ${kinds.map((kind, position) => `when ${isDue(kind)} then ${of(kind, position)}`).join(" ")} end`
  const due = `select c.id, ${first((kind) => `'${kind}'`)} as kind from marketplace_connection c
     where c.deleted_at is null and ${isFree(lease)} and (${kinds.map(isDue).join(" or ")})
     order by ${first((_, position) => `${position}`)}, c.next_run_at nulls first, c.id
     limit 1 for update of c${is_patient ? "" : " skip locked"}`
  const [row] = await rowsOf<LeasedConnection & { kind: WorkKind }>(database, takesLease(lease, due), {
    ...values,
    except: except.map(({ id, kind }) => `${id} ${kind}`),
  })
  if (!row) return null
  const { kind, ...connection } = row
  return { kind, connection }
}
