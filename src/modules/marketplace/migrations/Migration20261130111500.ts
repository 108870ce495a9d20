import { Migration } from "@medusajs/framework/mikro-orm/migrations"

/**
 * Written by hand, since the model builder knows no order, no `nulls last`, and no condition of its own: what the lists,
 * the overview, and the counts of a connection look for among years of orders.
 */
const INDEXES = {
  // The pages of a list, also far behind, from the index alone.
  marketplace_order_purchased: `on "marketplace_order" ("purchased_at" desc nulls last, "id") include ("state", "connection_id", "marketplace_id") where "deleted_at" is null`,
  marketplace_order_tests: `on "marketplace_order" ("purchased_at" desc nulls last, "id") where "is_test" and "deleted_at" is null`,
  // What a connection has imported, left out, and seen lately.
  marketplace_order_imported: `on "marketplace_order" ("connection_id") where "imported_at" is not null and not "is_test"`,
  marketplace_order_of_state: `on "marketplace_order" ("connection_id", "state") where not "is_test"`,
  marketplace_order_seen_first: `on "marketplace_order" ("connection_id", "created_at")`,
  // What was sent in a period.
  marketplace_action_sent: `on "marketplace_action" ("sent_at") where "type" = 'ship' and "deleted_at" is null`,
}

export class Migration20261130111500 extends Migration {
  override async up(): Promise<void> {
    for (const [name, what] of Object.entries(INDEXES)) {
      this.addSql(`create index if not exists "${name}" ${what};`)
    }
  }

  override async down(): Promise<void> {
    for (const name of Object.keys(INDEXES)) this.addSql(`drop index if exists "${name}";`)
  }
}
