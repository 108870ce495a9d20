import type { Admin } from "./helpers/admin"
import { expectSoon } from "./helpers/expect-soon"
import { useShop } from "./helpers/scenario"

const { scenario, ...shop } = useShop()
const NUMBER = "MAG-6A98369006023"
type Rules = {
  carrier_rules: { id: string; carrier: string | null; match: { tracking_pattern: string | null } }[]
}

describe("carrier rules", () => {
  let connection: string

  beforeAll(async () => {
    const account = await shop.openAccount("cdiscount", "carriers")
    connection = await shop.connect("cdiscount", account, { name: "Cdiscount transporteurs" })
  })

  scenario("rules are written, tested with a number, put in order, tested again", {}, async (admin) => {
    const { page, t } = admin
    await open(admin)
    await writeRule(admin, { pattern: "^MAG-", carrier: "Chronopost", remove: "^MAG-" })
    await writeRule(admin, { carrier: "GLS France" })
    await expectRules(["chronopost", "gls-fr"])
    await test(admin)
    await row(admin, t("carrier.carrier"), "Chronopost").waitFor()
    await row(admin, t("tester.numberSent"), "6A98369006023").waitFor()

    await page.getByRole("button", { name: t("carrier.moveUp", { place: 2 }) }).click()
    await expectRules(["gls-fr", "chronopost"])
    await test(admin)
    await row(admin, t("carrier.carrier"), "GLS France").waitFor()
  })

  const open = async ({ go, page, t }: Admin) => {
    await go(`/settings/marketplaces/${connection}?tab=carriers`)
    await page.getByRole("heading", { name: t("tester.title") }).waitFor()
  }
  const expectRules = (carriers: string[]) =>
    expectSoon(carriers, async () => {
      const { carrier_rules } = await shop.api<Rules>(
        "GET",
        `/admin/marketplaces/connections/${connection}/carrier-rules`
      )
      return carrier_rules.map(({ carrier }) => carrier ?? "")
    })
})

type Rule = { pattern?: string; carrier: string; remove?: string }

async function writeRule({ page, t }: Admin, { pattern, carrier, remove }: Rule) {
  await page.getByRole("link", { name: t("carrier.addRule") }).click()
  const drawer = page.getByRole("dialog", { name: t("carrier.addRule") })
  const field = (key: string) => drawer.getByLabel(t(key), { exact: true })
  if (pattern) await field("carrier.pattern").fill(pattern)
  if (remove) await field("carrier.remove").fill(remove)
  await field("carrier.carrier").fill(carrier)
  await page.getByRole("option", { name: carrier, exact: true }).click()
  await drawer.getByRole("button", { name: t("actions.save") }).click()
  await drawer.waitFor({ state: "detached" })
}

async function test({ page, t }: Admin) {
  await page.getByLabel(t("tester.number"), { exact: true }).fill(NUMBER)
  await page.getByRole("button", { name: t("tester.test"), exact: true }).click()
}

/** A line of the tester's answer. */
const row = ({ page }: Admin, title: string, value: string) =>
  page
    .getByRole("status")
    .getByText(title, { exact: true })
    .locator("xpath=..")
    .getByText(value, { exact: true })
