import fs from "node:fs"
import path from "node:path"
import { cdiscount } from "../../src/marketplaces/cdiscount"
import { ADMIN } from "../helpers/admin-user"
import { colissimoNumber } from "../helpers/ship-order"
import { until } from "../helpers/until"
import type { Admin } from "./helpers/admin"
import { expectSoon } from "./helpers/expect-soon"
import { useShop } from "./helpers/scenario"
import { credentialLabel } from "./helpers/texts"

// What the three journeys of a merchant's day cost: clicks, presses of Enter, and seconds. Typing costs nothing here: it is
// the same everywhere.

const { scenario, ...shop } = useShop()
const FIGURES = path.resolve(__dirname, "..", "..", ".cache", "journeys.json")

/** `seconds`: until it is done; `own_seconds`: until the last click. */
type Cost = { clicks: number; seconds: number; own_seconds: number }

/** Counts a person's clicks from here on; Enter in a form is a click that was saved, and counts as one. */
async function measured(name: string, { page }: Admin, walk: () => Promise<void>): Promise<Cost> {
  let clicks = 0
  let last = 0
  await page.exposeFunction("countClick", () => {
    clicks += 1
    last = Date.now()
  })
  const listen = () => {
    const count = () => void (window as unknown as { countClick: () => void }).countClick()
    window.addEventListener("pointerdown", (event) => event.isTrusted && count(), true)
    window.addEventListener("keydown", (event) => event.isTrusted && event.key === "Enter" && count(), true)
  }
  await page.addInitScript(listen)
  await page.evaluate(listen)
  const began = Date.now()
  await walk()
  const since = (time: number) => Math.round((time - began) / 100) / 10
  const cost = { clicks, seconds: since(Date.now()), own_seconds: since(last) }
  const known = fs.existsSync(FIGURES) ? (JSON.parse(fs.readFileSync(FIGURES, "utf8")) as object) : {}
  fs.mkdirSync(path.dirname(FIGURES), { recursive: true })
  fs.writeFileSync(FIGURES, JSON.stringify({ ...known, [name]: cost }, null, 2))
  console.log(
    `${name}: ${cost.clicks} clicks, ${cost.seconds} s, of which ${cost.own_seconds} s to the last click`
  )
  return cost
}

