import { Migration } from "@medusajs/framework/mikro-orm/migrations"

/** Written by hand, since the model builder knows no order, no `nulls last`, and no condition of its own. */
const INDEXES = {
  // Orders of which no buyer is kept here: `NAMED_BY_STORE` in `medusa-tables.ts`.
  marketplace_order_unkept: `on "marketplace_order" ("purchased_at" desc nulls last, "id") where "imported_at" is not null and ("purged_at" is not null or "snapshot_hash" = '')`,
  // What was sold in a period, from the index alone.
  marketplace_order_sold: `on "marketplace_order" ("purchased_at") include ("marketplace_id", "connection_id", "state", "imported_at", "total", "currency_code") where "deleted_at" is null and not "is_test"`,
  // The pages of the other lists that grow, as they are ordered unless another order is asked for.
  marketplace_action_listed: `on "marketplace_action" ("created_at" desc nulls last, "id") where "deleted_at" is null`,
  marketplace_run_listed: `on "marketplace_run" ("created_at" desc nulls last, "id") where "deleted_at" is null`,
  marketplace_listing_listed: `on "marketplace_listing" ("external_sku", "id") where "deleted_at" is null`,
}

export class Migration20261130231000 extends Migration {
  override async up(): Promise<void> {
    for (const [name, what] of Object.entries(INDEXES)) {
      this.addSql(`create index if not exists "${name}" ${what};`)
    }
    // What orders are found by has what the store says too from now on: it is read once more.
    this.addSql(`update "marketplace_order_snapshot" set "buyer" = null where "buyer" <> '';`)
  }

  override async down(): Promise<void> {
    for (const name of Object.keys(INDEXES)) this.addSql(`drop index if exists "${name}";`)
  }
}
