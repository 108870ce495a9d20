import type { Admin } from "./helpers/admin"
import { expectSoon } from "./helpers/expect-soon"
import { useShop } from "./helpers/scenario"

const { scenario, ...shop } = useShop()
const ROOT = "/admin/marketplaces"
/** Without the waits of a real marketplace. */
const QUICK = {
  cdiscount: { package_gap_seconds: 0, results_intervals: [1] },
  offers: { brake: { zero_count: 0, zero_percent: 0 } },
}

type Shown = {
  id: string
  external_sku: string
  state: string
  stock: { confirmed: number | null; problem: { code: string } | null }
  overrides: object
}

const offersOf = async (connection: string): Promise<Shown[]> =>
  (await shop.api<{ offers: Shown[] }>("GET", `${ROOT}/offers?connection_id=${connection}`)).offers
const offerOf = async (connection: string, sku: string) =>
  (await offersOf(connection)).find(({ external_sku }) => external_sku === sku)
const shownThere = async (account: string, sku: string) =>
  (await shop.sandbox.cdiscount.offers.list({ account, sku }))[0]?.quantity

/** The variant of a SKU, with what the store can sell of it. */
async function variantOf(sku: string) {
  const { variants } = await shop.api<{
    variants: { id: string; product_id: string; inventory_quantity: number }[]
  }>("GET", `/admin/product-variants?sku=${sku}&fields=id,product_id,inventory_quantity`)
  return variants[0]
}

async function connect(name: string, offers: { sku: string; quantity: number }[]) {
  const account = await shop.openAccount("cdiscount", name)
  await shop.sandbox.cdiscount.offers.put({
    offers: offers.map((offer) => ({ account: account.account, ...offer })),
  })
  const connection = await shop.connect("cdiscount", account, { name: `Cdiscount ${name}`, settings: QUICK })
  return { connection, account: account.account }
}

const button = ({ page }: Admin, name: string) => page.getByRole("button", { name, exact: true })