describe("A merchant's day", () => {
  scenario("begins with the login, and the first order is imported after 9 clicks", {}, async (admin) => {
    const { page, go, t, medusa } = admin
    const account = await shop.openAccount("cdiscount", "journeys")
    const [expected] = await shop.seed("cdiscount", account, { seed: 91, count: 1, kinds: ["plain"] })
    await page.context().clearCookies({ name: "connect.sid" })
    await go("/login")
    const email = page.locator("input[name=email]")
    await email.waitFor()
    const field = (name: string) => page.getByLabel(credentialLabel(cdiscount, name, "en"), { exact: true })
    const cost = await measured("login to the first imported order", admin, async () => {
      await email.fill(ADMIN.email)
      await page.locator("input[name=password]").fill(ADMIN.password)
      await page.getByRole("button", { name: medusa("actions.continueWithEmail"), exact: true }).click()
      await page.getByRole("link", { name: t("menu.orders"), exact: true }).click()
      // Where other specs have connected something, the way is one over the settings.
      const connect = page.getByRole("link", { name: t("connections.connect") })
      const tabs = page.getByRole("tab", { name: new RegExp(t("orders.tabs.all")) })
      await connect.or(tabs).first().waitFor()
      if (await connect.count()) await connect.click()
      else {
        await go("/settings/marketplaces")
        await connect
          .or(page.getByRole("button", { name: t("connections.connect") }))
          .first()
          .click()
      }
      await page.getByRole("radio", { name: /Cdiscount/ }).click()
      for (const name of ["client_id", "client_secret", "seller_id"]) {
        await field(name).fill(account.credentials[name])
      }
      await page.getByRole("button", { name: t("connect.credentials.test") }).click()
      await page.getByRole("button", { name: t("connect.destination.save") }).click()
      await page.getByRole("button", { name: t("connect.import.activate") }).click()
      await page.getByRole("radio", { name: t("openOrders.import") }).click()
      await page.getByRole("button", { name: t("connect.import.activate") }).click()
      const arrived = page.getByRole("region", { name: t("connect.done.orders") }).getByRole("row")
      await arrived.filter({ hasText: t("order.states.imported") }).waitFor()
    })
    expect((await shop.order(expected.external_id ?? "")).state).toBe("imported")
    expect(cost.clicks).toBeLessThanOrEqual(9)
    expect(cost.seconds).toBeLessThanOrEqual(20)
  })

  scenario("has an unknown SKU: the right product is suggested, and 3 clicks map it", {}, async (admin) => {
    const { page, go, t } = admin
    const account = await shop.openAccount("cdiscount", "journeysku")
    const [held] = await shop.seed("cdiscount", account, { seed: 92, count: 1, kinds: ["unknown_sku"] })
    await shop.connect("cdiscount", account, { name: "Cdiscount SKU" })
    const external_id = held.external_id ?? ""
    const { wire } = await shop.sandbox.cdiscount.order({ external_id })
    const [line] = (wire as { lines: { offer: { sellerProductId: string; productTitle?: string } }[] }).lines
    const sku = line.offer.sellerProductId
    await go("/orders")
    await page.getByRole("link", { name: t("menu.orders"), exact: true }).waitFor()
    const cost = await measured("an unknown SKU is mapped", admin, async () => {
      await page.getByRole("link", { name: t("menu.orders"), exact: true }).click()
      const row = page
        .getByRole("listitem")
        .filter({ has: page.getByLabel(t("fix.variantOf", { sku }), { exact: true }) })
      await row
        .getByRole("button", { name: t("fix.suggestedBy.title") })
        .first()
        .click()
      await row.getByRole("button", { name: t("fix.map"), exact: true }).click()
      await page.getByText(t("fix.mapped", { count: 1 })).waitFor()
    })
    const order_id = await until("it is in the store", async () => (await shop.order(external_id)).order_id)
    const { order } = await shop.api<{ order: { items: { title: string; product_title: string }[] } }>(
      "GET",
      `/admin/orders/${order_id}?fields=id,*items`
    )
    expect(order.items[0].product_title).toBe(order.items[0].title)
    expect(cost.clicks).toBeLessThanOrEqual(3)
  })

  scenario("ends with 40 parcels that are shipped from a CSV file within a minute", {}, async (admin) => {
    const { page, go, t } = admin
    const account = await shop.openAccount("cdiscount", "journeyship")
    const sold = await shop.seed("cdiscount", account, { seed: 93, count: 40, kinds: ["plain"] })
    await shop.connect("cdiscount", account, { name: "Cdiscount CSV" })
    const csv = sold.map(({ external_id }) => `${external_id};${colissimoNumber()};Colissimo`).join("\r\n")
    await go("/marketplace-orders")
    const bulk = page.getByRole("link", { name: t("shipMany.title"), exact: true }).last()
    await bulk.waitFor()
    const cost = await measured("40 orders are shipped from a CSV", admin, async () => {
      await bulk.click()
      const chooser = page.waitForEvent("filechooser")
      await page.getByText(t("shipMany.file"), { exact: true }).click()
      await (await chooser).setFiles({ name: "parcels.csv", mimeType: "text/csv", buffer: Buffer.from(csv) })
      await page.getByRole("button", { name: t("shipMany.check"), exact: true }).click()
      await page.getByRole("button", { name: t("shipMany.ship", { count: 40 }), exact: true }).click()
      await page.getByText(t("shipMany.done", { count: 40 })).waitFor({ timeout: 120_000 })
    })
    // What is packed and sent after it takes none of the operator's time.
    expect(cost.own_seconds).toBeLessThan(60)
    await expectSoon(40, async () => {
      const made = await Promise.all(
        sold.map(({ external_id }) => shop.ledger("cdiscount", external_id ?? ""))
      )
      return made.filter((entry) => JSON.stringify(entry).includes("Colissimo")).length
    })
  })
})
