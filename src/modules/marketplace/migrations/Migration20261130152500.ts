import { Migration } from "@medusajs/framework/mikro-orm/migrations"

export class Migration20261130152500 extends Migration {
  override async up(): Promise<void> {
    this.addSql(
      `alter table if exists "marketplace_offer" add column if not exists "was_in_channel" boolean not null default false;`
    )
  }

  override async down(): Promise<void> {
    this.addSql(`alter table if exists "marketplace_offer" drop column if exists "was_in_channel";`)
  }
}
