import { Migration } from "@medusajs/framework/mikro-orm/migrations";

export class Migration20261130081648 extends Migration {

  override async up(): Promise<void> {
    this.addSql(`alter table if exists "marketplace_order_snapshot" add column if not exists "buyer" text null;`);
  }

  override async down(): Promise<void> {
    this.addSql(`alter table if exists "marketplace_order_snapshot" drop column if exists "buyer";`);
  }

}
