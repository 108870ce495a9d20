import { chromium } from "playwright-core"
import { openAdmin } from "../../integration-tests/browser/helpers/admin"
import { SCREENS, show } from "../../integration-tests/browser/helpers/screens"
import { makeShop } from "../../integration-tests/browser/helpers/shop"
import { furnish } from "../../integration-tests/browser/helpers/showcase"
import type { RunningStore } from "./host-store"

/** One of each sort: the lists, a connection, an order, and what stands on a page of Medusa's own. */
const MAIN_SCREENS = [
  ...["connections", "connection-general", "connection-carriers", "orders-fix", "order-imported"],
  ...["overview", "widget-order"],
]

/** Opens the plugin's pages in the store's own admin; throws with what a page failed with. Returns how many were opened. */
export async function lookAtPages(
  { url, token }: RunningStore,
  { sandbox_url, browser, is_short }: { sandbox_url: string; browser: string; is_short: boolean }
): Promise<number> {
  const shop = makeShop({ url, token, sandbox_url })
  const showcase = await furnish(shop)
  const screens = is_short ? SCREENS.filter(({ name }) => MAIN_SCREENS.includes(name)) : SCREENS
  const started = await chromium.launch({
    executablePath: browser,
    // Chromium's own sandbox cannot be used by root, as in a container.
    chromiumSandbox: process.getuid?.() !== 0,
    args: ["--disable-gpu", "--disable-dev-shm-usage"],
  })
  let opened = 0
  try {
    for (const language of is_short ? (["en"] as const) : (["en", "fr"] as const)) {
      const admin = await openAdmin(started, shop, { language })
      for (const screen of screens) {
        try {
          await show(screen, admin, showcase)
          if (admin.failures.length) throw new Error(admin.failures.join("\n"))
        } catch (error) {
          const last = admin.said.slice(-5).join("\n")
          throw new Error(`${screen.name} (${language}, ${admin.page.url()}): ${String(error)}\n${last}`)
        }
        opened++
      }
      await admin.context.close()
    }
  } finally {
    await started.close()
  }
  return opened
}
