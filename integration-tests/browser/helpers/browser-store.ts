import { chromium } from "playwright-core"
import { startSandbox } from "../../../sandbox/server"
import { createTestDatabase } from "../../helpers/database"
import { marketplaceEnv } from "../../helpers/marketplace-env"
import { startChildApp } from "../../helpers/start-child-app"

/** What a spec needs to reach the store, the marketplaces and the browser, which are in other processes. */
export type BrowserStore = { url: string; token: string; sandbox_url: string; browser_url: string }

/** A French store with its admin's pages, nothing connected yet, both marketplaces beside it, and a browser. */
export async function startBrowserStore({
  adminFolder,
  browser,
}: {
  adminFolder: string
  browser: string
}): Promise<{ description: BrowserStore; stop: () => Promise<void> }> {
  const stops: (() => Promise<unknown>)[] = []
  const stop = async () => {
    for (const end of stops.reverse()) await end()
  }
  try {
    const sandbox = await startSandbox()
    stops.push(() => sandbox.stop())
    const database = await createTestDatabase()
    stops.push(() => database.drop())
    const app = await startChildApp({
      databaseUrl: database.url,
      env: marketplaceEnv(sandbox),
      adminFolder,
    })
    stops.push(() => app.kill())
    await app.run("integration-tests/helpers/child-commands.ts", "makeStore")
    const server = await chromium.launchServer({
      executablePath: browser,
      // Chromium's own sandbox cannot be used by root, as in a container.
      chromiumSandbox: process.getuid?.() !== 0,
      args: ["--disable-gpu", "--disable-dev-shm-usage", "--force-color-profile=srgb"],
    })
    stops.push(() => server.close())
    return {
      description: {
        url: app.url,
        token: app.token,
        sandbox_url: sandbox.url,
        browser_url: server.wsEndpoint(),
      },
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}
