import { Migration } from "@medusajs/framework/mikro-orm/migrations"

/** Written by hand for its condition: the orders whose buyers are found by the store's own rows alone. */
export class Migration20261130151500 extends Migration {
  override async up(): Promise<void> {
    this.addSql(
      `create index if not exists "marketplace_order_found_in_store" on "marketplace_order" ("id") where "imported_at" is not null and ("purged_at" is not null or "snapshot_hash" = '');`
    )
  }

  override async down(): Promise<void> {
    this.addSql(`drop index if exists "marketplace_order_found_in_store";`)
  }
}
