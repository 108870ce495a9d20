import { Migration } from "@medusajs/framework/mikro-orm/migrations"

/** Written by hand, as the index is of an expression: which parcels have this number. */
export class Migration20261130110000 extends Migration {
  override async up(): Promise<void> {
    this.addSql(
      `create index if not exists "marketplace_action_parcels" on "marketplace_action" using gin (("params" -> 'parcels') jsonb_path_ops);`
    )
  }

  override async down(): Promise<void> {
    this.addSql(`drop index if exists "marketplace_action_parcels";`)
  }
}
