import checkDatabase from "../check-database"
import * as models from "../models"

const all = Object.values(models).flatMap((model) => {
  const { tableName, schema } = model.parse()
  return Object.keys(schema).map((column) => `${tableName}.${column}`)
})

/** What is logged at boot on a database with these columns. */
async function said(columns: string[]): Promise<string[]> {
  const logged: string[] = []
  await checkDatabase({
    container: { resolve: () => ({ raw: async () => ({ rows: columns.map((name) => ({ name })) }) }) },
    logger: { error: (text: string) => logged.push(text) },
  } as never)
  return logged
}

const without = (...names: string[]) => all.filter((name) => !names.includes(name))
const sentence = (missing: string) =>
  `marketplace-connect: The database is older than this version of the plugin: ${missing} missing. ` +
  "Run `npx medusa db:migrate`, then restart."

describe("a database that is older than the plugin", () => {
  it("is named with its missing column, and what to do", async () => {
    expect(await said(without("marketplace_order.marks"))).toEqual([sentence("marketplace_order.marks is")])
  })

  it("is named with at most three columns", async () => {
    const names = all.filter((name) => name.startsWith("marketplace_run.")).slice(0, 5)
    expect(await said(without(...names))).toEqual([
      sentence(`${names.slice(0, 3).join(", ")} and 2 more are`),
    ])
  })
})

it("of a database that is up to date nothing is said", async () => {
  expect(await said(all)).toEqual([])
})
