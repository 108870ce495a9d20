import fs from "node:fs"
import path from "node:path"
import { type Browser, chromium } from "playwright-core"
import { type Admin, type Look, openAdmin } from "./admin"
import type { BrowserStore } from "./browser-store"
import { makeShop, type Shop } from "./shop"

const EVIDENCE = path.resolve(__dirname, "..", "..", "..", ".cache", "browser-failures")

/** What a spec file shares: the store, the marketplaces and the browser that every spec file of the run uses. */
export function useShop(): Shop & {
  /** A test in a window of its own. When it fails, its picture and console are kept. */
  scenario: (name: string, look: Look, play: (admin: Admin) => Promise<void>) => void
} {
  const store = JSON.parse(process.env.BROWSER_STORE ?? "null") as BrowserStore | null
  if (!store) throw new Error("Browser specs run by `npm test -- <path of the spec>`.")
  const shop = makeShop(store)
  let browser: Browser
  beforeAll(async () => {
    browser = await chromium.connect(store.browser_url)
  })
  afterAll(() => browser.close())
  return {
    ...shop,
    scenario: (name, look, play) =>
      it(name, async () => {
        const admin = await openAdmin(browser, shop, look)
        try {
          await play(admin)
          expect(admin.failures).toEqual([])
        } catch (error) {
          throw await withEvidence(error, admin, name)
        } finally {
          await admin.context.close()
        }
      }),
  }
}

async function withEvidence(error: unknown, { page, said, failures }: Admin, name: string): Promise<unknown> {
  fs.mkdirSync(EVIDENCE, { recursive: true })
  const file = path.join(EVIDENCE, name.replace(/[^a-z0-9]+/gi, "-").slice(0, 80))
  const lines = [page.url(), ...said, ...failures]
  fs.writeFileSync(`${file}.txt`, lines.join("\n"))
  await page.screenshot({ path: `${file}.png` }).catch((reason) => lines.push(String(reason)))
  if (error instanceof Error) error.message += `\n\nAt ${page.url()}; picture and console: ${file}.png, .txt`
  return error
}
