import { Migration } from "@medusajs/framework/mikro-orm/migrations"

/** The delivery mode of each order. The index is written by hand for its condition: what was seen, and who has it. */
export class Migration20261130190000 extends Migration {
  override async up(): Promise<void> {
    this.addSql(
      `alter table if exists "marketplace_order" add column if not exists "delivery_mode" text null;`
    )
    this.addSql(
      `create index if not exists "marketplace_order_delivery_mode" on "marketplace_order" ("delivery_mode", "connection_id") where "delivery_mode" is not null and "deleted_at" is null;`
    )
  }

  override async down(): Promise<void> {
    this.addSql(`drop index if exists "marketplace_order_delivery_mode";`)
    this.addSql(`alter table if exists "marketplace_order" drop column if exists "delivery_mode";`)
  }
}
