import { generateEntityId } from "@medusajs/framework/utils"
import type { OptionRule, OptionRuleInput } from "../../../labels/choose-option"
import { type Database, lock, rowsOf, type TransactionalDatabase } from "../../marketplace/stores/database"

/** `version`: what the rule says, in a few signs; where it stands is not part of it. */
export type StoredOptionRule = OptionRule & { position: number; version: string }

/** The rules of an account in the order in which they are tried. */
export const listOptionRules = (database: Database, account_id: string): Promise<StoredOptionRule[]> =>
  rowsOf(
    database,
    `select id, position, name, is_enabled, match, option_code, contract_id,
            md5(jsonb_build_array(name, is_enabled, match, option_code, contract_id)::text) as version
       from marketplace_label_rule where account_id = ? and deleted_at is null order by position, id`,
    [account_id]
  )

export type OptionRuleChange =
  | { create: OptionRuleInput }
  | { change: string; to: OptionRuleInput }
  | { remove: string }
  | { order: string[] }

const values = ({ match, contract_id, ...rule }: OptionRuleInput) => ({
  ...rule,
  match: JSON.stringify(match),
  contract_id: contract_id ?? null,
})

/** Changes the rules by what `decide` makes of them as they are now; nothing else changes them meanwhile. */
export const changeOptionRules = (
  database: TransactionalDatabase,
  account_id: string,
  decide: (rules: StoredOptionRule[]) => OptionRuleChange
): Promise<string | null> =>
  database.transaction(async (transaction) => {
    await lock(transaction, `label-rules:${account_id}`)
    const rules = await listOptionRules(transaction, account_id)
    const change = decide(rules)
    if ("create" in change) {
      const id = generateEntityId("", "mplrule")
      await rowsOf(
        transaction,
        `insert into marketplace_label_rule (id, account_id, position, name, is_enabled, match, option_code, contract_id)
         values (:id, :account_id, :position, :name, :is_enabled, :match::jsonb, :option_code, :contract_id)`,
        {
          ...values(change.create),
          id,
          account_id,
          position: Math.max(0, ...rules.map(({ position }) => position)) + 1,
        }
      )
      return id
    }
    if ("change" in change) {
      await rowsOf(
        transaction,
        `update marketplace_label_rule set name = :name, is_enabled = :is_enabled, match = :match::jsonb,
                option_code = :option_code, contract_id = :contract_id, updated_at = now() where id = :id`,
        { ...values(change.to), id: change.change }
      )
    } else if ("remove" in change) {
      await rowsOf(transaction, "update marketplace_label_rule set deleted_at = now() where id = ?", [
        change.remove,
      ])
    } else {
      await rowsOf(
        transaction,
        `update marketplace_label_rule r set position = wanted.position, updated_at = now()
           from unnest(?::text[]) with ordinality wanted(id, position) where r.id = wanted.id`,
        [change.order]
      )
    }
    return null
  })
