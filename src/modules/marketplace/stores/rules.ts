import type { CarrierRule } from "../../../carriers"
import { type Database, rowsOf } from "./database"

/** Returns the carrier rules of a connection in the order in which they are tried. */
export const listRules = (database: Database, connection_id: string): Promise<CarrierRule[]> =>
  rowsOf(
    database,
    `select id, position, match, carrier, marketplace_carrier_name, remove_pattern, tracking_url_template
       from marketplace_carrier_rule where connection_id = ? and deleted_at is null order by position, id`,
    [connection_id]
  )
