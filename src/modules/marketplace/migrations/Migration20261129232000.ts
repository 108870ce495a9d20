import { Migration } from "@medusajs/framework/mikro-orm/migrations"

/** A database on the store's own machine has one name, however it is called. */
export class Migration20261129232000 extends Migration {
  override async up(): Promise<void> {
    this.addSql(
      `update marketplace_connection
          set activated_instance = regexp_replace(activated_instance, '^(local|127(\\.\\d+){3}|::1)/', 'localhost/')
        where activated_instance ~ '^(local|127(\\.\\d+){3}|::1)/';`
    )
  }

  override async down(): Promise<void> {}
}
