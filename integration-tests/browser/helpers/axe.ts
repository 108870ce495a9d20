import fs from "node:fs"
import type { Admin } from "./admin"
import type { Screen } from "./screens"
import type { Showcase } from "./showcase"

type Violation = {
  id: string
  impact: string | null
  help: string
  nodes: { html: string; target: string[] }[]
}

const AXE = fs.readFileSync(require.resolve("axe-core/axe.min.js"), "utf8")
const GRAVE = ["serious", "critical"]
/**
 * Parts that Medusa's own components make without a name, and that take none: the cross of a drawer and of a full page form,
 * the menus, checkboxes and magnifying glass of a table, and the cross in a combobox; and its progress tabs, whose colors
 * are its own.
 */
const MEDUSAS = [
  "[role=dialog] kbd + button",
  "[role=dialog] button:has(+ kbd)",
  "div.flex.flex-col.divide-y > div.flex.px-6.py-4 button[aria-haspopup=menu]",
  "table [role=checkbox]",
  "[role=img].pointer-events-none",
  'button.absolute[class*="end-[28px]"]',
  "[role=dialog] [role=tablist] [role=tab]",
]

/** What axe finds serious or critical in what is ours of a screen, one line each. */
export async function graveViolations(screen: Screen, admin: Admin, showcase: Showcase): Promise<string[]> {
  const { page } = admin
  await page.evaluate(AXE)
  const ours = screen.ours?.(admin, showcase)
  await ours?.evaluate((element: { setAttribute: (name: string, value: string) => void }) =>
    element.setAttribute("data-ours", "")
  )
  // The sidebar and the top bar are Medusa's: ours is the page's content, or what opens over it.
  const include = ours ? "[data-ours]" : (await page.getByRole("dialog").count()) ? "[role=dialog]" : "main"
  const context = JSON.stringify({ include: [include], exclude: MEDUSAS.map((selector) => [selector]) })
  const { violations } = await page.evaluate<{ violations: Violation[] }>(
    `axe.run(${context}, { resultTypes: ["violations"] })`
  )
  return violations
    .filter(({ impact }) => GRAVE.includes(impact ?? ""))
    .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${screen.name}: ${id}: ${html.slice(0, 300)}`))
}
