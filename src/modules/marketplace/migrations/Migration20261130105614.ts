import { Migration } from "@medusajs/framework/mikro-orm/migrations";

export class Migration20261130105614 extends Migration {

  override async up(): Promise<void> {
    this.addSql(`alter table if exists "marketplace_offer" add column if not exists "stock_kept" integer null, add column if not exists "price_kept" text null;`);
  }

  override async down(): Promise<void> {
    this.addSql(`alter table if exists "marketplace_offer" drop column if exists "stock_kept", drop column if exists "price_kept";`);
  }

}
