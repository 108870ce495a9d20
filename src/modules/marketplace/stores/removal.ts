import fs from "node:fs"
import { createRequire } from "node:module"
import path from "node:path"
import type { Migration } from "@medusajs/framework/mikro-orm/migrations"
import { forgetMigration } from "../medusa-tables"
import { IS_LIVE } from "./offer-summary"
import { type Database, rowsOf, type TransactionalDatabase } from "./database"

type MigrationClass = new (...args: ConstructorParameters<typeof Migration>) => Migration

/** Of this module, and of the label module beside it. */
const FOLDERS = ["marketplace", "label"].map((module) =>
  path.join(__dirname, "..", "..", module, "migrations")
)

/** What would be lost: connections that work, actions that a marketplace does not know yet, orders in all, and offers for sale. */
export type Remains = { enabled: number; waiting: number; orders: number; live: number }

export async function readRemains(database: Database): Promise<Remains> {
  const [row] = await rowsOf<Remains>(
    database,
    `select (select count(*)::int from marketplace_connection where is_enabled and deleted_at is null) as enabled,
            (select count(*)::int from marketplace_action
              where state in ('pending', 'retrying', 'sending') and deleted_at is null) as waiting,
            (select count(*)::int from marketplace_order) as orders,
            (select count(*)::int from marketplace_offer o where ${IS_LIVE}
                and (o.stock_sent is not null or o.stock_confirmed is not null)) as live`
  )
  return row
}

/** Takes every migration of ours back, the last one first, in one transaction: nothing of ours is left. */
export async function removeTables(database: TransactionalDatabase): Promise<void> {
  const load = createRequire(__filename)
  const migrations = FOLDERS.flatMap((folder) =>
    fs.readdirSync(folder).flatMap((file) => {
      const name = /^(Migration\d+)\.(?:js|ts)$/.exec(file)?.[1]
      return name ? [{ folder, name }] : []
    })
  ).sort((a, b) => (a.name < b.name ? 1 : -1))
  await database.transaction(async (transaction) => {
    for (const { folder, name } of migrations) {
      if (!(await forgetMigration(transaction, name))) continue
      const classes = load(path.join(folder, name)) as Record<string, MigrationClass>
      const migration = new classes[name](undefined as never, undefined as never)
      await migration.down()
      for (const query of migration.getQueries()) await transaction.raw(String(query))
    }
  })
}
