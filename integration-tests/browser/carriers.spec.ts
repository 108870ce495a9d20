import type { Locator } from "playwright-core"
import type { Admin } from "./helpers/admin"
import { expectSoon } from "./helpers/expect-soon"
import { useShop } from "./helpers/scenario"

const { scenario, ...shop } = useShop()
const NUMBER = "MAG-6A98369006023"
type Rules = {
  carrier_rules: { id: string; carrier: string | null; match: { tracking_pattern: string | null } }[]
}

describe("A carrier rule", () => {
  let connection: string

  beforeAll(async () => {
    const account = await shop.openAccount("cdiscount", "carriers")
    connection = await shop.connect("cdiscount", account, { name: "Cdiscount transporteurs" })
  })

  scenario("is written, tested with a number, moved and tested again", {}, async (admin) => {
    const { page, t } = admin
    await open(admin, connection)
    await writeRule(admin, { pattern: "MAG-", carrier: "Chronopost", remove: "^MAG-" })
    await writeRule(admin, { carrier: "GLS France" })
    await expectRules(connection, ["chronopost", "gls-fr"])
    await test(admin)
    await row(admin, t("carrier.carrier"), "Chronopost").waitFor()
    await row(admin, t("tester.numberSent"), "6A98369006023").waitFor()

    await page.getByRole("button", { name: t("carrier.moveUp", { place: 2 }) }).click()
    await expectRules(connection, ["gls-fr", "chronopost"])
    await test(admin)
    await row(admin, t("carrier.carrier"), "GLS France").waitFor()
  })

  scenario("has a name and a weight, and is turned off and on", { language: "fr" }, async (admin) => {
    const { page, t } = admin
    const account = await shop.openAccount("cdiscount", "weighed")
    const weighed = await shop.connect("cdiscount", account, { name: "Cdiscount poids" })
    await open(admin, weighed)
    await writeRule(admin, { carrier: "GLS France", name: "Lourds", from: "5" })
    const words = `Lourds – ${t("carrier.ifWeight", { from: 5, to: "∞" })}`
    const rule = page.getByRole("listitem").filter({ hasText: words })
    await rule.waitFor()
    const turn = async (key: string) => {
      await rule.getByRole("button", { name: t("actions.more"), exact: true }).click()
      await page.getByRole("menuitem", { name: t(key), exact: true }).click()
    }
    await turn("carrier.turnOff")
    await rule.getByText(t("carrier.isOff"), { exact: true }).waitFor()
    const weigh = async (grams: string, used: string) => {
      await page.getByLabel(t("tester.weight"), { exact: true }).fill(grams)
      await test(admin, "6A98369006023")
      await row(admin, t("carrier.carrier"), used).waitFor()
    }
    await weigh("6", "Colissimo")
    await turn("carrier.turnOn")
    await rule.getByText(t("carrier.isOff"), { exact: true }).waitFor({ state: "detached" })
    await weigh("6", "GLS France")
    await weigh("4", "Colissimo")
  })

  scenario(
    "is dragged with the mouse, and lifted, moved and dropped with the keyboard",
    {},
    async (admin) => {
      const { page, t } = admin
      const account = await shop.openAccount("cdiscount", "priority")
      const dragged = await shop.connect("cdiscount", account, { name: "Cdiscount priorités" })
      for (const carrier of ["chronopost", "gls-fr", "colissimo"]) {
        await shop.api("POST", `/admin/marketplaces/connections/${dragged}/carrier-rules`, {
          carrier,
          match: {},
        })
      }
      await open(admin, dragged)
      const handle = (place: number) =>
        page.getByRole("button", { name: t("carrier.drag.handle", { place }), exact: true })
      const heard = (text: string) => page.getByText(text, { exact: true }).waitFor({ state: "attached" })
      const over = (from: number, to: number) => heard(t("carrier.drag.over", { from, to, total: 3 }))
      /** Nothing can be lifted while an order is being saved. */
      const lift = async (place: number) => {
        await page
          .getByRole("button", { name: t("carrier.drag.handle", { place }), exact: true, disabled: false })
          .focus()
        await page.keyboard.press("Space")
        await heard(t("carrier.drag.lifted", { place }))
      }

      await handle(3).scrollIntoViewIfNeeded()
      const [from, to] = [await middleOf(handle(3)), await middleOf(handle(1))]
      await page.mouse.move(from.x, from.y)
      await page.mouse.down()
      await page.mouse.move(to.x, to.y, { steps: 20 })
      await over(3, 1)
      await page.mouse.up()
      await expectRules(dragged, ["colissimo", "chronopost", "gls-fr"])
      await page.getByRole("listitem").filter({ hasText: "1. Colissimo" }).waitFor()

      await lift(3)
      await page.keyboard.press("ArrowUp")
      await over(3, 2)
      await page.keyboard.press("Escape")
      await heard(t("carrier.drag.canceled"))

      await lift(1)
      await page.keyboard.press("ArrowDown")
      await over(1, 2)
      await page.keyboard.press("Space")
      await expectRules(dragged, ["chronopost", "colissimo", "gls-fr"])
      await page.getByRole("listitem").filter({ hasText: "2. Colissimo" }).waitFor()
    }
  )

  const open = async ({ go, page, t }: Admin, connection: string) => {
    await go(`/settings/marketplaces/${connection}?tab=carriers`)
    await page.getByRole("heading", { name: t("tester.title") }).waitFor()
  }
  const expectRules = (connection: string, carriers: string[]) =>
    expectSoon(carriers, async () => {
      const { carrier_rules } = await shop.api<Rules>(
        "GET",
        `/admin/marketplaces/connections/${connection}/carrier-rules`
      )
      return carrier_rules.map(({ carrier }) => carrier ?? "")
    })
})

type Rule = { pattern?: string; carrier: string; remove?: string; name?: string; from?: string }

async function writeRule({ page, t }: Admin, { pattern, carrier, remove, name, from }: Rule) {
  await page.getByRole("link", { name: t("carrier.addRule") }).click()
  const drawer = page.getByRole("dialog", { name: t("carrier.addRule") })
  const field = (key: string) => drawer.getByLabel(t(key), { exact: true })
  if (name) await field("carrier.ruleName").fill(name)
  if (from) await field("carrier.minWeight").fill(from)
  if (pattern) await field("carrier.pattern").fill(pattern)
  if (remove) await field("carrier.remove").fill(remove)
  await field("carrier.carrier").fill(carrier)
  await page.getByRole("option", { name: carrier, exact: true }).click()
  await drawer.getByRole("button", { name: t("actions.save") }).click()
  await drawer.waitFor({ state: "detached" })
}

async function test({ page, t }: Admin, number = NUMBER) {
  await page.getByLabel(t("tester.number"), { exact: true }).fill(number)
  await page.getByRole("button", { name: t("tester.test"), exact: true }).click()
}

async function middleOf(handle: Locator): Promise<{ x: number; y: number }> {
  const box = await handle.boundingBox()
  if (!box) throw new Error("The handle is not to be seen.")
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 }
}

/** A line of the tester's answer. */
const row = ({ page }: Admin, title: string, value: string) =>
  page
    .getByRole("status")
    .getByText(title, { exact: true })
    .locator("xpath=..")
    .getByText(value, { exact: true })
