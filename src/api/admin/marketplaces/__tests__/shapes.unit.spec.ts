import fs from "node:fs"
import path from "node:path"
import type { z } from "@medusajs/framework/zod"
import type { CarrierRuleInput } from "../../../../carriers"
import type { CorrectedAddress } from "../../../../orders/corrections"
import type { presentActions } from "../actions/present"
import type { MarketplaceAction } from "../actions/types"
import type { presentRules } from "../carriers/present"
import type { ResolveInput, ShownRule } from "../carriers/types"
import type { resolveSchema, ruleSchema } from "../carriers/validators"
import type { presentConnections } from "../connections/present"
import type { Connection, ConnectionFields } from "../connections/types"
import type { updateConnectionSchema } from "../connections/validators"
import type { presentListings } from "../listings/present"
import type { Listing } from "../listings/types"
import type { presentOrders } from "../orders/present"
import type { presentAmounts } from "../orders/present-amounts"
import type { MarketplaceOrder, OrderAmounts } from "../orders/types"
import type { correctAddressSchema } from "../orders/validators"
import type { presentMarketplace } from "../present-marketplace"
import type { presentProblem, presentRefusal } from "../present-problem"
import type { presentRun } from "../runs/present"
import type { Run } from "../runs/types"
import type { Marketplace, ShownProblem, Unavailable } from "../types"

type Same<One, Other> = [One] extends [Other] ? ([Other] extends [One] ? true : false) : false
type Of<Present extends (...given: never[]) => unknown> = Awaited<ReturnType<Present>>
type Accepts<Schema extends z.ZodType, Body> = [Body] extends [z.input<Schema>] ? true : false

/** The compiler holds these: a presenter returns its shape and no other, and a body that the admin sends is accepted. */
const SHAPES: [
  Same<Of<typeof presentActions>, MarketplaceAction[]>,
  Same<Of<typeof presentRules>, ShownRule[]>,
  Same<Of<typeof presentConnections>, Connection[]>,
  Same<Of<typeof presentListings>, Listing[]>,
  Same<Of<typeof presentOrders>, MarketplaceOrder[]>,
  Same<Of<typeof presentAmounts>, OrderAmounts>,
  Same<Of<typeof presentMarketplace>, Marketplace>,
  Same<Of<typeof presentProblem>, ShownProblem | null>,
  Same<Of<typeof presentRefusal>, Unavailable | null>,
  Same<Of<typeof presentRun>, Run>,
  Accepts<typeof updateConnectionSchema, ConnectionFields>,
  Accepts<typeof resolveSchema, ResolveInput>,
  Accepts<typeof ruleSchema, CarrierRuleInput>,
  Accepts<typeof correctAddressSchema, { address: Omit<Partial<CorrectedAddress>, "country_code"> }>,
] = [true, true, true, true, true, true, true, true, true, true, true, true, true, true]

const src = path.resolve(__dirname, "../../../..")

const files = fs
  .readdirSync(src, { recursive: true, encoding: "utf8" })
  .filter((file) => /\.tsx?$/.test(file) && !file.includes("__tests__"))
  .map((file) => ({
    file: file.split(path.sep).join("/"),
    text: fs.readFileSync(path.join(src, file), "utf8"),
  }))

/** Two adapters speak of different things, and neither sees the other. */
const isOneAdapters = (file: string) => /^marketplaces\/[^/]+\//.test(file)

type Declared = { name: string; file: string; exported: boolean }

const declared: Declared[] = files.flatMap(({ file, text }) =>
  [...text.matchAll(/^(export )?(?:type|interface) (\w+)/gm)].map(([, exported, name]) => ({
    name,
    file,
    exported: exported !== undefined,
  }))
)
const isShape = (file: string) => /^api\/.*\btypes\.ts$/.test(file)

/** One name for one thing: names that are declared twice, with where. */
function twice(types: Declared[]): string[] {
  const places = new Map<string, string[]>()
  for (const { name, file } of types) places.set(name, [...(places.get(name) ?? []), file])
  return [...places]
    .filter(([, where]) => where.length > 1)
    .map(([name, where]) => `${name}: ${where.join(", ")}`)
}

describe("the shapes of the API", () => {
  it("are what the presenters return", () => {
    expect(SHAPES.every(Boolean)).toBe(true)
  })

  it("are found", () => {
    const shapes = declared.filter(({ file }) => isShape(file))
    expect(new Set(shapes.map(({ file }) => file)).size).toBeGreaterThanOrEqual(7)
    expect(shapes.map(({ name }) => name)).toContain("MarketplaceOrder")
  })

  it("have no second list in the admin, under an exported name or not", () => {
    const names = new Set(declared.filter(({ file }) => isShape(file)).map(({ name }) => name))
    const copies = declared.filter(({ name, file }) => file.startsWith("admin/") && names.has(name))
    expect(copies).toEqual([])
  })

  it("and every other exported type have a name of their own", () => {
    expect(twice(declared.filter(({ file, exported }) => exported && !isOneAdapters(file)))).toEqual([])
  })
})
