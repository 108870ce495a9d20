import { Migration } from "@medusajs/framework/mikro-orm/migrations";

export class Migration20261122112308 extends Migration {

  override async up(): Promise<void> {
    this.addSql(`alter table if exists "marketplace_credential" add column if not exists "next_call_at" timestamptz null;`);
  }

  override async down(): Promise<void> {
    this.addSql(`alter table if exists "marketplace_credential" drop column if exists "next_call_at";`);
  }

}
