import { Migration } from "@medusajs/framework/mikro-orm/migrations"

export class Migration20261129232500 extends Migration {
  override async up(): Promise<void> {
    this.addSql(
      `alter table if exists "marketplace_order_snapshot" add column if not exists "written" jsonb null;`
    )
  }

  override async down(): Promise<void> {
    this.addSql(`alter table if exists "marketplace_order_snapshot" drop column if exists "written";`)
  }
}
