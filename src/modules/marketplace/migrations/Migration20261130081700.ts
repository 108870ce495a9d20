import { Migration } from "@medusajs/framework/mikro-orm/migrations"

/** What the search boxes look in. */
const SEARCHED = { marketplace_order: "search", marketplace_order_snapshot: "buyer" }

/**
 * Written by hand: searching for a part of a text needs PostgreSQL's own extension pg_trgm. Where it cannot be made (it is no
 * trusted one there, or not installed), the searches read the short texts of all orders instead, which takes longer.
 */
export class Migration20261130081700 extends Migration {
  override async up(): Promise<void> {
    this.addSql(
      `create index if not exists "marketplace_order_snapshot_unread" on "marketplace_order_snapshot" ("marketplace_order_id") where "buyer" is null and "deleted_at" is null;`
    )
    const indexes = Object.entries(SEARCHED).map(
      ([table, column]) =>
        `create index if not exists "${table}_${column}" on "${table}" using gin ("${column}" gin_trgm_ops);`
    )
    this.addSql(`
      do $$ begin
        create extension if not exists pg_trgm;
        ${indexes.join("\n        ")}
      exception when others then
        raise notice 'marketplace-connect: without the extension pg_trgm searching is slower (%)', sqlerrm;
      end $$;`)
  }

  override async down(): Promise<void> {
    this.addSql(`drop index if exists "marketplace_order_snapshot_unread";`)
    for (const [table, column] of Object.entries(SEARCHED)) {
      this.addSql(`drop index if exists "${table}_${column}";`)
    }
  }
}
