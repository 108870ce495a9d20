import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import type { App } from "./app"
import type { TestDatabase } from "./database"

type Query = { sql: string; bindings: unknown[] }
type Plan = {
  "Node Type": string
  "Relation Name"?: string
  "Actual Rows"?: number
  "Actual Loops"?: number
  "Rows Removed by Filter"?: number
  Plans?: Plan[]
}

/** The statements on the named table that are made while this is done. */
export async function statementsOn(app: App, table: string, work: () => Promise<unknown>): Promise<Query[]> {
  const statements: Query[] = []
  const knex = app.container.resolve(ContainerRegistrationKeys.PG_CONNECTION) as unknown as {
    on: (event: "query", listener: (query: Query) => void) => void
    off: (event: "query", listener: (query: Query) => void) => void
  }
  const listen = (query: Query) => void statements.push(query)
  knex.on("query", listen)
  await work()
  knex.off("query", listen)
  const named = new RegExp(`\\b${table}\\b`)
  return statements.filter(({ sql }) => named.test(sql) && !/^explain/.test(sql))
}

/** Fails where the plan of one of these statements reads the whole table. */
export async function expectNoWholeRead(database: TestDatabase, table: string, statements: Query[]) {
  for (const { sql, bindings } of statements) {
    const [row] = await database.sql<{ "QUERY PLAN": [{ Plan: Plan }] }>(
      `explain (format json) ${sql}`,
      bindings
    )
    const { Plan: plan } = row["QUERY PLAN"][0]
    if (scansOf(plan).includes(table)) throw new Error(`${sql}\n${JSON.stringify(plan)}`)
  }
}

const scansOf = (plan: Plan): string[] => [
  ...(plan["Node Type"] === "Seq Scan" ? [plan["Relation Name"] ?? ""] : []),
  ...(plan.Plans ?? []).flatMap(scansOf),
]

/** How many rows of tables and indexes a statement reads. */
export async function rowsRead(database: TestDatabase, { sql, bindings }: Query): Promise<number> {
  const [row] = await database.sql<{ "QUERY PLAN": [{ Plan: Plan }] }>(
    `explain (analyze, format json) ${sql}`,
    bindings
  )
  return readBy(row["QUERY PLAN"][0].Plan)
}

const readBy = (plan: Plan): number =>
  plan.Plans
    ? plan.Plans.reduce((sum, part) => sum + readBy(part), 0)
    : ((plan["Actual Rows"] ?? 0) + (plan["Rows Removed by Filter"] ?? 0)) * (plan["Actual Loops"] ?? 1)
