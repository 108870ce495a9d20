import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/** Who holds a claim, and when the job of each minute ran last. The indexes are written by hand. */
export class Migration20261130032127 extends Migration {

  override async up(): Promise<void> {
    this.addSql(`create table if not exists "marketplace_tick" ("id" text not null, "last_tick_at" timestamptz not null, "created_at" timestamptz not null default now(), "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null, constraint "marketplace_tick_pkey" primary key ("id"));`);
    this.addSql(`CREATE INDEX IF NOT EXISTS "IDX_marketplace_tick_deleted_at" ON "marketplace_tick" ("deleted_at") WHERE deleted_at IS NULL;`);

    this.addSql(`alter table if exists "marketplace_order" add column if not exists "claimed_by" text null;`);

    for (const table of ["marketplace_order", "marketplace_action"]) {
      this.addSql(
        `create index if not exists "${table}_claimed_by" on "${table}" ("claimed_by") where "claimed_by" is not null;`
      )
    }
    this.addSql(
      `create index if not exists "marketplace_run_requested" on "marketplace_run" ("connection_id") where "params" is not null and "state" in ('queued', 'running');`
    )
  }

  override async down(): Promise<void> {
    this.addSql(`drop index if exists "marketplace_run_requested";`)
    for (const table of ["marketplace_order", "marketplace_action"]) {
      this.addSql(`drop index if exists "${table}_claimed_by";`)
    }

    this.addSql(`drop table if exists "marketplace_tick" cascade;`);

    this.addSql(`alter table if exists "marketplace_order" drop column if exists "claimed_by";`);
  }

}
