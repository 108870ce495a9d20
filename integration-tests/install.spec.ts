import fs from "fs"
import http from "http"
import { createRequire } from "module"
import type { AddressInfo } from "net"
import os from "os"
import path from "path"
import { gzipSync } from "zlib"
import type { MarketplaceFake } from "../src/marketplaces/contract-test"
import { packPlugin } from "../scripts/pack-plugin"
import { run } from "../scripts/run-command"
import { createTestDatabase, TestDatabase } from "./helpers/database"
import { until } from "./helpers/until"
import { ChildApp, startChildApp } from "./helpers/start-child-app"

const PACKAGE = "medusa-plugin-marketplace-connect"
const ADAPTER = "marketplace-adapter-acme"
const BUILD = ".medusa/server/src"

/** Every route of the contract, under /admin/marketplaces. */
const ROUTES: [method: string, path: string][] = [
  ["GET", ""],
  ["GET", "/connections"],
  ["POST", "/connections"],
  ["POST", "/connections/check"],
  ["GET", "/connections/:id"],
  ["POST", "/connections/:id"],
  ["DELETE", "/connections/:id"],
  ["POST", "/connections/:id/test-notification"],
  ["POST", "/connections/:id/check"],
  ["POST", "/connections/:id/activate"],
  ["POST", "/connections/:id/import"],
  ["POST", "/connections/:id/test-order"],
  ["GET", "/connections/:id/completeness"],
  ["GET", "/connections/:id/carriers"],
  ["POST", "/connections/:id/carriers/resolve"],
  ["GET", "/connections/:id/carriers/coverage"],
  ["GET", "/connections/:id/carrier-rules"],
  ["POST", "/connections/:id/carrier-rules"],
  ["POST", "/connections/:id/carrier-rules/order"],
  ["POST", "/connections/:id/carrier-rules/:rule_id"],
  ["DELETE", "/connections/:id/carrier-rules/:rule_id"],
  ["GET", "/connections/:id/history"],
  ["GET", "/orders"],
  ["GET", "/orders/delivery-modes"],
  ["POST", "/orders/accept"],
  ["POST", "/orders/acknowledge"],
  ["POST", "/orders/refuse"],
  ["POST", "/orders/retry"],
  ["POST", "/orders/ignore"],
  ["GET", "/orders/:id"],
  ["POST", "/orders/:id/accept"],
  ["POST", "/orders/:id/address"],
  ["POST", "/orders/:id/refuse"],
  ["POST", "/orders/:id/retry"],
  ["POST", "/orders/:id/ignore"],
  ["POST", "/orders/:id/cancel"],
  ["GET", "/orders/:id/cancellation-reasons"],
  ["POST", "/orders/:id/purge"],
  ["POST", "/orders/:id/shipments/:fulfillment_id"],
  ["DELETE", "/orders/:id"],
  ["POST", "/orders/cancellations"],
  ["GET", "/orders/problems"],
  ["GET", "/listings"],
  ["GET", "/listings/suggestions"],
  ["GET", "/listings/export"],
  ["POST", "/listings/import"],
  ["POST", "/listings"],
  ["DELETE", "/listings/:id"],
  ["GET", "/actions"],
  ["POST", "/actions/retry"],
  ["POST", "/actions/skip"],
  ["POST", "/actions/mark-done"],
  ["POST", "/actions/:id/retry"],
  ["POST", "/actions/:id/skip"],
  ["POST", "/actions/:id/mark-done"],
  ["GET", "/actions/:id"],
  ["GET", "/carriers"],
  ["GET", "/overview"],
  ["GET", "/runs"],
  ["GET", "/runs/:id"],
  ["GET", "/connections/:id/offers"],
  ["POST", "/connections/:id/offers/activate"],
  ["POST", "/connections/:id/offers/brake"],
  ["POST", "/connections/:id/offers/compare"],
  ["GET", "/connections/:id/offers/preview"],
  ["POST", "/connections/:id/offers/preview"],
  ["POST", "/connections/:id/offers/resume"],
  ["POST", "/connections/:id/offers/stop"],
  ["GET", "/offer-batches"],
  ["GET", "/offers"],
  ["GET", "/offers/:id"],
  ["POST", "/offers/:id"],
  ["POST", "/offers/exclude"],
  ["GET", "/offers/export"],
  ["POST", "/offers/import"],
  ["POST", "/offers/include"],
  ["GET", "/offers/problems"],
  ["POST", "/offers/push"],
  ["GET", "/orders/export"],
  ["POST", "/ship-many"],
  ["POST", "/ship-many/check"],
]

