import fs from "node:fs"
import path from "node:path"
import { chromium, type Page } from "playwright-core"
import { openAdmin } from "./admin"
import { startBrowserStore } from "./browser-store"
import { SCREENS, show } from "./screens"
import { makeShop } from "./shop"
import { furnish } from "./showcase"

const MAX_BYTES = 60_000
const QUALITIES = [70, 50, 35, 20]

type Options = { adminFolder: string; browser: string; folder: string; say: (text: string) => void }

/** Writes `<screen>.<language>.<theme>.webp` for every screen; pictures of screens that are gone go too. */
export async function takePictures({ adminFolder, browser, folder, say }: Options): Promise<void> {
  const store = await startBrowserStore({ adminFolder, browser })
  try {
    const shop = makeShop(store.description)
    const showcase = await furnish(shop)
    const connected = await chromium.connect(store.description.browser_url)
    fs.rmSync(folder, { recursive: true, force: true })
    fs.mkdirSync(folder, { recursive: true })
    for (const language of ["en", "fr"] as const) {
      const admin = await openAdmin(connected, shop, { language })
      for (const screen of SCREENS) {
        await show(screen, admin, showcase)
        for (const theme of ["light", "dark"] as const) {
          await admin.page.evaluate(`document.documentElement.className = "${theme}"`)
          const file = `${screen.name}.${language}.${theme}.webp`
          fs.writeFileSync(path.join(folder, file), await picture(admin.page))
        }
        say(`${screen.name} (${language})`)
      }
      await admin.context.close()
    }
    await connected.close()
  } finally {
    await store.stop()
  }
}

/** As small as it has to be; playwright itself writes no WebP. */
async function picture(page: Page): Promise<Buffer> {
  const session = await page.context().newCDPSession(page)
  let image = Buffer.alloc(0)
  for (const quality of QUALITIES) {
    const { data } = await session.send("Page.captureScreenshot", { format: "webp", quality })
    image = Buffer.from(data, "base64")
    if (image.length <= MAX_BYTES) break
  }
  await session.detach()
  return image
}
