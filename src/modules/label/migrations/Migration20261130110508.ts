import { Migration } from "@medusajs/framework/mikro-orm/migrations";

export class Migration20261130110508 extends Migration {

  override async up(): Promise<void> {
    this.addSql(`alter table if exists "marketplace_label_account" add column if not exists "automatic_since" jsonb not null default '{}';`);
  }

  override async down(): Promise<void> {
    this.addSql(`alter table if exists "marketplace_label_account" drop column if exists "automatic_since";`);
  }

}
