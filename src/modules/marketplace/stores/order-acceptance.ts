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
 * Returns orders before their import for which ids are reserved, after `after`, by id: of those that are over only the
 * ones with an id that begins with `prefix`.
 */
export const listWithReservedIds = (
  database: Database,
  filter: { ids?: string[]; connection_id?: string; prefix: string; after: string; limit: number }
): Promise<string[]> =>
  idsOf(
    database,
    `select id from marketplace_order
      where (:ids::text[] is null or id = any(:ids)) and (:connection_id::text is null or connection_id = :connection_id)
        and id > :after and order_id is null and (reserved_ids - 'deadline_told') <> '{}'::jsonb
        and (state not in ('canceled', 'ignored')
             or exists (select 1 from jsonb_object_keys(reserved_ids) key where starts_with(key, :prefix)))
      order by id limit :limit`,
    { ...filter, ids: filter.ids ?? null, connection_id: filter.connection_id ?? null }
  )

/** Marks an order as accepted once no acceptance of it is on its way. Returns whether this call did it. */
export const markAccepted = (database: Database, id: string): Promise<boolean> =>
  hasRow(
    database,
    `update marketplace_order o
        set reserved_ids = coalesce(reserved_ids, '{}'::jsonb) || '{"accepted_told": "true"}'::jsonb
      where id = ? and reserved_ids ->> 'accepted_told' is null and not exists (
        select 1 from marketplace_action a where a.marketplace_order_id = o.id and a.type = 'accept'
           and a.state in ('pending', 'retrying', 'sending', 'sent'))
     returning id`,
    [id]
  )
