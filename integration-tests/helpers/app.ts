import { ADMIN } from "./admin-user"
import { once } from "events"
import type { AddressInfo } from "net"
import express from "express"
import { JobLoader } from "@medusajs/framework/jobs"
import type { MedusaContainer, RemoteQueryFunction } from "@medusajs/framework/types"
import { ContainerRegistrationKeys } from "@medusajs/framework/utils"
import loadMedusa from "@medusajs/medusa/loaders/index"
import { createAdmin, logIn } from "../../scripts/store/admin"
import { type Answer, call } from "./call"

export type App = {
  container: MedusaContainer
  query: Omit<RemoteQueryFunction, symbol>
  /** Address of the store, without a slash at the end. */
  url: string
  /** Bearer token of an admin. */
  token: string
  /** Calls a route as that admin; JSON in, JSON out. `token: null` calls it without signing in. */
  api: <Body = unknown>(
    method: string,
    path: string,
    body?: unknown,
    options?: { token?: string | null }
  ) => Promise<Answer<Body>>
  stop: () => Promise<void>
}

export type AppOptions = {
  databaseUrl: string
  /** Environment for the plugin's options and Medusa. */
  env?: Record<string, string>
  /** Whether scheduled jobs run automatically (default: no, a test starts what it wants to see). */
  jobs?: boolean
  /** Default: any free port of 127.0.0.1. */
  port?: number
  /** Folder of a built admin, to be served under /app; left out, the store has no pages. */
  adminFolder?: string
}

let booted = false

/**
 * Boots the store of the current folder in this process, with routes, workflows and subscribers. Medusa keeps its container, connection and event bus in globals, so a process boots once:
 * a spec file boots one app and its parts share it. Whatever has to run beside it, be killed or be started
 * again is a `startChildApp`.
 */
export async function startApp({
  databaseUrl,
  env,
  jobs = false,
  port = 0,
  adminFolder,
}: AppOptions): Promise<App> {
  if (booted) {
    throw new Error("This process has booted an app already: share it, or use startChildApp().")
  }
  booted = true
  Object.assign(process.env, {
    DISABLE_MEDUSA_ADMIN: "true",
    MARKETPLACE_ENCRYPTION_KEY: "only-for-tests-and-32-bytes-long",
    ...env,
    DATABASE_URL: databaseUrl,
  })
  if (!jobs) {
    JobLoader.prototype.load = async () => {}
  }
  const expressApp = express()
  if (adminFolder) {
    const page: express.RequestHandler = (_, response) =>
      response.sendFile("index.html", { root: adminFolder })
    expressApp.use("/app", express.static(adminFolder, { index: false }), page)
  }
  const { container, shutdown } = await loadMedusa({ directory: process.cwd(), expressApp })
  if (!jobs) await expectNoTicks(container)
  const server = expressApp.listen(port, "127.0.0.1")
  await once(server, "listening")
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const token = await signIn(container, url)
  return {
    container,
    query: container.resolve(ContainerRegistrationKeys.QUERY),
    url,
    token,
    api: (method, route, body, { token: other = token } = {}) => call(url + route, method, body, other),
    async stop() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
      await shutdown()
    },
  }
}

/** A worker has no routes to sign in at. */
async function signIn(container: MedusaContainer, url: string): Promise<string> {
  if (process.env.MEDUSA_WORKER_MODE === "worker") return ""
  await createAdmin(container, ADMIN)
  return logIn(url, ADMIN)
}

/** No job runs here, and none is missed: nothing says that the scheduler has stopped. */
const expectNoTicks = (container: MedusaContainer) =>
  container.resolve(ContainerRegistrationKeys.PG_CONNECTION).raw(
    // An earlier version of the plugin has no such table.
    `do $$ begin
       if to_regclass('marketplace_tick') is not null then
         insert into marketplace_tick (id, last_tick_at) values ('dispatch', 'infinity')
         on conflict (id) do update set last_tick_at = excluded.last_tick_at;
       end if;
     end $$`
  )
