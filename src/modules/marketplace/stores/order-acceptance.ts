import { type Database, hasRow, idsOf } from "./database"

/** Returns orders that wait for an answer, after `after`, by id. */
export const listToAccept = (
  database: Database,
  connection_id: string,
  after: string,
  limit: number
): Promise<string[]> =>
  idsOf(
    database,
    `select id from marketplace_order
      where connection_id = ? and state = 'to_accept' and not is_test and id > ? order by id limit ?`,
    [connection_id, after, limit]
  )

/**
 * Returns orders, after `after`, by id, that are not in the store and of which something was accepted, or that have a
 * reserved id which begins with `prefix`, also when they are over: what is reserved for them may have to change.
 */
export const listReserving = (
  database: Database,
  filter: { ids?: string[]; connection_id?: string; prefix: string; after: string; limit: number }
): Promise<string[]> =>
  idsOf(
    database,
    `select id from marketplace_order o
      where (:ids::text[] is null or id = any(:ids)) and (:connection_id::text is null or connection_id = :connection_id)
        and id > :after and order_id is null
        and (exists (select 1 from jsonb_object_keys(reserved_ids) key where starts_with(key, :prefix))
             or state not in ('canceled', 'ignored') and exists (
                  select 1 from marketplace_action a
                   where a.marketplace_order_id = o.id and a.deleted_at is null and a.type = 'accept'
                     and a.state <> 'skipped'))
      order by id limit :limit`,
    { ...filter, ids: filter.ids ?? null, connection_id: filter.connection_id ?? null }
  )

/** Marks the acceptance of an order as announced once none is on its way. Returns whether this call did it. */
export const markAcceptanceAnnounced = (database: Database, id: string): Promise<boolean> =>
  hasRow(
    database,
    `update marketplace_order o
        set marks = coalesce(marks, '{}'::jsonb) || '{"acceptance_announced": true}'::jsonb
      where id = ? and marks -> 'acceptance_announced' is null and not exists (
        select 1 from marketplace_action a where a.marketplace_order_id = o.id and a.type = 'accept'
           and a.state in ('pending', 'retrying', 'sending', 'sent'))
        and exists (select 1 from marketplace_action a
                     where a.marketplace_order_id = o.id and a.type = 'accept' and a.state = 'confirmed')
     returning id`,
    [id]
  )
