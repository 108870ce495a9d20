import { Migration } from "@medusajs/framework/mikro-orm/migrations"

const BEFORE = "told_with_another_parcel"
const AFTER = "sent_with_another_parcel"

/** Written by hand: why 0.1 skipped a parcel, in the glossary's words. */
export class Migration20261130120000 extends Migration {
  override async up(): Promise<void> {
    this.rename(BEFORE, AFTER)
  }

  override async down(): Promise<void> {
    this.rename(AFTER, BEFORE)
  }

  private rename(before: string, after: string): void {
    this.addSql(
      `update marketplace_action set params = jsonb_set(params, '{skipped}', '"${after}"') where params ->> 'skipped' = '${before}';`
    )
  }
}
