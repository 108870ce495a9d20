import type { Locator, Page } from "playwright-core"
import { until } from "../../helpers/until"

/** More than any page has things to reach. */
const MOST_STEPS = 150

type Part = { parentElement: Part | null; firstElementChild: Part | null }
declare const getComputedStyle: (part: Part) => Record<string, string>

/** How an element looks, with what it frames (a checkbox's box) and what frames it (a field's border). */
const look = (target: Locator) =>
  target.evaluate((element: Part) =>
    [element.firstElementChild, element, element.parentElement, element.parentElement?.parentElement]
      .map((part) => part && getComputedStyle(part))
      .map((style) => style && [style.outline, style.boxShadow, style.borderColor, style.backgroundColor])
      .join()
  )

/** Goes on with the tab key until the keyboard is there. Throws where it cannot get to, or where it is not to be seen. */
export async function tabTo(page: Page, target: Locator): Promise<void> {
  await target.waitFor()
  const before = await look(target)
  const focused = target.and(page.locator(":focus"))
  for (let step = 0; !(await focused.count()); step++) {
    if (step === MOST_STEPS) throw new Error(`The tab key does not lead to ${String(target)}.`)
    await page.keyboard.press("Tab")
  }
  await until(
    `it shows that the keyboard is at ${String(target)}`,
    async () => (await look(target)) !== before
  )
}
