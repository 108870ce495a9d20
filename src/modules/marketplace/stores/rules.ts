import { generateEntityId } from "@medusajs/framework/utils"
import type { CarrierRule, CarrierRuleInput } from "../../../carriers"
import { type Database, lock, rowsOf, type TransactionalDatabase } from "./database"

/** `version`: what the rule says, in a few signs; where it stands is not part of it. */
export type StoredRule = CarrierRule & { version: string }

/** Returns the carrier rules of a connection in the order in which they are tried. */
export const listRules = (database: Database, connection_id: string): Promise<StoredRule[]> =>
  rowsOf(
    database,
    `select id, position, name, is_enabled, match, carrier, marketplace_carrier_name, remove_pattern,
            tracking_url_template,
            md5(jsonb_build_array(match, carrier, marketplace_carrier_name, remove_pattern,
                                  tracking_url_template, name, is_enabled)::text) as version
       from marketplace_carrier_rule where connection_id = ? and deleted_at is null order by position, id`,
    [connection_id]
  )

type RuleFields = Required<CarrierRuleInput>
export type RuleChange =
  { create: RuleFields } | { change: string; to: RuleFields } | { remove: string } | { order: string[] }

/**
 * Changes the carrier rules of a connection by what `decide` makes of them as they are now; nothing else changes them
 * meanwhile. Returns the id of the rule that was made, if one was.
 */
export const changeRules = (
  database: TransactionalDatabase,
  connection_id: string,
  decide: (rules: StoredRule[]) => RuleChange
): Promise<string | null> =>
  database.transaction(async (transaction) => {
    await lock(transaction, `rules:${connection_id}`)
    const rules = await listRules(transaction, connection_id)
    const change = decide(rules)
    if ("create" in change) {
      const id = generateEntityId("", "mprule")
      const position = Math.max(0, ...rules.map((rule) => rule.position)) + 1
      await rowsOf(
        transaction,
        `insert into marketplace_carrier_rule
           (id, connection_id, position, name, is_enabled, match, carrier, marketplace_carrier_name, remove_pattern,
            tracking_url_template)
         values (:id, :connection_id, :position, :name, :is_enabled, :match::jsonb, :carrier, :marketplace_carrier_name,
                 :remove_pattern, :tracking_url_template)`,
        { ...change.create, match: JSON.stringify(change.create.match), id, connection_id, position }
      )
      return id
    }
    if ("change" in change) {
      await rowsOf(
        transaction,
        `update marketplace_carrier_rule
            set name = :name, is_enabled = :is_enabled, match = :match::jsonb, carrier = :carrier, marketplace_carrier_name = :marketplace_carrier_name,
                remove_pattern = :remove_pattern, tracking_url_template = :tracking_url_template, updated_at = now()
          where id = :id`,
        { ...change.to, match: JSON.stringify(change.to.match), id: change.change }
      )
    } else if ("remove" in change) {
      await rowsOf(transaction, "update marketplace_carrier_rule set deleted_at = now() where id = ?", [
        change.remove,
      ])
    } else {
      await rowsOf(
        transaction,
        `update marketplace_carrier_rule r set position = wanted.position, updated_at = now()
           from unnest(?::text[]) with ordinality wanted(id, position) where r.id = wanted.id`,
        [change.order]
      )
    }
    return null
  })
