import { Migration } from "@medusajs/framework/mikro-orm/migrations";

export class Migration20261130153433 extends Migration {

  override async up(): Promise<void> {
    this.addSql(`alter table if exists "marketplace_label_panel_order" drop constraint if exists "marketplace_label_panel_order_order_id_unique";`);
    this.addSql(`create table if not exists "marketplace_label_panel_order" ("id" text not null, "account_id" text not null, "order_id" text not null, "order_number" text not null, "pushed_at" timestamptz null, "content_hash" text null, "problem_code" text null, "problem_params" jsonb null, "problem_since" timestamptz null, "attempts" integer not null default 0, "next_attempt_at" timestamptz null, "claimed_by" text null, "claimed_until" timestamptz null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, constraint "marketplace_label_panel_order_pkey" primary key ("id"));`);
    this.addSql(`CREATE INDEX IF NOT EXISTS "IDX_marketplace_label_panel_order_deleted_at" ON "marketplace_label_panel_order" ("deleted_at") WHERE deleted_at IS NULL;`);
    this.addSql(`CREATE UNIQUE INDEX IF NOT EXISTS "IDX_marketplace_label_panel_order_order_id_unique" ON "marketplace_label_panel_order" ("order_id") WHERE deleted_at IS NULL;`);
    this.addSql(`CREATE INDEX IF NOT EXISTS "IDX_marketplace_label_panel_order_account_id_order_number" ON "marketplace_label_panel_order" ("account_id", "order_number") WHERE deleted_at IS NULL;`);
    this.addSql(`CREATE INDEX IF NOT EXISTS "IDX_marketplace_label_panel_order_next_attempt_at" ON "marketplace_label_panel_order" ("next_attempt_at") WHERE deleted_at IS NULL;`);
  }

  override async down(): Promise<void> {
    this.addSql(`drop table if exists "marketplace_label_panel_order" cascade;`);
  }

}
