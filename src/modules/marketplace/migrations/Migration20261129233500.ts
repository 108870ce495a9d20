import { Migration } from "@medusajs/framework/mikro-orm/migrations"

/** Written by hand: every label that Medusa deletes is looked for among those of the parcels, the store's own orders' too. */
export class Migration20261129233500 extends Migration {
  override async up(): Promise<void> {
    this.addSql(
      `create index if not exists "marketplace_action_labels" on "marketplace_action" using gin (("params" -> 'label_ids')) where "type" = 'ship' and "deleted_at" is null;`
    )
  }

  override async down(): Promise<void> {
    this.addSql(`drop index if exists "marketplace_action_labels";`)
  }
}
