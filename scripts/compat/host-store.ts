import fs from "node:fs"
import net, { type AddressInfo } from "node:net"
import path from "node:path"
import { setTimeout as wait } from "node:timers/promises"
import { DEFAULT_CATALOG } from "../../sandbox/catalog"
import type { Sandbox } from "../../sandbox/server"
import { callAs, type StoreApi } from "../demo/store-api"
import { run, startCommand, stopCommand } from "../run-command"
import { logIn } from "../store/admin"

export const PACKAGE = "medusa-plugin-marketplace-connect"

const root = path.resolve(__dirname, "../..")
const START_TIMEOUT_MS = 120_000
const ADMIN = { email: "admin@shop.example", password: "only-for-this-run" }
/**
 * What Medusa's starter has beside Medusa itself, and what the simulated marketplaces need beside the plugin's own
 * dependencies, in the versions that are used here.
 */
const TOOLS = [
  ...["@swc/core", "@swc/jest", "@types/jest", "@types/node", "@types/react", "@types/react-dom"],
  ...["jest", "react", "react-dom", "ts-node", "typescript", "vite", "fast-xml-parser"],
]

export type RunningStore = StoreApi & { url: string; token: string; stop: () => Promise<void> }

/** A store from scratch, as a merchant's developer has it: its own folder, its own packages, nothing of this repository's. */
export class HostStore {
  constructor(
    readonly folder: string,
    private readonly version: string
  ) {}

  /** Installs Medusa in this version. */
  async create(): Promise<void> {
    const { devDependencies } = JSON.parse(fs.readFileSync(path.join(root, "package.json"), "utf8")) as {
      devDependencies: Record<string, string>
    }
    const medusa = (...names: string[]) =>
      Object.fromEntries(names.map((name) => [`@medusajs/${name}`, this.version]))
    this.write("package.json", {
      name: "compat-shop",
      private: true,
      dependencies: medusa("admin-sdk", "cli", "framework", "medusa"),
      devDependencies: {
        ...medusa("test-utils"),
        ...Object.fromEntries(TOOLS.map((name) => [name, devDependencies[name]])),
      },
    })
    this.write("tsconfig.json", {
      compilerOptions: {
        target: "ES2021",
        module: "Node16",
        moduleResolution: "Node16",
        esModuleInterop: true,
        skipLibCheck: true,
        emitDecoratorMetadata: true,
        experimentalDecorators: true,
        strictNullChecks: true,
        outDir: "./.medusa/server",
        rootDir: "./",
        jsx: "react-jsx",
      },
      include: ["**/*"],
      exclude: ["node_modules", ".medusa"],
    })
    for (const file of ["admin.ts", "seed-store.ts"]) {
      const to = path.join(this.folder, "src", "store", file)
      fs.mkdirSync(path.dirname(to), { recursive: true })
      fs.copyFileSync(path.join(root, "scripts", "store", file), to)
    }
    this.write(
      "src/scripts/seed.ts",
      `import { createAdmin } from "../store/admin"
import { seedStore } from "../store/seed-store"

export default async ({ container }: Parameters<typeof seed>[0]) => seed({ container })

async function seed({ container }: { container: Parameters<typeof createAdmin>[0] }) {
  await createAdmin(container, ${JSON.stringify(ADMIN)})
  await seedStore(container, ${JSON.stringify(DEFAULT_CATALOG)})
}
`
    )
    this.configure({ plugin: false })
    await this.npm("install")
  }

  /** The plugin's package, and the lines of the README that configure it. */
  async addPlugin(tarball: string): Promise<void> {
    await this.npm("install", tarball)
    this.configure({ plugin: true })
  }

  async removePlugin(): Promise<void> {
    await this.npm("uninstall", PACKAGE)
    this.configure({ plugin: false })
  }

  async migrate(databaseUrl: string): Promise<void> {
    await this.medusa(["db:migrate", "--execute-safe-links"], databaseUrl)
  }

  async seed(databaseUrl: string): Promise<void> {
    await this.medusa(["exec", "./src/scripts/seed.ts"], databaseUrl)
  }

