import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import type { App } from "./app"

/** Watches the statements on the plugin's tables that run from here on in this process, their values as `$1`, `$2` … */
export function watchOurStatements({ container }: Pick<App, "container">) {
  const database = container.resolve(ContainerRegistrationKeys.PG_CONNECTION)
  const statements: string[] = []
  const note = ({ sql }: { sql: string }) => void (sql.includes("marketplace_") && statements.push(sql))
  database.on("query", note)
  return {
    /** Those since the beginning, or since the last `forget`. */
    list: () => [...statements],
    forget: () => void statements.splice(0),
    stop: () => void database.removeListener("query", note),
  }
}