const root = path.resolve(__dirname, "..")
const registered = path.join(__dirname, "helpers", "registered.ts")
const seedFresh = path.join(__dirname, "helpers", "seed-fresh.ts")

let folder: string
let host: string
let adapter: string
let acme: { fake: MarketplaceFake; key: string; server: http.Server; url: string }
let shipped: string[] = []
let database: TestDatabase
let adminBuild: Promise<unknown>
let app: ChildApp
let trouble: unknown

beforeAll(async () => {
  await prepare().catch((error: unknown) => (trouble = error))
}, 600_000)

async function prepare(): Promise<void> {
  folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "marketplace-install-")))
  host = path.join(folder, "host")
  const { tarball, files } = await packPlugin(path.join(folder, "plugin"))
  shipped = files
  adapter = await buildAdapter(tarball)
  acme = await serveAcme()
  await install(tarball)
  database = await createTestDatabase({ empty: true })
  adminBuild = medusa(host, ["build", "--admin-only", "--no-lint"])
  // Looked at by its test; until then a failure is not reported.
  adminBuild.catch(() => {})
  await medusa(host, ["db:migrate", "--execute-all-links"])
  app = await startChildApp({ databaseUrl: database.url, directory: host, jobs: true })
}

afterAll(async () => {
  await app?.kill()
  await adminBuild?.catch(() => {})
  await database?.drop()
  acme?.server.close()
  acme?.server.closeAllConnections()
  fs.rmSync(folder, { recursive: true, force: true })
})

/** Makes a bare store whose packages are this repository's, and adds the packed plugin to them. */
async function install(tarball: string): Promise<void> {
  await addPackages(host, tarball)
  // As `npm link` does: the adapter keeps its own packages, the plugin among them.
  fs.symlinkSync(adapter, path.join(host, "node_modules", ADAPTER))
  const dependencies = { "@medusajs/medusa": "*", "@medusajs/framework": "*", [PACKAGE]: "*" }
  fs.writeFileSync(path.join(host, "package.json"), JSON.stringify({ name: "host", dependencies }))
  fs.copyFileSync(path.join(root, "tsconfig.json"), path.join(host, "tsconfig.json"))
  fs.writeFileSync(
    path.join(host, "medusa-config.js"),
    `const { defineConfig } = require("@medusajs/framework/utils")
module.exports = defineConfig({
  projectConfig: { databaseUrl: process.env.DATABASE_URL },
  admin: { disable: process.env.DISABLE_MEDUSA_ADMIN === "true" },
  plugins: [{ resolve: "${PACKAGE}", options: {
    encryption_key: "k".repeat(32),
    marketplaces: [
      { resolve: "${ADAPTER}", options: { api_url: "${acme.url}" } },
      { resolve: "${ADAPTER}", options: { id: "acme-de", name: "Acme DE", api_url: "${acme.url}" } },
    ],
  } }],
  ${providersOfReadme()}
})
`
  )
}

/** Gives a folder this repository's packages, and the packed plugin as one of them. */
async function addPackages(to: string, tarball: string): Promise<void> {
  const modules = path.join(to, "node_modules")
  fs.mkdirSync(path.join(modules, PACKAGE), { recursive: true })
  for (const name of fs.readdirSync(path.join(root, "node_modules"))) {
    fs.symlinkSync(path.join(root, "node_modules", name), path.join(modules, name))
  }
  await run("tar", ["-xzf", tarball, "--strip-components=1", "-C", path.join(modules, PACKAGE)], to)
}

/**
 * The example adapter in a folder of its own, built there: with its own copy of the plugin, and with another version of
 * zod than that copy has.
 */
async function buildAdapter(tarball: string): Promise<string> {
  const to = path.join(folder, "adapter")
  fs.cpSync(path.join(root, "examples", "adapter-acme"), to, { recursive: true })
  await addPackages(to, tarball)
  const zod = path.join(root, "node_modules", "zod")
  const own = path.join(to, "node_modules", PACKAGE, "node_modules")
  fs.mkdirSync(own)
  fs.symlinkSync(zod, path.join(own, "zod"))
  fs.rmSync(path.join(to, "node_modules", "zod"))
  fs.cpSync(zod, path.join(to, "node_modules", "zod"), { recursive: true, dereference: true })
  for (const name of ["versions.js", "versions.cjs", "versions.d.ts", "versions.d.cts"]) {
    const file = path.join(to, "node_modules", "zod", "v4", "core", name)
    const text = fs.readFileSync(file, "utf8")
    fs.writeFileSync(file, text.replace(/minor: 2\b/, "minor: 99"))
    if (fs.readFileSync(file, "utf8") === text) throw new Error(`${name} of zod has no such version.`)
  }
  await run(process.execPath, [path.join(root, "node_modules", "typescript", "bin", "tsc"), "-p", "."], to)
  return to
}