describe("Stock and prices", () => {
  let connection: string
  let account: string

  beforeAll(async () => {
    ;({ connection, account } = await connect("offres", [
      // Above the store's: a higher quantity would wait for the sales of every connection of this store.
      { sku: "MP-0003", quantity: 3000 },
      { sku: "MP-0004", quantity: 5000 },
      { sku: "MP-0039", quantity: 5000 },
      { sku: "VIEILLE-REF", quantity: 7000 },
    ]))
  })

  scenario("are switched on after a look at what would change", {}, async (admin) => {
    const { page, t, go } = admin
    await go(`/settings/marketplaces/${connection}?tab=offers`)
    await page.getByRole("group", { name: "Send stock", exact: true }).getByRole("button").click()
    const dialog = page.getByRole("dialog")
    await dialog.getByText(t("offers.preview.largest"), { exact: true }).first().waitFor()
    await dialog.getByText("MP-0003", { exact: true }).waitFor()
    await dialog.getByText(/matches no product of the store/).waitFor()
    expect(
      (await shop.api<{ offers: { is_on: object } }>("GET", `${ROOT}/connections/${connection}/offers`))
        .offers.is_on
    ).toEqual({ stock: false, price: false, delivery: false })
    await dialog.getByLabel(t("offers.previousTool")).fill("Lengow")
    await dialog.getByRole("button", { name: t("offers.switchOn"), exact: true }).click()
    await page.getByText(t("offers.switchedOn"), { exact: true }).first().waitFor()

    const { inventory_quantity } = await variantOf("MP-0004")
    await expectSoon(inventory_quantity, () => shownThere(account, "MP-0004"))
    await expectSoon(inventory_quantity, async () => (await offerOf(connection, "MP-0004"))?.stock.confirmed)
    expect(await shownThere(account, "VIEILLE-REF")).toBe(7000)
  })

  scenario(
    "of an unmatched SKU follow the product that it is mapped to",
    { language: "fr" },
    async (admin) => {
      const { page, t, go } = admin
      const { inventory_quantity } = await variantOf("MP-0005")
      await go("/marketplace-offers?tab=unmatched")
      await page.getByRole("link", { name: "VIEILLE-REF", exact: true }).click()
      const field = page.getByLabel(t("fix.variantOf", { sku: "VIEILLE-REF" }))
      await field.fill("MP-0005")
      await page.getByRole("option", { name: /MP-0005/ }).click()
      await button(admin, t("fix.map")).click()
      await page.getByText(t("offers.mapped"), { exact: true }).first().waitFor()
      await expectSoon(inventory_quantity, () => shownThere(account, "VIEILLE-REF"))
    }
  )

  scenario("of one offer are overridden on the variant's page, and explained there", {}, async (admin) => {
    const { page, t, go } = admin
    const { id, product_id } = await variantOf("MP-0004")
    await go(`/products/${product_id}/variants/${id}`)
    const section = page.getByRole("region", { name: "Cdiscount offres MP-0004", exact: true })
    await section.getByRole("button", { name: t("offers.details"), exact: true }).click()
    await section.getByLabel(t("offers.overrides.stock_maximum"), { exact: true }).fill("2")
    await section.getByRole("button", { name: t("actions.save"), exact: true }).click()
    await section.getByText("At most 2 are shown", { exact: true }).waitFor()
    await expectSoon(2, () => shownThere(account, "MP-0004"))
    await section.getByLabel(t("offers.overrides.stock_maximum"), { exact: true }).fill("")
    await section.getByRole("button", { name: t("actions.save"), exact: true }).click()
    await expectSoon({}, async () => (await offerOf(connection, "MP-0004"))?.overrides)
  })

  scenario(
    "that would show 0 without an order are held, until a person sends them",
    { language: "fr" },
    async (admin) => {
      const { page, t, go } = admin
      const { inventory_quantity } = await variantOf("MP-0039")
      await expectSoon(inventory_quantity, () => shownThere(account, "MP-0039"))
      await setStock("MP-0039", 0)
      try {
        await expectSoon(true, async () =>
          Boolean((await offerOf(connection, "MP-0039"))?.stock.problem?.code === "offer_zero_braked")
        )
        await go(`/settings/marketplaces/${connection}?tab=offers`)
        const banner = page.getByRole("alert").filter({ hasText: t("offers.brake.title") })
        await banner
          .getByText(t("offers.brake.zeros", { count: 1, since: "", limit: 0 }).slice(0, 20))
          .waitFor()
        expect(await shownThere(account, "MP-0039")).toBe(inventory_quantity)
        await banner.getByRole("button", { name: t("offers.brake.release"), exact: true }).click()
        await expectSoon(0, () => shownThere(account, "MP-0039"))
      } finally {
        await setStock("MP-0039", inventory_quantity)
      }
    }
  )

  scenario(
    "show a sale until the marketplace has confirmed what is left",
    { width: 390, height: 844, language: "fr" },
    async (admin) => {
      const { page, t, go } = admin
      const { inventory_quantity } = await variantOf("MP-0003")
      await shop.sandbox.cdiscount.offers.buy({ sku: "MP-0003", account, quantity: 2 })
      await shop.importNow(connection)
      await expectSoon(
        inventory_quantity - 2,
        async () => (await offerOf(connection, "MP-0003"))?.stock.confirmed
      )
      expect(await shownThere(account, "MP-0003")).toBe(inventory_quantity - 2)
      await go("/marketplace-offers?tab=all")
      await page.getByRole("link", { name: "MP-0003", exact: true }).first().click()
      const history = page.getByRole("region", { name: t("offers.history"), exact: true })
      await history.getByText(t("offers.outcomes.done"), { exact: true }).first().waitFor()
    }
  )

  scenario("are created for what is not offered there, after a look", {}, async (admin) => {
    const { page, t, go } = admin
    await shop.api("POST", `${ROOT}/connections/${connection}/offers/activate`, {
      price: true,
      confirmed: true,
    })
    await go("/marketplace-offers")
    await button(admin, t("offers.create.open")).click()
    const dialog = page.getByRole("dialog")
    await dialog.getByRole("combobox").click()
    await page.getByRole("option", { name: "Cdiscount offres", exact: true }).click()
    await dialog
      .getByRole("region", { name: t("offers.create.ready"), exact: true })
      .getByText("MP-0001")
      .waitFor()
    expect((await offersOf(connection)).map(({ external_sku }) => external_sku)).not.toContain("MP-0001")
    await dialog.getByRole("button", { name: /^Create \d+ offers$/ }).click()
    await dialog.waitFor({ state: "hidden" })
    await expectSoon("new", async () => (await offerOf(connection, "MP-0001"))?.state)
  })
})

/** As the stock is changed in Medusa's own screens. */
async function setStock(sku: string, stocked_quantity: number): Promise<void> {
  const { inventory_items } = await shop.api<{
    inventory_items: { id: string; location_levels: { location_id: string }[] }[]
  }>("GET", `/admin/inventory-items?sku=${sku}&fields=id,*location_levels`)
  const [{ id, location_levels }] = inventory_items
  await shop.api("POST", `/admin/inventory-items/${id}/location-levels/${location_levels[0].location_id}`, {
    stocked_quantity,
  })
}
