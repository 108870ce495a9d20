import { Migration } from "@medusajs/framework/mikro-orm/migrations";

export class Migration20261130232313 extends Migration {

  override async up(): Promise<void> {
    this.addSql(`alter table if exists "marketplace_action" add column if not exists "problem_since" timestamptz null;`);
  }

  override async down(): Promise<void> {
    this.addSql(`alter table if exists "marketplace_action" drop column if exists "problem_since";`);
  }

}
