import { cdiscount } from "../../src/marketplaces/cdiscount"
import { rakuten } from "../../src/marketplaces/rakuten"
import type { Admin } from "./helpers/admin"
import { expectSoon } from "./helpers/expect-soon"
import { useShop } from "./helpers/scenario"
import { credentialLabel } from "./helpers/texts"

const { scenario, ...shop } = useShop()
type Connections = {
  connections: {
    id: string
    sales_channel_id: string
    is_enabled: boolean
    credentials: Record<string, string>
  }[]
}

async function choose(admin: Admin, marketplace: RegExp) {
  const { page, go, t } = admin
  await go("/settings/marketplaces")
  await page
    .getByRole("link", { name: t("connections.connect") })
    .or(page.getByRole("button", { name: t("connections.connect") }))
    .first()
    .click()
  await page.getByRole("radio", { name: marketplace }).click()
}

const connectionOf = async (marketplace_id: string) => {
  const { connections } = await shop.api<Connections>(
    "GET",
    `/admin/marketplaces/connections?marketplace_id=${marketplace_id}&limit=200&order=-created_at`
  )
  return connections[0]
}

describe("A marketplace that is connected for the first time", () => {
  scenario(
    "shows that the secret is wrong, and its open orders arrive once it is right (Cdiscount)",
    {},
    async (admin) => {
      const { page, t } = admin
      const account = await shop.openAccount("cdiscount", "connect")
      const expected = await shop.seed("cdiscount", account, {
        seed: 61,
        count: 4,
        kinds: ["plain", "multi_line", "business", "unknown_sku"],
      })
      await choose(admin, /Cdiscount/)
      const field = (name: string) => page.getByLabel(credentialLabel(cdiscount, name, "en"), { exact: true })
      const { client_id, client_secret, seller_id } = account.credentials
      await field("client_id").fill(client_id)
      await field("client_secret").fill(`${client_secret}-mistyped`)
      await field("seller_id").fill(seller_id)
      await page.getByRole("button", { name: t("connect.credentials.test") }).click()
      await page.getByText(t("check.codes.invalid_credentials")).waitFor()
      expect(await page.getByRole("button", { name: t("actions.continue"), exact: true }).count()).toBe(0)

      await page.keyboard.press("Escape")
      const leaving = page.getByRole("alertdialog", { name: t("unsaved.title") })
      await leaving.getByRole("button", { name: t("unsaved.stay") }).click()
      await leaving.waitFor({ state: "detached" })
      expect(await field("seller_id").inputValue()).toBe(seller_id)

      await field("client_secret").fill(client_secret)
      await page.getByRole("button", { name: t("connect.credentials.test") }).click()
      await page.getByText(t("check.codes.ok")).waitFor()

      await page.getByRole("heading", { name: t("connect.destination.title") }).waitFor()
      await page.getByRole("button", { name: t("connect.destination.save") }).click()

      await page.getByRole("button", { name: t("connect.import.preview") }).click()
      const rows = (outcome: string) => page.getByRole("row").filter({ hasText: outcome })
      await rows(t("preview.outcomes.hold")).waitFor()
      expect(await rows(t("preview.outcomes.import")).count()).toBe(3)
      await expectImported(expected, false)

      await page.getByRole("button", { name: t("connect.import.activate") }).click()
      await page.getByRole("radio", { name: t("openOrders.import") }).click()
      await page.getByRole("button", { name: t("connect.import.activate") }).click()
      await page.getByRole("heading", { name: t("connect.done.title") }).waitFor()
      const { sales_channel_id } = await connectionOf("cdiscount")
      const { sales_channel } = await shop.api<{ sales_channel: { name: string } }>(
        "GET",
        `/admin/sales-channels/${sales_channel_id}`
      )
      expect(sales_channel.name).toBe("Cdiscount")
      const arrived = page.getByRole("region", { name: t("connect.done.orders") }).getByRole("row")
      await page.getByText(`${t("run.counts.created")} 3`).waitFor()
      await arrived.filter({ hasText: t("connections.toFix") }).waitFor()
      await expectSoon(3, () => arrived.filter({ hasText: t("order.states.imported") }).count())
      await expectImported(expected, true)

      await page.getByRole("link", { name: t("connect.done.open") }).click()
      await page.getByText(t("health.ok"), { exact: true }).first().waitFor()
      const { credentials, is_enabled } = await connectionOf("cdiscount")
      expect({ is_enabled, secret: credentials.client_secret }).toEqual({ is_enabled: true, secret: "set" })
      expect(await page.content()).not.toContain(client_secret)
    }
  )

  scenario(
    "shows in French that an email is no login, and its open orders are handled elsewhere (Rakuten)",
    { language: "fr" },
    async (admin) => {
      const { page, t } = admin
      const account = await shop.openAccount("rakuten", "connexion")
      const expected = await shop.seed("rakuten", account, { seed: 62, count: 2, kinds: ["plain"] })
      await choose(admin, /Rakuten/)
      const field = (name: string) => page.getByLabel(credentialLabel(rakuten, name, "fr"), { exact: true })
      await field("login").fill("vendeur@boutique.example")
      await field("token").fill(account.credentials.token)
      await page.getByRole("button", { name: t("connect.credentials.test") }).click()
      await page.getByText(t("check.codes.login_is_email")).waitFor()

      await field("login").fill(account.credentials.login)
      await page.getByRole("button", { name: t("connect.credentials.test") }).click()
      await page.getByText(t("check.codes.ok")).waitFor()
      await page.getByRole("button", { name: t("connect.destination.save") }).click()
      await page.getByRole("button", { name: t("connect.import.activate") }).click()
      const status = page.getByRole("row").filter({ hasText: "Acceptée" }).getByTitle("ACCEPTED")
      await expectSoon(2, () => status.count())
      await page.getByRole("radio", { name: t("openOrders.elsewhere") }).click()
      await page.getByRole("button", { name: t("connect.import.activate") }).click()
      await page.getByRole("heading", { name: t("connect.done.title") }).waitFor()
      await page.getByText(t("run.state.done"), { exact: true }).waitFor()

      for (const { external_id } of expected) {
        const { state, order_id } = await shop.order(external_id ?? "")
        expect({ state, order_id }).toEqual({ state: "ignored", order_id: null })
      }
      expect((await connectionOf("rakuten")).is_enabled).toBe(true)
    }
  )
})

/** Every order that the marketplace wants imported is in the store, or none is. */
async function expectImported(
  expected: { external_id: string | null; outcome: string }[],
  imported: boolean
) {
  const { orders } = await shop.api<{ orders: { metadata: Record<string, unknown> | null }[] }>(
    "GET",
    "/admin/orders?limit=200&fields=id,metadata"
  )
  const known = orders.map(({ metadata }) => metadata?.external_id)
  const found = expected.filter(({ external_id }) => known.includes(external_id))
  expect(found).toEqual(imported ? expected.filter(({ outcome }) => outcome === "import") : [])
}
