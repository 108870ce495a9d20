import fs from "node:fs"
import os from "node:os"
import path from "node:path"
import { endCommands, run } from "../run-command"
import { checkPackage, runUnitTests } from "./checks"
import { HostStore } from "./host-store"
import { packCommit, packPlugin } from "../pack-plugin"
import { countSteps, type Steps } from "./steps"
import { type Compat, DATABASES, type Server, tryFresh, tryRemoval, tryUpgrade } from "./scenarios"

export type CompatOptions = {
  /** A version or a tag of @medusajs/medusa. */
  wanted: string
  short: boolean
  keep: boolean
  browser: string | null
  startPostgres: () => Promise<Server & { external: boolean; stop: () => Promise<void> }>
}

/** The first version of which stores have data: its tag, or its commit where tags are not fetched. */
const FIRST_VERSION = ["v0.1.0", "e48b046b2ad4953e349a64bc734e27b1801f870d"]
const root = path.resolve(__dirname, "../..")

/** Proves the package on one version of Medusa, step by step; what it starts and makes is gone afterwards. */
export async function runCompat(options: CompatOptions): Promise<Pick<Steps, "passed" | "failed">> {
  const since = Date.now()
  const stops: (() => unknown)[] = []
  const stop = async () => {
    for (const end of stops.splice(0).reverse()) await end()
  }
  process.on("exit", endCommands)
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => {
      endCommands()
      void stop().finally(() => process.exit(130))
    })
  }
  const steps = countSteps(console.log)
  try {
    await prove(options, steps, (end) => stops.push(end))
  } catch (error) {
    // Of no step: a version that does not exist, a database that does not start.
    steps.failed++
    console.log(error instanceof Error ? error.message : String(error))
  } finally {
    await stop()
  }
  console.log(`Done in ${Math.round((Date.now() - since) / 1000)} s.`)
  return steps
}

async function prove(
  { wanted, short, keep, browser, startPostgres }: CompatOptions,
  steps: Steps,
  onStop: (end: () => unknown) => void
): Promise<void> {
  const version = await versionOf(wanted)
  console.log(`Medusa ${version}${version === wanted ? "" : ` (${wanted})`} on ${await machine()}`)
  if (short) {
    console.log(
      "Short: without the upgrade from 0.1.0, the unit tests on Node 22, and most pages of the admin."
    )
  }
  const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "marketplace-compat-")))
  onStop(() =>
    keep ? console.log(`Kept: ${folder}`) : fs.rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
  )
  const store = new HostStore(path.join(folder, "shop"), version)
  const server = await startPostgres()
  onStop(async () => {
    if (server.external) await Promise.all(DATABASES.map(server.dropDatabase))
    await server.stop()
  })
  // One waits for the network, the other for the processor.
  await steps.chain(async () => {
    const [packed, created] = await Promise.allSettled([
      steps.step("package: built and packed", () => packPlugin(path.join(folder, "plugin"))),
      steps.step("store: Medusa's packages installed", () => store.create()),
    ])
    if (packed.status === "rejected") throw packed.reason
    const { tarball } = packed.value
    await steps.chain(() => checkPackage(steps, tarball))
    if (created.status === "rejected") throw created.reason

    const compat: Compat = { steps, store, server, folder, tarball, browser, is_short: short }
    await tryFresh(compat)
    if (!short) {
      const first = await packFirst(path.join(folder, "first"))
      if (first) await tryUpgrade(compat, first)
      else steps.notRun("upgrade from 0.1.0", "this clone has neither its tag nor its commit")
    }
    await tryRemoval(compat)
  })
  if (!short) {
    await steps.chain(() => runUnitTests(steps))
  }
}

async function packFirst(folder: string): Promise<string | null> {
  for (const commit of FIRST_VERSION) {
    const packed = await packCommit(commit, folder)
    if (packed) return packed.tarball
  }
  return null
}

async function versionOf(wanted: string): Promise<string> {
  const said = await run("npm", ["view", `@medusajs/medusa@${wanted}`, "version", "--json"], root)
  const found = [JSON.parse(said || "null") as string | string[] | null].flat().at(-1)
  if (!found) throw new Error(`There is no version "${wanted}" of @medusajs/medusa.`)
  return found
}

async function machine(): Promise<string> {
  const cores = os.cpus()
  const npm = (await run("npm", ["--version"], root)).trim()
  return [
    `${cores.length} × ${cores[0]?.model.trim() ?? os.arch()}`,
    `${Math.round(os.totalmem() / 2 ** 30)} GB`,
    `${os.platform()} ${os.release()}`,
    `Node ${process.versions.node}`,
    `npm ${npm}`,
    `load ${os.loadavg()[0].toFixed(1)}`,
  ].join(", ")
}
