import { Migration } from "@medusajs/framework/mikro-orm/migrations";

export class Migration20261122060433 extends Migration {

  override async up(): Promise<void> {
    this.addSql(`alter table if exists "marketplace_order" add column if not exists "after_sales" jsonb null;`);

    this.addSql(`alter table if exists "marketplace_order_snapshot" add column if not exists "corrections" jsonb null;`);
  }

  override async down(): Promise<void> {
    this.addSql(`alter table if exists "marketplace_order" drop column if exists "after_sales";`);

    this.addSql(`alter table if exists "marketplace_order_snapshot" drop column if exists "corrections";`);
  }

}
