import { Migration } from "@medusajs/framework/mikro-orm/migrations";

export class Migration20261130150612 extends Migration {

  override async up(): Promise<void> {
    this.addSql(`alter table if exists "marketplace_label_request" add column if not exists "approved_at" timestamptz null;`);
  }

  override async down(): Promise<void> {
    this.addSql(`alter table if exists "marketplace_label_request" drop column if exists "approved_at";`);
  }

}