  async build(databaseUrl: string, { admin }: { admin: boolean }): Promise<void> {
    fs.rmSync(path.join(this.folder, ".medusa"), { recursive: true, force: true })
    await this.medusa(["build"], databaseUrl, { DISABLE_MEDUSA_ADMIN: String(!admin) })
    if (admin) {
      const pages = path.join(this.folder, ".medusa", "server", "public", "admin", "index.html")
      if (!fs.existsSync(pages)) throw new Error("The build made no pages of the admin.")
    }
  }

  /** What was built, as it runs in production; a free port of 127.0.0.1. */
  async start(databaseUrl: string, sandbox: Sandbox, { admin }: { admin: boolean }): Promise<RunningStore> {
    const port = await freePort()
    const url = `http://127.0.0.1:${port}`
    const { child, output, ended } = startCommand(
      process.execPath,
      [this.cli, "start", "--host", "127.0.0.1", "--port", String(port)],
      path.join(this.folder, ".medusa", "server"),
      {
        ...environment(databaseUrl),
        DISABLE_MEDUSA_ADMIN: String(!admin),
        CDISCOUNT_API_URL: sandbox.cdiscount.api_url,
        CDISCOUNT_AUTH_URL: sandbox.cdiscount.auth_url,
        RAKUTEN_API_URL: sandbox.rakuten.api_url,
        SENDCLOUD_API_URL: sandbox.sendcloud.api_url,
      }
    )
    let end: number | string | undefined
    void ended.then((code) => (end = code))
    for (const deadline = Date.now() + START_TIMEOUT_MS; ; await wait(200)) {
      const isUp = await fetch(`${url}/health`).then(
        ({ ok }) => ok,
        () => false
      )
      if (isUp) break
      if (end !== undefined || Date.now() > deadline) {
        await stopCommand(child)
        throw new Error(`The store did not start (${end ?? "no answer"}).\n${output.all.slice(-3000)}`)
      }
    }
    const token = await logIn(url, ADMIN)
    return { url, token, call: callAs(url, token), stop: () => stopCommand(child) }
  }

  private configure({ plugin }: { plugin: boolean }): void {
    const options = `{ encryption_key: process.env.MARKETPLACE_ENCRYPTION_KEY }`
    this.write(
      "medusa-config.ts",
      `import { defineConfig } from "@medusajs/framework/utils"

module.exports = defineConfig({
  projectConfig: {
    databaseUrl: process.env.DATABASE_URL,
    // Without https, a browser keeps no secure cookie.
    cookieOptions: { secure: false, sameSite: "lax" },
    http: {
      storeCors: "http://localhost:8000",
      adminCors: "http://localhost:9000",
      authCors: "http://localhost:8000,http://localhost:9000",
    },
  },
  admin: { disable: process.env.DISABLE_MEDUSA_ADMIN === "true" },
  plugins: [${plugin ? `{ resolve: "${PACKAGE}", options: ${options} }` : ""}],
})
`
    )
  }

  private get cli(): string {
    return path.join(this.folder, "node_modules", "@medusajs", "cli", "cli.js")
  }

  private async medusa(args: string[], databaseUrl: string, env: NodeJS.ProcessEnv = {}): Promise<void> {
    await run(process.execPath, [this.cli, ...args], this.folder, { ...environment(databaseUrl), ...env })
  }

  private async npm(...args: string[]): Promise<void> {
    await run("npm", [...args, "--no-audit", "--no-fund"], this.folder)
  }

  private write(file: string, content: string | object): void {
    const to = path.join(this.folder, file)
    fs.mkdirSync(path.dirname(to), { recursive: true })
    fs.writeFileSync(to, typeof content === "string" ? content : JSON.stringify(content, null, 2))
  }
}

const environment = (databaseUrl: string) => ({
  NODE_ENV: "production",
  DATABASE_URL: databaseUrl,
  JWT_SECRET: "only-for-this-run",
  COOKIE_SECRET: "only-for-this-run",
  MARKETPLACE_ENCRYPTION_KEY: "only-for-this-run-and-32-bytes-long",
  MARKETPLACE_INSTANCE: "compat",
})

async function freePort(): Promise<number> {
  const probe = net.createServer()
  await new Promise<void>((resolve, reject) => probe.once("error", reject).listen(0, "127.0.0.1", resolve))
  const { port } = probe.address() as AddressInfo
  await new Promise((resolve) => probe.close(resolve))
  return port
}
