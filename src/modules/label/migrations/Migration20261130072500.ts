import { Migration } from "@medusajs/framework/mikro-orm/migrations"

/**
 * Written by hand: the model builder makes every unique index partial (`where deleted_at is null`), and these keys must hold
 * for deleted rows too. They are what makes a label be bought at most once, and a parcel belong to one request.
 */
export class Migration20261130072500 extends Migration {
  override async up(): Promise<void> {
    this.addSql(
      `create unique index if not exists "marketplace_label_request_fulfillment" on "marketplace_label_request" ("fulfillment_id");`
    )
    this.addSql(
      `create unique index if not exists "marketplace_label_parcel_identity" on "marketplace_label_parcel" ("account_id", "external_id");`
    )
    this.addSql(
      `create unique index if not exists "marketplace_label_news_identity" on "marketplace_label_news" ("account_id", "parcel_external_id", "external_status", "at");`
    )
  }

  override async down(): Promise<void> {
    for (const name of [
      "marketplace_label_request_fulfillment",
      "marketplace_label_parcel_identity",
      "marketplace_label_news_identity",
    ]) {
      this.addSql(`drop index if exists "${name}";`)
    }
  }
}
