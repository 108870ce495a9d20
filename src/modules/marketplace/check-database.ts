import type { LoaderOptions } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import * as marketplaceModels from "./models"
import { columnsOf, type Database } from "./stores/database"

const MOST_NAMED = 3

type Models = Record<string, { parse: () => { tableName: string; schema: object } }>

/** Says which columns of our models the database lacks, or null. */
export function describeMissing(known: Set<string>, models: Models = marketplaceModels): string | null {
  const missing = Object.values(models).flatMap((model) => {
    const { tableName, schema } = model.parse()
    return Object.keys(schema).flatMap((column) =>
      known.has(`${tableName}.${column}`) ? [] : `${tableName}.${column}`
    )
  })
  if (!missing.length) return null
  const others = missing.length - MOST_NAMED
  const named = missing.slice(0, MOST_NAMED).join(", ") + (others > 0 ? ` and ${others} more` : "")
  return (
    `marketplace-connect: The database is older than this version of the plugin: ${named} ${missing.length > 1 ? "are" : "is"} missing. ` +
    "Run `npx medusa db:migrate`, then restart."
  )
}

/** Logs at boot, once, that the store was started before its database was migrated. */
export const checkDatabaseOf =
  (models: Models) =>
  async ({ container, logger }: Pick<LoaderOptions, "container" | "logger">): Promise<void> => {
    const database = container.resolve<Database>(ContainerRegistrationKeys.PG_CONNECTION)
    const tables = Object.values(models).map((model) => model.parse().tableName)
    const problem = describeMissing(await columnsOf(database, tables), models)
    if (problem) logger?.error(problem)
  }

export default checkDatabaseOf(marketplaceModels)
