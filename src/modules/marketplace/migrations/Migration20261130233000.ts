import { Migration } from "@medusajs/framework/mikro-orm/migrations"

/** What each index is for, as the daily work of a store with a million orders looks for it. */
const INDEXES = {
  /** Orders whose snapshot is newer than what was applied: few, among all that are in the store. */
  marketplace_order_changed: `"marketplace_order" ("connection_id", "id") where imported_at is not null and not is_test and applied_hash is distinct from snapshot_hash`,
  marketplace_order_purged: `"marketplace_order" ("purged_at") where "purged_at" is not null`,
  // These rows are written in the order of their times, so that a map of the blocks is enough.
  marketplace_order_imported_at: `"marketplace_order" using brin ("imported_at")`,
  marketplace_action_updated: `"marketplace_action" using brin ("updated_at")`,
  marketplace_action_attempt_updated: `"marketplace_action_attempt" using brin ("updated_at")`,
  marketplace_history_entry_updated: `"marketplace_history_entry" using brin ("updated_at")`,
}

export class Migration20261130233000 extends Migration {
  override async up(): Promise<void> {
    for (const [name, on] of Object.entries(INDEXES)) {
      this.addSql(`create index if not exists "${name}" on ${on};`)
    }
  }

  override async down(): Promise<void> {
    for (const name of Object.keys(INDEXES)) this.addSql(`drop index if exists "${name}";`)
  }
}