/** The example's own fake of its marketplace, over HTTP. */
async function serveAcme(): Promise<typeof acme> {
  const { playAcme, KEY } = createRequire(__filename)(path.join(adapter, "dist", "fake.js")) as {
    playAcme: (today: Date) => MarketplaceFake
    KEY: string
  }
  const fake = playAcme(new Date())
  const server = http.createServer((request, response) => {
    let body = ""
    request.setEncoding("utf8").on("data", (piece: string) => (body += piece))
    request.on("end", () => {
      void (async () => {
        const { method, headers, url } = request
        const answer = await fake.respond({
          method: method as "GET",
          url: `http://acme.example${url}`,
          headers: { authorization: headers.authorization ?? "" },
          body,
          label: "",
        })
        response.writeHead(answer.status ?? 200, answer.headers).end(answer.body)
      })()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  return { fake, key: KEY, server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }
}

/** The lines with which a store registers the plugin's fulfillment providers, as the README gives them. */
function providersOfReadme(): string {
  const readme = fs.readFileSync(path.join(root, "README.md"), "utf8")
  const [, lines] = /^```ts\n(modules: \[\n[^`]*^\],)\n```/m.exec(readme) ?? []
  if (!lines) throw new Error("The README has no lines for the fulfillment providers.")
  return lines
}

const medusa = (cwd: string, args: string[]) =>
  run(process.execPath, [path.join(root, "node_modules", "@medusajs", "cli", "cli.js"), ...args], cwd, {
    DATABASE_URL: database?.url ?? "",
  })

it("The plugin is built, packed, installed, migrated and started", () => {
  if (trouble) {
    throw trouble
  }
})

const installed = (file: string) => fs.readFileSync(path.join(host, "node_modules", PACKAGE, file), "utf8")

describe("The package", () => {
  it("holds the built plugin and nothing of its workshop", () => {
    const unexpected = shipped.filter(
      (file) =>
        !/^(package\.json|LICENSE|\.medusa\/server\/src\/.+|docs\/screenshots\/.+|examples\/.+|.+\.md)$/.test(
          file
        )
    )
    expect(unexpected).toEqual([])
    expect(shipped.filter((file) => /__tests__|\.spec\.|\/sandbox\//.test(file))).toEqual([])
  })

  it("has documents whose links lead to files of the package", () => {
    const documents = shipped.filter((file) => file.endsWith(".md"))
    expect(documents).toEqual(expect.arrayContaining(["README.md", "CHANGELOG.md", "docs/upgrading.md"]))
    const broken = documents.flatMap((document) =>
      [...installed(document).matchAll(/\]\(([^)\s#]+)[^)]*\)/g)]
        .map(([, link]) => link)
        .filter((link) => !/^https?:/.test(link))
        .map((link) => path.join(path.dirname(document), link))
        .filter(
          (target) => !shipped.includes(target) && !shipped.some((file) => file.startsWith(`${target}/`))
        )
        .map((target) => `${document}: ${target}`)
    )
    expect(broken).toEqual([])
  })

  it("has no source maps", () => {
    const scripts = shipped.filter((file) => /\.m?js$/.test(file))
    expect(scripts.filter((file) => installed(file).includes("sourceMappingURL"))).toEqual([])
    expect(shipped.filter((file) => file.endsWith(".map"))).toEqual([])
  })

  it("has every file of src in the build", () => {
    const sources = fs
      .readdirSync(path.join(root, "src"), { recursive: true, encoding: "utf8" })
      .filter((file) => /(?<!\.d)\.ts$/.test(file) && !/^admin\/|__tests__/.test(file))
    expect(sources.length).toBeGreaterThan(0)
    const built = sources.map((file) => `${BUILD}/${file.replace(/\.ts$/, ".js")}`)
    expect(built.filter((file) => !shipped.includes(file))).toEqual([])
  })

  it("has what its exports name, and it loads in the store", async () => {
    const { exports } = JSON.parse(installed("package.json")) as {
      exports: Record<string, string | Record<string, string>>
    }
    const targets = Object.values(exports)
      .flatMap((target) => (typeof target === "string" ? target : Object.values(target)))
      .filter((target) => !target.includes("*"))
      .map((target) => target.replace("./", ""))
    expect(targets.filter((target) => !shipped.includes(target))).toEqual([])
    const entries = Object.keys(exports).filter((entry) => !/\*|package\.json|admin/.test(entry))
    const loads = entries.map((entry) => `require("${PACKAGE}${entry.slice(1)}")`)
    await run(process.execPath, ["-e", loads.join(";")], host)
  })
})

describe("The admin's bundle", () => {
  const MOST_BYTES = 150_000
  const bundle = () => installed(`${BUILD}/admin/index.mjs`)

  it("adds little to the admin's size, compressed as it is served", () => {
    expect(gzipSync(bundle()).length).toBeLessThan(MOST_BYTES)
  })

  it("contains no second copy of what Medusa's admin has", () => {
    const { dependencies, peerDependencies } = JSON.parse(installed("package.json")) as Record<
      "dependencies" | "peerDependencies",
      Record<string, string>
    >
    const shared = Object.keys({ ...dependencies, ...peerDependencies })
    const imported = [...bundle().matchAll(/(?:^|;)import\b[^"';]*["']([^"'./][^"']*)["']/gm)].map(
      ([, name]) => name
    )
    expect(imported).toEqual(
      expect.arrayContaining(["react", "react-i18next", "@tanstack/react-query", "@medusajs/ui"])
    )
    const isShared = (name: string) => shared.some((known) => name === known || name.startsWith(`${known}/`))
    expect(imported.filter((name) => !isShared(name))).toEqual([])
    // What only the libraries themselves hold.
    expect(bundle()).not.toMatch(/Symbol\.for\("react\.(element|transitional)|No QueryClient set/)
  })
})

describe("A store that installed it", () => {
  it("has the plugin's tables", async () => {
    const tables = await database.sql<{ table_name: string }>(
      "SELECT table_name FROM information_schema.tables WHERE table_name LIKE 'marketplace%'"
    )
    expect(tables.map(({ table_name }) => table_name)).toContain("marketplace_connection")
  })

  it("has the plugin's jobs and subscribers", async () => {
    const { jobs, subscribers } = await app.run<{ jobs: string[]; subscribers: string[] }>(
      registered,
      "registered"
    )
    expect(jobs).toEqual(expect.arrayContaining([expect.stringMatching(/^job-marketplace/)]))
    expect(subscribers).toEqual(
      expect.arrayContaining([expect.stringMatching(/^shipment\.created: marketplace/)])
    )
  })

  it.each(["cdiscount", "rakuten"])("has the fulfillment provider %s, by the README's lines", async (id) => {
    const { text } = await ask("GET", `/../fulfillment-providers/${id}_${id}/options`)
    const { fulfillment_options } = JSON.parse(text) as { fulfillment_options: { id: string }[] }
    expect(fulfillment_options.map((option) => option.id)).toEqual(
      expect.arrayContaining(["from-tracking-number", "colissimo"])
    )
  })

  it("has no route that is not named above", () => {
    const named = ROUTES.map(([, route]) => `${BUILD}/api/admin/marketplaces${fileOf(route)}`)
    const routes = shipped.filter((file) => /\/api\/admin\/marketplaces\/.*route\.js$/.test(file))
    expect(routes.filter((file) => !named.includes(file))).toEqual([])
  })

  it.each(ROUTES)("answers %s /admin/marketplaces%s", async (method, route) => {
    const file = `${BUILD}/api/admin/marketplaces${fileOf(route)}`
    expect([file, shipped.includes(file)]).toEqual([file, true])
    const answer = await ask(method, route.replace(/:\w+/g, "none"))
    expect(answer).not.toMatchObject({ status: 404, json: false })
    expect([answer.status < 500, answer]).toEqual([true, answer])
  })

  it("does not answer a route that is not there", async () => {
    expect(await ask("GET", "/no/such/route")).toMatchObject({ status: 404, json: false })
  })

  it("builds its admin", async () => {
    await adminBuild
    const pages = fs.readdirSync(path.join(host, ".medusa", "admin"), { recursive: true, encoding: "utf8" })
    expect(pages).toContain("index.html")
    const scripts = pages.filter((page) => page.endsWith(".js"))
    const bundle = scripts.map((page) => fs.readFileSync(path.join(host, ".medusa", "admin", page), "utf8"))
    expect(bundle.some((script) => script.includes("/admin/marketplaces"))).toBe(true)
  }, 300_000)
})

describe("An adapter from outside, with its own copy of the plugin", () => {
  const post = async <Body>(route: string, body: object): Promise<Body> => {
    const { status, text } = await ask("POST", route, body)
    expect([status < 300, text]).toEqual([true, text])
    return JSON.parse(text) as Body
  }
  const read = async <Body>(route: string) => JSON.parse((await ask("GET", route)).text) as Body
  type Check = { ok: boolean; code: string }
  type Orders = { orders: { external_id: string; state: string; problem: { code: string } | null }[] }
  const credentials = (key: string) => ({ shop: "acme-shop", key })

  it("is another copy, and another version of zod", () => {
    const from = (folder: string, name: string) => fs.realpathSync(path.join(folder, "node_modules", name))
    expect(from(adapter, PACKAGE)).not.toBe(from(host, PACKAGE))
    expect(from(adapter, "zod")).not.toBe(from(path.join(adapter, "node_modules", PACKAGE), "zod"))
  })

  it("passes its own contract test, in node's runner", async () => {
    await run(process.execPath, ["--test", "dist/contract.test.js"], adapter, { NODE_OPTIONS: "" })
  })

  it("is offered under each id of the options, in the operator's language or in English", async () => {
    type Answer = { marketplaces: { id: string; name: string; setting_fields: { label: string }[] }[] }
    const shown = async (language: string) =>
      (JSON.parse((await ask("GET", "", undefined, language)).text) as Answer).marketplaces
        .filter(({ id }) => id.startsWith("acme"))
        .map(({ id, name, setting_fields }) => [id, name, setting_fields[0].label])
    expect(await shown("de")).toEqual([
      ["acme", "Acme", "Bestellungen je Seite"],
      ["acme-de", "Acme DE", "Bestellungen je Seite"],
    ])
    expect((await shown("es"))[0]).toEqual(["acme", "Acme", "Orders per page"])
  })

  it("has its own errors understood", async () => {
    const check = (key: string) =>
      post<Check>("/connections/check", { marketplace_id: "acme", credentials: credentials(key) })
    expect(await check("WRONG-KEY-0001")).toMatchObject({ ok: false, code: "invalid_credentials" })
    expect(await check(acme.key)).toMatchObject({ ok: true, code: "ok" })
  })

  it("brings its orders into the store", async () => {
    await app.run(seedFresh, "seedFresh", [
      { sku: "CUP", ean: "2000000000015", title: "Cup", price: 12, vat: 20 },
    ])
    const { connection } = await post<{ connection: { id: string } }>("/connections", {
      marketplace_id: "acme",
      name: "Acme",
      credentials: credentials(acme.key),
      settings: { acme: { page_size: 2 } },
    })
    await post(`/connections/${connection.id}/activate`, { older_open_orders: "import" })
    await post(`/connections/${connection.id}/import`, {})
    const found = await until("the order", async () => {
      const { orders } = await read<Orders>(
        `/orders?connection_id=${connection.id}&external_id=${acme.fake.ready}`
      )
      return orders.find(({ state }) => state === "imported")
    })
    expect(found).toMatchObject({ external_id: "READY", problem: null })
    const { carriers } = await read<{ carriers: object[] }>(`/connections/${connection.id}/carriers`)
    expect(carriers).toEqual([{ name: "Acme Post", code: "AP", key: null }])
  }, 120_000)
})

const fileOf = (route: string) => `${route.replace(/:(\w+)/g, "[$1]")}/route.js`

type Answer = { status: number; json: boolean; text: string }

async function ask(method: string, route: string, body: object = {}, language = "en"): Promise<Answer> {
  const response = await fetch(`${app.url}/admin/marketplaces${route}`, {
    method,
    headers: {
      authorization: `Bearer ${app.token}`,
      "content-type": "application/json",
      "accept-language": language,
    },
    body: method === "POST" ? JSON.stringify(body) : undefined,
  })
  return {
    status: response.status,
    json: response.headers.get("content-type")?.includes("application/json") ?? false,
    text: await response.text(),
  }
}
