import { Migration } from "@medusajs/framework/mikro-orm/migrations"

/**
 * Written by hand: the model builder makes every unique index partial (`where deleted_at is null`), and these keys must
 * hold for deleted rows too. They are what makes an order, and an intent, happen at most once.
 */
export class Migration20261122040000 extends Migration {
  override async up(): Promise<void> {
    this.addSql(
      `create unique index if not exists "marketplace_order_identity" on "marketplace_order" ("marketplace_id", "account", "external_id");`
    )
    this.addSql(
      `create unique index if not exists "marketplace_order_medusa_order" on "marketplace_order" ("order_id") where "order_id" is not null;`
    )
    this.addSql(
      `create unique index if not exists "marketplace_action_intent" on "marketplace_action" ("intent_key");`
    )
  }

  override async down(): Promise<void> {
    for (const name of [
      "marketplace_order_identity",
      "marketplace_order_medusa_order",
      "marketplace_action_intent",
    ]) {
      this.addSql(`drop index if exists "${name}";`)
    }
  }
}
