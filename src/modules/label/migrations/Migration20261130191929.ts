import { Migration } from "@medusajs/framework/mikro-orm/migrations";

export class Migration20261130191929 extends Migration {

  override async up(): Promise<void> {
    this.addSql(`alter table if exists "marketplace_label_request" add column if not exists "stop_approved_by" text null, add column if not exists "stop_approved_at" timestamptz null;`);
  }

  override async down(): Promise<void> {
    this.addSql(`alter table if exists "marketplace_label_request" drop column if exists "stop_approved_by", drop column if exists "stop_approved_at";`);
  }

}
