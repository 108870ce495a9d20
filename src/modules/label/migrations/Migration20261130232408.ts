import { Migration } from "@medusajs/framework/mikro-orm/migrations";

export class Migration20261130232408 extends Migration {

  override async up(): Promise<void> {
    this.addSql(`alter table if exists "marketplace_label_account" add column if not exists "return_option" jsonb null;`);

    this.addSql(`alter table if exists "marketplace_label_request" add column if not exists "kind" text not null default 'outgoing';`);
  }

  override async down(): Promise<void> {
    this.addSql(`alter table if exists "marketplace_label_account" drop column if exists "return_option";`);

    this.addSql(`alter table if exists "marketplace_label_request" drop column if exists "kind";`);
  }

}
