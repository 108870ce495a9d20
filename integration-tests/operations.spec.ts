import { spawnSync } from "child_process"
import path from "path"
import { createTestDatabase, type TestDatabase } from "./helpers/database"
import { migrate } from "./helpers/migrate"
import { startChildApp } from "./helpers/start-child-app"

jest.setTimeout(240_000)

const root = path.resolve(__dirname, "..")
let database: TestDatabase

beforeEach(async () => {
  database = await createTestDatabase()
})
afterEach(() => database.drop())

it("A store that was started before its database was migrated says what is missing, and what to do", async () => {
  await database.sql("alter table marketplace_order drop column marks")
  const child = await startChildApp({ databaseUrl: database.url })
  await child.kill()
  expect(child.log()).toContain(
    "marketplace-connect: The database is older than this version of the plugin: marketplace_order.marks is missing. " +
      "Run `npx medusa db:migrate`, then restart."
  )
})

it("A store whose database is up to date says nothing", async () => {
  const child = await startChildApp({ databaseUrl: database.url })
  await child.kill()
  expect(child.log()).not.toContain("marketplace-connect")
})

describe("The command that removes the plugin's data", () => {
  const remove = (...args: string[]) => {
    const { stdout, stderr } = spawnSync("npx", ["medusa", "exec", "src/scripts/remove.ts", ...args], {
      cwd: root,
      encoding: "utf8",
      env: {
        ...process.env,
        NODE_OPTIONS: "",
        LOG_LEVEL: "info",
        DATABASE_URL: database.url,
        DISABLE_MEDUSA_ADMIN: "true",
        MARKETPLACE_ENCRYPTION_KEY: "only-for-tests-and-32-bytes-long",
      },
    })
    return stdout + stderr
  }
  const tables = async () =>
    (
      await database.sql<{ name: string }>(
        "select tablename as name from pg_tables where tablename like 'marketplace\\_%' order by 1"
      )
    ).map(({ name }) => name)

  it("deletes all of it when it is asked to, after the connections were disabled; a later install starts from nothing", async () => {
    const before = await tables()
    expect(before.length).toBeGreaterThan(9)
    await database.sql(
      `insert into marketplace_connection
         (id, marketplace_id, name, account, settings, is_enabled, sales_channel_id, region_id, stock_location_ids,
          shipping_options, destinations, start_at)
       values ('mpcon_1', 'cdiscount', 'Shop', '1', '{}', true, 'sc', 'reg', '[]', '[]', '[]', now())`
    )
    expect(remove("delete")).toContain("Nothing was deleted. 1 connection(s) are enabled")
    await database.sql("update marketplace_connection set is_enabled = false")
    expect(remove()).toContain("run this again with the argument delete")
    expect(await tables()).toEqual(before)

    expect(remove("delete")).toContain("The plugin's tables are deleted.")
    expect(await tables()).toEqual([])
    await migrate(database.url)
    expect(await tables()).toEqual(before)
  })
})
