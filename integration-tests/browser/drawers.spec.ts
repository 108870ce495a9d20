import type { ExpectedOrder } from "../../sandbox/expected"
import type { Admin } from "./helpers/admin"
import { useShop } from "./helpers/scenario"

const { scenario, ...shop } = useShop()

/** The routes of all drawers below a connection's page. */
const OF_A_CONNECTION = [
  "settings/import",
  "credentials",
  "edit",
  "destinations",
  "shipping-options",
  "import",
  "test-order",
  "carrier-rules/create",
]
/** What a list's address holds, as its own controls write it. */
const QUERY = "?tab=all&state=imported&offset=20&order=-purchased_at"

const WAYS: Record<string, (admin: Admin) => Promise<void>> = {
  "its cross": ({ page }) => page.getByRole("dialog").locator("kbd + button").click(),
  Escape: ({ page }) => page.keyboard.press("Escape"),
}

describe("A drawer", () => {
  let connection: string
  let order: string
  let run: string
  let rule: string

  beforeAll(async () => {
    const account = await shop.openAccount("cdiscount", "panels")
    const [sold] = await shop.seed("cdiscount", account, { seed: 81, count: 1, kinds: ["plain"] })
    connection = await shop.connect("cdiscount", account, { name: "Cdiscount drawers" })
    order = (await shop.order(idOf(sold))).id
    const { runs } = await shop.api<{ runs: { id: string }[] }>(
      "GET",
      `/admin/marketplaces/runs?connection_id=${connection}`
    )
    run = runs[0].id
    const { carrier_rule } = await shop.api<{ carrier_rule: { id: string } }>(
      "POST",
      `/admin/marketplaces/connections/${connection}/carrier-rules`,
      { match: { country_code: "FR" }, carrier: "colissimo" }
    )
    rule = carrier_rule.id
  })

  for (const [way, close] of Object.entries(WAYS)) {
    scenario(`of the order list closes with ${way} and leaves the list as it was`, {}, async (admin) => {
      for (const query of ["", QUERY]) await expectBack(admin, close, "/marketplace-orders", order, query)
    })

    scenario(
      `of a connection closes with ${way} and leaves its page as it was`,
      { language: "fr" },
      async (admin) => {
        const page = `/settings/marketplaces/${connection}`
        for (const drawer of [...OF_A_CONNECTION, `carrier-rules/${rule}`, `runs/${run}`]) {
          for (const query of ["", "?tab=orders&offset=10"])
            await expectBack(admin, close, page, drawer, query)
        }
      }
    )
  }

  scenario("opened from a filtered list closes to that list", {}, async (admin) => {
    const { page, go } = admin
    const { external_id } = await shop
      .api<{ order: { external_id: string } }>("GET", `/admin/marketplaces/orders/${order}`)
      .then((answer) => answer.order)
    for (const close of Object.values(WAYS)) {
      await go(`/marketplace-orders?tab=all&q=${external_id}`)
      const before = page.url()
      await page.locator(`main a[href*="${order}"]`).first().click()
      await opened(admin)
      expect(page.url()).toContain(order)
      await close(admin)
      await expectPage(admin, before)
    }
  })

  scenario("that takes over what another user saved closes to its page", {}, async (admin) => {
    const { page, go, t } = admin
    await go(`/settings/marketplaces/${connection}/edit?tab=general`)
    const name = page.getByRole("dialog").getByLabel(t("connections.name"), { exact: true })
    await name.fill("Mine")
    await shop.api("POST", `/admin/marketplaces/connections/${connection}`, { name: "Theirs" })
    await page.getByRole("button", { name: t("actions.save"), exact: true }).click()
    await page.getByRole("button", { name: t("meanwhile.take"), exact: true }).click()
    await expectPage(admin, `${shop.url}/app/settings/marketplaces/${connection}?tab=general`)
  })
})

/** The drawer has taken the focus: from then on it takes keys. */
const opened = ({ page }: Admin) =>
  page.locator("[role=dialog]:focus-within").getByRole("heading").first().waitFor()

/** Opens a drawer by its address, as after a reload, and closes it. */
async function expectBack(
  admin: Admin,
  close: (admin: Admin) => Promise<void>,
  list: string,
  drawer: string,
  query: string
): Promise<void> {
  await admin.go(`${list}/${drawer}${query}`)
  await opened(admin)
  await close(admin)
  await expectPage(admin, `${shop.url}/app${list}${query}`)
}

/** The drawer is gone, and what is behind it is at its address, not Medusa's page for what does not exist. */
async function expectPage({ page, medusa }: Admin, url: string): Promise<void> {
  await page.getByRole("dialog").waitFor({ state: "detached" })
  await page.locator("main").getByRole("heading").first().waitFor()
  expect(page.url()).toBe(url)
  expect(await page.getByText(medusa("errorBoundary.notFoundTitle")).count()).toBe(0)
}

const idOf = ({ external_id }: ExpectedOrder) => external_id ?? ""
