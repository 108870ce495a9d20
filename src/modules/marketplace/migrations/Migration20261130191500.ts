import { Migration } from "@medusajs/framework/mikro-orm/migrations"

export class Migration20261130191500 extends Migration {
  override async up(): Promise<void> {
    this.addSql(
      `alter table if exists "marketplace_carrier_rule" add column if not exists "name" text null, add column if not exists "is_enabled" boolean not null default true;`
    )
  }

  override async down(): Promise<void> {
    this.addSql(
      `alter table if exists "marketplace_carrier_rule" drop column if exists "name", drop column if exists "is_enabled";`
    )
  }
}
