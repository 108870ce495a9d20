import { readdirSync, readFileSync } from "node:fs"
import path from "node:path"
import type { Logger } from "@medusajs/framework/types"
import MarketplaceModuleService from "../service"
import type { TransactionalDatabase } from "../stores/database"

const asked: unknown[] = []
const database = {
  raw: (sql: string, bindings: unknown) => {
    asked.push([sql, bindings])
    return Promise.resolve({ rows: [], rowCount: 0 })
  },
} as unknown as TransactionalDatabase
const service = () => new MarketplaceModuleService({ __pg_connection__: database, logger: {} as Logger }, {})

describe("the marketplace module's service", () => {
  it("has no property with the name of a method that Medusa generates", () => {
    const generated = Object.getPrototypeOf(MarketplaceModuleService.prototype) as object
    const names = Object.getOwnPropertyNames(generated)
    expect(names).toContain("listMarketplaceOrders")
    expect(Object.keys(service()).filter((name) => names.includes(name))).toEqual([])
  })

  it("has stores of which no two offer one name, so that none hides another's", () => {
    const folder = path.join(__dirname, "../stores")
    const names = readdirSync(folder)
      .filter((file) => file.endsWith(".ts") && file !== "index.ts")
      .flatMap((file) => [
        ...readFileSync(path.join(folder, file), "utf8").matchAll(
          /^export (?:async )?(?:function|const) (\w+)/gm
        ),
      ])
      .map(([, name]) => name)
    expect(names.length).toBeGreaterThan(100)
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([])
  })

  it("runs a store's statements on its own database", async () => {
    await service().orders.releaseClaims(["mpord_1"])
    expect(asked).toEqual([[expect.stringContaining("update marketplace_order"), [["mpord_1"], null]]])
  })
})
