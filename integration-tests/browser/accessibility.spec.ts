import { graveViolations } from "./helpers/axe"
import { useShop } from "./helpers/scenario"
import { SCREENS, show } from "./helpers/screens"
import { furnish, type Showcase } from "./helpers/showcase"

// Every screen is visited.
jest.setTimeout(300_000)

const { scenario, ...shop } = useShop()

describe("Every page of the plugin", () => {
  let showcase: Showcase

  beforeAll(async () => {
    showcase = await furnish(shop)
  })

  scenario(
    "has no serious finding of axe, light or dark, and fits a phone in French",
    { language: "fr" },
    async (admin) => {
      const { page } = admin
      const grave: string[] = []
      const tooWide: string[] = []
      for (const screen of SCREENS) {
        await page.setViewportSize({ width: 1280, height: 800 })
        await show(screen, admin, showcase)
        for (const theme of ["light", "dark"]) {
          await page.evaluate(`document.documentElement.className = "${theme}"`)
          const found = await graveViolations(screen, admin, showcase)
          grave.push(...found.map((violation) => `${theme}: ${violation}`))
        }
        await page.setViewportSize({ width: PHONE, height: 800 })
        const width = await page.evaluate<number>(WIDTH)
        if (width > PHONE) tooWide.push(`${screen.name}: ${width}`)
      }
      expect({ grave, tooWide }).toEqual({ grave: [], tooWide: [] })
    }
  )
})

const PHONE = 390
/** How wide the widest thing is that scrolls as a whole: the page, its content, an open dialog. */
const WIDTH = `Math.max(...[document.documentElement, ...document.querySelectorAll("main, [role=dialog]")]
  .map((element) => Math.round(element.getBoundingClientRect().left) + element.scrollWidth))`
