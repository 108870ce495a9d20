import type { Browser, BrowserContext, Page } from "playwright-core"
import type { Shop } from "./shop"
import { type Language, medusaTexts, ourTexts, type Translate } from "./texts"

export type Theme = "light" | "dark"
export type Look = { language?: Language; theme?: Theme; width?: number; height?: number }

/** A window of Medusa's admin of a user who is signed in. */
export type Admin = {
  page: Page
  context: BrowserContext
  /** The plugin's texts and those of Medusa's own screens, in the window's language. */
  t: Translate
  medusa: Translate
  /** Opens a page of the admin: "/settings/marketplaces". */
  go: (path: string) => Promise<void>
  /** What the page wrote to its console, and what it failed with. */
  said: string[]
  failures: string[]
}

const PATIENCE_MS = 20_000

export async function openAdmin(
  browser: Browser,
  { url, token }: Pick<Shop, "url" | "token">,
  { language = "en", theme = "light", width = 1280, height = 800 }: Look = {}
): Promise<Admin> {
  const context = await browser.newContext({
    viewport: { width, height },
    locale: language,
    timezoneId: "Europe/Paris",
    reducedMotion: "reduce",
    colorScheme: theme,
  })
  context.setDefaultTimeout(PATIENCE_MS)
  const session = await context.request.post(`${url}/auth/session`, {
    headers: { authorization: `Bearer ${token}` },
  })
  if (!session.ok()) throw new Error(`The user cannot sign in: ${session.status()} ${await session.text()}`)
  await context.addCookies([{ name: "lng", value: language, url }])
  // A document that is printed has no storage.
  await context.addInitScript(`localStorage?.setItem("medusa_admin_theme", "${theme}")`)
  const page = await context.newPage()
  const said: string[] = []
  const failures: string[] = []
  page.on("console", (message) => said.push(`${message.type()}: ${message.text()}`))
  page.on("pageerror", (error) => failures.push(error.stack ?? error.message))
  return {
    page,
    context,
    t: ourTexts(language),
    medusa: medusaTexts(language),
    async go(path) {
      await page.goto(`${url}/app${path}`)
    },
    said,
    failures,
  }
}
